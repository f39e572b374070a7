//$ -e trace=%signal,clock_nanosleep,nanosleep
//strace
//$ -v -X verbose -e trace=%signal
//strace
//$ -e trace=none -e signal=USR1
//strace
//m32
/* Signals: actions, masks, deliveries by origin. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

static sigjmp_buf env;

static void handler(int signo)
{
	(void)signo;
}

static void jump(int signo, siginfo_t *info, void *context)
{
	(void)signo, (void)info, (void)context;
	siglongjmp(env, 1);
}

int main(void)
{
	struct sigaction sa = { .sa_handler = handler, .sa_flags = SA_RESTART };
	struct sigaction old;
	sigaddset(&sa.sa_mask, SIGHUP);
	sigaddset(&sa.sa_mask, SIGRTMIN + 3);
	sigaction(SIGUSR1, &sa, 0);
	sigaction(SIGUSR2, &sa, &old);
	sigaction(SIGRTMIN + 1, &sa, 0);
	sigaction(SIGUSR1, 0, &old);
	sa.sa_handler = SIG_IGN;
	sigfillset(&sa.sa_mask);
	sa.sa_flags = SA_NODEFER | SA_RESETHAND | SA_NOCLDSTOP;
	sigaction(SIGTERM, &sa, 0);
	syscall(SYS_rt_sigaction, 99, 0, 0, 8);
	syscall(SYS_rt_sigaction, SIGUSR1, (void *)8, 0, 8);
	syscall(SYS_rt_sigaction, SIGUSR1, 0, 0, 4);
	kill(getpid(), SIGUSR1);
	raise(SIGUSR2);
	raise(SIGRTMIN + 1);
	sigqueue(getpid(), SIGUSR1, (union sigval){ .sival_int = 42 });
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, &old.sa_mask);
	kill(getpid(), SIGUSR1);
	sigpending(&set);
	struct timespec soon = { 0, 1 };
	siginfo_t info;
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigtimedwait(&set, &info, &soon);
	sigtimedwait(&set, &info, &soon);
	sigtimedwait(&set, 0, 0x0 ? 0 : &soon);
	syscall(SYS_rt_sigprocmask, 77, &set, 0, 8);
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, (void *)8, 0, 8);
	sigprocmask(SIG_UNBLOCK, &set, 0);
	stack_t ss = { .ss_sp = malloc(SIGSTKSZ), .ss_size = SIGSTKSZ };
	sigaltstack(0, &ss);
	sigaltstack(&(stack_t){ .ss_flags = SS_DISABLE }, 0);
	signalfd(-1, &set, SFD_CLOEXEC);
	sa.sa_sigaction = jump;
	sa.sa_flags = SA_SIGINFO | SA_NODEFER;
	sigemptyset(&sa.sa_mask);
	sigaction(SIGSEGV, &sa, 0);
	sigaction(SIGFPE, &sa, 0);
	sigaction(SIGBUS, &sa, 0);
	if (!sigsetjmp(env, 1))
		*(volatile int *)16 = 1;
	if (!sigsetjmp(env, 1))
		*(volatile int *)mmap(0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) = 1;
	if (!sigsetjmp(env, 1))
		raise(SIGFPE);
	syscall(SYS_tgkill, getpid(), getpid(), SIGUSR2);
	syscall(SYS_tkill, getpid(), 0);
	signal(SIGUSR1, SIG_DFL);
	kill(getpid(), SIGUSR1);
	pause();
}
