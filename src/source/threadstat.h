/* What /proc tells of a thread's place and time on CPUs. */
#ifndef SOURCE_THREADSTAT_H
#define SOURCE_THREADSTAT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct threadstat {
	uint64_t start; /* in clock ticks since boot: tells threads with the same tid apart */
	int cpu;        /* where it ran last */
	int policy;     /* SCHED_ */
};

struct threadtime {
	uint64_t run_ns, wait_ns; /* on a CPU, and waiting for one */
};

/* False if the thread is gone or the kernel does not tell. */
bool threadstat_read(pid_t tid, struct threadstat *ret);
bool threadtime_read(pid_t tid, struct threadtime *ret);

#endif
