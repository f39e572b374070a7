#include "unwind/names.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <stdlib.h>
#include <string.h>
#ifdef HAVE_LIBIBERTY
#include <libiberty/demangle.h>
#endif

#include "base/check.h"

/* No compiler inlines so deep; a file may claim anything. */
#define INLINED_MAX 100u
#define DEPTH_MAX   250u

struct found {
	struct stack_name name[INLINED_MAX + 1];
	unsigned n;
};

bool names_demangle(void)
{
#ifdef HAVE_LIBIBERTY
	return true;
#else
	return false;
#endif
}

/* As people write it: without a symbol version, demangled. */
static const char *readable(const char *symbol, struct strings *strings)
{
	size_t len = strcspn(symbol, "@");
	const char *text = strings_put(strings, symbol, len ? len : strlen(symbol));
#ifdef HAVE_LIBIBERTY
	char *demangled = cplus_demangle(text, DMGL_AUTO | DMGL_PARAMS);
	if (demangled)
		text = strings_put(strings, demangled, strlen(demangled));
	free(demangled);
#endif
	return text;
}

static const char *copy(const char *text, struct strings *strings)
{
	return text && *text ? strings_put(strings, text, strlen(text)) : NULL;
}

void names_set(struct place *place, const char *symbol, uint64_t offset)
{
	struct stack_name *name = check_calloc(1, sizeof *name);
	name->symbol = symbol;
	name->offset = offset;
	place->frame.names = name;
	place->frame.nnames = 1;
}

/* The function that was compiled, by the symbol table. */
static void find_symbol(const struct place *place, GElf_Addr at, struct strings *strings, struct stack_name *ret)
{
	GElf_Off offset;
	GElf_Sym symbol;
	const char *name = dwfl_module_addrinfo(place->module->dwfl, at, &offset, &symbol, NULL, NULL, NULL);
	if (!name || !*name)
		return;
	ret->symbol = readable(name, strings);
	ret->offset = offset + (place->key.returns && !place->signal);
}

static void find_line(Dwfl_Module *mod, GElf_Addr at, struct strings *strings, struct stack_name *ret)
{
	int line = 0, column = 0;
	Dwfl_Line *found = dwfl_module_getsrc(mod, at);
	const char *file = found ? dwfl_lineinfo(found, NULL, &line, &column, NULL, NULL) : NULL;
	if (!file || line <= 0)
		return;
	ret->file = copy(file, strings);
	ret->line = (unsigned)line;
	ret->column = column > 0 ? (unsigned)column : 0;
}

static const char *name_of(Dwarf_Die *function, struct strings *strings)
{
	Dwarf_Attribute attr;
	const char *linkage = NULL;
	if (dwarf_attr_integrate(function, DW_AT_linkage_name, &attr) ||
	    dwarf_attr_integrate(function, DW_AT_MIPS_linkage_name, &attr))
		linkage = dwarf_formstring(&attr);
	if (linkage && names_demangle())
		return readable(linkage, strings);
	return copy(dwarf_diename(function), strings);
}

static unsigned number_of(Dwarf_Die *die, unsigned attribute)
{
	Dwarf_Attribute attr;
	Dwarf_Word value;
	if (!dwarf_attr(die, attribute, &attr) || dwarf_formudata(&attr, &value) != 0 || value > 0x7fffffff)
		return 0;
	return (unsigned)value;
}

/* Where the inlined function was called. */
static void find_call(Dwarf_Die *unit, Dwarf_Die *inlined, struct strings *strings, struct stack_name *ret)
{
	Dwarf_Files *files;
	size_t n;
	unsigned number = number_of(inlined, DW_AT_call_file);
	if (dwarf_getsrcfiles(unit, &files, &n) != 0 || number >= n)
		return;
	ret->file = copy(dwarf_filesrc(files, number, NULL, NULL), strings);
	ret->line = number_of(inlined, DW_AT_call_line);
	ret->column = number_of(inlined, DW_AT_call_column);
}

static bool may_contain_functions(int tag)
{
	return tag == DW_TAG_namespace || tag == DW_TAG_class_type || tag == DW_TAG_structure_type || tag == DW_TAG_union_type ||
	       tag == DW_TAG_subprogram || tag == DW_TAG_lexical_block || tag == DW_TAG_module;
}

/* The compiled function that the address is in. It may be described inside of another one whose code is elsewhere, as that of a
 * lambda is, so the addresses of what is around it tell nothing. */
static bool find_function(Dwarf_Die *parent, Dwarf_Addr at, unsigned depth, Dwarf_Die *ret)
{
	Dwarf_Die die;
	if (depth == DEPTH_MAX || dwarf_child(parent, &die) != 0)
		return false;
	do {
		int tag = dwarf_tag(&die);
		if (tag == DW_TAG_subprogram && dwarf_haspc(&die, at) > 0) {
			*ret = die;
			return true;
		}
		if (may_contain_functions(tag) && find_function(&die, at, depth + 1, ret))
			return true;
	} while (dwarf_siblingof(&die, &die) == 0);
	return false;
}

/* Goes to the part of the scope that the address is in: a block, or a function inlined there. */
static bool enter_scope(Dwarf_Die *scope, Dwarf_Addr at)
{
	Dwarf_Die die;
	if (dwarf_child(scope, &die) != 0)
		return false;
	do {
		int tag = dwarf_tag(&die);
		bool is_scope = tag == DW_TAG_inlined_subroutine || tag == DW_TAG_lexical_block || tag == DW_TAG_try_block ||
		                tag == DW_TAG_catch_block;
		if (is_scope && dwarf_haspc(&die, at) > 0) {
			*scope = die;
			return true;
		}
	} while (dwarf_siblingof(&die, &die) == 0);
	return false;
}

/* Names of the inlined functions at the address come first, the innermost before others. The line of what contains one is where it
 * calls that one. */
static void find_inlined(Dwfl_Module *mod, GElf_Addr at, struct strings *strings, struct found *found)
{
	Dwarf_Addr bias;
	Dwarf_Die *unit = dwfl_module_addrdie(mod, at, &bias), scope, inlined[INLINED_MAX];
	unsigned n = 0;
	if (!unit || !find_function(unit, at - bias, 0, &scope))
		return;
	for (unsigned depth = 0; depth < DEPTH_MAX && n < INLINED_MAX && enter_scope(&scope, at - bias); depth++)
		if (dwarf_tag(&scope) == DW_TAG_inlined_subroutine)
			inlined[n++] = scope;
	for (; n > 0; n--) {
		struct stack_name *inner = &found->name[found->n++];
		inner->symbol = name_of(&inlined[n - 1], strings);
		inner->inlined = true;
		find_call(unit, &inlined[n - 1], strings, inner + 1);
	}
}

void names_find(struct place *place, bool source, struct strings *strings)
{
	struct found found = {0};
	const struct module *module = place->module;
	if (!module->dwfl || place->key.symbol) {
		names_set(place, NULL, 0);
		return;
	}
	/* What a handler returns to is no call, and begins where it is. */
	GElf_Addr at = place->key.at + module->bias + (place->key.returns && place->signal);
	if (source) {
		find_line(module->dwfl, at, strings, &found.name[0]);
		find_inlined(module->dwfl, at, strings, &found);
	}
	find_symbol(place, at, strings, &found.name[found.n++]);
	struct stack_name *names = check_malloc(found.n * sizeof *names);
	memcpy(names, found.name, found.n * sizeof *names);
	place->frame.names = names;
	place->frame.nnames = found.n;
}
