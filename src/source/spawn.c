#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "source/engine.h"

/* A name with a slash is taken as it is, any other is looked for along PATH, where an empty element is the current directory. */
static bool find_program(const char *name, char path[PATH_MAX])
{
	struct stat st;
	if (strchr(name, '/')) {
		snprintf(path, PATH_MAX, "%s", name);
		return strlen(name) < PATH_MAX && stat(path, &st) == 0;
	}
	const char *dir = getenv("PATH");
	while (dir && *name) {
		size_t len = strcspn(dir, ":");
		int n = snprintf(path, PATH_MAX, "%.*s%s%s", (int)len, dir, len && dir[len - 1] != '/' ? "/" : "", name);
		if (n < PATH_MAX && stat(path, &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & 0111))
			return true;
		dir = dir[len] ? dir + len + 1 : NULL;
	}
	return false;
}

/* Whom the program runs as. */
struct identity {
	const char *name; /* NULL: numbers were given, and no supplementary groups come with them */
	uid_t uid;
	gid_t gid;
};

/* The id at *text, which moves behind it. */
static bool take_id(const char **text, unsigned *ret)
{
	char *end;
	errno = 0;
	unsigned long n = strtoul(*text, &end, 10);
	/* The id of all ones means "none" to the kernel. */
	if (**text < '0' || **text > '9' || errno || n >= UINT_MAX)
		return false;
	*ret = (unsigned)n;
	*text = end;
	return true;
}

/* 0, or 1 after a message. */
static int find_identity(const char *text, struct identity *ret)
{
	if (getuid() != 0) {
		diag("You must be root to use the -u/--username option");
		return 1;
	}
	const struct passwd *user = getpwnam(text);
	if (user) {
		*ret = (struct identity){user->pw_name, user->pw_uid, user->pw_gid};
		return 0;
	}
	const char *at = text;
	ret->name = NULL;
	if (take_id(&at, &ret->uid) && *at++ == ':' && take_id(&at, &ret->gid) && *at == '\0')
		return 0;
	diag("Cannot find user '%s'", text);
	return 1;
}

static void change_env(char **changes)
{
	for (; changes && *changes; changes++) {
		if (strchr(*changes, '='))
			putenv(*changes);
		else
			unsetenv(*changes);
	}
}

_Noreturn static void die(const char *what)
{
	diag_errno(errno, "%s", what);
	_exit(1);
}

/* In the child. Waits until it is traced (the pipe says so; if it just ends, the tracer is dead), then becomes the program. Signal
 * dispositions and mask are still as the tracer was given them. */
_Noreturn static void become_program(const struct engine *e, const char *path, const struct identity *user, const int go[2])
{
	/* The buffers behind the hook are the tracer's. */
	diag_set_hook(NULL, NULL);
	close(go[1]);
	char byte;
	ssize_t n;
	while ((n = read(go[0], &byte, 1)) < 0 && errno == EINTR)
		continue;
	if (n != 1)
		_exit(1);
	/* As long as we may be privileged. The tracer sees how it went. */
	if (e->filter.len)
		seccomp_install(&e->filter, e->opts.filter == FILTER_ASKED);
	if (user) {
		if ((user->name ? initgroups(user->name, user->gid) : setgroups(0, NULL)) < 0)
			die(user->name ? "initgroups" : "setgroups");
		if (setregid(user->gid, user->gid) < 0)
			die("setregid");
		if (setreuid(user->uid, user->uid) < 0)
			die("setreuid");
	}
	change_env(e->opts.env_changes);
	char **argv = (char **)e->opts.argv;
	if (e->opts.argv0)
		argv[0] = (char *)e->opts.argv0;
	execv(path, argv);
	die("exec");
}

/* Seizes the child and waits for its first stop. 0 or 1 after a message. */
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
	e->current = tracee_add(e, pid, TASK_SPAWNED);
	e->current->launch = LAUNCH_BEFORE;
	e->now = stop;
	/* Taking the stop in notes a signal that has to be delivered. */
	engine_note(e, &stop);
	engine_push_new(e, e->current, 0, 0);
	return 0;
}

int engine_spawn(struct engine *e)
{
	char path[PATH_MAX];
	struct identity user;
	if (e->opts.user && find_identity(e->opts.user, &user))
		return 1;
	if (!find_program(e->opts.argv[0], path)) {
		diag("Cannot find executable '%s'", e->opts.argv[0]);
		return 1;
	}
	int go[2];
	if (pipe2(go, O_CLOEXEC) < 0) {
		diag_errno(errno, "pipe");
		return 1;
	}
	pid_t pid = fork();
	if (pid == 0)
		become_program(e, path, e->opts.user ? &user : NULL, go);
	if (pid < 0)
		diag_errno(errno, "fork");
	close(go[0]);
	int failed = pid < 0;
	if (!failed) {
		/* Not before the fork: the program is to have the dispositions we were given. */
		signals_install(&e->signals, e->signals.mode);
		e->spawned = pid;
		failed = take_child(e, pid);
		if (failed)
			kill(pid, SIGKILL);
		else
			failed = write(go[1], "", 1) != 1;
	}
	close(go[1]);
	return failed;
}
