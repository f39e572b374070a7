/* Structs and unions: the types of their fields and arms. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "defc/ast.h"

static struct field *field_find(struct decl *decl, const char *name)
{
	for (struct field *f = decl->fields; f; f = f->next)
		if (!strcmp(f->name, name))
			return f;
	return NULL;
}

/* Numbers the fields in the order in which they are shown. What `show` leaves out comes last and is hidden. */
static void number_fields(struct defc *d, struct decl *decl)
{
	unsigned n = 0;
	if (decl->numbered)
		return;
	decl->numbered = true;
	for (struct field *f = decl->fields; f; f = f->next) {
		f->index = UINT_MAX;
		/* Fields in one place may be one field that is read in several ways. */
		if (strcmp(f->name, "_") && field_find(decl, f->name) != f && !f->over)
			error_at(d, f->loc, "duplicate field '%s'", f->name);
	}
	for (struct name *name = decl->show; name; name = name->next) {
		struct field *f = field_find(decl, name->text);
		if (!f || f->index != UINT_MAX)
			error_at(d, name->loc, f ? "'%s' is shown twice" : "unknown field '%s'", name->text);
		else
			f->index = n++;
	}
	for (struct field *f = decl->fields; f; f = f->next) {
		if (f->index == UINT_MAX && strcmp(f->name, "_")) {
			f->index = n++;
			f->flags |= decl->show ? DF_HIDDEN : 0;
		}
	}
}

/* The ABIs that use this declaration of a struct. */
static unsigned abis_of(const struct entity *e, const struct decl *decl)
{
	unsigned abis = 0;
	for (unsigned abi = 0; abi < ABI_N; abi++)
		abis |= (unsigned)(entity_decl(e, abi) == decl) << abi;
	return abis;
}

static struct placed *resolve_fields(struct defc *d, struct instance *inst, struct decl *decl)
{
	struct scope s = {.kind = IN_STRUCT, .abis = abis_of(inst->entity, decl), .decl = decl, .dir = inst->dir};
	struct placed *placed = new_bytes((decl->nfields + 1) * sizeof *placed), *at = placed;
	for (struct field *f = decl->fields; f; f = f->next, at++) {
		at->field = f;
		at->type = type_resolve(d, &s, f->type);
		at->cond = expr_compile(d, &s, f->cond, false);
		const struct desc_type *type = ROW(struct desc_type, &d->t.type, at->type);
		if (f->over && f == decl->fields)
			error_at(d, f->loc, "there is no field before it");
		if (f->type->bits && type->kind != DK_INT && type->kind != DK_ENUM && type->kind != DK_BITS)
			error_at(d, f->loc, "a bit-field must be a number");
	}
	return placed;
}

void instances_resolve(struct defc *d)
{
	for (; d->resolved < d->ninst; d->resolved++) {
		struct instance *inst = d->inst[d->resolved];
		for (unsigned abi = 0; abi < ABI_N; abi++) {
			struct shape *shape = &inst->shape[abi];
			struct decl *decl = shape->decl = entity_decl(inst->entity, abi);
			for (unsigned other = 0; decl && other < abi && !shape->fields; other++)
				if (inst->shape[other].decl == decl)
					shape->fields = inst->shape[other].fields;
			if (decl && !shape->fields)
				shape->fields = resolve_fields(d, inst, decl);
			if (!decl)
				continue;
			/* Each ABI places the fields by itself. */
			size_t size = (decl->nfields + 1) * sizeof *shape->fields;
			shape->fields = memcpy(new_bytes(size), shape->fields, size);
		}
	}
}

