/* Type expressions: rows of desc_type. */
#include <string.h>

#include "defc/ast.h"

static const struct {
	const char *name;
	struct desc_type type;
} builtins[] = {
	{"str", {.kind = DK_STR}},   {"path", {.kind = DK_STR, .flags = DT_PATH}}, {"bytes", {.kind = DK_BYTES}},
	{"cstr", {.kind = DK_CSTR}}, {"errno", {.kind = DK_INT, .base = B_LONG}},  {"cpath", {.kind = DK_CSTR, .flags = DT_PATH}},
};

static const struct desc_type *builtin_find(const char *name)
{
	for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
		if (!strcmp(builtins[i].name, name))
			return &builtins[i].type;
	return NULL;
}

bool texpr_is_number(struct defc *d, const struct texpr *t)
{
	if (t->dir || t->custom)
		return false;
	for (const struct suffix *s = t->suffixes; s; s = s->next)
		if (s->kind == S_EXTENT)
			return false;
	if (base_find(t->name) >= 0)
		return true;
	struct entity *e = entity_find(d, t->name);
	if (!e || e->busy)
		return false;
	if (entity_first(e)->kind != D_TYPE)
		return entity_is_set(e);
	const struct texpr *alias = entity_first(e)->type;
	e->busy = true;
	bool yes = alias->dir || texpr_is_number(d, alias);
	e->busy = false;
	return yes;
}

bool texpr_points_to_number(struct defc *d, const struct texpr *t)
{
	if (!t->dir)
		return false;
	struct texpr pointed = *t;
	pointed.dir = DIR_NONE;
	/* The first element of an array will do. */
	pointed.suffixes = NULL;
	return texpr_is_number(d, &pointed);
}

uint16_t instance_find(struct defc *d, struct entity *e, unsigned dir)
{
	for (unsigned i = 0; i < d->ninst; i++)
		if (d->inst[i]->entity == e && d->inst[i]->dir == dir)
			return (uint16_t)i;
	struct instance *inst = NEW(struct instance);
	inst->entity = e;
	inst->dir = dir;
	struct desc_struct row;
	memset(&row, 0, sizeof row);
	row.name = pool_str(d, e->name);
	row.excess = pool_str(d, entity_first(e)->excess);
	rows_add(&d->t.st, &row, 1);
	struct instance **grown = new_bytes((d->ninst + 1) * sizeof *grown);
	if (d->ninst)
		memcpy(grown, d->inst, d->ninst * sizeof *grown);
	grown[d->ninst] = inst;
	d->inst = grown;
	return (uint16_t)d->ninst++;
}

static struct desc_type *row_of(struct defc *d, uint16_t type)
{
	return ROW(struct desc_type, &d->t.type, type);
}

static uint16_t intern(struct defc *d, const struct desc_type *type)
{
	uint32_t at = rows_intern(&d->t.type, type, 1);
	return (uint16_t)at;
}

/* What a direction is here; DIR_NONE after a message. */
static unsigned real_dir(struct scope *s, unsigned dir)
{
	return dir == DIR_PARAM ? s->dir : dir;
}

static bool resolve_alias(struct defc *d, struct scope *s, struct texpr *t, struct desc_type *cur);

/* A table of attributes also knows the names of their types. */
static bool resolve_attrs(struct defc *d, struct decl *decl, struct desc_type *cur)
{
	struct entity *set = entity_find(d, decl->attr_set);
	if (!set || !entity_is_set(set)) {
		error_at(d, decl->loc, "'%s' is no enum: attributes need the names of their types", decl->attr_set);
		return false;
	}
	set->used = true;
	cur->kind = DK_ATTRS;
	cur->sel = set->type;
	return true;
}

static bool resolve_entity(struct defc *d, struct scope *s, struct texpr *t, struct entity *e, struct desc_type *cur)
{
	struct decl *decl = entity_first(e);
	e->used = e->shown = true;
	bool wants_dir = decl->kind == D_STRUCT && decl->param;
	if (wants_dir != (t->targ != 0)) {
		error_at(d, t->loc, wants_dir ? "'%s' needs a direction: %s<in>, %s<out>" : "'%s' has no direction of its own",
		         t->name, t->name, t->name);
		return false;
	}
	switch (decl->kind) {
	case D_TYPE:
		if (e->busy) {
			error_at(d, t->loc, "the type '%s' is made of itself", t->name);
			return false;
		}
		e->busy = true;
		bool ok = resolve_alias(d, s, decl->type, cur);
		e->busy = false;
		return ok;
	case D_STRUCT:
		cur->kind = DK_STRUCT;
		cur->elem = instance_find(d, e, real_dir(s, t->targ));
		return true;
	case D_UNION:
		cur->kind = DK_UNION;
		cur->elem = e->index;
		return !decl->attr_set || resolve_attrs(d, decl, cur);
	default:
		*cur = *row_of(d, e->type);
		return true;
	}
}

