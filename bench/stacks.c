/* A call at the end of a chain of functions, again and again: stacks DEPTH CALLS. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static volatile long reached;

static __attribute__((noinline)) long down(long depth)
{
	/* What is left to do after the call keeps it from being a jump or a loop. */
	long result = depth ? down(depth - 1) : syscall(SYS_getppid);
	reached = depth;
	return result;
}

int main(int argc, char **argv)
{
	long depth = argc == 3 ? atol(argv[1]) : 0, calls = argc == 3 ? atol(argv[2]) : 0, sum = 0;
	if (depth < 1 || calls < 1) {
		fprintf(stderr, "usage: stacks DEPTH CALLS\n");
		return 2;
	}
	for (long i = 0; i < calls; i++)
		sum += down(depth);
	return sum == 0;
}
