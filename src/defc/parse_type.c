/* Parses expressions and type expressions. */
#include <string.h>

#include "defc/parse.h"

static struct expr *new_expr(struct parser *p, enum expr_kind kind)
{
	struct expr *e = NEW(struct expr);
	e->kind = kind;
	e->loc = p->t->loc;
	return e;
}

static struct expr *parse_peek(struct parser *p, struct expr *e)
{
	e->kind = E_PEEK;
	want_punct(p, '(', "'('");
	e->base = want_base(p);
	want_punct(p, ',', "','");
	e->num = want_num(p, "an offset");
	if (e->num > UINT16_MAX)
		error_at(p->d, e->loc, "the offset does not fit 16 bits");
	want_punct(p, ')', "')'");
	return e;
}

static struct expr *parse_name(struct parser *p)
{
	struct expr *e = new_expr(p, E_NAME);
	e->name = want_id(p, "a name");
	if (!strcmp(e->name, "ret")) {
		e->kind = E_RET;
	} else if (!strcmp(e->name, "size_of_this")) {
		e->kind = E_SIZE;
	} else if (at_punct(p, '(') && !strcmp(e->name, "peek")) {
		return parse_peek(p, e);
	} else if (at_punct(p, '(') && !strcmp(e->name, "anon_inode")) {
		p->t++;
		e->kind = E_UNARY;
		e->op = OP_ANON;
		e->a = parse_expr(p);
		want_punct(p, ')', "')'");
	} else if (at_punct(p, '(') && !strcmp(e->name, "min")) {
		p->t++;
		e->kind = E_BINARY;
		e->op = OP_MIN;
		e->a = parse_expr(p);
		want_punct(p, ',', "','");
		e->b = parse_expr(p);
		want_punct(p, ')', "')'");
	} else if (at_punct(p, '.') && p->t->glued && p->t[1].kind == T_ID && p->t[1].glued) {
		/* With a space before it the dot begins the next, hidden field of a struct. */
		p->t++;
		e->set = e->name;
		e->name = want_id(p, "a constant");
	}
	return e;
}

static struct expr *parse_unary(struct parser *p)
{
	static const struct {
		char punct;
		enum desc_op op;
	} unary[] = {{'~', OP_NOT}, {'-', OP_NEG}, {'!', OP_LNOT}};
	struct expr *e = new_expr(p, E_UNARY);
	for (size_t i = 0; i < sizeof unary / sizeof *unary; i++) {
		if (take_punct(p, unary[i].punct)) {
			e->op = unary[i].op;
			e->a = parse_unary(p);
			return e;
		}
	}
	if (take_punct(p, '*')) {
		e->kind = E_DEREF;
		e->name = want_id(p, "the name of an argument");
		return e;
	}
	if (take_punct(p, '(')) {
		e = parse_expr(p);
		want_punct(p, ')', "')'");
		return e;
	}
	if (p->t->kind == T_NUM) {
		e->kind = E_NUM;
		e->num = (p->t++)->num;
		return e;
	}
	if (p->t->kind != T_ID)
		syntax_error(p, "an expression");
	return parse_name(p);
}

/* Operators as in C, the loosest first. */
static const struct {
	int punct, level;
	enum desc_op op;
} binary[] = {
	{P_OR, 1, OP_LOR},  {P_AND, 2, OP_LAND}, {'|', 3, OP_OR},  {'^', 4, OP_XOR},  {'&', 5, OP_AND},  {P_EQ, 6, OP_EQ},
	{P_NE, 6, OP_NE},   {'<', 7, OP_LT},     {'>', 7, OP_GT},  {P_LE, 7, OP_LE},  {P_GE, 7, OP_GE},  {P_SHL, 8, OP_SHL},
	{P_SHR, 8, OP_SHR}, {'+', 9, OP_ADD},    {'-', 9, OP_SUB}, {'*', 10, OP_MUL}, {'/', 10, OP_DIV},
};

/* In a struct, `| name:` is the next field. */
static bool at_field(const struct parser *p)
{
	const struct tok *t = &p->t[1];
	if (!p->in_struct || !at_punct(p, '|') || t->kind == T_EOF)
		return false;
	return (t->kind == T_PUNCT && t->punct == '.') ||
	       (t->kind == T_ID && t[1].kind == T_PUNCT && strchr(":!?*~=", t[1].punct < 256 ? t[1].punct : ' '));
}

static struct expr *parse_binary(struct parser *p, int level)
{
	struct expr *left = parse_unary(p);
	for (size_t i = 0; i < sizeof binary / sizeof *binary; i++) {
		if (!at_punct(p, binary[i].punct) || binary[i].level < level || at_field(p))
			continue;
		struct expr *e = new_expr(p, E_BINARY);
		p->t++;
		e->op = binary[i].op;
		e->a = left;
		e->b = parse_binary(p, binary[i].level + 1);
		left = e;
		i = (size_t)-1; /* look again for what follows */
	}
	return left;
}

