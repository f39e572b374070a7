#include "pipeline.h"

#include "base/diag.h"

void pipeline_flush(struct pipeline *p)
{
	for (unsigned i = 0; i < p->nsinks; i++)
		p->sinks[i]->ops->flush(p->sinks[i]);
}

static void tell(struct pipeline *p, const struct event *ev, struct task *task)
{
	for (unsigned i = 0; i < p->nsinks; i++)
		p->sinks[i]->ops->event(p->sinks[i], ev, task);
}

unsigned pipeline_wants(const struct pipeline *p)
{
	unsigned all = 0;
	for (unsigned i = 0; i < p->nsinks; i++)
		all |= p->sinks[i]->wants;
	return all;
}

/* The entry of a call as an event, for sinks that are told of it only when its outcome is known (-e status=). */
static void tell_entry(struct pipeline *p, struct task *task)
{
	const struct call *call = &task->call;
	struct event ev = {.kind = EV_ENTER,
	                   .tid = task->tid,
	                   .mono_ns = call->enter_mono_ns,
	                   .real_ns = call->enter_real_ns,
	                   .cpu_ns = call->enter_cpu_ns,
	                   .ip = call->ip,
	                   .sp = call->sp};
	ev.u.enter.nr = call->nr;
	ev.u.enter.abi = call->abi;
	ev.u.enter.pending = call->pending;
	ev.u.enter.resumes = -1;
	for (unsigned i = 0; i < CALL_ARGS; i++)
		ev.u.enter.args[i] = call->reg[i];
	tell(p, &ev, task);
}

/* Decodes a call at its entry; false if its arguments are not what the user asked for. Raw arguments say nothing. */
static bool has_wanted_args(struct pipeline *p, struct task *task, const struct decode_opts *opts)
{
	struct call *call = &task->call;
	struct mem *mem = p->source->ops->mem(p->source);
	struct decode_opts to_filter = *opts;
	to_filter.raw = false;
	if (opts->raw && filter_has_args(&p->config->filter)) {
		decode_enter(call, task->tid, mem, &to_filter);
		if (!filter_args(&p->config->filter, call, task->tid))
			return false;
	}
	decode_enter(call, task->tid, mem, opts);
	return opts->raw || filter_args(&p->config->filter, call, task->tid);
}

static void take_stack(struct pipeline *p, const struct task *task, struct stack_trace *ret_trace)
{
	struct regs regs;
	ret_trace->stack = NULL;
	/* It may just have been killed. */
	if (p->unwind && p->source->ops->regs(p->source, &regs) == 0)
		unwind_take(p->unwind, task, &regs, p->source->ops->mem(p->source), ret_trace);
}

/* After such a call the caller's stack is gone. */
static bool leaves_no_stack(const struct call *call)
{
	return call->desc && call->desc->attrs & (CA_NEVER_RETURNS | CA_EXECS);
}

static void enter(struct pipeline *p, const struct event *ev, struct task *task)
{
	struct call *call = &task->call;
	decode_subcall(call, p->source->ops->mem(p->source));
	call->wanted = !ev->u.enter.hidden && filter_call(&p->config->filter, call->abi, call->nr);
	if (!call->wanted)
		return;
	if (pipeline_wants(p) & SINK_ARGS || filter_has_args(&p->config->filter)) {
		struct decode_opts opts = config_decode(p->config, call->abi, call->nr);
		decode_begin(call);
		if (!has_wanted_args(p, task, &opts)) {
			call->wanted = false;
			return;
		}
	}
	if (leaves_no_stack(call))
		take_stack(p, task, &call->stack);
	if (!filter_has_outcome(&p->config->filter))
		tell(p, ev, task);
}

/* -e read= and -e write= go by the descriptor that a call has first. */
static unsigned wanted_data(const struct pipeline *p, const struct call *call)
{
	const struct filter *filter = &p->config->filter;
	return (number_set_has(&filter->read, (int32_t)call->reg[0]) ? DECODE_READ : 0) |
	       (number_set_has(&filter->write, (int32_t)call->reg[0]) ? DECODE_WRITTEN : 0);
}

