/* What only all options together tell: conflicts, options without effect, and defaults that depend on others. */
#include <stdio.h>

#include "base/diag.h"
#include "options_rows.h"

#define SUMMARY "(-c/--summary-only or -C/--summary)"

static bool given(const struct parser *p, enum option_id id)
{
	return option_uses(p, id) > 0;
}

static bool has_summary(const struct parser *p)
{
	return given(p, OPT_SUMMARY_ONLY) || given(p, OPT_SUMMARY);
}

static bool wants_separate(const struct parser *p)
{
	return p->uses[OPT_FOLLOW].letter > 1 || given(p, OPT_SEPARATELY);
}

/* "-t/--absolute-timestamps", or the only form that there is. */
static const char *title(enum option_id id, char *buf, size_t size)
{
	const struct option_row *row = &option_rows[id];
	if (row->letter)
		snprintf(buf, size, "-%c/--%s", row->letter, row->names[0]);
	else
		snprintf(buf, size, "--%s", row->names[0]);
	return buf;
}

/* A letter that is counted (-t, -tt) and a word that says the same cannot both be meant. */
static bool check_forms(const struct parser *p)
{
	static const struct {
		enum option_id id;
		const char *names;
	} forms[] = {
		{OPT_FOLLOW, "-f and --follow-forks"},  {OPT_DAEMONIZE, "-D and --daemonize"},
		{OPT_QUIET, "-q and -e quiet/--quiet"}, {OPT_ABSOLUTE, "-t and --absolute-timestamps"},
		{OPT_HEX, "-x and --strings-in-hex"},   {OPT_FDS, "-y and --decode-fds"},
	};

	if (p->uses[OPT_FOLLOW].letter > 1 && given(p, OPT_SEPARATELY)) {
		diag("-ff and --output-separately cannot be provided simultaneously");
		return false;
	}
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (p->uses[forms[i].id].letter && p->uses[forms[i].id].word) {
			diag("%s cannot be provided simultaneously", forms[i].names);
			return false;
		}
	}
	return true;
}

static bool check_summary(const struct parser *p)
{
	static const enum option_id needs_summary[] = {OPT_WALL, OPT_SUMMARY_COLUMNS, OPT_HISTOGRAM, OPT_SUMMARY_BY};
	char buf[80];

	if (has_summary(p) && wants_separate(p)) {
		diag_usage(SUMMARY " and -ff/--output-separately are mutually exclusive");
		return false;
	}
	for (size_t i = 0; i < sizeof needs_summary / sizeof *needs_summary; i++) {
		if (given(p, needs_summary[i]) && !has_summary(p)) {
			diag_usage("%s must be given with " SUMMARY, title(needs_summary[i], buf, sizeof buf));
			return false;
		}
	}
	return true;
}

static bool check_program(const struct parser *p)
{
	const struct config *config = p->config;
	const char *output = config->output;

	if (!config->ptrace.argv && !config->ptrace.nattach) {
		diag_usage("must have PROG [ARGS] or -p PID");
		return false;
	}
	if (config->ptrace.daemon && !config->ptrace.argv) {
		diag_usage("PROG [ARGS] must be specified with -D/--daemonize");
		return false;
	}
	if (p->uses[OPT_DAEMONIZE].letter > DAEMON_SESSION) {
		diag_usage("Too many -D's (%u), maximum supported -D count is %d", p->uses[OPT_DAEMONIZE].letter, DAEMON_SESSION);
		return false;
	}
	if (config->ptrace.kill_on_exit && config->ptrace.nattach) {
		diag_usage("--kill-on-exit and -p/--attach are mutually exclusive options");
		return false;
	}
	if (config->ptrace.argv0 && !config->ptrace.argv) {
		diag_usage("PROG [ARGS] must be specified with --argv0");
		return false;
	}
	if (output && (*output == '|' || *output == '!') && wants_separate(p)) {
		diag_usage("piping the output and -ff/--output-separately are mutually exclusive");
		return false;
	}
	return true;
}

static void warn_useless(enum option_id id, const char *why)
{
	char buf[80];
	diag("%s has no effect %s", title(id, buf, sizeof buf), why);
}

static void warn(const struct parser *p)
{
	const struct config *config = p->config;
	const struct text_opts *text = &config->text;
	const struct {
		enum option_id id;
		bool set;
	} lines[] = {
		{OPT_IP, text->instruction_pointer}, {OPT_STACK, given(p, OPT_STACK) && !p->format[FORMAT_JSON].given},
		{OPT_NUMBER, text->syscall_number},  {OPT_ARG_NAMES, text->arg_names},
		{OPT_RELATIVE, text->relative},      {OPT_ABSOLUTE, text->clock},
		{OPT_TIMES, text->duration},         {OPT_FDS, config->decode.fds},
	};

	if (given(p, OPT_SORT) && !has_summary(p))
		warn_useless(OPT_SORT, "without " SUMMARY);
	if (given(p, OPT_FRAME_LIMIT) && !given(p, OPT_STACK) && config->count.by != COUNT_BY_STACK &&
	    !p->format[FORMAT_FOLDED].given)
		warn_useless(OPT_FRAME_LIMIT, "without -k/--stack-trace");
	if (given(p, OPT_FOLDED_WEIGHT) && !p->format[FORMAT_FOLDED].given)
		warn_useless(OPT_FOLDED_WEIGHT, "without --format=folded");
	if (given(p, OPT_APPEND) && !config->output)
		warn_useless(OPT_APPEND, "without -o/--output");
	if (given(p, OPT_SEPARATELY) && !config->output)
		warn_useless(OPT_SEPARATELY, "without -o/--output");
	if (given(p, OPT_FOLLOW_OLD))
		diag(given(p, OPT_FOLLOW) ? "deprecated option -F ignored"
		                          : "option -F is deprecated, please use -f/--follow-forks instead");
	if (option_uses(p, OPT_SUCCESSFUL) + option_uses(p, OPT_FAILED) > 1)
		diag("Only the last of -z/--successful-only/-Z/--failed-only options will take effect. See status qualifier for "
		     "more "
		     "complex filters.");
	for (size_t i = 0; given(p, OPT_SUMMARY_ONLY) && i < sizeof lines / sizeof *lines; i++)
		if (lines[i].set)
			warn_useless(lines[i].id, "with -c/--summary-only");
}

