/*
 * The walker: tables + registers + memory -> tape. It never prints and never calls ptrace; everything it knows of the tracee
 * comes from struct call and from the memory reader. Whatever a tracee passes, it terminates in bounded time and memory.
 */
#ifndef DECODE_DECODE_H
#define DECODE_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "decode/sockinfo.h"
#include "mem/mem.h"
#include "task/task.h"

/* What is told of a descriptor: the path that /proc gives, or more of some kinds. */
enum { FD_PATH = 1, FD_SOCKET = 2, FD_DEV = 4, FD_EVENTFD = 8, FD_PIDFD = 16, FD_SIGNALFD = 32, FD_ALL = 63 };

/* How much is wanted of one call. */
struct decode_opts {
	size_t str_limit;         /* -s: most bytes of a string and most elements of an array */
	bool abbrev;              /* only the fields marked as shown, long lists as counts */
	bool deref;               /* follow pointers to structs (-e verbose); strings are read all the same */
	bool raw;                 /* hex, no decoding */
	unsigned fds;             /* -y: FD_ */
	struct sockinfo *sockets; /* of FD_SOCKET */
};

/* A call of a multiplexer (socketcall) becomes the call that it makes, if the arguments of that can be read. Before filters look.
 */
void decode_subcall(struct call *call, struct mem *mem);
/* Prepares call->sig, arg[] and absent from the registers alone: no memory is read unless a selector needs it. */
void decode_begin(struct call *call);
/* What is known at entry: fills call->at[n].entry. tid: whose descriptors -y shows. */
void decode_enter(struct call *call, pid_t tid, struct mem *mem, const struct decode_opts *opts);
/* What is known at exit: at[n].exit, ret_fd, ret_note. */
void decode_exit(struct call *call, pid_t tid, struct mem *mem, const struct decode_opts *opts);
/* The data that the call, which has ended, moved: call->data is the arguments that lead to it, walked again without limits. What is
 * a set of DECODE_; nothing is done if the call moved no such data. */
enum { DECODE_READ = 1, DECODE_WRITTEN = 2 };
void decode_data(struct call *call, struct mem *mem, unsigned what);
/* A siginfo of the tracer's own ABI as a TAPE_STRUCT on t. */
void decode_siginfo(struct tape *t, const void *info, size_t len);

#endif
