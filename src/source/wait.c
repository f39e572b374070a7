#include <errno.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "base/check.h"
#include "base/diag.h"
#include "source/engine.h"

/* How long output may wait to be written. */
#define TICK_MS 20
/* With several tracees, each of so many waits is followed by others until one comes back empty: that is the price of fairness. */
#define DRAIN_EVERY 8

static uint64_t clock_ns(clockid_t clock)
{
	struct timespec ts;
	clock_gettime(clock, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

void engine_clock(struct stop *stop)
{
	stop->mono_ns = clock_ns(CLOCK_MONOTONIC);
	stop->real_ns = clock_ns(CLOCK_REALTIME);
}

int engine_wait_one(struct engine *e, pid_t who, int flags, struct stop *ret_stop)
{
	struct stop stop = {0};
	struct rusage usage;
	stop.tid = wait4(who, &stop.status, __WALL | flags, e->opts.cpu_time ? &usage : NULL);
	if (stop.tid < 0)
		return -errno;
	if (stop.tid == 0)
		return -EAGAIN;
	engine_clock(&stop);
	if (e->opts.cpu_time)
		stop.cpu_ns = (uint64_t)usage.ru_stime.tv_sec * 1000000000u + (uint64_t)usage.ru_stime.tv_usec * 1000u;
	if (e->opts.debug)
		diag("wait4 = %d, status %#x", (int)stop.tid, (unsigned)stop.status);
	*ret_stop = stop;
	return 0;
}

static void batch_add(struct engine *e, const struct stop *stop)
{
	if (e->batch.len == e->batch.cap) {
		e->batch.cap = e->batch.cap ? 2 * e->batch.cap : 16;
		e->batch.p = check_realloc(e->batch.p, e->batch.cap * sizeof *e->batch.p);
	}
	e->batch.p[e->batch.len++] = *stop;
}

/* What is not done at every stop but from time to time, while there are any. */
static void on_tick(struct engine *e)
{
	bool quiet = e->nstops == e->ticked_at;
	e->ticked_at = e->nstops;
	if (e->opts.idle && (++e->nticks % (TICK_MS / COLOCATE_TICK_MS) == 0 || e->signals.tick_ms == TICK_MS))
		e->opts.idle(e->opts.idle_ctx);
	colocate_tick(e);
	if (e->colo.n)
		return;
	if (quiet && e->signals.tick_ms == TICK_MS)
		signals_quiet(&e->signals);
	else if (e->signals.tick_ms != TICK_MS)
		signals_tick(&e->signals, TICK_MS);
}

/* Sleeps until somebody stops. */
static int wait_blocking(struct engine *e, struct stop *ret_stop)
{
	int err;
	do {
		if (signals_ticked())
			on_tick(e);
		else if (!e->signals.tick_ms && e->nstops != e->ticked_at)
			signals_tick(&e->signals, TICK_MS);
		/* Not earlier: quieting the timer also quiets the one that a fatal signal has started. */
		if (signals_caught())
			return -EINTR;
		if (e->delay.count)
			tamper_wake(e);
		err = engine_wait_one(e, -1, 0, ret_stop);
	} while (err == -EINTR);
	e->nstops++;
	return err;
}

int engine_wait(struct engine *e, struct stop *ret_stop)
{
	if (e->batch.at < e->batch.len) {
		*ret_stop = e->batch.p[e->batch.at++];
		return 0;
	}
	e->batch.len = e->batch.at = 0;
	int err = wait_blocking(e, ret_stop);
	if (err || e->ntracees < 2 || e->nstops % DRAIN_EVERY)
		return err;
	/* The kernel always looks at its list of tracees from the start: whoever stops often near its head would starve the others
	 * if stops were not all fetched, from time to time, before one of them goes on. */
	struct stop stop;
	while (engine_wait_one(e, -1, WNOHANG, &stop) == 0)
		batch_add(e, &stop);
	return 0;
}
