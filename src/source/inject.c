/*
 * Tampering with calls. Memory is written before the event is told, so that what is shown is what the kernel, or the program, will
 * read. Everything else happens when the tracee is let go on: one that is detached before that makes its call as if untraced.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <time.h>

#include "base/check.h"
#include "base/diag.h"
#include "desc/desc.h"
#include "source/arch.h"
#include "source/engine.h"
#include "source/tamper.h"

/* The installed headers may be older: Linux 6.16. */
#ifndef PTRACE_SET_SYSCALL_INFO
#define PTRACE_SET_SYSCALL_INFO 0x4212
#endif

/* Writes whole words, as ptrace does: what surrounds the bytes in the first and the last is read first. Unlike process_vm_writev it
 * writes to read-only mappings, where string constants are. */
static bool poke_bytes(pid_t tid, uint64_t addr, const uint8_t *bytes, size_t len)
{
	while (len) {
		uint64_t base = addr & ~(uint64_t)(sizeof(long) - 1);
		size_t skip = addr - base, n = sizeof(long) - skip < len ? sizeof(long) - skip : len;
		errno = 0;
		long word = ptrace(PTRACE_PEEKDATA, tid, base, NULL);
		if (errno)
			return false;
		memcpy((uint8_t *)&word + skip, bytes, n);
		if (ptrace(PTRACE_POKEDATA, tid, base, word) < 0)
			return false;
		addr += n;
		bytes += n;
		len -= n;
	}
	return true;
}

/* How many registers the call's arguments take. */
static unsigned register_count(const struct desc_call *call, enum desc_abi abi)
{
	unsigned count = 0, next = 0;
	/* The lists of variants differ; none is longer than the registers. */
	if (!call || call->sw != DESC_NONE)
		return 6;
	for (unsigned n = 0; n < call->sig.nargs; n++) {
		const struct desc_arg *arg = &desc_arg[call->sig.first_arg + n];
		const struct desc_type *type = &desc_type[arg->type];
		bool number = type->kind == DK_INT || type->kind == DK_ENUM || type->kind == DK_BITS;
		next = arg->reg ? arg->reg : next + 1;
		if (!arg->high && number && desc_base_size(type->base, abi) > desc_abi_word(abi))
			next++;
		count = next > count ? next : count;
	}
	return count;
}

static void complain(pid_t tid, const char *why)
{
	diag("poke_tcb: Failed to tamper with process %d: %s", (int)tid, why);
}

static bool poke(const struct tracee *t, const struct tamper_poke *what)
{
	const struct desc_call *call = desc_find(t->call.abi, t->call.nr);
	unsigned count = register_count(call, t->call.abi);
	if (what->arg >= count) {
		diag("poke_tcb: Failed to tamper with process %d: requested to tamper with argument #%u, but system call '%s' has "
		     "only %u arguments",
		     (int)t->tid, what->arg + 1, call ? desc_name(call->name) : "", count);
		return false;
	}
	uint64_t addr = t->call.args[what->arg];
	if (desc_abi_word(t->call.abi) == 4)
		addr &= UINT32_MAX;
	if (poke_bytes(t->tid, addr, what->bytes, what->len))
		return true;
	complain(t->tid, "couldn't poke");
	return false;
}

static void poke_all(struct tracee *t, const struct tamper_pokes *pokes)
{
	for (size_t i = 0; i < pokes->len; i++)
		if (poke(t, &pokes->p[i]))
			t->tampered |= EVENT_TAMPERED_ARGS;
}

/* The tracee's count of its calls in this slot, this one included. */
static uint32_t count_call(const struct engine *e, struct tracee *t, unsigned slot)
{
	if (!t->counts)
		t->counts = check_calloc(e->opts.tamper->nslots, sizeof *t->counts);
	/* More calls than can be counted are all the same to a rule. */
	if (t->counts[slot] < UINT32_MAX)
		t->counts[slot]++;
	return t->counts[slot];
}

void tamper_enter(struct engine *e, struct tracee *t, const struct __ptrace_syscall_info *info)
{
	unsigned slot;
	t->rule = NULL;
	t->skipped = false;
	t->tampered = 0;
	t->call.nr = info->entry.nr;
	t->call.abi = arch_abi(info->arch);
	memcpy(t->call.args, info->entry.args, sizeof t->call.args);
	const struct tamper_rule *rule = tamper_find(e->opts.tamper, t->call.abi, t->call.nr, &slot);
	/* Nothing is done to the program before it is the program. */
	if (!rule || t->launch != LAUNCH_DONE)
		return;
	uint32_t n = count_call(e, t, slot);
	if (n < rule->first || n > rule->last || (n - rule->first) % rule->step)
		return;
	t->rule = rule;
	t->due = TAMPER_DUE_ENTER;
	poke_all(t, &rule->poke_enter);
}

/* Both say whether it worked. What fails with ESRCH is an end that will be waited for. */
static bool set_info(struct engine *e, const struct tracee *t, struct __ptrace_syscall_info *info)
{
	if (!e->by_registers && ptrace(PTRACE_SET_SYSCALL_INFO, t->tid, sizeof *info, info) == 0)
		return true;
	/* A request that the kernel does not know. */
	e->by_registers |= errno == EIO;
	return e->by_registers && (info->op == PTRACE_SYSCALL_INFO_EXIT ? arch_set_result(t->tid, info->exit.rval)
	                                                                : arch_set_number(t->tid, info->entry.nr));
}

