/*
 * Writes C that fails to compile where the descriptions differ from the kernel's headers. Headers clash with each other, so
 * what one `header` declaration names is a program of its own, which compares the constants of its file: the test compiles the
 * output once for each CHECK_PART, tells it with HAVE_x which enumerators and structs the headers have (tests/defc/check.sh),
 * and runs it to learn what was compared.
 */
#include <inttypes.h>
#include <string.h>

#include "defc/ast.h"

static const char prelude[] =
	"/* Written by defc --emit=check. */\n"
	"#include <linux/types.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <stdio.h>\n\n"
	"#if defined __x86_64__\n#define ABI 0\n#define V(x64, i386, arm64, riscv64) x64\n"
	"#elif defined __i386__\n#define ABI 1\n#define V(x64, i386, arm64, riscv64) i386\n"
	"#elif defined __aarch64__\n#define ABI 2\n#define V(x64, i386, arm64, riscv64) arm64\n"
	"#elif defined __riscv\n#define ABI 3\n#define V(x64, i386, arm64, riscv64) riscv64\n#endif\n\n"
	"/* A macro that is not constant here has nothing to compare. One that is an int may be meant as a longer number. */\n"
	"#define SAME(name, type, value) \\\n"
	"\t((type)(name) == (type)(value) || (sizeof(name) == 4 && (type)(uint32_t)(name) == (type)(value)))\n"
	"#define CONSTANT(name, type, value) \\\n"
	"\t_Static_assert(__builtin_choose_expr(__builtin_constant_p(name), SAME(name, type, value), 1), \\\n"
	"\t               #name \" has another value in the header\"); \\\n"
	"\tif (__builtin_constant_p(name)) \\\n"
	"\t\tputs(\"constant \" #name)\n"
	"#define SIZE(type, size) _Static_assert(sizeof(type) == (size), #type \" has another size in the header\")\n"
	"#define FIELD(type, member, offset) \\\n"
	"\t_Static_assert(offsetof(type, member) == (offset), #type \".\" #member \" stands elsewhere in the header\"); \\\n"
	"\tputs(\"field \" #type \".\" #member)\n"
	"#define WIDTH(type, member, size) \\\n"
	"\t_Static_assert(sizeof(((type *)0)->member) == (size), #type \".\" #member \" has another size in the header\")\n";

static void put_values(FILE *o, const uint64_t *value, const char *suffix)
{
	fputs("V(", o);
	for (unsigned abi = 0; abi < ABI_N; abi++)
		fprintf(o, "%s0x%" PRIx64 "%s", abi ? ", " : "", value[abi], suffix);
	fputc(')', o);
}

static unsigned abis_of(struct defc *d, const struct decl *decl)
{
	const struct entity *e = entity_find(d, decl->name);
	unsigned abis = 0;
	for (unsigned abi = 0; abi < ABI_N; abi++)
		abis |= (unsigned)(entity_decl(e, abi) == decl) << abi;
	return abis;
}

static void put_constants(struct defc *d, FILE *o, const struct decl *decl)
{
	static const char *const types[B_N] = {"uint8_t",  "uint8_t",       "uint16_t",      "uint16_t", "uint32_t",
	                                       "uint32_t", "uint64_t",      "uint64_t",      "uint16_t", "uint32_t",
	                                       "uint64_t", "unsigned long", "unsigned long", "uintptr_t"};
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
	for (struct item *item = decl->items; item; item = item->next) {
		uint64_t value[ABI_N] = {0};
		unsigned abis = abis_of(d, decl);
		if (!item->name || item->name[strspn(item->name, letters)])
			continue;
		for (unsigned abi = 0; abi < ABI_N; abi++)
			if (abis >> abi & 1)
				item_value(d, item, abi, &value[abi]);
		fprintf(o, "#if 0x%x >> ABI & 1 && (defined %s || defined HAVE_ENUM_%s)\n\tCONSTANT(%s, %s, ", abis, item->name,
		        item->name, item->name, types[decl->base]);
		put_values(o, value, "u");
		fputs(");\n#endif\n", o);
	}
}

