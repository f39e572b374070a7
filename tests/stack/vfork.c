/* A vfork child: it is on its parent's stack. */
#include <sys/wait.h>

#include "frames.h"

static __attribute__((noinline)) int child(void)
{
	return marker() + 1;
}

int main(void)
{
	pid_t pid = vfork();
	if (pid == 0)
		_exit(child() & 0);
	wait(NULL);
	return 0;
}
