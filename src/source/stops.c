/*
 * From stops to events. Every ptrace request may fail with ESRCH because the tracee was killed meanwhile: that is never an error,
 * its end will be waited for.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "desc/desc.h"
#include "source/arch.h"
#include "source/engine.h"

static int stop_signal(const struct stop *stop)
{
	return WSTOPSIG(stop->status);
}

static int stop_event(const struct stop *stop)
{
	return stop->status >> 16;
}

static bool is_stopping_signal(int signo)
{
	return signo == SIGSTOP || signo == SIGTSTP || signo == SIGTTIN || signo == SIGTTOU;
}

static bool is_shown(const struct tracee *t)
{
	return t->launch == LAUNCH_DONE || t->launch == LAUNCH_EXEC;
}

/* What wait told us of is not the stop the tid is in now: its thread is gone and, after an execve, another has its tid. The stop of
 * that one will be waited for, so this one must not be resumed. */
static void drop_stale(struct tracee *t)
{
	t->stopped = false;
}

/* The number and the arguments lie alike in both kinds of stop at an entry. */
_Static_assert(offsetof(struct __ptrace_syscall_info, entry.nr) == offsetof(struct __ptrace_syscall_info, seccomp.nr) &&
                       offsetof(struct __ptrace_syscall_info, entry.args) == offsetof(struct __ptrace_syscall_info, seccomp.args),
               "an entry and a seccomp stop are read alike");

static void push_enter(struct engine *e, struct tracee *t, const struct __ptrace_syscall_info *info)
{
	t->in_call = true;
	const struct desc_call *desc = desc_find(arch_abi(info->arch), info->entry.nr);
	t->renames = desc && desc->attrs & CA_RENAMES;
	if (e->opts.tamper)
		tamper_enter(e, t, info);
	if (t->launch == LAUNCH_BEFORE)
		t->installing = info->entry.nr == SYS_seccomp;
	/* Our child runs on the tracer's own ABI. */
	if (t->launch == LAUNCH_BEFORE && info->entry.nr == SYS_execve)
		t->launch = LAUNCH_EXEC;
	if (!is_shown(t))
		return;
	struct event *ev = engine_push(e, EV_ENTER, t->tid);
	ev->ip = info->instruction_pointer;
	ev->sp = info->stack_pointer;
	ev->u.enter.nr = info->entry.nr;
	memcpy(ev->u.enter.args, info->entry.args, sizeof ev->u.enter.args);
	ev->u.enter.abi = arch_abi(info->arch);
	ev->u.enter.pending = t->reentry;
	ev->u.enter.hidden = false;
	ev->u.enter.resumes = t->reentry ? t->resumes : -1;
	t->reentry = false;
}

static void push_exit(struct engine *e, struct tracee *t, struct __ptrace_syscall_info *info)
{
	colocate_exit(e, t);
	bool observed = t->in_call;
	if (t->rule)
		tamper_exit(e, t, info);
	t->in_call = t->in_vfork = false;
	if (t->installing)
		filter_installed(e, t->tid, info->exit.is_error ? (int)-info->exit.rval : 0);
	t->installing = false;
	if (!observed || !is_shown(t))
		return;
	struct event *ev = engine_push(e, EV_EXIT, t->tid);
	ev->ip = info->instruction_pointer;
	ev->sp = info->stack_pointer;
	ev->u.exit.value = info->exit.is_error ? -1 : info->exit.rval;
	ev->u.exit.error = info->exit.is_error ? (int)-info->exit.rval : 0;
	ev->u.exit.unavailable = false;
	ev->u.exit.tampered = t->tampered;
	ev->u.exit.comm[0] = '\0';
	if (t->renames)
		engine_comm(e, t->tid, ev->u.exit.comm);
	if (t->launch == LAUNCH_EXEC) {
		t->launch = info->exit.is_error ? LAUNCH_FAILED : LAUNCH_DONE;
		t->filtered = e->filter_installed && t->launch == LAUNCH_DONE;
	}
}

static void on_syscall(struct engine *e, struct tracee *t)
{
	struct __ptrace_syscall_info info;
	if (ptrace(PTRACE_GET_SYSCALL_INFO, t->tid, sizeof info, &info) < 0)
		return;
	colocate_stop(e, t);
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY || info.op == PTRACE_SYSCALL_INFO_SECCOMP) {
		colocate_enter(e, t, &info);
		if (filter_passes_on(e, t, &info, info.op == PTRACE_SYSCALL_INFO_SECCOMP))
			push_enter(e, t, &info);
	} else if (info.op == PTRACE_SYSCALL_INFO_EXIT) {
		push_exit(e, t, &info);
	} else {
		drop_stale(t);
	}
}

