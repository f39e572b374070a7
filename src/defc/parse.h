/* The parser's parts. A syntax error unwinds to parse_file, which goes on at the next declaration. */
#ifndef DEFC_PARSE_H
#define DEFC_PARSE_H

#include <setjmp.h>

#include "defc/ast.h"
#include "defc/lex.h"

struct parser {
	struct defc *d;
	struct tok *t; /* the token to look at */
	jmp_buf next_decl;
	const char *param; /* of the struct that is being parsed */
	bool in_struct;
};

_Noreturn void syntax_error(struct parser *p, const char *expected);
bool at_punct(const struct parser *p, int punct);
bool at_word(const struct parser *p, const char *word);
bool take_punct(struct parser *p, int punct);
bool take_word(struct parser *p, const char *word);
void want_punct(struct parser *p, int punct, const char *text);
const char *want_id(struct parser *p, const char *what);
const char *want_str(struct parser *p, const char *what);
uint64_t want_num(struct parser *p, const char *what);
enum desc_base want_base(struct parser *p);

struct expr *parse_expr(struct parser *p);
struct texpr *parse_texpr(struct parser *p);
/* An identifier that is not the name of what comes next (`count: u32`). */
bool at_keyword(const struct parser *p, const char *word);
bool take_keyword(struct parser *p, const char *word);

/* parse_set.c, parse_call.c: what follows the keyword. */
void parse_set(struct parser *p, struct decl *decl);
void parse_syscall(struct parser *p, struct decl *decl);
void parse_extend(struct parser *p, struct decl *decl);
struct label *parse_labels(struct parser *p);
/* `@x64,i386`; 0 if there is none. */
unsigned parse_abis(struct parser *p);

#endif
