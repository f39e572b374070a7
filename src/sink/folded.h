/*
 * Folded stacks: one line for each thread name, stack and call, outermost function first, "sh;_start;main;read;read 12", as
 * programs that draw flame graphs read them. The number is the weight. Counts completed calls only, and writes at the end.
 */
#ifndef SINK_FOLDED_H
#define SINK_FOLDED_H

#include "sink/sink.h"

enum folded_weight {
	FOLDED_CALLS, /* how many calls */
	FOLDED_CPU,   /* the CPU time that they took in the system, in ns */
	FOLDED_WALL,  /* the time from their beginning to their end, in ns */
};

struct folded_opts {
	enum folded_weight weight;
	int fd; /* where they go; the caller closes it */
};

/* The options are copied. */
struct sink *folded_open(const struct folded_opts *opts);

#endif
