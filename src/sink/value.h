/*
 * One scalar, or one run of bytes, as strace writes it: names, numbers, quoted strings. Shared by the text and the JSON sink.
 */
#ifndef SINK_VALUE_H
#define SINK_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/quote.h"
#include "desc/desc.h"
#include "tape/tape.h"
#include "task/task.h"

enum value_consts { VALUE_ABBREV, VALUE_RAW, VALUE_VERBOSE }; /* -X */

struct value_opts {
	enum value_consts consts;
	enum quote_style quote; /* -x, -xx, --strings-in-hex */
	enum desc_abi abi;
};

/* Appends the text of the value at token i (not of an opening token) with its notes and operands. */
void value_text(struct buf *out, const struct tape *t, uint32_t i, const struct value_opts *opts);
/* The token after the value at i: past what it opens, its notes, its operand and its descriptor's path. */
uint32_t value_next(const struct tape *t, uint32_t i);
/* Appends the text of a number read as a type: for results, which are on no tape. TAPE_NOTYPE: unsigned. */
void value_number(struct buf *out, uint64_t value, uint16_t type, uint8_t style, const struct value_opts *opts);
/* SIGUSR1, SIGRT_2, 77 */
void value_signal(struct buf *out, unsigned signo);
/* What looks like an error of a call that cannot fail is a large number, unless the user put it there. */
bool value_call_failed(const struct call *call);
/* 2001-09-09T01:46:40.000000005+0000, with `digits` digits after the second (none if frac is 0); false if there is no such
 * date. */
bool value_date(struct buf *out, int64_t sec, uint64_t frac, unsigned digits);
/* A struct of seconds and a fraction, opened at token i, in a style of wall-clock time: appends the remark that follows it. */
void value_struct_note(struct buf *out, const struct tape *t, uint32_t i, const struct value_opts *opts);
/* Appends the name that stands in place of the struct at i (UTIME_NOW); false, and nothing is appended, if none does. */
bool value_struct_name(struct buf *out, const struct tape *t, uint32_t i, const struct value_opts *opts);

#endif
