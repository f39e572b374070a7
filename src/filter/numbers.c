#include "filter/numbers.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "filter/tokens.h"

static int compare(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;
	return (x > y) - (x < y);
}

int number_set_number(const char *text)
{
	if (!*text || text[strspn(text, "0123456789")])
		return -1;
	errno = 0;
	unsigned long n = strtoul(text, NULL, 10);
	return errno || n > INT_MAX ? -1 : (int)n;
}

bool number_set_parse(const char *expr, const char *what, struct number_set *ret, struct set_error *ret_error)
{
	return number_set_parse_as(expr, what, number_set_number, ret, ret_error);
}

bool number_set_parse_as(const char *expr, const char *what, int (*number)(const char *token), struct number_set *ret,
                         struct set_error *ret_error)
{
	struct number_set set = {0};
	const char *at = tokens_begin(expr, &set.inverted);
	bool any = false;

	if (strcmp(at, "all") == 0) {
		set.inverted = !set.inverted;
	} else if (strcmp(at, "none") != 0) {
		for (char *token; (token = tokens_next(&at)); any = true) {
			int n = number(token);
			bool ok = n >= 0 || tokens_fail(ret_error, false, "invalid %s '%s'", what, token);
			free(token);
			if (!ok) {
				number_set_free(&set);
				return false;
			}
			set.number = check_realloc(set.number, (set.count + 1) * sizeof *set.number);
			set.number[set.count++] = n;
		}
		if (!any)
			return tokens_fail(ret_error, false, "invalid %s '%s'", what, expr);
		qsort(set.number, set.count, sizeof *set.number, compare);
	}
	number_set_free(ret);
	*ret = set;
	return true;
}

void number_set_free(struct number_set *set)
{
	free(set->number);
	*set = (struct number_set){0};
}

bool number_set_has(const struct number_set *set, int64_t number)
{
	if (number < 0 || number > INT_MAX)
		return false;
	int key = (int)number;
	bool found = set->count && bsearch(&key, set->number, set->count, sizeof key, compare);
	return found != set->inverted;
}
