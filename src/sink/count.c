/* The summary: gathering, and the table. The columns are in count_cols.c. */
#include "sink/count.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/check.h"
#include "desc/desc.h"
#include "sink/count_cols.h"
#include "sink/stack_lines.h"
#include "sink/value.h"

/* uthash has no way to fail but this one. */
#undef uthash_fatal
#define uthash_fatal(msg) check_failed(msg, __FILE__, __LINE__)

/* A program may call any number it likes; beyond this many numbers that the kernel does not know, they share one row. */
#define UNKNOWN_ROWS 256
#define UNKNOWN_REST UINT64_MAX

struct count {
	struct sink sink;
	struct count_opts opts;
	struct count_row *rows;
	unsigned unknown;
	bool hist;
};

static struct count_row *find_row(struct count *count, const struct call *call)
{
	const struct stack *stack = count->opts.by_stack ? call->stack.stack : NULL;
	uint64_t key[3] = {call->abi, call->nr, stack ? stack->id : 0};
	struct count_row *row;
	HASH_FIND(hh, count->rows, key, sizeof(key), row);
	if (!row && !call->desc && count->unknown >= UNKNOWN_ROWS) {
		key[1] = UNKNOWN_REST;
		HASH_FIND(hh, count->rows, key, sizeof(key), row);
	}
	if (row)
		return row;

	row = check_calloc(1, sizeof(*row));
	memcpy(row->key, key, sizeof(key));
	row->stack = stack;
	row->name = call->desc ? desc_name(call->desc->name) : row->unknown;
	if (!call->desc)
		count->unknown++;
	if (key[1] == UNKNOWN_REST)
		strcpy(row->unknown, "syscall_others");
	else
		snprintf(row->unknown, sizeof(row->unknown), "syscall_%#llx", (unsigned long long)call->nr);
	if (count->hist)
		row->hist = check_calloc(1, sizeof(*row->hist));
	HASH_ADD(hh, count->rows, key, sizeof(row->key), row);
	return row;
}

static uint64_t elapsed(uint64_t from, uint64_t to, uint64_t overhead)
{
	uint64_t ns = to > from ? to - from : 0;
	return ns > overhead ? ns - overhead : 0;
}

static void add_time(struct count_time *time, uint64_t ns, bool first)
{
	time->total += ns;
	if (first || ns < time->min)
		time->min = ns;
	if (ns > time->max)
		time->max = ns;
}

static void count_event(struct sink *sink, const struct event *ev, struct task *task)
{
	struct count *count = (struct count *)sink;
	if (ev->kind != EV_EXIT)
		return;
	const struct call *call = &task->call;
	struct count_row *row = find_row(count, call);
	uint64_t wall = elapsed(call->enter_mono_ns, call->exit_mono_ns, count->opts.overhead_ns);
	bool first = row->calls == 0;
	row->calls++;
	row->errors += value_call_failed(call);
	add_time(&row->cpu, elapsed(call->enter_cpu_ns, call->exit_cpu_ns, count->opts.overhead_ns), first);
	add_time(&row->wall, wall, first);
	if (row->hist)
		hist_add(row->hist, wall);
}

static void merge_time(struct count_time *time, const struct count_time *other, bool first)
{
	time->total += other->total;
	if (first || other->min < time->min)
		time->min = other->min;
	if (other->max > time->max)
		time->max = other->max;
}

static void merge_row(struct count_row *total, const struct count_row *row)
{
	bool first = total->calls == 0;
	total->calls += row->calls;
	total->errors += row->errors;
	merge_time(&total->cpu, &row->cpu, first);
	merge_time(&total->wall, &row->wall, first);
	if (row->hist)
		hist_merge(total->hist, row->hist);
}

/* Rows that are equal in the sort key stand in the order of their numbers. */
static int compare_rows(const void *a, const void *b, void *ctx)
{
	const struct count_row *x = *(struct count_row *const *)a, *y = *(struct count_row *const *)b;
	const struct count_table *table = ctx;
	if (table->opts->sort != COUNT_UNSORTED) {
		const struct count_column *col = &count_columns[table->opts->sort];
		uint64_t left = col->sort ? col->sort(x, table) : 0, right = col->sort ? col->sort(y, table) : 0;
		int order = col->sort ? (left < right) - (left > right) : strcmp(x->name, y->name);
		if (order)
			return order;
	}
	if (x->key[1] != y->key[1])
		return x->key[1] > y->key[1] ? 1 : -1;
	return (x->key[2] > y->key[2]) - (x->key[2] < y->key[2]);
}

/* Names stand on the left of their column, unpadded if it is the last; numbers on the right. */
static void put_padded(struct buf *out, const struct count_opts *opts, unsigned n, const struct buf *cell, unsigned width)
{
	size_t fill = width > cell->len ? width - cell->len : 0;
	bool left = opts->cols[n] == COUNT_NAME, last = n + 1 == opts->ncols;
	if (!left)
		buf_fill(out, ' ', fill);
	buf_put(out, cell->p, cell->len);
	if (left && !last)
		buf_fill(out, ' ', fill);
	buf_putc(out, last ? '\n' : ' ');
}

