#include "task/stack.h"

#include <stdlib.h>

const struct stack_name *stack_frame_names(struct stack_frame *frame, unsigned *ret_n)
{
	if (frame->nnames == 0)
		frame->namer->name(frame->namer, frame);
	*ret_n = frame->nnames;
	return frame->names;
}

void stack_trace_free(struct stack_trace *trace)
{
	free(trace->pc);
	*trace = (struct stack_trace){0};
}
