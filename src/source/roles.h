/* Calls that mean something to the engine itself, whoever wants to see them. Found by name: numbers are the descriptions' business.
 */
#ifndef SOURCE_ROLES_H
#define SOURCE_ROLES_H

#include <stdint.h>

#include "source/source.h"

enum role {
	ROLE_NONE,
	ROLE_EXEC,    /* becomes another program */
	ROLE_SECCOMP, /* may install a seccomp filter... */
	ROLE_PRCTL,   /* ...and so may this */
	ROLE_MASK,    /* looks at a CPU mask or changes one: of whose tid is its first argument, 0: the caller's */
	ROLE_OPEN,    /* opens a file; its name is the first argument */
	ROLE_OPENAT,  /* or the second */
	ROLE_FORK,    /* makes a child that has the caller's mask */
	ROLE_CLONE,   /* so does this, whose first argument tells whether we may see the child */
	ROLE_CLONE3,  /* or points to what tells */
};

struct roles {
	uint8_t of[ABI_N][STOP_AT_MAX]; /* enum role */
};

void roles_init(struct roles *roles);

static inline enum role role_of(const struct roles *roles, enum desc_abi abi, uint64_t nr)
{
	return nr < STOP_AT_MAX ? (enum role)roles->of[abi][nr] : ROLE_NONE;
}

#endif
