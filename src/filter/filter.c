/* Sets of signals and outcomes, and the tests that need more than a bit. */
#include "filter/filter.h"
#include "base/signame.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "filter/tokens.h"

#define SIGNAL_MAX 255

bool mask_parse(const char *expr, const char *what, uint64_t all, bool (*bits)(const char *token, uint64_t *mask), uint64_t *ret,
                struct set_error *ret_error)
{
	bool inverted, any = false;
	const char *at = tokens_begin(expr, &inverted);
	uint64_t mask = 0;

	if (strcmp(at, "all") == 0) {
		mask = all;
	} else if (strcmp(at, "none") != 0) {
		for (char *token; (token = tokens_next(&at)); any = true) {
			bool ok = bits(token, &mask) || tokens_fail(ret_error, false, "invalid %s '%s'", what, token);
			free(token);
			if (!ok)
				return false;
		}
		if (!any)
			return tokens_fail(ret_error, false, "invalid %s '%s'", what, expr);
	}
	*ret = inverted ? all & ~mask : mask;
	return true;
}

/* The number after a prefix, if the text is that and nothing else; -1 if not. */
static int number_after(const char *text, const char *prefix)
{
	size_t n = strlen(prefix);
	if (strncasecmp(text, prefix, n) != 0 || !isdigit((unsigned char)text[n]) || strlen(text + n) > 3)
		return -1;
	return text[n + strspn(text + n, "0123456789")] == '\0' ? atoi(text + n) : -1;
}

int signal_parse(const char *name)
{
	int number = number_after(name, "");
	if (number >= 0)
		return number <= SIGNAL_MAX ? number : -1;
	if (strncasecmp(name, "SIG", 3) == 0)
		name += 3;
	if (strcasecmp(name, "RTMIN") == 0)
		return SIGNAME_RTMIN;
	number = number_after(name, "RT_");
	if (number > 0 && number <= 64 - SIGNAME_RTMIN)
		return SIGNAME_RTMIN + number;
	for (int signo = 1; signo < SIGNAME_RTMIN; signo++)
		if (strcasecmp(name, signame[signo]) == 0)
			return signo;
	return -1;
}

static bool signal_bits(const char *token, uint64_t *mask)
{
	int signo = signal_parse(token);
	/* Numbers that no signal can have are accepted, and change nothing. */
	if (signo >= 1 && signo <= 64)
		*mask |= 1ull << (signo - 1);
	return signo >= 0;
}

bool signal_set_parse(const char *expr, uint64_t *ret, struct set_error *ret_error)
{
	return mask_parse(expr, "signal", SIGNAL_SET_ALL, signal_bits, ret, ret_error);
}

static bool status_bits(const char *token, uint64_t *mask)
{
	static const char *const names[] = {"successful", "failed", "unfinished", "unavailable", "detached"};
	for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
		if (strcmp(token, names[i]) == 0) {
			*mask |= 1u << i;
			return true;
		}
	}
	return false;
}

bool status_set_parse(const char *expr, unsigned *ret, struct set_error *ret_error)
{
	uint64_t mask = 0;
	if (!mask_parse(expr, "status", STATUS_ALL, status_bits, &mask, ret_error))
		return false;
	*ret = (unsigned)mask;
	return true;
}

/* -1 if there is no such error. */
static int error_number(const char *token)
{
	int number = number_set_number(token);
	return number >= 0 && number <= ERRNO_MAX ? number : error_find(token);
}

bool errno_set_parse(const char *expr, struct errno_set *ret, struct set_error *ret_error)
{
	struct number_set numbers = {0};
	if (!number_set_parse_as(expr, "errno", error_number, &numbers, ret_error))
		return false;
	*ret = (struct errno_set){0};
	for (int i = 0; i <= ERRNO_MAX; i++)
		if (number_set_has(&numbers, i))
			ret->bits[i / 64] |= UINT64_C(1) << i % 64;
	number_set_free(&numbers);
	return true;
}

void filter_init(struct filter *ret)
{
	call_set_all(&ret->trace);
	call_set_all(&ret->abbrev);
	call_set_all(&ret->verbose);
	call_set_none(&ret->raw);
	ret->signals = SIGNAL_SET_ALL;
	ret->status = STATUS_ALL;
	ret->by_errno = false;
	ret->slower_ns = 0;
	ret->paths = (struct path_filter){0};
	ret->read = ret->write = (struct number_set){0};
}

void filter_free(struct filter *filter)
{
	path_filter_free(&filter->paths);
	number_set_free(&filter->read);
	number_set_free(&filter->write);
}

bool filter_args(const struct filter *filter, const struct call *call, pid_t tid)
{
	return path_filter_is_empty(&filter->paths) || path_filter_call(&filter->paths, call, tid);
}

unsigned filter_status(const struct call *call)
{
	return call->unavailable ? STATUS_UNAVAILABLE : call->error ? STATUS_FAILED : STATUS_SUCCESSFUL;
}

bool filter_outcome(const struct filter *filter, const struct call *call, unsigned outcome, uint64_t now_ns)
{
	if (!(filter->status & outcome) || now_ns - call->enter_mono_ns < filter->slower_ns)
		return false;
	if (!filter->by_errno)
		return true;
	return outcome == STATUS_FAILED && call->error <= ERRNO_MAX &&
	       filter->errnos.bits[call->error / 64] >> call->error % 64 & 1;
}
