#include "source/seccomp.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/check.h"
#include "base/diag.h"
#include "desc/desc.h"
#include "source/arch.h"

/* Numbers from `first` on, up to the next span, that are all treated alike. */
struct span {
	uint32_t first;
	bool stops;
};

static struct sock_filter *emit(struct seccomp_program *p, struct sock_filter insn)
{
	if (p->len == p->cap) {
		p->cap = p->cap ? 2 * p->cap : 64;
		p->insn = check_realloc(p->insn, p->cap * sizeof *p->insn);
	}
	p->insn[p->len] = insn;
	return &p->insn[p->len++];
}

static void emit_verdict(struct seccomp_program *p, bool stops)
{
	uint32_t verdict = stops ? SECCOMP_RET_TRACE | SECCOMP_DATA : SECCOMP_RET_ALLOW;
	emit(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, verdict));
}

/* A binary search through the spans: what is smaller than the middle one comes next, the rest behind it. */
static void emit_search(struct seccomp_program *p, const struct span *span, unsigned n)
{
	if (n == 1) {
		emit_verdict(p, span->stops);
		return;
	}
	unsigned half = n / 2, test = p->len;
	emit(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, span[half].first, 0, 1));
	emit(p, (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, 0));
	emit_search(p, span, half);
	p->insn[test + 1].k = p->len - (test + 2);
	emit_search(p, span + half, n - half);
}

bool seccomp_wants(const struct ptrace_opts *opts, enum desc_abi abi, uint64_t nr)
{
	if (nr >= STOP_AT_MAX || opts->stop_at[abi][nr / 64] >> (nr % 64) & 1)
		return true;
	unsigned slot;
	if (tamper_find(opts->tamper, abi, nr, &slot))
		return true;
	const struct desc_call *desc = desc_find(abi, nr);
	return desc && desc->attrs & opts->stop_at_attrs;
}

/* Children need no stop at the call: who has a filter is followed, and a child is told of by an event. */
static bool concerns_engine(enum role role, bool opens)
{
	switch (role) {
	case ROLE_EXEC:
	case ROLE_SECCOMP:
	case ROLE_PRCTL:
	case ROLE_MASK:
		return true;
	case ROLE_OPEN:
	case ROLE_OPENAT:
		return opens;
	default:
		return false;
	}
}

static void emit_abi(struct seccomp_program *p, const struct ptrace_opts *opts, const struct roles *roles, enum desc_abi abi,
                     bool opens)
{
	struct span span[STOP_AT_MAX + 1];
	unsigned n = 0;
	for (uint32_t nr = 0; nr < STOP_AT_MAX; nr++) {
		bool stops = seccomp_wants(opts, abi, nr) || concerns_engine(role_of(roles, abi, nr), opens);
		if (n == 0 || span[n - 1].stops != stops)
			span[n++] = (struct span){nr, stops};
	}
	/* Whatever else there may be, x32 calls among it, is decided by who sees it. */
	if (!span[n - 1].stops)
		span[n++] = (struct span){STOP_AT_MAX, true};
	emit(p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
	emit_search(p, span, n);
}

void seccomp_build(struct seccomp_program *program, const struct ptrace_opts *opts, const struct roles *roles, bool opens)
{
	*program = (struct seccomp_program){0};
	emit(program, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)));
	for (unsigned a = 0; a < arch_nrows; a++) {
		unsigned test = program->len;
		emit(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, arch_rows[a].audit, 1, 0));
		emit(program, (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, 0));
		emit_abi(program, opts, roles, arch_rows[a].abi, opens);
		program->insn[test + 1].k = program->len - (test + 2);
	}
	emit_verdict(program, true);
	CHECK(program->len <= BPF_MAXINSNS);
}

int seccomp_install(const struct seccomp_program *program, bool force)
{
	struct sock_fprog prog = {.len = (unsigned short)program->len, .filter = program->insn};
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog) == 0)
		return 0;
	if (errno != EACCES || !force || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -errno;
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog) == 0 ? 0 : -errno;
}

static bool sends_signals(const struct tamper *tamper)
{
	for (unsigned i = 0; tamper && i < tamper->nrules; i++)
		if (tamper->rule[i].actions & TAMPER_SIGNAL)
			return true;
	return false;
}

const char *seccomp_choose(const struct ptrace_opts *opts, bool dies_of_signals)
{
	bool asked = opts->filter == FILTER_ASKED;
	if (asked && (opts->program || opts->detach_on_exec))
		diag("--seccomp-bpf is not enabled because it is not compatible with %s", opts->program ? "-D" : "-b");
	else if (asked && !opts->follow)
		diag("--seccomp-bpf cannot be used without -f/--follow-forks, disabling");
	else if (asked && !opts->stop_at[arch_rows[0].abi])
		diag("Seccomp filter is requested but there are no syscalls to filter.  See -e trace to filter syscalls.");
	else if (asked && opts->nattach)
		diag("--seccomp-bpf is not enabled for processes attached with -p");
	else if (asked && opts->lets_go)
		diag("--seccomp-bpf is not enabled because it is not compatible with --syscall-limit");
	if (opts->program)
		return "with -D the program is on its way already";
	if (opts->detach_on_exec)
		return "who is detached would keep it";
	if (opts->filter == FILTER_NEVER)
		return "--no-filter";
	if (!opts->argv)
		return "the program runs already";
	if (!opts->follow)
		return "children would inherit it and not be followed";
	if (!opts->stop_at[arch_rows[0].abi])
		return "every call is wanted";
	if (sends_signals(opts->tamper))
		return "a signal can be sent with the resumption from a syscall-stop only";
	if (!asked && opts->nattach)
		return "the end of trapline would end the program, but not those attached";
	if (opts->lets_go)
		return "the program may go on without trapline";
	if (!asked && dies_of_signals)
		return "a signal that ends trapline would end the program, too";
	return NULL;
}
