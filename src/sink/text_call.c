/* A call: its name, as many of its arguments as are known, and its result. */
#include <string.h>

#include "base/error.h"
#include "sink/text_impl.h"

static struct value_opts value_opts(const struct text *text, const struct call *call)
{
	return (struct value_opts){.consts = text->opts->consts, .quote = text->opts->quote, .abi = call->abi};
}

void text_call_name(struct buf *out, const struct call *call)
{
	if (call->desc) {
		buf_puts(out, desc_name(call->desc->name));
	} else {
		buf_puts(out, "syscall_");
		buf_hex(out, call->nr);
	}
}

static unsigned arg_count(const struct call *call)
{
	return call->desc ? call->sig.nargs : CALL_ARGS;
}

static const struct desc_arg *arg_desc(const struct call *call, unsigned n)
{
	return call->desc ? &desc_arg[call->sig.first_arg + n] : NULL;
}

static unsigned arg_flags(const struct call *call, unsigned n)
{
	return call->desc ? arg_desc(call, n)->flags : 0;
}

static bool is_shown(const struct call *call, unsigned n)
{
	return !(call->absent & 1u << n) && !(arg_flags(call, n) & DA_UNUSED);
}

bool text_call_is_whole(const struct line *line, const struct call *call)
{
	for (unsigned n = line->next_arg; n < arg_count(call); n++)
		if (is_shown(call, n))
			return false;
	return true;
}

static bool is_restart(const struct call *call)
{
	return call->desc && strcmp(desc_name(call->desc->name), "restart_syscall") == 0;
}

static void begin_arg(const struct text *text, struct line *line, const struct call *call, unsigned n)
{
	struct buf *out = &line->to->buf;
	if (line->any)
		buf_put(out, ", ", 2);
	line->any = true;
	if (!call->desc || !(text->opts->arg_names || call->desc->attrs & CA_NAMED))
		return;
	const char *name = desc_name(arg_desc(call, n)->name);
	if (!*name)
		return;
	buf_puts(out, name);
	buf_putc(out, '=');
}

/* An argument of which nothing was decoded is what the register holds. */
static void put_part(struct buf *out, const struct call *call, unsigned n, uint32_t at, const struct value_opts *opts)
{
	if (at != TAPE_NONE)
		text_value(out, &call->tape, at, opts);
	else
		buf_hex(out, call->arg[n]);
}

/* What the program passed can be shown before the kernel has changed it. */
static bool has_entry_part(const struct call *call, unsigned n)
{
	uint32_t entry = call->at[n].entry;
	return entry != TAPE_NONE && !(arg_flags(call, n) & DA_LATE) && call->tape.tok[entry].op == TAPE_STRUCT;
}

static void put_entry_args(const struct text *text, struct line *line, const struct call *call)
{
	struct value_opts opts = value_opts(text, call);
	for (unsigned n = 0; n < arg_count(call); n++) {
		line->next_arg = n;
		if (!is_shown(call, n))
			continue;
		bool more_later = arg_flags(call, n) & DA_EXIT;
		if (more_later && !has_entry_part(call, n))
			return;
		begin_arg(text, line, call, n);
		put_part(&line->to->buf, call, n, call->at[n].entry, &opts);
		if (more_later) {
			line->half = true;
			return;
		}
	}
	line->next_arg = arg_count(call);
}

void text_call_entry(const struct text *text, struct line *line, const struct call *call)
{
	struct buf *out = &line->to->buf;
	line->next_arg = 0;
	line->half = line->any = false;
	text_call_name(out, call);
	buf_putc(out, '(');
	if (is_restart(call)) {
		buf_puts(out, "<... resuming interrupted ");
		buf_puts(out, call->resumes ? desc_name(call->resumes->name) : "system call");
		buf_puts(out, " ...>");
		line->next_arg = arg_count(call);
	} else {
		put_entry_args(text, line, call);
	}
}

/* Whether the value at exit says more than the one at entry: if the call failed, it is often only the address once more. */
static bool is_changed(const struct tape *t, uint32_t entry, uint32_t exit)
{
	uint8_t op = t->tok[exit].op;
	if (op == TAPE_ADDR && t->tok[entry].op != TAPE_ADDR)
		return false;
	if (op == TAPE_STRUCT && t->tok[exit + 1].op == TAPE_CLOSE)
		return false;
	return !tape_equal(t, entry, t, exit);
}

/* [100 => 4] */
static void put_changed_ref(struct buf *out, const struct tape *t, uint32_t entry, uint32_t exit, const struct value_opts *opts)
{
	buf_putc(out, '[');
	text_value(out, t, entry + 1, opts);
	buf_put(out, " => ", 4);
	text_value(out, t, exit + 1, opts);
	buf_putc(out, ']');
}

