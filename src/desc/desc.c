/* Lookups over the compiled descriptions. */
#include "desc/desc.h"

#include <string.h>

const struct desc_call *desc_find(enum desc_abi abi, uint64_t nr)
{
	if (nr >= desc_nr_count[abi] || desc_nr[abi][nr] == DESC_NONE)
		return NULL;
	return &desc_call[desc_nr[abi][nr]];
}

int desc_find_nr(enum desc_abi abi, const char *name)
{
	for (unsigned nr = 0; nr < desc_nr_count[abi]; nr++) {
		const struct desc_call *call = desc_find(abi, nr);
		if (call && !strcmp(desc_name(call->name), name))
			return (int)nr;
	}
	return -1;
}

struct desc_sig desc_variant(const struct desc_call *call, enum desc_abi abi, uint64_t selector)
{
	if (call->sw == DESC_NONE)
		return call->sig;
	const struct desc_switch *sw = &desc_switch[call->sw];
	unsigned low = sw->abi[abi].first, high = low + sw->abi[abi].count;
	while (low < high) {
		unsigned middle = (low + high) / 2;
		if (desc_case[middle].key == selector)
			return desc_case[middle].sig;
		if (desc_case[middle].key < selector)
			low = middle + 1;
		else
			high = middle;
	}
	return sw->otherwise;
}

const struct desc_sym *desc_enum_find(const struct desc_set *set, enum desc_abi abi, uint64_t value)
{
	/* The lower bound: of several names for a value the first is the one to show. */
	uint32_t end = set->abi[abi].first + set->abi[abi].count;
	uint32_t low = set->abi[abi].first, high = end;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (desc_sym[middle].value < value)
			low = middle + 1;
		else
			high = middle;
	}
	return low < end && desc_sym[low].value == value ? &desc_sym[low] : NULL;
}

bool desc_enum_value(const struct desc_set *set, enum desc_abi abi, const char *name, uint64_t *ret_value)
{
	for (unsigned i = 0; i < set->abi[abi].count; i++) {
		const struct desc_sym *sym = &desc_sym[set->abi[abi].first + i];
		if (sym->part > DP_FIELD || strcmp(desc_name(sym->name), name) != 0)
			continue;
		*ret_value = sym->value;
		return true;
	}
	return false;
}

const struct desc_set *desc_set_find(const char *name)
{
	for (uint32_t i = 0; i < desc_counts.sets; i++)
		if (!strcmp(desc_name(desc_set[i].name), name))
			return &desc_set[i];
	return NULL;
}

uint16_t desc_union_arm(const struct desc_union *u, uint64_t key)
{
	unsigned low = u->first, high = low + u->count;
	while (low < high) {
		unsigned middle = (low + high) / 2;
		if (desc_arm[middle].key == key)
			return desc_arm[middle].type;
		if (desc_arm[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	return u->otherwise;
}

unsigned desc_abi_word(enum desc_abi abi)
{
	return abi == ABI_I386 ? 4 : 8;
}

const char *desc_abi_name(enum desc_abi abi)
{
	static const char *const names[ABI_N] = {"x86-64", "i386", "arm64", "riscv64"};
	return names[abi];
}

unsigned desc_base_size(enum desc_base base, enum desc_abi abi)
{
	static const uint8_t sizes[B_N] = {[B_I8] = 1,  [B_U8] = 1,  [B_I16] = 2,  [B_U16] = 2,  [B_I32] = 4, [B_U32] = 4,
	                                   [B_I64] = 8, [B_U64] = 8, [B_BE16] = 2, [B_BE32] = 4, [B_BE64] = 8};
	return sizes[base] ? sizes[base] : desc_abi_word(abi);
}

bool desc_base_signed(enum desc_base base)
{
	return base == B_I8 || base == B_I16 || base == B_I32 || base == B_I64 || base == B_LONG;
}

uint64_t desc_base_value(enum desc_base base, enum desc_abi abi, uint64_t raw)
{
	unsigned unused = 64 - 8 * desc_base_size(base, abi);
	raw <<= unused;
	return desc_base_signed(base) ? (uint64_t)((int64_t)raw >> unused) : raw >> unused;
}

uint64_t desc_base_load(enum desc_base base, enum desc_abi abi, const void *p)
{
	const uint8_t *bytes = p;
	unsigned n = desc_base_size(base, abi);
	bool big = base == B_BE16 || base == B_BE32 || base == B_BE64;
	uint64_t v = 0;
	for (unsigned i = 0; i < n; i++)
		v |= (uint64_t)bytes[i] << 8 * (big ? n - 1 - i : i);
	return desc_base_value(base, abi, v);
}

/* What an extent is if it depends on nothing; false if only data tells. */
static bool fixed_extent(const struct desc_type *type, uint64_t *ret)
{
	static const struct desc_env nothing;
	return type->cap && desc_eval(type->cap, &nothing, ret);
}

unsigned desc_type_size(uint16_t type, enum desc_abi abi)
{
	static const uint16_t custom_size[DC_N] = {
#define DESC_CUSTOM_SIZE(id, name, size, why) size,
		DESC_CUSTOMS(DESC_CUSTOM_SIZE)
#undef DESC_CUSTOM_SIZE
	};
	const struct desc_type *t = &desc_type[type];
	uint64_t n = 0;
	if (!fixed_extent(t, &n)) /* only data tells: nothing of it is sure to exist */
		n = 0;
	switch (t->kind) {
	case DK_INT:
	case DK_ENUM:
	case DK_BITS:
	case DK_PTR:
		return desc_base_size(t->base, abi);
	case DK_BYTES:
	case DK_CSTR:
		return (unsigned)n;
	case DK_STRUCT:
		return t->cap ? (unsigned)n : desc_struct[t->elem].abi[abi].size;
	case DK_UNION:
		return t->cap ? (unsigned)n : desc_union[t->elem].size[abi];
	case DK_ARRAY:
		return (unsigned)(t->flags & DT_BYTES ? n : n * desc_type_size(t->elem, abi));
	case DK_CUSTOM:
		return custom_size[t->elem];
	default: /* strings and chains */
		return 0;
	}
}

uint64_t desc_group_mask(const char *name)
{
	for (unsigned i = 0; i < 64 && desc_group[i]; i++)
		if (!strcmp(desc_name(desc_group[i]), name))
			return UINT64_C(1) << i;
	return 0;
}

static bool streams(uint16_t type, enum desc_dir dir, unsigned depth)
{
	const struct desc_type *t = &desc_type[type];
	if (depth == 0)
		return false;
	if (t->kind == DK_PTR && desc_type[t->elem].kind == DK_BYTES)
		return t->dir == dir && desc_type[t->elem].style == ST_STREAMBYTES;
	if (t->kind == DK_PTR || t->kind == DK_ARRAY)
		return streams(t->elem, dir, depth - 1);
	if (t->kind != DK_STRUCT)
		return false;
	const struct desc_struct *st = &desc_struct[t->elem];
	for (unsigned i = 0; i < st->abi[ABI_X64].count; i++)
		if (streams(desc_field[st->abi[ABI_X64].first + i].type, dir, depth - 1))
			return true;
	return false;
}

bool desc_type_streams(uint16_t type, enum desc_dir dir)
{
	/* Pointer, array, message header, pointer, array, vector, pointer: nothing that moves data is deeper. */
	return streams(type, dir, 10);
}
