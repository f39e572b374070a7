/* Writes the tables as C source. */
#include <inttypes.h>
#include <string.h>

#include "defc/ast.h"

static void emit_sym(FILE *o, const void *row)
{
	const struct desc_sym *s = row;
	fprintf(o, "{0x%" PRIx64 ", 0x%" PRIx64 ", %u, %u, %u, %u, %u}", s->value, s->mask, s->name, s->part, s->apart, s->style,
	        s->type);
}

static void emit_type(FILE *o, const void *row)
{
	const struct desc_type *t = row;
	fprintf(o, "{%u, %u, %u, %u, %u, %u, %u, %u, %u, %u, %u}", t->kind, t->style, t->base, t->dir, t->flags, t->elem, t->cap,
	        t->len, t->sel, t->with, t->label);
}

static void emit_set(FILE *o, const void *row)
{
	const struct desc_set *s = row;
	fputs("{{", o);
	for (unsigned abi = 0; abi < ABI_N; abi++)
		fprintf(o, "{%u, %u}, ", s->abi[abi].first, s->abi[abi].count);
	fprintf(o, "}, %u, %u}", s->name, s->unknown);
}

static void emit_field(FILE *o, const void *row)
{
	const struct desc_field *f = row;
	fprintf(o, "{%u, %u, %u, %u, %u, %u, %u}", f->name, f->type, f->cond, f->offset, f->flags, f->bit_at, f->bit_len);
}

static void emit_struct(FILE *o, const void *row)
{
	const struct desc_struct *s = row;
	fputs("{{", o);
	for (unsigned abi = 0; abi < ABI_N; abi++)
		fprintf(o, "{%u, %u, %u, %u}, ", s->abi[abi].first, s->abi[abi].count, s->abi[abi].size, s->abi[abi].align);
	fprintf(o, "}, %u, %u}", s->name, s->excess);
}

static void emit_arm(FILE *o, const void *row)
{
	const struct desc_arm *a = row;
	fprintf(o, "{0x%" PRIx64 ", %u}", a->key, a->type);
}

static void emit_union(FILE *o, const void *row)
{
	const struct desc_union *u = row;
	fprintf(o, "{%u, %u, %u, %u, {", u->expr, u->first, u->count, u->otherwise);
	for (unsigned abi = 0; abi < ABI_N; abi++)
		fprintf(o, "%u, ", u->size[abi]);
	fprintf(o, "}, %u}", u->name);
}

static void emit_arg(FILE *o, const void *row)
{
	const struct desc_arg *a = row;
	fprintf(o, "{%u, %u, %u, %u, %u, %u, %u}", a->name, a->type, a->cond, a->flags, a->reg, a->high, a->then);
}

static void emit_ret(FILE *o, const void *row)
{
	const struct desc_ret *r = row;
	fprintf(o, "{%u, %u, %u}", r->type, r->note, r->label);
}

static void emit_case(FILE *o, const void *row)
{
	const struct desc_case *c = row;
	fprintf(o, "{0x%" PRIx64 ", {%u, %u, %u}}", c->key, c->sig.first_arg, c->sig.nargs, c->sig.ret);
}

static void emit_switch(FILE *o, const void *row)
{
	const struct desc_switch *s = row;
	fprintf(o, "{%u, {", s->expr);
	for (unsigned abi = 0; abi < ABI_N; abi++)
		fprintf(o, "{%u, %u}, ", s->abi[abi].first, s->abi[abi].count);
	fprintf(o, "}, {%u, %u, %u}}", s->otherwise.first_arg, s->otherwise.nargs, s->otherwise.ret);
}

static void emit_call(FILE *o, const void *row)
{
	const struct desc_call *c = row;
	fprintf(o, "{%u, %u, %u, 0x%" PRIx64 ", {%u, %u, %u}}", c->name, c->sw, c->attrs, c->groups, c->sig.first_arg, c->sig.nargs,
	        c->sig.ret);
}

static void emit_byte(FILE *o, const void *row)
{
	fprintf(o, "%u", *(const unsigned char *)row);
}

/* C has no empty arrays: a table without rows gets one of zeros, which desc_counts does not count. */
static void emit_rows(FILE *o, const char *name, const struct rows *r, void (*emit)(FILE *, const void *))
{
	fprintf(o, "const %s[] = {", name);
	for (size_t i = 0; i < r->count; i++) {
		fputs(i % (r->row_size == 1 ? 32 : 1) ? " " : "\n\t", o);
		emit(o, r->p + i * r->row_size);
		fputc(',', o);
	}
	fprintf(o, "%s\n};\n", r->count ? "" : "\n\t0");
}

