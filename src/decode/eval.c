/* What expressions may refer to: the call's arguments, the fields of a struct, the result. */
#include "decode/walk.h"

struct scope {
	struct walk *w;
	const struct frame *f;
	enum walk_when when;
};

static bool scope_arg(void *ctx, unsigned n, uint64_t *ret)
{
	const struct scope *s = ctx;
	if (n >= s->w->call->sig.nargs || n >= CALL_ARGS)
		return false;
	*ret = s->w->call->arg[n];
	return true;
}

static bool scope_deref(void *ctx, unsigned n, uint64_t *ret)
{
	const struct scope *s = ctx;
	const struct call *call = s->w->call;
	if (n >= call->sig.nargs || n >= CALL_ARGS)
		return false;
	if (s->when == WHEN_ENTRY) {
		if (!(call->deref_ok & 1u << n))
			return false;
		*ret = call->deref[n];
		return true;
	}
	const struct desc_type *t = &desc_type[desc_arg[call->sig.first_arg + n].type];
	if (t->kind != DK_PTR || !call->arg[n])
		return false;
	enum desc_base base = desc_type[t->elem].base;
	uint8_t raw[8];
	if (!s->w->mem || mem_read_all(s->w->mem, call->arg[n], raw, desc_base_size(base, s->w->abi)) != 0)
		return false;
	*ret = desc_base_load(base, s->w->abi, raw);
	return true;
}

static bool load(const struct scope *s, uint64_t offset, enum desc_base base, uint64_t *ret)
{
	unsigned size = desc_base_size(base, s->w->abi);
	if (offset + size > s->f->size)
		return false;
	struct walk *w = s->w;
	uint8_t raw[8];
	struct window now = w->win;
	if (s->when == WHEN_ENTRY && w->before.p && s->f->addr == w->before.addr)
		w->win = w->before;
	bool ok = walk_fetch(w, s->f->addr + offset, raw, size);
	w->win = now;
	if (ok)
		*ret = desc_base_load(base, w->abi, raw);
	return ok;
}

static bool scope_field(void *ctx, unsigned n, uint64_t *ret)
{
	const struct scope *s = ctx;
	if (!s->f || !s->f->st || n >= s->f->st->abi[s->w->abi].count)
		return false;
	const struct desc_field *field = &desc_field[s->f->st->abi[s->w->abi].first + n];
	uint64_t v;
	if (!load(s, field->offset, desc_type[field->type].base, &v))
		return false;
	if (field->flags & DF_BITFIELD)
		v = v >> field->bit_at & ((UINT64_C(1) << field->bit_len) - 1);
	*ret = v;
	return true;
}

static bool scope_ret(void *ctx, uint64_t *ret)
{
	const struct scope *s = ctx;
	if (!s->w->at_exit || s->w->failed)
		return false;
	*ret = (uint64_t)s->w->call->value;
	return true;
}

static bool scope_size(void *ctx, uint64_t *ret)
{
	const struct scope *s = ctx;
	if (!s->f)
		return false;
	*ret = s->f->size;
	return true;
}

static bool scope_peek(void *ctx, enum desc_base base, unsigned offset, uint64_t *ret)
{
	const struct scope *s = ctx;
	return s->f && load(s, offset, base, ret);
}

static bool scope_arg_field(void *ctx, unsigned n, unsigned field, uint64_t *ret)
{
	const struct scope *s = ctx;
	const struct call *call = s->w->call;
	if (n >= call->sig.nargs || n >= CALL_ARGS || !call->arg[n])
		return false;
	const struct desc_type *t = &desc_type[desc_arg[call->sig.first_arg + n].type];
	if (t->kind != DK_PTR || desc_type[t->elem].kind != DK_STRUCT)
		return false;
	const struct desc_struct *st = &desc_struct[desc_type[t->elem].elem];
	struct frame f = {.st = st, .addr = call->arg[n], .size = st->abi[s->w->abi].size};
	struct scope there = {.w = s->w, .f = &f, .when = s->when};
	return scope_field(&there, field, ret);
}

static uint64_t scope_anon(void *ctx, uint64_t fd)
{
	const struct scope *s = ctx;
	return enrich_anon_inode(s->w->tid, s->w->abi, (int32_t)fd);
}

bool walk_eval(struct walk *w, const struct frame *f, uint16_t expr, enum walk_when when, uint64_t *ret)
{
	struct scope scope = {.w = w, .f = f, .when = when};
	const struct desc_env env = {
		.ctx = &scope,
		.arg = w->call ? scope_arg : NULL,
		.field = scope_field,
		.deref = w->call ? scope_deref : NULL,
		.ret = w->call ? scope_ret : NULL,
		.size = scope_size,
		.peek = scope_peek,
		.arg_field = w->call ? scope_arg_field : NULL,
		.anon = scope_anon,
	};
	return desc_eval(expr, &env, ret);
}

bool walk_extent(struct walk *w, const struct frame *f, const struct desc_type *t, uint64_t *ret)
{
	uint64_t cap = UINT64_MAX, len;
	if (t->cap && !walk_eval(w, f, t->cap, WHEN_ENTRY, &cap))
		return false;
	if (w->at_exit && t->len) {
		if (!walk_eval(w, f, t->len, WHEN_NOW, &len))
			return false;
		cap = len < cap ? len : cap;
	} else if (f && w->before.p && f->addr == w->before.addr && t->cap) {
		/* The kernel has put what it used where the caller's limit was. */
		if (!walk_eval(w, f, t->cap, WHEN_NOW, &len))
			return false;
		cap = len < cap ? len : cap;
	}
	*ret = cap;
	return true;
}
