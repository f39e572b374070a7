/*
 * What the user wants to see: sets of calls, signals and outcomes. The sets are built once, when options are parsed; testing one
 * is a bit test. Knows nothing of output or of how events come about.
 */
#ifndef FILTER_FILTER_H
#define FILTER_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#include "desc/table.h"
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
void call_set_all(struct call_set *ret);
void call_set_none(struct call_set *ret);
/* Parses `[!]...{all|none|TOKEN[,TOKEN]...}`, TOKEN being `[?]...{number|name|%group|group|/regex}[@64|@32]`. False if it is wrong,
 * *ret_error then being the message; the caller frees it. */
bool call_set_parse(const char *expr, struct call_set *ret, char **ret_error);

/* Parses `[!]...{all|none|TOKEN[,TOKEN]...}` into a mask. `bits` gives a token's bits, 0 for a token that is not known; `all` is
 * the whole set. `what` is the set's name in the message "invalid WHAT 'TOKEN'". */
bool set_parse(const char *expr, const char *what, uint64_t all, uint64_t (*bits)(const char *token), uint64_t *ret,
               char **ret_error);

/* -e signal=: bit n - 1 is signal n. */
#define SIGNAL_SET_ALL UINT64_MAX
bool signal_set_parse(const char *expr, uint64_t *ret, char **ret_error);
/* The number of a signal given by name (any case, with or without SIG) or number, -1 if there is none. */
int signal_number(const char *name);

/* -e status=: what may become of a call. */
enum {
	STATUS_SUCCESSFUL = 1,
	STATUS_FAILED = 2,
	STATUS_UNFINISHED = 4,  /* the task was gone before the call returned */
	STATUS_UNAVAILABLE = 8, /* the result could not be read */
	STATUS_DETACHED = 16,   /* we let go of the task during the call */
	STATUS_ALL = 31,
};
bool status_set_parse(const char *expr, unsigned *ret, char **ret_error);

struct filter {
	struct call_set trace;                /* calls that are printed and counted */
	struct call_set abbrev, verbose, raw; /* how calls are decoded */
	uint64_t signals;                     /* signals that are printed; text_opts has a copy of these two */
	unsigned status;                      /* STATUS_ */
};

/* Everything passes; calls are abbreviated, structs are dereferenced, nothing is raw. */
void filter_init(struct filter *ret);

static inline bool filter_call(const struct filter *filter, enum desc_abi abi, uint64_t nr)
{
	return call_set_has(&filter->trace, abi, nr);
}
/* Is a call of which the end is known (it has returned: call->open is false) among the wanted outcomes? */
bool filter_status(const struct filter *filter, const struct call *call);
/* True if the outcome matters, so that nothing can be printed of a call before it is known. */
static inline bool filter_has_status(const struct filter *filter)
{
	return filter->status != STATUS_ALL;
}
static inline bool filter_signal(const struct filter *filter, int signo)
{
	return signo < 1 || signo > 64 || (filter->signals >> (signo - 1) & 1);
}

#endif
