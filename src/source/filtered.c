/*
 * Tracing a program that has our seccomp filter. It is resumed with PTRACE_CONT, stops by itself at the entry of a wanted call, and
 * is then resumed with PTRACE_SYSCALL for its exit. What strict filters of the program's own hide from ours (a call they refuse)
 * is seen all the same: from the call on that may install one, all of its process' calls stop as without a filter.
 */
#include <errno.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>

#include "base/diag.h"
#include "source/arch.h"
#include "source/engine.h"

void filter_prepare(struct engine *e)
{
	const char *why_not = seccomp_choose(&e->opts, e->signals.mode == INTERRUPT_ANYWHERE);
	if (!why_not)
		seccomp_build(&e->filter, &e->opts, &e->roles, colocate_sees_opens(e));
	else if (e->opts.debug)
		diag("seccomp filter: not used: %s", why_not);
}

void filter_installed(struct engine *e, pid_t tid, int error)
{
	e->filter_installed = error == 0;
	if (!error && !colocate_sees_opens(e))
		colocate_disable(e, "files are opened unseen by a filter");
	if (!error) {
		/* From now on wanted calls fail unless somebody traces the program: it must not outlive us. */
		e->ptrace_options |= PTRACE_O_TRACESECCOMP | PTRACE_O_EXITKILL;
		ptrace(PTRACE_SETOPTIONS, tid, 0L, e->ptrace_options);
		if (e->opts.debug)
			diag("seccomp filter: used, %u instructions", e->filter.len);
	} else if (e->opts.filter == FILTER_ASKED) {
		/* The first try without no_new_privs may be followed by one with it, whose outcome is the one to be told. */
		if (error != EACCES)
			diag_errno(error, "the seccomp filter cannot be installed");
	} else if (e->opts.debug) {
		diag_errno(error, "seccomp filter: not used: the kernel refuses it without no_new_privs");
	}
}

/* True for the call that may give the process a filter of its own. */
static bool adds_filter(enum role role, uint64_t operation)
{
	return (role == ROLE_PRCTL && operation == PR_SET_SECCOMP) ||
	       (role == ROLE_SECCOMP && (operation == SECCOMP_SET_MODE_STRICT || operation == SECCOMP_SET_MODE_FILTER));
}

static void stop_at_all(struct engine *e, pid_t tgid)
{
	for (struct tracee *t = e->by_tid; t; t = t->hh.next)
		if (t->tgid == tgid)
			t->filtered = false;
}

bool filter_passes_on(struct engine *e, struct tracee *t, const struct __ptrace_syscall_info *info, bool seccomp)
{
	/* A filter of the program's own that asks for a tracer: without us there would be none. */
	if (seccomp && info->seccomp.ret_data != SECCOMP_DATA)
		arch_refuse_call(t->tid);
	/* Where all calls stop, this second stop of the same one tells nothing new. */
	if (seccomp && t->in_call)
		return false;
	if (!t->filtered)
		return true;
	enum desc_abi abi = arch_abi(info->arch);
	enum role role = role_of(&e->roles, abi, info->entry.nr);
	if (adds_filter(role, info->entry.args[0]))
		stop_at_all(e, t->tgid);
	/* It may be on its way to a stop that we must see, too. */
	return role == ROLE_EXEC || t->colo.hold == HOLD_CALL || seccomp_wants(&e->opts, abi, info->entry.nr);
}
