/* The data of a call, for who wants all of it: the arguments that lead to it once more, without limits. */
#include "decode/walk.h"

void decode_data(struct call *call, struct mem *mem, unsigned what)
{
	static const struct decode_opts whole = {.str_limit = SIZE_MAX, .deref = true};
	struct walk w = {.call = call, .mem = mem, .opts = &whole, .tape = &call->data, .abi = call->abi, .at_exit = true};
	w.failed = call->error != 0 || call->unavailable;
	if (!what || !call->desc)
		return;
	for (unsigned n = 0; n < call->sig.nargs && n < CALL_ARGS; n++) {
		const struct desc_arg *arg = &desc_arg[call->sig.first_arg + n];
		bool read = what & DECODE_READ && !w.failed && desc_type_streams(arg->type, DIR_OUT);
		bool written = what & DECODE_WRITTEN && desc_type_streams(arg->type, DIR_IN);
		if ((read || written) && !(call->absent & 1u << n))
			walk_value(&w, NULL, arg->name, arg->type, call->arg[n]);
	}
}
