/*
 * Stacks of stopped tracees: who called the call. Unwinding follows the call frame information of the mapped files, which is read
 * once a file and kept for the run, whatever process maps it; so are names. It reads memory through struct mem and files through
 * /proc; it knows nothing of ptrace, of formats and of what stacks are wanted for.
 */
#ifndef UNWIND_UNWIND_H
#define UNWIND_UNWIND_H

#include <stdbool.h>

#include "event/regs.h"
#include "mem/mem.h"
#include "task/stack.h"
#include "task/task.h"

struct unwind_opts {
	unsigned limit; /* the most frames of a stack */
	bool source;    /* names have file, line and inlined functions */
};

struct unwind;

/* The libraries that stacks are made with, "libdw demangle"; NULL if this build has none and unwind_new must not be called. */
const char *unwind_features(void);
struct unwind *unwind_new(const struct unwind_opts *opts);
/* Frees all stacks that were ever taken. NULL does nothing. */
void unwind_free(struct unwind *unwind);
/* To be told of every event, after the model took it in: mappings change, processes are born and go. */
void unwind_event(struct unwind *unwind, const struct task_set *tasks, const struct event *ev, const struct task *task);
/* The stack of a stopped task. Always gives one; what cannot be read or understood ends it. */
void unwind_take(struct unwind *unwind, const struct task *task, const struct regs *regs, struct mem *mem,
                 struct stack_trace *ret_trace);

#endif
