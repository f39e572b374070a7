#include "help.h"

#include <stdio.h>

#include "base/diag.h"
#include "options_rows.h"

/* Where the text begins: behind the widest form. */
#define HELP_COLUMN 37

static void print_row(const struct option_row *row)
{
	const char *arg = row->arg ? row->arg : "";
	const char *equals = row->names[0] && *arg && *arg != '=' && *arg != '[' ? "=" : "";
	char form[80];
	int n = row->letter ? snprintf(form, sizeof form, "  -%c", row->letter) : snprintf(form, sizeof form, "    ");

	if (row->names[0])
		snprintf(form + n, sizeof form - (size_t)n, "%s --%s%s%s", row->letter ? "," : " ", row->names[0], equals, arg);
	else
		snprintf(form + n, sizeof form - (size_t)n, " %s", arg);
	printf("%-*s %s\n", HELP_COLUMN, form, row->help);
}

void help_print(void)
{
	const char *name = diag_name();
	printf("Usage: %s [OPTION]... {PROG [ARG]... | -p PID}\n", name);
	printf("Shows the system calls and signals of PROG, or of running processes.\n");
	for (enum option_id id = 0; id < OPT_ALL; id++) {
		if (option_rows[id].group)
			printf("%s:\n", option_rows[id].group);
		if (option_rows[id].help)
			print_row(&option_rows[id]);
	}
}

void help_version(void)
{
	const char *stacks = unwind_features();
	printf("trapline -- version %s\n", TRAPLINE_VERSION);
	if (stacks)
		printf("Optional features enabled: %s\n", stacks);
	else
		printf("Optional features missing: stack-trace (libdw)\n");
}
