/* The options, and how each takes its argument in. */
#include "options_rows.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/check.h"
#include "base/diag.h"

/* The most that -s can be told: strace's limit. */
#define STRING_LIMIT_MAX (INT_MAX / 2)

bool option_bad_argument(const struct parser *p, const char *arg)
{
	diag_usage("invalid %s argument: '%s'", p->given, arg);
	return false;
}

bool option_bad_set(struct set_error *error)
{
	if (error->show_usage)
		diag_usage("%s", error->text);
	else
		diag("%s", error->text);
	free(error->text);
	return false;
}

long option_number(const char *text, long max)
{
	char *end;
	errno = 0;
	long n = strtol(text, &end, 10);
	return end == text || *end || errno || n < 0 || n > max ? -1 : n;
}

int option_word(const char *const *words, const char *text, size_t len)
{
	for (int i = 0; words[i]; i++)
		if (strlen(words[i]) == len && strncmp(words[i], text, len) == 0)
			return i;
	return -1;
}

static bool set_flag(struct parser *p, const char *arg)
{
	(void)arg;
	*((bool *)((char *)p->config + option_rows[p->id].flag)) = true;
	return true;
}

static bool set_expr(struct parser *p, const char *arg)
{
	const char *value = strchr(arg, '=');
	for (enum option_id id = 0; value && id < OPT_ALL; id++) {
		int found = option_word(option_rows[id].qualifiers, arg, (size_t)(value - arg));
		if (found < 0)
			continue;
		if (option_rows[id].set)
			return option_take(p, id, value + 1);
		diag("-e %s= is not supported yet", option_rows[id].qualifiers[0]);
		return false;
	}
	return option_take(p, OPT_TRACE, arg);
}

static bool set_env(struct parser *p, const char *arg)
{
	struct ptrace_opts *opts = &p->config->ptrace;
	opts->env_changes = check_realloc(opts->env_changes, (p->nenv + 2) * sizeof *opts->env_changes);
	opts->env_changes[p->nenv++] = (char *)arg;
	opts->env_changes[p->nenv] = NULL;
	return true;
}

static bool set_user(struct parser *p, const char *arg)
{
	p->config->ptrace.user = arg;
	return true;
}

static bool set_argv0(struct parser *p, const char *arg)
{
	p->config->ptrace.argv0 = arg;
	return true;
}

/* What is only counted; options_resolve sees what it means together with others. */
static bool set_counted(struct parser *p, const char *arg)
{
	(void)p;
	(void)arg;
	return true;
}

static bool set_interruptible(struct parser *p, const char *arg)
{
	static const char *const names[] = {"anywhere", "waiting", "never", "never_tstp"};
	for (int i = 0; i < 4; i++) {
		if (strcasecmp(arg, names[i]) == 0 || option_number(arg, 4) == i + 1) {
			p->config->ptrace.interruptible = i + 1;
			return true;
		}
	}
	return option_bad_argument(p, arg);
}

static bool set_daemonize(struct parser *p, const char *arg)
{
	static const char *const kinds[] = {
		[DAEMON_NONE] = "", [DAEMON_GRANDCHILD] = "grandchild", [DAEMON_PGROUP] = "pgroup", [DAEMON_SESSION] = "session"};
	unsigned letters = p->uses[OPT_DAEMONIZE].letter;
	int kind = letters > 1 ? (int)letters : DAEMON_GRANDCHILD;
	for (int i = 0; arg && i <= DAEMON_SESSION; i++)
		kind = i == 0 || strcasecmp(arg, kinds[i]) == 0 ? i : kind;
	/* Too many letters are complained of later. */
	p->config->ptrace.daemon = kind > DAEMON_SESSION ? DAEMON_SESSION : (enum source_daemon)kind;
	return kind > DAEMON_NONE || option_bad_argument(p, arg);
}

static bool set_detach_on(struct parser *p, const char *arg)
{
	p->config->ptrace.detach_on_exec = strcmp(arg, "execve") == 0;
	if (!p->config->ptrace.detach_on_exec)
		diag("Syscall '%s' for -b isn't supported", arg);
	return p->config->ptrace.detach_on_exec;
}