static void on_signal(struct engine *e, struct tracee *t, int signo)
{
	siginfo_t siginfo;
	if (ptrace(PTRACE_GETSIGINFO, t->tid, NULL, &siginfo) < 0)
		return;
	if (siginfo.si_signo != signo) {
		drop_stale(t);
		return;
	}
	/* A handler may run first: the next entry need not be that of the interrupted call. */
	t->reentry = false;
	if (!is_shown(t))
		return;
	struct event *ev = engine_push(e, EV_SIGNAL, t->tid);
	struct __ptrace_syscall_info info;
	if (ptrace(PTRACE_GET_SYSCALL_INFO, t->tid, sizeof info, &info) > 0) {
		ev->ip = info.instruction_pointer;
		ev->sp = info.stack_pointer;
	}
	ev->u.signal.signo = signo;
	ev->u.signal.len = sizeof siginfo;
	memcpy(ev->u.signal.info, &siginfo, sizeof siginfo);
}

/* PTRACE_EVENT_STOP: a group-stop, the end of one, the birth of a tracee, or the answer to PTRACE_INTERRUPT. */
static void on_stop(struct engine *e, struct tracee *t, int signo)
{
	if (t->fresh)
		t->reentry = arch_reenters(t->tid, &t->resumes);
	t->fresh = false;
	if (!t->listen || !is_shown(t))
		return;
	struct event *ev = engine_push(e, EV_STOP, t->tid);
	ev->u.signal.signo = signo;
	ev->u.signal.len = 0;
}

/* tgkill finds a thread only in its own group, so signal 0 tells leaders from others without a look at /proc. */
static pid_t tgid_of(pid_t tid)
{
	if (syscall(SYS_tgkill, tid, tid, 0) == 0)
		return tid;
	return (pid_t)proc_status_number(tid, "Tgid");
}

/* Tells of a newborn. If it was held it may run from now on. */
static void announce(struct engine *e, struct tracee *t, pid_t parent)
{
	engine_push_new(e, t, parent, 0);
	if (t->held) {
		t->held = false;
		e->nheld--;
	}
}

/* A child's first stop may come before its parent's event. It waits for that, so that its parent is known; should the parent die
 * before it can tell, whoever ends frees all who are held (release_held), and a second stop of the child itself, which is that of
 * its end, is not held: a leader's end is not reported before its threads have ended. */
static struct tracee *hold_newborn(struct engine *e, pid_t tid)
{
	struct tracee *t = tracee_add(e, tid, TASK_FORKED);
	t->tgid = tgid_of(tid);
	t->held = true;
	e->nheld++;
	return t;
}

/* The process that a newborn comes from, as far as /proc still knows; 0 if it is none of ours. */
static pid_t likely_parent(struct engine *e, const struct tracee *t)
{
	pid_t parent = t->tgid != t->tid ? t->tgid : (pid_t)proc_status_number(t->tid, "PPid");
	return tracee_find(e, parent) ? parent : 0;
}

static void let_run(const struct engine *e, struct tracee *t)
{
	if (!e->leaving)
		tracee_resume(t);
}

static void release_held(struct engine *e)
{
	struct tracee *t, *tmp;
	HASH_ITER(hh, e->by_tid, t, tmp)
	{
		if (e->nheld == 0)
			return;
		if (t->held) {
			announce(e, t, likely_parent(e, t));
			let_run(e, t);
		}
	}
}

static void on_birth(struct engine *e, struct tracee *parent, int event)
{
	unsigned long tid;
	if (ptrace(PTRACE_GETEVENTMSG, parent->tid, NULL, &tid) < 0)
		return;
	parent->in_vfork = event == PTRACE_EVENT_VFORK;
	struct tracee *t = tracee_find(e, (pid_t)tid);
	if (t)
		t->filtered = parent->filtered;
	if (!t) {
		pid_t tgid = tgid_of((pid_t)tid);
		/* Killed before its first stop, and its end already waited for. */
		if (tgid < 0)
			return;
		t = tracee_add(e, (pid_t)tid, TASK_FORKED);
		t->tgid = tgid;
		t->filtered = parent->filtered;
		colocate_born(e, parent, t);
		announce(e, t, parent->tid);
	} else if (t->held) {
		colocate_born(e, parent, t);
		announce(e, t, parent->tid);
		let_run(e, t);
	}
}

/* The tid is the leader's now, whoever called execve: all other threads are gone. The ends of all but the old leader are waited for
 * as usual; of it nothing more is heard. */
