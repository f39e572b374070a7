#include "filter/tokens.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"

const char *tokens_begin(const char *expr, bool *ret_invert)
{
	size_t n = strspn(expr, "!");
	*ret_invert = n % 2;
	return expr + n;
}

char *tokens_next(const char **at)
{
	const char *begin = *at + strspn(*at, ",");
	size_t len = strcspn(begin, ",");
	*at = begin + len;
	if (len == 0)
		return NULL;
	char *token = check_malloc(len + 1);
	memcpy(token, begin, len);
	token[len] = '\0';
	return token;
}

bool tokens_fail(struct set_error *ret, bool show_usage, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	CHECK(vasprintf(&ret->text, fmt, args) >= 0);
	va_end(args);
	ret->show_usage = show_usage;
	return false;
}