static bool set_seccomp(struct parser *p, const char *arg)
{
	(void)arg;
	p->config->ptrace.filter = FILTER_ASKED;
	return true;
}

static bool set_no_filter(struct parser *p, const char *arg)
{
	(void)arg;
	p->config->ptrace.filter = FILTER_NEVER;
	return true;
}

static bool set_colocate(struct parser *p, const char *arg)
{
	static const char *const names[] = {"auto", "never", NULL};
	int found = option_word(names, arg, strlen(arg));
	p->config->ptrace.colocate_never = found == 1;
	return found >= 0 || option_bad_argument(p, arg);
}

static bool set_output(struct parser *p, const char *arg)
{
	p->config->output = arg;
	return true;
}

/* What is done by stacks cannot be done by a build without. */
static bool can_stacks(const struct parser *p)
{
	if (!unwind_features())
		diag("%s is not supported by this build: it was made without elfutils' libdw", p->given);
	return unwind_features() != NULL;
}

static bool set_format(struct parser *p, const char *arg)
{
	static const char *const names[] = {[FORMAT_TEXT] = "text", [FORMAT_JSON] = "json", [FORMAT_FOLDED] = "folded", NULL};
	const char *colon = strchr(arg, ':');
	int format = option_word(names, arg, colon ? (size_t)(colon - arg) : strlen(arg));

	if (format < 0 || (colon && !colon[1]))
		return option_bad_argument(p, arg);
	if (p->format[format].given) {
		diag_usage("--format=%s has been provided more than once", names[format]);
		return false;
	}
	if (format == FORMAT_FOLDED && !can_stacks(p))
		return false;
	p->format[format].given = true;
	p->format[format].file = colon ? colon + 1 : NULL;
	return true;
}

static bool set_columns(struct parser *p, const char *arg)
{
	long n = option_number(arg, INT_MAX);
	p->config->text.column = (unsigned)n;
	return n >= 0 || option_bad_argument(p, arg);
}

/* A terminal without colours says so by its name; those that have any have eight. */
static bool has_colors(void)
{
	const char *term = getenv("TERM"), *refused = getenv("NO_COLOR");
	return term && *term && strcmp(term, "dumb") != 0 && strncmp(term, "vt", 2) != 0 && !(refused && *refused);
}

static bool set_color(struct parser *p, const char *arg)
{
	static const char *const names[] = {
		[TEXT_COLOR_NEVER] = "never", [TEXT_COLOR_ALWAYS] = "always", [TEXT_COLOR_AUTO] = "auto", NULL};
	int found = option_word(names, arg, strlen(arg));
	if (found == TEXT_COLOR_AUTO && !has_colors())
		found = TEXT_COLOR_NEVER;
	p->config->text.color = (enum text_color_when)found;
	p->config->text.colors = getenv("STRACE_COLORS");
	return found >= 0 || option_bad_argument(p, arg);
}

static bool set_string_limit(struct parser *p, const char *arg)
{
	long n = strcmp(arg, "unlimited") == 0 ? STRING_LIMIT_MAX : option_number(arg, STRING_LIMIT_MAX);
	p->config->decode.str_limit = (size_t)n;
	return n >= 0 || option_bad_argument(p, arg);
}

static bool set_consts(struct parser *p, const char *arg)
{
	static const char *const names[] = {[VALUE_ABBREV] = "abbrev", [VALUE_RAW] = "raw", [VALUE_VERBOSE] = "verbose", NULL};
	int found = option_word(names, arg, strlen(arg));
	p->config->text.consts = (enum value_consts)found;
	return found >= 0 || option_bad_argument(p, arg);
}

static bool set_hex(struct parser *p, const char *arg)
{
	static const char *const names[] = {
		[QUOTE_OCT] = "none",
		[QUOTE_HEX_ALL] = "all",
		[QUOTE_HEX_STR] = "non-ascii",
		[QUOTE_HEX_CHAR] = "non-ascii-chars",
		NULL,
	};
	int found = arg ? option_word(names, arg, strlen(arg)) : p->uses[OPT_HEX].letter == 1 ? QUOTE_HEX_STR : QUOTE_HEX_ALL;
	p->config->text.quote = (enum quote_style)found;
	return found >= 0 || option_bad_argument(p, arg);
}

