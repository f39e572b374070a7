/*
 * The summary: one line for each call that was made, with counts, times and percentiles; with it, on request, a latency histogram
 * of each call. Counts completed calls only and looks at no argument. Memory is bounded by how many different calls exist, not by
 * how many are made.
 */
#ifndef SINK_COUNT_H
#define SINK_COUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "sink/sink.h"

enum count_col {
	COUNT_PERCENT,
	COUNT_TOTAL,
	COUNT_MIN,
	COUNT_MAX,
	COUNT_AVG,
	COUNT_CALLS,
	COUNT_ERRORS,
	COUNT_NAME,
	COUNT_WALL_TOTAL,
	COUNT_WALL_MIN,
	COUNT_WALL_MAX,
	COUNT_WALL_AVG,
	COUNT_P50,
	COUNT_P95,
	COUNT_P99,
	COUNT_COLS,
	COUNT_UNSORTED = COUNT_COLS, /* as a sort key: by ABI and number */
};

/* What the rows of a table are, or what each table is of. */
enum count_by {
	COUNT_BY_CALL,
	COUNT_BY_PROCESS, /* a table of calls for each process */
	COUNT_BY_THREAD,  /* for each thread */
	COUNT_BY_PATH,    /* rows are paths: the first one among the arguments, or what the first descriptor refers to */
	COUNT_BY_ERRNO,   /* rows are errors */
	COUNT_BY_STACK,   /* rows are calls with who called them */
};

struct count_opts {
	enum count_by by;                /* --summary-by */
	enum count_col cols[COUNT_COLS]; /* -U, in the order shown; each at most once */
	unsigned ncols;
	enum count_col sort;  /* -S */
	bool wall;            /* -w: the time columns show wall-clock time in place of system CPU time */
	bool histogram;       /* --histogram: after the table */
	uint64_t overhead_ns; /* -O: subtracted from each call's time, which does not go below 0 */
	int fd;               /* where the summary goes; the caller closes it */
};

/* What `-c` alone shows, on stderr. */
void count_defaults(struct count_opts *opts);

enum count_parse { COUNT_PARSED, COUNT_UNKNOWN, COUNT_REPEATED };
/* Reads the list of -U, "calls,name,...", into cols and ncols. On an error these are untouched and *ret_at is the place in
 * `list` where the offending name begins: it ends at a comma or with the list. The column of names is added at the end if the
 * list does not have it. */
enum count_parse count_parse_columns(const char *list, struct count_opts *opts, const char **ret_at);
/* Reads the argument of -S: any column, "none" or "nothing". False if there is no such key. */
bool count_parse_sort(const char *name, struct count_opts *opts);

/* True if CPU times are shown or sorted by: events must have them then. */
bool count_needs_cpu(const struct count_opts *opts);

/* The options are copied. */
struct sink *count_open(const struct count_opts *opts);

#endif
