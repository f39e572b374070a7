#include "unwind/strings.h"

#include <stdlib.h>
#include <string.h>
#include <uthash.h>

#include "base/check.h"

/* uthash has no way to fail but this one. */
#undef uthash_fatal
#define uthash_fatal(msg) check_failed(msg, __FILE__, __LINE__)

struct string {
	UT_hash_handle hh;
	char text[];
};

const char *strings_put(struct strings *strings, const char *text, size_t len)
{
	struct string *string;
	HASH_FIND(hh, strings->set, text, len, string);
	if (string)
		return string->text;
	string = check_malloc(sizeof *string + len + 1);
	memcpy(string->text, text, len);
	string->text[len] = '\0';
	HASH_ADD_KEYPTR(hh, strings->set, string->text, len, string);
	return string->text;
}

void strings_free(struct strings *strings)
{
	struct string *string, *next;
	HASH_ITER(hh, strings->set, string, next)
	{
		HASH_DEL(strings->set, string);
		free(string);
	}
}
