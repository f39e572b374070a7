/*
 * What an engine tells: one event at a time, plain data. Nothing in it points into an engine. Times are CLOCK_MONOTONIC and
 * CLOCK_REALTIME nanoseconds at which the tracer saw the event.
 */
#ifndef EVENT_EVENT_H
#define EVENT_EVENT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "desc/table.h"

enum event_kind {
	EV_ENTER,     /* a call begins: `enter` */
	EV_EXIT,      /* a call ends: `exit` */
	EV_SIGNAL,    /* signal-delivery-stop: `signal` */
	EV_STOP,      /* group-stop: `signal.signo` */
	EV_TASK_NEW,  /* a tracee is known: `task` */
	EV_EXEC,      /* execve succeeded: `exec`; EV_EXIT of the call follows. If another thread than the leader called it, the
	               * leader's EV_TASK_EXIT (superseded_by) comes just before, and from here on the caller has the leader's tid */
	EV_EXITING,   /* a tracee is about to end within its open call, which will have no result; EV_TASK_EXIT comes later */
	EV_TASK_EXIT, /* a tracee is gone: `task_exit` */
	EV_DETACHED,  /* we let a tracee go that goes on */
	EV_LOST,      /* events were lost, or could not be fetched: `lost` */
	EV_END,       /* no tracee is left, or the user wants to stop */
};

/* As in /proc/TID/comm; empty if the engine was not asked for it, or could not read it. */
#define EVENT_COMM 16

/* What was done to a call on the user's order. */
enum {
	EVENT_TAMPERED_RESULT = 1, /* the result was put there: the call was not made */
	EVENT_TAMPERED_ARGS = 2,   /* memory that an argument points to was written */
	EVENT_TAMPERED_DELAY = 4,
};

enum event_task_origin { TASK_SPAWNED, TASK_ATTACHED, TASK_FORKED };

struct event {
	enum event_kind kind;
	pid_t tid;
	uint64_t mono_ns, real_ns;
	uint64_t cpu_ns; /* system CPU time of the tracee so far, if the engine was asked for it */
	uint64_t ip, sp; /* 0 if unknown */
	union {
		struct {
			uint64_t nr;
			uint64_t args[6];
			enum desc_abi abi;
			bool pending;    /* the call began before we came: seen on attach, time unknown */
			bool hidden;     /* before the first execve of a spawned program */
			int64_t resumes; /* of restart_syscall: number of the call that it goes on with, as far as only the engine
			                  * can know it (it was interrupted by attaching); else -1 */
		} enter;
		struct {
			int64_t value;    /* what the call returned; -1 for an error that is in `error` */
			int error;        /* positive errno (1..4095, or 512.. for the kernel's restart codes), 0 if it succeeded */
			bool unavailable; /* the result could not be read */
			uint8_t tampered; /* EVENT_TAMPERED_ */
			char comm[EVENT_COMM]; /* after calls that may change it (CA_RENAMES) */
		} exit;
		struct {
			int signo;
			unsigned len;      /* bytes of info that are valid; 0 if there is none */
			uint8_t info[128]; /* siginfo_t of the tracer's ABI */
		} signal;
		struct {
			pid_t tgid, parent; /* parent 0 if unknown */
			enum event_task_origin origin;
			unsigned nthreads; /* attached together with this one, itself included; 0: part of an earlier attach */
			char comm[EVENT_COMM];
		} task;
		struct {
			pid_t old_tid; /* the thread that called execve; its tid was replaced by the tgid (== tid if it led) */
			char comm[EVENT_COMM];
		} exec;
		struct {
			int status;          /* as wait gives it: WIFEXITED or WIFSIGNALED */
			pid_t superseded_by; /* gone because that thread called execve; 0 otherwise */
		} task_exit;
		struct {
			uint64_t count;
		} lost;
	} u;
};

#endif