static bool set_stack(struct parser *p, const char *arg)
{
	static const char *const names[] = {"symbol", "source", NULL};
	unsigned letters = p->uses[OPT_STACK].letter;
	if (!can_stacks(p))
		return false;
	if (letters > 2) {
		diag_usage("Too many -k options");
		return false;
	}
	int found = option_word(names, arg ? arg : names[letters > 1], strlen(arg ? arg : names[letters > 1]));
	p->config->unwind.source = found == 1;
	return found >= 0 || option_bad_argument(p, arg);
}

static bool set_frame_limit(struct parser *p, const char *arg)
{
	long n = option_number(arg, INT_MAX);
	p->config->unwind.limit = (unsigned)n;
	return n > 0 || option_bad_argument(p, arg);
}

/* In the order of the FD_ bits. */
static bool fds_bits(const char *token, uint64_t *mask)
{
	static const char *const names[] = {"path", "socket", "dev", "eventfd", "pidfd", "signalfd", NULL};
	int found = option_word(names, token, strlen(token));
	if (found >= 0)
		*mask |= 1u << found;
	return found >= 0;
}

static bool set_fds(struct parser *p, const char *arg)
{
	struct set_error error;
	uint64_t mask = 0;
	const char *otherwise = p->uses[OPT_FDS].letter > 1 ? "all" : "path";
	if (!mask_parse(arg ? arg : otherwise, "decode-fds", FD_ALL, fds_bits, &mask, &error))
		return option_bad_set(&error);
	p->config->decode.fds = (unsigned)mask;
	return true;
}

int option_precision(const char *text, size_t len)
{
	static const char *const names[] = {[TEXT_S] = "s", [TEXT_MS] = "ms", [TEXT_US] = "us", [TEXT_NS] = "ns", NULL};
	return option_word(names, text, len);
}

uint64_t option_time(const char *text, const char *unit)
{
	static const double ns_per[] = {[TEXT_S] = 1e9, [TEXT_MS] = 1e6, [TEXT_US] = 1e3, [TEXT_NS] = 1};
	char *end;
	double value = strtod(text, &end);
	const char *given = *end ? end : unit;
	int precision = option_precision(given, strlen(given));

	if (end == text || precision < 0 || !isfinite(value) || value < 0)
		return UINT64_MAX;
	double ns = value * ns_per[precision];
	/* Beyond 2^63 ns it is forever either way. */
	return ns < 0x1p63 ? (uint64_t)ns : (uint64_t)1 << 63;
}

/* Takes in an optional precision, microseconds if it is not given. */
static bool set_precision(struct parser *p, const char *arg, enum text_precision *ret)
{
	int found = arg ? option_precision(arg, strlen(arg)) : TEXT_US;
	*ret = (enum text_precision)found;
	return found >= 0 || option_bad_argument(p, arg);
}

static bool set_relative(struct parser *p, const char *arg)
{
	p->config->text.relative = true;
	return set_precision(p, arg, &p->config->text.relative_precision);
}

static bool set_times(struct parser *p, const char *arg)
{
	p->config->text.duration = true;
	return set_precision(p, arg, &p->config->text.duration_precision);
}

static bool set_absolute(struct parser *p, const char *arg)
{
	static const char *const clocks[] = {
		[TEXT_CLOCK_NONE] = "none", [TEXT_CLOCK_TIME] = "time", [TEXT_CLOCK_UNIX] = "unix", NULL};
	struct text_opts *text = &p->config->text;
	unsigned letters = p->uses[OPT_ABSOLUTE].letter;

	text->clock = letters > 2 ? TEXT_CLOCK_UNIX : TEXT_CLOCK_TIME;
	text->clock_precision = letters > 1 ? TEXT_US : TEXT_S;
	for (const char *at = arg; at && *at;) {
		size_t len = strcspn(at, ",");
		const char *end = at + len;
		bool as_format = strncmp(at, "format:", 7) == 0, as_precision = strncmp(at, "precision:", 10) == 0;
		at += as_format ? 7 : as_precision ? 10 : 0;
		int clock = as_precision ? -1 : option_word(clocks, at, (size_t)(end - at));
		int precision = as_format ? -1 : option_precision(at, (size_t)(end - at));
		if (clock >= 0)
			text->clock = (enum text_clock)clock;
		else if (precision >= 0)
			text->clock_precision = (enum text_precision)precision;
		else if (len > 0)
			return option_bad_argument(p, arg);
		at = end + (*end == ',');
	}
	return true;
}

