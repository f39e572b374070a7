#include "decode/walk.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool walk_fetch(struct walk *w, uint64_t addr, void *dst, size_t len)
{
	uint64_t at = addr - w->win.addr;
	if (addr >= w->win.addr && at <= w->win.len && len <= w->win.len - at) {
		if (len)
			memcpy(dst, w->win.p + at, len);
		return true;
	}
	return w->mem && mem_read_all(w->mem, addr, dst, len) == 0;
}

static size_t str_limit(const struct walk *w)
{
	return w->opts->str_limit < WALK_STR_MAX ? w->opts->str_limit : WALK_STR_MAX;
}

bool walk_full(const struct walk *w)
{
	/* A long -s makes room for a few strings of that length. */
	return w->tape->len > WALK_TOKENS + 4 * (str_limit(w) / sizeof(struct tape_tok));
}

void walk_addr(struct walk *w, uint32_t name, uint16_t type, uint64_t addr, unsigned flags)
{
	tape_put(w->tape, TAPE_ADDR, name, type, ST_ADDR, (uint16_t)flags, addr);
}

void walk_int(struct walk *w, uint32_t name, enum desc_style style, uint64_t value)
{
	tape_put(w->tape, TAPE_INT, name, TAPE_NOTYPE, (uint8_t)style, TF_SIGNED, value);
}

void walk_word(struct walk *w, uint32_t name, const char *word)
{
	tape_bytes(w->tape, TAPE_WORD, name, TAPE_NOTYPE, ST_DEFAULT, 0, word, strlen(word));
}

