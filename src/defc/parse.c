/* Parses a file: its declarations, structs and unions. */
#include "defc/parse.h"

#include <string.h>

void syntax_error(struct parser *p, const char *expected)
{
	const struct tok *t = p->t;
	if (t->kind == T_EOF)
		error_at(p->d, t->loc, "the file ends where %s should stand", expected);
	else if (t->kind == T_ID)
		error_at(p->d, t->loc, "expected %s, not '%s'", expected, t->text);
	else
		error_at(p->d, t->loc, "expected %s", expected);
	longjmp(p->next_decl, 1);
}

bool at_punct(const struct parser *p, int punct)
{
	return p->t->kind == T_PUNCT && p->t->punct == punct;
}

bool at_word(const struct parser *p, const char *word)
{
	return p->t->kind == T_ID && !strcmp(p->t->text, word);
}

bool take_punct(struct parser *p, int punct)
{
	bool yes = at_punct(p, punct);
	p->t += yes;
	return yes;
}

bool take_word(struct parser *p, const char *word)
{
	bool yes = at_word(p, word);
	p->t += yes;
	return yes;
}

void want_punct(struct parser *p, int punct, const char *text)
{
	if (!take_punct(p, punct))
		syntax_error(p, text);
}

const char *want_id(struct parser *p, const char *what)
{
	if (p->t->kind != T_ID)
		syntax_error(p, what);
	return (p->t++)->text;
}

const char *want_str(struct parser *p, const char *what)
{
	if (p->t->kind != T_STR)
		syntax_error(p, what);
	return (p->t++)->text;
}

uint64_t want_num(struct parser *p, const char *what)
{
	if (p->t->kind != T_NUM)
		syntax_error(p, what);
	return (p->t++)->num;
}

enum desc_base want_base(struct parser *p)
{
	int base = p->t->kind == T_ID ? base_find(p->t->text) : -1;
	if (base < 0)
		syntax_error(p, "a base type (i32, u64, ulong ...)");
	p->t++;
	return (enum desc_base)base;
}

unsigned parse_abis(struct parser *p)
{
	unsigned abis = 0;
	if (!take_punct(p, '@'))
		return 0;
	do {
		struct loc loc = p->t->loc;
		const char *word = want_id(p, "an ABI");
		if (abi_find(word) < 0)
			error_at(p->d, loc, "unknown ABI '%s'", word);
		else
			abis |= 1u << abi_find(word);
	} while (take_punct(p, ','));
	return abis;
}

static struct field *parse_field(struct parser *p)
{
	struct field *f = NEW(struct field);
	f->over = take_punct(p, '|');
	f->flags = take_punct(p, '.') ? DF_HIDDEN : 0;
	f->loc = p->t->loc;
	f->name = want_id(p, "a field");
	for (;;) {
		if (take_punct(p, '!'))
			f->flags |= DF_SHOWN;
		else if (take_punct(p, '?'))
			f->flags |= DF_NONZERO;
		else if (take_punct(p, '*'))
			f->flags |= DF_IF_SET;
		else if (take_punct(p, '~'))
			f->flags |= DF_CHANGES;
		else
			break;
	}
	f->c_name = f->name;
	if (take_punct(p, '='))
		f->c_name = p->t->kind == T_ID ? want_id(p, "the kernel's name") : "";
	want_punct(p, ':', "':' and a type");
	f->type = parse_texpr(p);
	if (f->type->bits)
		f->flags |= DF_BITFIELD;
	if (take_keyword(p, "if"))
		f->cond = parse_expr(p);
	return f;
}

/* The names after `show`: up to the next keyword of a declaration's end, or the next declaration. */
static void parse_show(struct parser *p, struct decl *decl)
{
	struct name **last = &decl->show;
	while (p->t->kind == T_ID && p->t->loc.col > 1 && !at_word(p, "check") && !at_word(p, "ptr64") && !at_word(p, "excess")) {
		*last = NEW(struct name);
		(*last)->loc = p->t->loc;
		(*last)->text = want_id(p, "a field");
		last = &(*last)->next;
	}
}

