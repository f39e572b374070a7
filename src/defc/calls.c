/* System calls: arguments, phases, variants, numbers and groups. */
#include <stdlib.h>
#include <string.h>

#include "defc/ast.h"

#define REGISTERS 6
#define NR_MAX    4096

/* An argument list while it is being made. */
struct list {
	struct arg *arg[32];
	struct desc_arg row[32];
	unsigned n;
};

/* The registers that the arguments take on an ABI. */
static unsigned registers(struct defc *d, const struct list *l, unsigned abi)
{
	unsigned n = 0, most = 0;
	for (unsigned i = 0; i < l->n; i++) {
		const struct desc_type *type = ROW(struct desc_type, &d->t.type, l->row[i].type);
		bool number = type->kind == DK_INT || type->kind == DK_ENUM || type->kind == DK_BITS;
		bool pair = number && base_bytes(type->base, abi) == 8 && abi == ABI_I386;
		n = (l->row[i].reg ? l->row[i].reg - 1u : n) + (pair && !l->row[i].high ? 2 : 1);
		most = n > most ? n : most;
	}
	return most;
}

/* When what an argument refers to is read: at entry, at exit, or both. */
static unsigned phases(struct defc *d, const struct desc_arg *row, bool late, bool then)
{
	const struct desc_type *type = ROW(struct desc_type, &d->t.type, row->type);
	if (late)
		return DA_EXIT | DA_LATE | (then ? DA_THEN : 0u);
	if (then)
		return DA_ENTRY | DA_EXIT | DA_THEN;
	if (type->kind != DK_PTR)
		return DA_ENTRY;
	if (type->dir == DIR_INOUT)
		return DA_ENTRY | DA_EXIT;
	return type->dir == DIR_OUT || type_has_out(d, type->elem) ? DA_EXIT : DA_ENTRY;
}

static void check_phase(struct defc *d, const struct scope *s, const char *when)
{
	if (s->early_name)
		error_at(d, s->early, "'%s' is known only at exit, but %s at entry", s->early_name, when);
}

static void resolve_arg(struct defc *d, struct list *l, struct scope *s, unsigned i)
{
	struct arg *arg = l->arg[i];
	struct desc_arg *row = &l->row[i];
	static struct texpr word = {.name = "ulong"};
	row->name = pool_str(d, arg->name);
	row->reg = (uint8_t)arg->reg;
	row->high = (uint8_t)arg->high;
	s->early_name = NULL;
	row->type = type_resolve(d, s, arg->type ? arg->type : &word);
	/* What an `in` pointer leads to may be structs that are new. */
	instances_resolve(d);
	if (!strcmp(arg->name, "_")) {
		row->flags = DA_UNUSED;
		return;
	}
	row->flags = (uint8_t)phases(d, row, arg->late, arg->then);
	if (row->flags & DA_ENTRY)
		check_phase(d, s, "this argument is read");
	if (arg->then) {
		s->early_name = NULL;
		row->then = type_resolve(d, s, arg->then);
		instances_resolve(d);
	}
	if (arg->late && !arg->then && arg->type && (arg->type->dir == DIR_IN || arg->type->dir == DIR_OUT))
		error_at(d, arg->loc, "only an inout argument or a number can be late");
	s->early_name = NULL;
	row->cond = expr_compile(d, s, arg->cond, false);
	check_phase(d, s, "'if' is evaluated");
}

/* `first`: how many arguments were there before those of this case. */
static void check_registers(struct defc *d, const struct list *l, unsigned first, const struct args *args, unsigned abis)
{
	struct list base = *l;
	base.n = first;
	if (l->n > REGISTERS && first)
		error_at(d, args->end, "more arguments than the %u that are left for this case", REGISTERS - first);
	else if (l->n > REGISTERS)
		error_at(d, args->end, "more than six arguments");
	for (unsigned abi = 0; abi < ABI_N && l->n <= REGISTERS; abi++) {
		if (!(abis >> abi & 1) || registers(d, l, abi) <= REGISTERS)
			continue;
		unsigned left = REGISTERS - registers(d, &base, abi);
		if (first)
			error_at(d, args->end, "the case takes more than the %u registers left for it on %s", left, abi_text(abi));
		else
			error_at(d, args->end, "the arguments take more than six registers on %s", abi_text(abi));
		return;
	}
}

/* Adds arguments; what they refer to are all that are in the list then. */
static void add_args(struct defc *d, struct list *l, const struct args *args, unsigned abis)
{
	unsigned first = l->n;
	for (struct arg *arg = args->first; arg; arg = arg->next) {
		for (unsigned i = 0; i < l->n; i++)
			if (strcmp(arg->name, "_") && !strcmp(l->arg[i]->name, arg->name) &&
			    !(arg->cond && arg->reg == l->arg[i]->reg && arg->reg))
				error_at(d, arg->loc, "duplicate argument '%s'", arg->name);
		if (l->n == sizeof l->arg / sizeof *l->arg) {
			error_at(d, arg->loc, "too many arguments");
			return;
		}
		memset(&l->row[l->n], 0, sizeof *l->row);
		l->arg[l->n++] = arg;
	}
	struct scope s = {.kind = IN_CALL, .abis = abis, .args = l->arg, .nargs = l->n};
	for (unsigned i = first; i < l->n; i++)
		resolve_arg(d, l, &s, i);
	check_registers(d, l, first, args, abis);
}

