#include "unwind/cfi.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "unwind/expr.h"

/* How a register of the caller is found. */
struct rule {
	uint8_t reg;
	enum rule_kind {
		RULE_UNDEFINED,
		RULE_AT_CFA,    /* it was saved at the frame address + offset */
		RULE_CFA,       /* it was the frame address + offset */
		RULE_EXPR,      /* it was saved where the expression says */
		RULE_EXPR_VALUE /* it was what the expression says */
	} kind;
	uint16_t first_op, nops;
	int64_t offset;
};

/* The rules for one place. Registers without a rule are unchanged. */
struct row {
	uint8_t ra;       /* the register that has the address to return to */
	bool cfa_is_expr; /* else it is a register + offset */
	uint8_t cfa_reg;
	int64_t cfa_offset;
	uint16_t cfa_nops; /* the first of ops */
	uint16_t nrules, nops;
	Dwarf_Op *ops;
	struct rule rule[REGS_MAX];
};

static uint16_t add_ops(struct row *row, const Dwarf_Op *ops, size_t n)
{
	uint16_t first = row->nops;
	row->ops = check_realloc(row->ops, (row->nops + n) * sizeof *ops);
	memcpy(row->ops + row->nops, ops, n * sizeof *ops);
	row->nops = (uint16_t)(row->nops + n);
	return first;
}

static bool read_cfa(Dwarf_Frame *frame, struct row *row)
{
	Dwarf_Op *ops;
	size_t n;
	if (dwarf_frame_cfa(frame, &ops, &n) < 0 || n == 0 || n > EXPR_OPS_MAX)
		return false;
	if (n == 1 && ops[0].atom >= DW_OP_breg0 && ops[0].atom <= DW_OP_breg31) {
		row->cfa_reg = (uint8_t)(ops[0].atom - DW_OP_breg0);
		row->cfa_offset = (int64_t)ops[0].number;
	} else if (n == 1 && ops[0].atom == DW_OP_bregx && ops[0].number < REGS_MAX) {
		row->cfa_reg = (uint8_t)ops[0].number;
		row->cfa_offset = (int64_t)ops[0].number2;
	} else {
		row->cfa_is_expr = true;
		row->cfa_nops = (uint16_t)n;
		add_ops(row, ops, n);
	}
	return true;
}

/* The common forms are kept as what they mean. */
static void read_ops(struct row *row, struct rule *rule, const Dwarf_Op *ops, size_t n)
{
	Dwarf_Op in_register;
	bool value = ops[n - 1].atom == DW_OP_stack_value;
	if (n == 1 && ((ops[0].atom >= DW_OP_reg0 && ops[0].atom <= DW_OP_reg31) || ops[0].atom == DW_OP_regx)) {
		in_register = (Dwarf_Op){.atom = DW_OP_bregx};
		in_register.number = ops[0].atom == DW_OP_regx ? ops[0].number : (Dwarf_Word)(ops[0].atom - DW_OP_reg0);
		rule->kind = RULE_EXPR_VALUE;
		rule->nops = 1;
		rule->first_op = add_ops(row, &in_register, 1);
		return;
	}
	size_t rest = n - value;
	bool of_cfa =
		rest >= 1 && rest <= 2 && ops[0].atom == DW_OP_call_frame_cfa && (rest == 1 || ops[1].atom == DW_OP_plus_uconst);
	if (of_cfa) {
		rule->kind = value ? RULE_CFA : RULE_AT_CFA;
		rule->offset = rest == 2 ? (int64_t)ops[1].number : 0;
		return;
	}
	rule->kind = value ? RULE_EXPR_VALUE : RULE_EXPR;
	rule->nops = (uint16_t)rest;
	rule->first_op = add_ops(row, ops, rest);
}

static bool read_rule(Dwarf_Frame *frame, struct row *row, unsigned reg)
{
	Dwarf_Op mem[3], *ops;
	size_t n;
	struct rule rule = {.reg = (uint8_t)reg};
	if (dwarf_frame_register(frame, (int)reg, mem, &ops, &n) < 0 || n > EXPR_OPS_MAX)
		return false;
	if (n == 0 && !ops)
		return true;
	if (n)
		read_ops(row, &rule, ops, n);
	row->rule[row->nrules++] = rule;
	return true;
}

static bool read_row(Dwarf_Frame *frame, unsigned nregs, struct row *row, bool *ret_signal)
{
	int ra = dwarf_frame_info(frame, NULL, NULL, ret_signal);
	if (ra < 0 || (unsigned)ra >= nregs || !read_cfa(frame, row))
		return false;
	row->ra = (uint8_t)ra;
	for (unsigned reg = 0; reg < nregs; reg++)
		if (!read_rule(frame, row, reg))
			return false;
	return true;
}

