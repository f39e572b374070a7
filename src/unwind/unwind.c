/* Taking a stack: frame by frame, then finding out whether it is a new one. */
#include "unwind/unwind.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "unwind/cfi.h"
#include "unwind/module.h"
#include "unwind/names.h"
#include "unwind/proc.h"
#include "unwind/strings.h"

/* uthash has no way to fail but this one. */
#undef uthash_fatal
#define uthash_fatal(msg) check_failed(msg, __FILE__, __LINE__)

struct known_stack {
	UT_hash_handle hh;
	struct stack stack;
};

struct unwind {
	struct stack_namer namer;
	struct unwind_opts opts;
	struct modules modules;
	struct strings strings;
	struct procs procs;
	struct known_stack *known[STACK_BROKEN + 1]; /* by their frames; for each way to end */
	uint64_t nstacks;
	struct stack_frame **frame; /* of the stack that is being taken */
	size_t cap;
};

/* What is being unwound, and how far it is. */
struct walk {
	struct unwind *unwind;
	struct proc *proc;
	const struct task *task;
	struct maps *maps;
	struct mem *mem;
	struct unwind_state state;
	bool returns; /* the pc is where a call returns to */
	unsigned n;
};

const char *unwind_features(void)
{
	return names_demangle() ? "stack-trace=libdw stack-demangle" : "stack-trace=libdw";
}

static void name_frame(struct stack_namer *namer, struct stack_frame *frame)
{
	struct unwind *unwind = (struct unwind *)namer;
	names_find((struct place *)frame, unwind->opts.source, &unwind->strings);
}

struct unwind *unwind_new(const struct unwind_opts *opts)
{
	struct unwind *unwind = check_calloc(1, sizeof *unwind);
	unwind->namer.name = name_frame;
	unwind->opts = *opts;
	modules_init(&unwind->modules);
	return unwind;
}

void unwind_free(struct unwind *unwind)
{
	if (!unwind)
		return;
	for (unsigned end = 0; end <= STACK_BROKEN; end++) {
		struct known_stack *known, *next;
		HASH_ITER(hh, unwind->known[end], known, next)
		{
			HASH_DEL(unwind->known[end], known);
			free(known);
		}
	}
	procs_free(&unwind->procs);
	modules_free(&unwind->modules);
	strings_free(&unwind->strings);
	free(unwind->frame);
	free(unwind);
}

void unwind_event(struct unwind *unwind, const struct task_set *tasks, const struct event *ev, const struct task *task)
{
	procs_event(&unwind->procs, tasks, ev, task);
}

/* Code in no file: what the program's run-time compiler says of it, else only the address. */
static struct place *place_without_file(struct walk *w, const struct map *map, uint64_t pc)
{
	struct unwind *unwind = w->unwind;
	struct proc *proc = w->proc;
	const struct jit_code *code = jit_find(&proc->jit, w->task->tgid, pc - w->returns, &unwind->strings);
	struct place_key key = {.at = pc - w->returns, .symbol = code ? code->symbol : map->path, .returns = w->returns};
	if (!code)
		key.symbol = strings_put(&unwind->strings, map->path, strlen(map->path));
	if (!proc->no_file)
		proc->no_file = module_pseudo(&unwind->modules, "");
	struct place *place = module_place(proc->no_file, &key);
	if (place->frame.nnames)
		return place;
	place->frame.offset = pc;
	if (code) {
		char name[40];
		int len = snprintf(name, sizeof name, "/tmp/perf-%d.map", (int)proc->tgid);
		place->frame.object = strings_put(&unwind->strings, name, (size_t)len);
	} else {
		place->frame.object = key.symbol;
	}
	names_set(place, code ? code->symbol : NULL, code ? pc - code->start : 0);
	return place;
}

static bool is_file(const struct map *map)
{
	return map->ino != 0 || strcmp(map->path, "[vdso]") == 0 || strcmp(map->path, "[vsyscall]") == 0;
}

static struct place *place_in_file(struct walk *w, struct map *map, uint64_t pc)
{
	if (!map->module)
		map->module = module_of_map(&w->unwind->modules, w->maps, map, w->task->tid, w->mem);
	uint64_t offset = pc - map->start + map->offset;
	struct place_key key = {.returns = w->returns};
	if (!module_vaddr(map->module, offset - w->returns, &key.at)) {
		key.at = offset - w->returns;
		key.symbol = map->module->path;
	}
	struct place *place = module_place(map->module, &key);
	place->frame.in_file = true;
	place->frame.offset = offset;
	return place;
}

/* The place that the pc is at, NULL if no code is there. */
static struct place *find_place(struct walk *w)
{
	uint64_t pc = w->state.regs.r[w->state.regs.pc];
	struct map *map = maps_find_code(w->maps, pc);
	/* A call may end a mapping: it returns to where nothing is. */
	if (!map && w->returns)
		map = maps_find_code(w->maps, pc - 1);
	if (!map)
		return NULL;
	struct place *place = is_file(map) ? place_in_file(w, map, pc) : place_without_file(w, map, pc);
	place->frame.namer = &w->unwind->namer;
	return place;
}