static void parse_struct(struct parser *p, struct decl *decl)
{
	decl->name = want_id(p, "the name of a struct");
	if (take_punct(p, '<')) {
		p->param = decl->param = want_id(p, "a parameter");
		want_punct(p, '>', "'>'");
	}
	decl->abis = parse_abis(p);
	for (;;) {
		if (take_word(p, "packed"))
			decl->packed = true;
		else if (take_word(p, "ptr64"))
			decl->ptr64 = true;
		else
			break;
	}
	want_punct(p, '{', "'{'");
	struct field **last = &decl->fields;
	p->in_struct = true;
	while (!take_punct(p, '}')) {
		*last = parse_field(p);
		last = &(*last)->next;
		decl->nfields++;
	}
	for (;;) {
		if (take_word(p, "ptr64")) {
			decl->ptr64 = true;
		} else if (take_word(p, "packed")) {
			decl->packed = true;
		} else if (take_word(p, "show")) {
			parse_show(p, decl);
		} else if (take_word(p, "excess")) {
			decl->excess = want_id(p, "a name for the bytes beyond the struct");
		} else if (take_word(p, "check")) {
			decl->c_type = want_str(p, "a C type");
			decl->c_header = want_str(p, "a header");
		} else {
			return;
		}
	}
}

static void parse_union(struct parser *p, struct decl *decl, bool attrs)
{
	decl->name = want_id(p, attrs ? "the name of a table of attributes" : "the name of a union");
	decl->abis = parse_abis(p);
	if (attrs) {
		want_punct(p, ':', "':'");
		decl->attr_set = want_id(p, "the enum of the attributes' types");
	} else if (take_word(p, "switch"))
		decl->selector = parse_expr(p);
	want_punct(p, '{', "'{'");
	struct arm **last = &decl->arms;
	while (!take_punct(p, '}')) {
		struct arm *arm = *last = NEW(struct arm);
		last = &arm->next;
		arm->labels = parse_labels(p);
		arm->type = parse_texpr(p);
	}
}

static void parse_headers(struct parser *p, struct decl *decl)
{
	struct name **last = &decl->headers;
	do {
		*last = NEW(struct name);
		(*last)->text = want_str(p, "the name of a header");
		last = &(*last)->next;
	} while (p->t->kind == T_STR);
}

static const char *const keywords[] = {[D_TYPE] = "type",   [D_ENUM] = "enum",       [D_BITS] = "bits",     [D_STRUCT] = "struct",
                                       [D_UNION] = "union", [D_SYSCALL] = "syscall", [D_EXTEND] = "extend", [D_HEADER] = "header"};

static void parse_decl(struct parser *p)
{
	unsigned kind = D_TYPE;
	bool attrs = at_word(p, "attrs");
	if (attrs)
		kind = D_UNION;
	while (!attrs && kind <= D_HEADER && !at_word(p, keywords[kind]))
		kind++;
	if (kind > D_HEADER)
		syntax_error(p, "a declaration (type, enum, bits, struct, union, attrs, syscall, extend, header)");
	p->t++;
	p->param = NULL;
	p->in_struct = false;
	struct decl *decl = NEW(struct decl);
	decl->kind = (enum decl_kind)kind;
	decl->loc = p->t->loc;
	switch (decl->kind) {
	case D_TYPE:
		decl->name = want_id(p, "the name of a type");
		decl->abis = parse_abis(p);
		want_punct(p, '=', "'='");
		decl->type = parse_texpr(p);
		break;
	case D_ENUM:
	case D_BITS:
		parse_set(p, decl);
		break;
	case D_STRUCT:
		parse_struct(p, decl);
		break;
	case D_UNION:
		parse_union(p, decl, attrs);
		break;
	case D_SYSCALL:
		parse_syscall(p, decl);
		break;
	case D_EXTEND:
		parse_extend(p, decl);
		break;
	case D_HEADER:
		parse_headers(p, decl);
		break;
	}
	*p->d->last_decl = decl;
	p->d->last_decl = &decl->next;
}

void parse_file(struct defc *d, unsigned file)
{
	struct parser *p = NEW(struct parser);
	p->d = d;
	p->t = lex_file(d, file);
	/* After a syntax error, the next declaration is what next stands at the beginning of a line. */
	if (setjmp(p->next_decl)) {
		if (p->t->kind != T_EOF)
			p->t++;
		while (p->t->kind != T_EOF && (p->t->loc.col != 1 || p->t->kind != T_ID))
			p->t++;
	}
	while (p->t->kind != T_EOF)
		parse_decl(p);
}
