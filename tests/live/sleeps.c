//$ -e trace=nanosleep,clock_nanosleep,/clock_nanosleep_time64 -e signal=none
//= clock_nanosleep(CLOCK_REALTIME, 0, {tv_sec=0, tv_nsec=1}, %p) = 0
//= nanosleep({tv_sec=7, tv_nsec=0}, {tv_sec=6, tv_nsec=%d}) = ? ERESTART_RESTARTBLOCK (Interrupted by signal)
//= clock_nanosleep(CLOCK_MONOTONIC, 0, {tv_sec=7, tv_nsec=0}, {tv_sec=6, tv_nsec=%d}) = ? ERESTART_RESTARTBLOCK (Interrupted by signal)
//= clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, {tv_sec=%d, tv_nsec=0}, %p) = ? ERESTARTNOHAND (To be restarted if no handler)
//= nanosleep({tv_sec=0, tv_nsec=1000000000}, %p) = -1 EINVAL (Invalid argument)
//strace
//m32
/* The time that is left is there only if a signal cuts the sleep short. */
#include <signal.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static void wake(int signo)
{
	(void)signo;
}

int main(void)
{
	struct timespec tick = {0, 1}, seven = {7, 0}, never = {0, 1000000000}, left, now;
	struct itimerval soon = {{0, 0}, {0, 20000}};
	signal(SIGALRM, wake);
	clock_nanosleep(CLOCK_REALTIME, 0, &tick, &left);
	setitimer(ITIMER_REAL, &soon, NULL);
	syscall(SYS_nanosleep, &seven, &left);
	setitimer(ITIMER_REAL, &soon, NULL);
	syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &seven, &left);
	clock_gettime(CLOCK_MONOTONIC, &now);
	now.tv_sec += 7;
	now.tv_nsec = 0;
	setitimer(ITIMER_REAL, &soon, NULL);
	syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME, &now, &left);
	syscall(SYS_nanosleep, &never, &left);
	return 0;
}
