/* Evaluates the postfix bytecode of expressions. */
#include "base/check.h"
#include "desc/desc.h"
#include "desc/ops.h"

static uint64_t load(const uint8_t *p, unsigned bytes)
{
	uint64_t v = 0;
	for (unsigned i = 0; i < bytes; i++)
		v |= (uint64_t)p[i] << 8 * i;
	return v;
}

/* Fetches what one of the source opcodes names. *pc stands on its operand and is moved behind it. */
static bool fetch(uint8_t op, const uint8_t **pc, const struct desc_env *env, uint64_t *ret)
{
	const uint8_t *p = *pc;
	switch (op) {
	case OP_U8:
	case OP_U16:
	case OP_U32:
	case OP_U64:
		*ret = load(p, 1u << (op - OP_U8));
		*pc += 1u << (op - OP_U8);
		return true;
	case OP_ARG:
		*pc += 1;
		return env->arg && env->arg(env->ctx, *p, ret);
	case OP_FIELD:
		*pc += 1;
		return env->field && env->field(env->ctx, *p, ret);
	case OP_DEREF:
		*pc += 1;
		return env->deref && env->deref(env->ctx, *p, ret);
	case OP_RET:
		return env->ret && env->ret(env->ctx, ret);
	case OP_SIZE:
		return env->size && env->size(env->ctx, ret);
	case OP_ARG_FIELD:
		*pc += 2;
		return env->arg_field && env->arg_field(env->ctx, p[0], p[1], ret);
	default: /* OP_PEEK */
		*pc += 3;
		return env->peek && env->peek(env->ctx, (enum desc_base) * p, (unsigned)load(p + 1, 2), ret);
	}
}

bool desc_eval(uint16_t expr, const struct desc_env *env, uint64_t *ret_value)
{
	uint64_t stack[DESC_STACK_MAX];
	unsigned n = 0;
	for (const uint8_t *pc = &desc_code[expr]; *pc != OP_END;) {
		uint8_t op = *pc++;
		if (op <= OP_ARG_FIELD) {
			CHECK(n < DESC_STACK_MAX);
			if (!fetch(op, &pc, env, &stack[n]))
				return false;
			n++;
		} else if (op == OP_ANON) {
			CHECK(n >= 1);
			if (!env->anon)
				return false;
			stack[n - 1] = env->anon(env->ctx, stack[n - 1]);
		} else if (op <= OP_LNOT) {
			CHECK(n >= 1);
			uint64_t *top = &stack[n - 1];
			*top = op == OP_NOT ? ~*top : op == OP_NEG ? -*top : !*top;
		} else {
			CHECK(n >= 2);
			n--;
			stack[n - 1] = desc_op_apply(op, stack[n - 1], stack[n]);
		}
	}
	CHECK(n == 1);
	*ret_value = stack[0];
	return true;
}
