/*
 * Inside the ptrace engine: what its files share. Everything here is stop state (who is stopped, and how it must go on); what can
 * be observed of a task is the model's business (task/task.h).
 */
#ifndef SOURCE_ENGINE_H
#define SOURCE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <uthash.h>

#include "source/colocate.h"
#include "source/roles.h"
#include "source/seccomp.h"
#include "source/signals.h"
#include "source/source.h"

/* How far a program that we start is. What our own code does in the child around its execve is not shown. */
enum launch {
	LAUNCH_DONE,   /* everything is the program's own */
	LAUNCH_BEFORE, /* our code, up to the execve */
	LAUNCH_EXEC,   /* the execve has been entered */
	LAUNCH_FAILED, /* our code again: it says why and exits */
};

/* In which stop the tracee's call is to be tampered with before it goes on. */
enum tamper_due { TAMPER_DUE_NOTHING, TAMPER_DUE_ENTER, TAMPER_DUE_EXIT };

struct tracee {
	pid_t tid, tgid; /* tgid 0: attached and not told of yet */
	enum event_task_origin origin;
	enum launch launch;
	bool filtered;   /* it has our seccomp filter and no other: it stops at wanted calls without being asked to */
	bool held;       /* born, and stopped until its parent's event tells of it (see hold_newborn) */
	bool fresh;      /* attached, its first stop has not been seen */
	bool reentry;    /* the next entry is that of a call it was in when we attached */
	int64_t resumes; /* and this call is the one that restart_syscall goes on with, -1 if unknown */
	bool in_call;    /* an entry was seen, its exit is to come */
	bool installing; /* our child, in the call that installs the filter */
	bool in_vfork;   /* cannot stop before its child lets it go */
	bool stopped;    /* in a ptrace-stop that wait has told us of */
	bool listen;     /* the stop is a group-stop: it goes on listening, not running */
	bool renames;    /* the call it is in may change its name */
	int inject;      /* the stop is a signal-delivery-stop: the signal that goes with the resumption, else 0 */
	/* inject.c: the call it is in, and what is done to it */
	struct {
		uint64_t nr, args[6];
		enum desc_abi abi;
	} call;
	const struct tamper_rule *rule; /* NULL: nothing */
	enum tamper_due due;
	bool skipped;     /* its number was changed: the call is not made */
	uint8_t tampered; /* EVENT_TAMPERED_ */
	uint32_t *counts; /* of its calls, by slot; NULL: all 0 */
	uint64_t wake_ns; /* stays stopped until then; 0: is not delayed */
	struct colo colo;
	UT_hash_handle hh;
};

/* What one wait gave. */
struct stop {
	pid_t tid;
	int status;
	uint64_t mono_ns, real_ns, cpu_ns;
};

struct engine {
	struct source source;
	struct ptrace_opts opts;
	struct signals signals;
	unsigned long ptrace_options;
	struct roles roles;
	struct mem *mem;
	struct seccomp_program filter; /* empty: there is to be none */
	bool filter_installed;
	struct colocation colo;
	pid_t mem_tid; /* whose memory `mem` reads since the stop being handled, 0: not set yet */
	struct tracee *by_tid;
	unsigned ntracees, nheld;
	struct tracee *current; /* the tracee that stays stopped until all of `event` is told */
	struct stop now;        /* the stop being handled */
	struct {
		struct stop *p;
		size_t len, at, cap;
	} batch; /* stops that were waited for together and are not handled yet */
	struct {
		struct event *p;
		size_t len, at, cap;
	} event; /* events of the stop being handled that are not told yet */
	unsigned nticks;
	uint64_t nstops, ticked_at; /* sleeps that a stop has ended, and their number at the last tick */
	struct {
		unsigned count; /* tracees that are delayed */
		uint64_t first_ns;
		timer_t timer;
		bool has_timer;
	} delay;
	bool by_registers; /* the kernel has no PTRACE_SET_SYSCALL_INFO */
	pid_t spawned;
	int spawned_status;
	int interrupted;
	bool leaving; /* nobody is resumed any more */
	bool passing; /* nobody is told of any more, but all go on to their end */
	bool stop_asked;
	bool ended;
};

