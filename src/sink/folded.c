#include "sink/folded.h"

#include <stdlib.h>
#include <string.h>
#include <uthash.h>

#include "base/buf.h"
#include "base/check.h"
#include "desc/desc.h"

/* uthash has no way to fail but this one. */
#undef uthash_fatal
#define uthash_fatal(msg) check_failed(msg, __FILE__, __LINE__)

#define WRITE_SIZE (64 * 1024)

struct folded_row {
	struct folded_key {
		const struct stack *stack;
		uint64_t nr;
		uint64_t abi;
		char comm[EVENT_COMM];
	} key;
	const struct desc_call *desc;
	uint64_t weight;
	UT_hash_handle hh;
};

struct folded {
	struct sink sink;
	struct folded_opts opts;
	struct folded_row *rows;
};

static struct folded_row *find_row(struct folded *folded, const struct task *task)
{
	struct folded_key key;
	struct folded_row *row;
	memset(&key, 0, sizeof key); /* padding is compared, too */
	key.stack = task->call.stack.stack;
	key.nr = task->call.nr;
	key.abi = task->call.abi;
	memcpy(key.comm, task->comm, sizeof key.comm);
	HASH_FIND(hh, folded->rows, &key, sizeof key, row);
	if (row)
		return row;
	row = check_calloc(1, sizeof *row);
	memcpy(&row->key, &key, sizeof key);
	row->desc = task->call.desc;
	HASH_ADD(hh, folded->rows, key, sizeof row->key, row);
	return row;
}

static uint64_t weight_of(const struct call *call, enum folded_weight weight)
{
	uint64_t from = weight == FOLDED_CPU ? call->enter_cpu_ns : call->enter_mono_ns;
	uint64_t to = weight == FOLDED_CPU ? call->exit_cpu_ns : call->exit_mono_ns;
	if (weight == FOLDED_CALLS)
		return 1;
	return to > from ? to - from : 0;
}

static void folded_event(struct sink *sink, const struct event *ev, struct task *task)
{
	struct folded *folded = (struct folded *)sink;
	/* When a pending call began is not known. */
	if (ev->kind == EV_EXIT && !(task->call.pending && folded->opts.weight != FOLDED_CALLS))
		find_row(folded, task)->weight += weight_of(&task->call, folded->opts.weight);
}

/* A part of a line; what divides parts, and lines, must not be in it. */
static void put_part(struct buf *out, const char *text, size_t max)
{
	for (size_t i = 0; i < max && text[i]; i++) {
		char c = text[i];
		buf_putc(out, c == ';' ? ':' : (unsigned char)c < ' ' || c == 0x7f ? '?' : c);
	}
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static void put_function(struct buf *out, const struct stack_frame *frame, const struct stack_name *name)
{
	buf_putc(out, ';');
	if (name->symbol) {
		put_part(out, name->symbol, SIZE_MAX);
	} else {
		/* Only the file is known. Its offset would make a function many. */
		buf_putc(out, '[');
		put_part(out, *frame->object ? base_name(frame->object) : "unknown", SIZE_MAX);
		buf_putc(out, ']');
	}
	/* The mark that flame graphs have for it. */
	if (name->inlined)
		buf_puts(out, "_[i]");
}

static void put_stack(struct buf *out, const struct stack *stack)
{
	if (stack->end != STACK_COMPLETE)
		buf_puts(out, ";[...]");
	for (unsigned i = stack->nframes; i > 0; i--) {
		unsigned n;
		const struct stack_name *names = stack_frame_names(stack->frame[i - 1], &n);
		for (; n > 0; n--)
			put_function(out, stack->frame[i - 1], &names[n - 1]);
	}
}

static void put_row(struct buf *out, const struct folded_row *row)
{
	put_part(out, row->key.comm, sizeof row->key.comm);
	if (row->key.stack)
		put_stack(out, row->key.stack);
	buf_putc(out, ';');
	if (row->desc)
		buf_puts(out, desc_name(row->desc->name));
	else
		buf_printf(out, "syscall_%#llx", (unsigned long long)row->key.nr);
	buf_putc(out, ' ');
	buf_udec(out, row->weight);
	buf_putc(out, '\n');
}

static void folded_flush(struct sink *sink)
{
	(void)sink; /* There is nothing to show before the end. */
}

static int folded_close(struct sink *sink)
{
	struct folded *folded = (struct folded *)sink;
	struct folded_row *row, *next;
	struct buf out;
	int err = 0;
	buf_init(&out);
	HASH_ITER(hh, folded->rows, row, next)
	{
		/* Time may be too short to be seen. */
		if (row->weight)
			put_row(&out, row);
		if (!err && out.len >= WRITE_SIZE)
			err = buf_write(&out, folded->opts.fd);
		HASH_DEL(folded->rows, row);
		free(row);
	}
	if (!err)
		err = buf_write(&out, folded->opts.fd);
	buf_free(&out);
	free(folded);
	return err;
}

struct sink *folded_open(const struct folded_opts *opts)
{
	static const struct sink_ops ops = {.name = "folded", .event = folded_event, .flush = folded_flush, .close = folded_close};
	struct folded *folded = check_calloc(1, sizeof *folded);
	folded->sink.ops = &ops;
	folded->sink.wants = SINK_STACKS | SINK_COMM | (opts->weight == FOLDED_CPU ? SINK_CPU : 0);
	folded->opts = *opts;
	return &folded->sink;
}
