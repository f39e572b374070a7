#include "source/roles.h"

#include <string.h>

#include "desc/desc.h"
#include "source/arch.h"

static const struct {
	const char *name;
	enum role role;
} rows[] = {
	{"execve", ROLE_EXEC},
	{"execveat", ROLE_EXEC},
	{"seccomp", ROLE_SECCOMP},
	{"prctl", ROLE_PRCTL},
	{"sched_getaffinity", ROLE_MASK},
	{"sched_setaffinity", ROLE_MASK},
	{"sched_setscheduler", ROLE_MASK},
	{"sched_setattr", ROLE_MASK},
	{"open", ROLE_OPEN},
	{"openat", ROLE_OPENAT},
	{"openat2", ROLE_OPENAT},
	{"fork", ROLE_FORK},
	{"vfork", ROLE_FORK},
	{"clone", ROLE_CLONE},
	{"clone3", ROLE_CLONE3},
};

void roles_init(struct roles *roles)
{
	memset(roles, 0, sizeof *roles);
	for (unsigned a = 0; a < arch_nrows; a++) {
		for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
			enum desc_abi abi = arch_rows[a].abi;
			int nr = desc_find_nr(abi, rows[i].name);
			if (nr >= 0 && nr < STOP_AT_MAX)
				roles->of[abi][nr] = (uint8_t)rows[i].role;
		}
	}
}
