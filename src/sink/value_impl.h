/* What the files of value*.c share: one file for each family of values. */
#ifndef SINK_VALUE_IMPL_H
#define SINK_VALUE_IMPL_H

#include "sink/value.h"

/* A number that is to be shown, with what is known of it. */
struct value_num {
	uint64_t v;    /* as its base reads it: sign-extended if that is signed */
	uint64_t bits; /* the same, cut to the base's width */
	unsigned size; /* of the base, in bytes */
	bool is_signed;
	uint8_t style;    /* enum desc_style */
	uint16_t type;    /* desc_type, TAPE_NOTYPE: none */
	uint64_t operand; /* of the style (`with`) */
	bool has_operand;
};

/* The set of names that the number's type has, NULL if it has none. */
const struct desc_set *value_set(const struct value_num *n);

/* value.c: the number without any names. */
void value_plain(struct buf *out, const struct value_num *n);

/* value_consts.c, value_bits.c: names of an enum or of bits, in all the ways of -X. */
void value_enum(struct buf *out, const struct value_num *n, const struct value_opts *opts);
void value_bitset(struct buf *out, const struct value_num *n, const struct value_opts *opts);
void value_bits(struct buf *out, const struct value_num *n, const struct value_opts *opts);
/* The number itself. A style says how it wants to be seen where no name says it better; without one it is hex. */
void value_raw(struct buf *out, const struct value_num *n);
/* A name as a remark after what has been put; nothing if there is none. */
void value_comment(struct buf *out, uint32_t name);

/* value_styles.c: styles that make something else of a number. False: this style is none of them. */
bool value_styled(struct buf *out, const struct value_num *n, const struct value_opts *opts);

/* value_ioctl.c: a request's names, or what its number says. */
void value_ioctl(struct buf *out, const struct value_num *n, const struct value_opts *opts);

/* value_sys.c: a set of `size` bytes */
void value_sigset(struct buf *out, uint64_t set, unsigned size, enum value_consts consts);

/* value_bytes.c */
void value_bytes(struct buf *out, const struct tape *t, uint32_t i, const struct value_opts *opts);

#endif
