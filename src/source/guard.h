/*
 * The guard: a process of our own that gives threads their CPU masks back if we are killed before we could. It shares a table with
 * us and waits at a pipe that ends when we do. Forked when the first thread is co-located, gone as soon as we close it.
 */
#ifndef SOURCE_GUARD_H
#define SOURCE_GUARD_H

#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define GUARD_SLOTS 4096

/* A thread that has a mask of ours. */
struct guard_slot {
	pid_t tid;      /* 0: the slot is free. Written last, cleared first: we may be killed at any moment. */
	int cpu;        /* all that our mask allows */
	uint64_t start; /* when it was born: another may have its tid by then */
	cpu_set_t mask; /* to be given back */
};

struct guard {
	struct guard_slot *slots; /* GUARD_SLOTS of them, shared; NULL: not started */
	unsigned next;
	int pipe;
};

/* False if there can be none. */
bool guard_start(struct guard *guard);
/* A slot for the thread, NULL if all are taken. It counts from now on. */
struct guard_slot *guard_add(struct guard *guard, pid_t tid, uint64_t start, int cpu, const cpu_set_t *mask);
void guard_remove(struct guard_slot *slot);
void guard_stop(struct guard *guard);

#endif
