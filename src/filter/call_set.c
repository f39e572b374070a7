/* Sets of calls from trace= expressions. */
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "desc/desc.h"
#include "filter/filter.h"
#include "filter/tokens.h"

/* One token, ready to be compared with calls. */
struct matcher {
	enum { MATCH_ALL, MATCH_NUMBER, MATCH_NAME, MATCH_GROUPS, MATCH_REGEX } kind;
	unsigned word; /* 4 or 8: only ABIs of that width (@32, @64); 0: all */
	unsigned long number;
	const char *name;
	uint64_t groups;
	regex_t regex;
};

void call_set_all(struct call_set *ret)
{
	memset(ret->bits, 0xff, sizeof ret->bits);
	ret->beyond = true;
}

void call_set_none(struct call_set *ret)
{
	memset(ret->bits, 0, sizeof ret->bits);
	ret->beyond = false;
}

static void invert(struct call_set *set)
{
	for (unsigned abi = 0; abi < ABI_N; abi++)
		for (unsigned i = 0; i < CALL_SET_MAX / 64; i++)
			set->bits[abi][i] = ~set->bits[abi][i];
	set->beyond = !set->beyond;
}

static bool matches(const struct matcher *m, enum desc_abi abi, unsigned nr)
{
	const struct desc_call *call = desc_find(abi, nr);

	switch (m->kind) {
	case MATCH_ALL:
		return true;
	case MATCH_NUMBER:
		return nr == m->number;
	case MATCH_NAME:
		return call && strcmp(desc_name(call->name), m->name) == 0;
	case MATCH_GROUPS:
		return call && (call->groups & m->groups) != 0;
	case MATCH_REGEX:
		return call && regexec(&m->regex, desc_name(call->name), 0, NULL, 0) == 0;
	}
	return false;
}

/* Adds what matches, or takes it away. False if nothing does. */
static bool apply_matching(struct call_set *set, const struct matcher *m, bool away)
{
	bool any = false;
	for (unsigned abi = 0; abi < ABI_N; abi++) {
		if (m->word && m->word != desc_abi_word(abi))
			continue;
		CHECK(desc_nr_count[abi] <= CALL_SET_MAX);
		for (unsigned nr = 0; nr < desc_nr_count[abi]; nr++) {
			if (!matches(m, abi, nr))
				continue;
			uint64_t bit = 1ull << (nr % 64);
			set->bits[abi][nr / 64] = away ? set->bits[abi][nr / 64] & ~bit : set->bits[abi][nr / 64] | bit;
			any = true;
		}
	}
	return any;
}

/* The groups that could be written without % before there was %; later ones need it. */
static bool is_bare_group(const char *name)
{
	static const char *const names[] = {"desc", "file", "ipc", "memory", "network", "process", "signal"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/* The bit of a group; %net is short for %network. */
static uint64_t group_mask(const char *name)
{
	return desc_group_mask(strcmp(name, "net") == 0 ? "network" : name);
}

/* Makes a matcher of a token without its ? and @. False after an error (a regex that cannot be compiled). */
static bool matcher_init(struct matcher *m, const char *text, struct set_error *ret_error)
{
	m->name = text;
	m->kind = MATCH_NAME;
	if (*text == '/') {
		m->kind = MATCH_REGEX;
		int error = regcomp(&m->regex, text + 1, REG_EXTENDED | REG_NOSUB);
		if (error) {
			char reason[128];
			regerror(error, &m->regex, reason, sizeof reason);
			return tokens_fail(ret_error, false, "regcomp: %s: %s", text + 1, reason);
		}
	} else if (*text && text[strspn(text, "0123456789")] == '\0') {
		m->kind = MATCH_NUMBER;
		m->number = strtoul(text, NULL, 10);
	} else if (strcmp(text, "all") == 0) {
		m->kind = MATCH_ALL;
	} else if (*text == '%' || is_bare_group(text)) {
		m->kind = MATCH_GROUPS;
		m->groups = group_mask(*text == '%' ? text + 1 : text);
	}
	return true;
}

/* Adds the calls that a token names, or takes them away if it begins with !; cuts the token in pieces. */
static bool apply_token(struct call_set *set, char *token, struct set_error *ret_error)
{
	struct matcher m = {0};
	bool away = *token == '!';
	char *text = token + away + strspn(token + away, "?");
	bool optional = text != token + away;
	char *whole = check_strdup(away ? token : text);
	char *at = strrchr(text, '@');
	bool ok;

	if (at) {
		*at++ = '\0';
		m.word = strcmp(at, "64") == 0 ? 8 : strcmp(at, "32") == 0 ? 4 : 0;
	}
	if (at && !m.word) {
		ok = tokens_fail(ret_error, true, "incorrect personality designator '%s' in qualification '%s'", at, whole);
	} else if ((ok = matcher_init(&m, text, ret_error))) {
		ok = apply_matching(set, &m, away) || optional || tokens_fail(ret_error, false, "invalid system call '%s'", whole);
		if (m.kind == MATCH_REGEX)
			regfree(&m.regex);
	}
	free(whole);
	return ok;
}

bool call_set_parse(const char *expr, struct call_set *ret, struct set_error *ret_error)
{
	bool inverted, any = false;
	const char *at = tokens_begin(expr, &inverted);
	struct call_set set;

	call_set_none(&set);
	if (strcmp(at, "all") == 0) {
		call_set_all(&set);
	} else if (strcmp(at, "none") != 0) {
		for (char *token; (token = tokens_next(&at)); any = true) {
			bool ok = apply_token(&set, token, ret_error);
			free(token);
			if (!ok)
				return false;
		}
		if (!any)
			return tokens_fail(ret_error, false, "invalid system call '%s'", expr);
	}
	if (inverted)
		invert(&set);
	*ret = set;
	return true;
}
