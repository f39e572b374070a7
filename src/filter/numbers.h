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
void number_set_free(struct number_set *set);

bool number_set_has(const struct number_set *set, int64_t number);
static inline bool number_set_is_empty(const struct number_set *set)
{
	return !set->count && !set->inverted;
}

#endif
