/* The columns of the summary, one row each, and what -U and -S make of their names. */
#include "sink/count_cols.h"

#include <string.h>

static const struct count_time *time_of(const struct count_row *row, const struct count_table *table)
{
	return table->opts->wall ? &row->wall : &row->cpu;
}

static uint64_t average(const struct count_time *time, const struct count_row *row)
{
	return row->calls ? time->total / row->calls : 0;
}

static void put_seconds(struct buf *out, uint64_t ns)
{
	buf_printf(out, "%.6f", (double)ns / 1e9);
}

static void put_usecs(struct buf *out, uint64_t ns)
{
	buf_udec(out, ns / 1000);
}

static void cell_percent(struct buf *out, const struct count_row *row, const struct count_table *table)
{
	uint64_t all = time_of(table->total, table)->total;
	double share = row == table->total ? 1 : all ? (double)time_of(row, table)->total / (double)all : 0;
	buf_printf(out, "%.2f", 100 * share);
}

static void cell_calls(struct buf *out, const struct count_row *row, const struct count_table *table)
{
	(void)table;
	buf_udec(out, row->calls);
}

static void cell_errors(struct buf *out, const struct count_row *row, const struct count_table *table)
{
	(void)table;
	if (row->errors)
		buf_udec(out, row->errors);
}

static void cell_name(struct buf *out, const struct count_row *row, const struct count_table *table)
{
	(void)table;
	buf_puts(out, row->name);
}

static uint64_t sort_calls(const struct count_row *row, const struct count_table *table)
{
	(void)table;
	return row->calls;
}

static uint64_t sort_errors(const struct count_row *row, const struct count_table *table)
{
	(void)table;
	return row->errors;
}

