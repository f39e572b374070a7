/*
 * Names of code that a program made while it ran, from the file /tmp/perf-PID.map that run-time compilers write for perf. Inside of
 * unwind.
 */
#ifndef UNWIND_JIT_H
#define UNWIND_JIT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "unwind/strings.h"

struct jit_code {
	uint64_t start, len;
	const char *symbol;
	size_t number; /* 0, 1, ... as they were written */
};

struct jit {
	int fd;
	bool sorted;
	struct buf text; /* a last line that is not whole yet */
	struct jit_code *code;
	size_t n, cap;
};

void jit_init(struct jit *jit);
void jit_free(struct jit *jit);
/* The code of process pid at this address, as far as the file says by now; NULL if it does not. */
const struct jit_code *jit_find(struct jit *jit, pid_t pid, uint64_t addr, struct strings *strings);

#endif
