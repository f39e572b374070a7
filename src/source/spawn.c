#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "source/engine.h"
#include "source/program.h"

/* Seizes the process that is to become the program and waits for its first stop. 0 or 1 after a message. */
static int take_child(struct engine *e, pid_t pid)
{
	if (ptrace(PTRACE_SEIZE, pid, 0L, e->ptrace_options) < 0) {
		diag_errno(errno, "cannot trace the program: ptrace(PTRACE_SEIZE, %d)", (int)pid);
		return 1;
	}
	ptrace(PTRACE_INTERRUPT, pid, NULL, NULL);
	struct stop stop;
	int err;
	while ((err = engine_wait_one(e, pid, 0, &stop)) == -EINTR)
		continue;
	if (err || !WIFSTOPPED(stop.status)) {
		diag("the program was killed before it could be started");
		return 1;
	}
	struct __ptrace_syscall_info info;
	if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) < 0 && errno == EIO) {
		diag("this kernel has no PTRACE_GET_SYSCALL_INFO: trapline needs Linux 5.3 or later");
		return 1;
	}
	/* With -D it is told of as one that we attach to. */
	e->current = tracee_add(e, pid, e->opts.program ? TASK_ATTACHED : TASK_SPAWNED);
	e->current->launch = LAUNCH_BEFORE;
	e->now = stop;
	/* Taking the stop in notes a signal that has to be delivered. */
	engine_note(e, &stop);
	engine_push_new(e, e->current, 0, e->opts.program ? 1 : 0);
	return 0;
}

/* Takes the child and lets it become the program. */
static int launch(struct engine *e, pid_t pid, int go)
{
	/* Not before the fork: the program is to have the dispositions we were given. */
	signals_install(&e->signals, e->signals.mode);
	return take_child(e, pid) || write(go, "", 1) != 1;
}

int engine_spawn(struct engine *e)
{
	struct program program;
	int go[2];
	if (program_find(&e->opts, &program))
		return 1;
	if (pipe2(go, O_CLOEXEC) < 0) {
		diag_errno(errno, "pipe");
		return 1;
	}
	pid_t pid = fork();
	if (pid == 0) {
		close(go[1]);
		program_become(&program, &e->filter, go[0]);
	}
	if (pid < 0)
		diag_errno(errno, "fork");
	close(go[0]);
	int failed = pid < 0;
	if (!failed) {
		e->spawned = pid;
		failed = launch(e, pid, go[1]);
		if (failed)
			kill(pid, SIGKILL);
	}
	close(go[1]);
	return failed;
}

int engine_take_program(struct engine *e)
{
	int failed = launch(e, e->opts.program, e->opts.program_go);
	close(e->opts.program_go);
	return failed;
}
