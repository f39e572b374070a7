/* Tokens. A file is cut into all its tokens at once, so that the parser can look ahead. */
#ifndef DEFC_LEX_H
#define DEFC_LEX_H

#include "defc/defc.h"

enum tok_kind { T_EOF, T_ID, T_NUM, T_STR, T_PUNCT };
/* Punctuation of one character is that character; these are longer. */
enum { P_ARROW = 256, P_SHL, P_SHR, P_EQ, P_NE, P_LE, P_GE, P_AND, P_OR, P_DOTS };

struct tok {
	enum tok_kind kind;
	int punct;
	const char *text; /* of identifiers and strings */
	uint64_t num;
	struct loc loc;
	bool glued; /* no space before it */
};

/* Ends with T_EOF. */
struct tok *lex_file(struct defc *d, unsigned file);

#endif
