/*
 * Lookups over the compiled descriptions: by number, by name, by value. Pure functions over const tables.
 * Owns nothing; knows nothing of tracees, memory or output.
 */
#ifndef DESC_DESC_H
#define DESC_DESC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "desc/table.h"

/* A string of the pool, or a name that only hand-written decoders use (customs.h); "" for 0. Valid forever. */
static inline const char *desc_name(uint32_t str)
{
	return str & DESC_CUSTOM_BIT ? desc_custom_name[str & ~DESC_CUSTOM_BIT] : &desc_str[str];
}

/* The description of a syscall number, NULL if the kernel's table has none. */
const struct desc_call *desc_find(enum desc_abi abi, uint64_t nr);
/* The number of a call by name, -1 if this ABI has none. The first declaration with a number in the ABI wins. */
int desc_find_nr(enum desc_abi abi, const char *name);

/* The argument list and result of a call whose selector has this value (desc_sig of the call itself if it has no variants). */
struct desc_sig desc_variant(const struct desc_call *call, enum desc_abi abi, uint64_t selector);

/* The symbol of an enum value, NULL if it has no name. */
const struct desc_sym *desc_enum_find(const struct desc_set *set, enum desc_abi abi, uint64_t value);
/* The value of a constant by name in a set; false if it is not there. Case matters. */
bool desc_enum_value(const struct desc_set *set, enum desc_abi abi, const char *name, uint64_t *ret_value);
/* A set (enum or bits declaration) by its name in the .def files, NULL if none. */
const struct desc_set *desc_set_find(const char *name);

/* The type of the union's arm for this selector value. */
uint16_t desc_union_arm(const struct desc_union *u, uint64_t key);

/* Bytes of a scalar base. */
unsigned desc_base_size(enum desc_base base, enum desc_abi abi);
bool desc_base_signed(enum desc_base base);
/* The scalar that `raw` holds: cut to the base's width and sign-extended if it is signed. */
uint64_t desc_base_value(enum desc_base base, enum desc_abi abi, uint64_t raw);
/* Reads a scalar from memory in the tracee's byte order (little-endian), be* bases converted. */
uint64_t desc_base_load(enum desc_base base, enum desc_abi abi, const void *p);
/* Fixed size in bytes of a value of this type in memory; 0 if only data tells. */
unsigned desc_type_size(uint16_t type, enum desc_abi abi);
/* True if values of this type lead to data that the call moves (style streambytes) in this direction. */
bool desc_type_streams(uint16_t type, enum desc_dir dir);
/* Pointer width of the ABI: 4 or 8. */
unsigned desc_abi_word(enum desc_abi abi);
/* "x86-64" ... the name users see; the designator of -e trace=x@64 is "64" or "32". */
const char *desc_abi_name(enum desc_abi abi);

/* The bit of a group by name without its first '%' ("file", "%stat"); 0 if there is none. */
uint64_t desc_group_mask(const char *name);

/* What an expression may refer to. Any function may be NULL if the expression's place does not allow it. A source that cannot be
 * read makes the whole expression fail. */
struct desc_env {
	void *ctx;
	bool (*arg)(void *ctx, unsigned n, uint64_t *ret);
	bool (*field)(void *ctx, unsigned n, uint64_t *ret);
	bool (*deref)(void *ctx, unsigned n, uint64_t *ret);
	bool (*ret)(void *ctx, uint64_t *ret);
	bool (*size)(void *ctx, uint64_t *ret);
	bool (*peek)(void *ctx, enum desc_base base, unsigned offset, uint64_t *ret);
	bool (*arg_field)(void *ctx, unsigned n, unsigned field, uint64_t *ret);
	uint64_t (*anon)(void *ctx, uint64_t fd);
};
/* Evaluates desc_code[expr]. False, and ret_value untouched, if something it refers to could not be read. */
bool desc_eval(uint16_t expr, const struct desc_env *env, uint64_t *ret_value);

#endif
