/* defc --emit=tables|check|none [--strict] [-o OUT] FILE...: compiles the descriptions. */
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/diag.h"
#include "defc/ast.h"

/* AddressSanitizer's own hook: everything lives until the end of the run and is not freed then. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

static int usage(void)
{
	diag("usage: defc --emit=tables|check|none [--strict] [-o OUT] FILE...");
	return 2;
}

/* The whole file, NULL after a message. */
static char *read_text(const char *name)
{
	FILE *f = fopen(name, "r");
	struct rows text;
	char chunk[4096];
	size_t n;
	if (!f) {
		diag("cannot open %s", name);
		return NULL;
	}
	rows_init(&text, 1);
	while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
		rows_add(&text, chunk, n);
	rows_add(&text, "", 1);
	bool bad = ferror(f);
	fclose(f);
	if (bad)
		diag("cannot read %s", name);
	return bad ? NULL : (char *)text.p;
}

static void tables_init(struct tables *t)
{
	rows_init(&t->type, sizeof(struct desc_type));
	rows_init(&t->sym, sizeof(struct desc_sym));
	rows_init(&t->set, sizeof(struct desc_set));
	rows_init(&t->field, sizeof(struct desc_field));
	rows_init(&t->st, sizeof(struct desc_struct));
	rows_init(&t->arm, sizeof(struct desc_arm));
	rows_init(&t->un, sizeof(struct desc_union));
	rows_init(&t->arg, sizeof(struct desc_arg));
	rows_init(&t->ret, sizeof(struct desc_ret));
	rows_init(&t->cases, sizeof(struct desc_case));
	rows_init(&t->sw, sizeof(struct desc_switch));
	rows_init(&t->call, sizeof(struct desc_call));
	rows_init(&t->code, 1);
	rows_init(&t->str, 1);
	/* Offset 0 is "no expression" and the empty string; type 0 stands for what could not be resolved. */
	unsigned char end = OP_END;
	rows_add(&t->code, &end, 1);
	rows_add(&t->str, "", 1);
	rows_intern(&t->type, &(struct desc_type){.kind = DK_INT, .base = B_LONG}, 1);
}

/* Each pass relies on what the ones before have found right. */
static void compile(struct defc *d)
{
	static void (*const passes[])(struct defc *) = {names_declare, sets_declare, structs_resolve, unions_resolve,
	                                                calls_resolve, sets_resolve, layout_all};
	tables_init(&d->t);
	for (unsigned i = 0; i < d->nsrc; i++)
		parse_file(d, i);
	for (size_t i = 0; i < sizeof passes / sizeof *passes && (i < 6 || !d->errors); i++)
		passes[i](d);
	if (d->strict && !d->errors)
		unused_check(d);
}

static int write_output(struct defc *d, void (*emit)(struct defc *, FILE *), const char *name)
{
	FILE *out = name ? fopen(name, "w") : stdout;
	if (!out) {
		diag("cannot create %s", name);
		return 1;
	}
	emit(d, out);
	bool bad = ferror(out);
	if (fclose(out) != 0 || bad) {
		diag("cannot write %s", name ? name : "the output");
		if (name)
			remove(name);
		return 1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct defc d = {.nsrc = 0};
	const char *emit = NULL, *out = NULL;
	diag_set_name("defc");
	d.src = check_calloc((size_t)argc, sizeof *d.src);
	d.last_decl = &d.decls;
	for (int i = 1; i < argc; i++) {
		if (!strncmp(argv[i], "--emit=", 7))
			emit = argv[i] + 7;
		else if (!strcmp(argv[i], "--strict"))
			d.strict = true;
		else if (!strcmp(argv[i], "-o") && i + 1 < argc)
			out = argv[++i];
		else if (*argv[i] == '-')
			return usage();
		else if (!(d.src[d.nsrc].text = read_text(argv[i])))
			return 1;
		else
			d.src[d.nsrc++].name = argv[i];
	}
	if (!emit || !d.nsrc)
		return usage();
	compile(&d);
	if (d.errors)
		return 1;
	if (!strcmp(emit, "tables"))
		return write_output(&d, emit_tables, out);
	if (!strcmp(emit, "check"))
		return write_output(&d, emit_check, out);
	return strcmp(emit, "none") ? usage() : 0;
}
