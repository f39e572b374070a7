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

enum value_consts { VALUE_ABBREV, VALUE_RAW, VALUE_VERBOSE }; /* -X */

struct value_opts {
	enum value_consts consts;
	enum quote_style quote; /* -x, -xx, --strings-in-hex */
	enum desc_abi abi;
};

/* Appends the text of the value at token i (not of an opening token) with its notes and operands. */
void value_text(struct buf *out, const struct tape *t, uint32_t i, const struct value_opts *opts);
/* Appends the text of a number read as a type: for results, which are on no tape. */
void value_number(struct buf *out, uint64_t value, uint16_t type, uint8_t style, const struct value_opts *opts);
/* SIGUSR1, SIGRT_2, 77 */
void value_signal(struct buf *out, unsigned signo);
/* Name of an errno including the kernel's restart codes, NULL if it has none. */
const char *value_errno(int error);

#endif
