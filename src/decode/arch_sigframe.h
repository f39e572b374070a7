/* Where each ABI's signal frame keeps the mask that sigreturn restores. */
#ifndef DECODE_ARCH_SIGFRAME_H
#define DECODE_ARCH_SIGFRAME_H

#include <stdint.h>

#include "desc/table.h"

struct sigframe_mask {
	uint64_t low, high; /* addresses of the two 32-bit halves: they stand apart in one old frame */
};

struct sigframe_mask arch_sigframe_mask(enum desc_abi abi, uint64_t nr, uint64_t sp);

#endif