/* engine.c: bookkeeping */
struct tracee *tracee_find(struct engine *e, pid_t tid);
struct tracee *tracee_add(struct engine *e, pid_t tid, enum event_task_origin origin);
void tracee_remove(struct engine *e, struct tracee *t);
void tracee_rename(struct engine *e, struct tracee *t, pid_t tid);
/* Lets a stopped tracee go on as its stop requires; nothing if it is not stopped. */
void tracee_resume(struct tracee *t);
/* An event of the stop being handled, to be filled in by the caller at once. */
struct event *engine_push(struct engine *e, enum event_kind kind, pid_t tid);
void engine_push_new(struct engine *e, const struct tracee *t, pid_t parent, unsigned nthreads);
/* Reads the memory of a stopped tracee. */
struct mem *engine_mem_of(struct engine *e, pid_t tid);
/* Takes the times of now for events that no wait has told of. */
void engine_clock(struct stop *stop);
/* The name of a task, if it is asked for and can be read; else "". */
void engine_comm(const struct engine *e, pid_t tid, char ret_comm[EVENT_COMM]);
/* The number after "FIELD:" in /proc/TID/status, -1 if it cannot be read. */
long proc_status_number(pid_t tid, const char *field);

/* filtered.c: what is different with our seccomp filter */
/* Builds it if there is to be one. */
void filter_prepare(struct engine *e);
/* The call that our child installs it with has returned. */
void filter_installed(struct engine *e, pid_t tid, int error);
/* A call begins; `seccomp`: told by the filter. False if nobody wants to hear of it. */
bool filter_passes_on(struct engine *e, struct tracee *t, const struct __ptrace_syscall_info *info, bool seccomp);

/* stops.c: from stops to events */
/* Takes a stop (or an end) in. Pushes its events, if any, and notes how the tracee goes on; resumes nothing but newborns that were
 * held. Returns the tracee that is now stopped, NULL if there is none. */
struct tracee *engine_handle(struct engine *e, const struct stop *stop);
/* The same without events of calls and signals, for tracees that are about to be let go. */
struct tracee *engine_note(struct engine *e, const struct stop *stop);

/* inject.c: tampering */
/* At entry, before its event is told. */
void tamper_enter(struct engine *e, struct tracee *t, const struct __ptrace_syscall_info *info);
/* At exit of a call that has a rule; the result in *info becomes the one that the program will see. */
void tamper_exit(struct engine *e, struct tracee *t, struct __ptrace_syscall_info *info);
/* In a syscall-stop of a tracee that is about to be let go: a call that was kept from being made ends as it should. */
void tamper_note(struct engine *e, struct tracee *t);
/* It left its stop (it is being killed) or is in another. */
void tamper_cancel(struct engine *e, struct tracee *t);
/* Lets a tracee go on whose events are told: now or later. */
void tamper_resume(struct engine *e, struct tracee *t);
/* Lets those go on whose delay is over. */
void tamper_wake(struct engine *e);
/* The tracee goes. */
void tamper_forget(struct engine *e, struct tracee *t);

/* wait.c: the only place that waits for events */
/* The next stop, from the batch or the kernel. 0, -EINTR if a fatal signal came, -ECHILD if there is nobody to wait for. */
int engine_wait(struct engine *e, struct stop *ret_stop);
/* One wait of the kernel with its times taken. 0, or -errno. */
int engine_wait_one(struct engine *e, pid_t who, int flags, struct stop *ret_stop);

/* spawn.c, attach.c, leave.c */
/* 0, or 1 after a message. */
int engine_spawn(struct engine *e);
/* The same for the process of ptrace_daemonize. */
int engine_take_program(struct engine *e);
/* Attaches to all of opts.attach; returns how many could be attached. */
size_t engine_attach(struct engine *e);
/* Detaches a stopped tracee (pushing EV_DETACHED) and forgets it. */
void engine_detach(struct engine *e, struct tracee *t);
/* Detaches everybody, or kills with opts.kill_on_exit (pushing EV_DETACHED); what we started is then sent the signal. */
void engine_leave(struct engine *e, int signo);
/* The same for a program with our filter, which needs a tracer as long as it lives: all are told to be detached, but we stay for
 * them until they end or a second signal comes. engine_pass does the staying. */
void engine_leave_filtered(struct engine *e, int signo);
void engine_pass(struct engine *e);

#endif
