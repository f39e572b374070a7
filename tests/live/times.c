//$ -e trace=%clock,nanosleep,clock_nanosleep,timer_create,timer_settime,timer_gettime,timer_delete,getitimer,setitimer,alarm,futex,getrandom,prctl,arch_prctl
//strace
//$ -X verbose -e trace=%clock,timer_create,futex,prctl
//strace
//m32
/* Clocks, timers, futexes, prctl. */
#define _GNU_SOURCE
#include <linux/futex.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static unsigned word = 1, word2, pi;
#define futex(...) syscall(SYS_futex, __VA_ARGS__)

int main(void)
{
	struct timespec ts = { 0, 1000 };
	syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &ts);
	syscall(SYS_clock_gettime, 77, &ts);
	syscall(SYS_clock_gettime, -6, &ts);
	syscall(SYS_clock_getres, CLOCK_BOOTTIME, &ts);
	ts = (struct timespec){ 0, 1000 };
	syscall(SYS_nanosleep, &ts, &ts);
	syscall(SYS_nanosleep, 0, 0);
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, 0);
	struct timeval tv;
	syscall(SYS_gettimeofday, &tv, 0);
	timer_t timer;
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
	timer_create(CLOCK_REALTIME, &ev, &timer);
	struct itimerspec its = { { 1, 2 }, { 3, 4 } }, old;
	timer_settime(timer, 0, &its, &old);
	timer_delete(timer);
	struct itimerval itv = { { 0, 0 }, { 0, 0 } };
	setitimer(ITIMER_REAL, &itv, 0);
	getitimer(ITIMER_VIRTUAL, &itv);
	alarm(0);
	futex(&word, FUTEX_WAKE, 1);
	futex(&word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 0x7fffffff);
	futex(&word, FUTEX_WAIT_PRIVATE, 2, 0);
	ts = (struct timespec){ 0, 1 };
	futex(&word, FUTEX_WAIT_PRIVATE, 1, &ts);
	futex(&word, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 85, &ts, 0, FUTEX_BITSET_MATCH_ANY);
	futex(&word, FUTEX_WAIT_BITSET_PRIVATE, 85, 0, 0, 5);
	futex(&word, FUTEX_REQUEUE, 1, 2, &word2);
	futex(&word, FUTEX_CMP_REQUEUE_PRIVATE, 1, 2, &word2, 1);
	futex(&word, FUTEX_WAKE_OP, 1, 2, &word2, FUTEX_OP(FUTEX_OP_SET, 1, FUTEX_OP_CMP_GT, 0));
	futex(&pi, FUTEX_LOCK_PI, 0, 0);
	futex(&pi, FUTEX_TRYLOCK_PI);
	futex(&pi, FUTEX_UNLOCK_PI);
	futex(&word, 77, 1, 2, 3, 4);
	futex((void *)8, FUTEX_WAIT, 1, (void *)8);
	prctl(PR_SET_NAME, "abcdefghijklmnopqrs");
	char name[16];
	prctl(PR_GET_NAME, name);
	prctl(PR_GET_DUMPABLE);
	prctl(PR_SET_DUMPABLE, 1);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_CAPBSET_READ, 1);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(123456, 1, 2, 3, 4);
	getrandom(name, 0, GRND_NONBLOCK);
	getrandom((void *)8, 4, 0xff);
	_exit(0);
}
