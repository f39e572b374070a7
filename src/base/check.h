/*
 * What must hold if we have made no mistake. Stays on in release builds: a tracer that goes on after a broken invariant would
 * lie. Never for what a tracee or a user does.
 */
#ifndef BASE_CHECK_H
#define BASE_CHECK_H

#include <stddef.h>

#define CHECK(cond) ((cond) ? (void)0 : check_failed(#cond, __FILE__, __LINE__))

_Noreturn void check_failed(const char *what, const char *file, int line);
/* malloc, realloc and calloc that end the program with a message when there is no memory. */
void *check_malloc(size_t size);
void *check_realloc(void *p, size_t size);
void *check_calloc(size_t n, size_t size);
char *check_strdup(const char *s);

#endif
