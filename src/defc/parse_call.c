/* Parses system calls and their variants. */
#include <string.h>

#include "defc/parse.h"

struct label *parse_labels(struct parser *p)
{
	struct label *first = NULL, **last = &first;
	do {
		*last = NEW(struct label);
		(*last)->loc = p->t->loc;
		if (!take_word(p, "default"))
			(*last)->value = parse_expr(p);
		last = &(*last)->next;
	} while (take_punct(p, ','));
	want_punct(p, ':', "':'");
	return first;
}

/* `reg N`, counted from 0 as in the ABI; stored with 1 added. */
static unsigned parse_register(struct parser *p)
{
	struct loc loc = p->t->loc;
	uint64_t n = want_num(p, "the number of a register");
	if (n < 6)
		return (unsigned)n + 1;
	error_at(p->d, loc, "arguments are in registers 0 to 5");
	return 0;
}

static struct arg *parse_arg(struct parser *p)
{
	struct arg *arg = NEW(struct arg);
	arg->loc = p->t->loc;
	arg->name = want_id(p, "an argument");
	if (!strcmp(arg->name, "_") && !at_punct(p, ':'))
		return arg;
	want_punct(p, ':', "':'");
	arg->type = parse_texpr(p);
	for (;;) {
		if (take_word(p, "if"))
			arg->cond = parse_expr(p);
		else if (take_word(p, "then"))
			arg->then = parse_texpr(p);
		else if (take_word(p, "late"))
			arg->late = true;
		else if (take_word(p, "reg")) {
			arg->reg = parse_register(p);
			arg->high = p->t->kind == T_NUM ? parse_register(p) : 0;
		} else
			return arg;
	}
}

/* `(...) [-> T]` */
static void parse_args(struct parser *p, struct args *args)
{
	want_punct(p, '(', "'(' and arguments");
	struct arg **last = &args->first;
	while (!at_punct(p, ')') && !args->open) {
		if (take_punct(p, P_DOTS)) {
			args->open = true;
			break;
		}
		*last = parse_arg(p);
		last = &(*last)->next;
		if (!take_punct(p, ','))
			break;
	}
	args->end = p->t->loc;
	want_punct(p, ')', "',' or ')'");
	if (!take_punct(p, P_ARROW))
		return;
	args->result = NEW(struct result);
	args->result->type = parse_texpr(p);
	if (take_word(p, "note")) {
		if (p->t->kind == T_STR)
			args->result->label = want_str(p, "a label");
		args->result->note = parse_texpr(p);
	}
}

static void parse_variants(struct parser *p, struct decl *decl)
{
	want_punct(p, '{', "'{'");
	struct variant **last = &decl->variants;
	while (*last)
		last = &(*last)->next;
	while (!take_punct(p, '}')) {
		struct variant *v = *last = NEW(struct variant);
		last = &v->next;
		v->labels = parse_labels(p);
		parse_args(p, &v->args);
	}
}

static void parse_numbers(struct parser *p, struct decl *decl)
{
	while (p->t->kind == T_ID) {
		struct loc loc = p->t->loc;
		const char *word = want_id(p, "an ABI");
		unsigned abis = !strcmp(word, "all")       ? ABI_ALL
		                : !strcmp(word, "generic") ? 1u << ABI_ARM64 | 1u << ABI_RISCV64
		                : abi_find(word) >= 0      ? 1u << abi_find(word)
		                                           : 0;
		if (!abis)
			error_at(p->d, loc, "unknown ABI '%s'", word);
		want_punct(p, '=', "'='");
		uint64_t nr = want_num(p, "a number");
		if (nr > 4095) {
			error_at(p->d, loc, "no system call has a number above 4095");
			nr = 0;
		}
		if (decl->mask & abis)
			error_at(p->d, loc, "%s has two numbers on the same ABI", decl->name);
		decl->mask |= abis;
		for (unsigned abi = 0; abi < ABI_N; abi++)
			if (abis >> abi & 1)
				decl->nr[abi] = (int)nr;
	}
	if (!decl->mask)
		syntax_error(p, "the number on an ABI");
}

static unsigned attr_find(const struct tok *t)
{
	static const struct {
		const char *word;
		unsigned attr;
	} attrs[] = {{"never_fails", CA_NEVER_FAILS},
	             {"never_returns", CA_NEVER_RETURNS},
	             {"maps", CA_MAPS},
	             {"renames", CA_RENAMES},
	             {"execs", CA_EXECS},
	             {"multiplexes", CA_MULTIPLEXES},
	             {"named", CA_NAMED}};
	for (size_t i = 0; t->kind == T_ID && i < sizeof attrs / sizeof *attrs; i++)
		if (!strcmp(t->text, attrs[i].word))
			return attrs[i].attr;
	return 0;
}

void parse_syscall(struct parser *p, struct decl *decl)
{
	decl->name = want_id(p, "the name of a system call");
	for (unsigned abi = 0; abi < ABI_N; abi++)
		decl->nr[abi] = -1;
	parse_numbers(p, decl);
	parse_args(p, &decl->args);
	struct name **last = &decl->groups;
	for (;;) {
		unsigned attr = attr_find(p->t);
		if (take_word(p, "switch")) {
			decl->selector = parse_expr(p);
			parse_variants(p, decl);
		} else if (take_punct(p, '%')) {
			/* In `%%stat` the second % is part of the name. */
			bool percent = take_punct(p, '%');
			struct name *group = *last = NEW(struct name);
			last = &group->next;
			group->loc = p->t->loc;
			const char *text = want_id(p, "a group");
			char *s = new_bytes(strlen(text) + 2);
			sprintf(s, "%s%s", percent ? "%" : "", text);
			group->text = s;
		} else if (attr) {
			decl->attrs |= attr;
			p->t++;
		} else {
			return;
		}
	}
}

void parse_extend(struct parser *p, struct decl *decl)
{
	decl->name = want_id(p, "the name of a system call");
	decl->abis = parse_abis(p);
	parse_variants(p, decl);
}
