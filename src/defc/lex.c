/* Cuts a source text into tokens. */
#include "defc/lex.h"

#include <ctype.h>
#include <string.h>

struct lexer {
	struct defc *d;
	const char *p, *line_start;
	struct loc loc;
};

static char *copy_text(const char *p, size_t n)
{
	char *s = new_bytes(n + 1);
	memcpy(s, p, n);
	return s;
}

/* Skips white space and comments. */
static void skip_space(struct lexer *l)
{
	for (;; l->p++) {
		if (*l->p == '#')
			l->p += strcspn(l->p, "\n");
		if (*l->p == '\n') {
			l->loc.line++;
			l->line_start = l->p + 1;
		} else if (*l->p != ' ' && *l->p != '\t') {
			return;
		}
	}
}

static void lex_number(struct lexer *l, struct tok *t)
{
	const char *p = l->p;
	unsigned base = 10;
	if (p[0] == '0' && (p[1] == 'x' || p[1] == 'o')) {
		base = p[1] == 'x' ? 16 : 8;
		p += 2;
	}
	const char *digits = p;
	t->kind = T_NUM;
	for (; isalnum((unsigned char)*p) || *p == '_'; p++) {
		unsigned digit = isdigit((unsigned char)*p) ? (unsigned)(*p - '0') : (unsigned)(tolower(*p) - 'a') + 10;
		if (digit >= base || t->num > (UINT64_MAX - digit) / base) {
			error_at(l->d, t->loc, digit >= base ? "'%c' is no digit of this number" : "the number is too large", *p);
			while (isalnum((unsigned char)*p))
				p++;
			break;
		}
		t->num = t->num * base + digit;
	}
	if (p == digits)
		error_at(l->d, t->loc, "a number without digits");
	else if (base == 10 && *digits == '0' && p > digits + 1)
		error_at(l->d, t->loc, "octal numbers are written 0o%.*s", (int)(p - digits) - 1, digits + 1);
	l->p = p;
}

static void lex_string(struct lexer *l, struct tok *t)
{
	size_t n = strcspn(l->p + 1, "\"\n");
	t->kind = T_STR;
	t->text = copy_text(l->p + 1, n);
	if (l->p[n + 1] != '"')
		error_at(l->d, t->loc, "the string does not end on its line");
	l->p += n + 1 + (l->p[n + 1] == '"');
}

static void lex_punct(struct lexer *l, struct tok *t)
{
	static const struct {
		char text[4];
		int punct;
	} longer[] = {{"...", P_DOTS}, {"->", P_ARROW}, {"<<", P_SHL}, {">>", P_SHR}, {"==", P_EQ},
	              {"!=", P_NE},    {"<=", P_LE},    {">=", P_GE},  {"&&", P_AND}, {"||", P_OR}};
	t->kind = T_PUNCT;
	for (size_t i = 0; i < sizeof longer / sizeof *longer; i++) {
		if (!strncmp(l->p, longer[i].text, strlen(longer[i].text))) {
			t->punct = longer[i].punct;
			l->p += strlen(longer[i].text);
			return;
		}
	}
	t->punct = *l->p++;
	if (!strchr("{}()[]<>:,.=!?@%|&^~+-*/", t->punct))
		error_at(l->d, t->loc, "a character that means nothing here");
}

struct tok *lex_file(struct defc *d, unsigned file)
{
	struct lexer l = {.d = d, .p = d->src[file].text, .loc = {file, 1, 1}};
	struct rows toks;
	rows_init(&toks, sizeof(struct tok));
	l.line_start = l.p;
	for (;;) {
		const char *before = l.p;
		skip_space(&l);
		struct tok t = {.kind = T_EOF, .loc = l.loc, .glued = l.p == before};
		t.loc.col = (uint32_t)(l.p - l.line_start) + 1;
		if (isalpha((unsigned char)*l.p) || *l.p == '_') {
			const char *start = l.p;
			while (isalnum((unsigned char)*l.p) || *l.p == '_')
				l.p++;
			t.kind = T_ID;
			t.text = copy_text(start, (size_t)(l.p - start));
		} else if (isdigit((unsigned char)*l.p)) {
			lex_number(&l, &t);
		} else if (*l.p == '"') {
			lex_string(&l, &t);
		} else if (*l.p) {
			lex_punct(&l, &t);
		}
		rows_add(&toks, &t, 1);
		if (t.kind == T_EOF)
			return ROW(struct tok, &toks, 0);
	}
}
