#include "task/task.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

/* uthash has no way to fail but this one. */
#undef uthash_fatal
#define uthash_fatal(msg) check_failed(msg, __FILE__, __LINE__)

void task_set_init(struct task_set *set)
{
	*set = (struct task_set){0};
}

struct task *task_find(const struct task_set *set, pid_t tid)
{
	struct task *task;
	HASH_FIND_INT(set->by_tid, &tid, task);
	return task;
}

static void call_forget(struct call *call)
{
	for (unsigned n = 0; n < CALL_ARGS; n++)
		call->at[n].entry = call->at[n].exit = TAPE_NONE;
	call->ret_fd = call->ret_note = TAPE_NONE;
	tape_reset(&call->tape);
	tape_reset(&call->data);
}

static struct task *task_make(struct task_set *set, pid_t tid)
{
	struct task *task = check_calloc(1, sizeof *task);
	task->tid = task->tgid = tid;
	tape_init(&task->call.tape);
	tape_init(&task->call.data);
	tape_init(&task->siginfo);
	call_forget(&task->call);
	HASH_ADD_INT(set->by_tid, tid, task);
	set->count++;
	return task;
}

void task_forget(struct task_set *set, struct task *task)
{
	HASH_DEL(set->by_tid, task);
	set->count--;
	tape_free(&task->call.tape);
	tape_free(&task->call.data);
	tape_free(&task->siginfo);
	stack_trace_free(&task->call.stack);
	stack_trace_free(&task->signal_stack);
	free(task);
}

void task_set_free(struct task_set *set)
{
	struct task *task, *tmp;
	HASH_ITER(hh, set->by_tid, task, tmp)
	{
		task_forget(set, task);
	}
}

static void take_comm(struct task *task, const char comm[EVENT_COMM])
{
	if (*comm)
		memcpy(task->comm, comm, EVENT_COMM);
}

static void apply_new(struct task_set *set, struct task *task, const struct event *ev)
{
	task->tgid = ev->u.task.tgid;
	take_comm(task, ev->u.task.comm);
	const struct task *parent = task_find(set, ev->u.task.parent);
	task->attached = ev->u.task.origin == TASK_ATTACHED || (ev->u.task.origin == TASK_FORKED && parent && parent->attached);
}

static void apply_enter(struct task *task, const struct event *ev)
{
	struct call *call = &task->call;
	struct tape tape = call->tape, data = call->data;
	struct stack_trace stack = call->stack;
	stack.stack = NULL;
	*call = (struct call){.open = true, .tape = tape, .data = data, .stack = stack};
	call_forget(call);
	call->nr = ev->u.enter.nr;
	call->abi = task->abi = ev->u.enter.abi;
	call->desc = call->nr < DESC_SUBCALLS ? desc_find(call->abi, call->nr) : NULL;
	memcpy(call->reg, ev->u.enter.args, sizeof call->reg);
	call->pending = ev->u.enter.pending;
	call->resumes = ev->u.enter.resumes >= 0 ? desc_find(call->abi, (uint64_t)ev->u.enter.resumes) : task->restartable;
	call->enter_mono_ns = ev->mono_ns;
	call->enter_real_ns = ev->real_ns;
	call->enter_cpu_ns = ev->cpu_ns;
	call->ip = ev->ip;
	call->sp = ev->sp;
	task->seq++;
}

/* A call that was interrupted so is gone on with by restart_syscall. */
#define ERESTART_RESTARTBLOCK 516

static void apply_exit(struct task *task, const struct event *ev)
{
	struct call *call = &task->call;
	call->open = false;
	call->exit_mono_ns = ev->mono_ns;
	call->exit_cpu_ns = ev->cpu_ns;
	call->value = ev->u.exit.value;
	call->error = ev->u.exit.error;
	call->unavailable = ev->u.exit.unavailable;
	call->tampered = ev->u.exit.tampered;
	take_comm(task, ev->u.exit.comm);
	if (call->error == ERESTART_RESTARTBLOCK)
		task->restartable = call->desc;
}

/* The thread that called execve goes on under the leader's tid, with the call it has open and all that sinks know of it. */
static struct task *apply_exec(struct task_set *set, const struct event *ev)
{
	struct task *leader = task_find(set, ev->tid);
	struct task *caller = task_find(set, ev->u.exec.old_tid);
	if (!caller || caller == leader)
		return leader ? leader : task_make(set, ev->tid);
	if (leader)
		task_forget(set, leader);
	HASH_DEL(set->by_tid, caller);
	caller->tid = caller->tgid = ev->tid;
	HASH_ADD_INT(set->by_tid, tid, caller);
	return caller;
}

struct task *task_apply(struct task_set *set, const struct event *ev)
{
	if (ev->kind == EV_END || ev->kind == EV_LOST)
		return NULL;
	struct task *task;
	if (ev->kind == EV_EXEC) {
		task = apply_exec(set, ev);
		take_comm(task, ev->u.exec.comm);
		return task;
	}
	task = task_find(set, ev->tid);
	if (!task)
		task = task_make(set, ev->tid);
	if (ev->kind == EV_TASK_NEW)
		apply_new(set, task, ev);
	else if (ev->kind == EV_ENTER)
		apply_enter(task, ev);
	else if (ev->kind == EV_EXIT)
		apply_exit(task, ev);
	return task;
}
