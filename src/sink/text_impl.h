/*
 * What the files of the text sink share. A stream is a place where lines go; a line is what one task is printing there.
 */
#ifndef SINK_TEXT_IMPL_H
#define SINK_TEXT_IMPL_H

#include <time.h>

#include "sink/text.h"
#include "sink/text_color.h"

struct line;

/* Where lines go, and which of them is open. Columns are counted from the start of the physical line. */
struct stream {
	struct buf buf;
	size_t line_start; /* where in buf the current line begins */
	size_t flushed;    /* how much of the current line was written before buf's content */
	struct line *open; /* whose line is open; NULL: the next byte begins a line */
	int fd;
	bool owned; /* fd is ours to close */
	bool eager; /* somebody may be watching: written at once, also in the middle of a line */
	struct text_color_state color;
};

enum line_state {
	LINE_NONE,        /* the task has no call to be ended */
	LINE_OPEN,        /* its call's line is the last thing in the stream */
	LINE_INTERRUPTED, /* its line was cut by another's and must be resumed */
};

/* A task as the text sink sees it. */
struct line {
	struct line *prev, *next; /* in text->lines */
	struct stream *to;        /* &text->main or &own */
	struct stream own;        /* -ff */
	enum line_state state;
	unsigned next_arg; /* the first argument that was not yet printed whole */
	bool half;         /* of which the part at entry was printed */
	bool any;          /* an argument was printed: the next one takes a comma */
	bool has_call;     /* nr, abi and name are those of the last call */
	bool silent_abi;   /* the next ABI is taken over from the parent and needs no message */
	enum desc_abi abi;
	uint64_t nr;
};

struct text {
	struct sink sink;
	const struct text_opts *opts;
	struct stream main;
	struct line *lines;    /* of every task that is known */
	unsigned live;         /* tasks that are known */
	uint64_t last_mono_ns; /* of the line before, for -r; 0: there was none */
	time_t clock_sec;      /* the second that clock_text says */
	char clock_text[16];
	bool colored;
	struct text_palette palette;
	int err; /* the first write that failed; everything after it is dropped */
};

/* text_line.c: the beginning and the end of physical lines. ev says when and where, call may be NULL. */
void text_begin_line(struct text *text, struct line *line, const struct task *task, const struct event *ev);
void text_end_line(struct text *text, struct line *line);
/* Writes what the stream holds. */
void text_write(struct text *text, struct stream *stream);
/* The same, if somebody may be watching. */
void text_show(struct text *text, struct stream *stream);
/* Spaces up to the column of results, at least one. */
void text_pad(const struct text *text, struct stream *stream);
/* <0.000016> */
void text_seconds(struct buf *out, uint64_t ns, unsigned whole_width, enum text_precision precision);

/* A line that is open in the stream ends here and will have to be resumed. */
void text_interrupt(struct stream *stream);

/* text_line.c: the lines that say who called; nothing if no stack is wanted, or none was taken. */
void text_stack(struct text *text, struct line *line, const struct stack_trace *trace);

/* text_value.c: values, as far as they are more than a scalar. */
void text_value(struct buf *out, const struct tape *t, uint32_t i, const struct value_opts *opts);

/* text_call.c: a call's name, its arguments, its result. */
void text_call_entry(const struct text *text, struct line *line, const struct call *call);
void text_call_rest(const struct text *text, struct line *line, const struct call *call);
bool text_call_is_whole(const struct line *line, const struct call *call);
/* Whether there is a result: not of exit, unless one was put there. */
bool text_call_returns(const struct call *call);
void text_call_result(const struct text *text, struct buf *out, const struct call *call);
void text_call_name(struct buf *out, const struct call *call);

/* text_dump.c: the data that a call moved, as lines of hex; no line is open. data: call->data. */
void text_dump(struct text *text, struct stream *stream, const struct tape *data);

#endif
