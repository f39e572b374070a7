/*
 * The ptrace engine as a source. The loop is: let the tracee of the last event go on, wait for a stop, turn it into events. On the
 * way of a call that is three host calls per stop (wait4, PTRACE_GET_SYSCALL_INFO, PTRACE_SYSCALL) and, where several tracees are
 * alive, an empty wait4 now and then.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/ptrace.h>

#include "base/check.h"
#include "source/arch.h"
#include "source/engine.h"

static struct engine *engine_of(struct source *src)
{
	return (struct engine *)src;
}

static void push_end(struct engine *e)
{
	engine_clock(&e->now);
	engine_push(e, EV_END, 0);
	e->ended = true;
}

/* Nobody is left to wait for, but some tracees never told of an end: another thread, which we do not trace, has called execve. What
 * it became goes on without us. */
static void abandon_rest(struct engine *e)
{
	struct tracee *t, *tmp;
	engine_clock(&e->now);
	HASH_ITER(hh, e->by_tid, t, tmp)
	{
		engine_push(e, EV_DETACHED, t->tid);
		tracee_remove(e, t);
	}
}

/* Makes events out of the next stop; there may be none. */
static int step(struct engine *e)
{
	struct stop stop;
	int err = e->ntracees ? engine_wait(e, &stop) : -ECHILD;
	if (err == 0) {
		struct tracee *t = engine_handle(e, &stop);
		/* It stays as it is until the events have been told. */
		e->current = t;
	} else if (err == -EINTR) {
		e->interrupted = signals_caught();
		signals_quiet(&e->signals);
		if (e->filter_installed && !e->opts.kill_on_exit)
			engine_leave_filtered(e, e->interrupted);
		else
			engine_leave(e, e->interrupted);
		push_end(e);
	} else if (err == -ECHILD) {
		abandon_rest(e);
		push_end(e);
	} else {
		return err;
	}
	return 0;
}

static int engine_next(struct source *src, struct event *ret_ev)
{
	struct engine *e = engine_of(src);
	CHECK(!e->ended || e->event.at < e->event.len);
	while (e->event.at == e->event.len) {
		e->event.at = e->event.len = 0;
		if (e->stop_asked) {
			/* Signal 0 ends nobody. */
			engine_leave(e, 0);
			push_end(e);
			break;
		}
		if (e->current)
			tamper_resume(e, e->current);
		e->current = NULL;
		e->mem_tid = 0;
		int err = step(e);
		if (err)
			return err;
	}
	*ret_ev = e->event.p[e->event.at++];
	engine_mem_of(e, ret_ev->tid);
	return 0;
}

static struct mem *engine_mem(struct source *src)
{
	return engine_of(src)->mem;
}

static int engine_regs(struct source *src, struct regs *ret_regs)
{
	/* The event told last is the one before the next. */
	const struct engine *e = engine_of(src);
	return arch_regs(e->event.p[e->event.at - 1].tid, ret_regs);
}

static void engine_stop(struct source *src)
{
	engine_of(src)->stop_asked = true;
}

static int engine_exit_status(struct source *src)
{
	return engine_of(src)->spawned_status;
}

static int engine_interrupted_by(struct source *src)
{
	return engine_of(src)->interrupted;
}

static void engine_close(struct source *src)
{
	struct engine *e = engine_of(src);
	if (e->passing)
		engine_pass(e);
	else if (e->ntracees && !e->filter_installed)
		engine_leave(e, SIGTERM);
	colocate_close(e);
	signals_restore(&e->signals);
	mem_close(e->mem);
	free(e->filter.insn);
	if (e->delay.has_timer)
		timer_delete(e->delay.timer);
	free(e->batch.p);
	free(e->event.p);
	free(e);
}

static enum interruptible mode_of(const struct ptrace_opts *opts)
{
	if (opts->interruptible)
		return (enum interruptible)opts->interruptible;
	if (opts->program)
		return INTERRUPT_NEVER_TSTP;
	return opts->output_is_file && opts->argv ? INTERRUPT_NEVER : INTERRUPT_WAITING;
}

struct source *ptrace_open(const struct ptrace_opts *opts, int *ret_status)
{
	static const struct source_ops ops = {
		.name = "ptrace",
		.next = engine_next,
		.mem = engine_mem,
		.regs = engine_regs,
		.stop = engine_stop,
		.close = engine_close,
		.exit_status = engine_exit_status,
		.interrupted_by = engine_interrupted_by,
	};
	struct engine *e = check_calloc(1, sizeof *e);
	e->source.ops = &ops;
	e->opts = *opts;
	e->mem = mem_live_new();
	e->ptrace_options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_TRACEEXIT;
	if (opts->kill_on_exit)
		e->ptrace_options |= PTRACE_O_EXITKILL;
	if (opts->follow)
		e->ptrace_options |= PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE;
	e->signals.mode = mode_of(opts);

	roles_init(&e->roles);
	colocate_init(e);
	filter_prepare(e);

	int failed = opts->program ? engine_take_program(e) : opts->argv ? engine_spawn(e) : 0;
	if (!failed && !opts->argv)
		signals_install(&e->signals, e->signals.mode);
	if (!failed && engine_attach(e) == 0 && !opts->argv)
		failed = 1;
	if (failed) {
		engine_close(&e->source);
		*ret_status = failed;
		return NULL;
	}
	return &e->source;
}