static void emit_strings(FILE *o, const struct rows *str)
{
	fputs("const char desc_str[] =", o);
	for (size_t i = 0; i < str->count; i += strlen((char *)str->p + i) + 1) {
		fputs("\n\t\"", o);
		for (const char *s = (char *)str->p + i; *s; s++)
			fprintf(o, *s == '\\' || *s == '?' ? "\\%c" : "%c", *s);
		fputs("\\0\"", o);
	}
	fputs(";\n", o);
}

static void emit_numbers(struct defc *d, FILE *o)
{
	for (unsigned abi = 0; abi < ABI_N; abi++) {
		fprintf(o, "static const uint16_t nr_%s[] = {", abi_text(abi));
		for (unsigned i = 0; i < d->t.nr_count[abi]; i++)
			fprintf(o, "%s%u,", i % 16 ? " " : "\n\t", d->t.nr[abi][i]);
		fprintf(o, "%s\n};\n", d->t.nr_count[abi] ? "" : "\n\t0");
	}
	fputs("const uint16_t *const desc_nr[ABI_N] = {", o);
	for (unsigned abi = 0; abi < ABI_N; abi++)
		fprintf(o, "nr_%s, ", abi_text(abi));
	fputs("};\nconst uint16_t desc_nr_count[ABI_N] = {", o);
	for (unsigned abi = 0; abi < ABI_N; abi++)
		fprintf(o, "%u, ", d->t.nr_count[abi]);
	fputs("};\n", o);
}

void emit_tables(struct defc *d, FILE *o)
{
	struct tables *t = &d->t;
	uint32_t group[64] = {0};
	for (unsigned i = 0; i < t->ngroups; i++)
		group[i] = pool_str(d, t->group[i]);
	fputs("/* Written by defc. */\n#include \"desc/table.h\"\n\n", o);
	emit_rows(o, "struct desc_type desc_type", &t->type, emit_type);
	emit_rows(o, "struct desc_sym desc_sym", &t->sym, emit_sym);
	emit_rows(o, "struct desc_set desc_set", &t->set, emit_set);
	emit_rows(o, "struct desc_field desc_field", &t->field, emit_field);
	emit_rows(o, "struct desc_struct desc_struct", &t->st, emit_struct);
	emit_rows(o, "struct desc_arm desc_arm", &t->arm, emit_arm);
	emit_rows(o, "struct desc_union desc_union", &t->un, emit_union);
	emit_rows(o, "struct desc_arg desc_arg", &t->arg, emit_arg);
	emit_rows(o, "struct desc_ret desc_ret", &t->ret, emit_ret);
	emit_rows(o, "struct desc_case desc_case", &t->cases, emit_case);
	emit_rows(o, "struct desc_switch desc_switch", &t->sw, emit_switch);
	emit_rows(o, "struct desc_call desc_call", &t->call, emit_call);
	emit_rows(o, "uint8_t desc_code", &t->code, emit_byte);
	emit_strings(o, &t->str);
	emit_numbers(d, o);
	fputs("const uint32_t desc_group[64] = {", o);
	for (unsigned i = 0; i < t->ngroups; i++)
		fprintf(o, "%u, ", group[i]);
	fprintf(o, "%s};\n", t->ngroups ? "" : "0");
	fprintf(o,
	        "const struct desc_counts desc_counts = {%zu, %zu, %zu, %zu, %zu, %zu, %zu, %zu, %zu, %zu, %zu, %zu, %zu, "
	        "%zu};\n\n",
	        t->type.count, t->sym.count, t->set.count, t->field.count, t->st.count, t->arm.count, t->un.count, t->arg.count,
	        t->ret.count, t->cases.count, t->sw.count, t->call.count, t->code.count, t->str.count);
	static const char *const short_indices[] = {"type", "set", "field", "struct", "arm",  "union",
	                                            "arg",  "ret", "case",  "switch", "call", "code"};
	for (size_t i = 0; i < sizeof short_indices / sizeof *short_indices; i++)
		fprintf(o, "_Static_assert(sizeof desc_%s / sizeof *desc_%s < DESC_NONE, \"desc_%s has 16-bit indices\");\n",
		        short_indices[i], short_indices[i], short_indices[i]);
	fputs("_Static_assert(sizeof desc_str < 1 << 20, \"the tape has 20 bits for a name\");\n", o);
}
