/*
 * JSON Lines: a header record, then one object for each event, a call being one object when it ends. docs/json.md describes the
 * records, include/trapline/trace.schema.json is their schema.
 */
#ifndef SINK_JSON_H
#define SINK_JSON_H

#include <stddef.h>
#include <sys/types.h>

#include "sink/sink.h"

/* Strings and arrays belong to the caller and are used by json_open only. */
struct json_opts {
	int fd;               /* where the lines go; the caller closes it */
	const char *tool;     /* "trapline" */
	const char *version;  /* of the tool */
	char *const *command; /* the program that is started with its arguments, NULL-terminated; NULL: none is started */
	const pid_t *attach;  /* the processes that were asked for with -p */
	size_t nattach;
	bool stacks;      /* -k */
	size_t str_limit; /* -s: beyond it strings and arrays are cut */
};

/* Writes the header record into its buffer. */
struct sink *json_open(const struct json_opts *opts);

#endif
