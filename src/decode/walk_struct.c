/* Structs and unions. */
#include <string.h>

#include "decode/walk.h"

static const struct desc_field *fields_of(const struct walk *w, const struct desc_struct *st, unsigned *ret_n)
{
	*ret_n = st->abi[w->abi].count;
	return &desc_field[st->abi[w->abi].first];
}

/* A struct without a field marked as shown is shown whole also when abbreviated. */
static bool marks_fields(const struct desc_field *field, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		if (field[i].flags & DF_SHOWN)
			return true;
	}
	return false;
}

/* True if the length of some field is data: how long the struct is, only its frame says. */
static bool is_flexible(const struct walk *w, const struct desc_field *field, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		if (desc_type_size(field[i].type, w->abi) == 0)
			return true;
	}
	return false;
}

static void walk_bitfield(struct walk *w, const struct frame *f, const struct desc_field *field, uint64_t addr)
{
	enum desc_base base = desc_type[field->type].base;
	uint8_t raw[8];
	if (!walk_fetch(w, addr, raw, desc_base_size(base, w->abi))) {
		walk_addr(w, field->name, field->type, addr, TF_FAULT);
		return;
	}
	uint64_t v = desc_base_load(base, w->abi, raw) >> field->bit_at & ((UINT64_C(1) << field->bit_len) - 1);
	bool only_if_set = field->flags & DF_NONZERO || (w->opts->abbrev && field->flags & DF_IF_SET);
	if (only_if_set && !v)
		return;
	walk_value(w, f, field->name, field->type, v);
}

static bool is_zero(struct walk *w, uint64_t addr, uint64_t size)
{
	uint8_t bytes[256];
	if (size == 0 || size > sizeof(bytes) || !walk_fetch(w, addr, bytes, size))
		return false;
	for (uint64_t i = 0; i < size; i++) {
		if (bytes[i])
			return false;
	}
	return true;
}

/* True if field n says how many bytes there are behind another field's pointer, as msg_namelen does: the kernel returns in it
 * how many there would be. */
static bool is_length(const struct walk *w, const struct frame *f, unsigned n)
{
	unsigned count;
	const struct desc_field *field = fields_of(w, f->st, &count);
	for (unsigned i = 0; i < count; i++) {
		const struct desc_type *t = &desc_type[field[i].type];
		if (t->kind != DK_PTR)
			continue;
		const struct desc_type *to = &desc_type[t->elem];
		const uint8_t *code = &desc_code[to->cap];
		if ((to->kind == DK_STRUCT || to->kind == DK_UNION) && to->cap && code[0] == OP_FIELD && code[1] == n &&
		    code[2] == OP_END)
			return true;
	}
	return false;
}

/* In a late struct, a length or what else the call may change, as it was before, if it changed. */
static void walk_field_before(struct walk *w, const struct frame *f, unsigned n)
{
	unsigned count;
	const struct desc_field *field = &fields_of(w, f->st, &count)[n];
	enum desc_base base = desc_type[field->type].base;
	unsigned size = desc_base_size(base, w->abi);
	uint64_t at = f->addr - w->before.addr + field->offset;
	uint8_t now[8];
	if (!(field->flags & DF_CHANGES) && !is_length(w, f, n))
		return;
	if (at + size > w->before.len || !walk_fetch(w, f->addr + field->offset, now, size))
		return;
	const uint8_t *then = w->before.p + at;
	if (memcmp(then, now, size) == 0)
		return;
	walk_value(w, f, field->name, field->type, desc_base_load(base, w->abi, then));
	tape_put(w->tape, TAPE_CHANGE, 0, TAPE_NOTYPE, ST_DEFAULT, 0, 0);
}

/* What a call added to a struct that was shown at entry: what out pointers in it point to. */
static bool is_gain(struct walk *w, const struct desc_field *field, uint64_t addr)
{
	const struct desc_type *t = &desc_type[field->type];
	if (t->kind != DK_PTR)
		return t->kind == DK_STRUCT;
	return (t->dir == DIR_OUT || t->dir == DIR_INOUT) && !is_zero(w, addr, desc_base_size(t->base, w->abi));
}

