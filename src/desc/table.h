/*
 * The compiled form of syscalls.def and src/desc/x.def: tables of indices into one string pool, without pointers, so that they
 * live in shared read-only pages, need no relocations and can be compared in tests. defc writes them (build/.../desc_tables.c);
 * src/decode/walk.c and the sinks read them. This header is the contract between the two and knows nothing else.
 *
 * Vocabulary: a *type* is a node that says how bits are to be read; a *set* is a named list of constants; an *expression* is
 * postfix bytecode in desc_code[] that begins at the given offset (0: no expression). Strings are offsets into desc_str[]
 * (0: the empty string).
 */
#ifndef DESC_TABLE_H
#define DESC_TABLE_H

#include <stdint.h>

#include "desc/customs.h"
#include "desc/styles.h"

/* The ABIs that descriptions are laid out for. Everything per ABI is indexed by this. */
enum desc_abi { ABI_X64, ABI_I386, ABI_ARM64, ABI_RISCV64, ABI_N };

enum desc_kind {
	DK_INT,    /* base; style; behind a pointer cap (-> len): the size that there must be */
	DK_ENUM,   /* base; style; elem = set: the whole value is one of the names */
	DK_BITS,   /* base; style; elem = set: names joined with | */
	DK_STR,    /* NUL-terminated string in memory; cap = most bytes to look at, if any; DT_PATH: a path, never cut by -s */
	DK_BYTES,  /* cap (-> len) bytes, shown as a quoted string unless a style says otherwise */
	DK_CSTR,   /* a string inside a field of cap bytes: shown up to its NUL */
	DK_STRUCT, /* elem = struct; cap (-> len) = how many bytes of it exist, if data says so (`sized`); sel = budget as for an
	              array */
	DK_UNION,  /* elem = union; cap (-> len) as for a struct; sel = selector of this use (0: the union's own) */
	DK_PTR,    /* dir; elem = the type pointed to; base B_PTR, or B_U64 in structs marked ptr64 */
	DK_ARRAY, /* elem = type; cap (-> len) = elements, or bytes if DT_BYTES; sel = budget in bytes for what elements point to */
	DK_CHAIN, /* elem = struct type; cap (-> len) = bytes; sel = step in bytes, in the frame of the element; base = align */
	DK_ATTRS, /* netlink attributes up to the end of the frame; elem = union of payloads by type; sel = the type of the types */
	DK_CUSTOM, /* elem = enum desc_custom; cap, len, sel = its operands as it likes */
};

/* Widths. LONG, ULONG and PTR are 4 or 8 bytes as the ABI says; BE ones are stored big-endian, valued in host order. */
enum desc_base { B_I8, B_U8, B_I16, B_U16, B_I32, B_U32, B_I64, B_U64, B_BE16, B_BE32, B_BE64, B_LONG, B_ULONG, B_PTR, B_N };

enum desc_dir { DIR_NONE, DIR_IN, DIR_OUT, DIR_INOUT };

enum {
	DT_PATH = 1,     /* DK_STR, DK_CSTR: a path */
	DT_BYTES = 2,    /* DK_ARRAY: extents count bytes */
	DT_ALWAYS = 4,   /* DK_PTR out: decoded even when the call failed */
	DT_COUNT = 8,    /* DK_ARRAY, DK_CHAIN: abbreviated to the address and a comment with the number of elements; `label` is the
	                    unit */
	DT_NOTRUNC = 16, /* DK_ARRAY, DK_CHAIN, DK_BYTES: not limited by -s */
	DT_FOLDED = 32,  /* DK_PTR: abbreviated to the address */
	DT_INTERRUPTED = 128, /* DK_PTR out: valid only when a signal interrupted the call */
	DT_WHOLE = 64,        /* DK_UNION: a struct of which not all exists is shown as its address */
};

struct desc_type {
	uint8_t kind;  /* enum desc_kind */
	uint8_t style; /* enum desc_style */
	uint8_t base;  /* enum desc_base, or the alignment of a chain */
	uint8_t dir;   /* enum desc_dir of a DK_PTR */
	uint16_t flags;
	uint16_t elem;
	uint16_t cap, len, sel; /* expressions; with `[cap -> len]` the extent at exit is min(cap, len) */
	uint16_t with;          /* operand of the style: an expression in the frame of the value */
	uint32_t label;         /* text operand of the style (DT_COUNT's unit, a macro's name) */
};

