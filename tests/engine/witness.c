/* Programs that would notice if a tracer changed what they are: `witness MODE`. The tests of how trapline gains speed run them. */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
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

/* What brings a thread to its tracer's CPU. */
static void be_dense(void)
{
	for (int i = 0; i < 1000; i++)
		syscall(SYS_getppid);
}

static unsigned own_mask(void)
{
	cpu_set_t mask;
	return sched_getaffinity(0, sizeof mask, &mask) < 0 ? 0 : (unsigned)CPU_COUNT(&mask);
}

/* The list of CPUs in an open /proc/.../status; closes it. */
static void print_status(const char *what, int fd)
{
	char line[256];
	FILE *f = fdopen(fd, "r");
	while (f && fgets(line, sizeof line, f))
		if (strncmp(line, "Cpus_allowed_list", 17) == 0)
			printf("%s: %s", what, line);
	if (f)
		fclose(f);
}

static void *in_thread(void *what)
{
	printf("%s starts with %u\n", (const char *)what, own_mask());
	be_dense();
	printf("%s has %u\n", (const char *)what, own_mask());
	return NULL;
}

static void in_child(void)
{
	be_dense();
	fflush(stdout);
	if (fork() == 0) {
		in_thread("child");
		exit(0);
	}
	be_dense();
	wait(NULL);
	be_dense();
	fflush(stdout);
	if (vfork() == 0)
		execlp("nproc", "nproc", (char *)NULL);
	wait(NULL);
}

/* Looks at masks in all ways, each after being dense. */
static int look(void)
{
	pthread_t thread;
	cpu_set_t mask, all;
	in_thread("main");
	be_dense();
	pthread_create(&thread, NULL, in_thread, "thread");
	pthread_join(thread, NULL);
	in_child();
	be_dense();
	print_status("status", open("/proc/self/status", O_RDONLY));
	int early = open("/proc/thread-self/status", O_RDONLY), copy = dup(early);
	close(early);
	be_dense();
	print_status("an early status", copy);
	be_dense();
	if (chdir("/proc/self") == 0)
		print_status("a relative status", open("status", O_RDONLY));
	be_dense();
	sched_getaffinity(getppid(), sizeof mask, &mask);
	pthread_getaffinity_np(pthread_self(), sizeof all, &all);
	CPU_ZERO(&mask);
	for (size_t cpu = 0; CPU_COUNT(&mask) == 0; cpu++)
		if (CPU_ISSET(cpu, &all))
			CPU_SET(cpu, &mask);
	sched_setaffinity(0, sizeof mask, &mask);
	in_thread("pinned");
	sched_setaffinity(0, sizeof all, &all);
	in_thread("free");
	return 0;
}

/* Is dense for ever, in threads and with children that are born all the time. */
static void *be_dense_for_ever(void *unused)
{
	(void)unused;
	for (;;)
		be_dense();
	return NULL;
}

static int stay(void)
{
	pthread_t thread;
	printf("ready %d\n", (int)getpid());
	fflush(stdout);
	pthread_create(&thread, NULL, be_dense_for_ever, NULL);
	for (;;) {
		if (fork() == 0) {
			be_dense();
			_exit(0);
		}
		wait(NULL);
	}
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
	if (strcmp(mode, "look") == 0)
		return look();
	if (strcmp(mode, "stay") == 0)
		return stay();
	fprintf(stderr, "witness: no mode '%s'\n", mode);
	return 2;
}
