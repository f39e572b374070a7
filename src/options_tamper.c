/* -e inject= and -e fault=: SET[:TOKEN]... as rules for the engine. */
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/check.h"
#include "base/diag.h"
#include "base/error.h"
#include "desc/desc.h"
#include "options_rows.h"
#include "sink/value.h"

#define ERROR_MAX    4095 /* the kernel has no larger errors */
#define SIGNAL_MAX   64
#define WHEN_MAX     65535
#define POKE_MAX     1024 /* bytes */
#define POKE_ARG_MAX 7

/* A decimal number as strtol reads it, min to max, that is all of the text. */
static bool take_number(const char *text, long min, long max, long *ret)
{
	char *end;
	errno = 0;
	*ret = strtol(text, &end, 10);
	return end != text && !*end && !errno && *ret >= min && *ret <= max;
}

static bool take_error(const char *text, struct tamper_rule *rule)
{
	long number;
	if (take_number(text, 1, ERROR_MAX, &number)) {
		rule->error = (int)number;
		return true;
	}
	int error = error_find(text);
	if (error > 0) {
		rule->error = error;
		return true;
	}
	return false;
}

static bool take_value(const char *text, struct tamper_rule *rule)
{
	char *end;
	errno = 0;
	rule->value = strtoull(text, &end, 0);
	return end != text && !*end && !errno;
}

static bool take_signal(const char *text, struct tamper_rule *rule)
{
	rule->signo = signal_parse(text);
	return rule->signo >= 1 && rule->signo <= SIGNAL_MAX;
}

static bool take_delay(const char *text, uint64_t *ret_ns)
{
	static const double ns_per[] = {[TEXT_S] = 1e9, [TEXT_MS] = 1e6, [TEXT_US] = 1e3, [TEXT_NS] = 1};
	char *unit;
	/* strtod would also read hexadecimal numbers, and words. */
	if (!isdigit((unsigned char)*text) && *text != '.')
		return false;
	double value = strtod(text, &unit);
	int precision = *unit ? option_precision(unit, strlen(unit)) : TEXT_US;
	if (unit == text || precision < 0 || memchr(text, 'x', (size_t)(unit - text)))
		return false;
	double ns = value * ns_per[precision];
	*ret_ns = ns < 0x1p63 ? (uint64_t)ns : INT64_MAX;
	return true;
}

static bool take_delay_enter(const char *text, struct tamper_rule *rule)
{
	return take_delay(text, &rule->delay_enter_ns);
}

static bool take_delay_exit(const char *text, struct tamper_rule *rule)
{
	return take_delay(text, &rule->delay_exit_ns);
}

/* The bytes that an even number of hexadecimal digits says. */
static bool take_bytes(const char *text, size_t len, struct tamper_poke *ret)
{
	if (!len || len % 2 || len / 2 > POKE_MAX)
		return false;
	for (size_t i = 0; i < len; i++)
		if (!isxdigit((unsigned char)text[i]))
			return false;
	ret->len = len / 2;
	ret->bytes = check_malloc(ret->len);
	for (size_t i = 0; i < ret->len; i++)
		ret->bytes[i] = (uint8_t)strtoul((const char[]){text[2 * i], text[2 * i + 1], '\0'}, NULL, 16);
	return true;
}

/* @argN=HEX */
static bool take_poke(const char *text, size_t len, struct tamper_pokes *pokes)
{
	static const char prefix[] = "@argN=";
	const size_t digit = sizeof prefix - 3, data = sizeof prefix - 1;
	if (len <= data || strncmp(text, prefix, digit) != 0 || text[data - 1] != '=')
		return false;
	unsigned number = (unsigned)(text[digit] - '0');
	if (number < 1 || number > POKE_ARG_MAX)
		return false;
	for (size_t i = 0; i < pokes->len; i++)
		if (pokes->p[i].arg == number - 1)
			return false;
	struct tamper_poke poke = {.arg = number - 1};
	if (!take_bytes(text + data, len - data, &poke))
		return false;
	pokes->p = check_realloc(pokes->p, (pokes->len + 1) * sizeof *pokes->p);
	pokes->p[pokes->len++] = poke;
	return true;
}

