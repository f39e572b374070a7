/* Runs of bytes: quoted strings, and the styles that see something else in them. */
#include "sink/value_impl.h"

#include <arpa/inet.h>
#include <string.h>

static void put_bit_list(struct buf *out, const uint8_t *p, uint64_t len, uint64_t limit)
{
	bool any = false;
	buf_putc(out, '[');
	for (uint64_t bit = 0; bit < len * 8 && bit < limit; bit++) {
		if (!(p[bit / 8] >> bit % 8 & 1))
			continue;
		if (any)
			buf_putc(out, ' ');
		any = true;
		buf_udec(out, bit);
	}
	buf_putc(out, ']');
}

static void put_residency(struct buf *out, const uint8_t *p, uint64_t len)
{
	buf_putc(out, '[');
	for (uint64_t i = 0; i < len; i++) {
		if (i)
			buf_put(out, ", ", 2);
		buf_putc(out, p[i] & 1 ? '1' : '0');
	}
	buf_putc(out, ']');
}

static void put_hex_digits(struct buf *out, const uint8_t *p, uint64_t len)
{
	for (uint64_t i = 0; i < len; i++) {
		buf_putc(out, "0123456789abcdef"[p[i] >> 4]);
		buf_putc(out, "0123456789abcdef"[p[i] & 15]);
	}
}

static void put_mac(struct buf *out, const uint8_t *p, uint64_t len)
{
	for (uint64_t i = 0; i < len; i++) {
		if (i)
			buf_putc(out, ':');
		put_hex_digits(out, p + i, 1);
	}
}

static void put_uuid(struct buf *out, const uint8_t *p, uint64_t len)
{
	for (uint64_t i = 0; i < len; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			buf_putc(out, '-');
		put_hex_digits(out, p + i, 1);
	}
}

static void put_socket_path(struct buf *out, const uint8_t *p, uint64_t len, enum quote_style quote)
{
	if (len && p[0] == '\0') {
		buf_putc(out, '@');
		quote_c(out, p + 1, len - 1, quote);
	} else {
		quote_c(out, p, strnlen((const char *)p, len), quote);
	}
}

/* Stands in place of NAME=value, so it must say the name itself. */
static void put_ipv6(struct buf *out, const struct tape_tok *tok, const uint8_t *p, enum value_consts consts)
{
	char text[INET6_ADDRSTRLEN];
	if (consts != VALUE_ABBREV)
		quote_c(out, p, tok->value, QUOTE_HEX_ALL);
	if (consts == VALUE_RAW || !inet_ntop(AF_INET6, p, text, sizeof(text)))
		return;
	buf_puts(out, consts == VALUE_VERBOSE ? " /* inet_pton(AF_INET6, \"" : "inet_pton(AF_INET6, \"");
	buf_puts(out, text);
	buf_putc(out, '"');
	if (consts == VALUE_ABBREV && tok->name) {
		buf_puts(out, ", &");
		buf_puts(out, desc_name(tok->name));
	}
	buf_puts(out, consts == VALUE_VERBOSE ? ") */" : ")");
}

/* A link-layer address. */
static void put_address(struct buf *out, const uint8_t *p, size_t n, enum value_consts consts)
{
	if (consts != VALUE_ABBREV)
		quote_c(out, p, n, QUOTE_HEX_ALL);
	if (consts == VALUE_VERBOSE)
		buf_puts(out, " /* ");
	if (consts != VALUE_RAW)
		put_mac(out, p, n);
	if (consts == VALUE_VERBOSE)
		buf_puts(out, " */");
}

static uint64_t operand_of(const struct tape *t, uint32_t i, uint64_t otherwise)
{
	for (uint32_t j = tape_next(t, i), end = value_next(t, i); j < end; j = tape_next(t, j))
		if (t->tok[j].op == TAPE_OPERAND)
			return t->tok[j].value;
	return otherwise;
}

void value_bytes(struct buf *out, const struct tape *t, uint32_t i, const struct value_opts *opts)
{
	const struct tape_tok *tok = &t->tok[i];
	const uint8_t *p = tape_data(t, i);
	switch (tok->style) {
	case ST_FDSET:
		put_bit_list(out, p, tok->value, operand_of(t, i, UINT64_MAX));
		return;
	case ST_CPUSET:
		put_bit_list(out, p, tok->value, UINT64_MAX);
		return;
	case ST_MINCORE:
		put_residency(out, p, tok->value);
		return;
	case ST_MAC:
		put_address(out, p, tok->value, opts->consts);
		return;
	case ST_UUID:
		put_uuid(out, p, tok->value);
		return;
	case ST_HEXBYTES:
		buf_puts(out, tok->value ? "0x" : "\"\"");
		put_hex_digits(out, p, tok->value);
		return;
	case ST_IPV6:
		if (tok->value == 16) {
			put_ipv6(out, tok, p, opts->consts);
			return;
		}
		break;
	case ST_SUNPATH:
		put_socket_path(out, p, tok->value, opts->quote);
		return;
	case ST_HEXSTR:
		quote_c(out, p, tok->value, QUOTE_HEX_ALL);
		break;
	default:
		quote_c(out, p, tok->value, opts->quote);
	}
	if (tok->flags & TF_CUT)
		buf_put(out, "...", 3);
}
