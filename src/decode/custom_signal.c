/* siginfo_t, and the signal frame that sigreturn restores from. */
#include <signal.h>
#include <string.h>

#include "decode/arch_sigframe.h"
#include "decode/walk.h"

enum { SIGINFO_SIZE = 128, TICKS_PER_SECOND = 100 }; /* the kernel tells user space hundredths whatever its own clock is */

/* The bytes of a siginfo_t, laid out for pointers of `word` bytes. What is not there reads as 0. */
struct info {
	const uint8_t *p;
	size_t len;
	unsigned word;
	unsigned rest; /* where the union after si_signo, si_errno and si_code begins */
};

static uint64_t load(const struct info *in, unsigned at, unsigned size)
{
	uint64_t v = 0;
	if (at + size <= in->len)
		memcpy(&v, in->p + at, size);
	return v;
}

static int32_t load_int(const struct info *in, unsigned at)
{
	return (int32_t)load(in, at, 4);
}

static uint64_t load_word(const struct info *in, unsigned at)
{
	return load(in, at, in->word);
}

static int64_t load_long(const struct info *in, unsigned at)
{
	return in->word == 4 ? load_int(in, at) : (int64_t)load(in, at, 8);
}

static void put_pid_uid(struct walk *w, const struct info *in)
{
	walk_int(w, DESC_CUSTOM_NAME(si_pid), ST_PID, (uint64_t)(int64_t)load_int(in, in->rest));
	walk_int(w, DESC_CUSTOM_NAME(si_uid), ST_UID, load(in, in->rest + 4, 4));
}

static void put_value(struct walk *w, const struct info *in)
{
	if (!load_word(in, in->rest + 8))
		return;
	walk_int(w, DESC_CUSTOM_NAME(si_int), ST_DEC, (uint64_t)(int64_t)load_int(in, in->rest + 8));
	walk_addr(w, DESC_CUSTOM_NAME(si_ptr), TAPE_NOTYPE, load_word(in, in->rest + 8), 0);
}

static void put_ticks(struct walk *w, const struct info *in, uint32_t name, unsigned at)
{
	uint64_t ticks = load_word(in, at);
	walk_int(w, name, ST_UDEC, ticks);
	if (ticks) {
		walk_note(w, "%llu.%02llu s", (unsigned long long)(ticks / TICKS_PER_SECOND),
		          (unsigned long long)(ticks % TICKS_PER_SECOND));
	}
}

static void put_child(struct walk *w, const struct info *in, int code)
{
	unsigned at = in->rest + 8;
	put_pid_uid(w, in);
	walk_int(w, DESC_CUSTOM_NAME(si_status), code == CLD_EXITED ? ST_DEC : ST_SIGNAL, (uint64_t)(int64_t)load_int(in, at));
	put_ticks(w, in, DESC_CUSTOM_NAME(si_utime), at + in->word);
	put_ticks(w, in, DESC_CUSTOM_NAME(si_stime), at + 2 * in->word);
}

static void put_fault(struct walk *w, const struct info *in, int signo, int code)
{
	unsigned at = in->rest + in->word;
	walk_addr(w, DESC_CUSTOM_NAME(si_addr), TAPE_NOTYPE, load_word(in, in->rest), 0);
	if (signo == SIGBUS && (code == BUS_MCEERR_AR || code == BUS_MCEERR_AO)) {
		walk_int(w, DESC_CUSTOM_NAME(si_addr_lsb), ST_HEX, load(in, at, 2));
	} else if (signo == SIGSEGV && code == SEGV_BNDERR) {
		walk_addr(w, DESC_CUSTOM_NAME(si_lower), TAPE_NOTYPE, load_word(in, at + in->word), 0);
		walk_addr(w, DESC_CUSTOM_NAME(si_upper), TAPE_NOTYPE, load_word(in, at + 2 * in->word), 0);
	} else if (signo == SIGSEGV && code == SEGV_PKUERR) {
		walk_int(w, DESC_CUSTOM_NAME(si_pkey), ST_UDEC, load(in, at + in->word, 4));
	}
}