/* The arguments that `...` stands for if no variant says better. */
static void add_raw(struct defc *d, struct list *l)
{
	static struct texpr hex = {.name = "ulong"};
	static const char *const names[REGISTERS] = {"arg1", "arg2", "arg3", "arg4", "arg5", "arg6"};
	struct desc_type type = {.kind = DK_INT, .base = B_ULONG, .style = ST_HEX};
	for (; l->n < REGISTERS; l->n++) {
		struct arg *arg = l->arg[l->n] = NEW(struct arg);
		arg->name = names[l->n];
		arg->type = &hex;
		memset(&l->row[l->n], 0, sizeof *l->row);
		l->row[l->n].name = pool_str(d, names[l->n]);
		l->row[l->n].type = (uint16_t)rows_intern(&d->t.type, &type, 1);
		l->row[l->n].flags = DA_ENTRY;
	}
}

static uint16_t resolve_result(struct defc *d, struct list *l, const struct result *result, unsigned abis)
{
	struct scope s = {.kind = IN_CALL, .abis = abis, .args = l->arg, .nargs = l->n};
	struct desc_type word = {.kind = DK_INT, .base = B_LONG};
	struct desc_ret row = {.note = DESC_NONE};
	if (result) {
		row.type = type_resolve(d, &s, result->type);
		const struct desc_type *type = ROW(struct desc_type, &d->t.type, row.type);
		if (type->kind != DK_INT && type->kind != DK_ENUM && type->kind != DK_BITS)
			error_at(d, result->type->loc, "a result is a number");
		row.label = pool_str(d, result->label);
		if (result->note)
			row.note = type_resolve(d, &s, result->note);
	} else {
		row.type = (uint16_t)rows_intern(&d->t.type, &word, 1);
	}
	return (uint16_t)rows_intern(&d->t.ret, &row, 1);
}

static struct desc_sig make_sig(struct defc *d, struct list *l, const struct result *result, unsigned abis)
{
	struct desc_sig sig = {.nargs = (uint16_t)l->n};
	sig.ret = resolve_result(d, l, result, abis);
	sig.first_arg = (uint16_t)rows_intern(&d->t.arg, l->row, l->n);
	return sig;
}

/* The cases of a switch while it is being made, for each ABI. */
struct cases {
	struct rows rows[ABI_N]; /* desc_case */
	struct rows from[ABI_N]; /* whether the case is from an `extend @abi`, which may replace a general one */
	struct desc_sig otherwise;
	bool has_default;
};

static void add_case(struct defc *d, struct cases *c, struct label *l, unsigned abi, struct desc_sig sig, bool special)
{
	struct desc_case row;
	memset(&row, 0, sizeof row);
	row.sig = sig;
	if (!const_value(d, l->value, 1u << abi, &row.key))
		return;
	for (size_t i = 0; i < c->rows[abi].count; i++) {
		struct desc_case *other = ROW(struct desc_case, &c->rows[abi], i);
		bool *from = ROW(bool, &c->from[abi], i);
		if (other->key != row.key)
			continue;
		if (*from == special)
			error_at(d, l->loc, "duplicate case %s0x%llx on %s", l->value->name ? l->value->name : "",
			         (unsigned long long)row.key, abi_text(abi));
		else if (special)
			*other = row, *from = true;
		return;
	}
	rows_add(&c->rows[abi], &row, 1);
	rows_add(&c->from[abi], &special, 1);
}

static void add_variants(struct defc *d, struct cases *c, struct decl *call, const struct list *base, struct decl *from)
{
	unsigned abis = from->abis ? from->abis & call->mask : call->mask;
	for (struct variant *v = abis ? from->variants : NULL; v; v = v->next) {
		struct list l = *base;
		unsigned errors = d->errors;
		add_args(d, &l, &v->args, abis);
		if (v->args.open)
			add_raw(d, &l);
		if (d->errors != errors)
			continue;
		struct desc_sig sig = make_sig(d, &l, v->args.result ? v->args.result : call->args.result, abis);
		for (struct label *label = v->labels; label; label = label->next) {
			if (!label->value) {
				if (c->has_default)
					error_at(d, label->loc, "a second default");
				c->has_default = true;
				c->otherwise = sig;
				continue;
			}
			for (unsigned abi = 0; abi < ABI_N && d->errors == errors; abi++)
				if (abis >> abi & 1)
					add_case(d, c, label, abi, sig, from->abis);
		}
	}
}

