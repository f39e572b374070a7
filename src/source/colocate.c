#include "source/colocate.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <utlist.h>

#include "base/check.h"
#include "base/diag.h"
#include "source/engine.h"

#define MS 1000000ull

/* In: so many stops in a row, each so soon after the other. */
#define STREAK 4
#define GAP_NS (1 * MS)
/* Or so many stops not very far apart, with so little computed for each. */
#define PROBE         16u
#define SLOW_GAP_NS   (20 * MS)
#define CHEAP_STOP_NS (50 * 1000ull)
/* A thread that had to leave comes back after this at the earliest, doubling each time. */
#define BACKOFF_NS     (20 * MS)
#define BACKOFF_MAX_NS (1000 * MS)
#define NEVER          UINT64_MAX

static void back_off(uint64_t now, uint64_t *not_before, uint64_t *backoff)
{
	*backoff = *backoff ? 2 * *backoff : BACKOFF_NS;
	if (*backoff > BACKOFF_MAX_NS)
		*backoff = BACKOFF_MAX_NS;
	*not_before = now + *backoff;
}

static cpu_set_t only(int cpu)
{
	cpu_set_t mask;
	CPU_ZERO(&mask);
	CPU_SET((size_t)cpu, &mask);
	return mask;
}

static cpu_set_t all_cpus(void)
{
	cpu_set_t mask;
	for (size_t cpu = 0; cpu < CPU_SETSIZE; cpu++)
		CPU_SET(cpu, &mask);
	return mask;
}

static bool has_mask(pid_t tid, const cpu_set_t *mask)
{
	cpu_set_t now;
	return sched_getaffinity(tid, sizeof now, &now) == 0 && CPU_EQUAL(&now, mask);
}

void colocate_init(struct engine *e)
{
	struct colocation *c = &e->colo;
	struct threadtime time;
	c->wanted = !e->opts.colocate_never;
	c->enabled = c->wanted && sched_getaffinity(0, sizeof c->own, &c->own) == 0 && threadtime_read(getpid(), &time) &&
	             sysconf(_SC_NPROCESSORS_ONLN) > 1;
	if (e->opts.debug)
		diag("co-location: %s", c->enabled ? "on" : c->wanted ? "not possible" : "off");
}

void colocate_disable(struct engine *e, const char *why)
{
	e->colo.enabled = false;
	if (e->opts.debug)
		diag("co-location: off: %s", why);
}

/* The first thread says where: its own CPU, so that its memory stays near. */
static int choose_cpu(const struct colocation *c, const cpu_set_t *mask, int ran_on)
{
	if (c->n)
		return CPU_ISSET((size_t)c->cpu, mask) ? c->cpu : -1;
	if (ran_on >= 0 && CPU_ISSET((size_t)ran_on, mask) && CPU_ISSET((size_t)ran_on, &c->own))
		return ran_on;
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET((size_t)cpu, mask) && CPU_ISSET((size_t)cpu, &c->own))
			return cpu;
	return -1;
}

/* A thread with all CPUs that its cpuset allows follows that cpuset when it changes; with a list of the same CPUs it would not. */
static void note_mask(struct placement *p, pid_t tid, const cpu_set_t *mask)
{
	if (CPU_COUNT(&p->mask) && CPU_EQUAL(&p->mask, mask))
		return;
	cpu_set_t all = all_cpus();
	p->mask = p->restored = *mask;
	if (sched_setaffinity(tid, sizeof all, &all) == 0 && has_mask(tid, mask))
		p->restored = all;
}

static struct placement *placement_of(struct tracee *t)
{
	if (!t->colo.placement) {
		t->colo.placement = check_calloc(1, sizeof *t->colo.placement);
		t->colo.placement->tracee = t;
	}
	return t->colo.placement;
}