static void add_sink(struct config *config, enum config_format format, const char *file)
{
	config->sinks[config->nsinks++] = (struct config_sink){format, file};
}

/* The formats beside text. */
static const struct {
	enum config_format format;
	const char *name;
} other_formats[] = {{FORMAT_JSON, "json"}, {FORMAT_FOLDED, "folded"}};
#define OTHER_FORMATS (sizeof other_formats / sizeof *other_formats)

/* The main output has room for one format. Returns how many of the others take it, -1 after a message if somebody is there already.
 */
static int check_main_output(const struct parser *p)
{
	const bool text_main = p->format[FORMAT_TEXT].given && !p->format[FORMAT_TEXT].file;
	int n = 0;

	for (size_t i = 0; i < OTHER_FORMATS; i++) {
		const char *name = other_formats[i].name;
		if (!p->format[other_formats[i].format].given || p->format[other_formats[i].format].file)
			continue;
		if (n++ || has_summary(p) || text_main || wants_separate(p)) {
			diag_usage("--format=%s needs a file of its own here: --format=%s:FILE", name, name);
			return -1;
		}
	}
	return n;
}

/*
 * Which sinks there are. Each --format is one, to its own file or to the main output, which has room for one format only. Text goes
 * there if nothing else does and anybody expects it: -o was given, or no --format.
 */
static bool choose_sinks(const struct parser *p)
{
	struct config *config = p->config;
	const bool text = p->format[FORMAT_TEXT].given, others = p->format[FORMAT_JSON].given || p->format[FORMAT_FOLDED].given;
	const char *text_file = p->format[FORMAT_TEXT].file;
	const int in_main = check_main_output(p);

	if (in_main < 0)
		return false;
	if (text && ((given(p, OPT_SUMMARY_ONLY) && !text_file) || (text_file && wants_separate(p)))) {
		diag_usage("%s and --format=text%s are mutually exclusive",
		           wants_separate(p) ? "-ff/--output-separately" : "-c/--summary-only", text_file ? ":FILE" : "");
		return false;
	}
	if (text)
		add_sink(config, FORMAT_TEXT, text_file);
	else if (!given(p, OPT_SUMMARY_ONLY) && !in_main && (!others || config->output))
		add_sink(config, FORMAT_TEXT, NULL);
	for (size_t i = 0; i < OTHER_FORMATS; i++)
		if (p->format[other_formats[i].format].given)
			add_sink(config, other_formats[i].format, p->format[other_formats[i].format].file);
	if (has_summary(p))
		add_sink(config, FORMAT_COUNT, NULL);
	return true;
}

static void fill_text(const struct parser *p)
{
	struct config *config = p->config;
	struct text_opts *text = &config->text;
	const bool to_file = config->output || p->format[FORMAT_TEXT].file;

	config->output_separate = config->output && wants_separate(p);
	text->stacks = given(p, OPT_STACK);
	text->signals = config->filter.signals;
	text->path = config->output_separate ? config->output : NULL;
	text->append = config->output_append;
	if (config->output_separate)
		text->pid_prefix = TEXT_PID_NEVER;
	else if (given(p, OPT_SHOW_PID) || (to_file && (config->ptrace.follow || config->ptrace.nattach > 1)))
		text->pid_prefix = TEXT_PID_ALWAYS;
	else
		text->pid_prefix = TEXT_PID_LIVE;
	/* Who has the output elsewhere wants the terminal as if the program ran alone. */
	if (config->output && config->ptrace.argv && !given(p, OPT_QUIET))
		text->quiet = TEXT_QUIET_ATTACH | TEXT_QUIET_PERSONALITY;
}

static void fill_json(struct config *config)
{
	config->json = (struct json_opts){
		.tool = "trapline",
		.version = TRAPLINE_VERSION,
		.command = config->ptrace.argv,
		.attach = config->ptrace.attach,
		.nattach = config->ptrace.nattach,
		.str_limit = config->decode.str_limit,
		.stacks = config->text.stacks,
	};
}

bool options_resolve(struct parser *p)
{
	struct config *config = p->config;

	if (!check_program(p) || !check_summary(p) || !check_forms(p) || !choose_sinks(p))
		return false;
	warn(p);
	config->ptrace.follow = given(p, OPT_FOLLOW) || given(p, OPT_FOLLOW_OLD);
	config->ptrace.lets_go = config->call_limit != 0;
	config->ptrace.output_is_file = config->output != NULL;
	fill_text(p);
	fill_json(config);
	resolve_paths(p);
	if (config->count.by == COUNT_BY_PATH)
		config->decode.fds |= FD_PATH;
	return true;
}