/* One constant. A flag has mask == value, or the mask of the bits that must have its value; a member of a `field` has the field's
 * mask; part says what the row is. */
enum desc_part {
	DP_FLAG,  /* matches when (v & mask) == value; value 0 matches only when all of v is 0 */
	DP_FIELD, /* matches when (v & mask) == value, zero included */
	DP_SUB,   /* no name: v & mask, shifted down by its trailing zeros, is a number in `style`; absent when 0 */
	DP_REST,  /* no name: what no other row took of the mask, in `style`, also when it is 0 */
	DP_HEAD,  /* before a field's rows: what is shown if it is not 0 and none of them matches. A name is a comment after the
	             field's bits in hex;  without one, it is the whole number in `style`, and nothing else */
};
struct desc_sym {
	uint64_t value, mask;
	uint32_t name;     /* of DP_SUB and DP_REST: the style's label, 0 if it has none */
	uint8_t part : 7;  /* enum desc_part */
	uint8_t apart : 1; /* -X verbose shows the mask's bits as a number of their own, not as part of the flags' */
	uint8_t style;     /* of DP_SUB, DP_REST and DP_HEAD */
	uint16_t type;     /* of DP_SUB: an enum that names the number, else 0xffff */
};

/* For an enum the symbols are sorted by value; the first of several with one value is the one to show. For bits they stand in
 * the order in which they are to be printed. */
struct desc_set {
	struct {
		uint32_t first;
		uint16_t count;
	} abi[ABI_N];
	uint32_t name;
	uint32_t unknown; /* comment for a value without a name, e.g. "O_???"; 0: none */
};

enum {
	DF_SHOWN = 1,   /* shown also when abbreviated */
	DF_HIDDEN = 2,  /* read (expressions may name it) but never shown */
	DF_NONZERO = 4, /* shown only if not zero */
	DF_BITFIELD = 8,
	DF_CHANGES = 16, /* in a late argument: shown as it was before, too, if it is another now, and also when the call
	                    failed */
	DF_IF_SET = 32,  /* shown also when abbreviated, but then only if it is not 0 */
};
struct desc_field {
	uint32_t name;
	uint16_t type;
	uint16_t cond;   /* the field exists if this is not 0 */
	uint16_t offset; /* in bytes, for this ABI */
	uint8_t flags;
	uint8_t bit_at, bit_len; /* of DF_BITFIELD, within the base type at offset */
};

/* Fields stand in the order in which they are shown; padding is left out. size 0: the ABI has no such struct. */
struct desc_struct {
	struct {
		uint16_t first, count;
		uint16_t size, align;
	} abi[ABI_N];
	uint32_t name;
	uint32_t excess; /* name of the bytes beyond the struct if it is `sized`; 0: a comment says where they stand */
};

struct desc_arm {
	uint64_t key;
	uint16_t type;
};
struct desc_union {
	uint16_t expr;         /* the union's own selector; 0: every use names one */
	uint16_t first, count; /* desc_arm, sorted by key */
	uint16_t otherwise;    /* type of the default arm */
	uint16_t size[ABI_N];
	uint32_t name;
};

enum {
	DA_ENTRY = 1,  /* has something to decode at entry */
	DA_EXIT = 2,   /* has something to decode at exit */
	DA_LATE = 4,   /* inout, but shown whole at exit */
	DA_UNUSED = 8, /* `_`: takes a register, is not shown */
	DA_THEN = 16,  /* a call that succeeds shows the argument's `then` at exit: after => or, if late, instead */
};
struct desc_arg {
	uint32_t name;
	uint16_t type;
	uint16_t cond; /* the argument exists if this is not 0; evaluated at entry */
	uint8_t flags;
	uint8_t reg, high; /* the register it is in and that of its high half, counted from 1; 0: the next one */
	uint16_t then;     /* of DA_THEN: the type at exit */
};