static void join(struct engine *e, struct tracee *t, int cpu)
{
	struct colocation *c = &e->colo;
	struct placement *p = t->colo.placement;
	if (c->n++ == 0) {
		cpu_set_t mask = only(cpu);
		c->cpu = cpu;
		sched_setaffinity(0, sizeof mask, &mask);
		c->window_ns = 0;
		signals_tick(&e->signals, COLOCATE_TICK_MS);
	}
	t->colo.in = true;
	p->looked_ns = p->window_stops = 0;
	DL_APPEND(c->members, p);
}

/* Narrows the mask of a stopped thread. 0 or -errno; -EAGAIN: not this time. */
static int narrow(struct engine *e, struct tracee *t, int cpu, const cpu_set_t *mask, uint64_t start)
{
	struct colocation *c = &e->colo;
	struct placement *p = t->colo.placement;
	p->slot = NULL;
	if (CPU_COUNT(mask) == 1)
		return 0;
	if (!c->guard.slots && !guard_start(&c->guard)) {
		c->enabled = false;
		return -EAGAIN;
	}
	struct guard_slot *slot = guard_add(&c->guard, t->tid, start, cpu, &p->restored);
	if (!slot)
		return -EAGAIN;
	cpu_set_t narrowed = only(cpu);
	if (sched_setaffinity(t->tid, sizeof narrowed, &narrowed) < 0) {
		int err = -errno;
		guard_remove(slot);
		return err;
	}
	p->slot = slot;
	return 0;
}

static void come_in(struct engine *e, struct tracee *t)
{
	struct colocation *c = &e->colo;
	struct threadstat st;
	cpu_set_t mask;
	t->colo.not_before_ns = e->now.mono_ns + BACKOFF_MAX_NS;
	if (c->n == 0)
		sched_getaffinity(0, sizeof c->own, &c->own);
	if (!threadstat_read(t->tid, &st) || sched_getaffinity(t->tid, sizeof mask, &mask) < 0)
		return;
	/* Of the others, real-time threads have their reasons to be where they are. */
	if (st.policy != SCHED_OTHER && st.policy != SCHED_BATCH && st.policy != SCHED_IDLE)
		return;
	int cpu = choose_cpu(c, &mask, st.cpu);
	if (cpu < 0 || (CPU_COUNT(&mask) == 1 && CPU_COUNT(&c->own) == 1))
		return;
	struct placement *p = placement_of(t);
	if (CPU_COUNT(&mask) > 1)
		note_mask(p, t->tid, &mask);
	int err = narrow(e, t, cpu, &mask, st.start);
	if (err == -EPERM)
		t->colo.not_before_ns = NEVER;
	if (err) {
		if (CPU_COUNT(&mask) > 1)
			sched_setaffinity(t->tid, sizeof p->restored, &p->restored);
		return;
	}
	t->colo.not_before_ns = 0;
	join(e, t, cpu);
}

/* push: it is running, and the CPU is needed. */
static void leave(struct engine *e, struct tracee *t, bool push)
{
	struct colocation *c = &e->colo;
	struct placement *p = t->colo.placement;
	if (!t->colo.in)
		return;
	t->colo.in = false;
	t->colo.streak = 0;
	p->left_running = !t->stopped;
	DL_DELETE(c->members, p);
	if (p->slot) {
		cpu_set_t narrowed = only(c->cpu), elsewhere = p->mask;
		/* If it is not what we set, somebody else has, and knows why. */
		if (has_mask(t->tid, &narrowed)) {
			CPU_CLR((size_t)c->cpu, &elsewhere);
			if (push)
				sched_setaffinity(t->tid, sizeof elsewhere, &elsewhere);
			sched_setaffinity(t->tid, sizeof p->restored, &p->restored);
		}
		guard_remove(p->slot);
		p->slot = NULL;
	}
	if (--c->n == 0) {
		cpu_set_t narrowed = only(c->cpu);
		if (has_mask(0, &narrowed))
			sched_setaffinity(0, sizeof c->own, &c->own);
	}
}

void colocate_release(struct engine *e, struct tracee *t)
{
	leave(e, t, false);
}

