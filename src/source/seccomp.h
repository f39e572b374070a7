/*
 * The seccomp filter that spares a program the stops at calls nobody wants: it is installed in the child before its execve, lets
 * unwanted calls pass and stops at the others. docs/speed.md says when it is used and what it changes.
 */
#ifndef SOURCE_SECCOMP_H
#define SOURCE_SECCOMP_H

#include <linux/filter.h>
#include <stdbool.h>

#include "source/roles.h"
#include "source/source.h"

/* What our filter says to the tracer, to be told from a filter that the program installs itself. */
#define SECCOMP_DATA 0x746c

struct seccomp_program {
	struct sock_filter *insn;
	unsigned len, cap;
};

/* Must the engine be told of such a call, for the user or itself? */
bool seccomp_wants(const struct ptrace_opts *opts, enum desc_abi abi, uint64_t nr);
/* The program that stops at the calls of opts->stop_at and at those with a role in the engine; opens: at those that open files,
 * too. */
void seccomp_build(struct seccomp_program *program, const struct ptrace_opts *opts, const struct roles *roles, bool opens);
/* In the child. `force`: also where the kernel wants no_new_privs for it. 0 or -errno. */
int seccomp_install(const struct seccomp_program *program, bool force);
/* Why there is no filter for these options, NULL if there is to be one. Warns if the user asked for what cannot be. */
const char *seccomp_choose(const struct ptrace_opts *opts, bool dies_of_signals);

#endif
