/* The last argument of FUTEX_WAKE_OP: OP << 28 | OPARG << 12 | CMP << 24 | CMPARG. */
#include <stdio.h>

#include "decode/walk.h"

enum { OPARG_IS_SHIFT = 8 };

static void name_part(char *text, size_t size, const char *const *names, unsigned n, unsigned v, unsigned shift,
                      const char *unknown)
{
	if (v < n)
		snprintf(text, size, "%s<<%u", names[v], shift);
	else
		snprintf(text, size, "%#x<<%u /* %s */", v, shift, unknown);
}

void custom_futex_wake_op(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t x)
{
	static const char *const ops[] = {"FUTEX_OP_SET", "FUTEX_OP_ADD", "FUTEX_OP_OR", "FUTEX_OP_ANDN", "FUTEX_OP_XOR"};
	static const char *const cmps[] = {"FUTEX_OP_CMP_EQ", "FUTEX_OP_CMP_NE", "FUTEX_OP_CMP_LT",
	                                   "FUTEX_OP_CMP_LE", "FUTEX_OP_CMP_GT", "FUTEX_OP_CMP_GE"};
	unsigned v = (unsigned)x, op = v >> 28;
	char text[160], op_text[48], cmp_text[48];
	(void)f;
	(void)type;
	name_part(op_text, sizeof(op_text), ops, 5, op & ~(unsigned)OPARG_IS_SHIFT, 28, "FUTEX_OP_???");
	name_part(cmp_text, sizeof(cmp_text), cmps, 6, v >> 24 & 0xf, 24, "FUTEX_OP_CMP_???");
	snprintf(text, sizeof(text), "%s%s|%#x<<12|%s|%#x", op & OPARG_IS_SHIFT ? "FUTEX_OP_OPARG_SHIFT<<28|" : "", op_text,
	         v >> 12 & 0xfff, cmp_text, v & 0xfff);
	walk_word(w, name, text);
}
