/* Constants: an enum's one name, or the names of bits, each abbreviated, raw or verbose (-X). */
#include "sink/value_impl.h"

/* The number itself. A style says how it wants to be seen where no name says it better; without one it is hex. */
static void put_raw(struct buf *out, const struct value_num *n)
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

static void put_unknown(struct buf *out, const struct desc_set *set)
{
	if (!set->unknown)
		return;
	buf_puts(out, " /* ");
	buf_puts(out, desc_name(set->unknown));
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
	put_raw(out, n);
	if (opts->consts == VALUE_RAW)
		return;
	size_t end = out->len;
	buf_puts(out, " /* ");
	if (!alone && put_enum_name(out, n, set, opts->abi)) {
		buf_puts(out, " */");
	} else {
		out->len = end;
		put_unknown(out, set);
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

/* A number inside a number: a field's payload, or what is left over. */
static void put_part(struct buf *out, uint64_t v, const struct desc_sym *sym, const struct value_opts *opts)
{
	struct value_num n = {
		.v = v, .bits = v, .size = 8, .style = sym->style, .type = sym->part == DP_SUB ? sym->type : TAPE_NOTYPE};
	if (n.type != TAPE_NOTYPE && n.style == ST_DEFAULT)
		value_enum(out, &n, opts);
	else if (!value_styled(out, &n, opts))
		value_plain(out, &n);
	if (n.style == ST_HUGE_SHIFT && sym->name) {
		buf_put(out, "<<", 2);
		buf_puts(out, desc_name(sym->name));
	}
}

/* Walks the rows of a set of bits over one number. */
struct bits {
	struct buf *out;
	uint64_t all;   /* the number */
	uint64_t left;  /* what no row has taken */
	uint64_t found; /* masks of the fields that have their name */
	bool any;       /* something was put */
	bool named;     /* something of it was a name or a field of its own */
};

static void separate(struct bits *b)
{
	if (b->any)
		buf_putc(b->out, '|');
	b->any = true;
}

static bool row_matches(const struct bits *b, const struct desc_sym *sym)
{
	if (sym->part == DP_FIELD)
		return (b->all & sym->mask) == sym->value && !(b->found & sym->mask);
	if (sym->value == 0)
		return b->all == 0 && !b->any;
	return (b->left & sym->mask) == sym->value;
}

static void put_row(struct bits *b, const struct desc_sym *sym, const struct value_opts *opts)
{
	switch ((enum desc_part)sym->part) {
	case DP_FLAG:
	case DP_FIELD:
		if (!row_matches(b, sym))
			return;
		separate(b);
		buf_puts(b->out, desc_name(sym->name));
		if (sym->part == DP_FIELD)
			b->found |= sym->mask;
		b->left &= ~sym->mask;
		b->named = true;
		return;
	case DP_SUB:
		if (!(b->left & sym->mask))
			return;
		separate(b);
		put_part(b->out, (b->left & sym->mask) >> __builtin_ctzll(sym->mask), sym, opts);
		b->left &= ~sym->mask;
		b->named = true;
		return;
	case DP_REST:
		separate(b);
		put_part(b->out, b->left, sym, opts);
		b->left = 0;
		return;
	}
}

/* True if the value has a name in it, so that -X verbose has something to remark. */
static bool put_names(struct buf *out, const struct value_num *n, const struct desc_set *set, const struct value_opts *opts)
{
	struct bits b = {.out = out, .all = n->bits, .left = n->bits};
	const struct desc_sym *sym = &desc_sym[set->abi[opts->abi].first];
	for (unsigned i = 0; i < set->abi[opts->abi].count; i++)
		put_row(&b, &sym[i], opts);
	if (b.left || !b.any) {
		separate(&b);
		buf_hex(out, b.left);
	}
	if (!b.named && b.all && b.left)
		put_unknown(out, set);
	return b.named;
}

static const struct desc_sym *rest_row(const struct desc_set *set, enum desc_abi abi)
{
	const struct desc_sym *sym = &desc_sym[set->abi[abi].first];
	for (unsigned i = 0; i < set->abi[abi].count; i++)
		if (sym[i].part == DP_REST)
			return &sym[i];
	return NULL;
}

/* A mode stays octal as a whole, because its first row is the field of the file's type. Flags that share a number with
 * permissions stand beside these. */
static void put_raw_bits(struct buf *out, const struct value_num *n, const struct desc_set *set, enum desc_abi abi)
{
	const struct desc_sym *rest = rest_row(set, abi);
	if (rest && (rest->style == ST_MODE || rest->style == ST_OCT)) {
		struct value_num octal = *n;
		octal.style = rest->style;
		octal.type = TAPE_NOTYPE;
		value_styled(out, &octal, &(struct value_opts){.consts = VALUE_RAW});
	} else {
		put_raw(out, n);
	}
}

/* The first row is of a field: it is a number of its own, and so is what it leaves. False if nothing in the field has a name. */
static bool put_parts(struct buf *out, const struct value_num *n, const struct desc_set *set, const struct value_opts *opts)
{
	const struct desc_sym *sym = &desc_sym[set->abi[opts->abi].first];
	struct value_num part = *n;
	part.style = ST_DEFAULT;
	part.bits = n->bits & sym->mask;
	for (unsigned i = 0; sym[i].value != part.bits; i++) {
		if (i + 1 == set->abi[opts->abi].count || sym[i].part != DP_FIELD)
			return false;
	}
	value_bits(out, &part, opts);
	part.bits = n->bits & ~sym->mask;
	if (part.bits) {
		buf_putc(out, '|');
		value_bits(out, &part, opts);
	}
	return true;
}

void value_bits(struct buf *out, const struct value_num *n, const struct value_opts *opts)
{
	const struct desc_set *set = value_set(n);
	if (opts->consts == VALUE_ABBREV && (n->style != ST_NUMBERED_HEX || !n->bits)) {
		put_names(out, n, set, opts);
		return;
	}
	if (n->style == ST_PARTS && put_parts(out, n, set, opts))
		return;
	size_t start = out->len;
	put_raw_bits(out, n, set, opts->abi);
	if (opts->consts == VALUE_RAW)
		return;
	struct value_opts names = *opts;
	names.consts = VALUE_ABBREV;
	buf_puts(out, " /* ");
	if (put_names(out, n, set, &names)) {
		buf_puts(out, " */");
	} else {
		/* Nothing in it has a name: then it is shown as always. */
		out->len = start;
		put_names(out, n, set, &names);
	}
}
