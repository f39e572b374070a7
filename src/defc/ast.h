/* The syntax tree of the descriptions, and what resolving them adds to it. */
#ifndef DEFC_AST_H
#define DEFC_AST_H

#include <uthash.h>

#include "defc/defc.h"

enum expr_kind {
	E_NUM,
	E_NAME, /* name, or set.name */
	E_DEREF,
	E_RET,
	E_SIZE,
	E_PEEK,
	E_UNARY,
	E_BINARY,
};
struct expr {
	enum expr_kind kind;
	enum desc_op op;
	struct loc loc;
	uint64_t num; /* the number, or the offset of a peek */
	const char *name, *set;
	enum desc_base base; /* of a peek */
	struct expr *a, *b;
};

/* A direction as it is written: one of desc_dir, or the parameter of the struct it stands in. */
enum { DIR_PARAM = DIR_INOUT + 1 };

enum suffix_kind {
	S_EXTENT,
	S_SIZED,
	S_BY,
	S_BUDGET,
	S_STEP,
	S_ALIGN,
	S_AS,
	S_WITH,
	S_COUNT,
	S_ALL,
	S_ALWAYS,
	S_FOLDED,
	S_WHOLE,
	S_INTERRUPTED,
};
struct suffix {
	enum suffix_kind kind;
	struct loc loc;
	struct expr *a, *b; /* `b` is what stands after -> */
	bool bytes;
	const char *word, *label;
	struct suffix *next;
};

struct texpr {
	struct loc loc;
	unsigned dir, targ; /* targ: the direction in <>, DIR_NONE if there is none */
	unsigned bits;      /* of a bit-field */
	const char *name;
	bool custom;
	struct expr *operand[3];
	struct suffix *suffixes;
};

/* A row of an enum or bits declaration. */
struct item {
	struct loc loc;
	enum desc_part part;
	const char *name; /* NULL: sub, rest, or the head of a field */
	struct expr *value, *override[ABI_N];
	struct expr *mask;       /* of a field's member, or of a sub */
	const char *style, *sub; /* `as STYLE`, `enum NAME` */
	const char *label;
	bool head;  /* the `field MASK` itself */
	bool apart; /* a number of its own */
	struct item *next;
	/* resolved */
	struct decl *set;
	unsigned char state[ABI_N];
	uint64_t known[ABI_N];
};

struct field {
	struct loc loc;
	const char *name;   /* "_": padding */
	const char *c_name; /* the kernel's name; "": the kernel's struct lacks it */
	unsigned flags;     /* DF_ */
	struct texpr *type;
	struct expr *cond;
	bool over;      /* stands where the field before it stands */
	unsigned index; /* among the fields in the order in which they are shown; padding has none */
	struct field *next;
};

struct label {
	struct loc loc;
	struct expr *value; /* NULL: default */
	struct label *next;
};
struct arm {
	struct label *labels;
	struct texpr *type;
	struct arm *next;
};

struct arg {
	struct loc loc;
	const char *name; /* "_": unused */
	struct texpr *type;
	struct expr *cond;
	bool late;
	struct texpr *then; /* the type at exit of a call that succeeds */
	unsigned reg, high; /* the registers it says it is in, counted from 1; 0: none said */
	struct arg *next;
};
struct result {
	struct texpr *type, *note;
	const char *label;
};
struct args {
	struct arg *first;
	bool open; /* ends with ... */
	struct loc end;
	struct result *result;
};
struct variant {
	struct label *labels;
	struct args args;
	struct variant *next;
};

struct name {
	struct loc loc;
	const char *text;
	struct name *next;
};

enum decl_kind { D_TYPE, D_ENUM, D_BITS, D_STRUCT, D_UNION, D_SYSCALL, D_EXTEND, D_HEADER };
struct decl {
	enum decl_kind kind;
	struct loc loc;
	const char *name;
	unsigned abis; /* those written after @; 0: none written */
	struct decl *next;

	struct texpr *type;   /* D_TYPE */
	struct name *headers; /* D_HEADER */

	enum desc_base base; /* sets */
	const char *style;
	struct loc style_loc;
	const char *unknown;
	struct item *items;
	struct name *plus;

