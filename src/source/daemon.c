/*
 * -D: the process that we were started as becomes the program, so that it keeps its pid and its parent; the tracer is a grandchild
 * of it. The two ends of a socket: the tracer tells its pid, for a security module that lets only named processes trace others,
 * and later that the program may begin.
 */
#include <errno.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "source/program.h"

/* In the process that was started: waits for the tracer to live and the child between to end. */
_Noreturn static void wait_for_tracer(const struct program *program, pid_t child, int to_tracer)
{
	pid_t tracer;
	ssize_t n = read(to_tracer, &tracer, sizeof tracer);
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		continue;
	if (n != sizeof tracer)
		_exit(1);
	/* Without Yama this fails, and nothing is lost. */
	prctl(PR_SET_PTRACER, tracer, 0, 0, 0);
	if (write(to_tracer, "", 1) != 1)
		_exit(1);
	program_become(program, NULL, to_tracer);
}

/* In the tracer. 0 or 1 after a message. */
static int leave_group(enum source_daemon kind)
{
	int failed = kind == DAEMON_PGROUP ? setpgid(0, 0) : kind == DAEMON_SESSION ? setsid() : 0;
	if (failed < 0)
		diag_errno(errno, kind == DAEMON_PGROUP ? "setpgid" : "setsid");
	return failed < 0;
}

int ptrace_daemonize(struct ptrace_opts *opts)
{
	struct program program;
	int ends[2];
	if (program_find(opts, &program))
		return 1;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) {
		diag_errno(errno, "socketpair");
		return 1;
	}
	pid_t first = getpid(), child = fork();
	if (child < 0) {
		diag_errno(errno, "fork");
		return 1;
	}
	if (child > 0) {
		close(ends[1]);
		wait_for_tracer(&program, child, ends[0]);
	}
	close(ends[0]);
	if (fork() != 0)
		_exit(0);
	pid_t tracer = getpid();
	char byte;
	if (leave_group(opts->daemon) || write(ends[1], &tracer, sizeof tracer) != sizeof tracer || read(ends[1], &byte, 1) != 1)
		return 1;
	opts->program = first;
	opts->program_go = ends[1];
	return 0;
}
