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
