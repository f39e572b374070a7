/* -e read= and -e write=: the data that a call moved, after its line. */
#include "sink/text_impl.h"

#define ROW 16

static void put_hex(struct buf *out, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < ROW; i++) {
		if (i == ROW / 2)
			buf_putc(out, ' ');
		if (i < n) {
			buf_putc(out, "0123456789abcdef"[p[i] >> 4]);
			buf_putc(out, "0123456789abcdef"[p[i] & 15]);
			buf_putc(out, ' ');
		} else {
			buf_fill(out, ' ', 3);
		}
	}
}

static void put_rows(struct buf *out, const uint8_t *p, uint64_t len)
{
	unsigned digits = 5;
	while (digits < 16 && len > UINT64_C(1) << digits * 4)
		digits++;
	for (uint64_t at = 0; at < len; at += ROW) {
		size_t n = len - at < ROW ? (size_t)(len - at) : ROW;
		buf_puts(out, " | ");
		for (unsigned shift = digits * 4; shift; shift -= 4)
			buf_putc(out, "0123456789abcdef"[at >> (shift - 4) & 15]);
		buf_puts(out, "  ");
		put_hex(out, p + at, n);
		buf_putc(out, ' ');
		for (size_t i = 0; i < n; i++)
			buf_putc(out, p[at + i] >= ' ' && p[at + i] < 0x7f ? (char)p[at + i] : '.');
		buf_fill(out, ' ', ROW - n);
		buf_puts(out, " |\n");
	}
}

static unsigned count(const struct tape *t, uint32_t open)
{
	unsigned n = 0;
	for (uint32_t i = open + 1; t->tok[i].op != TAPE_CLOSE; i = value_next(t, i))
		n++;
	return n;
}

/* Where the data stands. index: which one of an array it is in, -1: of none. */
static void put_data(struct buf *out, const struct tape *t, uint32_t i, int index)
{
	const struct tape_tok *tok = &t->tok[i];
	const struct desc_type *type = t->type[i] == TAPE_NOTYPE ? NULL : &desc_type[t->type[i]];
	if (tok->op == TAPE_STRUCT) {
		for (uint32_t j = i + 1; t->tok[j].op != TAPE_CLOSE; j = value_next(t, j))
			put_data(out, t, j, index);
	} else if (tok->op == TAPE_ARRAY && type &&
	           (desc_type_streams(type->elem, DIR_IN) || desc_type_streams(type->elem, DIR_OUT))) {
		if (index >= 0)
			buf_printf(out, " = %u buffers in vector %d\n", count(t, i), index);
		int n = 0;
		for (uint32_t j = i + 1; t->tok[j].op != TAPE_CLOSE; j = value_next(t, j))
			put_data(out, t, j, n++);
	} else if (tok->op == TAPE_STR && tok->style == ST_STREAMBYTES && tok->value) {
		if (index >= 0)
			buf_printf(out, " * %llu bytes in buffer %d\n", (unsigned long long)tok->value, index);
		put_rows(out, tape_data(t, i), tok->value);
		if (tok->flags & TF_CUT)
			buf_puts(out, " ...\n");
	}
}

void text_dump(struct text *text, struct stream *stream, const struct tape *data)
{
	if (!data->len)
		return;
	for (uint32_t i = 0; i < data->len; i = value_next(data, i))
		put_data(&stream->buf, data, i, -1);
	stream->line_start = stream->buf.len;
	text_show(text, stream);
}