static void walk_union_part(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t addr, uint64_t size);

/* Shows field n of f; false if it exists but was left out. */
static bool walk_field(struct walk *w, const struct frame *f, unsigned n, bool abbrev)
{
	unsigned count;
	const struct desc_field *field = &fields_of(w, f->st, &count)[n];
	uint64_t addr = f->addr + field->offset, exists;
	unsigned size = desc_type_size(field->type, w->abi);
	bool part = field->offset + (uint64_t)size > f->size;
	/* Of a struct in a struct, what exists is shown. */
	enum desc_kind kind = (enum desc_kind)desc_type[field->type].kind;
	if (field->flags & DF_HIDDEN || (size && field->offset >= f->size) || (part && kind != DK_STRUCT && kind != DK_UNION))
		return true;
	if (field->cond && (!walk_eval(w, f, field->cond, WHEN_NOW, &exists) || !exists))
		return true;
	if (field->flags & DF_NONZERO && !(field->flags & DF_BITFIELD) && is_zero(w, addr, size))
		return true;
	if (abbrev && !(field->flags & (DF_SHOWN | DF_IF_SET)))
		return false;
	if (w->gains && !is_gain(w, field, addr))
		return true;
	if (field->flags & DF_BITFIELD) {
		walk_bitfield(w, f, field, addr);
		return true;
	}
	uint32_t before = w->tape->len;
	if (w->before.p && f->addr - w->before.addr < w->before.len)
		walk_field_before(w, f, n);
	uint32_t at = w->tape->len;
	if (part && kind == DK_UNION)
		walk_union_part(w, f, field->name, field->type, addr, f->size - field->offset);
	else if (part)
		walk_record(w, field->name, field->type, addr, f->size - field->offset);
	else
		walk_at(w, f, field->name, field->type, addr);
	/* Of a struct that has only begun there may be nothing to show. */
	if (part && w->tape->len == at + 2)
		tape_cut(w->tape, before);
	else if (at != before)
		w->tape->tok[at].flags |= TF_NAMELESS;
	return true;
}

/* All fields of a struct of which f says what exists; what its bytes are is in the window already. */
static void walk_fields(struct walk *w, const struct frame *f, uint32_t name, uint16_t type)
{
	unsigned n;
	const struct desc_field *field = fields_of(w, f->st, &n);
	bool abbrev = w->opts->abbrev && marks_fields(field, n), whole = true;
	uint32_t open = tape_open(w->tape, TAPE_STRUCT, name, type, desc_type[type].style);
	for (unsigned i = 0; i < n && !walk_full(w); i++)
		whole &= walk_field(w, f, i, abbrev);
	if (w->gains) {
		if (w->tape->len == open + 1) {
			tape_cut(w->tape, open);
			return;
		}
	} else if (!whole || walk_full(w)) {
		tape_put(w->tape, TAPE_MORE, 0, TAPE_NOTYPE, ST_DEFAULT, 0, 0);
	}
	tape_close(w->tape, open);
}

/* Bytes of a `sized` struct beyond all that we know of it, if there is something in them. */
static void walk_excess(struct walk *w, const struct desc_struct *st, uint32_t open, uint64_t addr, uint64_t known, uint64_t size)
{
	uint8_t bytes[WALK_BUFFER];
	size_t n = size - known < sizeof(bytes) ? (size_t)(size - known) : sizeof(bytes);
	bool used = false;
	w->tape->len--; /* reopens the struct: its close moves behind what is added */
	if (!walk_fetch(w, addr + known, bytes, n)) {
		tape_put(w->tape, TAPE_MORE, 0, TAPE_NOTYPE, ST_DEFAULT, TF_FAULT, addr + known);
		tape_close(w->tape, open);
		return;
	}
	for (size_t i = 0; i < n; i++)
		used |= bytes[i] != 0;
	if (used && st->excess && w->opts->abbrev) {
		if (w->tape->tok[w->tape->len - 1].op != TAPE_MORE)
			tape_put(w->tape, TAPE_MORE, 0, TAPE_NOTYPE, ST_DEFAULT, 0, 0);
	} else if (used) {
		size_t shown = n < w->opts->str_limit || st->excess ? n : w->opts->str_limit;
		uint16_t flags = shown < size - known ? TF_CUT : 0;
		if (st->excess)
			tape_bytes(w->tape, TAPE_STR, st->excess, TAPE_NOTYPE, ST_HEXSTR, flags, bytes, shown);
		uint32_t note = walk_note(w, "bytes %llu..%llu", (unsigned long long)known, (unsigned long long)(size - 1));
		w->tape->tok[note].flags |= st->excess ? 0 : TF_BEFORE;
		if (!st->excess)
			tape_bytes(w->tape, TAPE_STR, 0, TAPE_NOTYPE, ST_HEXSTR, flags, bytes, shown);
	}
	tape_close(w->tape, open);
}

