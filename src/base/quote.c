/* Quoting; the contract is quote.h. */
#include "base/quote.h"

#include <stdbool.h>
#include <string.h>

static bool is_print(unsigned char c)
{
	return c >= 0x20 && c < 0x7f;
}

static bool is_space(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static const char hex_digits[] = "0123456789abcdef";

static char *put_hex(char *w, unsigned char c)
{
	*w++ = '\\';
	*w++ = 'x';
	*w++ = hex_digits[c >> 4];
	*w++ = hex_digits[c & 15];
	return w;
}

/* As few digits as it takes, unless the next character would be read as one more. */
static char *put_octal(char *w, unsigned char c, bool digit_follows)
{
	*w++ = '\\';
	if (digit_follows || c >= 0100)
		*w++ = (char)('0' + (c >> 6));
	if (digit_follows || c >= 010)
		*w++ = (char)('0' + ((c >> 3) & 7));
	*w++ = (char)('0' + (c & 7));
	return w;
}

static void quote_bytes(struct buf *b, const unsigned char *p, size_t n, enum quote_style style, const char *also)
{
	bool all_hex = style == QUOTE_HEX_ALL;
	if (style == QUOTE_HEX_STR)
		for (size_t i = 0; i < n && !all_hex; i++)
			all_hex = !is_print(p[i]) && !is_space(p[i]);
	char *start = buf_reserve(b, n * 4), *w = start;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = p[i];
		if (all_hex) {
			w = put_hex(w, c);
		} else if (c == '"' || c == '\\') {
			*w++ = '\\';
			*w++ = (char)c;
		} else if (is_print(c) && !strchr(also, c)) {
			*w++ = (char)c;
		} else if (is_space(c) && c != ' ') {
			*w++ = '\\';
			*w++ = "tnvfr"[c - '\t'];
		} else if (style == QUOTE_HEX_CHAR) {
			w = put_hex(w, c);
		} else {
			w = put_octal(w, c, i + 1 < n && p[i + 1] >= '0' && p[i + 1] <= '7');
		}
	}
	b->len += (size_t)(w - start);
}

void quote_c(struct buf *b, const void *p, size_t n, enum quote_style style)
{
	buf_putc(b, '"');
	quote_bytes(b, p, n, style, "");
	buf_putc(b, '"');
}

void quote_path(struct buf *b, const void *p, size_t n, enum quote_style style)
{
	quote_bytes(b, p, n, style, "<>");
}

/* The length of the valid UTF-8 sequence at p, 0 if there is none: no overlong forms, no surrogates, nothing above U+10FFFF. */
static size_t utf8_length(const unsigned char *p, size_t n)
{
	unsigned char c = p[0];
	if (c < 0x80)
		return 1;
	size_t len = c >= 0xc2 && c <= 0xdf ? 2 : (c & 0xf0) == 0xe0 ? 3 : c >= 0xf0 && c <= 0xf4 ? 4 : 0;
	if (len == 0 || len > n)
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	bool overlong = (c == 0xe0 && p[1] < 0xa0) || (c == 0xf0 && p[1] < 0x90);
	bool surrogate = c == 0xed && p[1] >= 0xa0;
	bool beyond = c == 0xf4 && p[1] >= 0x90;
	return overlong || surrogate || beyond ? 0 : len;
}

static char *put_json_escape(char *w, const char *prefix, unsigned char c)
{
	memcpy(w, prefix, 4);
	w[4] = hex_digits[c >> 4];
	w[5] = hex_digits[c & 15];
	return w + 6;
}

void quote_json(struct buf *b, const void *p, size_t n)
{
	const unsigned char *s = p;
	char *start = buf_reserve(b, n * 6 + 2), *w = start;
	*w++ = '"';
	for (size_t i = 0; i < n;) {
		unsigned char c = s[i];
		size_t len = utf8_length(s + i, n - i);
		if (len == 0) {
			w = put_json_escape(w, "\\udc", c);
			len = 1;
		} else if (c == '"' || c == '\\') {
			*w++ = '\\';
			*w++ = (char)c;
		} else if (c == '\n' || c == '\t' || c == '\r') {
			*w++ = '\\';
			*w++ = c == '\n' ? 'n' : c == '\t' ? 't' : 'r';
		} else if (c < 0x20) {
			w = put_json_escape(w, "\\u00", c);
		} else {
			memcpy(w, s + i, len);
			w += len;
		}
		i += len;
	}
	*w++ = '"';
	b->len += (size_t)(w - start);
}
