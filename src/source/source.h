/*
 * Engines: whatever delivers events and a way to read memory. ptrace now; a recording or a BPF program later.
 */
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "event/event.h"
#include "event/regs.h"
#include "mem/mem.h"
#include "source/tamper.h"

struct source;

struct source_ops {
	const char *name;
	/* Waits for the next event. The tracee of the event before it goes on now: until then it was stopped and its memory could
	 * be read. Returns 0, or -errno for a failure of the system that ends the run. After EV_END it is not called again. */
	int (*next)(struct source *src, struct event *ret_ev);
	/* The reader of the current event's tracee; valid until the next call of `next`. */
	struct mem *(*mem)(struct source *src);
	/* The registers of the current event's tracee: 0, or -errno. Only for who needs all of them; it is a call of its own. */
	int (*regs)(struct source *src, struct regs *ret_regs);
	/* Asks for an end: instead of the next event everybody is detached, and what we started goes on, too. */
	void (*stop)(struct source *src);
	/* Lets everybody go as they should (detach attached ones, end spawned ones as `how` says) and frees src. */
	void (*close)(struct source *src);
	/* The exit status trapline shall end with: that of the spawned program, as wait gives it; 0 if there was none. */
	int (*exit_status)(struct source *src);
	/* The signal that ended the run early (the user's SIGINT, say), 0 if none did. After `close` the caller should end by it:
	 * set its default action, no core, raise. Like exit_status it is asked before `close`. */
	int (*interrupted_by)(struct source *src);
};

struct source {
	const struct source_ops *ops;
};

#define STOP_AT_MAX 1024

/* Whether a seccomp filter spares the program stops at calls that nobody wants events of. */
enum source_filter {
	FILTER_AUTO,  /* where nobody can tell the difference (source/seccomp.h) */
	FILTER_ASKED, /* --seccomp-bpf: where it is possible */
	FILTER_NEVER, /* --no-filter */
};

/* -D: the tracer is no parent of the program but its grandchild, and may have a process group or a session of its own. */
enum source_daemon { DAEMON_NONE, DAEMON_GRANDCHILD, DAEMON_PGROUP, DAEMON_SESSION };

/* What the ptrace engine is to do. Strings belong to the caller and stay valid. */
struct ptrace_opts {
	char *const *argv;   /* program and its arguments, NULL if only attaching; argv[0] is looked up in PATH */
	char **env_changes;  /* -E: "VAR=VAL" sets, "VAR" removes; NULL-terminated, may be NULL */
	const char *user;    /* -u: a name or UID:GID, NULL: nobody else */
	const char *argv0;   /* --argv0 */
	const pid_t *attach; /* -p */
	size_t nattach;
	bool follow;         /* -f */
	bool cpu_time;       /* fill in cpu_ns */
	bool comm;           /* fill in comm */
	int interruptible;   /* -I 1..4 as strace has it; 0: the default for these options */
	bool output_is_file; /* -o was given: decides the default of -I */
	/* The calls that events are wanted of: bit nr of stop_at[abi], for numbers below STOP_AT_MAX. NULL: all. Events of others
	 * may come, but need not. */
	const uint64_t *stop_at[ABI_N];
	uint32_t stop_at_attrs; /* CA_: events of calls with one of these are wanted, too */
	enum source_filter filter;
	bool colocate_never; /* leave CPU masks alone */
	enum source_daemon daemon;
	pid_t program;       /* filled in by ptrace_daemonize: the process that will become the program, 0: it is to be forked... */
	int program_go;      /* ...and who tells it to begin */
	bool detach_on_exec; /* -b execve */
	bool kill_on_exit;   /* nobody outlives the tracer */
	const struct tamper *tamper; /* what is done to calls, NULL: nothing */
	bool debug;                  /* -d */
	bool lets_go;                /* `stop` may be called: the program then goes on without a tracer */
	void (*idle)(
		void *ctx); /* called when some time has passed since the last events: what was gathered may be written. NULL: no */
	void *idle_ctx;
};

/* Starts or attaches. Installs handlers for the fatal signals and SIGALRM and ignores SIGTTOU and SIGTTIN until close; the program
 * is started with the dispositions that were there before. Waits for all children of the caller: the status of one that is no
 * tracee (a process that the output is piped to) is dropped, so a later waitpid for it gives ECHILD. NULL after a message if
 * nothing could be started or attached; *ret_status is then the exit status. */
struct source *ptrace_open(const struct ptrace_opts *opts, int *ret_status);

/* For -D, before anything is opened that the program would inherit. Returns in the tracer, a grandchild: 0, or 1 after a message.
 * The process that called becomes the program once ptrace_open lets it; it exits with 1 if the tracer ends before. An error that is
 * found in time is returned in that process, too. */
int ptrace_daemonize(struct ptrace_opts *opts);

#endif
