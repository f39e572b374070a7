/* Where elfutils' libdw was not there to build with: no stacks. */
#include "unwind/unwind.h"

#include "base/check.h"

const char *unwind_features(void)
{
	return NULL;
}

struct unwind *unwind_new(const struct unwind_opts *opts)
{
	(void)opts;
	CHECK(!"unwinding is not built in");
}

void unwind_free(struct unwind *unwind)
{
	(void)unwind;
}

void unwind_event(struct unwind *unwind, const struct task_set *tasks, const struct event *ev, const struct task *task)
{
	(void)tasks;
	(void)unwind;
	(void)ev;
	(void)task;
}

void unwind_take(struct unwind *unwind, const struct task *task, const struct regs *regs, struct mem *mem,
                 struct stack_trace *ret_trace)
{
	(void)unwind;
	(void)task;
	(void)regs;
	(void)mem;
	(void)ret_trace;
}
