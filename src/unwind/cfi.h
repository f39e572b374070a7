/*
 * From one frame to the next. libdw's answer for a place in the code is kept as a row of rules; a row is applied to registers and
 * memory without libdw. Inside of unwind.
 */
#ifndef UNWIND_CFI_H
#define UNWIND_CFI_H

#include <stdbool.h>

#include "event/regs.h"
#include "mem/mem.h"
#include "unwind/module.h"

struct unwind_state {
	struct regs regs;
	uint64_t known; /* bit n: register n has the value it had in this frame */
};

enum cfi_step {
	CFI_STEPPED,
	CFI_SIGNAL,    /* what comes next was interrupted: its pc is exact, not that of a call */
	CFI_OUTERMOST, /* nobody called this */
	CFI_NONE,      /* there is no rule, or it cannot be applied: the state is unchanged */
};

/* Turns the state of the frame at this place into that of its caller. */
enum cfi_step cfi_step(struct place *place, struct unwind_state *state, struct mem *mem);

#endif
