#include "sink/json_stack.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "sink/json_value.h"

bool json_stack_is_new(struct json_stacks *stacks, const struct stack *stack)
{
	uint64_t word = stack->id / 64, bit = UINT64_C(1) << stack->id % 64;
	if (word >= stacks->words) {
		uint64_t words = 2 * word + 16;
		stacks->seen = check_realloc(stacks->seen, words * sizeof *stacks->seen);
		memset(stacks->seen + stacks->words, 0, (words - stacks->words) * sizeof *stacks->seen);
		stacks->words = words;
	}
	if (stacks->seen[word] & bit)
		return false;
	stacks->seen[word] |= bit;
	return true;
}

void json_stacks_free(struct json_stacks *stacks)
{
	free(stacks->seen);
	*stacks = (struct json_stacks){0};
}

static void put_name(struct buf *out, const struct stack_name *name)
{
	if (name->symbol) {
		buf_puts(out, ",\"symbol\":");
		json_string(out, name->symbol);
		if (!name->inlined) {
			buf_puts(out, ",\"symbol_offset\":");
			buf_udec(out, name->offset);
		}
	}
	if (name->inlined)
		buf_puts(out, ",\"inlined\":true");
	if (!name->file)
		return;
	buf_puts(out, ",\"file\":");
	json_string(out, name->file);
	buf_printf(out, ",\"line\":%u", name->line);
	if (name->column)
		buf_printf(out, ",\"column\":%u", name->column);
}

static void put_frame(struct buf *out, const struct stack_frame *frame, const struct stack_name *name)
{
	buf_puts(out, "{\"object\":");
	json_string(out, frame->object);
	if (frame->build_id_len) {
		buf_puts(out, ",\"build_id\":\"");
		for (unsigned i = 0; i < frame->build_id_len; i++)
			buf_printf(out, "%02x", frame->build_id[i]);
		buf_putc(out, '"');
	}
	if (frame->in_file) {
		buf_puts(out, ",\"offset\":");
		json_hex(out, frame->offset);
	}
	put_name(out, name);
	buf_putc(out, '}');
}

void json_stack_fields(struct buf *out, const struct stack *stack)
{
	static const char *const end[] = {[STACK_COMPLETE] = "complete", [STACK_LIMIT] = "limit", [STACK_BROKEN] = "broken"};
	buf_puts(out, ",\"id\":");
	buf_udec(out, stack->id);
	buf_printf(out, ",\"end\":\"%s\",\"frames\":[", end[stack->end]);
	for (unsigned i = 0; i < stack->nframes; i++) {
		unsigned n;
		const struct stack_name *names = stack_frame_names(stack->frame[i], &n);
		for (unsigned k = 0; k < n; k++) {
			if (i || k)
				buf_putc(out, ',');
			put_frame(out, stack->frame[i], &names[k]);
		}
	}
	buf_putc(out, ']');
}

void json_stack_use(struct buf *out, const struct stack_trace *trace)
{
	const struct stack *stack = trace->stack;
	unsigned n = stack->nframes + (stack->end == STACK_BROKEN);
	buf_puts(out, ",\"stack\":{\"id\":");
	buf_udec(out, stack->id);
	buf_puts(out, ",\"addresses\":[");
	for (unsigned i = 0; i < n; i++) {
		if (i)
			buf_putc(out, ',');
		json_hex(out, trace->pc[i]);
	}
	buf_puts(out, "]}");
}