/* A row as large as it has to be, its operations behind it. */
static struct row *pack(const struct row *row)
{
	size_t rules = offsetof(struct row, rule) + row->nrules * sizeof *row->rule;
	rules += -rules % _Alignof(Dwarf_Op);
	char *packed = check_malloc(rules + row->nops * sizeof *row->ops);
	memcpy(packed, row, offsetof(struct row, rule) + row->nrules * sizeof *row->rule);
	if (row->nops)
		memcpy(packed + rules, row->ops, row->nops * sizeof *row->ops);
	((struct row *)packed)->ops = (Dwarf_Op *)(packed + rules);
	return (struct row *)packed;
}

static bool find_frame(const struct place *place, Dwarf_Frame **ret)
{
	Dwarf_Addr bias;
	Dwfl_Module *mod = place->module->dwfl;
	GElf_Addr at = place->key.at + place->module->bias;
	Dwarf_CFI *cfi = dwfl_module_eh_cfi(mod, &bias);
	if (cfi && dwarf_cfi_addrframe(cfi, at - bias, ret) == 0)
		return true;
	/* Only what has no other is looked up in debug information, which may have to be found and read. */
	cfi = dwfl_module_dwarf_cfi(mod, &bias);
	return cfi && dwarf_cfi_addrframe(cfi, at - bias, ret) == 0;
}

static void find_row(struct place *place, unsigned nregs)
{
	Dwarf_Frame *frame;
	struct row row = {0};
	place->has_row = true;
	if (!place->module->dwfl || place->key.symbol || !find_frame(place, &frame))
		return;
	if (read_row(frame, nregs, &row, &place->signal))
		place->row = pack(&row);
	free(row.ops);
	free(frame);
}

static bool read_word(struct mem *mem, uint64_t at, unsigned word, uint64_t *ret)
{
	uint32_t narrow;
	if (word == 8)
		return mem_read_all(mem, at, ret, 8) == 0;
	if (mem_read_all(mem, (uint32_t)at, &narrow, 4) < 0)
		return false;
	*ret = narrow;
	return true;
}

static bool find_cfa(const struct row *row, const struct expr_context *ctx, uint64_t *ret)
{
	if (row->cfa_is_expr)
		return expr_eval(row->ops, row->cfa_nops, ctx, ret);
	if (!(ctx->known >> row->cfa_reg & 1))
		return false;
	*ret = ctx->regs->r[row->cfa_reg] + (uint64_t)row->cfa_offset;
	return true;
}

/* False if the register's value cannot be found. */
static bool apply(const struct row *row, const struct rule *rule, const struct expr_context *ctx, uint64_t *ret)
{
	const unsigned word = ctx->regs->word;
	switch (rule->kind) {
	case RULE_UNDEFINED:
		return false;
	case RULE_AT_CFA:
		return read_word(ctx->mem, ctx->cfa + (uint64_t)rule->offset, word, ret);
	case RULE_CFA:
		*ret = ctx->cfa + (uint64_t)rule->offset;
		return true;
	case RULE_EXPR:
		return expr_eval(row->ops + rule->first_op, rule->nops, ctx, ret) && read_word(ctx->mem, *ret, word, ret);
	case RULE_EXPR_VALUE:
		return expr_eval(row->ops + rule->first_op, rule->nops, ctx, ret);
	}
	return false;
}

enum cfi_step cfi_step(struct place *place, struct unwind_state *state, struct mem *mem)
{
	if (!place->has_row)
		find_row(place, state->regs.n);
	const struct row *row = place->row;
	if (!row)
		return CFI_NONE;
	struct expr_context ctx = {.regs = &state->regs, .known = state->known, .mem = mem};
	struct unwind_state next = *state;
	bool outermost = false;
	if (!find_cfa(row, &ctx, &ctx.cfa))
		return CFI_NONE;
	ctx.has_cfa = true;
	for (unsigned i = 0; i < row->nrules; i++) {
		const struct rule *rule = &row->rule[i];
		if (apply(row, rule, &ctx, &next.regs.r[rule->reg]))
			next.known |= UINT64_C(1) << rule->reg;
		else
			next.known &= ~(UINT64_C(1) << rule->reg);
		if (rule->reg == row->ra && rule->kind == RULE_UNDEFINED)
			outermost = true;
	}
	if (outermost)
		return CFI_OUTERMOST;
	if (!(next.known >> row->ra & 1))
		return CFI_NONE;
	next.regs.r[next.regs.pc] = next.regs.r[row->ra];
	if (next.regs.word == 4)
		for (unsigned i = 0; i < next.regs.n; i++)
			next.regs.r[i] = (uint32_t)next.regs.r[i];
	*state = next;
	return place->signal ? CFI_SIGNAL : CFI_STEPPED;
}
