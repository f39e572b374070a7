/*
 * Letting everybody go. A tracee can only be detached while it is stopped, so those that run are interrupted first. What is not
 * detached here the kernel detaches when the tracer exits: that does for tracees that cannot stop now (waiting for a vfork child,
 * or for a dead file server), since nothing that we hold of them would be lost.
 */
#include <errno.h>
#include <signal.h>
#include <sys/ptrace.h>

#include "source/engine.h"

/* How long a tracee that does not stop is waited for. */
#define TICK_MS        20
#define PATIENCE_TICKS (1000 / TICK_MS)

void engine_detach(struct engine *e, struct tracee *t)
{
	/* A signal that was about to be delivered still is, a group-stop goes on by itself, an interrupted call is entered again.
	 * Nothing may be done to a stop that wait has not told us of: it might hold a signal. */
	colocate_release(e, t);
	if (t->stopped)
		ptrace(PTRACE_DETACH, t->tid, 0L, (long)t->inject);
	if (!t->held)
		engine_push(e, EV_DETACHED, t->tid);
	tracee_remove(e, t);
}

static void detach_stopped(struct engine *e)
{
	struct tracee *t, *tmp;
	HASH_ITER(hh, e->by_tid, t, tmp)
	{
		if (t->stopped && !t->held)
			engine_detach(e, t);
	}
}

static void interrupt_running(struct engine *e)
{
	for (struct tracee *t = e->by_tid; t; t = t->hh.next)
		if (!t->stopped)
			ptrace(PTRACE_INTERRUPT, t->tid, NULL, NULL);
}

/* A parent waiting for its vfork child cannot stop (nor could one attached meanwhile that has not stopped once), and a newborn that
 * is held is stopped and waits for its parent's event. */
static bool is_awaited(const struct engine *e)
{
	for (const struct tracee *t = e->by_tid; t; t = t->hh.next)
		if (!t->in_vfork && !t->fresh && !t->held)
			return true;
	return false;
}

static void collect(struct engine *e)
{
	unsigned ticks = 0;
	while (is_awaited(e) && ticks < PATIENCE_TICKS) {
		struct stop stop;
		int err = engine_wait_one(e, -1, 0, &stop);
		if (err == -EINTR) {
			ticks++;
			continue;
		}
		if (err)
			return;
		unsigned held = e->nheld;
		struct tracee *t = engine_note(e, &stop);
		if (t && t->stopped && !t->held)
			engine_detach(e, t);
		/* A held one has been announced. */
		if (e->nheld < held)
			detach_stopped(e);
	}
}

/* Who could not be stopped, and newborns whose parent could not tell of them. */
static void abandon_rest(struct engine *e)
{
	struct tracee *t, *tmp;
	HASH_ITER(hh, e->by_tid, t, tmp)
	{
		engine_detach(e, t);
	}
}

static void kill_one(const struct tracee *t)
{
	kill(t->tgid ? t->tgid : t->tid, SIGKILL);
}

/* Kills everybody and hears of their ends. Who does not end in time is killed when we are gone. */
static void kill_all(struct engine *e)
{
	unsigned ticks = 0;
	for (struct tracee *t = e->by_tid; t; t = t->hh.next)
		kill_one(t);
	signals_tick(&e->signals, TICK_MS);
	while (e->ntracees && ticks < PATIENCE_TICKS) {
		struct stop stop;
		int err = engine_wait_one(e, -1, 0, &stop);
		ticks += err == -EINTR;
		if (err && err != -EINTR)
			break;
		struct tracee *t = err ? NULL : engine_handle(e, &stop);
		if (t) {
			kill_one(t);
			tracee_resume(t);
		}
	}
	signals_quiet(&e->signals);
}

void engine_leave(struct engine *e, int signo)
{
	e->leaving = true;
	if (e->opts.kill_on_exit) {
		kill_all(e);
		return;
	}
	/* What was waited for but not handled is a stop all the same. */
	while (e->batch.at < e->batch.len)
		engine_note(e, &e->batch.p[e->batch.at++]);
	const struct tracee *program = tracee_find(e, e->spawned ? e->spawned : e->opts.program);
	bool alive = e->spawned && program;
	/* Let go, it would become the program before a signal reached it. */
	if (program && program->launch == LAUNCH_BEFORE)
		kill(program->tid, SIGKILL);
	e->current = NULL;
	engine_clock(&e->now);
	signals_tick(&e->signals, TICK_MS);
	detach_stopped(e);
	interrupt_running(e);
	collect(e);
	abandon_rest(e);
	signals_quiet(&e->signals);
	/* It is our child and not waited for, so its pid is still its own. */
	if (alive)
		kill(e->spawned, signo);
}

void engine_leave_filtered(struct engine *e, int signo)
{
	e->passing = true;
	colocate_release_all(e);
	colocate_disable(e, "the trace has ended");
	engine_clock(&e->now);
	for (struct tracee *t = e->by_tid; t; t = t->hh.next)
		if (!t->held)
			engine_push(e, EV_DETACHED, t->tid);
	if (e->spawned && tracee_find(e, e->spawned))
		kill(e->spawned, signo);
}

/* From now on the tracee only stops where its filter wants a tracer. */
static void pass_on(struct tracee *t)
{
	t->filtered = true;
	t->in_call = false;
	if (!t->held)
		tracee_resume(t);
}

void engine_pass(struct engine *e)
{
	signals_forget();
	while (e->batch.at < e->batch.len)
		engine_note(e, &e->batch.p[e->batch.at++]);
	for (struct tracee *t = e->by_tid; t; t = t->hh.next)
		pass_on(t);
	while (e->ntracees && !signals_caught()) {
		struct stop stop;
		int err = engine_wait_one(e, -1, 0, &stop);
		if (err && err != -EINTR)
			return;
		struct tracee *t = err ? NULL : engine_note(e, &stop);
		if (t)
			pass_on(t);
		e->event.at = e->event.len = 0;
	}
}