	const char *param; /* structs */
	bool packed, ptr64, numbered;
	struct field *fields;
	unsigned nfields;
	struct name *show;
	const char *c_type, *c_header, *excess;

	struct expr *selector; /* unions, and calls with variants */
	struct arm *arms;
	const char *attr_set; /* of `attrs NAME : SET`: the set */

	int nr[ABI_N]; /* calls; -1: not there */
	unsigned mask; /* the ABIs that have a number */
	struct args args;
	struct variant *variants; /* also of D_EXTEND */
	unsigned attrs;
	struct name *groups;
};

/* What a name stands for where a type is expected. */
struct entity {
	const char *name;
	struct decl *general, *abi[ABI_N];
	uint16_t index; /* of the set or union */
	uint16_t type;  /* a set's own type */
	unsigned size[ABI_N], align[ABI_N];
	unsigned char layout[ABI_N];
	bool used, busy;
	bool shown; /* a set: a value has it as its type */
	UT_hash_handle hh;
};
static inline struct decl *entity_decl(const struct entity *e, unsigned abi)
{
	return e->abi[abi] ? e->abi[abi] : e->general;
}

/* Any of its declarations: they are of one kind. */
static inline struct decl *entity_first(const struct entity *e)
{
	struct decl *decl = e->general;
	for (unsigned abi = 0; !decl && abi < ABI_N; abi++)
		decl = e->abi[abi];
	return decl;
}
static inline bool entity_is_set(const struct entity *e)
{
	return entity_first(e)->kind == D_ENUM || entity_first(e)->kind == D_BITS;
}

/* The constants of one name. */
struct constant {
	const char *name;
	struct item **item;
	unsigned n;
	UT_hash_handle hh;
};

/* A struct with its direction filled in. */
struct placed {
	struct field *field;
	uint16_t type, cond;
	unsigned offset, bit_at;
};
struct shape {
	struct decl *decl; /* NULL: the ABI has no such struct */
	struct placed *fields;
	unsigned size, align;
	bool open; /* the last field is as long as data says */
	unsigned char layout;
};
struct instance {
	struct entity *entity;
	unsigned dir;
	struct shape shape[ABI_N];
};

/* What names in an expression or type mean. */
struct scope {
	enum { IN_NOTHING, IN_CALL, IN_STRUCT, IN_UNION } kind;
	unsigned abis;     /* those for which the text is compiled */
	struct arg **args; /* IN_CALL */
	unsigned nargs;
	struct decl *decl;      /* IN_STRUCT */
	unsigned dir;           /* what the struct's parameter stands for */
	struct loc early;       /* a name that is known only at exit, used outside of the places that are evaluated there */
	const char *early_name; /* NULL: there is none */
};

/* names.c */
struct entity *entity_find(struct defc *d, const char *name);
/* The value of a constant expression, the same on all these ABIs. False after an error message. */
bool const_value(struct defc *d, struct expr *e, unsigned abis, uint64_t *ret);
/* The same without a message. */
bool const_try(struct defc *d, struct expr *e, unsigned abis, uint64_t *ret);
bool item_value(struct defc *d, struct item *item, unsigned abi, uint64_t *ret);

/* expr.c. `late`: the expression is evaluated only at exit. */
uint16_t expr_compile(struct defc *d, struct scope *s, struct expr *e, bool late);
/* The value of compiled code that refers to nothing. */
bool code_const(struct defc *d, uint16_t code, uint64_t *ret);

/* types.c */
uint16_t type_resolve(struct defc *d, struct scope *s, struct texpr *t);
bool texpr_is_number(struct defc *d, const struct texpr *t);
/* A pointer to something that `*name` can read. */
bool texpr_points_to_number(struct defc *d, const struct texpr *t);
/* The struct's index. */
uint16_t instance_find(struct defc *d, struct entity *e, unsigned dir);
/* structs.c */
void instances_resolve(struct defc *d);
/* Whether what stands at this type's place holds pointers to what is valid only at exit. */
bool type_has_out(struct defc *d, uint16_t type);
/* layout.c. Bytes of a value of this type; 0 if only data tells. */
uint64_t layout_size(struct defc *d, uint16_t type, unsigned abi);

#endif
