/* The records of the JSON sink. A record is built whole in the buffer, which is written out when it is large or when asked. */
#include "sink/json.h"

#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>

#include "base/buf.h"
#include "base/check.h"
#include "base/error.h"
#include "sink/json_stack.h"
#include "sink/json_value.h"
#include "trapline/schema.h"

#define WRITE_SIZE (64 * 1024)

struct json {
	struct sink sink;
	struct buf out;
	int fd, err;
	uint64_t seq;
	struct json_stacks stacks;
};

static void put_key(struct buf *out, const char *key)
{
	buf_puts(out, ",\"");
	buf_puts(out, key);
	buf_puts(out, "\":");
}

static void put_text(struct buf *out, const char *key, const char *value)
{
	put_key(out, key);
	json_string(out, value);
}

static void put_count(struct buf *out, const char *key, uint64_t value)
{
	put_key(out, key);
	buf_udec(out, value);
}

static void json_write(struct json *json)
{
	int err = buf_write(&json->out, json->fd);
	if (!json->err)
		json->err = err;
}

static void end_record(struct json *json)
{
	buf_puts(&json->out, "}\n");
	if (json->out.len >= WRITE_SIZE)
		json_write(json);
}

/* What every record but the header begins with. task: NULL for what is no one task's. */
static void begin_record(struct json *json, const char *type, const struct task *task, uint64_t time)
{
	struct buf *out = &json->out;
	buf_puts(out, "{\"seq\":");
	buf_udec(out, ++json->seq);
	put_text(out, "type", type);
	if (task) {
		put_count(out, "pid", (uint64_t)(task->tgid ? task->tgid : task->tid));
		put_count(out, "tid", (uint64_t)task->tid);
		buf_puts(out, ",\"comm\":");
		quote_json(out, task->comm, strnlen(task->comm, sizeof(task->comm)));
	}
	put_count(out, "time", time);
}

/* Describes the stack that the next record will refer to, if that was not done before. */
static void introduce_stack(struct json *json, const struct stack_trace *trace, uint64_t time)
{
	if (!(json->sink.wants & SINK_STACKS) || !trace->stack || !json_stack_is_new(&json->stacks, trace->stack))
		return;
	begin_record(json, "stack", NULL, time);
	json_stack_fields(&json->out, trace->stack);
	end_record(json);
}

/* The bits of argument n, as many as its type has. */
static uint64_t raw_argument(const struct call *call, unsigned n)
{
	unsigned size = desc_abi_word(call->abi);
	const struct desc_type *type = call->desc ? &desc_type[desc_arg[call->sig.first_arg + n].type] : NULL;
	if (type && (type->kind == DK_INT || type->kind == DK_ENUM || type->kind == DK_BITS))
		size = desc_base_size(type->base, call->abi);
	return size < 8 ? call->arg[n] & ((UINT64_C(1) << size * 8) - 1) : call->arg[n];
}

static void put_argument_name(struct buf *out, const struct call *call, unsigned n)
{
	const char *name = call->desc ? desc_name(desc_arg[call->sig.first_arg + n].name) : "";
	if (*name)
		json_string(out, name);
	else
		buf_printf(out, "\"arg%u\"", n);
}

/* Whether the value at exit says more than the one at entry. If the call failed it may be only the address; of a struct that was
 * shown at entry it has only what the call added. */
static bool is_changed(const struct tape *t, uint32_t entry, uint32_t exit)
{
	const struct tape_tok *now = &t->tok[exit];
	if (now->op == TAPE_ADDR && t->tok[entry].op != TAPE_ADDR)
		return false;
	if (now->op == TAPE_STRUCT && t->tok[exit + 1].op == TAPE_CLOSE)
		return false;
	return !tape_equal(t, entry, t, exit);
}

/* What was decoded of argument n, if anything was: at entry, at exit, or both where they differ. */
static void put_argument_value(struct buf *out, const struct call *call, unsigned n)
{
	const struct tape *t = &call->tape;
	uint32_t entry = call->at[n].entry, exit = call->at[n].exit;
	bool in = json_has_value(t, entry), ret = json_has_value(t, exit);
	if (!in && !ret)
		return;
	buf_puts(out, ",\"value\":");
	if (in && ret && is_changed(t, entry, exit))
		json_change(out, t, entry, exit, call->abi);
	else
		json_value(out, t, in ? entry : exit, call->abi);
}

static void put_arguments(struct buf *out, const struct call *call)
{
	buf_puts(out, ",\"args\":[");
	bool first = true;
	for (unsigned n = 0; n < call->sig.nargs && n < CALL_ARGS; n++) {
		if (call->absent & (1u << n))
			continue;
		buf_puts(out, first ? "{\"name\":" : ",{\"name\":");
		first = false;
		put_argument_name(out, call, n);
		buf_puts(out, ",\"raw\":");
		json_hex(out, raw_argument(call, n));
		if (call->decoded)
			put_argument_value(out, call, n);
		buf_putc(out, '}');
	}
	buf_putc(out, ']');
}

