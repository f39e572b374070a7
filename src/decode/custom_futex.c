/* The last argument of FUTEX_WAKE_OP: OP << 28 | OPARG << 12 | CMP << 24 | CMPARG. */
#include "base/buf.h"
#include "decode/walk.h"

enum { OPARG_IS_SHIFT = 8 };

static void put_part(struct buf *b, const char *const *names, unsigned n, unsigned v, unsigned shift, const char *unknown)
{
	if (v < n)
		buf_printf(b, "%s<<%u|", names[v], shift);
	else
		buf_printf(b, "%#x<<%u /* %s */|", v, shift, unknown);
}

void custom_futex_wake_op(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t x)
{
	static const char *const ops[] = {"FUTEX_OP_SET", "FUTEX_OP_ADD", "FUTEX_OP_OR", "FUTEX_OP_ANDN", "FUTEX_OP_XOR"};
	static const char *const cmps[] = {"FUTEX_OP_CMP_EQ", "FUTEX_OP_CMP_NE", "FUTEX_OP_CMP_LT",
	                                   "FUTEX_OP_CMP_LE", "FUTEX_OP_CMP_GT", "FUTEX_OP_CMP_GE"};
	unsigned v = (unsigned)x, op = v >> 28;
	struct buf b;
	(void)f;
	(void)type;
	buf_init(&b);
	if (op & OPARG_IS_SHIFT)
		buf_puts(&b, "FUTEX_OP_OPARG_SHIFT<<28|");
	put_part(&b, ops, 5, op & ~OPARG_IS_SHIFT, 28, "FUTEX_OP_???");
	buf_hex(&b, v >> 12 & 0xfff);
	buf_puts(&b, "<<12|");
	put_part(&b, cmps, 6, v >> 24 & 0xf, 24, "FUTEX_OP_CMP_???");
	buf_hex(&b, v & 0xfff);
	walk_word(w, name, buf_cstr(&b));
	buf_free(&b);
}