static void put_origin(struct walk *w, const struct info *in, int signo, int code)
{
	switch (signo) {
	case SIGCHLD:
		put_child(w, in, code);
		return;
	case SIGILL:
	case SIGFPE:
	case SIGSEGV:
	case SIGBUS:
	case SIGTRAP:
		put_fault(w, in, signo, code);
		return;
	case SIGPOLL:
		walk_int(w, DESC_CUSTOM_NAME(si_band), ST_DEC, (uint64_t)load_long(in, in->rest));
		walk_int(w, DESC_CUSTOM_NAME(si_fd), ST_FD, (uint64_t)(int64_t)load_int(in, in->rest + in->word));
		return;
	case SIGSYS:
		walk_addr(w, DESC_CUSTOM_NAME(si_call_addr), TAPE_NOTYPE, load_word(in, in->rest), 0);
		walk_int(w, DESC_CUSTOM_NAME(si_syscall), ST_SYSCALL, (uint64_t)(int64_t)load_int(in, in->rest + in->word));
		walk_named(w, DESC_CUSTOM_NAME(si_arch), "audit_arch", ST_HEX, load(in, in->rest + in->word + 4, 4));
		return;
	default:
		if (load(in, in->rest, 4) || load(in, in->rest + 4, 4))
			put_pid_uid(w, in);
		put_value(w, in);
	}
}

/* Codes up to 0 come from processes and mean the same for each signal; SI_KERNEL does, too. */
static void put_code(struct walk *w, int signo, int code)
{
	static const struct {
		int signo;
		const char *set;
	} sets[] = {{SIGILL, "sigill_codes"},   {SIGFPE, "sigfpe_codes"},   {SIGTRAP, "sigtrap_codes"}, {SIGCHLD, "sigchld_codes"},
	            {SIGPOLL, "sigpoll_codes"}, {SIGSEGV, "sigsegv_codes"}, {SIGBUS, "sigbus_codes"},   {SIGSYS, "sigsys_codes"}};
	const char *set = "si_codes";
	for (size_t i = 0; i < sizeof(sets) / sizeof(*sets); i++) {
		if (code > 0 && code != SI_KERNEL && sets[i].signo == signo)
			set = sets[i].set;
	}
	/* A code without a name is plain hex, so it must not get its set's remark. */
	const struct desc_set *names = desc_set_find(set);
	if (names && desc_enum_find(names, w->abi, (uint64_t)(int64_t)code))
		walk_named(w, DESC_CUSTOM_NAME(si_code), set, ST_DEC, (uint64_t)(int64_t)code);
	else
		walk_int(w, DESC_CUSTOM_NAME(si_code), ST_HEX, (uint32_t)code);
}

static void put_sender(struct walk *w, const struct info *in, int code)
{
	if (code == SI_TIMER) {
		walk_int(w, DESC_CUSTOM_NAME(si_timerid), ST_HEX, load(in, in->rest, 4));
		walk_int(w, DESC_CUSTOM_NAME(si_overrun), ST_DEC, (uint64_t)(int64_t)load_int(in, in->rest + 4));
	} else {
		put_pid_uid(w, in);
	}
	if (code != SI_USER && code != SI_TKILL)
		put_value(w, in);
}

void walk_siginfo(struct walk *w, uint32_t name, const uint8_t *info, size_t len, unsigned word)
{
	struct info in = {.p = info, .len = len, .word = word, .rest = word == 8 ? 16 : 12};
	int signo = load_int(&in, 0), error = load_int(&in, 4), code = load_int(&in, 8);
	uint32_t open = tape_open(w->tape, TAPE_STRUCT, name, TAPE_NOTYPE, ST_DEFAULT);
	if (signo) {
		walk_int(w, DESC_CUSTOM_NAME(si_signo), ST_SIGNAL, (uint64_t)(int64_t)signo);
		put_code(w, signo, code);
		if (error)
			walk_int(w, DESC_CUSTOM_NAME(si_errno), ST_ERRNO, (uint64_t)(int64_t)error);
		if (code <= 0)
			put_sender(w, &in, code);
		else
			put_origin(w, &in, signo, code);
	}
	tape_close(w->tape, open);
}

void custom_siginfo(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t x)
{
	uint8_t info[SIGINFO_SIZE];
	(void)f;
	if (walk_fetch(w, x, info, sizeof(info)))
		walk_siginfo(w, name, info, sizeof(info), desc_abi_word(w->abi));
	else
		walk_addr(w, name, type, x, TF_FAULT);
}

void custom_sigframe(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t x)
{
	struct sigframe_mask at = arch_sigframe_mask(w->abi, w->call->nr, w->call->sp);
	uint32_t low, high;
	(void)f;
	(void)x;
	if (!walk_fetch(w, at.low, &low, sizeof(low)) || !walk_fetch(w, at.high, &high, sizeof(high))) {
		walk_addr(w, name, type, w->call->sp, TF_FAULT);
		return;
	}
	uint32_t open = tape_open(w->tape, TAPE_STRUCT, name, type, ST_DEFAULT);
	walk_int(w, DESC_CUSTOM_NAME(mask), ST_SIGSET, low | (uint64_t)high << 32);
	tape_close(w->tape, open);
	w->tape->tok[open].flags |= TF_NAMELESS;
}