static const struct desc_ret *result_desc(const struct call *call)
{
	return call->desc && call->sig.ret != DESC_NONE ? &desc_ret[call->sig.ret] : NULL;
}

static void put_success(struct buf *out, const struct call *call, int64_t value)
{
	const struct desc_ret *ret = result_desc(call);
	buf_puts(out, "\"raw\":");
	json_integer(out, (uint64_t)value, true);
	buf_puts(out, ",\"value\":");
	if (ret && ret->type != DESC_NONE && !call->raw)
		json_number(out, (uint64_t)value, ret->type, &call->tape, call->ret_fd, call->abi);
	else
		json_integer(out, (uint64_t)value, true);
}

static void put_error(struct buf *out, int error)
{
	const char *name = error_name(error);
	buf_puts(out, "\"raw\":-1");
	put_count(out, "error", (uint64_t)error);
	if (name)
		put_text(out, "errno", name);
	else
		buf_puts(out, ",\"errno\":null");
}

static void put_note(struct buf *out, const struct call *call)
{
	const struct desc_ret *ret = result_desc(call);
	if (!ret || !call->decoded || !json_has_value(&call->tape, call->ret_note))
		return;
	buf_puts(out, ",\"note\":");
	if (ret->label) {
		buf_putc(out, '{');
		json_string(out, desc_name(ret->label));
		buf_putc(out, ':');
	}
	json_value(out, &call->tape, call->ret_note, call->abi);
	if (ret->label)
		buf_putc(out, '}');
}

static void put_result(struct buf *out, const struct call *call)
{
	buf_puts(out, ",\"result\":{");
	if (call->unavailable)
		buf_puts(out, "\"unavailable\":true");
	else if (value_call_failed(call))
		put_error(out, call->error);
	else
		put_success(out, call, call->error ? -(int64_t)call->error : call->value);
	put_note(out, call);
	buf_putc(out, '}');
}

/* What the user had done to the call. */
static void put_tampered(struct buf *out, unsigned tampered)
{
	static const struct {
		unsigned bit;
		const char *name;
	} names[] = {{EVENT_TAMPERED_RESULT, "result"}, {EVENT_TAMPERED_ARGS, "args"}, {EVENT_TAMPERED_DELAY, "delay"}};
	if (!tampered)
		return;
	buf_puts(out, ",\"tampered\":");
	for (size_t i = 0, n = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (!(tampered & names[i].bit))
			continue;
		buf_putc(out, n++ ? ',' : '[');
		json_string(out, names[i].name);
	}
	buf_putc(out, ']');
}

/* A call that ended, or one that will not. */
static void put_call(struct json *json, const struct task *task, bool ended)
{
	struct buf *out = &json->out;
	const struct call *call = &task->call;
	introduce_stack(json, &call->stack, call->enter_mono_ns);
	begin_record(json, "syscall", task, call->enter_mono_ns);
	/* The time at which a pending call began is not known. */
	if (ended && !call->pending)
		put_count(out, "duration", call->exit_mono_ns - call->enter_mono_ns);
	if (call->desc) {
		put_text(out, "name", desc_name(call->desc->name));
	} else {
		buf_puts(out, ",\"name\":\"syscall_");
		buf_hex_padded(out, call->nr, 1);
		buf_putc(out, '"');
	}
	buf_puts(out, ",\"nr\":");
	json_integer(out, call->nr, false);
	put_text(out, "abi", desc_abi_name(call->abi));
	put_arguments(out, call);
	if (ended)
		put_result(out, call);
	else
		buf_puts(out, ",\"unfinished\":true");
	put_tampered(out, call->tampered);
	if (call->pending)
		buf_puts(out, ",\"pending\":true");
	if (json->sink.wants & SINK_STACKS && call->stack.stack)
		json_stack_use(out, &call->stack);
	end_record(json);
}

static void put_signal_name(struct buf *out, int signo)
{
	put_key(out, "signal");
	buf_puts(out, "{\"sym\":");
	size_t start = out->len;
	value_signal(out, (unsigned)signo);
	json_quote_from(out, start);
	buf_printf(out, ",\"raw\":%d}", signo);
}

static void put_signal(struct json *json, const struct event *ev, const struct task *task)
{
	introduce_stack(json, &task->signal_stack, ev->mono_ns);
	begin_record(json, ev->kind == EV_STOP ? "stop" : "signal", task, ev->mono_ns);
	put_signal_name(&json->out, ev->u.signal.signo);
	if (ev->kind == EV_SIGNAL && json_has_value(&task->siginfo, 0)) {
		buf_puts(&json->out, ",\"siginfo\":");
		json_value(&json->out, &task->siginfo, 0, task->abi);
	}
	if (json->sink.wants & SINK_STACKS && task->signal_stack.stack)
		json_stack_use(&json->out, &task->signal_stack);
	end_record(json);
}

