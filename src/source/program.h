/* Our own code in the process that becomes the program, from finding it to its execve. */
#ifndef SOURCE_PROGRAM_H
#define SOURCE_PROGRAM_H

#include <limits.h>
#include <sys/types.h>

#include "source/seccomp.h"
#include "source/source.h"

/* Whom the program runs as. */
struct identity {
	const char *name; /* NULL: numbers were given, and no supplementary groups come with them */
	uid_t uid;
	gid_t gid;
};

struct program {
	const struct ptrace_opts *opts;
	char path[PATH_MAX];
	struct identity user; /* if opts->user */
};

/* 0, or 1 after a message. */
int program_find(const struct ptrace_opts *opts, struct program *ret);
/* Waits until the process is traced (a byte from `go` says so; if it just ends, the tracer is dead), then becomes the program.
 * Signal dispositions and mask must be as the tracer was given them. */
_Noreturn void program_become(const struct program *program, const struct seccomp_program *filter, int go);

#endif