void colocate_evict(struct engine *e, struct tracee *t, bool push)
{
	leave(e, t, push);
	back_off(e->now.mono_ns, &t->colo.not_before_ns, &t->colo.backoff_ns);
}

void colocate_release_all(struct engine *e)
{
	while (e->colo.members)
		leave(e, e->colo.members->tracee, false);
}

/* Where others keep the CPUs busy, stops are far apart for want of a CPU. Then it counts how little the thread computes between
 * two: that is measured over PROBE stops. */
static bool computes_little(struct tracee *t, uint64_t gap)
{
	struct colo *own = &t->colo;
	struct threadtime time;
	own->slow_streak = gap < SLOW_GAP_NS ? own->slow_streak + 1 : 0;
	if (own->slow_streak % PROBE || own->slow_streak == 0 || !threadtime_read(t->tid, &time))
		return false;
	uint64_t used = time.run_ns - own->probe_run_ns;
	own->probe_run_ns = time.run_ns;
	return own->slow_streak > PROBE && used < PROBE * CHEAP_STOP_NS;
}

void colocate_stop(struct engine *e, struct tracee *t)
{
	struct colocation *c = &e->colo;
	struct colo *own = &t->colo;
	uint64_t now = e->now.mono_ns;
	if (!c->enabled || t->launch != LAUNCH_DONE)
		return;
	uint64_t gap = now - own->last_ns;
	own->streak = gap < GAP_NS ? own->streak + 1 : 0;
	own->last_ns = now;
	own->nstops++;
	if (own->in) {
		own->placement->looked_ns = 0;
		if (own->placement->next) {
			DL_DELETE(c->members, own->placement);
			DL_APPEND(c->members, own->placement);
		}
		return;
	}
	if (own->placement)
		own->placement->left_running = false;
	bool dense = own->streak >= STREAK || computes_little(t, gap);
	if (dense && now >= own->not_before_ns && now >= c->not_before_ns && colocate_may_enter(e, t)) {
		come_in(e, t);
	}
}

/* The child has its parent's mask, narrow or, if the parent left just now, on its way out. */
void colocate_born(struct engine *e, struct tracee *parent, struct tracee *child)
{
	struct placement *p = parent->colo.placement;
	struct threadstat st;
	cpu_set_t mask;
	if (parent->colo.hold == HOLD_FILE)
		colocate_hold(e, child, HOLD_FILE);
	if (!p || CPU_COUNT(&p->mask) == 0 || sched_getaffinity(child->tid, sizeof mask, &mask) < 0)
		return;
	cpu_set_t narrowed = only(e->colo.cpu), elsewhere = p->mask;
	CPU_CLR((size_t)e->colo.cpu, &elsewhere);
	bool of_member = parent->colo.in && p->slot;
	if (!of_member && !p->left_running)
		return;
	if (of_member && CPU_EQUAL(&mask, &narrowed) && threadstat_read(child->tid, &st)) {
		struct placement *own = placement_of(child);
		own->mask = p->mask;
		own->restored = p->restored;
		own->slot = guard_add(&e->colo.guard, child->tid, st.start, e->colo.cpu, &p->restored);
		if (own->slot) {
			child->colo.last_ns = e->now.mono_ns;
			join(e, child, e->colo.cpu);
			return;
		}
	}
	if (!CPU_EQUAL(&mask, &p->mask) && (CPU_EQUAL(&mask, &narrowed) || CPU_EQUAL(&mask, &elsewhere)))
		sched_setaffinity(child->tid, sizeof p->restored, &p->restored);
}

void colocate_forget(struct engine *e, struct tracee *t)
{
	struct placement *p = t->colo.placement;
	colocate_hold(e, t, HOLD_NONE);
	if (p && t->colo.in) {
		/* It has no mask any more, but others may have its tid. */
		if (p->slot)
			guard_remove(p->slot);
		p->slot = NULL;
		leave(e, t, false);
	}
	free(p);
	t->colo.placement = NULL;
}

void colocate_close(struct engine *e)
{
	colocate_release_all(e);
	guard_stop(&e->colo.guard);
}
