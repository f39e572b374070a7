/*
 * The arithmetic of expressions, which defc does on constants when it compiles and desc_eval on values when it evaluates. The rules
 * stand at enum desc_op.
 */
#ifndef DESC_OPS_H
#define DESC_OPS_H

#include "base/check.h"
#include "desc/table.h"

/* a OP b; operators of one operand ignore b. */
static inline uint64_t desc_op_apply(enum desc_op op, uint64_t a, uint64_t b)
{
	int64_t x = (int64_t)a, y = (int64_t)b;
	switch (op) {
	case OP_NOT:
		return ~a;
	case OP_NEG:
		return -a;
	case OP_LNOT:
		return !a;
	case OP_ADD:
		return a + b;
	case OP_SUB:
		return a - b;
	case OP_MUL:
		return a * b;
	case OP_DIV:
		return b ? a / b : 0;
	case OP_AND:
		return a & b;
	case OP_OR:
		return a | b;
	case OP_XOR:
		return a ^ b;
	case OP_SHL:
		return b < 64 ? a << b : 0;
	case OP_SHR:
		return b < 64 ? a >> b : 0;
	case OP_EQ:
		return a == b;
	case OP_NE:
		return a != b;
	case OP_LT:
		return x < y;
	case OP_GT:
		return x > y;
	case OP_LE:
		return x <= y;
	case OP_GE:
		return x >= y;
	case OP_LAND:
		return a && b;
	case OP_LOR:
		return a || b;
	case OP_MIN:
		return a < b ? a : b;
	default:
		CHECK(!"an operator");
		return 0;
	}
}

#endif
