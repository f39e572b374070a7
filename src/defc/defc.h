/*
 * What the parts of the description compiler share: source texts, errors, memory, and rows of tables.
 *
 * A run is lex -> parse (ast.h) -> resolve (names, types, structs, calls: rows of the tables of desc/table.h) -> layout ->
 * emit. Everything lives until the end of the run, so nothing is freed.
 */
#ifndef DEFC_DEFC_H
#define DEFC_DEFC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "desc/table.h"

#define ERRORS_MAX 20
#define ABI_ALL    ((1u << ABI_N) - 1)

/* Where something stands in the sources; line and col count from 1. */
struct loc {
	uint32_t file, line, col;
};

struct source {
	const char *name;
	const char *text;
};

/*
 * Rows of one table, or bytes of a pool. rows_intern gives the index of a run of rows with this content and adds it only if it
 * is not there yet: equal types, argument lists and expressions share their rows.
 */
struct rows {
	size_t row_size, count, cap;
	unsigned char *p;
	struct run *runs; /* a hash of the runs that were interned */
	size_t nruns, runs_cap;
};
void rows_init(struct rows *r, size_t row_size);
uint32_t rows_add(struct rows *r, const void *rows, size_t n);
uint32_t rows_intern(struct rows *r, const void *rows, size_t n);
#define ROW(type, r, i) (&((type *)(void *)(r)->p)[i])

struct tables {
	struct rows type, sym, set, field, st, arm, un, arg, ret, cases, sw, call, code, str;
	uint16_t *nr[ABI_N];
	unsigned nr_count[ABI_N];
	const char *group[64];
	unsigned ngroups;
};

struct defc {
	struct source *src;
	unsigned nsrc;
	unsigned errors;
	struct loc shown[ERRORS_MAX]; /* where they were */
	bool strict;                  /* unused declarations are errors */
	struct decl *decls, **last_decl;
	struct entity *entities;  /* types, sets, structs and unions by name */
	struct constant *consts;  /* constants of all sets by name */
	struct instance **inst;   /* structs as the tables have them: index is that of desc_struct */
	unsigned ninst, resolved; /* instances[resolved...] wait for their fields */
	struct tables t;
};

/* `file:line:col: error: text`, the line, and a caret. Says nothing more after ERRORS_MAX,
 * and nothing twice of one place: what is used often would be complained about as often. */
void error_at(struct defc *d, struct loc loc, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Zeroed memory that is never freed. */
void *new_bytes(size_t size);
#define NEW(type) ((type *)new_bytes(sizeof(type)))

/* An offset in the string pool; 0 for NULL. */
uint32_t pool_str(struct defc *d, const char *s);
/* Names as the descriptions write them. -1: there is no such one. */
int abi_find(const char *name);
const char *abi_text(unsigned abi);
int base_find(const char *name);
int style_find(const char *name);
int custom_find(const char *name);
unsigned base_bytes(enum desc_base base, unsigned abi);
bool base_is_signed(enum desc_base base);
/* What a value of this base reads as: cut to its width and sign-extended if it is signed. */
uint64_t base_canonical(enum desc_base base, unsigned abi, uint64_t value);

/* The passes, in their order; each adds to d->errors. */
void parse_file(struct defc *d, unsigned file);
void names_declare(struct defc *d);
void sets_declare(struct defc *d);
void sets_resolve(struct defc *d);
void structs_resolve(struct defc *d);
void unions_resolve(struct defc *d);
void calls_resolve(struct defc *d);
void layout_all(struct defc *d);
void unused_check(struct defc *d);
/* What they write. */
void emit_tables(struct defc *d, FILE *out);
void emit_check(struct defc *d, FILE *out);

#endif
