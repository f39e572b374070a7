/* A set of strings that live as long as it. Equal strings are one: pointers can be compared. Inside of unwind. */
#ifndef UNWIND_STRINGS_H
#define UNWIND_STRINGS_H

#include <stddef.h>

struct string;

struct strings {
	struct string *set;
};

const char *strings_put(struct strings *strings, const char *text, size_t len);
void strings_free(struct strings *strings);

#endif