/* What a call returns: a type for the number and, optionally, a note in parentheses after it. */
struct desc_ret {
	uint16_t type;  /* DK_INT, DK_ENUM, DK_BITS: how a success is shown */
	uint16_t note;  /* type of the note, 0xffff: none; it reads `ret` as its value, or is a custom */
	uint32_t label; /* "flags" in (flags FD_CLOEXEC) */
};

/* An argument list with its result: what a call is, or one of its variants. */
struct desc_sig {
	uint16_t first_arg, nargs, ret;
};

struct desc_case {
	uint64_t key;
	struct desc_sig sig;
};

struct desc_switch {
	uint16_t expr;
	struct {
		uint16_t first, count;
	} abi[ABI_N]; /* desc_case, sorted by key */
	struct desc_sig otherwise;
};

enum { /* attributes of a call, beside the groups that users name */
       CA_NEVER_FAILS = 1,
       CA_NEVER_RETURNS = 2,
       CA_MAPS = 4,         /* changes mappings */
       CA_RENAMES = 8,      /* may change comm */
       CA_NAMED = 16,       /* arguments are shown with their names also without -N (clone) */
       CA_MULTIPLEXES = 32, /* makes the call whose number is its first argument (socketcall) */
       CA_EXECS = 64,       /* replaces the program: nothing of the caller is left */
};

/* Numbers from here on are not the kernel's: they are for calls that only a multiplexer makes. */
#define DESC_SUBCALLS 1000

struct desc_call {
	uint32_t name;
	uint16_t sw; /* desc_switch, 0xffff: none */
	uint16_t attrs;
	uint64_t groups;
	struct desc_sig sig;
};

/* Expression opcodes. Everything is a u64; arithmetic wraps; comparisons give 0 or 1; division by 0 gives 0. */
enum desc_op {
	OP_END,
	OP_U8,
	OP_U16,
	OP_U32,
	OP_U64,       /* little-endian operand follows */
	OP_ARG,       /* u8 n: argument n of the call, as its type reads it (sign-extended) */
	OP_FIELD,     /* u8 n: field n of the struct in whose text the expression stands */
	OP_DEREF,     /* u8 n: the integer that argument n points to: as captured at entry, except in a `len`, which reads it now */
	OP_RET,       /* the result, at exit */
	OP_SIZE,      /* size_of_this: bytes that exist of the struct or union in whose text the expression stands */
	OP_PEEK,      /* u8 base, u16 offset: an integer at that offset from the start of the struct or union */
	OP_ARG_FIELD, /* u8 n, u8 m: field m of the struct that argument n points to */
	OP_ANON, /* in place of a descriptor: what kind of anonymous file it is, a value of the enum anon_inode; 0: another one */
	OP_NOT,
	OP_NEG,
	OP_LNOT,
	OP_ADD,
	OP_SUB,
	OP_MUL,
	OP_DIV,
	OP_AND,
	OP_OR,
	OP_XOR,
	OP_SHL,
	OP_SHR,
	OP_EQ,
	OP_NE,
	OP_LT,
	OP_GT,
	OP_LE,
	OP_GE,
	OP_LAND,
	OP_LOR, /* comparisons are signed */
	OP_MIN,
};
#define DESC_STACK_MAX 8
#define DESC_NONE      0xffffu

extern const struct desc_type desc_type[];
extern const struct desc_sym desc_sym[];
extern const struct desc_set desc_set[];
extern const struct desc_field desc_field[];
extern const struct desc_struct desc_struct[];
extern const struct desc_arm desc_arm[];
extern const struct desc_union desc_union[];
extern const struct desc_arg desc_arg[];
extern const struct desc_ret desc_ret[];
extern const struct desc_case desc_case[];
extern const struct desc_switch desc_switch[];
extern const struct desc_call desc_call[];
extern const uint8_t desc_code[];
extern const char desc_str[];
extern const uint16_t *const desc_nr[ABI_N]; /* number -> call, DESC_NONE for a hole */
extern const uint16_t desc_nr_count[ABI_N];
extern const uint32_t desc_group[64]; /* names of the groups' bits, without the leading %; 0 ends */
/* How many rows the tables have. */
extern const struct desc_counts {
	uint32_t types, syms, sets, fields, structs, arms, unions, args, rets, cases, switches, calls, code, str;
} desc_counts;

#endif
