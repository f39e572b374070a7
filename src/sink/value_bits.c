/* The names of bits, each set abbreviated, raw or verbose (-X). */
#include "sink/value_impl.h"

/* A number inside a number: a field's payload, or what is left over. */
static void put_part(struct buf *out, uint64_t v, const struct desc_sym *sym, const struct value_opts *opts)
{
	struct value_num n = {
		.v = v, .bits = v, .size = 8, .style = sym->style, .type = sym->part == DP_SUB ? sym->type : TAPE_NOTYPE};
	if (n.type != TAPE_NOTYPE && n.style == ST_DEFAULT)
		value_enum(out, &n, opts);
	else if (!value_styled(out, &n, opts))
		value_plain(out, &n);
	if (!sym->name)
		return;
	buf_put(out, "<<", 2);
	if (opts->consts == VALUE_ABBREV) {
		buf_puts(out, desc_name(sym->name));
		return;
	}
	buf_udec(out, (unsigned)__builtin_ctzll(sym->mask));
	if (opts->consts == VALUE_VERBOSE)
		value_comment(out, sym->name);
}

/* Walks the rows of a set of bits over one number. */
struct bits {
	struct buf *out;
	const struct value_opts *opts;
	const struct desc_sym *sym, *end;
	uint64_t all;     /* the number */
	uint64_t left;    /* what no row has taken */
	uint64_t rest;    /* what the first row that is a number, and those after it, take */
	uint64_t found;   /* masks of the fields that have their name */
	uint32_t unknown; /* the comment if nothing has a name */
	bool any;         /* something was put */
	bool named;       /* something of it was a name or a field of its own */
	bool whole;       /* the whole number was put: no more */
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

/* True if one of the rows after a field's head has the number's name. */
static bool field_has_name(const struct bits *b, const struct desc_sym *head)
{
	for (const struct desc_sym *sym = head + 1; sym < b->end && sym->part == DP_FIELD && sym->mask == head->mask; sym++)
		if ((b->all & sym->mask) == sym->value)
			return true;
	return false;
}

static void put_head(struct bits *b, const struct desc_sym *sym)
{
	if (!(b->all & sym->mask) || field_has_name(b, sym))
		return;
	if (!sym->name) {
		struct desc_sym whole = {.style = sym->style, .part = DP_REST};
		put_part(b->out, b->all, &whole, b->opts);
		b->any = b->whole = true;
	} else {
		separate(b);
		buf_hex(b->out, b->all & sym->mask);
		if (b->opts->consts != VALUE_RAW)
			value_comment(b->out, sym->name);
		b->named |= !sym->apart;
	}
	b->left &= ~sym->mask;
}

/* What no name was found for stands before the parts that are numbers. */
static void put_left(struct bits *b)
{
	if (!(b->left & ~b->rest))
		return;
	separate(b);
	buf_hex(b->out, b->left & ~b->rest);
	if (!b->named && b->unknown)
		value_comment(b->out, b->unknown);
	b->left &= b->rest;
}

static void put_name(struct bits *b, const struct desc_sym *sym)
{
	enum value_consts consts = sym->apart ? b->opts->consts : VALUE_ABBREV;
	if (consts != VALUE_ABBREV)
		buf_hex(b->out, sym->value);
	else
		buf_puts(b->out, desc_name(sym->name));
	if (consts == VALUE_VERBOSE)
		value_comment(b->out, sym->name);
	if (sym->part == DP_FIELD)
		b->found |= sym->mask;
	b->left &= ~sym->mask;
	b->named |= !sym->apart;
}

static void put_row(struct bits *b, const struct desc_sym *sym)
{
	switch ((enum desc_part)sym->part) {
	case DP_HEAD:
		put_head(b, sym);
		return;
	case DP_FLAG:
	case DP_FIELD:
		if (!row_matches(b, sym))
			return;
		separate(b);
		put_name(b, sym);
		return;
	case DP_SUB:
		put_left(b);
		if (!(b->left & sym->mask))
			return;
		separate(b);
		put_part(b->out, (b->left & sym->mask) >> __builtin_ctzll(sym->mask), sym, b->opts);
		b->left &= ~sym->mask;
		b->named |= !sym->apart;
		return;
	case DP_REST:
		put_left(b);
		separate(b);
		put_part(b->out, (b->left & sym->mask) >> __builtin_ctzll(sym->mask), sym, b->opts);
		b->left &= ~sym->mask;
		return;
	}
}

static struct bits bits_of(struct buf *out, uint64_t all, const struct desc_set *set, const struct value_opts *opts)
{
	const struct desc_sym *sym = &desc_sym[set->abi[opts->abi].first];
	struct bits b = {.out = out, .opts = opts, .sym = sym, .end = sym + set->abi[opts->abi].count, .all = all, .left = all};
	b.unknown = set->unknown;
	for (bool rest = false; sym < b.end; sym++) {
		rest |= sym->part == DP_SUB || sym->part == DP_REST;
		b.rest |= rest ? sym->mask : 0;
	}
	return b;
}

/* True if the value has a name in it, so that -X verbose has something to remark. */
static bool put_names(struct buf *out, uint64_t all, const struct desc_set *set, const struct value_opts *opts, bool apart)
{
	struct bits b = bits_of(out, all, set, opts);
	for (const struct desc_sym *sym = b.sym; sym < b.end && !b.whole; sym++)
		if (apart || !sym->apart)
			put_row(&b, sym);
	b.rest = 0;
	if (!b.whole)
		put_left(&b);
	if (!b.any)
		buf_hex(out, 0);
	return b.named;
}

/* A mode stays octal as a whole, because its first row is the field of the file's type. */
static void put_raw_bits(struct buf *out, const struct value_num *n, const struct bits *b)
{
	for (const struct desc_sym *sym = b->sym; sym < b->end; sym++) {
		if (sym->part == DP_REST && !sym->apart && (sym->style == ST_MODE || sym->style == ST_OCT)) {
			put_part(out, n->bits, sym, b->opts);
			return;
		}
	}
	value_raw(out, n);
}

/* One number and, with -X verbose, its names; only the names if there is none: then it is shown as always. */
static void put_number(struct buf *out, const struct value_num *n, const struct desc_set *set, const struct value_opts *opts)
{
	struct value_opts names = *opts;
	names.consts = VALUE_ABBREV;
	struct bits b = bits_of(out, n->bits, set, opts);
	size_t start = out->len;
	put_raw_bits(out, n, &b);
	if (opts->consts == VALUE_RAW)
		return;
	buf_puts(out, " /* ");
	if (put_names(out, n->bits, set, &names, false)) {
		buf_puts(out, " */");
	} else {
		out->len = start;
		put_names(out, n->bits, set, &names, false);
	}
}

/* The bits that are numbers of their own: a field is one if it has a name, or says what is shown if it has none. */
static uint64_t bits_apart(const struct bits *b)
{
	uint64_t apart = 0;
	for (const struct desc_sym *sym = b->sym; sym < b->end; sym++)
		if (sym->apart && (sym->part != DP_FIELD || (b->all & sym->mask) == sym->value))
			apart |= sym->mask;
	return apart;
}

/* The parts that are numbers of their own, and one number for all the others where the first of these stands. */
static void put_parts(struct bits *b, const struct value_num *n, const struct desc_set *set, uint64_t apart)
{
	struct value_num shared = *n;
	shared.v = shared.bits = n->bits & ~apart;
	b->left = n->bits & apart;
	for (const struct desc_sym *sym = b->sym; sym <= b->end; sym++) {
		if (sym < b->end && sym->apart) {
			put_row(b, sym);
		} else if (shared.bits) {
			separate(b);
			put_number(b->out, &shared, set, b->opts);
			shared.bits = 0;
		}
	}
	if (!b->any)
		buf_hex(b->out, 0);
}

/* All rows are parts, also those that are 0: what a macro is called with. */
static void put_qcmd(struct buf *out, const struct value_num *n, const struct desc_set *set, const struct value_opts *opts)
{
	struct value_opts names = *opts;
	names.consts = VALUE_ABBREV;
	if (opts->consts != VALUE_ABBREV)
		value_raw(out, n);
	if (opts->consts == VALUE_RAW)
		return;
	buf_puts(out, opts->consts == VALUE_VERBOSE ? " /* QCMD(" : "QCMD(");
	struct bits b = bits_of(out, n->bits, set, &names);
	for (const struct desc_sym *sym = b.sym; sym < b.end; sym++) {
		buf_puts(out, sym == b.sym ? "" : ", ");
		put_part(out, (n->bits & sym->mask) >> __builtin_ctzll(sym->mask), sym, &names);
	}
	buf_puts(out, opts->consts == VALUE_VERBOSE ? ") */" : ")");
}

void value_bits(struct buf *out, const struct value_num *n, const struct value_opts *opts)
{
	const struct desc_set *set = value_set(n);
	if (n->style == ST_QCMD) {
		put_qcmd(out, n, set, opts);
		return;
	}
	struct bits b = bits_of(out, n->bits, set, opts);
	uint64_t apart = bits_apart(&b);
	if (opts->consts == VALUE_ABBREV && (n->style != ST_NUMBERED_HEX || !n->bits))
		put_names(out, n->bits, set, opts, true);
	else if (apart)
		put_parts(&b, n, set, apart);
	else
		put_number(out, n, set, opts);
}
