/* The value of one token: which family it belongs to, and what stands after it. */
#include "sink/value_impl.h"

#include "base/check.h"

const struct desc_set *value_set(const struct value_num *n)
{
	if (n->type == TAPE_NOTYPE)
		return NULL;
	const struct desc_type *type = &desc_type[n->type];
	return type->kind == DK_ENUM || type->kind == DK_BITS ? &desc_set[type->elem] : NULL;
}

void value_plain(struct buf *out, const struct value_num *n)
{
	if (n->is_signed)
		buf_dec(out, (int64_t)n->v);
	else
		buf_udec(out, n->bits);
}

static void number_init(struct value_num *n, uint64_t value, uint16_t type, uint8_t style, bool is_signed, enum desc_abi abi)
{
	*n = (struct value_num){.v = value, .bits = value, .size = 8, .is_signed = is_signed, .style = style, .type = type};
	if (type == TAPE_NOTYPE)
		return;
	const struct desc_type *desc = &desc_type[type];
	if (desc->base >= B_N || desc->kind > DK_BITS)
		return;
	n->size = desc_base_size(desc->base, abi);
	n->is_signed = desc_base_signed(desc->base);
	if (n->size < 8)
		n->bits &= (UINT64_C(1) << n->size * 8) - 1;
	if (n->style == ST_DEFAULT)
		n->style = desc->style;
}

static void put_number(struct buf *out, const struct value_num *n, const struct value_opts *opts)
{
	if (value_styled(out, n, opts))
		return;
	const struct desc_set *set = value_set(n);
	if (!set)
		value_plain(out, n);
	else if (desc_type[n->type].kind == DK_ENUM)
		value_enum(out, n, opts);
	else
		value_bits(out, n, opts);
}

void value_number(struct buf *out, uint64_t value, uint16_t type, uint8_t style, const struct value_opts *opts)
{
	struct value_num n;
	number_init(&n, value, type, style, false, opts->abi);
	put_number(out, &n, opts);
}

/* What hangs on a value and is not a value of its own. */
static bool is_attached(const struct tape_tok *tok)
{
	return (tok->op == TAPE_NOTE && !(tok->flags & TF_BEFORE)) || tok->op == TAPE_FDPATH || tok->op == TAPE_OPERAND;
}

uint32_t value_next(const struct tape *t, uint32_t i)
{
	i = tape_next(t, i);
	while (i < t->len && is_attached(&t->tok[i]))
		i = tape_next(t, i);
	return i;
}

static void put_int(struct buf *out, const struct tape *t, uint32_t i, const struct value_opts *opts)
{
	const struct tape_tok *tok = &t->tok[i];
	struct value_num n;
	number_init(&n, tok->value, t->type[i], tok->style, tok->flags & TF_SIGNED, opts->abi);
	uint32_t end = value_next(t, i);
	for (uint32_t j = i + 1; j < end; j = tape_next(t, j)) {
		if (t->tok[j].op != TAPE_OPERAND)
			continue;
		n.operand = t->tok[j].value;
		n.has_operand = true;
	}
	put_number(out, &n, opts);
}

static void put_attached(struct buf *out, const struct tape *t, uint32_t i, const struct value_opts *opts)
{
	const struct tape_tok *tok = &t->tok[i];
	if (tok->op == TAPE_NOTE) {
		buf_puts(out, " /* ");
		buf_put(out, tape_data(t, i), tok->value);
		buf_puts(out, " */");
	} else if (tok->op == TAPE_FDPATH) {
		buf_putc(out, '<');
		if (tok->flags & TF_PLAIN)
			buf_put(out, tape_data(t, i), tok->value);
		else
			quote_path(out, tape_data(t, i), tok->value, opts->quote);
		buf_putc(out, '>');
		if (tok->flags & TF_DELETED)
			buf_puts(out, "(deleted)");
	}
}

void value_text(struct buf *out, const struct tape *t, uint32_t i, const struct value_opts *opts)
{
	const struct tape_tok *tok = &t->tok[i];
	switch (tok->op) {
	case TAPE_INT:
		put_int(out, t, i, opts);
		break;
	case TAPE_ADDR:
		if (tok->value)
			buf_hex(out, tok->value);
		else
			buf_put(out, "NULL", 4);
		break;
	case TAPE_STR:
		value_bytes(out, t, i, opts);
		break;
	case TAPE_MORE:
		buf_put(out, "...", 3);
		if (tok->flags & TF_FAULT) {
			buf_puts(out, " /* ");
			buf_hex(out, tok->value);
			buf_puts(out, " */");
		}
		break;
	case TAPE_WORD:
		buf_put(out, tape_data(t, i), tok->value);
		break;
	case TAPE_FDPATH:
	case TAPE_NOTE:
		put_attached(out, t, i, opts);
		return;
	case TAPE_ABSENT:
		break;
	default:
		CHECK(!"a value");
	}
	uint32_t end = value_next(t, i);
	for (uint32_t j = tape_next(t, i); j < end; j = tape_next(t, j))
		put_attached(out, t, j, opts);
}
