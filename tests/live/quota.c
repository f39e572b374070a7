//$ -e trace=quotactl,quotactl_fd
//strace
//$ -v -e trace=quotactl,quotactl_fd
//strace
//$ -X raw -e trace=quotactl,quotactl_fd
//strace
//$ -X verbose -e trace=quotactl,quotactl_fd
//strace
//m32
/* quotactl(2) and quotactl_fd(2): every command for every kind of quota, with a pattern, NULL and bad pointers. */
#define _GNU_SOURCE
#include <string.h>
#include <sys/mman.h>
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
	char *edge =
		(char *)mmap((void *)0x20000000, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) +
		4096;
	mprotect(edge, 4096, PROT_NONE);
	/* quotactl */
	int cmds[] = {0x800002, 0x800003, 0x800001, 0x800004, 0x800005, 0x800006, 0x800007, 0x800008, 0x800009, 0x5801,
	              0x5802,   0x5803,   0x5804,   0x5805,   0x5806,   0x5807,   0x5808,   0x5809,   0x1234,   0};
	for (int i = 0; i < 20; i++)
		for (int type = 0; type < 4; type++) {
			pattern();
			S(quotactl, cmds[i] << 8 | type, "/dev/x", type == 3 ? -1 : 1000 + type, type == 2 ? 0 : buf);
			if (type == 0) {
				S(quotactl, cmds[i] << 8, 0, 2, 8);
				S(quotactl, cmds[i] << 8 | 77, 0, 2, edge - 8);
				S(quotactl_fd, 77, cmds[i] << 8, 2, buf);
			}
		}
	for (int i = 0; i < 5; i++)
		S(quotactl, 0x800002 << 8, "x", i, "path");
	memset(buf, 0, 4096);
	buf[0] = 1;
	S(quotactl, 0x5801 << 8, "x", 0, buf);
	buf[0] = 0x3f;
	S(quotactl, 0x5802 << 8, "x", 0, buf);
	_exit(0);
}