static bool take_pokes(const char *text, struct tamper_pokes *pokes)
{
	for (const char *at = text; *at;) {
		size_t len = strcspn(at, ",");
		if (len && !take_poke(at, len, pokes))
			return false;
		at += len + (at[len] != '\0');
	}
	return pokes->len > 0;
}

static bool take_poke_enter(const char *text, struct tamper_rule *rule)
{
	return take_pokes(text, &rule->poke_enter);
}

static bool take_poke_exit(const char *text, struct tamper_rule *rule)
{
	return take_pokes(text, &rule->poke_exit);
}

/* Only calls that change nothing may be made in place of others. */
static bool take_syscall(const char *text, struct tamper_rule *rule)
{
	const uint64_t pure = desc_group_mask("pure");
	if (rule->instead[ABI_X64] >= 0)
		return false;
	for (enum desc_abi abi = 0; abi < ABI_N; abi++) {
		int nr = desc_find_nr(abi, text);
		const struct desc_call *call = nr < 0 ? NULL : desc_find(abi, (uint64_t)nr);
		/* An ABI that no program has here. */
		if (!desc_nr_count[abi])
			continue;
		if (!call || !(call->groups & pure))
			return false;
		rule->instead[abi] = nr;
	}
	return true;
}

/* F, F+, F+S, F..L, F..L+ or F..L+S */
static bool take_when(const char *text, struct tamper_rule *rule)
{
	char *copy = check_strdup(text);
	char *step = strchr(copy, '+'), *last;
	long first = 0, number;
	bool has_step = step, ok = true;
	rule->step = 1;
	if (step) {
		*step++ = '\0';
		ok = !*step || take_number(step, 1, WHEN_MAX, &number);
		rule->step = *step && ok ? (uint32_t)number : 1;
	}
	last = strstr(copy, "..");
	if (last) {
		*last = '\0';
		last += 2;
	}
	ok = ok && take_number(copy, 1, WHEN_MAX, &first);
	rule->first = (uint32_t)first;
	rule->last = has_step ? UINT32_MAX : rule->first;
	if (last) {
		ok = ok && take_number(last, first, WHEN_MAX - 1, &number);
		rule->last = ok ? (uint32_t)number : 0;
	}
	free(copy);
	return ok;
}

static const struct {
	const char *name;
	unsigned action; /* 0: none by itself */
	unsigned excludes;
	bool in_fault;
	bool (*take)(const char *text, struct tamper_rule *rule);
} tokens[] = {
	{"error=", TAMPER_ERROR, TAMPER_RESULT, true, take_error},
	{"retval=", TAMPER_VALUE, TAMPER_RESULT, false, take_value},
	{"signal=", TAMPER_SIGNAL, TAMPER_SIGNAL, false, take_signal},
	{"delay_enter=", TAMPER_DELAY_ENTER, TAMPER_DELAY_ENTER, false, take_delay_enter},
	{"delay_exit=", TAMPER_DELAY_EXIT, TAMPER_DELAY_EXIT, false, take_delay_exit},
	{"poke_enter=", TAMPER_POKE_ENTER, TAMPER_POKE_ENTER, false, take_poke_enter},
	{"poke_exit=", TAMPER_POKE_EXIT, TAMPER_POKE_EXIT, false, take_poke_exit},
	{"syscall=", 0, 0, true, take_syscall},
	{"when=", 0, 0, true, take_when},
};

static bool take_token(const char *text, bool fault, struct tamper_rule *rule)
{
	for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
		size_t len = strlen(tokens[i].name);
		if (strncmp(text, tokens[i].name, len) != 0)
			continue;
		if ((fault && !tokens[i].in_fault) || rule->actions & tokens[i].excludes)
			return false;
		rule->actions |= tokens[i].action;
		return tokens[i].take(text + len, rule);
	}
	return false;
}

