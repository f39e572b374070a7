/*
 * -P and --trace-fds: which calls have a path, or a descriptor, that the user asked for. Looks at the tape of a call at its entry
 * and, for what descriptors refer to, into /proc.
 */
#ifndef FILTER_PATHS_H
#define FILTER_PATHS_H

#include <stdbool.h>
#include <stddef.h>

#include "filter/numbers.h"
#include "task/task.h"

struct path_filter {
	struct {
		char *text;
		bool glob; /* has * ? or [: a pattern, with which also the absolute form of a relative path is compared */
	} * path;
	size_t count;
	struct number_set fds;
};

/* Adds a path or a pattern. */
void path_filter_add(struct path_filter *filter, const char *path);
void path_filter_free(struct path_filter *filter);

static inline bool path_filter_is_empty(const struct path_filter *filter)
{
	return !filter->count && number_set_is_empty(&filter->fds);
}
/* True if an argument of the call, which has been decoded at entry and not raw, is one of the paths or descriptors. Descriptors are
 * those of thread tid. */
bool path_filter_call(const struct path_filter *filter, const struct call *call, pid_t tid);

#endif
