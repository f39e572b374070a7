/* Names: what is declared, and the values of constants. */
#include <string.h>

#include "base/check.h"
#include "defc/ast.h"
#include "desc/ops.h"

struct entity *entity_find(struct defc *d, const char *name)
{
	struct entity *e;
	HASH_FIND_STR(d->entities, name, e);
	return e;
}

static void declare_entity(struct defc *d, struct decl *decl)
{
	struct entity *e = entity_find(d, decl->name);
	if (base_find(decl->name) >= 0) {
		error_at(d, decl->loc, "'%s' is a base type", decl->name);
		return;
	}
	if (!e) {
		e = NEW(struct entity);
		e->name = decl->name;
		HASH_ADD_KEYPTR(hh, d->entities, e->name, strlen(e->name), e);
	}
	for (unsigned abi = 0; abi <= ABI_N; abi++) {
		struct decl *other = abi < ABI_N ? e->abi[abi] : e->general;
		if (other && other->kind != decl->kind) {
			error_at(d, decl->loc, "'%s' is declared as something else in line %u of %s", decl->name, other->loc.line,
			         d->src[other->loc.file].name);
			return;
		}
		bool mine = abi < ABI_N ? decl->abis >> abi & 1 : !decl->abis;
		if (mine && other)
			error_at(d, decl->loc, "'%s' is declared twice, also in line %u of %s", decl->name, other->loc.line,
			         d->src[other->loc.file].name);
		if (mine && abi < ABI_N)
			e->abi[abi] = decl;
		else if (mine)
			e->general = decl;
	}
	if (decl->abis && (decl->kind == D_TYPE || decl->kind == D_UNION))
		error_at(d, decl->loc, "only structs, enums and bits may be restricted to ABIs");
}

static void declare_constant(struct defc *d, struct decl *set, struct item *item)
{
	item->set = set;
	struct constant *c;
	HASH_FIND_STR(d->consts, item->name, c);
	if (!c) {
		c = NEW(struct constant);
		c->name = item->name;
		HASH_ADD_KEYPTR(hh, d->consts, c->name, strlen(c->name), c);
	}
	for (unsigned i = 0; i < c->n; i++)
		if (c->item[i]->set == set)
			error_at(d, item->loc, "duplicate constant '%s', also in line %u", item->name, c->item[i]->loc.line);
	c->item = check_realloc(c->item, (c->n + 1) * sizeof *c->item);
	c->item[c->n++] = item;
}

/* Names of arguments and fields come first in the pool: tapes refer to them. */
static void pool_names(struct defc *d)
{
	for (struct decl *decl = d->decls; decl; decl = decl->next) {
		for (struct arg *a = decl->args.first; a; a = a->next)
			pool_str(d, a->name);
		for (struct variant *v = decl->variants; v; v = v->next)
			for (struct arg *a = v->args.first; a; a = a->next)
				pool_str(d, a->name);
		for (struct field *f = decl->fields; f; f = f->next)
			pool_str(d, f->name);
	}
}

void names_declare(struct defc *d)
{
	pool_names(d);
	for (struct decl *decl = d->decls; decl; decl = decl->next) {
		if (decl->kind > D_UNION)
			continue;
		declare_entity(d, decl);
		for (struct item *item = decl->items; item; item = item->next)
			if (item->name)
				declare_constant(d, decl, item);
	}
}

static bool const_eval(struct defc *d, struct expr *e, unsigned abi, bool quiet, uint64_t *ret);

bool item_value(struct defc *d, struct item *item, unsigned abi, uint64_t *ret)
{
	enum { NEW_ITEM, BUSY, KNOWN, WRONG };
	if (item->state[abi] == NEW_ITEM) {
		struct expr *e = item->override[abi] ? item->override[abi] : item->value;
		uint64_t value;
		item->state[abi] = BUSY;
		if (const_eval(d, e, abi, false, &value)) {
			enum desc_base base = item->set->base;
			unsigned bits = 8 * base_bytes(base, abi);
			/* Both readings of the bits are welcome: -1 and 0xffffffff are the same u32. */
			if (bits < 64 && value >> bits && value < UINT64_MAX << (bits - 1))
				error_at(d, e->loc, "%s = 0x%llx does not fit its base type on %s", item->name,
				         (unsigned long long)value, abi_text(abi));
			item->known[abi] = base_canonical(base, abi, value);
			item->state[abi] = KNOWN;
		} else {
			item->state[abi] = WRONG;
		}
	} else if (item->state[abi] == BUSY) {
		error_at(d, item->loc, "the value of '%s' depends on itself", item->name);
		item->state[abi] = WRONG;
	}
	*ret = item->known[abi];
	return item->state[abi] == KNOWN;
}

/* The value of a name on an ABI, the same in all sets that have it. */
static bool name_value(struct defc *d, struct expr *e, unsigned abi, bool quiet, uint64_t *ret)
{
	struct constant *c;
	HASH_FIND_STR(d->consts, e->name, c);
	struct item *found = NULL;
	for (unsigned i = 0; c && i < c->n; i++) {
		struct decl *set = c->item[i]->set;
		struct entity *entity = entity_find(d, set->name);
		uint64_t value;
		if ((e->set && strcmp(set->name, e->set)) || !entity || entity_decl(entity, abi) != set)
			continue;
		entity->used = true;
		if (!item_value(d, c->item[i], abi, &value))
			return false;
		if (found && value != *ret) {
			if (!quiet)
				error_at(d, e->loc, "'%s' is ambiguous: %s.%s and %s.%s differ", e->name, found->set->name, e->name,
				         set->name, e->name);
			return false;
		}
		found = c->item[i];
		*ret = value;
	}
	if (!found && !quiet)
		error_at(d, e->loc, "unknown name '%s%s%s'", e->set ? e->set : "", e->set ? "." : "", e->name);
	return found;
}

static bool const_eval(struct defc *d, struct expr *e, unsigned abi, bool quiet, uint64_t *ret)
{
	uint64_t a, b = 0;
	switch (e->kind) {
	case E_NUM:
		*ret = e->num;
		return true;
	case E_NAME:
		return name_value(d, e, abi, quiet, ret);
	case E_UNARY:
	case E_BINARY:
		if (!const_eval(d, e->a, abi, quiet, &a) || (e->b && !const_eval(d, e->b, abi, quiet, &b)))
			return false;
		*ret = desc_op_apply(e->op, a, b);
		return true;
	default:
		if (!quiet)
			error_at(d, e->loc, "a constant is needed here");
		return false;
	}
}

static bool const_same(struct defc *d, struct expr *e, unsigned abis, bool quiet, uint64_t *ret)
{
	bool have = false;
	for (unsigned abi = 0; abi < ABI_N; abi++) {
		uint64_t value;
		if (!(abis >> abi & 1))
			continue;
		if (!const_eval(d, e, abi, quiet, &value))
			return false;
		if (have && value != *ret) {
			if (!quiet)
				error_at(d, e->loc, "the value differs between ABIs; only labels of a call's switch may");
			return false;
		}
		*ret = value;
		have = true;
	}
	return have;
}

bool const_value(struct defc *d, struct expr *e, unsigned abis, uint64_t *ret)
{
	return const_same(d, e, abis, false, ret);
}

bool const_try(struct defc *d, struct expr *e, unsigned abis, uint64_t *ret)
{
	return const_same(d, e, abis, true, ret);
}

void unused_check(struct defc *d)
{
	for (struct entity *e = d->entities; e; e = e->hh.next)
		if (!e->used)
			error_at(d, entity_first(e)->loc, "'%s' is never used", e->name);
}