static int case_order(const void *a, const void *b)
{
	uint64_t x = ((const struct desc_case *)a)->key, y = ((const struct desc_case *)b)->key;
	return x < y ? -1 : x > y;
}

static uint16_t resolve_switch(struct defc *d, struct decl *call, struct list *base)
{
	struct cases c = {.has_default = false};
	struct desc_switch sw;
	memset(&sw, 0, sizeof sw);
	for (unsigned abi = 0; abi < ABI_N; abi++) {
		rows_init(&c.rows[abi], sizeof(struct desc_case));
		rows_init(&c.from[abi], sizeof(bool));
	}
	struct scope s = {.kind = IN_CALL, .abis = call->mask, .args = base->arg, .nargs = base->n};
	sw.expr = expr_compile(d, &s, call->selector, false);
	check_phase(d, &s, "the switch is evaluated");
	add_variants(d, &c, call, base, call);
	for (struct decl *decl = d->decls; decl; decl = decl->next)
		if (decl->kind == D_EXTEND && !strcmp(decl->name, call->name))
			add_variants(d, &c, call, base, decl);
	if (!c.has_default)
		error_at(d, call->loc, "the switch of '%s' has no default", call->name);
	sw.otherwise = c.otherwise;
	for (unsigned abi = 0; abi < ABI_N; abi++) {
		if (c.rows[abi].count)
			qsort(c.rows[abi].p, c.rows[abi].count, c.rows[abi].row_size, case_order);
		sw.abi[abi].first = (uint16_t)rows_intern(&d->t.cases, c.rows[abi].p, c.rows[abi].count);
		sw.abi[abi].count = (uint16_t)c.rows[abi].count;
	}
	return (uint16_t)rows_add(&d->t.sw, &sw, 1);
}

static uint64_t group_bits(struct defc *d, const struct name *groups)
{
	uint64_t bits = 0;
	for (; groups; groups = groups->next) {
		unsigned i = 0;
		while (i < d->t.ngroups && strcmp(d->t.group[i], groups->text))
			i++;
		if (i == 63) {
			error_at(d, groups->loc, "more than 63 groups");
			return 0;
		}
		if (i == d->t.ngroups)
			d->t.group[d->t.ngroups++] = groups->text;
		bits |= UINT64_C(1) << i;
	}
	return bits;
}

static void set_numbers(struct defc *d, const struct decl *call, uint16_t index)
{
	for (unsigned abi = 0; abi < ABI_N; abi++) {
		if (call->nr[abi] < 0)
			continue;
		unsigned nr = (unsigned)call->nr[abi];
		if (!d->t.nr[abi])
			d->t.nr[abi] = memset(new_bytes(NR_MAX * sizeof(uint16_t)), 0xff, NR_MAX * sizeof(uint16_t));
		uint16_t *slot = &d->t.nr[abi][nr];
		if (*slot != DESC_NONE) {
			const char *other = (char *)d->t.str.p + ROW(struct desc_call, &d->t.call, *slot)->name;
			error_at(d, call->loc, "duplicate number %u on %s: it is that of '%s'", nr, abi_text(abi), other);
		}
		*slot = index;
		if (nr >= d->t.nr_count[abi])
			d->t.nr_count[abi] = nr + 1;
	}
}

static void resolve_call(struct defc *d, struct decl *call)
{
	struct list l = {.n = 0};
	struct desc_call row = {.sw = DESC_NONE, .attrs = (uint16_t)call->attrs};
	unsigned errors = d->errors;
	row.name = pool_str(d, call->name);
	row.groups = group_bits(d, call->groups);
	add_args(d, &l, &call->args, call->mask);
	if (call->selector && !call->args.open)
		error_at(d, call->args.end, "the variants stand in place of '...', which is missing here");
	else if (call->selector && d->errors == errors)
		row.sw = resolve_switch(d, call, &l);
	if (call->args.open)
		add_raw(d, &l);
	row.sig = make_sig(d, &l, call->args.result, call->mask);
	set_numbers(d, call, (uint16_t)rows_add(&d->t.call, &row, 1));
}

void calls_resolve(struct defc *d)
{
	for (struct decl *call = d->decls; call; call = call->next) {
		if (call->kind == D_SYSCALL)
			resolve_call(d, call);
		for (struct decl *other = call->next; other && call->kind == D_SYSCALL; other = other->next)
			if (other->kind == D_SYSCALL && !strcmp(other->name, call->name) && other->mask & call->mask)
				error_at(d, other->loc, "'%s' is declared twice for the same ABI, also in line %u", call->name,
				         call->loc.line);
	}
	for (struct decl *e = d->decls; e; e = e->next) {
		bool found = e->kind != D_EXTEND;
		for (struct decl *call = d->decls; call && !found; call = call->next)
			found = call->kind == D_SYSCALL && call->selector && !strcmp(call->name, e->name);
		if (!found)
			error_at(d, e->loc, "there is no system call '%s' with a switch", e->name);
	}
	instances_resolve(d);
}