/* Makes the bytes at addr the window, at least `need` of them and up to `want`. */
static bool load_window(struct walk *w, uint8_t *buf, uint64_t addr, uint64_t need, uint64_t want)
{
	uint64_t at = addr - w->win.addr;
	want = want < WALK_BUFFER ? want : WALK_BUFFER;
	need = need < want ? need : want;
	if (addr >= w->win.addr && at <= w->win.len && want <= w->win.len - at)
		return true;
	ssize_t got = w->mem ? mem_read(w->mem, addr, buf, (size_t)want) : -1;
	if (got < (ssize_t)need)
		return false;
	w->win = (struct window){.addr = addr, .p = buf, .len = (size_t)got};
	return true;
}

void walk_struct(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t addr)
{
	const struct desc_type *t = &desc_type[type];
	const struct desc_struct *st = &desc_struct[t->elem];
	unsigned n;
	const struct desc_field *field = fields_of(w, st, &n);
	uint64_t known = st->abi[w->abi].size, size = known;
	if (t->cap && (!walk_extent(w, f, t, &size) || (size == 0 && !(t->flags & DT_WHOLE)))) {
		walk_addr(w, name, type, addr, 0);
		return;
	}
	bool flexible = is_flexible(w, field, n);
	/* One of which nobody says how long it is ends with an array: as long as that says. */
	bool endless = flexible && !t->cap;
	struct frame own = {.st = st, .addr = addr, .size = endless ? UINT64_MAX : flexible || size < known ? size : known};
	const struct window outer = w->win;
	uint8_t buf[WALK_BUFFER];
	/* Where bytes beyond it have a name, the kernel reads all of them. */
	if (!load_window(w, buf, addr, st->excess ? size : known, st->excess || endless ? size : own.size)) {
		walk_addr(w, name, type, addr, TF_FAULT);
		return;
	}
	uint32_t open = w->tape->len;
	bool had = w->has_budget;
	uint64_t budget = w->budget;
	if (t->sel)
		w->has_budget = walk_eval(w, f, t->sel, WHEN_NOW, &w->budget);
	walk_fields(w, &own, name, type);
	if (t->sel) {
		w->has_budget = had;
		w->budget = budget;
	}
	if (own.size < known && w->tape->len == open + 2) { /* not even its first field is there */
		tape_cut(w->tape, open);
		walk_addr(w, name, type, addr, 0);
	}
	if (size > own.size && !w->gains)
		walk_excess(w, st, open, addr, own.size, size);
	w->win = outer;
}

void walk_record(struct walk *w, uint32_t name, uint16_t type, uint64_t addr, uint64_t size)
{
	const struct desc_type *t = &desc_type[type];
	if (t->kind != DK_STRUCT) {
		struct frame own = {.addr = addr, .size = size};
		walk_at(w, &own, name, type, addr);
		return;
	}
	const struct desc_struct *st = &desc_struct[t->elem];
	unsigned n;
	const struct desc_field *field = fields_of(w, st, &n);
	uint64_t known = st->abi[w->abi].size;
	struct frame own = {.st = st, .addr = addr, .size = is_flexible(w, field, n) || size < known ? size : known};
	const struct window outer = w->win;
	uint8_t buf[WALK_BUFFER];
	if (load_window(w, buf, addr, known, own.size))
		walk_fields(w, &own, name, type);
	else
		walk_addr(w, name, type, addr, TF_FAULT);
	w->win = outer;
}

