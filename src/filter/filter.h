/*
 * What the user wants to see: sets of calls, signals and outcomes. The sets are built once, when options are parsed; testing one
 * is a bit test. Knows nothing of output or of how events come about.
 */
#ifndef FILTER_FILTER_H
#define FILTER_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#include "desc/table.h"
#include "filter/numbers.h"
#include "filter/paths.h"
#include "task/task.h"

/* Numbers up to here have a bit of their own; all others share `beyond`. */
#define CALL_SET_MAX 1024

/* A set of calls: a bit per number for each ABI. Holes of the kernel's table have their bit too. */
struct call_set {
	uint64_t bits[ABI_N][CALL_SET_MAX / 64];
	bool beyond;
};

static inline bool call_set_has(const struct call_set *set, enum desc_abi abi, uint64_t nr)
{
	return nr < CALL_SET_MAX ? set->bits[abi][nr / 64] >> (nr % 64) & 1 : set->beyond;
}

/* Why an expression was refused. */
struct set_error {
	char *text;      /* the message, to be freed by the caller */
	bool show_usage; /* the hint at --help belongs after it */
};

void call_set_all(struct call_set *ret);
void call_set_none(struct call_set *ret);
/* Parses `[!]...{all|none|TOKEN[,TOKEN]...}`, TOKEN being `[!][?]...{number|name|%group|group|/regex}[@64|@32]`; one with an
 * exclamation mark takes away from what is before it. False if it is
 * wrong: *ret is untouched then. */
bool call_set_parse(const char *expr, struct call_set *ret, struct set_error *ret_error);

/* Parses `[!]...{all|none|TOKEN[,TOKEN]...}` into a mask. `bits` adds a token's bits to *mask, or returns false if there is no such
 * token; `all` is the whole set. `what` is the set's name in the message "invalid WHAT 'TOKEN'". */
bool mask_parse(const char *expr, const char *what, uint64_t all, bool (*bits)(const char *token, uint64_t *mask), uint64_t *ret,
                struct set_error *ret_error);

/* The number of a signal given by name (any case, with or without SIG) or number up to 255; -1 if there is none. */
int signal_parse(const char *name);
/* -e signal=: bit n - 1 is signal n. */
#define SIGNAL_SET_ALL UINT64_MAX
bool signal_set_parse(const char *expr, uint64_t *ret, struct set_error *ret_error);

/* -e status=: what may become of a call. */
enum {
	STATUS_SUCCESSFUL = 1,
	STATUS_FAILED = 2,
	STATUS_UNFINISHED = 4,  /* the task was gone before the call returned */
	STATUS_UNAVAILABLE = 8, /* the result could not be read */
	STATUS_DETACHED = 16,   /* we let go of the task during the call */
	STATUS_ALL = 31,
};
/* Errors by name or number. */
#define ERRNO_MAX 4095
struct errno_set {
	uint64_t bits[(ERRNO_MAX + 1) / 64];
};
/* Parses `[!]...{all|none|TOKEN[,TOKEN]...}`. */
bool errno_set_parse(const char *expr, struct errno_set *ret, struct set_error *ret_error);

bool status_set_parse(const char *expr, unsigned *ret, struct set_error *ret_error);

struct filter {
	struct call_set trace;                /* calls that are printed and counted */
	struct call_set abbrev, verbose, raw; /* how calls are decoded */
	uint64_t signals;                     /* signals that are printed; text_opts has a copy of these two */
	unsigned status;                      /* STATUS_ */
	bool by_errno;                        /* only calls that failed with one of */
	struct errno_set errnos;              /* these */
	uint64_t slower_ns;                   /* only calls that took at least so long */
	struct path_filter paths;             /* -P, --trace-fds; owned */
	struct number_set read, write;        /* descriptors whose data is dumped; owned */
};

/* Everything passes; calls are abbreviated, structs are dereferenced, nothing is raw. */
void filter_init(struct filter *ret);
void filter_free(struct filter *filter);

static inline bool filter_call(const struct filter *filter, enum desc_abi abi, uint64_t nr)
{
	return call_set_has(&filter->trace, abi, nr);
}
/* True if arguments matter, so that a call must be decoded before it is known whether it is wanted. */
static inline bool filter_has_args(const struct filter *filter)
{
	return !path_filter_is_empty(&filter->paths);
}
/* Are the arguments wanted? They have been decoded, and not raw. tid: whose call it is. */
bool filter_args(const struct filter *filter, const struct call *call, pid_t tid);
/* Is the outcome, one of STATUS_, wanted? now_ns: when it was known, on the monotonic clock. */
bool filter_outcome(const struct filter *filter, const struct call *call, unsigned outcome, uint64_t now_ns);
/* The outcome of a call that has ended. */
unsigned filter_status(const struct call *call);
/* True if the outcome matters, so that nothing can be printed of a call before it is known. */
static inline bool filter_has_outcome(const struct filter *filter)
{
	return filter->status != STATUS_ALL || filter->by_errno || filter->slower_ns;
}
static inline bool filter_signal(const struct filter *filter, int signo)
{
	return signo < 1 || signo > 64 || (filter->signals >> (signo - 1) & 1);
}

#endif