static void put_row(struct buf *out, const struct count_row *row, const struct count_table *table, const unsigned *width)
{
	struct buf cell;
	buf_init(&cell);
	for (unsigned n = 0; n < table->opts->ncols; n++) {
		buf_reset(&cell);
		count_columns[table->opts->cols[n]].cell(&cell, row, table);
		put_padded(out, table->opts, n, &cell, width[n]);
	}
	buf_free(&cell);
}

static void put_line(struct buf *out, const struct count_opts *opts, const unsigned *width)
{
	for (unsigned n = 0; n < opts->ncols; n++) {
		buf_fill(out, '-', width[n]);
		buf_putc(out, n + 1 == opts->ncols ? '\n' : ' ');
	}
}

/* Every column is as wide as its widest cell; names, as strace has it, one more. */
static void measure(struct count_row *const *rows, unsigned nrows, const struct count_table *table, unsigned *ret_width)
{
	struct buf cell;
	buf_init(&cell);
	for (unsigned n = 0; n < table->opts->ncols; n++) {
		const struct count_column *col = &count_columns[table->opts->cols[n]];
		size_t more = table->opts->cols[n] == COUNT_NAME;
		ret_width[n] = col->width;
		for (unsigned i = 0; i <= nrows; i++) {
			buf_reset(&cell);
			col->cell(&cell, i < nrows ? rows[i] : table->total, table);
			if (cell.len + more > ret_width[n])
				ret_width[n] = (unsigned)(cell.len + more);
		}
	}
	buf_free(&cell);
}

static void put_table(struct buf *out, struct count_row *const *rows, unsigned nrows, const struct count_table *table)
{
	unsigned width[COUNT_COLS];
	const struct count_opts *opts = table->opts;
	measure(rows, nrows, table, width);
	for (unsigned n = 0; n < opts->ncols; n++) {
		const char *header = count_columns[opts->cols[n]].header;
		put_padded(out, opts, n, &(struct buf){.p = (char *)header, .len = strlen(header)}, width[n]);
	}
	put_line(out, opts, width);
	for (unsigned i = 0; i < nrows; i++) {
		put_row(out, rows[i], table, width);
		if (rows[i]->stack)
			stack_lines(out, rows[i]->stack, NULL);
	}
	put_line(out, opts, width);
	put_row(out, table->total, table, width);
}

static void put_histograms(struct buf *out, struct count_row *const *rows, unsigned nrows)
{
	for (unsigned i = 0; i < nrows; i++) {
		buf_printf(out, "\n%s: latency of %llu call%s\n", rows[i]->name, (unsigned long long)rows[i]->calls,
		           rows[i]->calls == 1 ? "" : "s");
		buf_puts(out, "           microseconds     calls\n");
		hist_draw(rows[i]->hist, out);
	}
}

/* The calls of one ABI; nothing if it has none. */
static void put_abi(struct count *count, enum desc_abi abi, struct buf *out)
{
	unsigned nrows = 0;
	struct count_row **rows = check_calloc(HASH_COUNT(count->rows) + 1, sizeof(struct count_row *));
	struct count_row total = {.name = "total", .hist = count->hist ? check_calloc(1, sizeof(*total.hist)) : NULL};
	for (struct count_row *row = count->rows; row; row = row->hh.next) {
		if (row->key[0] != abi)
			continue;
		rows[nrows++] = row;
		merge_row(&total, row);
	}
	if (nrows) {
		struct count_table table = {.opts = &count->opts, .total = &total};
		qsort_r(rows, nrows, sizeof(struct count_row *), compare_rows, &table);
		if (desc_abi_word(abi) == 4)
			buf_puts(out, "System call usage summary for 32 bit mode:\n");
		put_table(out, rows, nrows, &table);
		if (count->opts.histogram)
			put_histograms(out, rows, nrows);
	}
	free(total.hist);
	free(rows);
}

static void count_flush(struct sink *sink)
{
	(void)sink; /* There is nothing to show before the end. */
}

static int count_close(struct sink *sink)
{
	struct count *count = (struct count *)sink;
	struct buf out;
	buf_init(&out);
	for (enum desc_abi abi = 0; abi < ABI_N; abi++)
		put_abi(count, abi, &out);
	int err = buf_write(&out, count->opts.fd);
	buf_free(&out);

	struct count_row *row, *next;
	HASH_ITER(hh, count->rows, row, next)
	{
		HASH_DEL(count->rows, row);
		free(row->hist);
		free(row);
	}
	free(count);
	return err;
}

static const struct sink_ops count_ops = {.name = "count", .event = count_event, .flush = count_flush, .close = count_close};

struct sink *count_open(const struct count_opts *opts)
{
	struct count *count = check_calloc(1, sizeof(*count));
	count->sink.ops = &count_ops;
	count->sink.wants = (count_needs_cpu(opts) ? SINK_CPU : 0) | (opts->by_stack ? SINK_STACKS : 0);
	count->opts = *opts;
	count->hist = count_needs_hist(opts);
	return &count->sink;
}