/* True if all fields exist that have no condition. */
static bool is_whole(const struct walk *w, const struct desc_struct *st, uint64_t size)
{
	unsigned n;
	const struct desc_field *field = fields_of(w, st, &n);
	for (unsigned i = 0; i < n; i++) {
		if (!field[i].cond && field[i].offset + (uint64_t)desc_type_size(field[i].type, w->abi) > size)
			return false;
	}
	return size > 0;
}

/* With `whole`, the arm of a union is what it is only if there is enough of it. */
static void walk_arm(struct walk *w, bool whole, uint32_t name, uint16_t type, uint64_t addr, uint64_t size)
{
	const struct desc_type *t = &desc_type[type];
	if (whole && t->kind == DK_STRUCT && !is_whole(w, &desc_struct[t->elem], size))
		walk_addr(w, name, type, addr, 0);
	else
		walk_record(w, name, type, addr, size);
}

static void walk_union_part(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t addr, uint64_t size)
{
	const struct desc_type *t = &desc_type[type];
	const struct desc_union *u = &desc_union[t->elem];
	struct frame own = {.addr = addr, .size = size};
	uint64_t key;
	const struct window outer = w->win;
	uint8_t buf[WALK_BUFFER];
	if (!load_window(w, buf, addr, u->size[w->abi], own.size))
		walk_addr(w, name, type, addr, TF_FAULT);
	else if (t->sel ? walk_eval(w, f, t->sel, WHEN_NOW, &key) : walk_eval(w, &own, u->expr, WHEN_NOW, &key))
		walk_arm(w, t->flags & DT_WHOLE, name, desc_union_arm(u, key), addr, own.size);
	else
		walk_addr(w, name, type, addr, 0);
	w->win = outer;
}

void walk_union(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t addr)
{
	const struct desc_type *t = &desc_type[type];
	uint64_t size = desc_union[t->elem].size[w->abi];
	if (t->cap && (!walk_extent(w, f, t, &size) || (size == 0 && !(t->flags & DT_WHOLE))))
		walk_addr(w, name, type, addr, 0);
	else
		walk_union_part(w, f, name, type, addr, size);
}

/* Of a late struct, what the caller gave in a field, and what the call put there although it failed. */
static void walk_given(struct walk *w, const struct frame *f, const struct desc_field *field)
{
	uint64_t addr = f->addr + field->offset;
	unsigned size = desc_type_size(field->type, w->abi);
	uint8_t now[8];
	w->win = w->before;
	walk_at(w, f, field->name, field->type, addr);
	w->win = (struct window){0};
	if (!(field->flags & DF_CHANGES) || size > sizeof(now) || field->offset + size > w->before.len ||
	    !walk_fetch(w, addr, now, size) || memcmp(now, w->before.p + field->offset, size) == 0)
		return;
	tape_put(w->tape, TAPE_CHANGE, 0, TAPE_NOTYPE, ST_DEFAULT, 0, 0);
	uint32_t at = w->tape->len;
	walk_at(w, f, field->name, field->type, addr);
	w->tape->tok[at].flags |= TF_NAMELESS;
}

void walk_failed(struct walk *w, uint32_t name, uint16_t type, uint64_t addr)
{
	struct frame f = {.st = &desc_struct[desc_type[type].elem], .addr = addr, .size = w->before.len};
	unsigned n;
	const struct desc_field *field = fields_of(w, f.st, &n);
	uint32_t open = tape_open(w->tape, TAPE_STRUCT, name, type, ST_DEFAULT);
	for (unsigned i = 0; i < n; i++) {
		if (field[i].flags & DF_CHANGES || is_length(w, &f, i))
			walk_given(w, &f, &field[i]);
	}
	if (w->tape->len == open + 1) {
		tape_cut(w->tape, open);
		walk_addr(w, name, type, addr, 0);
		return;
	}
	tape_close(w->tape, open);
}
