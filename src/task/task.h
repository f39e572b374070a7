/*
 * The observable model of the traced tasks, computed only from events: which tids exist, their process, ABI, and the call each
 * has open with its tape. It knows nothing of ptrace: a replayed recording builds the same model.
 */
#ifndef TASK_TASK_H
#define TASK_TASK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <uthash.h>

#include "desc/desc.h"
#include "event/event.h"
#include "tape/tape.h"
#include "task/stack.h"

#define CALL_ARGS  6
#define TASK_SINKS 4

/* One call of one task, from its entry to the end of its line. */
struct call {
	const struct desc_call *desc; /* NULL: a number the kernel does not know */
	struct desc_sig sig;          /* the variant that is live; nargs 6 hex values if desc is NULL */
	enum desc_abi abi;
	uint64_t nr;
	uint64_t reg[CALL_ARGS];   /* the registers */
	uint64_t arg[CALL_ARGS];   /* arguments as their types read them (register pairs joined), by position in sig */
	uint64_t deref[CALL_ARGS]; /* the integer each pointer argument pointed to at entry, where deref_ok has its bit */
	uint8_t deref_ok;
	uint8_t absent;                  /* bit n: argument n does not exist (its condition was false, or it is `_`) */
	const struct desc_call *resumes; /* of restart_syscall: the call that it goes on with, NULL if unknown */
	bool open;                       /* entered, not yet exited */
	bool wanted;                     /* passes the filters that are known at entry: sinks are told of it */
	bool pending;                    /* began before we attached */
	bool decoded;                    /* the tape holds its arguments */
	bool raw;                        /* decoded as raw hex (-e raw=) */
	uint64_t enter_mono_ns, enter_real_ns, enter_cpu_ns, exit_mono_ns, exit_cpu_ns, ip, sp;
	int64_t value; /* the result, as struct event has it */
	int error;
	bool unavailable;
	uint8_t tampered; /* EVENT_TAMPERED_ */
	struct tape tape;
	struct tape data; /* the data that the call moved, where the user wants it whole: arguments that lead to it, else empty */
	struct {
		uint32_t entry, exit; /* tape index of the value decoded in that phase, TAPE_NONE if there is none */
	} at[CALL_ARGS];
	uint32_t ret_fd;          /* tape index of what the returned descriptor refers to (TAPE_FDPATH), or TAPE_NONE */
	struct stack_trace stack; /* who called it, if that is wanted: as it entered, if it never returns or replaces the program */
	uint32_t ret_note;        /* tape index of the note after the result, or TAPE_NONE */
};

struct task {
	pid_t tid, tgid;
	enum desc_abi abi;
	bool attached;                       /* not a descendant of the program we started */
	char comm[EVENT_COMM];               /* empty if no sink wants it */
	const struct desc_call *restartable; /* the call that a following restart_syscall goes on with, NULL if unknown */
	uint64_t seq;                        /* calls entered so far */
	struct call call;
	struct stack_trace signal_stack; /* where the signal or stop that is being told came, if that is wanted */
	struct tape siginfo;             /* of the signal that EV_SIGNAL tells; empty if there is none */
	uint64_t sink[TASK_SINKS]; /* a word for each sink slot, 0 in a new task; the sink frees what it hangs there at EV_TASK_EXIT
	                            */
	UT_hash_handle hh;
};

struct task_set {
	struct task *by_tid;
	unsigned count;
};

void task_set_init(struct task_set *set);
void task_set_free(struct task_set *set);
struct task *task_find(const struct task_set *set, pid_t tid);
/* Applies an event to the model before sinks see it (new, enter, exit, exec); creates unknown tids. Returns the task, which stays
 * valid until task_forget. */
struct task *task_apply(struct task_set *set, const struct event *ev);
/* After the sinks saw EV_TASK_EXIT or EV_DETACHED. */
void task_forget(struct task_set *set, struct task *task);

#endif
