/*
 * The registers of a stopped tracee, numbered as DWARF numbers them for its instruction set. Plain data; which of them is what is
 * said beside them, so that whoever unwinds needs no knowledge of an architecture.
 */
#ifndef EVENT_REGS_H
#define EVENT_REGS_H

#include <stdint.h>

#define REGS_MAX 33

struct regs {
	uint64_t r[REGS_MAX];
	uint8_t n;          /* how many there are */
	uint8_t pc, sp, fp; /* which of them are these */
	uint8_t word;       /* bytes of an address, 4 or 8 */
};

#endif
