/* Sets of numbers that are not bounded: descriptors. */
#ifndef FILTER_NUMBERS_H
#define FILTER_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct set_error;

struct number_set {
	int *number; /* sorted */
	size_t count;
	bool inverted; /* has all but these */
};

/* Parses `[!]...{all|none|NUMBER[,NUMBER]...}` with NUMBER from 0 to INT_MAX; `what` as for mask_parse. False if it is wrong: *ret
 * is untouched then. What *ret had before is freed. */
bool number_set_parse(const char *expr, const char *what, struct number_set *ret, struct set_error *ret_error);
/* The same with words of its own; `number` gives the number of a token, -1 if it is none. */
bool number_set_parse_as(const char *expr, const char *what, int (*number)(const char *token), struct number_set *ret,
                         struct set_error *ret_error);
/* A decimal number from 0 to INT_MAX, digits and nothing else; -1 if the text is none. */
int number_set_number(const char *text);
void number_set_free(struct number_set *set);

bool number_set_has(const struct number_set *set, int64_t number);
static inline bool number_set_is_empty(const struct number_set *set)
{
	return !set->count && !set->inverted;
}

#endif
