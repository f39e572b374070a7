//$ -e trace=io_uring_setup,io_uring_enter,io_uring_register
//strace
//$ -v -e trace=io_uring_setup,io_uring_enter,io_uring_register
//strace
//$ -X raw -e trace=io_uring_setup,io_uring_enter,io_uring_register
//strace
//$ -X verbose -e trace=io_uring_setup,io_uring_enter,io_uring_register
//strace
//m32
/* io_uring: setup, waiting, and all that can be registered; the operations that strace 6.1 knows. */
#define _GNU_SOURCE
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define S(n, ...) syscall(SYS_##n, __VA_ARGS__)

static unsigned buf[1024];

int main(void)
{
	char *edge =
		(char *)mmap((void *)0x20000000, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) +
		4096;
	mprotect(edge, 4096, PROT_NONE);
	unsigned par[30] = {0};
	int fd = S(io_uring_setup, 4, par);
	S(io_uring_setup, 4, 0);
	S(io_uring_setup, 4, 8);
	memset(par, 0, 120);
	par[2] = 0x20;
	par[6] = 9;
	S(io_uring_setup, 0, par);
	par[2] = 0xfff;
	par[7] = 5;
	S(io_uring_setup, 1, par);
	S(io_uring_enter, -1, 1, 2, 0, 0, 8);
	S(io_uring_enter, -1, 1, 2, 0x17, buf, 8);
	unsigned long long set = 5;
	S(io_uring_enter, fd, 0, 0, 1, &set, 8);
	S(io_uring_enter, -1, 0, 0, 1, 8, 8);
	S(io_uring_enter, -1, 0, 0, 8, 8, 24);
	S(io_uring_enter, -1, 0, 0, 8, 0, 24);
	for (int op = 0; op < 24; op++) {
		for (int i = 0; i < 1024; i++)
			buf[i] = 0x100 + i;
		if (op != 8 && op != 11)
			S(io_uring_register, -1, op, buf, 2);
		if (op != 8 && op != 6)
			S(io_uring_register, -1, op, buf, 0);
		S(io_uring_register, -1, op, 0, 1);
		S(io_uring_register, -1, op, 8, 1);
		memset(buf, 0, sizeof buf);
		S(io_uring_register, -1, op, buf, 1);

		S(io_uring_register, -1, op, edge - 8, 3);
	}
	S(io_uring_register, fd, 8, buf, 3);
	S(io_uring_register, -1, 77, buf, 1);
	_exit(0);
}
