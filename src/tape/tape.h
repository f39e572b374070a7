/*
 * The tape: decoded values in order, as 16-byte tokens with inline bytes. The walker writes it, filters and sinks read it.
 *
 * A tape is a tree without nodes: an opening token knows the index of the token after its close, so a reader can skip it. A
 * value's name (its field, its argument) stands on its first token. Nothing here is text for a person: a token says what was
 * observed, the sink decides what it looks like.
 *
 * One tape belongs to one task's open call (struct call) and is reset per call; it keeps its memory, so nothing allocates per
 * event once it has grown.
 */
#ifndef TAPE_TAPE_H
#define TAPE_TAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum tape_op {
	TAPE_INT,    /* value; type (a DK_INT, DK_ENUM or DK_BITS) names it, style overrides */
	TAPE_ADDR,   /* a pointer shown as its address; TF_FAULT: because it could not be read */
	TAPE_STR,    /* value = bytes that follow inline; style; TF_PATH, TF_CUT, TF_CSTR */
	TAPE_STRUCT, /* opens {...}; value = index of the token after its close */
	TAPE_ARRAY,  /* opens [...] */
	TAPE_REF,    /* opens [...] around the one scalar that a pointer argument points to */
	TAPE_CALL,   /* opens a function-like form, its function is `name`: makedev(...), {B_STMT...} */
	TAPE_GROUP,  /* opens a run of values without brackets of its own: the parts of a return note, shown as `NAME value, ...` */
	TAPE_CLOSE,
	TAPE_MORE,    /* "...": there is more that is not shown; value = address if TF_FAULT: because it could not be read */
	TAPE_CHANGE,  /* what follows in this struct is the value at exit of the field before: a => b */
	TAPE_NOTE,    /* inline bytes: a remark on the value before it, shown as a comment */
	TAPE_FDPATH,  /* inline bytes: what the descriptor before it refers to, without the <> */
	TAPE_OPERAND, /* value: the operand (`with`) of the style of the value before it */
	TAPE_ABSENT,  /* the value does not exist (unused); shown as nothing */
	TAPE_WORD,    /* inline bytes: a bare word of the format, e.g. FUTEX_BITSET_MATCH_ANY from a custom decoder */
};

enum {
	TF_FAULT = 1,     /* could not be read */
	TF_PATH = 2,      /* a path: not cut by -s */
	TF_CUT = 4,       /* there was more: shown with ... after the quote */
	TF_CSTR = 8,      /* ended at its NUL (which is not among the bytes) */
	TF_DELETED = 16,  /* TAPE_FDPATH: the file is unlinked */
	TF_SIGNED = 32,   /* TAPE_INT without a type: signed */
	TF_NAMELESS = 64, /* shown without NAME= although it has one */
	TF_PLAIN = 256,   /* TAPE_FDPATH: not a path, or quoted already: shown as it is */
	TF_BEFORE = 128,  /* TAPE_NOTE: a remark on the value after it, not before it: `, [comment] "..."` */
};

#define TAPE_NOTYPE 0xffffu
#define TAPE_NONE   UINT32_MAX

struct tape_tok {
	uint8_t op;     /* enum tape_op */
	uint8_t style;  /* enum desc_style */
	uint16_t flags; /* TF_ */
	uint32_t name;  /* desc_str offset of the field's or argument's name, 0 if it has none */
	uint64_t value;
};

struct tape {
	struct tape_tok *tok;
	uint32_t len, cap; /* in tokens */
	uint16_t *type;    /* type[i]: desc_type of token i, or TAPE_NOTYPE (kept apart so that a token stays 16 bytes) */
};

void tape_init(struct tape *t);
void tape_free(struct tape *t);
/* Forgets the tokens, keeps the memory. */
static inline void tape_reset(struct tape *t)
{
	t->len = 0;
}

/* Appends one token and returns its index. Indices stay valid until the next reset; pointers only until the next append. */
uint32_t tape_put(struct tape *t, enum tape_op op, uint32_t name, uint16_t type, uint8_t style, uint16_t flags, uint64_t value);
/* Opens a TAPE_STRUCT, ARRAY, REF, CALL or GROUP; tape_close patches its skip index. */
uint32_t tape_open(struct tape *t, enum tape_op op, uint32_t name, uint16_t type, uint8_t style);
void tape_close(struct tape *t, uint32_t open);
/* Appends a token with inline bytes. */
uint32_t tape_bytes(struct tape *t, enum tape_op op, uint32_t name, uint16_t type, uint8_t style, uint16_t flags, const void *p,
                    size_t len);
/* Appends such a token with room for len bytes to be filled by the caller at once (before the next append); tape_trim gives back
 * what it did not fill. */
void *tape_room(struct tape *t, enum tape_op op, uint32_t name, uint16_t type, uint8_t style, uint16_t flags, size_t len,
                uint32_t *ret_index);
void tape_trim(struct tape *t, uint32_t index, size_t len);
/* Drops everything from index on. */
void tape_cut(struct tape *t, uint32_t index);

/* The inline bytes of token i (as many as its value). */
static inline const uint8_t *tape_data(const struct tape *t, uint32_t i)
{
	return (const uint8_t *)&t->tok[i + 1];
}
/* The index after token i with its inline bytes, or after the close if it opens something. */
uint32_t tape_next(const struct tape *t, uint32_t i);
/* True if the two values (each with all it contains, names aside) are the same. */
bool tape_equal(const struct tape *a, uint32_t i, const struct tape *b, uint32_t j);
/* One line per token, for tests and -d. */
struct buf;
void tape_dump(const struct tape *t, struct buf *out);

#endif
