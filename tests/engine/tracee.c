/* What the engine's tests trace: `tracee MODE [N]`. No mode waits for time to pass, but nap, whose point it is. */
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int word;
static volatile sig_atomic_t caught;
static pthread_barrier_t barrier;

static void count(int signo)
{
	(void)signo;
	caught++;
}

static void handle(int signo)
{
	struct sigaction action = {.sa_handler = count};
	sigaction(signo, &action, NULL);
}

static void ready(void)
{
	if (write(1, "ready\n", 6) != 6)
		exit(99);
}

static void *work(void *sum)
{
	pthread_barrier_wait(&barrier);
	for (int i = 0; i < 50; i++)
		*(long *)sum += syscall(SYS_getppid) > 0;
	return NULL;
}

static int threads(int n)
{
	pthread_t thread[256];
	long sum[256] = {0}, total = 0;
	pthread_barrier_init(&barrier, NULL, (unsigned)n);
	for (int i = 0; i < n; i++)
		pthread_create(&thread[i], NULL, work, &sum[i]);
	for (int i = 0; i < n; i++) {
		pthread_join(thread[i], NULL);
		total += sum[i];
	}
	printf("%ld calls\n", total);
	return 3;
}

static void *sleep_in_futex(void *arg)
{
	pthread_barrier_wait(&barrier);
	syscall(SYS_futex, &word, FUTEX_WAIT, 0, NULL, NULL, 0);
	return arg;
}

/* When standard input says so, or ends. */
static void *become_true(void *path)
{
	char byte;
	pthread_barrier_wait(&barrier);
	if (read(0, &byte, 1) < 0)
		exit(99);
	execl(path, "true", "exec", NULL);
	exit(99);
}

/* n threads and the leader sleep; one more does what the mode says. */
static int with_sleepers(const char *mode, int n)
{
	pthread_t thread;
	pthread_barrier_init(&barrier, NULL, (unsigned)n + 1 + (strcmp(mode, "exec") == 0));
	for (int i = 0; i < n; i++)
		pthread_create(&thread, NULL, sleep_in_futex, NULL);
	if (strcmp(mode, "exec") == 0)
		pthread_create(&thread, NULL, become_true, "/bin/true");
	pthread_barrier_wait(&barrier);
	if (strcmp(mode, "group") == 0)
		exit(4);
	ready();
	for (;;)
		pause();
}

/* In a function of its own: what vfork returns to twice may keep nothing in registers. */
static __attribute__((noinline)) pid_t vfork_and_exit(int status)
{
	pid_t pid = vfork();
	if (pid == 0)
		_exit(status);
	return pid;
}

static int forks(int n)
{
	int sum = 0;
	for (int i = 0; i < n; i++) {
		int status;
		pid_t pid = i % 2 ? fork() : vfork_and_exit(i & 7);
		if (pid == 0)
			_exit(i & 7);
		if (waitpid(pid, &status, 0) != pid)
			return 99;
		sum += WEXITSTATUS(status);
	}
	printf("%d\n", sum);
	return 0;
}

static int signals(int n)
{
	handle(SIGUSR1);
	for (int i = 0; i < n; i++)
		raise(SIGUSR1);
	printf("%d signals\n", (int)caught);
	return 0;
}

/* Counts queued signals until SIGTERM and says how many came. */
static int count_queued(void)
{
	sigset_t set, old;
	handle(SIGRTMIN);
	handle(SIGTERM);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, &old);
	ready();
	for (;;) {
		sigset_t pending;
		sigpending(&pending);
		if (sigismember(&pending, SIGTERM))
			break;
		syscall(SYS_getppid);
	}
	printf("%d\n", (int)caught);
	return 0;
}

static int nap(void)
{
	struct timespec before, after, time = {.tv_nsec = 700000000};
	clock_gettime(CLOCK_MONOTONIC, &before);
	ready();
	int result = nanosleep(&time, NULL);
	clock_gettime(CLOCK_MONOTONIC, &after);
	long ms = (after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000;
	printf("%d %s\n", result, ms >= 700 ? "whole" : "short");
	return 0;
}

static int blocked(const char *mode)
{
	char byte;
	if (strcmp(mode, "nap") == 0)
		return nap();
	ready();
	if (strcmp(mode, "read") == 0)
		return read(0, &byte, 1) == 1 ? byte : 99;
	if (strcmp(mode, "futex") == 0)
		return (int)syscall(SYS_futex, &word, FUTEX_WAIT, 0, NULL, NULL, 0);
	if (strcmp(mode, "vfork") == 0) {
		int status;
		pid_t pid = vfork();
		if (pid == 0) {
			read(0, &byte, 1);
			_exit(6);
		}
		waitpid(pid, &status, 0);
		return WEXITSTATUS(status);
	}
	pause();
	return 0;
}

static int stop_self(void)
{
	handle(SIGCONT);
	raise(SIGSTOP);
	printf("%d\n", (int)caught);
	return 0;
}

/* A child that does everything a tracee can be stopped in, until it is killed. */
static void busy(int n)
{
	handle(SIGUSR1);
	for (;; n++) {
		if (n % 4 == 0)
			raise(SIGUSR1);
		else if (n % 4 == 1)
			vfork_and_exit(0);
		else if (n % 4 == 2) {
			pthread_t thread;
			pthread_barrier_init(&barrier, NULL, 1);
			pthread_create(&thread, NULL, sleep_in_futex, NULL);
			if (n % 16 == 14)
				execl("/proc/self/exe", "tracee", "busy", NULL);
		} else
			while (waitpid(-1, NULL, WNOHANG) > 0)
				continue;
	}
}

/* Kills such children after ever more yields, so that death comes in every kind of stop. */
static int storm(int n)
{
	for (int i = 0; i < n; i++) {
		int status;
		pid_t pid = fork();
		if (pid == 0)
			busy(i);
		for (int yields = 0; yields < i * 3; yields++)
			sched_yield();
		kill(pid, SIGKILL);
		if (waitpid(pid, &status, 0) != pid || !WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
			return 99;
	}
	printf("survived\n");
	return 0;
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";
	int n = argc > 2 ? atoi(argv[2]) : 1;
	if (strcmp(mode, "threads") == 0)
		return threads(n);
	if (strcmp(mode, "forks") == 0)
		return forks(n);
	if (strcmp(mode, "signals") == 0)
		return signals(n);
	if (strcmp(mode, "count") == 0)
		return count_queued();
	if (strcmp(mode, "stop") == 0)
		return stop_self();
	if (strcmp(mode, "storm") == 0)
		return storm(n);
	if (strcmp(mode, "busy") == 0)
		busy(n);
	if (strcmp(mode, "exec") == 0 || strcmp(mode, "group") == 0 || strcmp(mode, "sleepers") == 0)
		return with_sleepers(mode, n);
	return blocked(mode);
}
