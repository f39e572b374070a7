/*
 * What is to be done to calls (-e inject=, -e fault=): rules, plain data, built when options are parsed and const from then on.
 * The engine applies them between an event and the resumption; what it did is a fact of the call's EV_EXIT (EVENT_TAMPERED_).
 */
#ifndef SOURCE_TAMPER_H
#define SOURCE_TAMPER_H

#include <stddef.h>
#include <stdint.h>

#include "desc/table.h"

enum {
	TAMPER_ERROR = 1, /* the call is not made; its result is an error */
	TAMPER_VALUE = 2, /* the same with a value */
	TAMPER_SIGNAL = 4,
	TAMPER_DELAY_ENTER = 8,
	TAMPER_DELAY_EXIT = 16,
	TAMPER_POKE_ENTER = 32,
	TAMPER_POKE_EXIT = 64,
	TAMPER_RESULT = TAMPER_ERROR | TAMPER_VALUE,
};

/* Bytes written to where an argument points. */
struct tamper_poke {
	unsigned arg; /* counted from 0 */
	size_t len;
	uint8_t *bytes;
};

struct tamper_pokes {
	struct tamper_poke *p;
	size_t len;
};

struct tamper_rule {
	unsigned actions; /* TAMPER_ */
	int error;
	uint64_t value;
	int signo;
	uint64_t delay_enter_ns, delay_exit_ns;
	struct tamper_pokes poke_enter, poke_exit;
	int64_t instead[ABI_N]; /* the harmless call that is made in place of one that is not: its number, or -1 for none */
	/* When: at calls number first, first + step ... up to last. */
	uint32_t first, last, step;
};

#define TAMPER_NR_MAX 1024

/* Each call that a rule names has a slot; a tracee counts its calls by slot. */
struct tamper {
	struct tamper_rule *rule;
	unsigned nrules;
	uint16_t slot[ABI_N][TAMPER_NR_MAX]; /* 0: no rule */
	uint16_t *rule_of;                   /* by slot */
	unsigned nslots;                     /* slot 0 included */
};

static inline const struct tamper_rule *tamper_find(const struct tamper *tamper, enum desc_abi abi, uint64_t nr, unsigned *ret_slot)
{
	unsigned slot = tamper && nr < TAMPER_NR_MAX ? tamper->slot[abi][nr] : 0;
	*ret_slot = slot;
	return slot ? &tamper->rule[tamper->rule_of[slot]] : NULL;
}

#endif
