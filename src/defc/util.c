/* Errors, memory, rows and the small tables of names. */
#include <stdarg.h>
#include <string.h>

#include "base/check.h"
#include "defc/defc.h"

void error_at(struct defc *d, struct loc loc, const char *fmt, ...)
{
	for (unsigned i = 0; i < d->errors && i < ERRORS_MAX; i++)
		if (!memcmp(&d->shown[i], &loc, sizeof loc))
			return;
	if (++d->errors > ERRORS_MAX)
		return;
	d->shown[d->errors - 1] = loc;
	const struct source *src = &d->src[loc.file];
	fprintf(stderr, "%s:%u:%u: error: ", src->name, loc.line, loc.col);
	va_list ap;
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	const char *line = src->text;
	for (unsigned n = 1; n < loc.line && line; n++) {
		line = strchr(line, '\n');
		line += line != NULL;
	}
	int len = line ? (int)strcspn(line, "\n") : 0;
	fprintf(stderr, "\n%.*s\n", len, line ? line : "");
	/* Tabs stay tabs, so that the caret stands under what it points at. */
	for (unsigned i = 0; i + 1 < loc.col && (int)i < len; i++)
		fputc(line[i] == '\t' ? '\t' : ' ', stderr);
	fputs("^\n", stderr);
	if (d->errors == ERRORS_MAX)
		fputs("too many errors: the rest is not shown\n", stderr);
}

void *new_bytes(size_t size)
{
	return check_calloc(1, size ? size : 1);
}

struct run {
	size_t first, n; /* n 0: free */
};

void rows_init(struct rows *r, size_t row_size)
{
	memset(r, 0, sizeof *r);
	r->row_size = row_size;
}

uint32_t rows_add(struct rows *r, const void *rows, size_t n)
{
	if (r->count + n > r->cap) {
		r->cap = (r->count + n) * 2;
		r->p = check_realloc(r->p, r->cap * r->row_size);
	}
	if (n)
		memcpy(r->p + r->count * r->row_size, rows, n * r->row_size);
	r->count += n;
	return (uint32_t)(r->count - n);
}

static struct run *run_find(struct rows *r, const void *rows, size_t n)
{
	uint64_t hash = 0xcbf29ce484222325u;
	for (size_t i = 0; i < n * r->row_size; i++)
		hash = (hash ^ ((const unsigned char *)rows)[i]) * 0x100000001b3u;
	for (size_t at = hash ^ hash >> 32;; at++) {
		struct run *run = &r->runs[at % r->runs_cap];
		if (!run->n || (run->n == n && !memcmp(r->p + run->first * r->row_size, rows, n * r->row_size)))
			return run;
	}
}

uint32_t rows_intern(struct rows *r, const void *rows, size_t n)
{
	if (!n)
		return 0;
	if (r->nruns * 2 >= r->runs_cap) {
		struct rows old = *r;
		r->runs_cap = r->runs_cap ? r->runs_cap * 2 : 64;
		r->runs = check_calloc(r->runs_cap, sizeof *r->runs);
		for (size_t i = 0; i < old.runs_cap; i++)
			if (old.runs[i].n)
				*run_find(r, r->p + old.runs[i].first * r->row_size, old.runs[i].n) = old.runs[i];
	}
	struct run *run = run_find(r, rows, n);
	if (!run->n) {
		*run = (struct run){rows_add(r, rows, n), n};
		r->nruns++;
	}
	return (uint32_t)run->first;
}

uint32_t pool_str(struct defc *d, const char *s)
{
	return s && *s ? rows_intern(&d->t.str, s, strlen(s) + 1) : 0;
}

static int name_find(const char *const *names, int n, const char *name)
{
	for (int i = 0; i < n; i++)
		if (!strcmp(names[i], name))
			return i;
	return -1;
}

static const char *const abi_names[ABI_N] = {"x64", "i386", "arm64", "riscv64"};
static const char *const base_names[B_N] = {"i8",  "u8",   "i16",  "u16",  "i32",  "u32",   "i64",
                                            "u64", "be16", "be32", "be64", "long", "ulong", "uptr"};
static const char *const style_names[ST_N] = {
#define STYLE_NAME(id, name) name,
	DESC_STYLES(STYLE_NAME)
#undef STYLE_NAME
};
static const char *const custom_names[DC_N] = {
#define CUSTOM_NAME(id, name, size, why) name,
	DESC_CUSTOMS(CUSTOM_NAME)
#undef CUSTOM_NAME
};

int abi_find(const char *name)
{
	return name_find(abi_names, ABI_N, name);
}

const char *abi_text(unsigned abi)
{
	return abi_names[abi];
}

int base_find(const char *name)
{
	return name_find(base_names, B_N, name);
}

int style_find(const char *name)
{
	return name_find(style_names, ST_N, name);
}

int custom_find(const char *name)
{
	return name_find(custom_names, DC_N, name);
}

unsigned base_bytes(enum desc_base base, unsigned abi)
{
	static const unsigned char bytes[B_N] = {1, 1, 2, 2, 4, 4, 8, 8, 2, 4, 8};
	return bytes[base] ? bytes[base] : abi == ABI_I386 ? 4 : 8;
}

bool base_is_signed(enum desc_base base)
{
	return base == B_I8 || base == B_I16 || base == B_I32 || base == B_I64 || base == B_LONG;
}

uint64_t base_canonical(enum desc_base base, unsigned abi, uint64_t value)
{
	unsigned unused = 64 - 8 * base_bytes(base, abi);
	value <<= unused;
	return base_is_signed(base) ? (uint64_t)((int64_t)value >> unused) : value >> unused;
}
