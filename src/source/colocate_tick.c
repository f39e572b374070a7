/* Who is co-located and stays away: CPU-bound, blocked, too many for one CPU, or hindered by others. All bounded: what cannot be
 * looked at in one tick has its turn later. */
#include <unistd.h>

#include "source/colocate.h"
#include "source/engine.h"

#define MS 1000000ull

/* So many threads are looked at in a tick. */
#define LOOK_MAX 32u
/* Without a stop for so long a thread is looked at, and let go if it ran, or wanted to, for that share of the time after. */
#define SILENT_NS    (5 * MS)
#define BUSY_PERCENT 30u
#define COMPUTES_NS  (1 * MS)
/* Without a stop for so long it is blocked. */
#define BLOCKED_NS (100 * MS)
/* Then the CPU is looked at: if several share it and it is busy, those who use much of it for a stop go. */
#define WINDOW_NS       (10 * MS)
#define CROWDED_PERCENT 60u
#define DEAR_STOP_NS    (100 * 1000ull)
/* The tracer waits for its CPU so much while we use it so little: others do. */
#define FOREIGN_WAIT_PERCENT 30u
#define BACKOFF_FOREIGN_NS   (5 * MS)

/* True if the thread ran or wanted to run for most of the time since it was looked at last. */
static bool is_cpu_bound(struct placement *p, uint64_t now)
{
	struct threadtime time;
	if (p->looked_ns && now < p->looked_ns + p->patience_ns)
		return false;
	if (!threadtime_read(p->tracee->tid, &time))
		return false;
	bool again = p->looked_ns != 0;
	uint64_t busy = time.run_ns + time.wait_ns - p->time.run_ns - p->time.wait_ns;
	/* Waiting alone does not count: the CPU may be taken by others, and once it has it the thread may stop at once. */
	bool computes = time.run_ns - p->time.run_ns >= COMPUTES_NS;
	bool bound = again && computes && busy * 100 > (now - p->looked_ns) * BUSY_PERCENT;
	p->patience_ns = again ? 2 * p->patience_ns : SILENT_NS / 2;
	p->time = time;
	p->looked_ns = now;
	return bound;
}

static void look_at_silent(struct engine *e, uint64_t now)
{
	struct placement *p = e->colo.members;
	for (unsigned n = 0; p && n < LOOK_MAX; n++) {
		struct placement *next = p->next;
		struct tracee *t = p->tracee;
		uint64_t silent = now - t->colo.last_ns;
		if (silent < SILENT_NS)
			return;
		/* While it is stopped for us it is neither. */
		if (!t->stopped) {
			if (silent >= BLOCKED_NS) {
				colocate_release(e, t);
				t->colo.backoff_ns = 0;
			} else if (is_cpu_bound(p, now)) {
				colocate_evict(e, t, true);
			}
		}
		p = next;
	}
}

/* Reads what the active members have used in the window that ends, and begins a new one. Returns how many they are; *ret_run_ns is
 * what they used together. */
static unsigned measure(struct engine *e, uint64_t since, struct placement *active[LOOK_MAX], uint64_t used[LOOK_MAX],
                        uint64_t *ret_run_ns)
{
	unsigned n = 0;
	*ret_run_ns = 0;
	struct placement *p = e->colo.members ? e->colo.members->prev : NULL; /* the last */
	for (unsigned looked = 0; p && looked < LOOK_MAX; looked++) {
		struct tracee *t = p->tracee;
		struct threadtime time;
		if (t->colo.last_ns < since)
			break;
		if (threadtime_read(t->tid, &time)) {
			uint64_t stops = t->colo.nstops - p->window_stops;
			if (p->window_stops && stops) {
				active[n] = p;
				used[n] = (time.run_ns - p->window_run_ns) / stops;
				*ret_run_ns += time.run_ns - p->window_run_ns;
				n++;
			}
			p->window_run_ns = time.run_ns;
			p->window_stops = t->colo.nstops;
		}
		p = p == e->colo.members ? NULL : p->prev;
	}
	return n;
}

static void look_at_cpu(struct engine *e, uint64_t now)
{
	struct colocation *c = &e->colo;
	struct placement *active[LOOK_MAX];
	uint64_t used[LOOK_MAX], run_ns, length = now - c->window_ns;
	struct threadtime time;
	if (c->window_ns && length < WINDOW_NS)
		return;
	bool first = c->window_ns == 0;
	unsigned n = measure(e, c->window_ns, active, used, &run_ns);
	if (!threadtime_read(getpid(), &time))
		return;
	uint64_t ours = run_ns + time.run_ns - c->window_time.run_ns, waited = time.wait_ns - c->window_time.wait_ns;
	c->window_ns = now;
	c->window_time = time;
	if (first)
		return;
	if (waited * 100 > length * FOREIGN_WAIT_PERCENT && ours * 100 < length * CROWDED_PERCENT) {
		/* The kernel knows best where it is quiet: all are free, and gather again where it puts them. */
		c->backoff_ns = c->backoff_ns ? 2 * c->backoff_ns : BACKOFF_FOREIGN_NS;
		if (c->backoff_ns > 1000 * MS)
			c->backoff_ns = 1000 * MS;
		c->not_before_ns = now + c->backoff_ns;
		colocate_release_all(e);
		return;
	}
	c->backoff_ns -= c->backoff_ns / 16;
	unsigned left = n;
	for (unsigned i = 0; i < n && left > 1 && ours * 100 > length * CROWDED_PERCENT; i++) {
		if (used[i] > DEAR_STOP_NS / n) {
			colocate_evict(e, active[i]->tracee, true);
			left--;
		}
	}
}

void colocate_tick(struct engine *e)
{
	if (e->colo.n == 0)
		return;
	engine_clock(&e->now);
	look_at_silent(e, e->now.mono_ns);
	look_at_cpu(e, e->now.mono_ns);
}
