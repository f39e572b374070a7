/*
 * The text sink: strace's format, byte for byte. It owns the line: which one is open, what of it was printed, and where it goes.
 * It only reads events, tasks and tapes; it knows nothing of memory, engines or filters.
 */
#ifndef SINK_TEXT_H
#define SINK_TEXT_H

#include <stdint.h>

#include "base/quote.h"
#include "sink/sink.h"
#include "sink/value.h"

enum text_precision { TEXT_S, TEXT_MS, TEXT_US, TEXT_NS };

enum text_clock {
	TEXT_CLOCK_NONE,
	TEXT_CLOCK_TIME, /* 06:19:32 */
	TEXT_CLOCK_UNIX, /* 1795241972 */
};

enum text_color_when { TEXT_COLOR_NEVER, TEXT_COLOR_ALWAYS, TEXT_COLOR_AUTO };

enum { /* text_opts.quiet: what is not printed. Attach and path-resolution messages are other modules' diagnostics. */
       TEXT_QUIET_ATTACH = 1,
       TEXT_QUIET_EXIT = 2,
       TEXT_QUIET_PERSONALITY = 4,
       TEXT_QUIET_THREAD_EXECVE = 8,
       TEXT_QUIET_PATH_RESOLUTION = 16,
};

/* When the thread is named at the beginning of a line. */
enum text_pid_prefix {
	TEXT_PID_LIVE,   /* to stderr: "[pid %5u] " while more than one tracee is known */
	TEXT_PID_ALWAYS, /* "%-5u " on every line: -o FILE with -f or several -p; --always-show-pid */
	TEXT_PID_NEVER,  /* -ff: the file's name says it */
};

/* What the user wants. Stays valid as long as the sink. */
struct text_opts {
	unsigned column;       /* -a: where "= result" begins */
	enum text_clock clock; /* -t, -tt, -ttt */
	enum text_precision clock_precision;
	bool relative; /* -r */
	enum text_precision relative_precision;
	bool duration; /* -T */
	enum text_precision duration_precision;
	bool syscall_number;      /* -n */
	bool instruction_pointer; /* -i */
	bool arg_names;           /* -N */
	bool whole_lines;         /* a call whose line was cut is shown whole when it goes on */
	bool stacks;              /* -k */
	enum value_consts consts; /* -X */
	enum quote_style quote;   /* -x, -xx */
	enum text_pid_prefix pid_prefix;
	unsigned quiet;             /* TEXT_QUIET_ */
	uint64_t signals;           /* bit n-1: signal n is printed */
	int fd;                     /* where to print, if path is NULL; not closed */
	const char *path;           /* -ff: PATH.TID is created for each thread; NULL: no */
	enum text_color_when color; /* TEXT_COLOR_AUTO: where fd is a terminal, and not with path */
	const char *colors;         /* changes of the palette: see text_color.h; NULL: none */
	bool append;                /* -A: those files are not emptied */
};

/* What a user who says nothing gets, on stderr. */
void text_opts_default(struct text_opts *opts);
struct sink *text_open(const struct text_opts *opts);

#endif
