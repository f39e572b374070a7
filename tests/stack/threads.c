/* A thread whose function is called back by the library. */
#include <pthread.h>
#include <stdlib.h>

#include "frames.h"

static volatile int result;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static int compare(const void *a, const void *b)
{
	(void)a;
	(void)b;
	if (!result)
		result = marker() + 1;
	return 0;
}

static void sort(void)
{
	int numbers[2] = {1, 2};
	qsort(numbers, 2, sizeof(int), compare);
}

static void *run(void *arg)
{
	pthread_once(&once, sort);
	return arg;
}

int main(void)
{
	pthread_t thread;
	pthread_create(&thread, NULL, run, NULL);
	pthread_join(thread, NULL);
	return 0;
}
