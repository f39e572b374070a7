#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"

/* The same file at a descriptor that the traced program's stdin, stdout and stderr cannot be taken for. Closes fd. */
static int move_above_stderr(int fd)
{
	if (fd < 0 || fd > STDERR_FILENO)
		return fd;
	int moved = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	int error = errno;
	close(fd);
	errno = error;
	return moved;
}

/* The child between fork and exec. */
static _Noreturn void run_command(const char *command, int input)
{
	static const int of_terminal[] = {SIGHUP, SIGINT, SIGQUIT};
	sigset_t none;

	for (unsigned i = 0; i < sizeof of_terminal / sizeof *of_terminal; i++)
		signal(of_terminal[i], SIG_IGN);
	signal(SIGPIPE, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (dup2(input, STDIN_FILENO) >= 0)
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	diag_errno(errno, "exec: /bin/sh");
	_exit(127);
}

static int open_command(const char *command, struct output *ret)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0) {
		diag_errno(errno, "pipe");
		return -1;
	}
	ends[0] = move_above_stderr(ends[0]);
	ends[1] = move_above_stderr(ends[1]);
	pid_t pid = ends[0] < 0 || ends[1] < 0 ? -1 : fork();
	if (pid == 0)
		run_command(command, ends[0]);
	if (pid < 0)
		diag_errno(errno, "fork");
	close(ends[0]);
	if (pid < 0) {
		close(ends[1]);
		return -1;
	}
	*ret = (struct output){.fd = ends[1], .command = pid, .owned = true};
	return 0;
}

int output_open(const char *name, bool append, struct output *ret)
{
	if (!name) {
		*ret = (struct output){.fd = STDERR_FILENO};
		return 0;
	}
	if (*name == '|' || *name == '!')
		return open_command(name + 1, ret);
	int fd = move_above_stderr(open(name, O_WRONLY | O_CREAT | O_CLOEXEC | (append ? O_APPEND : O_TRUNC), 0666));
	if (fd < 0) {
		diag_errno(errno, "Can't fopen '%s'", name);
		return -1;
	}
	*ret = (struct output){.fd = fd, .owned = true};
	return 0;
}

int output_close(struct output *output)
{
	int error = output->owned && close(output->fd) < 0 ? -errno : 0;

	/* ECHILD: a wait for any child has come before us. */
	while (output->command && waitpid(output->command, NULL, 0) < 0 && errno == EINTR)
		continue;
	*output = (struct output){.fd = -1};
	return error;
}
