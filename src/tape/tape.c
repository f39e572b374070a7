#include "tape/tape.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

_Static_assert(sizeof(struct tape_tok) == 16, "inline bytes are counted in tokens of 16 bytes");

void tape_init(struct tape *t)
{
	*t = (struct tape){0};
}

void tape_free(struct tape *t)
{
	free(t->tok);
	free(t->type);
	tape_init(t);
}

static bool has_bytes(uint8_t op)
{
	return op == TAPE_STR || op == TAPE_NOTE || op == TAPE_FDPATH || op == TAPE_WORD;
}

static bool opens(uint8_t op)
{
	return op == TAPE_STRUCT || op == TAPE_ARRAY || op == TAPE_REF || op == TAPE_CALL || op == TAPE_GROUP;
}

static size_t tokens_for(uint64_t bytes)
{
	return (bytes + sizeof(struct tape_tok) - 1) / sizeof(struct tape_tok);
}

static void reserve(struct tape *t, size_t n)
{
	if (n <= t->cap - t->len)
		return;
	CHECK(n < (UINT32_MAX / 2) - t->len);
	size_t cap = t->cap ? t->cap : 64;
	while (cap < t->len + n)
		cap *= 2;
	t->tok = check_realloc(t->tok, cap * sizeof(*t->tok));
	t->type = check_realloc(t->type, cap * sizeof(*t->type));
	t->cap = (uint32_t)cap;
}

uint32_t tape_put(struct tape *t, enum tape_op op, uint32_t name, uint16_t type, uint8_t style, uint16_t flags, uint64_t value)
{
	reserve(t, 1);
	uint32_t i = t->len++;
	t->tok[i] = (struct tape_tok){.op = (uint8_t)op, .style = style, .flags = flags, .name = name, .value = value};
	t->type[i] = type;
	return i;
}

uint32_t tape_open(struct tape *t, enum tape_op op, uint32_t name, uint16_t type, uint8_t style)
{
	CHECK(opens((uint8_t)op));
	return tape_put(t, op, name, type, style, 0, 0);
}

void tape_close(struct tape *t, uint32_t open)
{
	CHECK(open < t->len && opens(t->tok[open].op));
	uint32_t end = tape_put(t, TAPE_CLOSE, 0, TAPE_NOTYPE, 0, 0, 0);
	t->tok[open].value = end + 1;
}

void *tape_room(struct tape *t, enum tape_op op, uint32_t name, uint16_t type, uint8_t style, uint16_t flags, size_t len,
                uint32_t *ret_index)
{
	CHECK(has_bytes((uint8_t)op));
	size_t n = tokens_for(len);
	reserve(t, n + 1);
	uint32_t i = tape_put(t, op, name, type, style, flags, len);
	t->len += (uint32_t)n;
	*ret_index = i;
	return &t->tok[i + 1];
}

void tape_trim(struct tape *t, uint32_t index, size_t len)
{
	CHECK(index < t->len && has_bytes(t->tok[index].op) && len <= t->tok[index].value);
	CHECK(tape_next(t, index) == t->len);
	t->tok[index].value = len;
	t->len = index + 1 + (uint32_t)tokens_for(len);
}

uint32_t tape_bytes(struct tape *t, enum tape_op op, uint32_t name, uint16_t type, uint8_t style, uint16_t flags, const void *p,
                    size_t len)
{
	uint32_t i;
	void *room = tape_room(t, op, name, type, style, flags, len, &i);
	if (len)
		memcpy(room, p, len);
	return i;
}

void tape_cut(struct tape *t, uint32_t index)
{
	CHECK(index <= t->len);
	t->len = index;
}

uint32_t tape_next(const struct tape *t, uint32_t i)
{
	CHECK(i < t->len);
	const struct tape_tok *tok = &t->tok[i];
	if (opens(tok->op))
		return (uint32_t)tok->value;
	return i + 1 + (has_bytes(tok->op) ? (uint32_t)tokens_for(tok->value) : 0);
}

bool tape_equal(const struct tape *a, uint32_t i, const struct tape *b, uint32_t j)
{
	uint32_t end_i = tape_next(a, i), end_j = tape_next(b, j);
	if (end_i - i != end_j - j)
		return false;
	uint32_t shift = j - i; /* may wrap: only differences count */
	while (i < end_i) {
		const struct tape_tok *x = &a->tok[i], *y = &b->tok[i + shift];
		if (x->op != y->op || x->style != y->style || x->flags != y->flags || a->type[i] != b->type[i + shift])
			return false;
		/* The value of an opening token is an index, and equal extents follow from equal contents. */
		if (!opens(x->op) && x->value != y->value)
			return false;
		if (has_bytes(x->op) && memcmp(tape_data(a, i), tape_data(b, i + shift), x->value) != 0)
			return false;
		i += 1 + (has_bytes(x->op) ? (uint32_t)tokens_for(x->value) : 0);
	}
	return true;
}