static void leave(struct pipeline *p, const struct event *ev, struct task *task)
{
	struct call *call = &task->call;
	if (!call->wanted)
		return;
	if (filter_has_outcome(&p->config->filter)) {
		if (!filter_outcome(&p->config->filter, call, filter_status(call), ev->mono_ns))
			return;
		tell_entry(p, task);
	}
	if (call->decoded) {
		struct decode_opts opts = config_decode(p->config, call->abi, call->nr);
		decode_exit(call, task->tid, p->source->ops->mem(p->source), &opts);
		decode_data(call, p->source->ops->mem(p->source), wanted_data(p, call));
	}
	if (!leaves_no_stack(call))
		take_stack(p, task, &call->stack);
	tell(p, ev, task);
	if (++p->ncalls == p->config->call_limit) {
		diag("System call limit has been reached, detaching tracees");
		p->source->ops->stop(p->source);
	}
}

/* A task is gone or let go, perhaps with a call open: what -e status= withheld of it is told if that outcome is wanted. */
static void gone(struct pipeline *p, const struct event *ev, struct task *task)
{
	const struct filter *filter = &p->config->filter;
	unsigned outcome = ev->kind == EV_DETACHED ? STATUS_DETACHED : STATUS_UNFINISHED;
	if (task->call.open && task->call.wanted && filter_has_outcome(filter)) {
		if (filter_outcome(filter, &task->call, outcome, ev->mono_ns))
			tell_entry(p, task);
		else
			task->call.wanted = false;
	}
	tell(p, ev, task);
	if (ev->kind == EV_DETACHED && !(p->config->text.quiet & TEXT_QUIET_ATTACH))
		diag("Process %d detached", (int)task->tid);
	task_forget(&p->tasks, task);
}

static void announce(const struct pipeline *p, const struct event *ev)
{
	if (p->config->text.quiet & TEXT_QUIET_ATTACH || ev->u.task.origin == TASK_SPAWNED)
		return;
	if (ev->u.task.origin == TASK_ATTACHED && ev->u.task.nthreads > 1)
		diag("Process %d attached with %u threads", (int)ev->tid, ev->u.task.nthreads);
	else if (ev->u.task.origin == TASK_FORKED || ev->u.task.nthreads == 1)
		diag("Process %d attached", (int)ev->tid);
}

static void dispatch(struct pipeline *p, const struct event *ev)
{
	struct task *task = task_apply(&p->tasks, ev);
	if (p->unwind)
		unwind_event(p->unwind, &p->tasks, ev, task);
	switch (ev->kind) {
	case EV_ENTER:
		enter(p, ev, task);
		break;
	case EV_EXIT:
		leave(p, ev, task);
		break;
	case EV_SIGNAL:
		if (!filter_signal(&p->config->filter, ev->u.signal.signo))
			break;
		tape_reset(&task->siginfo);
		decode_siginfo(&task->siginfo, ev->u.signal.info, ev->u.signal.len);
		take_stack(p, task, &task->signal_stack);
		tell(p, ev, task);
		break;
	case EV_TASK_NEW:
		tell(p, ev, task);
		announce(p, ev);
		break;
	case EV_TASK_EXIT:
	case EV_DETACHED:
		gone(p, ev, task);
		break;
	case EV_STOP:
		take_stack(p, task, &task->signal_stack);
		tell(p, ev, task);
		break;
	case EV_EXEC:
	case EV_EXITING:
	case EV_LOST:
	case EV_END:
		tell(p, ev, task);
		break;
	}
}

static bool has_failed_sink(const struct pipeline *p)
{
	for (unsigned i = 0; i < p->nsinks; i++)
		if (p->sinks[i]->failed)
			return true;
	return false;
}

int pipeline_run(struct pipeline *p)
{
	struct event ev;
	do {
		int error = p->source->ops->next(p->source, &ev);
		if (error)
			return error;
		dispatch(p, &ev);
		/* Sinks open what is a task's own when they hear of it. */
		if (ev.kind == EV_TASK_NEW && has_failed_sink(p))
			return 1;
	} while (ev.kind != EV_END);
	return 0;
}