/* Where no rule is known, the compiler may have kept frame pointers. They are believed if they lead to code. */
static enum cfi_step step_by_frame_pointer(struct walk *w)
{
	struct unwind_state *state = &w->state;
	struct regs *regs = &state->regs;
	const uint64_t need = UINT64_C(1) << regs->fp | UINT64_C(1) << regs->sp;
	uint64_t fp = regs->r[regs->fp], pair[2];
	if ((state->known & need) != need)
		return CFI_NONE;
	if (fp == 0)
		return CFI_OUTERMOST;
	if (fp < regs->r[regs->sp] || fp % regs->word)
		return CFI_NONE;
	if (regs->word == 4) {
		uint32_t narrow[2];
		if (mem_read_all(w->mem, fp, narrow, sizeof narrow) < 0)
			return CFI_NONE;
		pair[0] = narrow[0];
		pair[1] = narrow[1];
	} else if (mem_read_all(w->mem, fp, pair, sizeof pair) < 0) {
		return CFI_NONE;
	}
	if (pair[1] == 0)
		return CFI_OUTERMOST;
	if (!maps_find_code(w->maps, pair[1] - 1))
		return CFI_NONE;
	regs->r[regs->fp] = pair[0];
	regs->r[regs->pc] = pair[1];
	regs->r[regs->sp] = fp + 2 * regs->word;
	state->known = need | UINT64_C(1) << regs->pc;
	return CFI_STEPPED;
}

/* One frame up. True while there may be more; else *ret_end is told. */
static bool step(struct walk *w, struct place *place, enum stack_end *ret_end)
{
	const struct regs *regs = &w->state.regs;
	const uint64_t sp = regs->r[regs->sp], pc = regs->r[regs->pc];
	enum cfi_step step = cfi_step(place, &w->state, w->mem);
	if (step == CFI_NONE)
		step = step_by_frame_pointer(w);
	if (step == CFI_OUTERMOST || (step != CFI_NONE && regs->r[regs->pc] == 0)) {
		*ret_end = STACK_COMPLETE;
		return false;
	}
	/* A caller's frame lies above that of the called; only a signal may have come on another stack. */
	bool stuck = regs->r[regs->sp] < sp || (regs->r[regs->sp] == sp && regs->r[regs->pc] == pc);
	if (step == CFI_NONE || (step == CFI_STEPPED && stuck)) {
		*ret_end = STACK_BROKEN;
		return false;
	}
	w->returns = step == CFI_STEPPED;
	return true;
}

/* Room for one more address and one more frame. */
static void grow(struct unwind *unwind, struct stack_trace *trace, unsigned n)
{
	if (n >= unwind->cap) {
		unwind->cap = unwind->cap ? 2 * unwind->cap : 64;
		unwind->frame = check_realloc(unwind->frame, unwind->cap * sizeof(struct stack_frame *));
	}
	if (n >= trace->cap) {
		trace->cap = trace->cap ? 2 * trace->cap : 64;
		trace->pc = check_realloc(trace->pc, trace->cap * sizeof *trace->pc);
	}
}

static enum stack_end walk_frames(struct walk *w, struct stack_trace *trace)
{
	enum stack_end end = STACK_COMPLETE;
	for (;;) {
		grow(w->unwind, trace, w->n);
		trace->pc[w->n] = w->state.regs.r[w->state.regs.pc];
		if (w->n == w->unwind->opts.limit)
			return STACK_LIMIT;
		struct place *place = find_place(w);
		if (!place)
			return STACK_BROKEN;
		w->unwind->frame[w->n++] = &place->frame;
		if (!step(w, place, &end))
			break;
	}
	grow(w->unwind, trace, w->n);
	trace->pc[w->n] = trace->pc[w->n - 1];
	return end;
}

/* The one stack of these frames. */
static const struct stack *find_stack(struct unwind *unwind, unsigned n, enum stack_end end)
{
	struct known_stack *known;
	size_t size = n * sizeof(struct stack_frame *);
	HASH_FIND(hh, unwind->known[end], unwind->frame, size, known);
	if (known)
		return &known->stack;
	known = check_malloc(sizeof *known + size);
	known->stack.id = ++unwind->nstacks;
	known->stack.end = end;
	known->stack.nframes = n;
	memcpy(known->stack.frame, unwind->frame, size);
	HASH_ADD_KEYPTR(hh, unwind->known[end], known->stack.frame, size, known);
	return &known->stack;
}

void unwind_take(struct unwind *unwind, const struct task *task, const struct regs *regs, struct mem *mem,
                 struct stack_trace *ret_trace)
{
	struct proc *proc = proc_of(&unwind->procs, task->tgid);
	struct walk walk = {
		.unwind = unwind,
		.proc = proc,
		.task = task,
		.maps = proc_maps(proc, task->tid),
		.mem = mem,
		.state = {.regs = *regs, .known = (UINT64_C(1) << regs->n) - 1},
	};
	enum stack_end end = walk_frames(&walk, ret_trace);
	ret_trace->stack = find_stack(unwind, walk.n, end);
}
