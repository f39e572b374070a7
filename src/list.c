#include "list.h"

#include <stdio.h>

#include "base/buf.h"
#include "desc/desc.h"

/* What the descriptions are called in .def files. */
static const char *const base_names[B_N] = {"i8",  "u8",   "i16",  "u16",  "i32",  "u32",   "i64",
                                            "u64", "be16", "be32", "be64", "long", "ulong", "ptr"};
static const char *const style_names[ST_N] = {
#define LIST_STYLE(id, name) [ST_##id] = (name),
	DESC_STYLES(LIST_STYLE)
#undef LIST_STYLE
};
static const char *const custom_names[DC_N] = {
#define LIST_CUSTOM(id, name, size, why) [DC_##id] = (name),
	DESC_CUSTOMS(LIST_CUSTOM)
#undef LIST_CUSTOM
};

static void put_kind(struct buf *out, uint16_t type)
{
	static const char *const dirs[] = {[DIR_NONE] = "", [DIR_IN] = "in ", [DIR_OUT] = "out ", [DIR_INOUT] = "inout "};
	const struct desc_type *t = &desc_type[type];
	switch ((enum desc_kind)t->kind) {
	case DK_INT:
		buf_puts(out, t->style == ST_DEFAULT ? base_names[t->base] : style_names[t->style]);
		break;
	case DK_ENUM:
	case DK_BITS:
		buf_puts(out, desc_name(desc_set[t->elem].name));
		break;
	case DK_STR:
	case DK_CSTR:
		buf_puts(out, t->flags & DT_PATH ? "path" : "string");
		break;
	case DK_BYTES:
		buf_puts(out, t->style == ST_DEFAULT ? "bytes" : style_names[t->style]);
		break;
	case DK_STRUCT:
		buf_puts(out, desc_name(desc_struct[t->elem].name));
		break;
	case DK_UNION:
	case DK_ATTRS:
		buf_puts(out, desc_name(desc_union[t->elem].name));
		break;
	case DK_PTR:
		buf_puts(out, dirs[t->dir]);
		put_kind(out, t->elem);
		break;
	case DK_ARRAY:
	case DK_CHAIN:
		put_kind(out, t->elem);
		buf_puts(out, "[]");
		break;
	case DK_CUSTOM:
		buf_puts(out, custom_names[t->elem]);
		break;
	}
}

static void put_args(struct buf *out, const struct desc_sig *sig)
{
	bool any = false;
	for (unsigned n = 0; n < sig->nargs; n++) {
		const struct desc_arg *arg = &desc_arg[sig->first_arg + n];
		if (arg->flags & DA_UNUSED)
			continue;
		buf_puts(out, any ? ", " : "");
		buf_puts(out, desc_name(arg->name));
		buf_puts(out, ": ");
		put_kind(out, arg->type);
		any = true;
	}
}

static void put_groups(struct buf *out, uint64_t groups)
{
	for (unsigned bit = 0; bit < 64; bit++) {
		if (!(groups >> bit & 1))
			continue;
		buf_puts(out, " %");
		buf_puts(out, desc_name(desc_group[bit]));
	}
}

static void put_call(struct buf *out, enum desc_abi abi, unsigned nr)
{
	const struct desc_call *call = desc_find(abi, nr);
	buf_printf(out, "%s %u %s(", desc_abi_name(abi), nr, desc_name(call->name));
	if (call->sw != DESC_NONE) {
		const struct desc_switch *sw = &desc_switch[call->sw];
		put_args(out, &sw->otherwise);
		buf_printf(out, "; %u variants", sw->abi[abi].count);
	} else {
		put_args(out, &call->sig);
	}
	buf_putc(out, ')');
	if (!(call->attrs & CA_NEVER_RETURNS)) {
		buf_puts(out, " -> ");
		put_kind(out, desc_ret[call->sig.ret].type);
	}
	put_groups(out, call->groups);
	buf_putc(out, '\n');
}

/* ABIs that this machine runs: those of the tracer's own family. */
static bool is_here(enum desc_abi abi)
{
#if defined(__x86_64__) || defined(__i386__)
	return abi == ABI_X64 || abi == ABI_I386;
#elif defined(__aarch64__)
	return abi == ABI_ARM64;
#else
	return abi == ABI_RISCV64;
#endif
}

static void show(struct buf *out)
{
	fwrite(out->p, 1, out->len, stdout);
	buf_free(out);
}

void list_calls(const struct call_set *set)
{
	struct buf out;
	buf_init(&out);
	for (enum desc_abi abi = 0; abi < ABI_N; abi++)
		for (unsigned nr = 0; is_here(abi) && nr < desc_nr_count[abi]; nr++)
			if (desc_find(abi, nr) && call_set_has(set, abi, nr))
				put_call(&out, abi, nr);
	show(&out);
}

/* The names of a group's calls, each once, in the order of numbers. */
static void put_members(struct buf *out, uint64_t group)
{
	for (uint32_t i = 0; i < desc_counts.calls; i++) {
		bool here = false, before = false;
		for (enum desc_abi abi = 0; abi < ABI_N; abi++)
			here = here || (is_here(abi) && desc_find_nr(abi, desc_name(desc_call[i].name)) >= 0);
		for (uint32_t j = 0; j < i; j++)
			before = before || (desc_call[j].name == desc_call[i].name && desc_call[j].groups & group);
		if (!(desc_call[i].groups & group) || !here || before)
			continue;
		buf_putc(out, ' ');
		buf_puts(out, desc_name(desc_call[i].name));
	}
}

void list_groups(void)
{
	struct buf out;
	buf_init(&out);
	for (unsigned bit = 0; bit < 64 && desc_group[bit]; bit++) {
		buf_printf(&out, "%%%s:", desc_name(desc_group[bit]));
		put_members(&out, UINT64_C(1) << bit);
		buf_putc(&out, '\n');
	}
	show(&out);
}
