/* DWARF expressions, as far as call frame information uses them. They come from files that anybody wrote. Inside of unwind. */
#ifndef UNWIND_EXPR_H
#define UNWIND_EXPR_H

#include <elfutils/libdw.h>
#include <stdbool.h>

#include "event/regs.h"
#include "mem/mem.h"

#define EXPR_OPS_MAX 256u

struct expr_context {
	const struct regs *regs;
	uint64_t known; /* which registers have a value */
	struct mem *mem;
	bool has_cfa;
	uint64_t cfa;
};

/* False if it does what it must not, needs what is not known, or does not end. */
bool expr_eval(const Dwarf_Op *ops, unsigned nops, const struct expr_context *ctx, uint64_t *ret);

#endif