static void put_new(struct json *json, const struct event *ev, const struct task *task)
{
	static const char *const origin[] = {[TASK_SPAWNED] = "spawned", [TASK_ATTACHED] = "attached", [TASK_FORKED] = "forked"};
	begin_record(json, "new", task, ev->mono_ns);
	put_text(&json->out, "origin", origin[ev->u.task.origin]);
	if (ev->u.task.parent)
		put_count(&json->out, "parent", (uint64_t)ev->u.task.parent);
	end_record(json);
}

static void put_exec(struct json *json, const struct event *ev, const struct task *task)
{
	begin_record(json, "exec", task, ev->mono_ns);
	if (ev->u.exec.old_tid != ev->tid)
		put_count(&json->out, "old_tid", (uint64_t)ev->u.exec.old_tid);
	end_record(json);
}

static void put_exit(struct json *json, const struct event *ev, const struct task *task)
{
	int status = ev->u.task_exit.status;
	begin_record(json, "exit", task, ev->mono_ns);
	if (ev->u.task_exit.superseded_by) {
		put_count(&json->out, "superseded_by", (uint64_t)ev->u.task_exit.superseded_by);
	} else if (WIFSIGNALED(status)) {
		put_signal_name(&json->out, WTERMSIG(status));
		buf_printf(&json->out, ",\"core\":%s", WCOREDUMP(status) ? "true" : "false");
	} else {
		put_count(&json->out, "code", (uint64_t)WEXITSTATUS(status));
	}
	end_record(json);
}

static void json_event(struct sink *sink, const struct event *ev, struct task *task)
{
	struct json *json = (struct json *)sink;
	bool gone = ev->kind == EV_TASK_EXIT || ev->kind == EV_DETACHED;
	if (gone && task->call.open && task->call.wanted)
		put_call(json, task, false);
	switch (ev->kind) {
	case EV_ENTER:
	case EV_EXITING: /* the call is told of when its task is gone */
	case EV_END:
		break;
	case EV_EXIT:
		put_call(json, task, true);
		break;
	case EV_SIGNAL:
	case EV_STOP:
		put_signal(json, ev, task);
		break;
	case EV_TASK_NEW:
		put_new(json, ev, task);
		break;
	case EV_EXEC:
		put_exec(json, ev, task);
		break;
	case EV_TASK_EXIT:
		put_exit(json, ev, task);
		break;
	case EV_DETACHED:
		begin_record(json, "detached", task, ev->mono_ns);
		end_record(json);
		break;
	case EV_LOST:
		begin_record(json, "lost", NULL, ev->mono_ns);
		put_count(&json->out, "count", ev->u.lost.count);
		end_record(json);
		break;
	}
}

static void json_flush(struct sink *sink)
{
	json_write((struct json *)sink);
}

static int json_close(struct sink *sink)
{
	struct json *json = (struct json *)sink;
	json_write(json);
	int err = json->err;
	buf_free(&json->out);
	json_stacks_free(&json->stacks);
	free(json);
	return err;
}

static uint64_t clock_ns(clockid_t id)
{
	struct timespec ts;
	CHECK(clock_gettime(id, &ts) == 0);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

static void put_header(struct json *json, const struct json_opts *opts)
{
	struct buf *out = &json->out;
	struct utsname host;
	CHECK(uname(&host) == 0);
	buf_puts(out, "{\"type\":\"header\"");
	put_count(out, "schema", TRAPLINE_TRACE_SCHEMA);
	put_text(out, "tool", opts->tool);
	put_text(out, "version", opts->version);
	put_text(out, "host", host.nodename);
	put_text(out, "kernel", host.release);
	put_text(out, "arch", host.machine);
	buf_puts(out, ",\"clock\":{\"monotonic_ns\":");
	buf_udec(out, clock_ns(CLOCK_MONOTONIC));
	put_count(out, "realtime_ns", clock_ns(CLOCK_REALTIME));
	buf_puts(out, opts->command ? "},\"command\":[" : "},\"command\":null");
	for (char *const *arg = opts->command; arg && *arg; arg++) {
		if (arg != opts->command)
			buf_putc(out, ',');
		json_string(out, *arg);
	}
	buf_puts(out, opts->command ? "],\"attached\":[" : ",\"attached\":[");
	for (size_t i = 0; i < opts->nattach; i++)
		buf_printf(out, i ? ",%d" : "%d", (int)opts->attach[i]);
	buf_putc(out, ']');
	put_count(out, "string_limit", opts->str_limit);
	end_record(json);
}

static const struct sink_ops json_ops = {.name = "json", .event = json_event, .flush = json_flush, .close = json_close};

struct sink *json_open(const struct json_opts *opts)
{
	struct json *json = check_calloc(1, sizeof(*json));
	json->sink.ops = &json_ops;
	json->sink.wants = SINK_ARGS | SINK_COMM | (opts->stacks ? SINK_STACKS : 0);
	json->fd = opts->fd;
	buf_init(&json->out);
	put_header(json, opts);
	return &json->sink;
}