uint32_t walk_note(struct walk *w, const char *fmt, ...)
{
	char text[80];
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	size_t len = n < 0 ? 0 : (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1;
	return tape_bytes(w->tape, TAPE_NOTE, 0, TAPE_NOTYPE, ST_DEFAULT, 0, text, len);
}

static bool is_scalar(unsigned kind)
{
	return kind == DK_INT || kind == DK_ENUM || kind == DK_BITS;
}

/* Requests that terminals and sound cards both have: SNDCTL_TMR_START is TCSETS. */
static bool is_shared_request(uint64_t code)
{
	return code >= 0x5402 && code <= 0x5404;
}

/* The style's operand, and what a descriptor refers to, stand after the value. */
static void after_value(struct walk *w, const struct frame *f, const struct desc_type *t, uint64_t value)
{
	uint64_t operand;
	if (t->with && walk_eval(w, f, t->with, WHEN_NOW, &operand))
		tape_put(w->tape, TAPE_OPERAND, 0, TAPE_NOTYPE, t->style, 0, operand);
	if (w->opts->fds && is_scalar(t->kind) && (t->style == ST_FD || t->style == ST_DIRFD))
		enrich_fd(w->tape, w->opts, w->tid, (int32_t)value, t->style == ST_DIRFD);
	if (t->style == ST_IOCTL && is_shared_request(value))
		tape_put(w->tape, TAPE_OPERAND, 0, TAPE_NOTYPE, t->style, 0, enrich_device(w->tid, (int32_t)w->call->arg[0]));
}

void walk_string(struct walk *w, uint32_t name, uint16_t type, uint64_t addr, uint64_t look)
{
	const struct desc_type *t = type == TAPE_NOTYPE ? NULL : &desc_type[type];
	bool path = t && t->flags & DT_PATH;
	size_t max = path ? PATH_MAX - 1 : str_limit(w);
	/* One byte more than is shown tells whether something is left out. */
	size_t want = look <= max ? (size_t)look : max + 1;
	uint32_t i;
	int ended = 0;
	char *dst = tape_room(w->tape, TAPE_STR, name, type, t ? t->style : ST_DEFAULT, path ? TF_PATH : 0, want, &i);
	ssize_t n = mem_read_str(w->mem, addr, dst, want, &ended);
	if (n < 0) {
		tape_cut(w->tape, i);
		walk_addr(w, name, type, addr, TF_FAULT);
		return;
	}
	w->tape->tok[i].flags |= ended && (size_t)n <= max ? TF_CSTR : TF_CUT;
	tape_trim(w->tape, i, (size_t)n < max ? (size_t)n : max);
}

static void walk_str(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t addr)
{
	uint64_t look;
	if (walk_extent(w, f, &desc_type[type], &look) && look)
		walk_string(w, name, type, addr, look);
	else
		walk_addr(w, name, type, addr, 0);
}

/* Bit sets and addresses are not text: -s does not cut them. */
static bool is_text(unsigned style)
{
	return style == ST_DEFAULT || style == ST_HEXSTR || style == ST_STREAMBYTES || style == ST_MINCORE;
}

/* budget: how many bytes there still are for this and what comes after it, NULL if nothing limits them. */
static void walk_bytes(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t addr, uint64_t *budget)
{
	const struct desc_type *t = &desc_type[type];
	uint64_t n;
	/* A descriptor set of no descriptors is not looked at. */
	if (!walk_extent(w, f, t, &n) || (n == 0 && t->style == ST_FDSET)) {
		walk_addr(w, name, type, addr, 0);
		return;
	}
	if (budget) {
		n = n < *budget ? n : *budget;
		*budget -= n;
	}
	if (t->style == ST_STREAMBYTES && walk_netlink(w, name, addr, n))
		return;
	size_t max = is_text(t->style) && !(t->flags & DT_NOTRUNC) ? str_limit(w) : WALK_BITS_MAX;
	size_t shown = n < max ? (size_t)n : max;
	uint32_t i;
	void *dst = tape_room(w->tape, TAPE_STR, name, type, t->style, (uint16_t)(n > shown ? TF_CUT : 0), shown, &i);
	if (!walk_fetch(w, addr, dst, shown)) {
		tape_cut(w->tape, i);
		walk_addr(w, name, type, addr, TF_FAULT);
		return;
	}
	after_value(w, f, t, 0);
}

/* A string in a field of fixed size: its size, not -s, limits it. */
static void walk_cstr(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t addr)
{
	const struct desc_type *t = &desc_type[type];
	uint64_t n;
	if (!walk_extent(w, f, t, &n)) {
		walk_addr(w, name, type, addr, 0);
		return;
	}
	bool cut = n > PATH_MAX;
	n = cut ? PATH_MAX : n;
	uint32_t i;
	char *dst = tape_room(w->tape, TAPE_STR, name, type, t->style, (uint16_t)(t->flags & DT_PATH ? TF_PATH : 0), n, &i);
	if (!walk_fetch(w, addr, dst, n)) {
		tape_cut(w->tape, i);
		walk_addr(w, name, type, addr, TF_FAULT);
		return;
	}
	size_t len = strnlen(dst, n);
	w->tape->tok[i].flags |= len < n ? TF_CSTR : cut ? TF_CUT : 0;
	tape_trim(w->tape, i, len);
}

/* The kernel's own codes for a call that goes on after the signal begin with ERESTARTSYS. */
static bool was_interrupted(int error)
{
	enum { ERESTARTSYS_CODE = 512, ERESTART_RESTARTBLOCK_CODE = 516 };
	return error == EINTR || (error >= ERESTARTSYS_CODE && error <= ERESTART_RESTARTBLOCK_CODE);
}

/* Whether this is the phase in which the bytes behind a pointer are what its description says. */
static bool is_valid_now(const struct walk *w, const struct desc_type *t)
{
	if (t->dir == DIR_IN || t->dir == DIR_NONE)
		return true;
	if (!w->at_exit)
		return t->dir == DIR_INOUT;
	if (t->flags & DT_INTERRUPTED)
		return was_interrupted(w->call->error);
	return !w->failed || t->flags & DT_ALWAYS;
}

static void walk_ref(struct walk *w, const struct frame *f, uint32_t name, const struct desc_type *t, uint16_t type, uint64_t addr)
{
	const struct desc_type *to = &desc_type[t->elem];
	unsigned size = desc_base_size(to->base, w->abi);
	uint64_t sized = size;
	uint8_t raw[8];
	if (to->kind != DK_PTR && to->cap && (!walk_extent(w, f, to, &sized) || sized != size)) {
		walk_addr(w, name, type, addr, 0); /* not what is expected here */
		return;
	}
	if (!walk_fetch(w, addr, raw, size)) {
		walk_addr(w, name, type, addr, TF_FAULT);
		return;
	}
	uint64_t value = desc_base_load(to->base, w->abi, raw);
	if (to->style == ST_SIGSET) { /* has brackets of its own */
		walk_value(w, f, name, t->elem, value);
		return;
	}
	uint32_t open = tape_open(w->tape, TAPE_REF, name, type, ST_DEFAULT);
	walk_value(w, f, 0, t->elem, value);
	tape_close(w->tape, open);
}

static void walk_pointer(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t addr)
{
	const struct desc_type *t = &desc_type[type], *to = &desc_type[t->elem];
	bool text = to->kind == DK_STR || to->kind == DK_BYTES || to->kind == DK_CSTR;
	bool folded = t->flags & DT_FOLDED && w->opts->abbrev;
	if (addr == 0 || folded || !is_valid_now(w, t) || (!text && !w->opts->deref) || w->depth >= WALK_DEPTH) {
		walk_addr(w, name, type, addr, 0);
		return;
	}
	w->depth++;
	bool gains = w->gains;
	if (t->dir != DIR_IN && w->depth > 1)
		w->gains = false; /* all of it is new, unless this is the argument itself */
	if (to->kind == DK_BYTES)
		walk_bytes(w, f, name, t->elem, addr, w->has_budget ? &w->budget : NULL);
	else if (is_scalar(to->kind) || to->kind == DK_PTR)
		walk_ref(w, f, name, t, type, addr);
	else
		walk_at(w, f, name, t->elem, addr);
	w->gains = gains;
	w->depth--;
}

void walk_value(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t value)
{
	const struct desc_type *t = &desc_type[type];
	switch (t->kind) {
	case DK_PTR:
		walk_pointer(w, f, name, type, value);
		return;
	case DK_CUSTOM:
		walk_custom(w, f, name, type, value);
		return;
	case DK_INT:
	case DK_ENUM:
	case DK_BITS:
		tape_put(w->tape, TAPE_INT, name, type, t->style, 0, value);
		after_value(w, f, t, value);
		return;
	default: /* a value that only memory has, where there is none */
		walk_addr(w, name, type, value, 0);
	}
}

static void walk_load(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t addr)
{
	enum desc_base base = desc_type[type].base;
	uint8_t raw[8];
	if (walk_fetch(w, addr, raw, desc_base_size(base, w->abi)))
		walk_value(w, f, name, type, desc_base_load(base, w->abi, raw));
	else
		walk_addr(w, name, type, addr, TF_FAULT);
}

void walk_at(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t addr)
{
	if (walk_full(w) || w->depth > 2 * WALK_DEPTH) {
		tape_put(w->tape, TAPE_MORE, name, TAPE_NOTYPE, ST_DEFAULT, 0, 0);
		return;
	}
	w->depth++;
	switch ((enum desc_kind)desc_type[type].kind) {
	case DK_INT:
	case DK_ENUM:
	case DK_BITS:
	case DK_PTR:
		walk_load(w, f, name, type, addr);
		break;
	case DK_STR:
		walk_str(w, f, name, type, addr);
		break;
	case DK_BYTES:
		walk_bytes(w, f, name, type, addr, NULL);
		break;
	case DK_CSTR:
		walk_cstr(w, f, name, type, addr);
		break;
	case DK_STRUCT:
		walk_struct(w, f, name, type, addr);
		break;
	case DK_UNION:
		walk_union(w, f, name, type, addr);
		break;
	case DK_ARRAY:
		walk_array(w, f, name, type, addr);
		break;
	case DK_CHAIN:
		walk_chain(w, f, name, type, addr);
		break;
	case DK_ATTRS:
		walk_attrs(w, f, name, type, addr);
		break;
	case DK_CUSTOM:
		walk_custom(w, f, name, type, addr);
		break;
	}
	w->depth--;
}
