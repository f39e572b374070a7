/* CPU-bound threads with sparse calls: burn THREADS CALLS MICROSECONDS makes CALLS calls a thread, with so much work before each.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long calls, loops;

static void spin(long n)
{
	for (volatile long i = 0; i < n; i++)
		continue;
}

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void *work(void *unused)
{
	for (long i = 0; i < calls; i++) {
		spin(loops);
		syscall(SYS_getppid);
	}
	return unused;
}

/* How many loops a microsecond takes, as the quickest of some tries tells: the work is then the same whoever disturbs it. */
static double loops_a_microsecond(void)
{
	double best = 0;
	for (int i = 0; i < 20; i++) {
		double start = seconds();
		spin(200000);
		double got = 200000 / ((seconds() - start) * 1e6);
		best = got > best ? got : best;
	}
	return best;
}

int main(int argc, char **argv)
{
	long threads = argc == 4 ? atol(argv[1]) : 0;
	if (threads < 1 || threads > 100) {
		fprintf(stderr, "usage: burn THREADS CALLS MICROSECONDS\n");
		return 2;
	}
	pthread_t id[100];
	calls = atol(argv[2]);
	loops = (long)(loops_a_microsecond() * atof(argv[3]));
	for (long i = 0; i < threads; i++)
		if (pthread_create(&id[i], NULL, work, NULL))
			return 1;
	for (long i = 0; i < threads; i++)
		pthread_join(id[i], NULL);
	return 0;
}