/* Position i of a struct's declaration as all ABIs have it. */
static void put_field(struct defc *d, FILE *o, const struct decl *decl, const struct instance *inst, unsigned i)
{
	uint64_t offset[ABI_N] = {0}, size[ABI_N] = {0};
	const struct field *f = NULL;
	for (unsigned abi = 0; abi < ABI_N; abi++) {
		const struct shape *shape = &inst->shape[abi];
		if (shape->decl != decl)
			continue;
		f = shape->fields[i].field;
		offset[abi] = shape->fields[i].offset;
		size[abi] = layout_size(d, shape->fields[i].type, abi);
	}
	if (!f || !strcmp(f->name, "_") || !*f->c_name || f->type->bits)
		return;
	fprintf(o, "\tFIELD(%s, %s, ", decl->c_type, f->c_name);
	put_values(o, offset, "");
	fputs(");\n", o);
	/* A flexible array has no size, and one of several fields in one place may be narrower than the header's union. */
	if (!size[ABI_X64] || f->over || (f->next && f->next->over))
		return;
	fprintf(o, "\tWIDTH(%s, %s, ", decl->c_type, f->c_name);
	put_values(o, size, "");
	fputs(");\n", o);
}

static void put_struct(struct defc *d, FILE *o, const struct decl *decl)
{
	const struct instance *inst = NULL;
	uint64_t size[ABI_N] = {0};
	for (unsigned i = 0; i < d->ninst && !inst; i++)
		if (!strcmp(d->inst[i]->entity->name, decl->name))
			inst = d->inst[i];
	if (!inst) /* a struct with a direction that nobody uses */
		return;
	fprintf(o, "#if 0x%x >> ABI & 1", abis_of(d, decl));
	/* A typedef is there if its header is. */
	if (!strncmp(decl->c_type, "struct ", 7))
		fprintf(o, " && defined HAVE_STRUCT_%s\n", decl->c_type + 7);
	else
		fprintf(o, " && __has_include(<%s>)\n", decl->c_header);
	for (unsigned abi = 0; abi < ABI_N; abi++)
		size[abi] = inst->shape[abi].decl == decl ? inst->shape[abi].size : 0;
	fprintf(o, "\tSIZE(%s, ", decl->c_type);
	put_values(o, size, "");
	fputs(");\n", o);
	for (unsigned i = 0; i < decl->nfields; i++)
		put_field(d, o, decl, inst, i);
	fputs("#endif\n", o);
}

/* A program that includes these headers: what the file's constants and, if it is their header, its structs are there. */
static void put_part(struct defc *d, FILE *o, unsigned *part, unsigned file, const struct name *headers)
{
	fprintf(o, "\n#if CHECK_PART == %u /* %s */\n", ++*part, d->src[file].name);
	for (const struct name *h = headers; h; h = h->next)
		fprintf(o, "#if __has_include(<%s>)\n#include <%s>\n#endif\n", h->text, h->text);
	fputs("int main(void)\n{\n", o);
	for (struct decl *decl = d->decls; decl; decl = decl->next) {
		if (decl->loc.file != file)
			continue;
		if (decl->kind == D_ENUM || decl->kind == D_BITS)
			put_constants(d, o, decl);
		else if (decl->c_type && !headers->next && !strcmp(decl->c_header, headers->text))
			put_struct(d, o, decl);
	}
	fputs("\treturn 0;\n}\n#endif\n", o);
}

/* Whether a declaration before `end` has made this header a part of its file. */
static bool has_part(const struct defc *d, const struct decl *end, const char *header)
{
	for (const struct decl *decl = d->decls; decl != end; decl = decl->next) {
		if (decl->loc.file != end->loc.file)
			continue;
		if (decl->kind == D_HEADER && !decl->headers->next && !strcmp(decl->headers->text, header))
			return true;
		if (decl->c_type && !strcmp(decl->c_header, header))
			return true;
	}
	return false;
}

void emit_check(struct defc *d, FILE *o)
{
	unsigned part = 0;
	fputs(prelude, o);
	for (struct decl *decl = d->decls; decl; decl = decl->next) {
		struct name own = {.text = decl->c_header};
		if (decl->kind == D_HEADER && (decl->headers->next || !has_part(d, decl, decl->headers->text)))
			put_part(d, o, &part, decl->loc.file, decl->headers);
		else if (decl->c_type && !has_part(d, decl, decl->c_header))
			put_part(d, o, &part, decl->loc.file, &own);
	}
}
