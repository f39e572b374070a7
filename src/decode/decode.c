#include "decode/decode.h"

#include <string.h>

#include "decode/walk.h"

static bool is_scalar(const struct desc_type *t)
{
	return t->kind == DK_INT || t->kind == DK_ENUM || t->kind == DK_BITS;
}

/* True if an argument of this type comes in two registers. */
static bool is_pair(const struct desc_type *t, enum desc_abi abi)
{
	return is_scalar(t) && desc_base_size(t->base, abi) > desc_abi_word(abi);
}

/* Fills arg[] as the types of the argument list read the registers. The low half of a pair comes first, unless both say. */
static void read_registers(struct call *call)
{
	unsigned r = 0;
	for (unsigned n = 0; n < call->sig.nargs && n < CALL_ARGS; n++) {
		const struct desc_arg *arg = &desc_arg[call->sig.first_arg + n];
		const struct desc_type *t = &desc_type[arg->type];
		if (arg->reg)
			r = arg->reg - 1u;
		uint64_t v = r < CALL_ARGS ? call->reg[r] : 0;
		if (is_pair(t, call->abi)) {
			unsigned h = arg->high ? arg->high - 1u : ++r;
			v = (v & UINT32_MAX) | (h < CALL_ARGS ? call->reg[h] : 0) << 32;
		}
		r++;
		call->arg[n] = desc_base_value(is_scalar(t) ? (enum desc_base)t->base : B_PTR, call->abi, v);
	}
}

void decode_begin(struct call *call)
{
	struct walk w = {.call = call, .abi = call->abi};
	uint64_t value;
	call->absent = 0;
	call->deref_ok = 0;
	call->decoded = false;
	call->raw = false;
	if (!call->desc) {
		call->sig = (struct desc_sig){.nargs = CALL_ARGS, .ret = DESC_NONE};
		for (unsigned n = 0; n < CALL_ARGS; n++)
			call->arg[n] = call->reg[n];
		return;
	}
	call->sig = call->desc->sig;
	read_registers(call);
	if (call->desc->sw != DESC_NONE) {
		const struct desc_switch *sw = &desc_switch[call->desc->sw];
		bool known = walk_eval(&w, NULL, sw->expr, WHEN_ENTRY, &value);
		call->sig = known ? desc_variant(call->desc, call->abi, value) : sw->otherwise;
		read_registers(call);
	}
	for (unsigned n = 0; n < call->sig.nargs && n < CALL_ARGS; n++) {
		const struct desc_arg *arg = &desc_arg[call->sig.first_arg + n];
		bool missing = arg->cond && walk_eval(&w, NULL, arg->cond, WHEN_ENTRY, &value) && !value;
		if (arg->flags & DA_UNUSED || missing)
			call->absent |= (uint8_t)(1u << n);
	}
}

/* Raw arguments are the registers: all that the call's longest list has, whatever the variant. */
static void decode_raw(struct call *call)
{
	if (call->desc && call->desc->sw != DESC_NONE) {
		call->sig = desc_switch[call->desc->sw].otherwise;
		read_registers(call);
	}
	unsigned r = 0, shown = 0;
	call->absent = 0;
	for (unsigned n = 0; n < call->sig.nargs && n < CALL_ARGS; n++) {
		uint32_t name = 0;
		bool pair = false;
		if (call->desc) {
			const struct desc_arg *arg = &desc_arg[call->sig.first_arg + n];
			name = arg->name;
			pair = is_pair(&desc_type[arg->type], call->abi);
			r = arg->reg ? arg->reg - 1u : r;
			/* Two arguments of one register are two readings of it. */
			if (shown >> r & 1) {
				call->absent |= (uint8_t)(1u << n);
				r++;
				continue;
			}
			shown |= 1u << r;
		}
		uint64_t v = pair || r >= CALL_ARGS ? call->arg[n] : call->reg[r];
		r += pair ? 2 : 1;
		call->at[n].entry = tape_put(&call->tape, TAPE_INT, name, TAPE_NOTYPE, ST_HEX, 0, v);
	}
}

