/*
 * Values of a tape as JSON. Inside of the JSON sink; docs/json.md says which value gets which shape. Knows nothing of records.
 */
#ifndef SINK_JSON_VALUE_H
#define SINK_JSON_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "sink/value.h"
#include "tape/tape.h"

/* An integer: a number where a double holds it exactly, else a string of its digits. */
void json_integer(struct buf *out, uint64_t value, bool is_signed);
/* "0x7ffd..." */
void json_hex(struct buf *out, uint64_t value);
/* A string known to be NUL-terminated. */
void json_string(struct buf *out, const char *s);
/* Makes a JSON string of what was appended since the buffer was `start` long. */
void json_quote_from(struct buf *out, size_t start);
/* A number read as a type, which is on no tape. path: token of what the descriptor refers to, or TAPE_NONE. */
void json_number(struct buf *out, uint64_t value, uint16_t type, const struct tape *t, uint32_t path, enum desc_abi abi);
/* The value at token i with all it contains and what is attached to it. Returns the token after that. */
uint32_t json_value(struct buf *out, const struct tape *t, uint32_t i, enum desc_abi abi);
/* {"in":...,"out":...} of the values at two tokens. Returns the token after the second. */
uint32_t json_change(struct buf *out, const struct tape *t, uint32_t before, uint32_t after, enum desc_abi abi);
/* True if there is a value at token i. */
bool json_has_value(const struct tape *t, uint32_t i);

#endif
