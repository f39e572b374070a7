/* Names that the kernel's ABI gives to numbers: signals and signal sets. */
#include "base/error.h"
#include "base/signame.h"
#include "sink/value_impl.h"

bool value_call_failed(const struct call *call)
{
	bool never = call->desc && call->desc->attrs & CA_NEVER_FAILS && !error_restart(call->error);
	return call->error && (!never || call->tampered & EVENT_TAMPERED_RESULT);
}

#define SIGNALS 64

void value_signal(struct buf *out, unsigned signo)
{
	if (signo == 0 || signo > SIGNALS) {
		buf_udec(out, signo);
		return;
	}
	buf_puts(out, "SIG");
	signame_put(out, signo);
}

void value_sigset(struct buf *out, uint64_t set, unsigned size, enum value_consts consts)
{
	/* Shown by what it lacks when it has two thirds of all signals or more. */
	if ((unsigned)__builtin_popcountll(set) >= size * 8 * 2 / 3) {
		buf_putc(out, '~');
		set = ~set & UINT64_MAX >> (64 - size * 8);
	}
	buf_putc(out, '[');
	for (unsigned signo = 1, first = 1; signo <= SIGNALS; signo++) {
		if (!(set >> (signo - 1) & 1))
			continue;
		if (!first)
			buf_putc(out, ' ');
		first = 0;
		if (consts != VALUE_ABBREV)
			buf_udec(out, signo);
		if (consts == VALUE_VERBOSE)
			buf_puts(out, " /* ");
		if (consts != VALUE_RAW)
			signame_put(out, signo);
		if (consts == VALUE_VERBOSE)
			buf_puts(out, " */");
	}
	buf_putc(out, ']');
}
