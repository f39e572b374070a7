/*
 * Makes random system calls with random arguments, of both ABIs, to be traced: `randcalls COUNT [SEED]`.
 *
 * The calls are made by short-lived children without privileges, each watched: one that blocks, or that has destroyed its own
 * address space, is killed and followed by the next, until COUNT calls have been entered. Numbers that would only end a child at
 * once or act on other processes are left out.
 */
#define _GNU_SOURCE
#include <grp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CALLS_X64 = 480, CALLS_I386 = 480, PER_CHILD = 2000, AREA = 1 << 16, NOBODY = 65534 };

/* Ends, replaces, multiplies or suspends the caller, or signals others. */
static const int skip_x64[] = { SYS_exit, SYS_exit_group, SYS_fork, SYS_vfork, SYS_clone, SYS_clone3, SYS_execve, SYS_execveat,
	                        SYS_kill, SYS_tkill, SYS_tgkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_pidfd_send_signal,
	                        SYS_pause, SYS_rt_sigreturn, SYS_rt_sigsuspend, SYS_ptrace, SYS_seccomp, SYS_reboot, SYS_vhangup,
	                        SYS_setpgid, SYS_setsid, SYS_unshare, SYS_alarm, SYS_setitimer };
static const int skip_i386[] = { 1, 2, 11, 26, 29, 37, 72, 57, 66, 88, 111, 119, 120, 173, 177, 178, 179, 190, 238, 252, 270, 310, 335,
	                         354, 358, 424, 435, 27, 104 };

static uint64_t state;

static uint64_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* In the low 4 GiB, so that 32-bit calls can use it too; an unreadable page follows. */
static char *area;

static uint64_t argument(void)
{
	uint64_t r = next();
	switch (r % 10) {
	case 0:
		return 0;
	case 1:
	case 2:
		return r >> 32 & 15;
	case 3:
		return (uint64_t)-1 - (r >> 32 & 3);
	case 4:
		return (uint64_t)1 << (r >> 32 & 63);
	case 5:
		return r >> 16;
	case 6:
		return (uint64_t)(area + AREA - (r >> 32 & 63)); /* runs into the guard page */
	default:
		return (uint64_t)(area + (r >> 32 & (AREA - 1) & ~7u));
	}
}

static long call_i386(int nr, const uint64_t *a)
{
	long ret;
	__asm__ volatile("push %%rbp\n\tmov %7, %%ebp\n\tint $0x80\n\tpop %%rbp"
	                 : "=a"(ret)
	                 : "a"(nr), "b"(a[0]), "c"(a[1]), "d"(a[2]), "S"(a[3]), "D"(a[4]), "r"((uint32_t)a[5])
	                 : "memory", "r8", "r9", "r10", "r11");
	return ret;
}

static int skipped(int nr, const int *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (list[i] == nr)
			return 1;
	}
	return 0;
}

static void one_call(void)
{
	uint64_t a[6];
	for (int i = 0; i < 6; i++)
		a[i] = argument();
	/* Pointers within the area give structs that hold plausible numbers and pointers again. */
	for (int i = 0; i < 32; i++)
		((uint64_t *)area)[next() % (AREA / 8)] = next() % 3 ? argument() : next();
	if (next() % 4) {
		int nr = (int)(next() % CALLS_X64);
		if (!skipped(nr, skip_x64, sizeof skip_x64 / sizeof *skip_x64))
			syscall(nr, a[0], a[1], a[2], a[3], a[4], a[5]);
	} else {
		int nr = (int)(next() % CALLS_I386);
		if (!skipped(nr, skip_i386, sizeof skip_i386 / sizeof *skip_i386))
			call_i386(nr, a);
	}
}

static void interrupted(int signo)
{
	(void)signo;
}

static void child(volatile uint64_t *done, uint64_t seed)
{
	if (geteuid() == 0 && (setgroups(0, 0) || setresgid(NOBODY, NOBODY, NOBODY) || setresuid(NOBODY, NOBODY, NOBODY)))
		_exit(2);
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 1 << 16, 1 << 16 });
	setrlimit(RLIMIT_NPROC, &(struct rlimit){ 0, 0 });
	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = interrupted }, 0);
	setitimer(ITIMER_REAL, &(struct itimerval){ { 0, 2000 }, { 0, 2000 } }, 0); /* blocking calls end soon */
	state = seed;
	for (int i = 0; i < AREA / 8; i++)
		((uint64_t *)area)[i] = next() % 2 ? argument() : next();
	for (int i = 0; i < PER_CHILD; i++) {
		++*done;
		one_call();
	}
	_exit(0);
}

int main(int argc, char **argv)
{
	uint64_t count = argc > 1 ? strtoull(argv[1], 0, 0) : 1000;
	uint64_t seed = argc > 2 ? strtoull(argv[2], 0, 0) : 1;
	volatile uint64_t *done = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	area = mmap(0, AREA + 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	mprotect(area + AREA, 4096, PROT_NONE);
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, 0);
	while (*done < count) {
		pid_t pid = fork();
		if (!pid) {
			sigprocmask(SIG_UNBLOCK, &set, 0);
			child(done, seed * 0x9e3779b97f4a7c15 | 1);
		}
		seed++;
		int status;
		uint64_t seen = *done;
		while (waitpid(pid, &status, WNOHANG) == 0) {
			bool timeout = sigtimedwait(&set, 0, &(struct timespec){ 0, 50000000 }) < 0;
			if (timeout && *done == seen)
				kill(pid, SIGKILL); /* no call was entered in the meantime */
			seen = *done;
		}
		if (WIFEXITED(status) && WEXITSTATUS(status) == 2) {
			fputs("cannot drop privileges\n", stderr);
			return 2;
		}
	}
	printf("%s\n", *done >= count ? "done" : "short");
	return 0;
}