/* An argument at exit, of which `half` the part at entry was printed already. */
static void put_arg(struct buf *out, const struct call *call, unsigned n, bool half, const struct value_opts *opts)
{
	const struct tape *t = &call->tape;
	uint32_t entry = call->at[n].entry, exit = call->at[n].exit;
	bool late = arg_flags(call, n) & DA_LATE;
	if (exit == TAPE_NONE || entry == TAPE_NONE || late) {
		if (!half)
			put_part(out, call, n, exit != TAPE_NONE ? exit : entry, opts);
		return;
	}
	/* What is of another type than at entry says something else, also where it looks the same. */
	bool changed = arg_flags(call, n) & DA_THEN || is_changed(t, entry, exit);
	if (changed && t->tok[entry].op == TAPE_REF && t->tok[exit].op == TAPE_REF) {
		put_changed_ref(out, t, entry, exit, opts);
		return;
	}
	if (!half)
		text_value(out, t, entry, opts);
	if (!changed)
		return;
	buf_put(out, " => ", 4);
	text_value(out, t, exit, opts);
}

void text_call_rest(const struct text *text, struct line *line, const struct call *call)
{
	struct value_opts opts = value_opts(text, call);
	for (unsigned n = line->next_arg; n < arg_count(call); n++) {
		if (!is_shown(call, n))
			continue;
		if (!line->half)
			begin_arg(text, line, call, n);
		put_arg(&line->to->buf, call, n, line->half, &opts);
		line->half = false;
	}
	line->next_arg = arg_count(call);
}

static void put_error(struct buf *out, int error)
{
	const char *name = error_name(error), *restart = error_restart(error);
	buf_puts(out, restart ? "? " : "-1 ");
	if (name) {
		buf_puts(out, name);
		buf_put(out, " (", 2);
		buf_puts(out, restart ? restart : strerror(error));
	} else {
		buf_puts(out, "(errno ");
		buf_dec(out, error);
	}
	buf_putc(out, ')');
}

/* A result that is no error is not negative, however large. */
static void put_large(struct buf *out, const struct call *call, uint64_t value)
{
	buf_udec(out, desc_abi_word(call->abi) == 4 ? (uint32_t)value : value);
}

static bool is_plain(const struct desc_type *type)
{
	return type->kind == DK_INT && type->base == B_LONG && type->style == ST_DEFAULT;
}

static void put_value(struct buf *out, const struct call *call, const struct value_opts *opts)
{
	if (call->raw) {
		buf_hex(out, (uint64_t)call->value);
	} else if (!call->desc) {
		buf_dec(out, call->value);
	} else {
		const struct desc_ret *ret = &desc_ret[call->sig.ret];
		const struct desc_type *type = &desc_type[ret->type];
		/* An address is a number here: nothing was pointed to that could be NULL. */
		bool zero = call->value == 0 && type->style == ST_ADDR;
		if (is_plain(type))
			put_large(out, call, (uint64_t)call->value);
		else
			value_number(out, (uint64_t)call->value, ret->type, zero ? ST_HEX : ST_DEFAULT, opts);
	}
	if (call->ret_fd != TAPE_NONE)
		value_text(out, &call->tape, call->ret_fd, opts);
}

/* The note, if it says anything. */
static void put_note(struct buf *out, const struct call *call, const struct value_opts *opts)
{
	const struct tape *t = &call->tape;
	if (call->ret_note == TAPE_NONE)
		return;
	size_t before = out->len;
	buf_put(out, " (", 2);
	uint32_t label = call->desc ? desc_ret[call->sig.ret].label : 0;
	if (label) {
		buf_puts(out, desc_name(label));
		buf_putc(out, ' ');
	}
	size_t start = out->len;
	/* A number's name alone is what such a note is for, whatever -X says. */
	struct value_opts named = *opts;
	if (t->tok[call->ret_note].op == TAPE_INT)
		named.consts = VALUE_ABBREV;
	text_value(out, t, call->ret_note, &named);
	if (out->len == start)
		out->len = before;
	else
		buf_putc(out, ')');
}

/* What the user had done to the call. */
static void put_tampered(struct buf *out, unsigned tampered)
{
	static const char *const injected[] = {
		[EVENT_TAMPERED_RESULT] = " (INJECTED)",
		[EVENT_TAMPERED_ARGS] = " (INJECTED: args)",
		[EVENT_TAMPERED_ARGS | EVENT_TAMPERED_RESULT] = " (INJECTED: args, retval)",
	};
	unsigned what = tampered & (EVENT_TAMPERED_RESULT | EVENT_TAMPERED_ARGS);
	if (what)
		buf_puts(out, injected[what]);
	if (tampered & EVENT_TAMPERED_DELAY)
		buf_puts(out, " (DELAYED)");
}

bool text_call_returns(const struct call *call)
{
	return !(call->desc && call->desc->attrs & CA_NEVER_RETURNS) || call->error || call->tampered & EVENT_TAMPERED_RESULT;
}

void text_call_result(const struct text *text, struct buf *out, const struct call *call)
{
	struct value_opts opts = value_opts(text, call);
	if (!text_call_returns(call)) {
		buf_putc(out, '?');
		return;
	}
	if (call->unavailable) {
		buf_puts(out, "? <unavailable>");
		return;
	}
	if (!call->error)
		put_value(out, call, &opts);
	else if (value_call_failed(call))
		put_error(out, call->error);
	else
		put_large(out, call, -(uint64_t)call->error);
	put_note(out, call, &opts);
	put_tampered(out, call->tampered);
}
