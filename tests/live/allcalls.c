//$ -s 8
//strace
//m32
/*
 * Every call number with every argument -1, 0, 8, and an address of zeroes: no number may be forgotten, whatever it does. A filter
 * answers ENOSYS before the kernel looks at an argument.
 */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

enum { CALLS = 472, URETPROBE = 335, FAILS = 38, LEAVE = 77 };

static long call(long nr, long a)
{
	long result;
#ifdef __x86_64__
	register long r10 __asm__("r10") = a, r8 __asm__("r8") = a, r9 __asm__("r9") = a;
	__asm__ volatile("syscall" : "=a"(result) : "0"(nr), "D"(a), "S"(a), "d"(a), "r"(r10), "r"(r8), "r"(r9) : "memory", "rcx", "r11");
#else
	__asm__ volatile("push %%ebp; mov %%ebx, %%ebp; int $0x80; pop %%ebp"
			 : "=a"(result)
			 : "0"(nr), "b"(a), "c"(a), "d"(a), "S"(a), "D"(a)
			 : "memory");
#endif
	return result;
}

int main(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ, SYS_exit_group, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
		BPF_JUMP(BPF_JMP | BPF_JEQ, LEAVE, 0, 1),
		BPF_STMT(BPF_RET, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET, SECCOMP_RET_ERRNO | FAILS),
	};
	struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
	void *zeroes = mmap((void *)0x100000, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
	const long arguments[] = {-1, 0, 8, (long)zeroes};
	for (long nr = 0; nr < CALLS; nr++) {
		/* uretprobe kills who calls it, whatever a filter says. */
		for (unsigned n = 0; n < sizeof arguments / sizeof *arguments && (sizeof(long) == 4 || nr != URETPROBE); n++)
			call(nr, arguments[n]);
	}
	call(SYS_exit_group, LEAVE);
	return 1;
}
