/* The tape as text, one line per token: for tests and for people who look for a mistake. */
#include <inttypes.h>

#include "base/buf.h"
#include "base/quote.h"
#include "desc/desc.h"
#include "tape/tape.h"

static const char *const op_name[] = {
	[TAPE_INT] = "int",     [TAPE_ADDR] = "addr",    [TAPE_STR] = "str",       [TAPE_STRUCT] = "struct",
	[TAPE_ARRAY] = "array", [TAPE_REF] = "ref",      [TAPE_CALL] = "call",     [TAPE_GROUP] = "group",
	[TAPE_CLOSE] = "close", [TAPE_MORE] = "more",    [TAPE_CHANGE] = "change", [TAPE_NOTE] = "note",
	[TAPE_FDPATH] = "path", [TAPE_OPERAND] = "with", [TAPE_ABSENT] = "absent", [TAPE_WORD] = "word",
};

static const char *const style_name[] = {
#define STYLE_NAME(id, name) [ST_##id] = name,
	DESC_STYLES(STYLE_NAME)
#undef STYLE_NAME
};

static void dump_flags(unsigned flags, struct buf *out)
{
	static const struct {
		unsigned bit;
		const char *name;
	} names[] = {{TF_FAULT, "fault"},     {TF_PATH, "path"},     {TF_CUT, "cut"},           {TF_CSTR, "cstr"},
	             {TF_DELETED, "deleted"}, {TF_SIGNED, "signed"}, {TF_NAMELESS, "nameless"}, {TF_BEFORE, "before"}};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (flags & names[i].bit)
			buf_printf(out, " %s", names[i].name);
	}
}

/* name=op value style flags: `fd=int 0x3 as fd`. Nesting is shown by indentation. */
void tape_dump(const struct tape *t, struct buf *out)
{
	unsigned depth = 0;
	for (uint32_t i = 0; i < t->len;) {
		const struct tape_tok *tok = &t->tok[i];
		bool opens = tok->op >= TAPE_STRUCT && tok->op <= TAPE_GROUP;
		if (tok->op == TAPE_CLOSE && depth)
			depth--;
		buf_fill(out, ' ', 2 * depth);
		if (tok->name)
			buf_printf(out, "%s=", desc_name(tok->name));
		buf_puts(out, op_name[tok->op]);
		uint32_t next = opens ? i + 1 : tape_next(t, i);
		if (tok->op == TAPE_STR || tok->op == TAPE_NOTE || tok->op == TAPE_FDPATH || tok->op == TAPE_WORD) {
			buf_putc(out, ' ');
			quote_c(out, tape_data(t, i), tok->value, QUOTE_OCT);
		} else if (tok->op == TAPE_INT || tok->op == TAPE_ADDR || tok->op == TAPE_OPERAND || tok->flags & TF_FAULT) {
			buf_printf(out, " 0x%" PRIx64, tok->value);
		}
		if (tok->style != ST_DEFAULT)
			buf_printf(out, " as %s", style_name[tok->style]);
		dump_flags(tok->flags, out);
		buf_putc(out, '\n');
		depth += opens;
		i = next;
	}
}
