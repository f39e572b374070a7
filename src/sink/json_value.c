#include "sink/json_value.h"

#include <string.h>

/* What stands after a value and belongs to it: token indices, TAPE_NONE if absent. */
struct attached {
	uint32_t path, operand, note;
	uint32_t next; /* the token after all of it */
};

static struct attached find_attached(const struct tape *t, uint32_t i)
{
	struct attached got = {.path = TAPE_NONE, .operand = TAPE_NONE, .note = TAPE_NONE};
	uint32_t at = tape_next(t, i);
	for (; at < t->len; at = tape_next(t, at)) {
		uint8_t op = t->tok[at].op;
		if (op == TAPE_FDPATH)
			got.path = at;
		else if (op == TAPE_NOTE && !(t->tok[at].flags & TF_BEFORE))
			got.note = at;
		else if (op == TAPE_OPERAND)
			got.operand = at;
		else
			break;
	}
	got.next = at;
	return got;
}

void json_integer(struct buf *out, uint64_t value, bool is_signed)
{
	const uint64_t exact = ((uint64_t)1 << 53) - 1;
	bool negative = is_signed && (int64_t)value < 0;
	bool as_string = (negative ? -value : value) > exact;
	if (as_string)
		buf_putc(out, '"');
	if (negative)
		buf_dec(out, (int64_t)value);
	else
		buf_udec(out, value);
	if (as_string)
		buf_putc(out, '"');
}

void json_hex(struct buf *out, uint64_t value)
{
	buf_putc(out, '"');
	buf_hex_padded(out, value, 1);
	buf_putc(out, '"');
}

void json_string(struct buf *out, const char *s)
{
	quote_json(out, s, strlen(s));
}

void json_quote_from(struct buf *out, size_t start)
{
	size_t n = out->len - start;
	/* With this room the buffer stays where it is while it is read and written. */
	buf_reserve(out, n * 6 + 2);
	quote_json(out, out->p + start, n);
	out->len -= n;
	memmove(out->p + start, out->p + start + n, out->len - start);
}

static void put_bytes(struct buf *out, const struct tape *t, uint32_t i)
{
	quote_json(out, tape_data(t, i), t->tok[i].value);
}

static void put_address(struct buf *out, uint64_t address, bool fault)
{
	if (!address && !fault) {
		buf_puts(out, "null");
		return;
	}
	buf_puts(out, "{\"addr\":");
	json_hex(out, address);
	buf_puts(out, fault ? ",\"fault\":true}" : "}");
}

static void put_path(struct buf *out, const struct tape *t, uint32_t i)
{
	buf_puts(out, ",\"path\":");
	put_bytes(out, t, i);
	if (t->tok[i].flags & TF_DELETED)
		buf_puts(out, ",\"deleted\":true");
}

/* The styles that say no more than a JSON number does. */
static bool plain_number(uint8_t style, uint64_t value)
{
	switch (style) {
	case ST_DEFAULT:
	case ST_DEC:
	case ST_UDEC:
	case ST_HEX:
	case ST_HEX8:
	case ST_HEX16:
	case ST_HEX32:
	case ST_HEX64:
	case ST_NLGROUPS:
	case ST_FD:
	case ST_PID:
	case ST_TID:
	case ST_PGID:
	case ST_SID:
	case ST_UID:
	case ST_GID:
	case ST_KIB:
	case ST_PORT:
	case ST_HTONL:
	case ST_PRIO:
	case ST_EXITCODE:
	case ST_TIME:
		return true;
	case ST_DIRFD:
		return (int32_t)value >= 0;
	default:
		return false;
	}
}

/* How one number is to be read, from its type and what its token adds. */
struct number {
	uint64_t value;
	uint16_t type;
	uint8_t style;
	bool is_signed, named;
};

static struct number read_number(uint64_t value, uint16_t type, uint8_t style, bool is_signed, enum desc_abi abi)
{
	struct number n = {.value = value, .type = type, .style = style, .is_signed = is_signed};
	const struct desc_type *desc = type == TAPE_NOTYPE ? NULL : &desc_type[type];
	if (desc && (desc->kind == DK_INT || desc->kind == DK_ENUM || desc->kind == DK_BITS)) {
		n.value = desc_base_value(desc->base, abi, value);
		n.is_signed = desc_base_signed(desc->base);
		n.named = desc->kind != DK_INT;
		if (style == ST_DEFAULT)
			n.style = desc->style;
	}
	if (n.style == ST_UID || n.style == ST_GID) {
		/* -1 means "none" and is -1 whatever the width of the type. */
		n.is_signed = true;
		if (value == UINT32_MAX)
			n.value = UINT64_MAX;
	} else if (n.style == ST_DEC || n.style == ST_UDEC) {
		n.is_signed = n.style == ST_DEC;
	}
	return n;
}

static bool is_descriptor(const struct number *n)
{
	return n->style == ST_FD || n->style == ST_DIRFD;
}

/* {"sym":"O_RDONLY|O_CLOEXEC","raw":524288}; text: the number's token if it has an operand, else TAPE_NONE: value_text would add
 * what is attached. */