/* Has the kernel make no call, or another. */
static bool skip_call(struct engine *e, const struct tracee *t)
{
	struct __ptrace_syscall_info info;
	if (ptrace(PTRACE_GET_SYSCALL_INFO, t->tid, sizeof info, &info) < 0 ||
	    (info.op != PTRACE_SYSCALL_INFO_ENTRY && info.op != PTRACE_SYSCALL_INFO_SECCOMP))
		return false;
	info.entry.nr = (uint64_t)t->rule->instead[t->call.abi];
	return set_info(e, t, &info);
}

static void put_result(struct engine *e, const struct tracee *t, struct __ptrace_syscall_info *info)
{
	const struct tamper_rule *rule = t->rule;
	bool fails = rule->actions & TAMPER_ERROR;
	info->exit.is_error = fails;
	info->exit.rval = fails ? -rule->error : (int64_t)rule->value;
	if (!set_info(e, t, info))
		return;
	/* In what it returns a program of 32 bits has no more. */
	if (!fails && desc_abi_word(t->call.abi) == 4)
		info->exit.rval = (int32_t)rule->value;
}

void tamper_exit(struct engine *e, struct tracee *t, struct __ptrace_syscall_info *info)
{
	poke_all(t, &t->rule->poke_exit);
	if (t->skipped) {
		put_result(e, t, info);
		t->tampered |= EVENT_TAMPERED_RESULT;
		t->skipped = false;
	}
	if (t->rule->actions & TAMPER_DELAY_EXIT) {
		t->tampered |= EVENT_TAMPERED_DELAY;
		t->due = TAMPER_DUE_EXIT;
	}
	if (!t->due)
		t->rule = NULL;
}

void tamper_note(struct engine *e, struct tracee *t)
{
	struct __ptrace_syscall_info info;
	if (t->skipped && ptrace(PTRACE_GET_SYSCALL_INFO, t->tid, sizeof info, &info) > 0 && info.op == PTRACE_SYSCALL_INFO_EXIT)
		put_result(e, t, &info);
}

/* What remains to be done in this stop, delays aside. */
static void finish(struct engine *e, struct tracee *t)
{
	const struct tamper_rule *rule = t->rule;
	if (t->due == TAMPER_DUE_ENTER) {
		if (rule->actions & TAMPER_RESULT)
			t->skipped = skip_call(e, t);
		/* A signal that goes with the resumption from an entry is sent by the kernel. */
		if (rule->actions & TAMPER_SIGNAL)
			t->inject = rule->signo;
	} else {
		t->rule = NULL;
	}
	t->due = TAMPER_DUE_NOTHING;
	tracee_resume(t);
}

static uint64_t now_ns(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

/* Has wait4 come back when the first delay is over. The signal may come just before wait4 sleeps, so it is repeated. */
static void set_alarm(struct engine *e, uint64_t wake_ns)
{
	const struct itimerspec spec = {
		.it_value = {(time_t)(wake_ns / 1000000000u), (long)(wake_ns % 1000000000u)},
		.it_interval = {.tv_nsec = wake_ns == UINT64_MAX ? 0 : 1000000},
	};
	static const struct itimerspec off;
	if (!e->delay.has_timer) {
		struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
		CHECK(timer_create(CLOCK_MONOTONIC, &event, &e->delay.timer) == 0);
		e->delay.has_timer = true;
	}
	timer_settime(e->delay.timer, TIMER_ABSTIME, wake_ns == UINT64_MAX ? &off : &spec, NULL);
	e->delay.first_ns = wake_ns;
}

static void delay(struct engine *e, struct tracee *t, uint64_t ns)
{
	uint64_t now = now_ns();
	/* No end of waiting is later than what a timer can be set to. */
	t->wake_ns = ns < (uint64_t)INT64_MAX - now ? now + ns : (uint64_t)INT64_MAX;
	t->tampered |= EVENT_TAMPERED_DELAY;
	e->delay.count++;
	if (e->delay.count == 1 || t->wake_ns < e->delay.first_ns)
		set_alarm(e, t->wake_ns);
}

void tamper_resume(struct engine *e, struct tracee *t)
{
	if (t->due && t->stopped) {
		const struct tamper_rule *rule = t->rule;
		bool entry = t->due == TAMPER_DUE_ENTER;
		if (rule->actions & (entry ? TAMPER_DELAY_ENTER : TAMPER_DELAY_EXIT))
			delay(e, t, entry ? rule->delay_enter_ns : rule->delay_exit_ns);
		else
			finish(e, t);
	} else {
		tracee_resume(t);
	}
}

void tamper_cancel(struct engine *e, struct tracee *t)
{
	e->delay.count -= t->wake_ns != 0;
	t->wake_ns = 0;
	t->due = TAMPER_DUE_NOTHING;
}

void tamper_forget(struct engine *e, struct tracee *t)
{
	tamper_cancel(e, t);
	free(t->counts);
	t->counts = NULL;
}

void tamper_wake(struct engine *e)
{
	uint64_t now = now_ns(), first = UINT64_MAX;
	if (now < e->delay.first_ns)
		return;
	for (struct tracee *t = e->by_tid; t; t = t->hh.next) {
		if (t->wake_ns && t->wake_ns <= now) {
			t->wake_ns = 0;
			e->delay.count--;
			finish(e, t);
		} else if (t->wake_ns && t->wake_ns < first) {
			first = t->wake_ns;
		}
	}
	set_alarm(e, first);
}
