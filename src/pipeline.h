/*
 * The one loop: next event, task model, filter, decode, sinks. Owns the task model; borrows the source, the sinks and the
 * configuration.
 */
#ifndef PIPELINE_H
#define PIPELINE_H

#include "options.h"
#include "sink/sink.h"
#include "source/source.h"
#include "unwind/unwind.h"

struct pipeline {
	const struct config *config;
	struct source *source;
	struct unwind *unwind; /* NULL: nobody wants stacks */
	struct sink *sinks[TASK_SINKS];
	unsigned nsinks;
	struct task_set tasks;
	uint64_t ncalls; /* that sinks were told the end of */
};

/* Runs until the source ends. 0, -errno if the source failed, or 1 if a sink has nowhere to write (it has said so). */
int pipeline_run(struct pipeline *p);
/* SINK_: what any of the sinks wants. */
unsigned pipeline_wants(const struct pipeline *p);
/* Flushes every sink: before a message goes to stderr. */
void pipeline_flush(struct pipeline *p);

#endif
