/*
 * Sinks turn values into output. A sink is told of every event in order, after the task model has taken it in and the walker has
 * filled the tape; it must not keep pointers into either. Each format is one file here and one row in sink_list.
 */
#ifndef SINK_SINK_H
#define SINK_SINK_H

#include <stdbool.h>

#include "event/event.h"
#include "task/task.h"

struct sink;

enum {
	SINK_ARGS = 1,   /* wants arguments decoded */
	SINK_CPU = 2,    /* wants cpu_ns in the events */
	SINK_COMM = 4,   /* wants the names of tasks */
	SINK_STACKS = 8, /* wants to know who called */
};

struct sink_ops {
	const char *name;
	/* ev is NULL never; task is the task of ev->tid as it is now (NULL for EV_END and EV_LOST). For EV_ENTER and EV_EXIT only
	 * wanted calls arrive. */
	void (*event)(struct sink *sink, const struct event *ev, struct task *task);
	/* Everything that was printed so far reaches the kernel. Called before a message goes to stderr and before the tracer may
	 * sleep. */
	void (*flush)(struct sink *sink);
	/* Ends the output: summary, footers, closing files. 0, or -errno of the first write that failed. */
	int (*close)(struct sink *sink);
};

/* Embedded first in each sink. */
struct sink {
	const struct sink_ops *ops;
	unsigned wants; /* SINK_ */
	unsigned slot;  /* which of task->sink[] is its own */
	bool failed;    /* it has nowhere to write, and has said so: nothing should be traced for nothing */
};

#endif
