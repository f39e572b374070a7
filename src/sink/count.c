/* The summary: gathering, and the table. The columns are in count_cols.c. */
#include "sink/count.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/check.h"
#include "base/error.h"
#include "base/quote.h"
#include "desc/desc.h"
#include "sink/count_cols.h"
#include "sink/stack_lines.h"
#include "sink/value.h"

/* uthash has no way to fail but this one. */
#undef uthash_fatal
#define uthash_fatal(msg) check_failed(msg, __FILE__, __LINE__)

/* A program may call any number, and use as many files, as it likes; beyond so many, they share one row. */
#define UNKNOWN_MAX 256
#define LABELS_MAX  4096

/* Whose tables there are, in the order in which they appeared. */
struct count_group {
	pid_t id;
	char comm[EVENT_COMM];
};

struct count {
	struct sink sink;
	struct count_opts opts;
	struct count_row *rows;
	struct count_group *group;
	unsigned ngroups;
	unsigned names; /* that no table has */
	bool hist;
	struct buf key, name; /* of the call at hand */
};

/* The first path among the arguments; else what the first descriptor refers to. */
static void put_path(struct buf *out, const struct tape *t)
{
	uint32_t found = TAPE_NONE;
	for (uint32_t i = 0; i < t->len;) {
		bool opens = t->tok[i].op >= TAPE_STRUCT && t->tok[i].op <= TAPE_GROUP;
		bool path = t->tok[i].op == TAPE_STR && t->tok[i].flags & TF_PATH && t->tok[i].value;
		if (path || (t->tok[i].op == TAPE_FDPATH && found == TAPE_NONE))
			found = i;
		if (path)
			break;
		i = opens || t->tok[i].op == TAPE_CLOSE ? i + 1 : tape_next(t, i);
	}
	if (found == TAPE_NONE)
		buf_puts(out, "(none)");
	else
		quote_path(out, tape_data(t, found), t->tok[found].value, QUOTE_OCT);
}

static void put_errno(struct buf *out, const struct call *call)
{
	const char *name = error_name(call->error);
	if (!value_call_failed(call))
		buf_puts(out, "(none)");
	else if (name)
		buf_puts(out, name);
	else
		buf_printf(out, "errno %d", call->error);
}

/* The name of a call's row where no table has it: a path, an error, an unknown number. Empty if one has. */
static void put_own_name(struct buf *out, const struct count *count, const struct call *call)
{
	if (count->opts.by == COUNT_BY_PATH)
		put_path(out, &call->tape);
	else if (count->opts.by == COUNT_BY_ERRNO)
		put_errno(out, call);
	else if (!call->desc)
		buf_printf(out, "syscall_%#llx", (unsigned long long)call->nr);
}

static pid_t group_of(struct count *count, const struct task *task)
{
	pid_t id = count->opts.by == COUNT_BY_PROCESS ? task->tgid : count->opts.by == COUNT_BY_THREAD ? task->tid : 0;
	unsigned n = 0;
	while (n < count->ngroups && count->group[n].id != id)
		n++;
	if (n == count->ngroups) {
		count->group = check_realloc(count->group, ++count->ngroups * sizeof *count->group);
		count->group[n] = (struct count_group){.id = id};
	}
	if (*task->comm)
		memcpy(count->group[n].comm, task->comm, sizeof count->group[n].comm);
	return id;
}

/* 0: none is known. */
static uint64_t stack_id(const struct stack *stack)
{
	return stack ? stack->id : 0;
}

static void make_key(struct buf *key, const struct count_row *row, const struct buf *name)
{
	buf_reset(key);
	buf_put(key, &row->group, sizeof row->group);
	buf_put(key, &row->abi, sizeof row->abi);
	buf_put(key, &row->nr, sizeof row->nr);
	buf_put(key, &row->stack, sizeof row->stack);
	buf_put(key, name->p, name->len);
}

static char *copy(const struct buf *from, size_t more)
{
	char *p = check_calloc(1, from->len + more);
	memcpy(p, from->p, from->len);
	return p;
}

