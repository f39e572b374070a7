//$ -e trace=seccomp,prctl,landlock_create_ruleset,landlock_add_rule,landlock_restrict_self
//strace
//$ -v -e trace=seccomp,prctl,landlock_create_ruleset,landlock_add_rule,landlock_restrict_self
//strace
//$ -X raw -e trace=seccomp,prctl,landlock_create_ruleset,landlock_add_rule,landlock_restrict_self
//strace
//$ -X verbose -e trace=seccomp,prctl,landlock_create_ruleset,landlock_add_rule,landlock_restrict_self
//strace
//m32
/* seccomp(2) and landlock: programs, sizes, actions, rules. */
#define _GNU_SOURCE
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define S(n, ...) syscall(SYS_##n, __VA_ARGS__)

static char buf[4096] __attribute__((aligned(16)));

static void pattern(void)
{
	for (int i = 0; i < 1024; i++)
		((int *)buf)[i] = 0x100 + i;
}

int main(void)
{
	/* seccomp */
	S(seccomp, 0, 1, 2);
	S(seccomp, 0, 0, 8);
	S(seccomp, 2, 1, buf);
	unsigned act[] = {0x7ffc0000, 0x80000000, 0x12345, 0, 0x50001};
	for (int i = 0; i < 5; i++)
		S(seccomp, 2, 0, act + i);
	S(seccomp, 2, 0, 0);
	S(seccomp, 2, 0, 8);
	S(seccomp, 3, 0, buf);
	S(seccomp, 3, 1, buf);
	S(seccomp, 3, 0, 8);
	S(seccomp, 77, 1, 8);
	struct sock_filter f[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 4),
	                          BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
	                          BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 5),
	                          BPF_STMT(BPF_RET | BPF_K, 0x7fff0000),
	                          BPF_STMT(BPF_RET | BPF_A, 0),
	                          {0xffff, 1, 2, 3}};
	struct sock_fprog prog = {6, f}, none = {0, f}, bad = {3, (void *)8};
	S(seccomp, 1, 0, &prog);
	S(seccomp, 1, 0x3f, &none);
	S(seccomp, 1, -1, &bad);
	S(seccomp, 1, 0, 0);
	S(seccomp, 1, 8, 8);
	prctl(PR_SET_SECCOMP, 2, &prog);
	prctl(PR_SET_SECCOMP, 2, 0, 0, 0);
	prctl(PR_SET_SECCOMP, 1 << 8, &prog);
	/* landlock */
	pattern();
	memset(buf, 0, 64);
	*(long *)buf = 0xfff;
	S(landlock_create_ruleset, buf, 8, 0);
	S(landlock_create_ruleset, 0, 0, 1);
	S(landlock_create_ruleset, buf, 4, 0);
	S(landlock_create_ruleset, 8, 8, 0);

	*(long *)buf = 5;
	*(int *)(buf + 8) = 3;
	S(landlock_add_rule, 77, 1, buf, 0);
	S(landlock_add_rule, 77, 1, 8, 1);
	S(landlock_add_rule, 77, 9, buf, 1);
	S(landlock_add_rule, -1, 1, 0, 1);
	S(landlock_restrict_self, 77, 0);
	_exit(0);
}