static void put_symbolic(struct buf *out, const struct number *n, const struct tape *t, uint32_t text, uint32_t path,
                         enum desc_abi abi)
{
	const struct value_opts opts = {.consts = VALUE_ABBREV, .quote = QUOTE_OCT, .abi = abi};
	buf_puts(out, "{\"sym\":");
	size_t start = out->len;
	if (text != TAPE_NONE)
		value_text(out, t, text, &opts);
	else
		value_number(out, n->value, n->type, n->style, &opts);
	json_quote_from(out, start);
	buf_puts(out, ",\"raw\":");
	json_integer(out, n->value, n->is_signed);
	if (path != TAPE_NONE)
		put_path(out, t, path);
	buf_putc(out, '}');
}

static void put_number(struct buf *out, const struct number *n, const struct tape *t, uint32_t text, uint32_t path,
                       enum desc_abi abi)
{
	if (!n->named && n->style == ST_ADDR) {
		put_address(out, n->value, false);
	} else if (n->named || !plain_number(n->style, n->value)) {
		put_symbolic(out, n, t, text, path, abi);
	} else if (is_descriptor(n) && path != TAPE_NONE) {
		buf_puts(out, "{\"fd\":");
		json_integer(out, n->value, n->is_signed);
		put_path(out, t, path);
		buf_putc(out, '}');
	} else {
		json_integer(out, n->value, n->is_signed);
	}
}

void json_number(struct buf *out, uint64_t value, uint16_t type, const struct tape *t, uint32_t path, enum desc_abi abi)
{
	struct number n = read_number(value, type, ST_DEFAULT, true, abi);
	put_number(out, &n, t, TAPE_NONE, path, abi);
}

/* The styles of bytes that mean something other than text. */
static bool symbolic_bytes(uint8_t style)
{
	switch (style) {
	case ST_IPV6:
	case ST_MAC:
	case ST_FDSET:
	case ST_CPUSET:
	case ST_MINCORE:
	case ST_UUID:
		return true;
	default:
		return false;
	}
}

static void put_string(struct buf *out, const struct tape *t, uint32_t i, enum desc_abi abi)
{
	const struct tape_tok *tok = &t->tok[i];
	uint8_t style = tok->style == ST_DEFAULT && t->type[i] != TAPE_NOTYPE ? desc_type[t->type[i]].style : tok->style;
	bool cut = tok->flags & TF_CUT;
	if (symbolic_bytes(style)) {
		const struct value_opts opts = {.consts = VALUE_ABBREV, .quote = QUOTE_OCT, .abi = abi};
		buf_puts(out, "{\"sym\":");
		size_t start = out->len;
		value_text(out, t, i, &opts);
		json_quote_from(out, start);
		buf_puts(out, ",\"raw\":");
	} else if (cut) {
		buf_puts(out, "{\"string\":");
	} else {
		put_bytes(out, t, i);
		return;
	}
	put_bytes(out, t, i);
	buf_puts(out, cut ? ",\"cut\":true}" : "}");
}

static uint32_t put_changing(struct buf *out, const struct tape *t, uint32_t i, uint32_t end, enum desc_abi abi);

/* What an opened value contains: from the token after it to its close. */
static uint32_t inside_end(const struct tape *t, uint32_t open)
{
	return (uint32_t)t->tok[open].value - 1;
}

static void put_more(struct buf *out, const struct tape *t, uint32_t i)
{
	buf_puts(out, "\"...\":");
	if (t->tok[i].flags & TF_FAULT)
		put_address(out, t->tok[i].value, true);
	else
		buf_puts(out, "true");
}

static bool shows_nothing(uint8_t op)
{
	return op == TAPE_ABSENT || op == TAPE_OPERAND || op == TAPE_CHANGE || op == TAPE_FDPATH;
}

static void put_list(struct buf *out, const struct tape *t, uint32_t i, uint32_t end, enum desc_abi abi)
{
	buf_putc(out, '[');
	for (bool first = true; i < end;) {
		uint8_t op = t->tok[i].op;
		if (shows_nothing(op)) {
			i = tape_next(t, i);
			continue;
		}
		if (!first)
			buf_putc(out, ',');
		first = false;
		if (op == TAPE_MORE) {
			buf_putc(out, '{');
			put_more(out, t, i);
			buf_putc(out, '}');
			i = tape_next(t, i);
		} else {
			i = put_changing(out, t, i, end, abi);
		}
	}
	buf_putc(out, ']');
}

/* The key of a field. Objects have no key twice: the second field of a name is NAME_2, and so on; without a name it is "_". A name
 * right after TAPE_CHANGE is that of the field before it and does not count. */
static void put_key(struct buf *out, const struct tape *t, uint32_t start, uint32_t i)
{
	const char *name = desc_name(t->tok[i].name);
	unsigned before = 0;
	bool change = false;
	for (uint32_t at = start; at < i; at = tape_next(t, at)) {
		uint8_t op = t->tok[at].op;
		bool counts = !change && !shows_nothing(op) && op != TAPE_NOTE && op != TAPE_MORE;
		change = op == TAPE_CHANGE;
		before += counts && strcmp(name, desc_name(t->tok[at].name)) == 0;
	}
	buf_putc(out, '"');
	buf_puts(out, *name ? name : "_");
	if (before) {
		buf_putc(out, '_');
		buf_udec(out, before + 1);
	}
	buf_puts(out, "\":");
}