static bool quiet_bits(const char *token, uint64_t *mask)
{
	static const struct {
		const char *name;
		unsigned bit;
	} names[] = {
		{"attach", TEXT_QUIET_ATTACH},
		{"exit", TEXT_QUIET_EXIT},
		{"exits", TEXT_QUIET_EXIT},
		{"path-resolution", TEXT_QUIET_PATH_RESOLUTION},
		{"personality", TEXT_QUIET_PERSONALITY},
		{"thread-execve", TEXT_QUIET_THREAD_EXECVE},
		{"superseded", TEXT_QUIET_THREAD_EXECVE},
	};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strcmp(token, names[i].name) == 0) {
			*mask |= names[i].bit;
			return true;
		}
	}
	return false;
}

static bool set_quiet(struct parser *p, const char *arg)
{
	static const char *const levels[] = {"attach,personality", "attach,personality,exit", "all"};
	const unsigned all = TEXT_QUIET_ATTACH | TEXT_QUIET_EXIT | TEXT_QUIET_PERSONALITY | TEXT_QUIET_THREAD_EXECVE |
	                     TEXT_QUIET_PATH_RESOLUTION;
	unsigned letters = p->uses[OPT_QUIET].letter;
	struct set_error error;
	uint64_t mask = 0;

	if (!arg)
		arg = levels[letters > 2 ? 2 : letters > 1 ? 1 : 0];
	if (!mask_parse(arg, "quiet", all, quiet_bits, &mask, &error))
		return option_bad_set(&error);
	p->config->text.quiet = (unsigned)mask;
	return true;
}

/* -c and -C. Of both, the second is too much: no option after it can mend that. */
static bool set_summary(struct parser *p, const char *arg)
{
	(void)arg;
	if (!option_uses(p, OPT_SUMMARY) || !option_uses(p, OPT_SUMMARY_ONLY))
		return true;
	diag_usage("-c/--summary-only and -C/--summary are mutually exclusive");
	return false;
}

static bool set_sort(struct parser *p, const char *arg)
{
	if (count_parse_sort(arg, &p->config->count))
		return true;
	diag_usage("invalid sortby: '%s'", arg);
	return false;
}

static bool set_summary_columns(struct parser *p, const char *arg)
{
	const char *at;
	switch (count_parse_columns(arg, &p->config->count, &at)) {
	case COUNT_PARSED:
		return true;
	case COUNT_UNKNOWN:
		diag_usage("unknown column name: '%.*s'", (int)strcspn(at, ","), at);
		return false;
	case COUNT_REPEATED:
		diag_usage("call summary column has been provided more than once: '%.*s' (-U option residual: '%s')",
		           (int)strcspn(at, ","), at, at);
		return false;
	}
	return false;
}

static bool set_summary_by(struct parser *p, const char *arg)
{
	static const char *const names[] = {
		[COUNT_BY_CALL] = "call",
		[COUNT_BY_PROCESS] = "process",
		[COUNT_BY_THREAD] = "thread",
		[COUNT_BY_PATH] = "path",
		[COUNT_BY_ERRNO] = "errno",
		[COUNT_BY_STACK] = "stack",
		NULL,
	};
	int found = option_word(names, arg, strlen(arg));
	p->config->count.by = (enum count_by)found;
	return found == COUNT_BY_STACK ? can_stacks(p) : found >= 0 || option_bad_argument(p, arg);
}

