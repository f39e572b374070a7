/* A call in a signal handler, which came on a stack of its own in the middle of another handler. */
#include <signal.h>
#include <stdlib.h>

#include "frames.h"

static volatile int result;

static __attribute__((noinline)) void inner(int signo)
{
	result = marker() + signo;
}

static __attribute__((noinline)) void outer(int signo)
{
	raise(SIGUSR2);
	result = signo;
}

int main(void)
{
	static char room[65536];
	stack_t stack = {.ss_sp = room, .ss_size = sizeof(room)};
	struct sigaction action = {.sa_handler = inner, .sa_flags = SA_ONSTACK};
	sigaltstack(&stack, NULL);
	sigaction(SIGUSR2, &action, NULL);
	signal(SIGUSR1, outer);
	raise(SIGUSR1);
	return 0;
}
