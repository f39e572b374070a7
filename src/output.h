/*
 * Where sinks write: stderr, files, or a command's stdin. Owns the descriptors it opened and the commands it started.
 */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <stdbool.h>
#include <sys/types.h>

struct output {
	int fd;
	pid_t command; /* 0: none */
	bool owned;
};

/* Opens `name`: NULL is stderr; a command after | or ! (run by /bin/sh, reading a pipe; it ignores the signals of the terminal, so
 * that it sees our last words after Ctrl-C); else a file, truncated unless `append`. A descriptor opened here is close-on-exec and
 * above stderr. 0, or -1 after a message. The command is our child but no tracee: who waits for any child must pass over it. */
int output_open(const char *name, bool append, struct output *ret);
/* Closes what was opened and waits for the command to end. 0, or -errno of closing. */
int output_close(struct output *output);

#endif
