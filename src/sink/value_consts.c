/* Constants: the one name of an enum's value, abbreviated, raw or verbose (-X). */
#include "sink/value_impl.h"

void value_raw(struct buf *out, const struct value_num *n)
{
	switch (n->style) {
	case ST_DEC:
	case ST_FD:
	case ST_DIRFD:
	case ST_PID:
	case ST_TID:
	case ST_PGID:
	case ST_SID:
	case ST_SIGNAL:
	case ST_NUMBERED:
		buf_dec(out, (int64_t)n->v);
		break;
	case ST_UDEC:
	case ST_QCMD:
		buf_udec(out, n->bits);
		break;
	case ST_OFFSET:
		if (!n->bits) {
			buf_puts(out, "NULL");
			break;
		}
		/* fall through */
	default:
		buf_hex(out, n->bits);
	}
}

void value_comment(struct buf *out, uint32_t name)
{
	if (!name)
		return;
	buf_puts(out, " /* ");
	buf_puts(out, desc_name(name));
	buf_puts(out, " */");
}

/* A number that stands behind a name, but not behind the last one. */
static bool put_offset(struct buf *out, const struct value_num *n, const struct desc_set *set, enum desc_abi abi)
{
	const struct desc_sym *sym = &desc_sym[set->abi[abi].first];
	unsigned i = 0;
	while (i < set->abi[abi].count && sym[i].value <= n->bits)
		i++;
	if (i == 0 || i == set->abi[abi].count)
		return false;
	buf_puts(out, desc_name(sym[i - 1].name));
	buf_putc(out, '+');
	buf_udec(out, n->bits - sym[i - 1].value);
	return true;
}

static bool put_enum_name(struct buf *out, const struct value_num *n, const struct desc_set *set, enum desc_abi abi)
{
	const struct desc_sym *sym = desc_enum_find(set, abi, n->v);
	if (sym)
		buf_puts(out, desc_name(sym->name));
	return sym || (n->style == ST_OFFSET && put_offset(out, n, set, abi));
}

void value_enum(struct buf *out, const struct value_num *n, const struct value_opts *opts)
{
	const struct desc_set *set = value_set(n);
	bool alone = opts->consts == VALUE_ABBREV && n->style != ST_NUMBERED && n->style != ST_NUMBERED_HEX;
	if (alone && put_enum_name(out, n, set, opts->abi))
		return;
	value_raw(out, n);
	if (opts->consts == VALUE_RAW)
		return;
	size_t end = out->len;
	buf_puts(out, " /* ");
	if (!alone && put_enum_name(out, n, set, opts->abi)) {
		buf_puts(out, " */");
	} else {
		out->len = end;
		value_comment(out, set->unknown);
	}
}

void value_bitset(struct buf *out, const struct value_num *n, const struct value_opts *opts)
{
	unsigned size = 8 * n->size, set = (unsigned)__builtin_popcountll(n->bits);
	bool inverted = set >= size * 2 / 3;
	buf_puts(out, inverted ? "~[" : "[");
	bool first = true;
	for (unsigned i = 0; i < size; i++) {
		if ((n->bits >> i & 1) == inverted)
			continue;
		if (!first)
			buf_putc(out, ' ');
		first = false;
		struct value_num bit = *n;
		bit.style = ST_DEFAULT;
		bit.v = bit.bits = i;
		value_enum(out, &bit, opts);
	}
	buf_putc(out, ']');
}
