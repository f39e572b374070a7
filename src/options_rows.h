/*
 * What the files of the option parser share: the rows, and what is known between reading the command line and resolving it.
 */
#ifndef OPTIONS_ROWS_H
#define OPTIONS_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "options.h"

/* One for each row, in the order in which --help shows them. */
enum option_id {
	OPT_EXPR,
	OPT_HELP,
	OPT_VERSION,
	OPT_TIPS,
	OPT_DEBUG,
	OPT_LIST_GROUPS,
	OPT_LIST_CALLS,
	OPT_ENV,
	OPT_ATTACH,
	OPT_ATTACH_TREE,
	OPT_ATTACH_NAME,
	OPT_USER,
	OPT_ARGV0,
	OPT_FOLLOW,
	OPT_FOLLOW_OLD,
	OPT_INTERRUPTIBLE,
	OPT_DAEMONIZE,
	OPT_DETACH_ON,
	OPT_KILL_ON_EXIT,
	OPT_SECCOMP,
	OPT_NO_FILTER,
	OPT_COLOCATE,
	OPT_TRACE,
	OPT_TRACE_PATH,
	OPT_TRACE_FDS,
	OPT_SIGNAL,
	OPT_STATUS,
	OPT_ERRNO,
	OPT_SLOWER,
	OPT_SUCCESSFUL,
	OPT_FAILED,
	OPT_SYSCALL_LIMIT,
	OPT_OUTPUT,
	OPT_APPEND,
	OPT_SEPARATELY,
	OPT_FORMAT,
	OPT_COLUMNS,
	OPT_COLOR,
	OPT_STRING_LIMIT,
	OPT_ABBREV,
	OPT_NO_ABBREV,
	OPT_VERBOSE,
	OPT_RAW,
	OPT_CONSTS,
	OPT_HEX,
	OPT_FDS,
	OPT_WHOLE_LINES,
	OPT_ARG_NAMES,
	OPT_IP,
	OPT_STACK,
	OPT_FRAME_LIMIT,
	OPT_NUMBER,
	OPT_RELATIVE,
	OPT_ABSOLUTE,
	OPT_TIMES,
	OPT_READ,
	OPT_WRITE,
	OPT_QUIET,
	OPT_SHOW_PID,
	OPT_INJECT,
	OPT_FAULT,
	OPT_SUMMARY_ONLY,
	OPT_SUMMARY,
	OPT_WALL,
	OPT_SORT,
	OPT_SUMMARY_COLUMNS,
	OPT_OVERHEAD,
	OPT_HISTOGRAM,
	OPT_SUMMARY_BY,
	OPT_FOLDED_WEIGHT,
	OPT_N, /* from here on: options of strace that are refused by name */
	OPT_KVM = OPT_N,
	OPT_NAMESPACE,
	OPT_PIDS,
	OPT_PIDNS,
	OPT_SECONTEXT,
	OPT_ALL
};

struct parser;

struct option_row {
	char letter;          /* 0: no short form */
	const char *arg;      /* "N": both forms need one; "=SET": the long form; "[=SET]": the long form may have one */
	const char *names[5]; /* long forms; the first is the one we call it by */
	const char *help;     /* NULL: not shown */
	/* Takes the option in. arg is NULL if none was given. False after a message. NULL: not supported yet. */
	bool (*set)(struct parser *p, const char *arg);
	size_t flag;               /* for set_flag: offset of a bool in struct config */
	const char *qualifiers[5]; /* -e QUALIFIER=... is the same */
	const char *group;         /* heading of --help that begins with this row */
};
extern const struct option_row option_rows[OPT_ALL];

struct parser {
	struct config *config;
	enum option_id id; /* the option at hand */
	char given[64];    /* as messages name it: "-a", "--columns" */
	/* How often each option was given in its short form, and in its long one or by -e. */
	struct {
		unsigned letter, word;
	} uses[OPT_ALL];
	bool answered; /* by --help or --version: there is nothing more to do */
	struct {
		bool given;
		const char *file;
	} format[FORMAT_COUNT]; /* --format */
	size_t nenv;
	const char **paths; /* -P, as given */
	size_t npaths;
};

/* options_tamper.c: -e inject= and -e fault= */
bool set_inject(struct parser *p, const char *arg);
bool set_fault(struct parser *p, const char *arg);
void tamper_free(struct tamper *tamper);
/* The unit of fractions of a second by its name, -1 if it is none. */
int option_precision(const char *text, size_t len);

static inline unsigned option_uses(const struct parser *p, enum option_id id)
{
	return p->uses[id].letter + p->uses[id].word;
}
/* The same by -e: row `id` with its argument. */
bool option_take(struct parser *p, enum option_id id, const char *arg);

/* What rows are made of. Parsers of arguments say what is wrong with them; they return false then. */
bool option_bad_argument(const struct parser *p, const char *arg);
bool option_bad_set(struct set_error *error);
/* A decimal number from 0 to max, -1 if the text is none. */
long option_number(const char *text, long max);
/* A time in ns: a number with s, ms, us or ns behind it, `unit` if there is nothing; UINT64_MAX if the text is none. */
uint64_t option_time(const char *text, const char *unit);
/* Position of the text in a list that ends with NULL, -1 if it is not there. */
int option_word(const char *const *words, const char *text, size_t len);

/* options_info.c: rows that are answered at once */
bool set_help(struct parser *p, const char *arg);
bool set_version(struct parser *p, const char *arg);
bool set_tips(struct parser *p, const char *arg);
bool set_list_groups(struct parser *p, const char *arg);
bool set_list_calls(struct parser *p, const char *arg);

/* options_attach.c: rows of which processes are traced */
bool set_attach(struct parser *p, const char *arg);
bool set_attach_tree(struct parser *p, const char *arg);
bool set_attach_name(struct parser *p, const char *arg);

/* options_filter.c: rows of which calls are wanted */
bool set_trace(struct parser *p, const char *arg);
bool set_trace_path(struct parser *p, const char *arg);
bool set_trace_fds(struct parser *p, const char *arg);
bool set_signal(struct parser *p, const char *arg);
bool set_status(struct parser *p, const char *arg);
bool set_errno(struct parser *p, const char *arg);
bool set_slower(struct parser *p, const char *arg);
bool set_syscall_limit(struct parser *p, const char *arg);
bool set_successful(struct parser *p, const char *arg);
bool set_failed(struct parser *p, const char *arg);
bool set_abbrev(struct parser *p, const char *arg);
bool set_verbose(struct parser *p, const char *arg);
bool set_raw(struct parser *p, const char *arg);
bool set_read(struct parser *p, const char *arg);
bool set_write(struct parser *p, const char *arg);
/* Takes in the paths of -P with what they resolve to, and tells of these. */
void resolve_paths(struct parser *p);

/* Conflicts between options, and what follows from all of them together. False after a message. */
bool options_resolve(struct parser *p);

#endif
