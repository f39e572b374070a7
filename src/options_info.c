/* Options that are answered at once: nothing is traced. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "help.h"
#include "list.h"
#include "options_rows.h"
#include "tips.h"

bool set_help(struct parser *p, const char *arg)
{
	(void)arg;
	help_print();
	p->answered = true;
	return true;
}

bool set_version(struct parser *p, const char *arg)
{
	(void)arg;
	help_version();
	p->answered = true;
	return true;
}

/* [id:]NUMBER or random; [format:]none, compact or full; with a comma between them. */
bool set_tips(struct parser *p, const char *arg)
{
	static const char *const formats[] = {[TIPS_NONE] = "none", [TIPS_COMPACT] = "compact", [TIPS_FULL] = "full", NULL};
	enum tips_format format = TIPS_COMPACT;
	long id = -1;
	for (const char *at = arg ? arg : ""; *at;) {
		size_t len = strcspn(at, ",");
		const char *end = at + len + (at[len] == ',');
		bool as_id = strncmp(at, "id:", 3) == 0, as_format = strncmp(at, "format:", 7) == 0;
		char word[16] = "";
		snprintf(word, sizeof word, "%.*s",
		         (int)(len - (as_id       ? 3
		                      : as_format ? 7
		                                  : 0)),
		         at + (as_id       ? 3
		               : as_format ? 7
		                           : 0));
		int found = as_id ? -1 : option_word(formats, word, strlen(word));
		if (found >= 0)
			format = (enum tips_format)found;
		else if (as_format || (strcmp(word, "random") != 0 && (id = option_number(word, INT_MAX)) < 0))
			return option_bad_argument(p, arg);
		at = end;
	}
	if (format != TIPS_NONE)
		tips_print(id, format);
	p->answered = format != TIPS_NONE;
	return true;
}

bool set_list_groups(struct parser *p, const char *arg)
{
	(void)arg;
	list_groups();
	p->answered = true;
	return true;
}

bool set_list_calls(struct parser *p, const char *arg)
{
	struct call_set set;
	struct set_error error;
	if (!call_set_parse(arg ? arg : "all", &set, &error))
		return option_bad_set(&error);
	list_calls(&set);
	p->answered = true;
	return true;
}
