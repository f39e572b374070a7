/*
 * A growable byte buffer and the number formats that everything printed is made of. Running out of memory ends the program
 * (base/check.h), so no function here fails.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct buf {
	char *p;
	size_t len, cap;
};

void buf_init(struct buf *b);
void buf_free(struct buf *b);
static inline void buf_reset(struct buf *b)
{
	b->len = 0;
}
/* Makes room for n more bytes where there is none. */
void buf_grow(struct buf *b, size_t n);
/* Room for n more bytes; returns where they go. The caller adds to len what it wrote. */
static inline char *buf_reserve(struct buf *b, size_t n)
{
	if (b->cap - b->len < n || !b->p)
		buf_grow(b, n);
	return b->p + b->len;
}
static inline void buf_put(struct buf *b, const void *p, size_t n)
{
	if (n == 0)
		return;
	memcpy(buf_reserve(b, n), p, n);
	b->len += n;
}
static inline void buf_puts(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}
static inline void buf_putc(struct buf *b, char c)
{
	*buf_reserve(b, 1) = c;
	b->len++;
}
void buf_fill(struct buf *b, char c, size_t n);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_dec(struct buf *b, int64_t v);
void buf_udec(struct buf *b, uint64_t v);
/* 0x1f; zero is "0". */
void buf_hex(struct buf *b, uint64_t v);
/* 0x001f with at least `digits` digits, zero too. */
void buf_hex_padded(struct buf *b, uint64_t v, unsigned digits);
/* 017; zero is "0". */
void buf_oct(struct buf *b, uint64_t v);
/* NUL-terminates without counting the NUL; valid until the next change. */
const char *buf_cstr(struct buf *b);
/* Writes all to fd, resuming after short writes and EINTR, and resets. 0 or -errno; what was not written is dropped. */
int buf_write(struct buf *b, int fd);

#endif
