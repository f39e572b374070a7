/* A stack as lines, one a function: " > FILE(SYMBOL+0x1f) [0xOFFSET]". Shared by the text sink and the summary. */
#ifndef SINK_STACK_LINES_H
#define SINK_STACK_LINES_H

#include <stdint.h>

#include "base/buf.h"
#include "task/stack.h"

/* broken_at: the address at which a broken one broke, NULL if that is not known. */
void stack_lines(struct buf *out, const struct stack *stack, const uint64_t *broken_at);

#endif
