#include "unwind/expr.h"

#include <dwarf.h>

#define DEPTH     64
#define STEPS_MAX 1000u

struct machine {
	const struct expr_context *ctx;
	uint64_t stack[DEPTH];
	unsigned depth;
	bool wrong;
};

static void push(struct machine *m, uint64_t value)
{
	if (m->depth == DEPTH)
		m->wrong = true;
	else
		m->stack[m->depth++] = m->ctx->regs->word == 4 ? (uint32_t)value : value;
}

static uint64_t pop(struct machine *m)
{
	if (m->depth > 0)
		return m->stack[--m->depth];
	m->wrong = true;
	return 0;
}

/* The value that lies n below the top. */
static void pick(struct machine *m, uint64_t n)
{
	if (n < m->depth)
		push(m, m->stack[m->depth - 1 - n]);
	else
		m->wrong = true;
}

static void push_reg(struct machine *m, uint64_t reg, uint64_t offset)
{
	if (reg < m->ctx->regs->n && m->ctx->known >> reg & 1)
		push(m, m->ctx->regs->r[reg] + offset);
	else
		m->wrong = true;
}

static void load(struct machine *m, unsigned size)
{
	uint64_t value = 0, at = pop(m);
	/* The bytes of a smaller value are the low ones: little-endian. */
	if (size == 0 || size > sizeof value || mem_read_all(m->ctx->mem, at, &value, size) < 0)
		m->wrong = true;
	else
		push(m, value);
}

static int64_t as_signed(const struct machine *m, uint64_t value)
{
	return m->ctx->regs->word == 4 ? (int32_t)(uint32_t)value : (int64_t)value;
}

static uint64_t shift_right(const struct machine *m, uint64_t value, uint64_t by)
{
	int64_t number = as_signed(m, value);
	return (uint64_t)(number >> (by < 63 ? by : 63));
}

/* Operations on the two uppermost values. False: it is none. */
static bool binary(struct machine *m, unsigned atom)
{
	if (atom != DW_OP_and && atom != DW_OP_minus && atom != DW_OP_mul && atom != DW_OP_or && atom != DW_OP_plus &&
	    atom != DW_OP_shl && atom != DW_OP_shr && atom != DW_OP_shra && atom != DW_OP_xor &&
	    !(atom >= DW_OP_eq && atom <= DW_OP_ne))
		return false;
	uint64_t right = pop(m), left = pop(m);
	int64_t a = as_signed(m, left), b = as_signed(m, right);
	uint64_t result = 0;
	switch (atom) {
	case DW_OP_and:
		result = left & right;
		break;
	case DW_OP_minus:
		result = left - right;
		break;
	case DW_OP_mul:
		result = left * right;
		break;
	case DW_OP_or:
		result = left | right;
		break;
	case DW_OP_plus:
		result = left + right;
		break;
	case DW_OP_shl:
		result = right < 64 ? left << right : 0;
		break;
	case DW_OP_shr:
		result = right < 64 ? left >> right : 0;
		break;
	case DW_OP_shra:
		result = shift_right(m, left, right);
		break;
	case DW_OP_xor:
		result = left ^ right;
		break;
	case DW_OP_eq:
		result = a == b;
		break;
	case DW_OP_ge:
		result = a >= b;
		break;
	case DW_OP_gt:
		result = a > b;
		break;
	case DW_OP_le:
		result = a <= b;
		break;
	case DW_OP_lt:
		result = a < b;
		break;
	case DW_OP_ne:
		result = a != b;
		break;
	}
	push(m, result);
	return true;
}

static void swap(struct machine *m)
{
	uint64_t top = pop(m), below = pop(m);
	push(m, top);
	push(m, below);
}

static void rotate(struct machine *m)
{
	uint64_t first = pop(m), second = pop(m), third = pop(m);
	push(m, first);
	push(m, third);
	push(m, second);
}

/* Constants, registers, memory and the order of what is there. False: it is none of that. */
static bool plain(struct machine *m, const Dwarf_Op *op)
{
	const unsigned atom = op->atom;
	if (atom >= DW_OP_lit0 && atom <= DW_OP_lit31) {
		push(m, atom - DW_OP_lit0);
	} else if (atom >= DW_OP_breg0 && atom <= DW_OP_breg31) {
		push_reg(m, atom - DW_OP_breg0, op->number);
	} else if (atom == DW_OP_bregx) {
		push_reg(m, op->number, op->number2);
	} else if (atom >= DW_OP_const1u && atom <= DW_OP_consts) {
		push(m, op->number);
	} else if (atom == DW_OP_call_frame_cfa) {
		push(m, m->ctx->cfa);
		m->wrong |= !m->ctx->has_cfa;
	} else if (atom == DW_OP_deref) {
		load(m, m->ctx->regs->word);
	} else if (atom == DW_OP_deref_size) {
		load(m, op->number <= 8 ? (unsigned)op->number : 0);
	} else if (atom == DW_OP_dup || atom == DW_OP_over || atom == DW_OP_pick) {
		pick(m, atom == DW_OP_dup ? 0 : atom == DW_OP_over ? 1 : op->number);
	} else if (atom == DW_OP_drop) {
		pop(m);
	} else if (atom == DW_OP_swap) {
		swap(m);
	} else if (atom == DW_OP_rot) {
		rotate(m);
	} else if (atom == DW_OP_plus_uconst) {
		push(m, pop(m) + op->number);
	} else if (atom == DW_OP_neg) {
		push(m, -pop(m));
	} else if (atom == DW_OP_not) {
		push(m, ~pop(m));
	} else if (atom != DW_OP_nop) {
		return false;
	}
	return true;
}

/* Where a jump goes: its distance counts from the operation after it, 3 bytes on. nops: nowhere. */
static unsigned find_target(const Dwarf_Op *ops, unsigned nops, const Dwarf_Op *jump)
{
	uint64_t offset = jump->offset + 3 + (uint64_t)(int64_t)(int16_t)jump->number;
	for (unsigned i = 0; i < nops; i++)
		if (ops[i].offset == offset)
			return i;
	return nops;
}

bool expr_eval(const Dwarf_Op *ops, unsigned nops, const struct expr_context *ctx, uint64_t *ret)
{
	struct machine m = {.ctx = ctx};
	unsigned steps = 0;
	for (unsigned i = 0; i < nops && !m.wrong; steps++) {
		const Dwarf_Op *op = &ops[i];
		bool jumps = op->atom == DW_OP_skip || (op->atom == DW_OP_bra && pop(&m) != 0);
		if (steps > STEPS_MAX)
			return false;
		if (!jumps && op->atom != DW_OP_bra && !binary(&m, op->atom) && !plain(&m, op))
			return false;
		i = jumps ? find_target(ops, nops, op) : i + 1;
	}
	if (m.wrong || m.depth == 0)
		return false;
	*ret = m.stack[m.depth - 1];
	return true;
}
