/* Two processes that wait for each other: pingpong ROUNDS sends a byte to and fro through pipes. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int pass_on(int from, int to, long rounds)
{
	char byte;
	for (long i = 0; i < rounds; i++)
		if (read(from, &byte, 1) != 1 || write(to, &byte, 1) != 1)
			return 1;
	return 0;
}

int main(int argc, char **argv)
{
	int there[2], back[2], status;
	long rounds = argc == 2 ? atol(argv[1]) : 0;
	if (rounds < 1) {
		fprintf(stderr, "usage: pingpong ROUNDS\n");
		return 2;
	}
	if (pipe(there) < 0 || pipe(back) < 0 || write(back[1], "", 1) != 1)
		return 1;
	pid_t child = fork();
	if (child == 0)
		_exit(pass_on(there[0], back[1], rounds));
	if (child < 0 || pass_on(back[0], there[1], rounds) || wait(&status) != child)
		return 1;
	return status != 0;
}
