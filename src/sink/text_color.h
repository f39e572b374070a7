/*
 * Colours. They are put around what is already text, on its way out: columns are counted without them, and nobody who writes values
 * has to think of them. A piece of a line may come alone, so the state at its end is kept.
 */
#ifndef SINK_TEXT_COLOR_H
#define SINK_TEXT_COLOR_H

#include <stdbool.h>

#include "base/buf.h"

enum text_color {
	COLOR_NONE,
	COLOR_SYSCALL,
	COLOR_ARGNAME,
	COLOR_ARGVAL,
	COLOR_CALL, /* what looks like a function: makedev(...) */
	COLOR_CONST,
	COLOR_COMMENT,
	COLOR_PUNCT,
	COLOR_RETVAL,
	COLOR_ERROR,
	COLOR_N
};

/* The parameters of an SGR sequence for each, as in "1;31"; an empty one is no colour. */
struct text_palette {
	char sgr[COLOR_N][24];
};

/* Where in a line the text is. */
struct text_color_state {
	bool begun;     /* something of the line was seen */
	bool plain;     /* the rest of the line has no colours */
	bool result;    /* behind "= " */
	bool failed;    /* the result is an error */
	unsigned depth; /* of parentheses */
};

/* The built-in palette, changed by a list "KEY=SGR:..." of keys in any case (syscall, argname, ...); NULL: none. */
void text_palette_init(struct text_palette *ret, const char *list);
/* Appends the text with its colours. */
void text_color(struct buf *out, const char *p, size_t n, const struct text_palette *palette, struct text_color_state *state);

#endif