/* A column that shows a duration: its value is what rows are sorted by, too. */
#define DURATION(name, put, value)                                                                             \
	static uint64_t sort_##name(const struct count_row *row, const struct count_table *table)              \
	{                                                                                                      \
		(void)table;                                                                                   \
		return value;                                                                                  \
	}                                                                                                      \
	static void cell_##name(struct buf *out, const struct count_row *row, const struct count_table *table) \
	{                                                                                                      \
		put(out, sort_##name(row, table));                                                             \
	}

static void put_percentile(struct buf *out, uint64_t ns)
{
	buf_printf(out, "%.1f", (double)ns / 1e3);
}

/* A slot's middle may lie beyond all that was measured. */
static uint64_t percentile(const struct count_row *row, unsigned percent)
{
	uint64_t ns = hist_percentile(row->hist, percent);
	return ns < row->wall.min ? row->wall.min : ns > row->wall.max ? row->wall.max : ns;
}

DURATION(total, put_seconds, time_of(row, table)->total)
DURATION(min, put_seconds, time_of(row, table)->min)
DURATION(max, put_seconds, time_of(row, table)->max)
DURATION(avg, put_usecs, average(time_of(row, table), row))
DURATION(wall_total, put_seconds, row->wall.total)
DURATION(wall_min, put_seconds, row->wall.min)
DURATION(wall_max, put_seconds, row->wall.max)
DURATION(wall_avg, put_usecs, average(&row->wall, row))
DURATION(p50, put_percentile, percentile(row, 50))
DURATION(p95, put_percentile, percentile(row, 95))
DURATION(p99, put_percentile, percentile(row, 99))

const struct count_column count_columns[COUNT_COLS] = {
	[COUNT_PERCENT] = {"time-percent time", "% time", 6, true, false, cell_percent, sort_total},
	[COUNT_TOTAL] = {"total-time time-total", "seconds", 11, true, false, cell_total, sort_total},
	[COUNT_MIN] = {"min-time time-min shortest", "shortest", 8, true, false, cell_min, sort_min},
	[COUNT_MAX] = {"max-time time-max longest", "longest", 8, true, false, cell_max, sort_max},
	[COUNT_AVG] = {"avg-time time-avg", "usecs/call", 11, true, false, cell_avg, sort_avg},
	[COUNT_CALLS] = {"calls count", "calls", 9, false, false, cell_calls, sort_calls},
	[COUNT_ERRORS] = {"errors error", "errors", 9, false, false, cell_errors, sort_errors},
	[COUNT_NAME] = {"name syscall syscall-name", "syscall", 16, false, false, cell_name, NULL},
	[COUNT_WALL_TOTAL] = {"wall-total total-wall", "wall-total", 11, false, false, cell_wall_total, sort_wall_total},
	[COUNT_WALL_MIN] = {"wall-min min-wall", "wall-min", 8, false, false, cell_wall_min, sort_wall_min},
	[COUNT_WALL_MAX] = {"wall-max max-wall", "wall-max", 8, false, false, cell_wall_max, sort_wall_max},
	[COUNT_WALL_AVG] = {"wall-avg avg-wall", "wall-avg", 11, false, false, cell_wall_avg, sort_wall_avg},
	[COUNT_P50] = {"p50", "p50 usecs", 11, false, true, cell_p50, sort_p50},
	[COUNT_P95] = {"p95", "p95 usecs", 11, false, true, cell_p95, sort_p95},
	[COUNT_P99] = {"p99", "p99 usecs", 11, false, true, cell_p99, sort_p99},
};

void count_defaults(struct count_opts *opts)
{
	static const enum count_col cols[] = {COUNT_PERCENT, COUNT_TOTAL, COUNT_AVG, COUNT_CALLS, COUNT_ERRORS, COUNT_NAME};
	*opts = (struct count_opts){.ncols = sizeof(cols) / sizeof(cols[0]), .sort = COUNT_PERCENT, .fd = 2};
	memcpy(opts->cols, cols, sizeof(cols));
}

bool count_needs_cpu(const struct count_opts *opts)
{
	bool needs = opts->sort != COUNT_UNSORTED && count_columns[opts->sort].cpu;
	for (unsigned n = 0; n < opts->ncols; n++)
		needs |= count_columns[opts->cols[n]].cpu;
	return needs && !opts->wall;
}

bool count_needs_hist(const struct count_opts *opts)
{
	bool needs = opts->histogram || (opts->sort != COUNT_UNSORTED && count_columns[opts->sort].hist);
	for (unsigned n = 0; n < opts->ncols; n++)
		needs |= count_columns[opts->cols[n]].hist;
	return needs;
}

static bool same_name(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((a[i] == '_' ? '-' : a[i]) != b[i])
			return false;
	return true;
}

/* COUNT_COLS if no column is called so. */
static enum count_col find_column(const char *name, size_t len)
{
	for (unsigned col = 0; col < COUNT_COLS; col++) {
		const char *each = count_columns[col].names;
		while (*each) {
			size_t n = strcspn(each, " ");
			if (n == len && same_name(name, each, n))
				return col;
			each += n + (each[n] == ' ');
		}
	}
	return COUNT_COLS;
}

enum count_parse count_parse_columns(const char *list, struct count_opts *opts, const char **ret_at)
{
	struct count_opts got = *opts;
	bool seen[COUNT_COLS] = {false};
	got.ncols = 0;
	for (const char *at = list;; at++) {
		size_t len = strcspn(at, ",");
		enum count_col col = find_column(at, len);
		if (col == COUNT_COLS || seen[col]) {
			*ret_at = at;
			return col == COUNT_COLS ? COUNT_UNKNOWN : COUNT_REPEATED;
		}
		seen[col] = true;
		got.cols[got.ncols++] = col;
		at += len;
		if (!*at)
			break;
	}
	if (!seen[COUNT_NAME])
		got.cols[got.ncols++] = COUNT_NAME;
	*opts = got;
	return COUNT_PARSED;
}

bool count_parse_sort(const char *name, struct count_opts *opts)
{
	bool none = strcmp(name, "none") == 0 || strcmp(name, "nothing") == 0;
	enum count_col col = find_column(name, strlen(name));
	if (col == COUNT_COLS && !none)
		return false;
	opts->sort = none ? COUNT_UNSORTED : col;
	return true;
}