/* The type that a type expression's name means. */
static bool resolve_head(struct defc *d, struct scope *s, struct texpr *t, struct desc_type *cur)
{
	memset(cur, 0, sizeof *cur);
	struct entity *e = entity_find(d, t->name);
	const struct desc_type *builtin = builtin_find(t->name);
	int base = base_find(t->name);
	if (t->custom) {
		int custom = custom_find(t->name);
		if (custom < 0) {
			error_at(d, t->loc, "unknown hand-written decoder '%s'", t->name);
			return false;
		}
		cur->kind = DK_CUSTOM;
		cur->elem = (uint16_t)custom;
		cur->cap = expr_compile(d, s, t->operand[0], true);
		cur->len = expr_compile(d, s, t->operand[1], true);
		cur->sel = expr_compile(d, s, t->operand[2], true);
		return true;
	}
	if (base >= 0) {
		cur->kind = DK_INT;
		cur->base = (uint8_t)base;
		if (base == B_PTR && s->kind == IN_STRUCT && s->decl->ptr64)
			cur->base = B_U64;
		return true;
	}
	if (e)
		return resolve_entity(d, s, t, e, cur);
	if (builtin) {
		*cur = *builtin;
		return true;
	}
	error_at(d, t->loc, "unknown type '%s'", t->name);
	return false;
}

static void suffix_extent(struct defc *d, struct scope *s, struct suffix *x, struct desc_type *cur)
{
	bool string = cur->kind == DK_STR || cur->kind == DK_BYTES || cur->kind == DK_CSTR;
	uint16_t cap = expr_compile(d, s, x->a, false), len = expr_compile(d, s, x->b, true);
	if (!string || cur->cap) {
		struct desc_type array = {.kind = DK_ARRAY, .flags = x->bytes ? DT_BYTES : 0};
		if (cur->kind == DK_STR)
			error_at(d, x->loc, "an array of strings in place; write a direction in its element's type");
		array.elem = intern(d, cur);
		*cur = array;
	}
	cur->cap = cap;
	cur->len = len;
}

/* `as` and `with` after an array are about its elements. */
static void style_value(struct defc *d, struct desc_type *cur, const struct desc_type *how)
{
	if (cur->kind == DK_ARRAY || cur->kind == DK_CHAIN || cur->kind == DK_PTR) {
		struct desc_type elem = *row_of(d, cur->elem);
		style_value(d, &elem, how);
		cur->elem = intern(d, &elem);
		return;
	}
	if (how->with)
		cur->with = how->with;
	else
		cur->style = how->style, cur->label = how->label;
}

static void suffix_as(struct defc *d, struct suffix *x, struct desc_type *cur)
{
	int style = style_find(x->word);
	struct desc_type how = {.style = (uint8_t)style, .label = pool_str(d, x->label)};
	if (style < 0)
		error_at(d, x->loc, "unknown style '%s'", x->word);
	else
		style_value(d, cur, &how);
}

/* The array becomes a chain of records; `step` sees the fields of each. */
static void suffix_step(struct defc *d, struct suffix *x, struct desc_type *cur)
{
	const struct desc_type *elem = row_of(d, cur->elem);
	if (cur->kind != DK_ARRAY || elem->kind != DK_STRUCT || !(cur->flags & DT_BYTES)) {
		error_at(d, x->loc, "'step' belongs to an array of structs whose extent is in bytes: T[n bytes] step ...");
		return;
	}
	const struct instance *inst = d->inst[elem->elem];
	struct scope frame = {.kind = IN_STRUCT, .abis = ABI_ALL, .decl = entity_first(inst->entity), .dir = inst->dir};
	cur->kind = DK_CHAIN;
	cur->flags &= (uint16_t)~DT_BYTES;
	cur->base = 1;
	cur->sel = expr_compile(d, &frame, x->a, false);
}