struct expr *parse_expr(struct parser *p)
{
	return parse_binary(p, 1);
}

bool at_keyword(const struct parser *p, const char *word)
{
	const struct tok *next = &p->t[1];
	return at_word(p, word) && !(next->kind == T_PUNCT && strchr(":!?~=", next->punct < 256 ? next->punct : ' '));
}

bool take_keyword(struct parser *p, const char *word)
{
	if (!at_keyword(p, word))
		return false;
	p->t++;
	return true;
}

/* The index of a direction or of the struct's parameter, DIR_NONE if there is none here. */
static unsigned take_dir(struct parser *p)
{
	static const char *const words[] = {[DIR_IN] = "in", [DIR_OUT] = "out", [DIR_INOUT] = "inout"};
	for (unsigned i = DIR_IN; i <= DIR_INOUT; i++)
		if (take_keyword(p, words[i]))
			return i;
	return p->param && take_keyword(p, p->param) ? DIR_PARAM : DIR_NONE;
}

static void parse_extent(struct parser *p, struct suffix *s)
{
	s->a = parse_expr(p);
	if (s->kind == S_EXTENT)
		s->bytes = take_keyword(p, "bytes");
	if (take_punct(p, P_ARROW))
		s->b = parse_expr(p);
}

/* NULL if what follows is no suffix. */
static struct suffix *parse_suffix(struct parser *p)
{
	static const char *const words[] = {[S_SIZED] = "sized",
	                                    [S_BY] = "by",
	                                    [S_BUDGET] = "budget",
	                                    [S_STEP] = "step",
	                                    [S_ALIGN] = "align",
	                                    [S_AS] = "as",
	                                    [S_WITH] = "with",
	                                    [S_COUNT] = "count",
	                                    [S_ALL] = "all",
	                                    [S_ALWAYS] = "always",
	                                    [S_FOLDED] = "folded",
	                                    [S_WHOLE] = "whole",
	                                    [S_INTERRUPTED] = "interrupted"};
	struct suffix *s = NEW(struct suffix);
	s->loc = p->t->loc;
	s->kind = S_EXTENT;
	if (take_punct(p, '[')) {
		parse_extent(p, s);
		want_punct(p, ']', "']'");
		return s;
	}
	for (s->kind = S_SIZED; s->kind <= S_INTERRUPTED && !take_keyword(p, words[s->kind]); s->kind++)
		;
	switch (s->kind) {
	case S_SIZED:
		parse_extent(p, s);
		return s;
	case S_BY:
	case S_BUDGET:
	case S_STEP:
	case S_ALIGN:
	case S_WITH:
		s->a = parse_expr(p);
		return s;
	case S_AS:
		s->word = want_id(p, "a style");
		if (p->t->kind == T_STR)
			s->label = want_str(p, "a label");
		return s;
	case S_COUNT:
		s->label = want_str(p, "what is counted");
		return s;
	case S_ALL:
	case S_ALWAYS:
	case S_FOLDED:
	case S_WHOLE:
	case S_INTERRUPTED:
		return s;
	default:
		return NULL;
	}
}

static void parse_operands(struct parser *p, struct texpr *t)
{
	if (!take_punct(p, '('))
		return;
	for (unsigned n = 0; n == 0 || take_punct(p, ','); n++) {
		if (n == 3)
			syntax_error(p, "')': a custom has at most three operands");
		t->operand[n] = parse_expr(p);
	}
	want_punct(p, ')', "',' or ')'");
}

struct texpr *parse_texpr(struct parser *p)
{
	struct texpr *t = NEW(struct texpr);
	t->loc = p->t->loc;
	t->dir = take_dir(p);
	t->custom = at_word(p, "custom") && p->t[1].kind == T_ID;
	p->t += t->custom;
	if (t->dir)
		t->loc = p->t->loc;
	t->name = want_id(p, t->custom ? "the name of a hand-written decoder" : "a type");
	if (t->custom)
		parse_operands(p, t);
	if (take_punct(p, '<')) {
		t->targ = take_dir(p);
		if (!t->targ)
			syntax_error(p, "a direction");
		want_punct(p, '>', "'>'");
	}
	if (at_punct(p, ':') && p->t[1].kind == T_NUM) {
		p->t++;
		t->bits = (unsigned)want_num(p, "a width");
	}
	struct suffix **last = &t->suffixes;
	while ((*last = parse_suffix(p)))
		last = &(*last)->next;
	return t;
}
