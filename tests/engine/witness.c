/* Programs that would notice if a tracer changed what they are: `witness MODE`. The tests of how trapline gains speed run them. */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Gives itself a filter with this verdict on sched_yield, and tells how sched_yield does then. */
static int judge(uint32_t verdict)
{
	struct sock_filter insn[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_sched_yield, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, verdict),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog prog = {.len = sizeof insn / sizeof *insn, .filter = insn};
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) < 0)
		return 1;
	long got = syscall(SYS_sched_yield);
	printf("sched_yield: %s\n", got < 0 ? strerror(errno) : "done");
	return 0;
}

static void note(int signo)
{
	(void)signo;
}

/* Waits for SIGINT, and then has work to do. */
static int graceful(void)
{
	sigset_t set, before;
	struct sigaction action = {.sa_handler = note};
	sigaction(SIGINT, &action, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, &before);
	if (write(1, "ready\n", 6) != 6)
		return 1;
	sigsuspend(&before);
	int fd = open("/dev/null", O_RDONLY);
	printf("open: %s\n", fd < 0 ? strerror(errno) : "done");
	return 0;
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";
	if (strcmp(mode, "refuse") == 0)
		return judge(SECCOMP_RET_ERRNO | EPERM);
	if (strcmp(mode, "ask") == 0)
		return judge(SECCOMP_RET_TRACE | 7);
	if (strcmp(mode, "graceful") == 0)
		return graceful();
	fprintf(stderr, "witness: no mode '%s'\n", mode);
	return 2;
}
