/* Stacks in the JSON trace: each is described once, in a record of its own, and referred to by its id. Inside of the JSON sink. */
#ifndef SINK_JSON_STACK_H
#define SINK_JSON_STACK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "task/stack.h"

/* Which stacks were described. */
struct json_stacks {
	uint64_t *seen; /* bit n: id n */
	uint64_t words;
};

/* True if the stack was not described before; from now on it was. */
bool json_stack_is_new(struct json_stacks *stacks, const struct stack *stack);
void json_stacks_free(struct json_stacks *stacks);
/* ,"id":...,"frames":[...] */
void json_stack_fields(struct buf *out, const struct stack *stack);
/* ,"stack":{"id":...,"addresses":[...]} */
void json_stack_use(struct buf *out, const struct stack_trace *trace);

#endif
