/* Reading the command line: getopt's tables come from the rows, and what it complains of is said in its own words. */
#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "options_rows.h"

/* What getopt_long returns for a long option: this and the row. */
#define LONG_BASE 256
#define NAMES_MAX (sizeof option_rows[0].names / sizeof option_rows[0].names[0])

struct getopt_tables {
	char letters[2 * OPT_ALL + 3];
	struct option words[NAMES_MAX * OPT_ALL + 1];
};

static int word_arg(const struct option_row *row)
{
	if (!row->arg)
		return no_argument;
	return row->arg[0] == '[' ? optional_argument : required_argument;
}

static void make_tables(struct getopt_tables *t)
{
	char *letter = t->letters;
	struct option *word = t->words;

	*letter++ = '+'; /* the first word that is no option is PROG */
	*letter++ = ':'; /* tells a missing argument from an unknown option */
	for (int id = 0; id < OPT_ALL; id++) {
		const struct option_row *row = &option_rows[id];
		if (row->letter) {
			*letter++ = row->letter;
			if (row->arg && row->arg[0] != '[' && row->arg[0] != '=')
				*letter++ = ':';
		}
		for (unsigned n = 0; row->names[n]; n++)
			*word++ = (struct option){row->names[n], word_arg(row), NULL, LONG_BASE + id};
	}
	*letter = '\0';
	*word = (struct option){0};
}

/* An option that begins with two dashes and is none: unknown, or an ambiguous abbreviation. */
static void complain_of_word(const struct getopt_tables *t, const char *text)
{
	size_t len = strcspn(text + 2, "="), used = 0;
	char list[1024] = "";

	for (const struct option *word = t->words; word->name; word++) {
		if (strncmp(word->name, text + 2, len) == 0 && used < sizeof list)
			used += (size_t)snprintf(list + used, sizeof list - used, " '--%s'", word->name);
	}
	if (used)
		diag_usage("option '%s' is ambiguous; possibilities:%s", text, list);
	else
		diag_usage("unrecognized option '%s'", text);
}

static void complain(const struct getopt_tables *t, int code, const char *text)
{
	if (code == ':' && optopt >= LONG_BASE)
		diag_usage("option '--%s' requires an argument", option_rows[optopt - LONG_BASE].names[0]);
	else if (code == ':')
		diag_usage("option requires an argument -- '%c'", optopt);
	else if (optopt >= LONG_BASE)
		diag_usage("option '--%s' doesn't allow an argument", option_rows[optopt - LONG_BASE].names[0]);
	else if (optopt)
		diag_usage("invalid option -- '%c'", optopt);
	else
		complain_of_word(t, text);
}

static enum option_id row_of_letter(int letter)
{
	int id = 0;
	while (option_rows[id].letter != letter)
		id++;
	return (enum option_id)id;
}

static void refuse(enum option_id id)
{
	const struct option_row *row = &option_rows[id];
	if (row->letter)
		diag("-%c/--%s is not supported yet", row->letter, row->names[0]);
	else
		diag("--%s is not supported yet", row->names[0]);
}

bool option_take(struct parser *p, enum option_id id, const char *arg)
{
	p->id = id;
	p->uses[id].word++;
	return option_rows[id].set(p, arg);
}

/* One option as getopt delivers it. False after a message. */
static bool take(struct parser *p, int code, int word, const struct getopt_tables *t)
{
	if (code >= LONG_BASE) {
		p->id = (enum option_id)(code - LONG_BASE);
		p->uses[p->id].word++;
		snprintf(p->given, sizeof p->given, "--%s", t->words[word].name);
	} else {
		p->id = row_of_letter(code);
		p->uses[p->id].letter++;
		snprintf(p->given, sizeof p->given, "-%c", code);
	}
	if (option_rows[p->id].set)
		return option_rows[p->id].set(p, optarg);
	refuse(p->id);
	return false;
}

static void set_defaults(struct config *config)
{
	*config = (struct config){0};
	filter_init(&config->filter);
	text_opts_default(&config->text);
	count_defaults(&config->count);
	config->decode.str_limit = 32;
	config->unwind.limit = 256;
}

/* -1: all options are taken in; else the exit status. */
static int take_all(struct parser *p, int argc, char **argv)
{
	struct getopt_tables tables;
	int code, word = 0;

	make_tables(&tables);
	opterr = 0;
	optind = 0; /* has glibc begin anew */
	while ((code = getopt_long(argc, argv, tables.letters, tables.words, &word)) != -1) {
		if (code == '?' || code == ':') {
			complain(&tables, code, argv[optind - 1]);
			return 1;
		}
		if (!take(p, code, word, &tables))
			return 1;
		if (p->answered)
			return 0;
	}
	if (optind < argc)
		p->config->ptrace.argv = argv + optind;
	return -1;
}

int options_parse(int argc, char **argv, struct config *ret)
{
	struct config config;
	struct parser parser = {.config = &config};

	set_defaults(&config);
	int status = take_all(&parser, argc, argv);
	if (status < 0 && !options_resolve(&parser))
		status = 1;
	free(parser.paths);
	if (status < 0)
		*ret = config;
	else
		config_free(&config);
	return status;
}

void config_free(struct config *config)
{
	free((pid_t *)config->ptrace.attach);
	free(config->ptrace.env_changes);
	filter_free(&config->filter);
	tamper_free(config->tamper);
}
