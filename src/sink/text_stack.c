/* Stacks as lines, one a frame: " > FILE(SYMBOL+0x1f) [0xOFFSET]". */
#include <string.h>

#include "sink/text_impl.h"

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

void text_stack(struct text *text, struct line *line, const struct stack_trace *trace)
{
	const struct stack *stack = trace->stack;
	struct stream *stream = line->to;
	struct buf *out = &stream->buf;
	if (!stack)
		return;
	text_interrupt(stream);
	for (unsigned i = 0; i < stack->nframes; i++) {
		unsigned n;
		const struct stack_name *names = stack_frame_names(stack->frame[i], &n);
		for (unsigned k = 0; k < n; k++)
			put_frame(out, stack->frame[i], &names[k]);
	}
	if (stack->end == STACK_BROKEN) {
		buf_puts(out, " > unexpected_backtracing_error [");
		buf_hex_padded(out, trace->pc[stack->nframes], 1);
		buf_puts(out, "]\n");
	} else if (stack->end == STACK_LIMIT) {
		buf_puts(out, " > too many stack frames\n");
	}
	stream->line_start = out->len;
	text_write(text, stream);
}