static bool set_folded_weight(struct parser *p, const char *arg)
{
	static const char *const names[] = {[FOLDED_CALLS] = "calls", [FOLDED_CPU] = "cpu", [FOLDED_WALL] = "wall", NULL};
	int found = option_word(names, arg, strlen(arg));
	p->config->folded.weight = (enum folded_weight)found;
	return found >= 0 || option_bad_argument(p, arg);
}

static bool set_overhead(struct parser *p, const char *arg)
{
	uint64_t ns = option_time(arg, "us");
	p->config->count.overhead_ns = ns;
	return ns != UINT64_MAX || option_bad_argument(p, arg);
}

#define FLAG(member) .set = set_flag, .flag = offsetof(struct config, member)

// clang-format off
const struct option_row option_rows[OPT_ALL] = {
	[OPT_EXPR] = {'e', "EXPR", {NULL}, "QUALIFIER=[!]SET: --QUALIFIER=... below", .set = set_expr, .group = "General"},
	[OPT_HELP] = {'h', NULL, {"help"}, "print this help", .set = set_help},
	[OPT_VERSION] = {'V', NULL, {"version"}, "print the version", .set = set_version},
	[OPT_TIPS] = {0, "[=FMT]", {"tips"}, "a tip: none, compact, full, a number", .set = set_tips},
	[OPT_DEBUG] = {'d', NULL, {"debug"}, "tell on stderr what the tracer does", FLAG(ptrace.debug)},
	[OPT_LIST_GROUPS] = {0, NULL, {"list-groups"}, "print the %GROUPs and their calls", .set = set_list_groups},
	[OPT_LIST_CALLS] = {0, "[=SET]", {"list-syscalls"}, "print calls with all that is known",
			    .set = set_list_calls},

	[OPT_ENV] = {'E', "VAR[=VAL]", {"env"}, "set or remove VAR in PROG's environment", .set = set_env, .group = "Startup"},
	[OPT_ATTACH] = {'p', "PID", {"attach"}, "trace running processes (list, repeatable)", .set = set_attach},
	[OPT_ATTACH_TREE] = {0, "=PID", {"attach-tree"}, "the same with all their descendants", .set = set_attach_tree},
	[OPT_ATTACH_NAME] = {0, "=NAME", {"attach-name"}, "the same for processes of that name", .set = set_attach_name},
	[OPT_USER] = {'u', "USER", {"user"}, "run PROG as USER (only root may)", .set = set_user},
	[OPT_ARGV0] = {0, "=NAME", {"argv0"}, "what PROG sees as argv[0]", .set = set_argv0},

	[OPT_FOLLOW] = {'f', NULL, {"follow-forks"}, "trace children and threads, too", .set = set_counted, .group = "Tracing"},
	[OPT_FOLLOW_OLD] = {'F', .set = set_counted},
	[OPT_INTERRUPTIBLE] = {'I', "N", {"interruptible"}, "anywhere, waiting, never or never_tstp", .set = set_interruptible},
	[OPT_DAEMONIZE] = {'D', "[=KIND]", {"daemonize", "daemonized", "daemonise", "daemonised"}, "tracer as a grandchild",
			   .set = set_daemonize},
	[OPT_DETACH_ON] = {'b', "execve", {"detach-on"}, "let a process go when it execs", .set = set_detach_on},
	[OPT_KILL_ON_EXIT] = {0, NULL, {"kill-on-exit"}, "no process outlives the tracer", FLAG(ptrace.kill_on_exit)},
	[OPT_SECCOMP] = {0, NULL, {"seccomp-bpf"}, "never stop at calls that are not shown", .set = set_seccomp},
	[OPT_NO_FILTER] = {0, NULL, {"no-filter"}, "stop at all calls, whatever is shown", .set = set_no_filter},
	[OPT_COLOCATE] = {0, "=WHEN", {"colocate"}, "threads on the tracer's CPU: auto or never", .set = set_colocate},

	[OPT_TRACE] = {0, "=SET", {"trace"}, "calls: NAME, %GROUP, /REGEX or NUMBER", .set = set_trace,
		       .qualifiers = {"trace", "t"}, .group = "Filtering"},
	[OPT_TRACE_PATH] = {'P', "PATH", {"trace-path"}, "calls that use PATH, a file or a pattern", .set = set_trace_path},
	[OPT_TRACE_FDS] = {0, "=SET", {"trace-fds", "trace-fd"}, "calls that use these descriptors", .set = set_trace_fds,
			   .qualifiers = {"trace-fds", "trace-fd", "fd", "fds"}},
	[OPT_SIGNAL] = {0, "=SET", {"signal", "signals"}, "signals that are shown", .set = set_signal,
			.qualifiers = {"signal", "signals", "s"}},
	[OPT_STATUS] = {0, "=SET", {"status"}, "calls: successful, failed, unfinished...", .set = set_status,
			.qualifiers = {"status"}},
	[OPT_ERRNO] = {0, "=SET", {"errno"}, "calls that failed with ENOENT, EACCES...", .set = set_errno,
		       .qualifiers = {"errno"}},
	[OPT_SLOWER] = {0, "=TIME", {"slower-than"}, "calls that took TIME (10ms) or longer", .set = set_slower},
	[OPT_SUCCESSFUL] = {'z', NULL, {"successful-only"}, "only calls that succeeded", .set = set_successful},
	[OPT_FAILED] = {'Z', NULL, {"failed-only", "failing-only"}, "only calls that failed", .set = set_failed},
	[OPT_SYSCALL_LIMIT] = {0, "=N", {"syscall-limit"}, "detach after N calls", .set = set_syscall_limit},

	[OPT_OUTPUT] = {'o', "FILE", {"output"}, "write to FILE, or to |COMMAND", .set = set_output, .group = "Output"},
	[OPT_APPEND] = {'A', NULL, {"output-append-mode"}, "append to FILE", FLAG(output_append)},
	[OPT_SEPARATELY] = {0, NULL, {"output-separately"}, "FILE.TID for each thread (-ff: and -f)", .set = set_counted},
	[OPT_FORMAT] = {0, "=FMT[:FILE]", {"format"}, "text, json, folded; to its own FILE", .set = set_format},
	[OPT_COLUMNS] = {'a', "N", {"columns"}, "column of the results (40)", .set = set_columns},
	[OPT_COLOR] = {0, "=WHEN", {"color"}, "colours: auto, always or never", .set = set_color},
	[OPT_STRING_LIMIT] = {'s', "N", {"string-limit"}, "most bytes or elements, or unlimited (32)", .set = set_string_limit},
	[OPT_ABBREV] = {0, "=SET", {"abbrev"}, "calls whose structs are abbreviated (all)", .set = set_abbrev,
			.qualifiers = {"abbrev", "a"}},
	[OPT_NO_ABBREV] = {'v', NULL, {"no-abbrev"}, "abbreviate nothing", .set = set_abbrev},
	[OPT_VERBOSE] = {0, "=SET", {"verbose"}, "calls whose structs are shown (all)", .set = set_verbose,
			 .qualifiers = {"verbose", "v"}},
	[OPT_RAW] = {0, "=SET", {"raw"}, "calls whose arguments are hex (none)", .set = set_raw, .qualifiers = {"raw", "x"}},
	[OPT_CONSTS] = {'X', "FMT", {"const-print-style"}, "constants: raw, abbrev or verbose", .set = set_consts},
	[OPT_HEX] = {'x', "[=FMT]", {"strings-in-hex"}, "non-ASCII strings in hex (-xx: all)", .set = set_hex},
	[OPT_FDS] = {'y', "[=SET]", {"decode-fds"}, "what descriptors are: path socket ...", .set = set_fds,
		     .qualifiers = {"decode-fds", "decode-fd"}},
	[OPT_WHOLE_LINES] = {0, NULL, {"whole-lines"}, "calls that go on are shown whole", FLAG(text.whole_lines)},
	[OPT_ARG_NAMES] = {'N', NULL, {"arg-names"}, "names of arguments", FLAG(text.arg_names)},
	[OPT_IP] = {'i', NULL, {"instruction-pointer"}, "instruction pointer", FLAG(text.instruction_pointer)},
	[OPT_STACK] = {'k', "[=KIND]", {"stack-trace", "stack-traces"}, "who called: symbol or source (-kk)", .set = set_stack},
	[OPT_FRAME_LIMIT] = {0, "=N", {"stack-trace-frame-limit"}, "most frames of a stack (256)", .set = set_frame_limit},
	[OPT_NUMBER] = {'n', NULL, {"syscall-number"}, "number of the call", FLAG(text.syscall_number)},
	[OPT_RELATIVE] = {'r', "[=PREC]", {"relative-timestamps"}, "time since the call before", .set = set_relative},
	[OPT_ABSOLUTE] = {'t', "[=FMT]", {"absolute-timestamps", "timestamps"}, "time of day (-tt: us; -ttt: Unix time)",
			  .set = set_absolute},
	[OPT_TIMES] = {'T', "[=PREC]", {"syscall-times"}, "time spent; PREC: s, ms, us or ns", .set = set_times},
	[OPT_READ] = {0, "=SET", {"read", "reads"}, "dump data read from these descriptors", .set = set_read,
		      .qualifiers = {"read", "reads", "r"}},
	[OPT_WRITE] = {0, "=SET", {"write", "writes"}, "dump data written to these descriptors", .set = set_write,
		       .qualifiers = {"write", "writes", "w"}},
	[OPT_QUIET] = {'q', "[=SET]", {"quiet", "silent", "silence"}, "no attach, exit... messages (-qq, -qqq)", .set = set_quiet,
		       .qualifiers = {"quiet", "silent", "silence", "q"}},
	[OPT_SHOW_PID] = {0, NULL, {"always-show-pid"}, "the pid also of a single process", .set = set_counted},

	[OPT_INJECT] = {0, "=SET:ACTION...", {"inject"}, "tamper with calls: error=, retval=...", .set = set_inject,
			.qualifiers = {"inject"}, .group = "Tampering"},
	[OPT_FAULT] = {0, "=SET[:error=E]", {"fault"}, "have calls fail", .set = set_fault, .qualifiers = {"fault"}},

	[OPT_SUMMARY_ONLY] = {'c', NULL, {"summary-only"}, "only a summary: times, calls, errors", .set = set_summary,
			      .group = "Statistics"},
	[OPT_SUMMARY] = {'C', NULL, {"summary"}, "the trace, then a summary", .set = set_summary},
	[OPT_WALL] = {'w', NULL, {"summary-wall-clock"}, "wall-clock time in place of CPU time", FLAG(count.wall)},
	[OPT_SORT] = {'S', "KEY", {"summary-sort-by"}, "a column's name, or none (time)", .set = set_sort},
	[OPT_SUMMARY_COLUMNS] = {'U', "LIST", {"summary-columns"}, "also p50, p95, p99, wall-max...", .set = set_summary_columns},
	[OPT_OVERHEAD] = {'O', "TIME", {"summary-syscall-overhead"}, "subtract TIME (3us) per call", .set = set_overhead},
	[OPT_HISTOGRAM] = {0, NULL, {"histogram"}, "latencies of each call as bars", FLAG(count.histogram)},
	[OPT_SUMMARY_BY] = {0, "=WHAT", {"summary-by"}, "call, process, thread, path, errno, stack", .set = set_summary_by},
	[OPT_FOLDED_WEIGHT] = {0, "=WEIGHT", {"folded-weight"}, "folded stacks count: calls, cpu, wall", .set = set_folded_weight},

	[OPT_KVM] = {0, "=vcpu", .names = {"kvm"}, .qualifiers = {"kvm"}},
	[OPT_NAMESPACE] = {0, "=new", .names = {"namespace"}, .qualifiers = {"namespace"}},
	[OPT_PIDS] = {'Y', "[=SET]", .names = {"decode-pids", "decode-pid"}, .qualifiers = {"decode-pids", "decode-pid"}},
	[OPT_PIDNS] = {.names = {"pidns-translation"}},
	[OPT_SECONTEXT] = {0, "[=FMT]", .names = {"secontext"}, .qualifiers = {"secontext"}},
};
// clang-format on