static void suffix_apply(struct defc *d, struct scope *s, struct suffix *x, struct desc_type *cur)
{
	bool array = cur->kind == DK_ARRAY || cur->kind == DK_CHAIN;
	uint64_t value;
	switch (x->kind) {
	case S_EXTENT:
		suffix_extent(d, s, x, cur);
		return;
	case S_SIZED:
		if (cur->kind != DK_STRUCT && cur->kind != DK_UNION && cur->kind > DK_BITS)
			error_at(d, x->loc, "only a struct, a union or a number can be 'sized'");
		cur->cap = expr_compile(d, s, x->a, false);
		cur->len = expr_compile(d, s, x->b, true);
		return;
	case S_BY:
		if (cur->kind != DK_UNION)
			error_at(d, x->loc, "only a union has a selector");
		cur->sel = expr_compile(d, s, x->a, false);
		return;
	case S_BUDGET:
		if (cur->kind != DK_ARRAY && cur->kind != DK_STRUCT)
			error_at(d, x->loc, "only an array or a struct has a budget");
		cur->sel = expr_compile(d, s, x->a, true);
		return;
	case S_STEP:
		suffix_step(d, x, cur);
		return;
	case S_ALIGN:
		if (cur->kind != DK_CHAIN)
			error_at(d, x->loc, "'align' belongs after 'step'");
		if (const_value(d, x->a, s->abis, &value))
			cur->base = (uint8_t)value;
		return;
	case S_AS:
		suffix_as(d, x, cur);
		return;
	case S_WITH:
		style_value(d, cur, &(struct desc_type){.with = expr_compile(d, s, x->a, false)});
		return;
	case S_COUNT:
	case S_ALL:
		if (!array && !(x->kind == S_ALL && cur->kind == DK_BYTES))
			error_at(d, x->loc, "only arrays can be shown %s", x->kind == S_ALL ? "whole" : "as a count");
		cur->flags |= x->kind == S_ALL ? DT_NOTRUNC : DT_COUNT;
		if (x->kind == S_COUNT)
			cur->label = pool_str(d, x->label);
		return;
	case S_WHOLE:
		if (cur->kind != DK_UNION)
			error_at(d, x->loc, "only a union can be 'whole'");
		cur->flags |= DT_WHOLE;
		return;
	case S_ALWAYS:
	case S_FOLDED:
	case S_INTERRUPTED:
		return; /* of the pointer, which comes after all suffixes */
	}
}

/* The pointer that a direction makes. */
static void make_pointer(struct defc *d, struct scope *s, struct texpr *t, struct desc_type *cur)
{
	struct desc_type ptr = {.kind = DK_PTR, .base = B_PTR, .dir = (uint8_t)real_dir(s, t->dir)};
	if (s->kind == IN_STRUCT && s->decl->ptr64)
		ptr.base = B_U64;
	for (struct suffix *x = t->suffixes; x; x = x->next)
		ptr.flags |= x->kind == S_ALWAYS        ? DT_ALWAYS
		             : x->kind == S_FOLDED      ? DT_FOLDED
		             : x->kind == S_INTERRUPTED ? DT_INTERRUPTED
		                                        : 0;
	ptr.elem = intern(d, cur);
	*cur = ptr;
}

/* Whether the type is complete. */
static bool check_whole(struct defc *d, struct texpr *t, const struct desc_type *cur)
{
	if ((cur->kind == DK_BYTES || cur->kind == DK_CSTR) && !cur->cap) {
		error_at(d, t->loc, "'%s' needs an extent: %s[n]", t->name, t->name);
		return false;
	}
	if (cur->kind == DK_UNION && !cur->sel) {
		const char *name = (char *)d->t.str.p + ROW(struct desc_union, &d->t.un, cur->elem)->name;
		if (!entity_first(entity_find(d, name))->selector)
			error_at(d, t->loc, "nothing selects an arm of '%s': add 'by EXPR'", name);
	}
	return true;
}

static bool resolve_alias(struct defc *d, struct scope *s, struct texpr *t, struct desc_type *cur)
{
	unsigned errors = d->errors;
	if (!resolve_head(d, s, t, cur))
		return false;
	for (struct suffix *x = t->suffixes; x; x = x->next) {
		suffix_apply(d, s, x, cur);
		if (x->kind == S_INTERRUPTED && t->dir != DIR_OUT)
			error_at(d, x->loc, "'interrupted' is about 'out' data");
		if (x->kind == S_ALWAYS && t->dir != DIR_OUT && t->dir != DIR_INOUT && t->dir != DIR_PARAM)
			error_at(d, x->loc, "'always' is about 'out' data");
		if (x->kind == S_FOLDED && !t->dir)
			error_at(d, x->loc, "only a pointer can be 'folded'");
		if (x->kind == S_SIZED && cur->kind <= DK_BITS && !t->dir)
			error_at(d, x->loc, "a number is 'sized' behind a pointer: in %s sized n", t->name);
	}
	if (d->errors != errors)
		return false;
	if (t->dir) {
		check_whole(d, t, cur);
		make_pointer(d, s, t, cur);
	}
	return true;
}

uint16_t type_resolve(struct defc *d, struct scope *s, struct texpr *t)
{
	struct desc_type cur;
	unsigned errors = d->errors;
	if (!resolve_alias(d, s, t, &cur))
		return 0;
	if (cur.kind == DK_STR)
		error_at(d, t->loc, "'%s' needs a direction: in %s", t->name, t->name);
	else if (s->kind == IN_CALL && cur.kind >= DK_BYTES && cur.kind <= DK_CHAIN && cur.kind != DK_PTR)
		error_at(d, t->loc, "%s does not fit a register: write in, out or inout before it",
		         cur.kind == DK_STRUCT || cur.kind == DK_UNION ? "a struct" : "what has an extent");
	else
		check_whole(d, t, &cur);
	return d->errors == errors ? intern(d, &cur) : 0;
}
