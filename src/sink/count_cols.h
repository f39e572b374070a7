/*
 * Inside of the summary: what is gathered of one call, and the columns that show it. Shared by count.c, count_cols.c and
 * count_hist.c only.
 */
#ifndef SINK_COUNT_COLS_H
#define SINK_COUNT_COLS_H

#include <stdbool.h>
#include <stdint.h>
#include <uthash.h>

#include "base/buf.h"
#include "sink/count.h"

/* Latencies in nanoseconds. Up to 31 each value has its own slot; above, each power of two is divided into 32 equal slots, so that
 * the middle of a slot is at most 1/64 (1.6 %) away from any latency in it. */
#define HIST_SUB_BITS 5
#define HIST_SLOTS    ((64 - HIST_SUB_BITS + 1) << HIST_SUB_BITS)
/* Powers of two in microseconds, as drawn: below 1, below 2, below 4, ... */
#define HIST_BARS 40

struct count_hist {
	uint64_t slot[HIST_SLOTS];
	uint64_t bar[HIST_BARS];
};

void hist_add(struct count_hist *hist, uint64_t ns);
void hist_merge(struct count_hist *hist, const struct count_hist *other);
/* The latency in ns that `percent` of the calls did not exceed; 0 if there are none. */
uint64_t hist_percentile(const struct count_hist *hist, unsigned percent);
/* The bars, one line each, at most 80 columns wide. */
void hist_draw(const struct count_hist *hist, struct buf *out);

/* In ns. */
struct count_time {
	uint64_t total, min, max;
};

struct count_row {
	pid_t group; /* whose table it is in, 0: everybody's */
	enum desc_abi abi;
	uint64_t nr;
	char *key;                 /* the bytes that it is found by */
	const struct stack *stack; /* NULL: rows are not by stacks, or none was taken */
	const char *name;
	char *own_name; /* storage of a name that is in no table */
	uint64_t calls, errors;
	struct count_time cpu, wall;
	struct count_hist *hist; /* NULL unless a column or the histogram needs it */
	UT_hash_handle hh;
};

/* One table: what a cell or a comparison needs beside its row. */
struct count_table {
	const struct count_opts *opts;
	const struct count_row *total;
};

struct count_column {
	const char *names; /* all that -U and -S accept, separated by spaces; users may write _ for - */
	const char *header;
	unsigned width; /* at least; the widest cell may need more */
	bool cpu;       /* shows CPU time, unless -w */
	bool hist;      /* needs the latency histogram */
	void (*cell)(struct buf *out, const struct count_row *row, const struct count_table *table);
	/* What rows are sorted by, the greatest first; NULL: by name, ascending. */
	uint64_t (*sort)(const struct count_row *row, const struct count_table *table);
};

/* True if latencies are to be gathered for percentiles or bars. */
bool count_needs_hist(const struct count_opts *opts);

extern const struct count_column count_columns[COUNT_COLS];

#endif
