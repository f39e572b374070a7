/* What ends the program when something is broken; the contract is check.h. */
#include "base/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

_Noreturn void check_failed(const char *what, const char *file, int line)
{
	diag("%s:%d: this must hold: %s. This is a bug; please report it", file, line, what);
	abort();
}

static void *checked(void *p, size_t size)
{
	if (!p && size) {
		diag("Out of memory (%zu bytes)", size);
		exit(EXIT_FAILURE);
	}
	return p;
}

void *check_malloc(size_t size)
{
	return checked(malloc(size), size);
}

void *check_realloc(void *p, size_t size)
{
	return checked(realloc(p, size), size);
}

void *check_calloc(size_t n, size_t size)
{
	return checked(calloc(n, size), n && size ? 1 : 0);
}

char *check_strdup(const char *s)
{
	size_t size = strlen(s) + 1;
	return memcpy(check_malloc(size), s, size);
}
