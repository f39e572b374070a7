/*
 * Makes every request that it reads (hexadecimal numbers) from standard input, twice: of a descriptor that does not exist, and of
 * one for which a seccomp filter says that the call has succeeded. The argument is always the same memory, filled as argv[1] says.
 */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { NO_FD = -1, LUCKY_FD = 1000, SIZE = 65536 };

static int let_succeed(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ, SYS_ioctl, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
		BPF_JUMP(BPF_JMP | BPF_JEQ, LUCKY_FD, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {sizeof(code) / sizeof(*code), code};
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static void fill(unsigned char *p, const char *how)
{
	uint32_t *word = (uint32_t *)p;
	if (!strcmp(how, "words"))
		for (unsigned i = 0; i < SIZE / 4; i++)
			word[i] = i + 1;
	else if (!strcmp(how, "bytes"))
		for (unsigned i = 0; i < SIZE; i++)
			p[i] = i % 16 == 15 ? 0 : (unsigned char)(i + 1); /* strings end */
}

int main(int argc, char **argv)
{
	static unsigned code[20000];
	unsigned n = 0;
	while (n < sizeof(code) / sizeof(*code) && scanf("%x", &code[n]) == 1)
		n++;
	/* Nothing but this is mapped thereabouts: what lies behind it cannot be read. */
	void *where = (void *)0x10000000;
	unsigned char *memory = mmap(where, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	if (argc != 2 || memory != where || let_succeed())
		return 1;
	fill(memory, argv[1]);
	void *argument = !strcmp(argv[1], "null") ? NULL : memory;
	for (unsigned i = 0; i < n; i++) {
		syscall(SYS_ioctl, NO_FD, code[i], argument);
		syscall(SYS_ioctl, LUCKY_FD, code[i], argument);
	}
	return 0;
}
