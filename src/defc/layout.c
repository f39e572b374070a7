/* Sizes and offsets for each ABI. */
#include <string.h>

#include "defc/ast.h"

enum { NOT_YET, BUSY, DONE };

struct extent {
	uint64_t size;
	unsigned align;
	bool open; /* as long as data says */
};

static struct extent layout_type(struct defc *d, uint16_t index, unsigned abi, bool ptr64);

static unsigned int_align(unsigned size, unsigned abi, bool ptr64)
{
	/* Structs with 64-bit pointers are made to be the same everywhere. */
	return size == 8 && abi == ABI_I386 && !ptr64 ? 4 : size;
}

static unsigned custom_size(unsigned custom)
{
	static const unsigned sizes[] = {
#define CUSTOM_SIZE(id, name, size, why) size,
		DESC_CUSTOMS(CUSTOM_SIZE)
#undef CUSTOM_SIZE
	};
	return sizes[custom];
}

/* The index of the bit-field's unit, and where in it the bits stand. Returns the bit after it. */
static uint64_t place_bits(struct placed *p, uint64_t bit, unsigned unit_bits)
{
	unsigned width = p->field->type->bits;
	if (bit / unit_bits != (bit + width - 1) / unit_bits)
		bit = (bit + unit_bits - 1) / unit_bits * unit_bits;
	p->offset = (unsigned)(bit / unit_bits * (unit_bits / 8));
	p->bit_at = (unsigned)(bit % unit_bits);
	return bit + width;
}

/* Where the next field stands that is no bit-field: those that stand over each other begin at one offset that suits them all. */
static unsigned group_align(struct defc *d, const struct shape *shape, unsigned first, unsigned abi)
{
	unsigned align = 1;
	for (unsigned i = first; i < shape->decl->nfields && (i == first || shape->fields[i].field->over); i++) {
		struct extent x = layout_type(d, shape->fields[i].type, abi, shape->decl->ptr64);
		align = x.align > align ? x.align : align;
	}
	return shape->decl->packed ? 1 : align;
}

static void layout_shape(struct defc *d, struct shape *shape, unsigned abi)
{
	uint64_t bit = 0, start = 0; /* the end so far, and where the last field began */
	shape->layout = BUSY;
	shape->align = 1;
	for (unsigned i = 0; i < shape->decl->nfields; i++) {
		struct placed *p = &shape->fields[i];
		struct extent x = layout_type(d, p->type, abi, shape->decl->ptr64);
		unsigned align = group_align(d, shape, i, abi), unit = (unsigned)(8 * x.size);
		if (shape->open && !p->field->over)
			error_at(d, p->field->loc, "a field after one whose size only data tells");
		shape->open |= x.open;
		shape->align = align > shape->align ? align : shape->align;
		if (p->field->type->bits) {
			if (p->field->type->bits > unit)
				error_at(d, p->field->loc, "the bit-field is wider than its type");
			else
				bit = place_bits(p, bit, unit);
			continue;
		}
		if (!p->field->over)
			start = ((bit + 7) / 8 + align - 1) / align * align;
		p->offset = (unsigned)start;
		if (bit < (start + x.size) * 8)
			bit = (start + x.size) * 8;
		if (bit > 8 * UINT16_MAX) {
			error_at(d, p->field->loc, "the struct is larger than 64 KiB");
			bit = 0;
		}
	}
	shape->size = (unsigned)(((bit + 7) / 8 + shape->align - 1) / shape->align * shape->align);
	shape->layout = DONE;
}

static struct extent layout_struct(struct defc *d, uint16_t index, unsigned abi)
{
	struct instance *inst = d->inst[index];
	struct shape *shape = &inst->shape[abi];
	if (!shape->decl)
		return (struct extent){0, 1, false};
	if (shape->layout == BUSY) {
		error_at(d, shape->decl->loc, "the struct '%s' contains itself", shape->decl->name);
		return (struct extent){0, 1, false};
	}
	if (shape->layout == NOT_YET)
		layout_shape(d, shape, abi);
	return (struct extent){shape->size, shape->align, shape->open};
}