static void put_object(struct buf *out, const struct tape *t, uint32_t start, uint32_t end, enum desc_abi abi)
{
	buf_putc(out, '{');
	bool more = false;
	for (uint32_t i = start; i < end;) {
		uint8_t op = t->tok[i].op;
		if (shows_nothing(op) || (op == TAPE_MORE && more)) {
			i = tape_next(t, i);
			continue;
		}
		if (out->p[out->len - 1] != '{')
			buf_putc(out, ',');
		if (op == TAPE_MORE) {
			more = true;
			put_more(out, t, i);
			i = tape_next(t, i);
		} else {
			put_key(out, t, start, i);
			i = put_changing(out, t, i, end, abi);
		}
	}
	buf_putc(out, '}');
}

static bool has_names(const struct tape *t, uint32_t i, uint32_t end)
{
	for (; i < end; i = tape_next(t, i))
		if (t->tok[i].name)
			return true;
	return false;
}

static void put_opened(struct buf *out, const struct tape *t, uint32_t i, enum desc_abi abi)
{
	const struct tape_tok *tok = &t->tok[i];
	uint32_t start = i + 1, end = inside_end(t, i);
	switch (tok->op) {
	case TAPE_STRUCT:
		put_object(out, t, start, end, abi);
		break;
	case TAPE_GROUP:
		if (has_names(t, start, end))
			put_object(out, t, start, end, abi);
		else
			put_list(out, t, start, end, abi);
		break;
	case TAPE_REF:
		/* The pointer is not a value of its own: what it points to stands for it. */
		if (json_has_value(t, start) && start < end)
			put_changing(out, t, start, end, abi);
		else
			buf_puts(out, "null");
		break;
	case TAPE_CALL:
		buf_puts(out, "{\"call\":");
		json_string(out, desc_name(tok->name));
		buf_puts(out, ",\"args\":");
		put_list(out, t, start, end, abi);
		buf_putc(out, '}');
		break;
	default:
		put_list(out, t, start, end, abi);
		break;
	}
}

static void put_bare(struct buf *out, const struct tape *t, uint32_t i, const struct attached *with, enum desc_abi abi)
{
	const struct tape_tok *tok = &t->tok[i];
	switch (tok->op) {
	case TAPE_INT: {
		struct number n = read_number(tok->value, t->type[i], tok->style, tok->flags & TF_SIGNED, abi);
		put_number(out, &n, t, with->operand != TAPE_NONE ? i : TAPE_NONE, with->path, abi);
		break;
	}
	case TAPE_ADDR:
		put_address(out, tok->value, tok->flags & TF_FAULT);
		break;
	case TAPE_STR:
		put_string(out, t, i, abi);
		break;
	case TAPE_WORD:
		buf_puts(out, "{\"sym\":");
		put_bytes(out, t, i);
		buf_putc(out, '}');
		break;
	case TAPE_NOTE:
		buf_puts(out, "{\"note\":");
		put_bytes(out, t, i);
		buf_putc(out, '}');
		break;
	default:
		put_opened(out, t, i, abi);
		break;
	}
}

uint32_t json_value(struct buf *out, const struct tape *t, uint32_t i, enum desc_abi abi)
{
	uint32_t note = TAPE_NONE;
	if (t->tok[i].op == TAPE_NOTE && t->tok[i].flags & TF_BEFORE && json_has_value(t, tape_next(t, i))) {
		note = i;
		i = tape_next(t, i);
	}
	struct attached with = find_attached(t, i);
	if (with.note != TAPE_NONE)
		note = with.note;
	if (note != TAPE_NONE)
		buf_puts(out, "{\"value\":");
	put_bare(out, t, i, &with, abi);
	if (note != TAPE_NONE) {
		buf_puts(out, ",\"note\":");
		put_bytes(out, t, note);
		buf_putc(out, '}');
	}
	return with.next;
}

/* The value at i, or {"in":...,"out":...} if another one follows that took its place. */
static uint32_t put_changing(struct buf *out, const struct tape *t, uint32_t i, uint32_t end, enum desc_abi abi)
{
	uint32_t next = find_attached(t, i).next;
	if (next + 1 >= end || t->tok[next].op != TAPE_CHANGE)
		return json_value(out, t, i, abi);
	return json_change(out, t, i, next + 1, abi);
}

uint32_t json_change(struct buf *out, const struct tape *t, uint32_t before, uint32_t after, enum desc_abi abi)
{
	buf_puts(out, "{\"in\":");
	json_value(out, t, before, abi);
	buf_puts(out, ",\"out\":");
	uint32_t next = json_value(out, t, after, abi);
	buf_putc(out, '}');
	return next;
}

bool json_has_value(const struct tape *t, uint32_t i)
{
	return i != TAPE_NONE && i < t->len && !shows_nothing(t->tok[i].op) && t->tok[i].op != TAPE_CLOSE;
}
