/* The growable buffer; its contract is buf.h. */
#include "base/buf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"

#define BUF_FIRST_CAP 256

void buf_init(struct buf *b)
{
	*b = (struct buf){0};
}

void buf_free(struct buf *b)
{
	free(b->p);
	buf_init(b);
}

void buf_grow(struct buf *b, size_t n)
{
	size_t cap = b->cap ? b->cap : BUF_FIRST_CAP;
	while (cap - b->len < n)
		cap *= 2;
	b->p = check_realloc(b->p, cap);
	b->cap = cap;
}

void buf_fill(struct buf *b, char c, size_t n)
{
	memset(buf_reserve(b, n), c, n);
	b->len += n;
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	size_t room = 64;
	int n = vsnprintf(buf_reserve(b, room), room, fmt, ap);
	CHECK(n >= 0);
	if ((size_t)n >= room)
		vsnprintf(buf_reserve(b, (size_t)n + 1), (size_t)n + 1, fmt, again);
	b->len += (size_t)n;
	va_end(again);
	va_end(ap);
}

void buf_dec(struct buf *b, int64_t v)
{
	if (v < 0)
		buf_putc(b, '-');
	/* Negated as unsigned: the most negative number has no positive counterpart. */
	buf_udec(b, v < 0 ? -(uint64_t)v : (uint64_t)v);
}

/* The digits of v in a base that is a power of two, at least `digits` of them. */
static void put_shifted(struct buf *b, uint64_t v, unsigned shift, unsigned digits)
{
	char tmp[32];
	unsigned n = 0;
	while (v || n < digits) {
		tmp[sizeof(tmp) - ++n] = "0123456789abcdef"[v & ((1u << shift) - 1)];
		v >>= shift;
	}
	buf_put(b, tmp + sizeof(tmp) - n, n);
}

void buf_udec(struct buf *b, uint64_t v)
{
	char tmp[20];
	unsigned n = 0;
	do {
		tmp[sizeof(tmp) - ++n] = (char)('0' + v % 10);
		v /= 10;
	} while (v);
	buf_put(b, tmp + sizeof(tmp) - n, n);
}

void buf_hex(struct buf *b, uint64_t v)
{
	if (v == 0)
		buf_putc(b, '0');
	else
		buf_hex_padded(b, v, 1);
}

void buf_hex_padded(struct buf *b, uint64_t v, unsigned digits)
{
	CHECK(digits <= 16);
	buf_put(b, "0x", 2);
	put_shifted(b, v, 4, digits);
}

void buf_oct(struct buf *b, uint64_t v)
{
	buf_putc(b, '0');
	put_shifted(b, v, 3, 0);
}

const char *buf_cstr(struct buf *b)
{
	*buf_reserve(b, 1) = '\0';
	return b->p;
}

int buf_write(struct buf *b, int fd)
{
	size_t done = 0;
	int err = 0;
	while (done < b->len && !err) {
		ssize_t n = write(fd, b->p + done, b->len - done);
		if (n >= 0)
			done += (size_t)n;
		else if (errno != EINTR)
			err = -errno;
	}
	buf_reset(b);
	return err;
}