/* Takes the tokens after the set. `text` is cut in pieces. */
static bool take_tokens(char *text, bool fault, struct tamper_rule *rule)
{
	*rule = (struct tamper_rule){.first = 1, .last = UINT32_MAX, .step = 1};
	for (enum desc_abi abi = 0; abi < ABI_N; abi++)
		rule->instead[abi] = -1;
	for (char *token; (token = strsep(&text, ":"));)
		if (*token && !take_token(token, fault, rule))
			return false;
	if (fault && !(rule->actions & TAMPER_ERROR)) {
		rule->actions |= TAMPER_ERROR;
		rule->error = ENOSYS;
	}
	return true;
}

static void rule_free(struct tamper_rule *rule)
{
	for (size_t i = 0; i < rule->poke_enter.len; i++)
		free(rule->poke_enter.p[i].bytes);
	for (size_t i = 0; i < rule->poke_exit.len; i++)
		free(rule->poke_exit.p[i].bytes);
	free(rule->poke_enter.p);
	free(rule->poke_exit.p);
}

void tamper_free(struct tamper *tamper)
{
	if (!tamper)
		return;
	for (unsigned i = 0; i < tamper->nrules; i++)
		rule_free(&tamper->rule[i]);
	free(tamper->rule);
	free(tamper->rule_of);
	free(tamper);
}

/* The rule is now that of all calls in the set. */
static void add_rule(struct tamper *tamper, const struct call_set *set, const struct tamper_rule *rule)
{
	tamper->rule = check_realloc(tamper->rule, (tamper->nrules + 1) * sizeof *tamper->rule);
	tamper->rule[tamper->nrules] = *rule;
	for (enum desc_abi abi = 0; abi < ABI_N; abi++) {
		for (unsigned nr = 0; nr < desc_nr_count[abi] && nr < TAMPER_NR_MAX; nr++) {
			uint16_t *slot = &tamper->slot[abi][nr];
			if (!call_set_has(set, abi, nr))
				continue;
			if (!*slot) {
				*slot = (uint16_t)tamper->nslots++;
				tamper->rule_of = check_realloc(tamper->rule_of, tamper->nslots * sizeof *tamper->rule_of);
			}
			tamper->rule_of[*slot] = (uint16_t)tamper->nrules;
		}
	}
	tamper->nrules++;
}

/* A value that the program takes for something else. */
static void warn_of_value(uint64_t value)
{
	const uint32_t low = (uint32_t)value;
	if (value >= -(uint64_t)ERROR_MAX)
		diag("Inadvertent injection of error %u is possible for retval=%llu", -low, (unsigned long long)value);
	else if (low >= -(uint32_t)ERROR_MAX)
		diag("Inadvertent injection of error %u is possible in compat personality for retval=%llu", -low,
		     (unsigned long long)value);
	else if (value > UINT32_MAX)
		diag("Injected return value %llu will be clipped to %u in compat personality", (unsigned long long)value, low);
}

/* The set is said to be wrong only if the rest is right. */
static bool take_rule(struct parser *p, const char *arg, char *copy, bool fault)
{
	struct config *config = p->config;
	struct tamper_rule rule;
	struct set_error error;
	struct call_set set;
	char *after = strchr(copy, ':');

	if (after)
		*after++ = '\0';
	bool ok = take_tokens(after, fault, &rule);
	if (ok && !call_set_parse(copy, &set, &error)) {
		rule_free(&rule);
		return option_bad_set(&error);
	}
	if (!ok || !rule.actions) {
		rule_free(&rule);
		diag("invalid %s argument '%s'", fault ? "fault" : "inject", arg);
		return false;
	}
	if (rule.actions & TAMPER_VALUE)
		warn_of_value(rule.value);
	if (!config->tamper) {
		config->tamper = check_calloc(1, sizeof *config->tamper);
		config->tamper->nslots = 1;
		config->ptrace.tamper = config->tamper;
	}
	add_rule(config->tamper, &set, &rule);
	return true;
}

static bool take_expression(struct parser *p, const char *arg, bool fault)
{
	char *copy = check_strdup(arg);
	bool ok = take_rule(p, arg, copy, fault);
	free(copy);
	return ok;
}

bool set_inject(struct parser *p, const char *arg)
{
	return take_expression(p, arg, false);
}

bool set_fault(struct parser *p, const char *arg)
{
	return take_expression(p, arg, true);
}
