/* Options that say which calls and signals are wanted, and how much of them. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/check.h"
#include "base/diag.h"
#include "base/quote.h"
#include "options_rows.h"

static bool set_calls(struct call_set *set, const char *arg)
{
	struct set_error error;
	return call_set_parse(arg, set, &error) || option_bad_set(&error);
}

bool set_trace(struct parser *p, const char *arg)
{
	return set_calls(&p->config->filter.trace, arg);
}

bool set_abbrev(struct parser *p, const char *arg)
{
	return set_calls(&p->config->filter.abbrev, arg ? arg : "none");
}

bool set_verbose(struct parser *p, const char *arg)
{
	return set_calls(&p->config->filter.verbose, arg);
}

bool set_raw(struct parser *p, const char *arg)
{
	return set_calls(&p->config->filter.raw, arg);
}

bool set_signal(struct parser *p, const char *arg)
{
	struct set_error error;
	return signal_set_parse(arg, &p->config->filter.signals, &error) || option_bad_set(&error);
}

bool set_status(struct parser *p, const char *arg)
{
	struct set_error error;
	return status_set_parse(arg, &p->config->filter.status, &error) || option_bad_set(&error);
}

bool set_errno(struct parser *p, const char *arg)
{
	struct set_error error;
	p->config->filter.by_errno = true;
	return errno_set_parse(arg, &p->config->filter.errnos, &error) || option_bad_set(&error);
}

bool set_slower(struct parser *p, const char *arg)
{
	uint64_t ns = option_time(arg, "us");
	p->config->filter.slower_ns = ns;
	return ns != UINT64_MAX || option_bad_argument(p, arg);
}

bool set_syscall_limit(struct parser *p, const char *arg)
{
	long n = option_number(arg, LONG_MAX);
	p->config->call_limit = (uint64_t)n;
	return n > 0 || option_bad_argument(p, arg);
}

bool set_successful(struct parser *p, const char *arg)
{
	(void)arg;
	p->config->filter.status = STATUS_SUCCESSFUL;
	return true;
}

bool set_failed(struct parser *p, const char *arg)
{
	(void)arg;
	p->config->filter.status = STATUS_FAILED;
	return true;
}

bool set_trace_path(struct parser *p, const char *arg)
{
	p->paths = check_realloc(p->paths, (p->npaths + 1) * sizeof *p->paths);
	p->paths[p->npaths++] = arg;
	return true;
}

static bool set_numbers(struct number_set *set, const char *arg)
{
	struct set_error error;
	return number_set_parse(arg, "descriptor", set, &error) || option_bad_set(&error);
}

bool set_trace_fds(struct parser *p, const char *arg)
{
	return set_numbers(&p->config->filter.paths.fds, arg);
}

bool set_read(struct parser *p, const char *arg)
{
	return set_numbers(&p->config->filter.read, arg);
}

bool set_write(struct parser *p, const char *arg)
{
	return set_numbers(&p->config->filter.write, arg);
}

static void announce(const char *path, const char *resolved)
{
	struct buf text;
	buf_init(&text);
	quote_c(&text, path, strlen(path), QUOTE_OCT);
	buf_puts(&text, " resolved into ");
	quote_c(&text, resolved, strlen(resolved), QUOTE_OCT);
	diag("Requested path %s", buf_cstr(&text));
	buf_free(&text);
}

void resolve_paths(struct parser *p)
{
	struct config *config = p->config;
	for (size_t i = 0; i < p->npaths; i++) {
		path_filter_add(&config->filter.paths, p->paths[i]);
		char *resolved = realpath(p->paths[i], NULL);
		if (resolved && strcmp(resolved, p->paths[i]) != 0) {
			path_filter_add(&config->filter.paths, resolved);
			if (!(config->text.quiet & TEXT_QUIET_PATH_RESOLUTION))
				announce(p->paths[i], resolved);
		}
		free(resolved);
	}
}
