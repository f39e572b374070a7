/*
 * Adaptive co-location: a thread that stops densely is brought to the tracer's CPU, where a stop costs two context switches instead
 * of two wake-ups of sleeping CPUs, and is let go when it does not pay. docs/speed.md has the policy and its hazards.
 *
 * A thread's CPU mask is narrowed only while nobody can see or inherit that: a call that could is told of before it runs.
 */
#ifndef SOURCE_COLOCATE_H
#define SOURCE_COLOCATE_H

#include <sched.h>
#include <stdbool.h>
#include <stdint.h>

#include "source/guard.h"
#include "source/threadstat.h"

struct engine;
struct tracee;
struct __ptrace_syscall_info;

/* What of a tracee's state keeps everybody's mask as it was. */
enum hold {
	HOLD_NONE,
	HOLD_CALL, /* it is in a call that may look at anybody's mask */
	HOLD_FILE, /* it may have a /proc/.../status open */
};

/* A thread that is, or was, co-located. */
struct placement {
	struct tracee *tracee;
	struct placement *prev, *next; /* in the order of their last stops */
	cpu_set_t mask;                /* its own */
	cpu_set_t restored;            /* what gives it that back: all CPUs if it had all that its cpuset allows */
	struct guard_slot *slot;       /* NULL: its mask allows one CPU only and was left as it is */
	bool left_running;             /* it was let go while it ran, and has not stopped since */
	uint64_t looked_ns;            /* when `time` was read; 0: not since its last stop */
	uint64_t patience_ns;          /* and how long after that it is looked at again */
	struct threadtime time;
	uint64_t window_run_ns, window_stops; /* at the start of the window; 0: it was not in it yet */
};

/* A tracee's part of it. */
struct colo {
	uint64_t last_ns, nstops;
	unsigned streak;        /* stops in a row that came soon after each other */
	unsigned slow_streak;   /* and not very late */
	uint64_t probe_run_ns;  /* its CPU time at the last probe */
	uint64_t not_before_ns; /* it is left alone until then */
	uint64_t backoff_ns;    /* for how long next time */
	enum hold hold;
	bool in;
	struct placement *placement; /* NULL: it never was */
};

struct colocation {
	bool wanted;   /* as the options are */
	bool enabled;  /* and it is possible */
	int cpu;       /* where everybody is, while n > 0 */
	cpu_set_t own; /* the tracer's own mask */
	unsigned n, nheld;
	struct placement *members; /* who stopped longest ago first */
	struct guard guard;
	uint64_t not_before_ns, backoff_ns, held_until_ns;
	uint64_t window_ns; /* when it began */
	struct threadtime window_time;
};

/* engine calls these: */
void colocate_init(struct engine *e);
/* A stop of a call. */
void colocate_stop(struct engine *e, struct tracee *t);
/* A call begins. */
void colocate_enter(struct engine *e, struct tracee *t, const struct __ptrace_syscall_info *info);
/* It ends. */
void colocate_exit(struct engine *e, struct tracee *t);
void colocate_born(struct engine *e, struct tracee *parent, struct tracee *child);
/* Gives the thread its mask back. It may be running. */
void colocate_release(struct engine *e, struct tracee *t);
/* The thread is gone, or let go after colocate_release. */
void colocate_forget(struct engine *e, struct tracee *t);
/* Looks after those who do not stop. Called every COLOCATE_TICK_MS while there are any. */
void colocate_tick(struct engine *e);
void colocate_close(struct engine *e);
void colocate_disable(struct engine *e, const char *why);
/* Can the engine afford to stop at every open? With a filter that stops at calls on open files, it can. */
bool colocate_sees_opens(const struct engine *e);

#define COLOCATE_TICK_MS 5

/* Among its own files: */
/* Not back so soon. push: it is running, and the CPU is needed. */
void colocate_evict(struct engine *e, struct tracee *t, bool push);
void colocate_release_all(struct engine *e);
void colocate_hold(struct engine *e, struct tracee *t, enum hold hold);
/* True if nobody is where he could see a mask that is not as it should be. */
bool colocate_may_enter(struct engine *e, struct tracee *t);

#endif