static struct count_row *find_row(struct count *count, const struct task *task)
{
	const struct call *call = &task->call;
	bool calls = count->opts.by != COUNT_BY_PATH && count->opts.by != COUNT_BY_ERRNO;
	struct count_row *row, like = {.group = group_of(count, task)};
	if (count->opts.by == COUNT_BY_STACK)
		like.stack = call->stack.stack;
	if (calls) {
		like.abi = call->abi;
		like.nr = call->nr;
	}
	buf_reset(&count->name);
	put_own_name(&count->name, count, call);
	make_key(&count->key, &like, &count->name);
	HASH_FIND(hh, count->rows, count->key.p, count->key.len, row);
	if (!row && count->name.len && count->names >= (calls ? UNKNOWN_MAX : LABELS_MAX)) {
		like.nr = UINT64_MAX;
		buf_reset(&count->name);
		buf_puts(&count->name, calls ? "syscall_others" : "(others)");
		make_key(&count->key, &like, &count->name);
		HASH_FIND(hh, count->rows, count->key.p, count->key.len, row);
	}
	if (row)
		return row;
	row = check_calloc(1, sizeof(*row));
	*row = like;
	row->key = copy(&count->key, 0);
	row->own_name = count->name.len ? copy(&count->name, 1) : NULL;
	row->name = row->own_name ? row->own_name : desc_name(call->desc->name);
	count->names += row->own_name != NULL;
	if (count->hist)
		row->hist = check_calloc(1, sizeof(*row->hist));
	HASH_ADD_KEYPTR(hh, count->rows, row->key, count->key.len, row);
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
	struct count_row *row = find_row(count, task);
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
	if (x->nr != y->nr)
		return x->nr > y->nr ? 1 : -1;
	return (stack_id(x->stack) > stack_id(y->stack)) - (stack_id(x->stack) < stack_id(y->stack));
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
		const char *header = opts->cols[n] == COUNT_NAME && opts->by == COUNT_BY_PATH ? "path"
		                     : opts->cols[n] == COUNT_NAME && opts->by == COUNT_BY_ERRNO
		                             ? "errno"
		                             : count_columns[opts->cols[n]].header;
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

static void put_heading(const struct count *count, const struct count_group *group, enum desc_abi abi, struct buf *out)
{
	if (group->id) {
		buf_printf(out, "System call usage summary for %s %d", count->opts.by == COUNT_BY_THREAD ? "thread" : "process",
		           (int)group->id);
		if (*group->comm)
			buf_printf(out, " (%s)", group->comm);
		buf_puts(out, desc_abi_word(abi) == 4 ? " in 32 bit mode:\n" : ":\n");
	} else if (desc_abi_word(abi) == 4) {
		buf_puts(out, "System call usage summary for 32 bit mode:\n");
	}
}

/* The calls of one group in one ABI; nothing if it has none. */
static void put_abi(struct count *count, const struct count_group *group, enum desc_abi abi, struct buf *out)
{
	unsigned nrows = 0;
	struct count_row **rows = check_calloc(HASH_COUNT(count->rows) + 1, sizeof(struct count_row *));
	struct count_row total = {.name = "total", .hist = count->hist ? check_calloc(1, sizeof(*total.hist)) : NULL};
	for (struct count_row *row = count->rows; row; row = row->hh.next) {
		if (row->group != group->id || row->abi != abi)
			continue;
		rows[nrows++] = row;
		merge_row(&total, row);
	}
	if (nrows) {
		struct count_table table = {.opts = &count->opts, .total = &total};
		qsort_r(rows, nrows, sizeof(struct count_row *), compare_rows, &table);
		put_heading(count, group, abi, out);
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
	for (unsigned n = 0; n < count->ngroups; n++)
		for (enum desc_abi abi = 0; abi < ABI_N; abi++)
			put_abi(count, &count->group[n], abi, &out);
	int err = buf_write(&out, count->opts.fd);
	buf_free(&out);

	struct count_row *row, *next;
	HASH_ITER(hh, count->rows, row, next)
	{
		HASH_DEL(count->rows, row);
		free(row->hist);
		free(row->key);
		free(row->own_name);
		free(row);
	}
	buf_free(&count->key);
	buf_free(&count->name);
	free(count->group);
	free(count);
	return err;
}

static const struct sink_ops count_ops = {.name = "count", .event = count_event, .flush = count_flush, .close = count_close};

struct sink *count_open(const struct count_opts *opts)
{
	struct count *count = check_calloc(1, sizeof(*count));
	count->sink.ops = &count_ops;
	bool groups = opts->by == COUNT_BY_PROCESS || opts->by == COUNT_BY_THREAD;
	count->sink.wants = (count_needs_cpu(opts) ? SINK_CPU : 0) | (groups ? SINK_COMM : 0) |
	                    (opts->by == COUNT_BY_PATH ? SINK_ARGS : 0) | (opts->by == COUNT_BY_STACK ? SINK_STACKS : 0);
	buf_init(&count->key);
	buf_init(&count->name);
	count->opts = *opts;
	count->hist = count_needs_hist(opts);
	return &count->sink;
}
