/* Enums and bits: rows of desc_sym and desc_set. */
#include <stdlib.h>
#include <string.h>

#include "defc/ast.h"

static bool sym_of(struct defc *d, struct entity *e, struct item *item, unsigned abi, struct desc_sym *sym)
{
	enum desc_base base = entity_decl(e, abi)->base;
	memset(sym, 0, sizeof *sym);
	sym->part = (uint8_t)item->part & 0x7f;
	sym->apart = item->apart;
	if (item->part == DP_REST)
		sym->mask = UINT64_MAX;
	sym->type = DESC_NONE;
	sym->name = pool_str(d, item->name ? item->name : item->label);
	if (item->mask && !const_value(d, item->mask, 1u << abi, &sym->mask))
		return false;
	if (item->style) {
		int style = style_find(item->style);
		if (style < 0)
			error_at(d, item->loc, "unknown style '%s'", item->style);
		sym->style = (uint8_t)(style < 0 ? 0 : style);
	}
	if (item->sub) {
		struct entity *sub = entity_find(d, item->sub);
		struct decl *decl = sub ? entity_decl(sub, abi) : NULL;
		if (!decl || (decl->kind != D_ENUM && decl->kind != D_BITS)) {
			error_at(d, item->loc, "unknown enum '%s'", item->sub);
			return false;
		}
		sub->used = true;
		sym->type = sub->type;
	}
	if (!item->name)
		return true;
	if (!item_value(d, item, abi, &sym->value))
		return false;
	sym->value = base_canonical(base, abi, sym->value);
	if (item->mask && sym->value & ~sym->mask)
		error_at(d, item->loc, "%s has bits outside of its mask", item->name);
	if (entity_decl(e, abi)->kind == D_ENUM)
		sym->mask = UINT64_MAX;
	else if (item->part == DP_FLAG && !item->mask)
		sym->mask = sym->value;
	return true;
}

/* Appends what a set and those it has added with + name on an ABI. */
static void collect(struct defc *d, struct entity *e, struct entity *from, unsigned abi, struct rows *syms)
{
	struct decl *decl = entity_decl(from, abi);
	if (!decl || from->busy)
		return;
	from->busy = true;
	for (struct item *item = decl->items; item; item = item->next) {
		struct desc_sym sym;
		/* A field says nothing of its own if it does not say what is shown without a name. */
		if ((!item->head || item->label || item->style) && sym_of(d, e, item, abi, &sym))
			rows_add(syms, &sym, 1);
	}
	for (struct name *plus = decl->plus; plus; plus = plus->next) {
		struct entity *other = entity_find(d, plus->text);
		struct decl *theirs = other ? entity_decl(other, abi) : NULL;
		if (!theirs || theirs->kind != decl->kind) {
			error_at(d, plus->loc, "unknown %s '%s'", decl->kind == D_ENUM ? "enum" : "bits", plus->text);
			continue;
		}
		other->used = true;
		collect(d, e, other, abi, syms);
	}
	from->busy = false;
}

/* A stable insertion sort: of several names for one value the first declared stays the first. */
static void sort_syms(struct desc_sym *sym, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct desc_sym moved = sym[i];
		size_t at = i;
		for (; at > 0 && sym[at - 1].value > moved.value; at--)
			sym[at] = sym[at - 1];
		sym[at] = moved;
	}
}

/* No bit may belong to two rows that would both show it. */
static void check_bits(struct defc *d, struct decl *decl, unsigned abi)
{
	uint64_t fields = 0, mask, value, other;
	for (struct item *item = decl->items; item; item = item->next) {
		if (item->mask && (item->head || item->part == DP_SUB) && const_try(d, item->mask, 1u << abi, &mask)) {
			if (!mask)
				error_at(d, item->loc, "the mask is 0");
			if (mask & fields)
				error_at(d, item->loc, "the mask overlaps another field's by 0x%llx",
				         (unsigned long long)(mask & fields));
			fields |= mask;
		}
	}
	for (struct item *item = decl->items; item; item = item->next) {
		if (!item->name || !item_value(d, item, abi, &value))
			continue;
		if (item->part == DP_FLAG && value && !(value & ~fields))
			error_at(d, item->loc, "%s lies within a field", item->name);
		for (struct item *next = item->next; next; next = next->next)
			if (next->name && next->part == item->part && item_value(d, next, abi, &other) && value == other &&
			    (item->part == DP_FLAG || next->mask == item->mask))
				error_at(d, next->loc, "%s is the same bit as %s", next->name, item->name);
	}
}

static void resolve_set(struct defc *d, struct entity *e)
{
	struct desc_set *set = ROW(struct desc_set, &d->t.set, e->index);
	struct decl *shown = entity_first(e);
	for (unsigned abi = 0; abi < ABI_N; abi++) {
		struct decl *decl = entity_decl(e, abi);
		if (!decl)
			continue;
		if (decl->base != shown->base)
			error_at(d, decl->loc, "'%s' has another base type on another ABI", e->name);
		struct rows syms;
		rows_init(&syms, sizeof(struct desc_sym));
		unsigned errors = d->errors;
		collect(d, e, e, abi, &syms);
		if (decl->kind == D_ENUM && syms.count)
			sort_syms(ROW(struct desc_sym, &syms, 0), syms.count);
		else if (decl->kind == D_BITS)
			check_bits(d, decl, abi);
		set->abi[abi].first = rows_intern(&d->t.sym, syms.p, syms.count);
		set->abi[abi].count = (uint16_t)syms.count;
		/* The other ABIs would repeat what is wrong on this one. */
		if (d->errors != errors)
			break;
	}
	set->name = pool_str(d, e->name);
	set->unknown = pool_str(d, shown->unknown);
}

void sets_declare(struct defc *d)
{
	/* A set may be named before it is resolved: by types, and by a `sub` of any other. */
	for (struct entity *e = d->entities; e; e = e->hh.next) {
		if (!entity_is_set(e))
			continue;
		struct decl *decl = entity_first(e);
		struct desc_set set;
		memset(&set, 0, sizeof set);
		e->index = (uint16_t)rows_add(&d->t.set, &set, 1);
		struct desc_type type = {.kind = decl->kind == D_ENUM ? DK_ENUM : DK_BITS, .base = (uint8_t)decl->base};
		type.elem = e->index;
		if (decl->style && style_find(decl->style) < 0)
			error_at(d, decl->style_loc, "unknown style '%s'", decl->style);
		else if (decl->style)
			type.style = (uint8_t)style_find(decl->style);
		e->type = (uint16_t)rows_intern(&d->t.type, &type, 1);
		for (struct item *item = decl->items; item; item = item->next) {
			struct entity *sub = item->sub ? entity_find(d, item->sub) : NULL;
			if (sub)
				sub->shown = true;
		}
	}
}

/* True for a set whose constants only stand in others: no value is shown with it, so it needs no rows of its own. */
static bool is_only_part(struct defc *d, const struct entity *e)
{
	if (e->shown)
		return false;
	for (struct entity *other = d->entities; other; other = other->hh.next)
		for (unsigned abi = 0; entity_is_set(other) && abi < ABI_N; abi++)
			for (struct name *plus = entity_decl(other, abi) ? entity_decl(other, abi)->plus : NULL; plus;
			     plus = plus->next)
				if (!strcmp(plus->text, e->name))
					return true;
	return false;
}

void sets_resolve(struct defc *d)
{
	for (struct entity *e = d->entities; e; e = e->hh.next)
		if (entity_is_set(e) && !is_only_part(d, e))
			resolve_set(d, e);
}