/* The integer that a pointer argument points to, for extents and conditions. */
static void capture_deref(struct walk *w, unsigned n, const struct desc_type *t)
{
	uint8_t raw[8];
	if (t->kind != DK_PTR || t->dir == DIR_OUT || !is_scalar(&desc_type[t->elem]) || !w->call->arg[n])
		return;
	enum desc_base base = desc_type[t->elem].base;
	if (!walk_fetch(w, w->call->arg[n], raw, desc_base_size(base, w->abi)))
		return;
	w->call->deref[n] = desc_base_load(base, w->abi, raw);
	w->call->deref_ok |= (uint8_t)(1u << n);
}

/* A late struct leaves its bytes on the tape: deref[n] is their index, and deref_ok does not have its bit. No value refers to
 * them, so sinks do not see them. */
static void capture_late(struct walk *w, unsigned n, const struct desc_type *t)
{
	w->call->deref[n] = TAPE_NONE;
	if (t->kind != DK_PTR || t->dir != DIR_INOUT || desc_type[t->elem].kind != DK_STRUCT)
		return;
	const struct desc_type *to = &desc_type[t->elem];
	uint64_t size = desc_struct[to->elem].abi[w->abi].size, exists;
	if (to->cap && walk_eval(w, NULL, to->cap, WHEN_ENTRY, &exists) && exists < size)
		size = exists;
	uint32_t i;
	void *dst = tape_room(w->tape, TAPE_STR, 0, TAPE_NOTYPE, ST_DEFAULT, 0, size, &i);
	if (walk_fetch(w, w->call->arg[n], dst, size))
		w->call->deref[n] = i;
	else
		tape_cut(w->tape, i);
}

/* True if a struct has pointers to what the call returns. Such a struct is not shown again: only what they point to is new. */
static bool has_gains(const struct walk *w, const struct desc_type *t)
{
	if (t->kind != DK_PTR || desc_type[t->elem].kind != DK_STRUCT)
		return false;
	const struct desc_struct *st = &desc_struct[desc_type[t->elem].elem];
	for (unsigned i = 0; i < st->abi[w->abi].count; i++) {
		const struct desc_type *to = &desc_type[desc_field[st->abi[w->abi].first + i].type];
		if (to->kind == DK_PTR && to->dir != DIR_IN && to->dir != DIR_NONE)
			return true;
	}
	return false;
}

static struct walk walk_for(struct call *call, pid_t tid, struct mem *mem, const struct decode_opts *opts)
{
	return (struct walk){.call = call, .tid = tid, .mem = mem, .opts = opts, .tape = &call->tape, .abi = call->abi};
}

void decode_enter(struct call *call, pid_t tid, struct mem *mem, const struct decode_opts *opts)
{
	struct walk w = walk_for(call, tid, mem, opts);
	tape_reset(&call->tape);
	for (unsigned n = 0; n < CALL_ARGS; n++)
		call->at[n].entry = call->at[n].exit = TAPE_NONE;
	call->ret_fd = call->ret_note = TAPE_NONE;
	call->deref_ok = 0;
	call->decoded = true;
	call->raw = opts->raw;
	if (opts->raw || !call->desc) {
		decode_raw(call);
		return;
	}
	/* First all integers: extents may refer to arguments that come later. */
	for (unsigned n = 0; n < call->sig.nargs && n < CALL_ARGS; n++)
		capture_deref(&w, n, &desc_type[desc_arg[call->sig.first_arg + n].type]);
	for (unsigned n = 0; n < call->sig.nargs && n < CALL_ARGS; n++) {
		const struct desc_arg *arg = &desc_arg[call->sig.first_arg + n];
		if (call->absent & 1u << n)
			continue;
		if (arg->flags & DA_LATE)
			capture_late(&w, n, &desc_type[arg->type]);
		if (arg->flags & DA_ENTRY) {
			call->at[n].entry = call->tape.len;
			walk_value(&w, NULL, arg->name, arg->type, call->arg[n]);
		}
	}
}

/* The value at exit of argument n, for which there is one also at entry. */
static void decode_again(struct walk *w, unsigned n, const struct desc_arg *arg)
{
	uint16_t type = arg->flags & DA_THEN ? arg->then : arg->type;
	const struct desc_type *t = &desc_type[type];
	if (t->kind == DK_PTR && (!w->call->arg[n] || (w->failed && !(t->flags & DT_ALWAYS))))
		return;
	w->gains = has_gains(w, t);
	uint32_t at = w->tape->len;
	walk_value(w, NULL, arg->name, type, w->call->arg[n]);
	if (w->tape->len > at)
		w->call->at[n].exit = at;
	w->gains = false;
}

