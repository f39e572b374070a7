/* What a place in the code is called: symbols, inlined functions, source lines. Inside of unwind. */
#ifndef UNWIND_NAMES_H
#define UNWIND_NAMES_H

#include <stdbool.h>

#include "unwind/module.h"
#include "unwind/strings.h"

/* Fills in the names of the place's frame. */
void names_find(struct place *place, bool source, struct strings *strings);
/* The one name of a frame that is known otherwise; symbol may be NULL. */
void names_set(struct place *place, const char *symbol, uint64_t offset);
/* Whether this build makes readable names of those that C++ and Rust compilers make. */
bool names_demangle(void);

#endif