void structs_resolve(struct defc *d)
{
	for (struct entity *e = d->entities; e; e = e->hh.next) {
		for (unsigned abi = 0; abi <= ABI_N; abi++) {
			struct decl *decl = abi < ABI_N ? e->abi[abi] : e->general;
			if (decl && decl->kind == D_STRUCT)
				number_fields(d, decl);
		}
		if (entity_first(e)->kind == D_UNION) {
			struct desc_union row;
			memset(&row, 0, sizeof row);
			row.name = pool_str(d, e->name);
			e->index = (uint16_t)rows_add(&d->t.un, &row, 1);
		}
	}
	for (struct entity *e = d->entities; e; e = e->hh.next)
		if (entity_first(e)->kind == D_STRUCT && !entity_first(e)->param)
			instance_find(d, e, DIR_NONE);
	instances_resolve(d);
}

static int arm_order(const void *a, const void *b)
{
	uint64_t x = ((const struct desc_arm *)a)->key, y = ((const struct desc_arm *)b)->key;
	return x < y ? -1 : x > y;
}

static void resolve_union(struct defc *d, struct entity *e)
{
	struct decl *decl = entity_first(e);
	struct scope s = {.kind = IN_UNION, .abis = ABI_ALL};
	struct rows arms;
	bool has_default = false;
	rows_init(&arms, sizeof(struct desc_arm));
	uint16_t selector = expr_compile(d, &s, decl->selector, false), otherwise = 0;
	for (struct arm *arm = decl->arms; arm; arm = arm->next) {
		uint16_t type = type_resolve(d, &s, arm->type);
		for (struct label *l = arm->labels; l; l = l->next) {
			struct desc_arm row;
			memset(&row, 0, sizeof row);
			row.type = type;
			if (!l->value) {
				if (has_default)
					error_at(d, l->loc, "a second default");
				has_default = true;
				otherwise = type;
			} else if (const_value(d, l->value, ABI_ALL, &row.key)) {
				for (size_t i = 0; i < arms.count; i++)
					if (ROW(struct desc_arm, &arms, i)->key == row.key)
						error_at(d, l->loc, "duplicate case %lld", (long long)row.key);
				rows_add(&arms, &row, 1);
			}
		}
	}
	if (!has_default && !decl->attr_set)
		error_at(d, decl->loc, "the union '%s' has no default", decl->name);
	if (arms.count)
		qsort(arms.p, arms.count, arms.row_size, arm_order);
	struct desc_union *un = ROW(struct desc_union, &d->t.un, e->index);
	un->expr = selector;
	un->otherwise = otherwise;
	un->first = (uint16_t)rows_intern(&d->t.arm, arms.p, arms.count);
	un->count = (uint16_t)arms.count;
}

void unions_resolve(struct defc *d)
{
	for (struct entity *e = d->entities; e; e = e->hh.next)
		if (entity_first(e)->kind == D_UNION)
			resolve_union(d, e);
	instances_resolve(d);
}

/* Structs may refer to themselves, so there is an end to how deep it looks. */
static bool has_out(struct defc *d, uint16_t index, unsigned depth)
{
	const struct desc_type *type = ROW(struct desc_type, &d->t.type, index);
	if (depth > 8)
		return false;
	switch (type->kind) {
	case DK_PTR:
		return type->dir == DIR_OUT || type->dir == DIR_INOUT || has_out(d, type->elem, depth + 1);
	case DK_ARRAY:
	case DK_CHAIN:
		return has_out(d, type->elem, depth + 1);
	case DK_STRUCT:
		for (unsigned abi = 0; abi < ABI_N; abi++) {
			const struct shape *shape = &d->inst[type->elem]->shape[abi];
			for (unsigned i = 0; shape->decl && i < shape->decl->nfields; i++)
				if (has_out(d, shape->fields[i].type, depth + 1))
					return true;
		}
		return false;
	case DK_UNION: {
		const struct desc_union *un = ROW(struct desc_union, &d->t.un, type->elem);
		for (unsigned i = 0; i < un->count; i++)
			if (has_out(d, ROW(struct desc_arm, &d->t.arm, un->first + i)->type, depth + 1))
				return true;
		return has_out(d, un->otherwise, depth + 1);
	}
	default:
		return false;
	}
}

bool type_has_out(struct defc *d, uint16_t type)
{
	return has_out(d, type, 0);
}
