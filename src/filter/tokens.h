/* The outer form that all sets share: exclamation marks, then tokens between commas. */
#ifndef FILTER_TOKENS_H
#define FILTER_TOKENS_H

#include <stdbool.h>

#include "filter/filter.h"

/* Steps over the leading exclamation marks; *ret_invert says whether their number is odd. */
const char *tokens_begin(const char *expr, bool *ret_invert);
/* The next token in *at, which moves behind it, as a string that the caller frees; NULL if there is none. Nothing between two
 * commas is no token. */
char *tokens_next(const char **at);
/* Fills *ret with a formatted message and returns false. */
bool tokens_fail(struct set_error *ret, bool show_usage, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

#endif