static struct tracee *on_exec(struct engine *e, pid_t tid)
{
	unsigned long old_tid = (unsigned long)tid;
	ptrace(PTRACE_GETEVENTMSG, tid, NULL, &old_tid);
	struct tracee *leader = tracee_find(e, tid);
	struct tracee *caller = tracee_find(e, (pid_t)old_tid);
	if (caller && caller != leader) {
		if (leader) {
			struct event *ev = engine_push(e, EV_TASK_EXIT, tid);
			ev->u.task_exit.status = 0;
			ev->u.task_exit.superseded_by = (pid_t)old_tid;
			tracee_remove(e, leader);
		}
		tracee_rename(e, caller, tid);
		colocate_release(e, caller);
	}
	struct tracee *t = tracee_find(e, tid);
	if (!t)
		return NULL;
	tamper_cancel(e, t);
	t->stopped = true;
	t->inject = 0;
	t->listen = false;
	release_held(e);
	if (is_shown(t)) {
		struct event *ev = engine_push(e, EV_EXEC, tid);
		ev->u.exec.old_tid = (pid_t)old_tid;
		engine_comm(e, tid, ev->u.exec.comm);
	}
	if (e->opts.detach_on_exec && t->launch == LAUNCH_DONE) {
		engine_detach(e, t);
		return NULL;
	}
	return t;
}

static void on_exiting(struct engine *e, struct tracee *t)
{
	if (t->in_call && is_shown(t))
		engine_push(e, EV_EXITING, t->tid);
	release_held(e);
}

static void on_end(struct engine *e, const struct stop *stop)
{
	struct tracee *t = tracee_find(e, stop->tid);
	/* Another child of the caller, or a newborn that did not live to be known. */
	if (!t)
		return;
	if (t->held)
		announce(e, t, likely_parent(e, t));
	struct event *ev = engine_push(e, EV_TASK_EXIT, t->tid);
	ev->u.task_exit.status = stop->status;
	ev->u.task_exit.superseded_by = 0;
	if (t->tid == e->spawned)
		e->spawned_status = stop->status;
	tracee_remove(e, t);
	release_held(e);
}

/* Finds whose stop it is and notes how it goes on. NULL: nobody's that we trace. */
static struct tracee *take_stop(struct engine *e, const struct stop *stop)
{
	struct tracee *t = tracee_find(e, stop->tid);
	if (!t && e->opts.follow)
		t = hold_newborn(e, stop->tid);
	if (!t) {
		/* Traced because a tracee asked for it with CLONE_PTRACE. */
		ptrace(PTRACE_DETACH, stop->tid, NULL, NULL);
		return NULL;
	}
	int signo = stop_signal(stop);
	tamper_cancel(e, t);
	t->stopped = true;
	t->listen = stop_event(stop) == PTRACE_EVENT_STOP && is_stopping_signal(signo);
	t->inject = stop_event(stop) == 0 && signo != (SIGTRAP | 0x80) ? signo : 0;
	return t;
}

static bool is_birth(int event)
{
	return event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK || event == PTRACE_EVENT_CLONE;
}

struct tracee *engine_handle(struct engine *e, const struct stop *stop)
{
	e->now = *stop;
	int event = stop_event(stop), signo = stop_signal(stop);
	if (!WIFSTOPPED(stop->status)) {
		on_end(e, stop);
		return NULL;
	}
	if (event == PTRACE_EVENT_EXEC)
		return on_exec(e, stop->tid);
	struct tracee *t = take_stop(e, stop);
	if (!t || (t->held && event == PTRACE_EVENT_STOP))
		return NULL;
	if (t->held)
		announce(e, t, likely_parent(e, t));
	if ((event == 0 && signo == (SIGTRAP | 0x80)) || event == PTRACE_EVENT_SECCOMP)
		on_syscall(e, t);
	else if (event == 0)
		on_signal(e, t, signo);
	else if (event == PTRACE_EVENT_STOP)
		on_stop(e, t, signo);
	else if (is_birth(event))
		on_birth(e, t, event);
	else if (event == PTRACE_EVENT_EXIT)
		on_exiting(e, t);
	return t;
}

struct tracee *engine_note(struct engine *e, const struct stop *stop)
{
	int event = stop_event(stop);
	if (!WIFSTOPPED(stop->status) || event == PTRACE_EVENT_EXEC || is_birth(event))
		return engine_handle(e, stop);
	e->now = *stop;
	struct tracee *t = take_stop(e, stop);
	if (t && event == 0 && stop_signal(stop) == (SIGTRAP | 0x80))
		tamper_note(e, t);
	return t;
}
