/* Values that contain others: the brackets, names and commas around what value.c writes. */
#include "sink/text_impl.h"

static void put_note_before(struct buf *out, const struct tape *t, uint32_t i)
{
	buf_puts(out, "/* ");
	buf_put(out, tape_data(t, i), t->tok[i].value);
	buf_puts(out, " */ ");
}

/* inet_pton(AF_INET6, "::1", &NAME) says the name itself. */
static bool says_its_name(const struct tape_tok *tok, const struct value_opts *opts)
{
	return tok->op == TAPE_STR && tok->style == ST_IPV6 && tok->value == 16 && opts->consts == VALUE_ABBREV;
}

static void put_name(struct buf *out, const struct tape_tok *tok, const char *between, const struct value_opts *opts)
{
	/* The name of a form is its function's. */
	if (!tok->name || tok->op == TAPE_CALL || tok->flags & TF_NAMELESS || says_its_name(tok, opts))
		return;
	buf_puts(out, desc_name(tok->name));
	buf_puts(out, between);
}

/* The values from i up to the close, with commas. between: what stands between a name and its value, NULL: no names. */
static void put_list(struct buf *out, const struct tape *t, uint32_t i, const char *between, const struct value_opts *opts)
{
	bool comma = false;
	for (; t->tok[i].op != TAPE_CLOSE; i = value_next(t, i)) {
		const struct tape_tok *tok = &t->tok[i];
		if (tok->op == TAPE_ABSENT)
			continue;
		if (tok->op == TAPE_CHANGE) {
			buf_put(out, " => ", 4);
			i = tape_next(t, i);
			text_value(out, t, i, opts);
			continue;
		}
		if (comma)
			buf_put(out, ", ", 2);
		comma = true;
		if (tok->op == TAPE_NOTE) {
			put_note_before(out, t, i);
			comma = false;
			continue;
		}
		if (between)
			put_name(out, tok, between, opts);
		text_value(out, t, i, opts);
	}
}

static void put_attached(struct buf *out, const struct tape *t, uint32_t i, const struct value_opts *opts)
{
	uint32_t end = value_next(t, i);
	for (uint32_t j = tape_next(t, i); j < end; j = tape_next(t, j))
		if (t->tok[j].op != TAPE_OPERAND)
			value_text(out, t, j, opts);
}

void text_value(struct buf *out, const struct tape *t, uint32_t i, const struct value_opts *opts)
{
	const struct tape_tok *tok = &t->tok[i];
	switch (tok->op) {
	case TAPE_STRUCT:
		if (value_struct_name(out, t, i, opts))
			break;
		buf_putc(out, '{');
		put_list(out, t, i + 1, "=", opts);
		buf_putc(out, '}');
		value_struct_note(out, t, i, opts);
		break;
	case TAPE_ARRAY:
	case TAPE_REF:
		buf_putc(out, '[');
		put_list(out, t, i + 1, NULL, opts);
		buf_putc(out, ']');
		break;
	case TAPE_CALL:
		buf_puts(out, desc_name(tok->name));
		buf_putc(out, '(');
		put_list(out, t, i + 1, NULL, opts);
		buf_putc(out, ')');
		break;
	case TAPE_GROUP:
		put_list(out, t, i + 1, " ", opts);
		break;
	default:
		value_text(out, t, i, opts);
		return;
	}
	put_attached(out, t, i, opts);
}