static struct extent layout_union(struct defc *d, uint16_t index, unsigned abi)
{
	struct desc_union *un = ROW(struct desc_union, &d->t.un, index);
	struct entity *e = entity_find(d, (char *)d->t.str.p + un->name);
	if (e->layout[abi] == BUSY) {
		error_at(d, entity_first(e)->loc, "the union '%s' contains itself", e->name);
	} else if (e->layout[abi] == NOT_YET) {
		struct extent all = {0, 1, false};
		e->layout[abi] = BUSY;
		for (unsigned i = 0; i <= un->count; i++) {
			uint16_t type = i < un->count ? ROW(struct desc_arm, &d->t.arm, un->first + i)->type : un->otherwise;
			struct extent x = layout_type(d, type, abi, false);
			all.size = x.size > all.size ? x.size : all.size;
			all.align = x.align > all.align ? x.align : all.align;
		}
		e->align[abi] = all.align;
		e->size[abi] = (unsigned)((all.size + all.align - 1) / all.align * all.align);
		un->size[abi] = (uint16_t)e->size[abi];
		e->layout[abi] = DONE;
	}
	return (struct extent){e->size[abi], e->align[abi] ? e->align[abi] : 1, false};
}

static struct extent layout_type(struct defc *d, uint16_t index, unsigned abi, bool ptr64)
{
	const struct desc_type *type = ROW(struct desc_type, &d->t.type, index);
	struct extent x = {0, 1, false};
	uint64_t n;
	bool known = code_const(d, type->cap, &n);
	switch (type->kind) {
	case DK_INT:
	case DK_ENUM:
	case DK_BITS:
	case DK_PTR:
		x.size = base_bytes(type->base, abi);
		x.align = int_align((unsigned)x.size, abi, ptr64);
		return x;
	case DK_BYTES:
	case DK_CSTR:
		return (struct extent){known ? n : 0, 1, !known};
	case DK_STRUCT:
		x = layout_struct(d, type->elem, abi);
		break;
	case DK_UNION:
		x = layout_union(d, type->elem, abi);
		break;
	case DK_ARRAY:
		x = layout_type(d, type->elem, abi, ptr64);
		x.open |= !known;
		x.size = !known ? 0 : type->flags & DT_BYTES ? n : n * x.size;
		return x;
	case DK_ATTRS:
		return (struct extent){0, 4, true};
	case DK_CUSTOM:
		x.size = custom_size(type->elem);
		x.align = x.size ? int_align((unsigned)(x.size % 8 ? 4 : base_bytes(B_PTR, abi)), abi, ptr64) : 1;
		x.open = !x.size;
		return x;
	default:
		x.open = true;
		return x;
	}
	/* A struct or union; of a sized one, data tells how many bytes there are. */
	if (type->cap) {
		x.size = known ? n : 0;
		x.open = !known;
	}
	return x;
}

uint64_t layout_size(struct defc *d, uint16_t type, unsigned abi)
{
	return layout_type(d, type, abi, false).size;
}

/* The rows of a struct's fields, in the order in which they are shown. */
static void emit_fields(struct defc *d, struct instance *inst, unsigned abi, struct desc_struct *row)
{
	struct shape *shape = &inst->shape[abi];
	struct rows fields;
	rows_init(&fields, sizeof(struct desc_field));
	for (unsigned index = 0; index < shape->decl->nfields; index++) {
		for (unsigned i = 0; i < shape->decl->nfields; i++) {
			struct placed *p = &shape->fields[i];
			struct desc_field f;
			if (p->field->index != index)
				continue;
			memset(&f, 0, sizeof f);
			f.name = pool_str(d, p->field->name);
			f.type = p->type;
			f.cond = p->cond;
			f.offset = (uint16_t)p->offset;
			f.flags = (uint8_t)p->field->flags;
			f.bit_at = (uint8_t)p->bit_at;
			f.bit_len = (uint8_t)p->field->type->bits;
			rows_add(&fields, &f, 1);
		}
	}
	row->abi[abi].first = (uint16_t)rows_intern(&d->t.field, fields.p, fields.count);
	row->abi[abi].count = (uint16_t)fields.count;
	row->abi[abi].size = (uint16_t)shape->size;
	row->abi[abi].align = (uint16_t)shape->align;
}

void layout_all(struct defc *d)
{
	for (unsigned abi = 0; abi < ABI_N; abi++) {
		unsigned errors = d->errors;
		for (unsigned i = 0; i < d->ninst; i++)
			layout_struct(d, (uint16_t)i, abi);
		for (size_t i = 0; i < d->t.un.count; i++)
			layout_union(d, (uint16_t)i, abi);
		/* The other ABIs would repeat what is wrong on this one. */
		if (d->errors != errors)
			return;
	}
	for (unsigned i = 0; i < d->ninst; i++)
		for (unsigned abi = 0; abi < ABI_N; abi++)
			if (d->inst[i]->shape[abi].decl)
				emit_fields(d, d->inst[i], abi, ROW(struct desc_struct, &d->t.st, i));
}
