/* Expressions to bytecode. */
#include <string.h>

#include "defc/ast.h"

struct code {
	struct defc *d;
	struct scope *s;
	struct rows bytes;
	unsigned depth, deepest;
	bool late;
};

static void put(struct code *c, unsigned byte)
{
	unsigned char b = (unsigned char)byte;
	rows_add(&c->bytes, &b, 1);
}

static void grow(struct code *c)
{
	if (++c->depth > c->deepest)
		c->deepest = c->depth;
}

static void push_const(struct code *c, uint64_t value)
{
	unsigned bytes = value >> 32 ? 8 : value >> 16 ? 4 : value >> 8 ? 2 : 1;
	put(c, bytes == 8 ? OP_U64 : bytes == 4 ? OP_U32 : bytes == 2 ? OP_U16 : OP_U8);
	for (unsigned i = 0; i < bytes; i++)
		put(c, value >> 8 * i & 0xff);
	grow(c);
}

static void push(struct code *c, enum desc_op op, unsigned operand)
{
	put(c, op);
	put(c, operand);
	grow(c);
}

/* Notes a use of what is known only at exit in a place that may be evaluated before. */
static void use_at_exit(struct code *c, struct loc loc, const char *name)
{
	if (!c->late && !c->s->early_name) {
		c->s->early = loc;
		c->s->early_name = name;
	}
}

static int find_arg(const struct scope *s, const char *name)
{
	for (unsigned i = 0; s->kind == IN_CALL && i < s->nargs; i++)
		if (!strcmp(s->args[i]->name, name))
			return (int)i;
	return -1;
}

static struct field *find_field(const struct scope *s, const char *name)
{
	for (struct field *f = s->kind == IN_STRUCT ? s->decl->fields : NULL; f; f = f->next)
		if (!strcmp(f->name, name))
			return f;
	return NULL;
}

static bool has_value(struct code *c, const struct texpr *t)
{
	return t && (t->dir || texpr_is_number(c->d, t));
}

/* `arg.field`: a field of the struct that an argument points to. */
static void compile_arg_field(struct code *c, struct expr *e, unsigned arg)
{
	const struct texpr *type = c->s->args[arg]->type;
	struct entity *entity = type && type->dir ? entity_find(c->d, type->name) : NULL;
	struct decl *decl = entity ? entity_first(entity) : NULL;
	struct field *f = decl && decl->kind == D_STRUCT ? decl->fields : NULL;
	while (f && strcmp(f->name, e->name))
		f = f->next;
	if (!f) {
		error_at(c->d, e->loc, "'%s' does not point to a struct with a field '%s'", e->set, e->name);
		return;
	}
	if (type->dir == DIR_OUT)
		use_at_exit(c, e->loc, e->set);
	push(c, OP_ARG_FIELD, arg);
	put(c, f->index);
}

static void compile_name(struct code *c, struct expr *e)
{
	int pointer = e->set ? find_arg(c->s, e->set) : -1;
	if (pointer >= 0) {
		compile_arg_field(c, e, (unsigned)pointer);
		return;
	}
	int arg = e->set ? -1 : find_arg(c->s, e->name);
	struct field *field = e->set ? NULL : find_field(c->s, e->name);
	uint64_t value;
	if (arg >= 0) {
		if (!has_value(c, c->s->args[arg]->type))
			error_at(c->d, e->loc, "'%s' is not a number", e->name);
		push(c, OP_ARG, (unsigned)arg);
	} else if (field) {
		if (!has_value(c, field->type))
			error_at(c->d, e->loc, "'%s' is not a number", e->name);
		if (field->index > UINT8_MAX)
			error_at(c->d, e->loc, "'%s' is field %u of its struct: expressions reach only the first 256", e->name,
			         field->index);
		push(c, OP_FIELD, field->index);
	} else if (const_value(c->d, e, c->s->abis, &value)) {
		push_const(c, value);
	}
}

static void compile_deref(struct code *c, struct expr *e)
{
	int arg = find_arg(c->s, e->name);
	if (arg < 0) {
		error_at(c->d, e->loc, "unknown argument '%s'", e->name);
		return;
	}
	const struct texpr *type = c->s->args[arg]->type;
	if (!type || !texpr_points_to_number(c->d, type))
		error_at(c->d, e->loc, "'%s' does not point to a number", e->name);
	else if (type->dir == DIR_OUT)
		use_at_exit(c, e->loc, e->name);
	push(c, OP_DEREF, (unsigned)arg);
}

/* Whether no part of it is a name of the frame: then it is evaluated here. */
static bool refers_to_nothing(const struct scope *s, const struct expr *e)
{
	switch (e->kind) {
	case E_NUM:
		return true;
	case E_NAME:
		return e->set ? find_arg(s, e->set) < 0 : find_arg(s, e->name) < 0 && !find_field(s, e->name);
	case E_UNARY:
		return e->op != OP_ANON && refers_to_nothing(s, e->a);
	case E_BINARY:
		return refers_to_nothing(s, e->a) && refers_to_nothing(s, e->b);
	default:
		return false;
	}
}

static void compile(struct code *c, struct expr *e)
{
	uint64_t value;
	if (e->kind != E_NAME && refers_to_nothing(c->s, e) && const_try(c->d, e, c->s->abis, &value)) {
		push_const(c, value);
		return;
	}
	switch (e->kind) {
	case E_NUM:
		push_const(c, e->num);
		break;
	case E_NAME:
		compile_name(c, e);
		break;
	case E_DEREF:
		compile_deref(c, e);
		break;
	case E_RET:
		if (c->s->kind == IN_NOTHING)
			error_at(c->d, e->loc, "there is no result here");
		use_at_exit(c, e->loc, "ret");
		put(c, OP_RET);
		grow(c);
		break;
	case E_SIZE:
	case E_PEEK:
		if (c->s->kind != IN_STRUCT && c->s->kind != IN_UNION)
			error_at(c->d, e->loc, "only structs and unions have bytes of their own");
		if (e->kind == E_PEEK) {
			push(c, OP_PEEK, e->base);
			put(c, e->num & 0xff);
			put(c, e->num >> 8 & 0xff);
		} else {
			put(c, OP_SIZE);
			grow(c);
		}
		break;
	case E_UNARY:
	case E_BINARY:
		compile(c, e->a);
		if (e->b) {
			compile(c, e->b);
			c->depth--;
		}
		put(c, e->op);
		break;
	}
}

uint16_t expr_compile(struct defc *d, struct scope *s, struct expr *e, bool late)
{
	struct code c = {.d = d, .s = s, .late = late};
	if (!e)
		return 0;
	rows_init(&c.bytes, 1);
	unsigned errors = d->errors;
	compile(&c, e);
	if (d->errors != errors)
		return 0;
	put(&c, OP_END);
	if (c.deepest > DESC_STACK_MAX)
		error_at(d, e->loc, "the expression needs %u places on the stack; there are %u", c.deepest, DESC_STACK_MAX);
	uint32_t at = rows_intern(&d->t.code, c.bytes.p, c.bytes.count);
	if (at > UINT16_MAX)
		error_at(d, e->loc, "all expressions together are too long");
	return (uint16_t)at;
}

bool code_const(struct defc *d, uint16_t code, uint64_t *ret)
{
	const unsigned char *p = d->t.code.p + code;
	if (!code || *p > OP_U64 || !*p)
		return false;
	unsigned bytes = 1u << (*p - OP_U8);
	if (p[1 + bytes] != OP_END)
		return false;
	*ret = 0;
	for (unsigned i = 0; i < bytes; i++)
		*ret |= (uint64_t)p[1 + i] << 8 * i;
	return true;
}
