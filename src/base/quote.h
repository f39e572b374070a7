/* Quoting of bytes: strace's C-like strings and JSON's. */
#ifndef BASE_QUOTE_H
#define BASE_QUOTE_H

#include "base/buf.h"

enum quote_style {
	QUOTE_OCT,      /* default: \n \t ... and minimal octal, three digits before a digit */
	QUOTE_HEX_ALL,  /* -xx: every byte as \xNN */
	QUOTE_HEX_STR,  /* -x: the whole string as \xNN if any byte is not printable ASCII or a common space */
	QUOTE_HEX_CHAR, /* --strings-in-hex=non-ascii-chars: \xNN only where octal would stand */
};

/* Appends "..." with its quotes. */
void quote_c(struct buf *b, const void *p, size_t n, enum quote_style style);
/* As inside "..." but without the quotes, and with < and > escaped: for fd paths. */
void quote_path(struct buf *b, const void *p, size_t n, enum quote_style style);
/* Appends a JSON string with its quotes. Bytes that are not valid UTF-8 become \udc80..\udcff (each byte's own lone surrogate,
 * the way of Python's surrogateescape), so every byte string survives and can be restored. */
void quote_json(struct buf *b, const void *p, size_t n);

#endif
