/* Options that say which running processes are traced. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "base/diag.h"
#include "base/proc.h"
#include "options_rows.h"

static bool has_pid(const struct ptrace_opts *opts, pid_t pid)
{
	for (size_t i = 0; i < opts->nattach; i++)
		if (opts->attach[i] == pid)
			return true;
	return false;
}

static void add_pid(struct config *config, pid_t pid)
{
	struct ptrace_opts *opts = &config->ptrace;
	if (has_pid(opts, pid))
		return;
	pid_t *pids = check_realloc((pid_t *)opts->attach, (opts->nattach + 1) * sizeof *pids);
	pids[opts->nattach++] = pid;
	opts->attach = pids;
}

static bool add_text(struct config *config, const char *text)
{
	long pid = option_number(text, INT_MAX);
	if (pid <= 0) {
		diag("Invalid process id: '%s'", text);
		return false;
	}
	if (pid == getpid()) {
		diag("I'm sorry, I can't let you do that, Dave.");
		return false;
	}
	add_pid(config, (pid_t)pid);
	return true;
}

bool set_attach(struct parser *p, const char *arg)
{
	while (*arg) {
		size_t len = strcspn(arg, ", \t\n");
		char *text = check_malloc(len + 1);
		memcpy(text, arg, len);
		text[len] = '\0';
		bool ok = add_text(p->config, text);
		free(text);
		if (!ok)
			return false;
		arg += len + (arg[len] != '\0');
	}
	return true;
}

/* Parents may stand behind their children in the list: until nothing new is found. */
bool set_attach_tree(struct parser *p, const char *arg)
{
	size_t count, before;
	struct ptrace_opts *opts = &p->config->ptrace;
	if (!add_text(p->config, arg))
		return false;
	struct proc_entry *list = proc_list(&count);
	do {
		before = opts->nattach;
		for (size_t i = 0; i < count; i++)
			if (list[i].pid != getpid() && has_pid(opts, list[i].parent))
				add_pid(p->config, list[i].pid);
	} while (opts->nattach > before);
	free(list);
	return true;
}

bool set_attach_name(struct parser *p, const char *arg)
{
	size_t count, found = 0;
	struct proc_entry *list = proc_list(&count);
	for (size_t i = 0; i < count; i++) {
		if (list[i].pid == getpid() || !proc_is_named(&list[i], arg))
			continue;
		add_pid(p->config, list[i].pid);
		found++;
	}
	free(list);
	if (!found)
		diag("Cannot find a process named '%s'", arg);
	return found > 0;
}