static void decode_late(struct walk *w, unsigned n, const struct desc_arg *arg)
{
	struct call *call = w->call;
	uint16_t type = arg->flags & DA_THEN && !w->failed ? arg->then : arg->type;
	const struct desc_type *t = &desc_type[type];
	bool captured = t->kind == DK_PTR && t->dir == DIR_INOUT && !(call->deref_ok & 1u << n) && call->deref[n] < call->tape.len;
	uint8_t bytes[WALK_BUFFER];
	if (captured) {
		/* Copied, because the tape may move while it grows. */
		size_t len = call->tape.tok[call->deref[n]].value;
		len = len < sizeof(bytes) ? len : sizeof(bytes);
		memcpy(bytes, tape_data(&call->tape, (uint32_t)call->deref[n]), len);
		w->before = (struct window){.addr = call->arg[n], .p = bytes, .len = len};
	}
	call->at[n].exit = call->tape.len;
	if (captured && w->failed && w->opts->deref && !(t->flags & DT_ALWAYS))
		walk_failed(w, arg->name, t->elem, call->arg[n]);
	else
		walk_value(w, NULL, arg->name, type, call->arg[n]);
	w->before = (struct window){0};
}

/* True for a set of bits in which none is set, unless that has a name, and for no signal. */
static bool is_nothing(const struct desc_type *t, enum desc_abi abi, uint64_t value)
{
	const struct desc_set *set = &desc_set[t->elem];
	if (t->kind != DK_BITS || value)
		return t->style == ST_SIGNAL && !value;
	for (unsigned i = 0; i < set->abi[abi].count; i++) {
		if (desc_sym[set->abi[abi].first + i].value == 0 && desc_sym[set->abi[abi].first + i].part <= DP_FIELD)
			return false;
	}
	return true;
}

static void decode_result(struct walk *w)
{
	struct call *call = w->call;
	const struct desc_ret *ret = &desc_ret[call->sig.ret];
	if (ret->type != DESC_NONE && desc_type[ret->type].style == ST_FD)
		netlink_remember(w);
	if (ret->type != DESC_NONE && w->opts->fds && desc_type[ret->type].style == ST_FD && call->value >= 0) {
		/* What stands before on the tape is another value, of which this is no remark. */
		tape_put(&call->tape, TAPE_ABSENT, 0, TAPE_NOTYPE, ST_DEFAULT, 0, 0);
		call->ret_fd = enrich_fd(&call->tape, w->opts, w->tid, call->value, false);
	}
	if (ret->note == DESC_NONE || is_nothing(&desc_type[ret->note], call->abi, (uint64_t)call->value))
		return;
	uint32_t at = call->tape.len;
	if (desc_type[ret->note].style != ST_TIMEOUT_NOTE)
		walk_value(w, NULL, 0, ret->note, (uint64_t)call->value);
	else if (call->value == 0)
		walk_word(w, 0, "Timeout");
	if (call->tape.len > at)
		call->ret_note = at;
}

void decode_exit(struct call *call, pid_t tid, struct mem *mem, const struct decode_opts *opts)
{
	struct walk w = walk_for(call, tid, mem, opts);
	w.at_exit = true;
	w.failed = call->error != 0 || call->unavailable;
	if (!call->decoded || call->raw || !call->desc)
		return;
	for (unsigned n = 0; n < call->sig.nargs && n < CALL_ARGS; n++) {
		const struct desc_arg *arg = &desc_arg[call->sig.first_arg + n];
		if (call->absent & 1u << n)
			continue;
		if (arg->flags & DA_LATE) {
			decode_late(&w, n, arg);
		} else if (arg->flags & DA_EXIT && call->at[n].entry != TAPE_NONE) {
			decode_again(&w, n, arg);
		} else if (arg->flags & DA_EXIT) {
			call->at[n].exit = call->tape.len;
			walk_value(&w, NULL, arg->name, arg->type, call->arg[n]);
		}
	}
	if (!w.failed && call->sig.ret != DESC_NONE)
		decode_result(&w);
}

void decode_siginfo(struct tape *t, const void *info, size_t len)
{
	struct walk w = {.tape = t, .opts = &(const struct decode_opts){.str_limit = 32}};
	walk_siginfo(&w, 0, info, len, sizeof(void *));
}
