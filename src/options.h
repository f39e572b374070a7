/*
 * The command line as a configuration. Options are rows of one table (option_rows): the parser and --help come from it. Knows
 * nothing of how the configuration is carried out, and never exits.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "decode/decode.h"
#include "filter/filter.h"
#include "sink/count.h"
#include "sink/folded.h"
#include "sink/json.h"
#include "sink/text.h"
#include "source/source.h"
#include "unwind/unwind.h"

enum config_format { FORMAT_TEXT, FORMAT_JSON, FORMAT_FOLDED, FORMAT_COUNT };

/* One sink to be opened. */
struct config_sink {
	enum config_format format;
	const char *file; /* --format=FMT:FILE; NULL: the main output (-o, or stderr) */
};

/*
 * All that the user asked for, checked, with conflicts resolved: const after options_parse. Strings point into argv, which must
 * outlive it; config_free releases the rest (what the opts structs point to included).
 */
struct config {
	struct ptrace_opts ptrace;
	struct tamper *tamper; /* NULL: nothing; ptrace.tamper is the same */
	struct filter filter;
	struct decode_opts decode; /* str_limit and fds; abbrev, deref and raw differ per call: config_decode */
	struct text_opts text;     /* quiet: TEXT_QUIET_, also for the messages of others; fd: to be set by who opens the output */
	struct count_opts count;
	struct json_opts json;
	struct folded_opts folded;
	struct unwind_opts unwind; /* if a sink wants stacks */
	const char *output;        /* -o: a file, or a command after | or !; NULL: stderr */
	bool output_append;        /* -A */
	bool output_separate;      /* -ff with -o: the text sink opens a file per tid; nothing else is written to the main output */
	uint64_t call_limit;       /* --syscall-limit: after so many calls everybody is let go; 0: never */
	struct config_sink sinks[TASK_SINKS]; /* in the order in which they see events; several may share the main output */
	unsigned nsinks;
};

/* -1: go on, *ret is filled in and to be freed. Else the exit status (everything is said, nothing is to be freed). */
int options_parse(int argc, char **argv, struct config *ret);
void config_free(struct config *config);

/* How one call is to be decoded. */
static inline struct decode_opts config_decode(const struct config *config, enum desc_abi abi, uint64_t nr)
{
	struct decode_opts opts = config->decode;
	opts.abbrev = call_set_has(&config->filter.abbrev, abi, nr);
	opts.deref = call_set_has(&config->filter.verbose, abi, nr);
	opts.raw = call_set_has(&config->filter.raw, abi, nr);
	return opts;
}

#endif
