/*
 * Stacks as data. A stack is stored once, however often it is seen and in how many processes, and lives as long as the run; so do
 * its frames, which are shared by stacks. Frames get their names when somebody asks for them, not before.
 */
#ifndef TASK_STACK_H
#define TASK_STACK_H

#include <stdbool.h>
#include <stdint.h>

/* A function that a frame's code belongs to. Where functions were inlined a frame has several, the innermost first. */
struct stack_name {
	const char *symbol; /* demangled; NULL: none is known */
	uint64_t offset;    /* from the symbol's start; 0 for an inlined one */
	const char *file;   /* NULL: not known, or not asked for */
	unsigned line, column;
	bool inlined; /* into the one that follows */
};

struct stack_namer;

struct stack_frame {
	struct stack_namer *namer;
	const char *object;      /* the mapped file, as /proc/PID/maps names it; of JIT code the perf map; "" if there is none */
	const uint8_t *build_id; /* NULL: none */
	unsigned build_id_len;
	bool in_file;                   /* else offset is an address */
	uint64_t offset;                /* in the file */
	const struct stack_name *names; /* see stack_frame_names */
	unsigned nnames;                /* 0: not asked for yet */
};

/* Finds a frame's names; it has at least one afterwards, perhaps without a symbol. */
struct stack_namer {
	void (*name)(struct stack_namer *namer, struct stack_frame *frame);
};

enum stack_end {
	STACK_COMPLETE,
	STACK_LIMIT,  /* there are more frames than were wanted */
	STACK_BROKEN, /* it cannot be told who called the last frame */
};

struct stack {
	uint64_t id; /* 1, 2, ... in the order in which they were first seen */
	enum stack_end end;
	unsigned nframes;
	struct stack_frame *frame[]; /* innermost first */
};

/* A stack as it was seen in one process at one time. Owned by whom it describes: see stack_trace_free. */
struct stack_trace {
	const struct stack *stack; /* NULL: none was taken */
	uint64_t *pc;              /* stack->nframes addresses; one more if it is STACK_BROKEN: where it broke */
	unsigned cap;
};

/* The frame's names, found now if they were not before. */
const struct stack_name *stack_frame_names(struct stack_frame *frame, unsigned *ret_n);
void stack_trace_free(struct stack_trace *trace);

#endif
