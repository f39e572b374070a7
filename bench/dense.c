/*
 * Nothing but system calls: dense THREADS CALLS makes about CALLS calls in all, shared by THREADS threads. The mix is what
 * programs do: numbers only, a string read, a buffer written, a struct filled in.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CALLS_A_ROUND 8

static long rounds;

static void *work(void *unused)
{
	(void)unused;
	char text[64] = {0};
	struct stat st;
	int in = open("/dev/zero", O_RDONLY | O_CLOEXEC), out = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (in < 0 || out < 0)
		return "cannot open /dev/zero and /dev/null";
	for (long i = 0; i < rounds; i++) {
		bool good = read(in, text, sizeof(text)) == sizeof(text) && write(out, text, sizeof(text)) == sizeof(text) &&
		            lseek(in, 0, SEEK_SET) == 0 && fstat(in, &st) == 0 && access("/dev/null", R_OK) == 0 &&
		            stat("/dev/nonesuch", &st) < 0 && syscall(SYS_getppid) >= 0 && syscall(SYS_gettid) > 0;
		if (!good)
			return "a call did not do what it should";
	}
	close(in);
	close(out);
	return NULL;
}

int main(int argc, char **argv)
{
	long threads = argc == 3 ? atol(argv[1]) : 0, calls = argc == 3 ? atol(argv[2]) : 0;
	if (threads < 1 || threads > 1000 || calls < 1) {
		fprintf(stderr, "usage: dense THREADS CALLS\n");
		return 2;
	}
	rounds = calls / CALLS_A_ROUND / threads;
	pthread_t *ids = calloc((size_t)threads, sizeof(*ids));
	if (!ids)
		return 1;
	for (long i = 1; i < threads; i++) {
		if (pthread_create(&ids[i], NULL, work, NULL)) {
			fprintf(stderr, "dense: cannot create %ld threads\n", threads);
			return 1;
		}
	}
	const char *error = work(NULL);
	for (long i = 1; i < threads; i++) {
		void *theirs;
		pthread_join(ids[i], &theirs);
		error = theirs ? theirs : error;
	}
	free(ids);
	if (error)
		fprintf(stderr, "dense: %s\n", error);
	return error != NULL;
}
