#include "source/program.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"

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

int program_find(const struct ptrace_opts *opts, struct program *ret)
{
	ret->opts = opts;
	if (opts->user && find_identity(opts->user, &ret->user))
		return 1;
	if (find_program(opts->argv[0], ret->path))
		return 0;
	diag("Cannot find executable '%s'", opts->argv[0]);
	return 1;
}

_Noreturn void program_become(const struct program *program, const struct seccomp_program *filter, int go)
{
	const struct ptrace_opts *opts = program->opts;
	const struct identity *user = &program->user;
	char byte;
	ssize_t n;
	/* The buffers behind the hook are the tracer's. */
	diag_set_hook(NULL, NULL);
	while ((n = read(go, &byte, 1)) < 0 && errno == EINTR)
		continue;
	if (n != 1)
		_exit(1);
	/* As long as we may be privileged. The tracer sees how it went. */
	if (filter && filter->len)
		seccomp_install(filter, opts->filter == FILTER_ASKED);
	if (opts->user) {
		if ((user->name ? initgroups(user->name, user->gid) : setgroups(0, NULL)) < 0)
			die(user->name ? "initgroups" : "setgroups");
		if (setregid(user->gid, user->gid) < 0)
			die("setregid");
		if (setreuid(user->uid, user->uid) < 0)
			die("setreuid");
	}
	change_env(opts->env_changes);
	char **argv = (char **)opts->argv;
	if (opts->argv0)
		argv[0] = (char *)opts->argv0;
	execv(program->path, argv);
	die("exec");
}
