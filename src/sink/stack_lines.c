#include "sink/stack_lines.h"

#include <string.h>

/* Paths and symbols are whatever somebody called them; a line must stay one. */
static void put_clean(struct buf *out, const char *s)
{
	for (size_t n; *s; s += n) {
		n = 0;
		while ((unsigned char)s[n] >= ' ' && s[n] != 0x7f)
			n++;
		buf_put(out, s, n);
		if (s[n])
			buf_printf(out, "\\%03o", (unsigned char)s[n++]);
	}
}

static void put_frame(struct buf *out, const struct stack_frame *frame, const struct stack_name *name)
{
	buf_put(out, " > ", 3);
	put_clean(out, frame->object);
	buf_putc(out, '(');
	if (name->symbol) {
		put_clean(out, name->symbol);
		if (!name->inlined) {
			buf_putc(out, '+');
			buf_hex_padded(out, name->offset, 1);
		}
	}
	buf_put(out, ") [", 3);
	buf_hex_padded(out, frame->offset, 1);
	buf_putc(out, ']');
	if (name->file) {
		buf_putc(out, ' ');
		put_clean(out, name->file);
		buf_putc(out, ':');
		buf_udec(out, name->line);
	}
	if (name->inlined)
		buf_puts(out, " (inlined)");
	buf_putc(out, '\n');
}

void stack_lines(struct buf *out, const struct stack *stack, const uint64_t *broken_at)
{
	for (unsigned i = 0; i < stack->nframes; i++) {
		unsigned n;
		const struct stack_name *names = stack_frame_names(stack->frame[i], &n);
		for (unsigned k = 0; k < n; k++)
			put_frame(out, stack->frame[i], &names[k]);
	}
	if (stack->end == STACK_LIMIT)
		buf_puts(out, " > too many stack frames\n");
	if (stack->end != STACK_BROKEN)
		return;
	buf_puts(out, " > unexpected_backtracing_error");
	if (broken_at) {
		buf_puts(out, " [");
		buf_hex_padded(out, *broken_at, 1);
		buf_putc(out, ']');
	}
	buf_putc(out, '\n');
}
