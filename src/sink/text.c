/* The text sink: which event prints what. */
#include "sink/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utlist.h>

#include "base/check.h"
#include "base/diag.h"
#include "sink/text_impl.h"

#define SIGNALS 64

void text_opts_default(struct text_opts *opts)
{
	*opts = (struct text_opts){
		.column = 40,
		.clock_precision = TEXT_S,
		.relative_precision = TEXT_US,
		.duration_precision = TEXT_US,
		.signals = UINT64_MAX,
		.fd = STDERR_FILENO,
	};
}

static bool is_same_file(const struct stat *st, int fd)
{
	struct stat other;
	return fstat(fd, &other) == 0 && other.st_dev == st->st_dev && other.st_ino == st->st_ino;
}

/* A terminal, a pipe or a FIFO may have somebody waiting for half a line. A file has not, unless what the traced program prints
 * goes there, too, and shall stand beside the calls that printed it. */
static bool is_watched(int fd)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return true;
	if (S_ISCHR(st.st_mode) && st.st_rdev == makedev(1, 3))
		return false;
	return !S_ISREG(st.st_mode) || is_same_file(&st, STDOUT_FILENO) || is_same_file(&st, STDERR_FILENO);
}

static void stream_init(struct stream *stream, int fd, bool owned)
{
	*stream = (struct stream){.fd = fd, .owned = owned, .eager = is_watched(fd)};
	buf_init(&stream->buf);
}

static void stream_close(struct text *text, struct stream *stream)
{
	text_write(text, stream);
	buf_free(&stream->buf);
	if (stream->owned && close(stream->fd) < 0 && !text->err)
		text->err = -errno;
	stream->owned = false;
}

/* -ff: the task's own file. */
static void open_own(struct text *text, struct line *line, pid_t tid, bool append)
{
	struct buf name;
	buf_init(&name);
	buf_printf(&name, "%s.%d", text->opts->path, (int)tid);
	int fd = open(buf_cstr(&name), O_WRONLY | O_CREAT | O_CLOEXEC | (append ? O_APPEND : O_TRUNC), 0666);
	if (fd < 0) {
		if (!text->sink.failed)
			diag_errno(errno, "Can't fopen '%s'", buf_cstr(&name));
		text->sink.failed = true;
	}
	buf_free(&name);
	stream_init(&line->own, fd, fd >= 0);
	line->to = &line->own;
}

static struct line *line_of(struct text *text, struct task *task)
{
	struct line *line = (struct line *)(uintptr_t)task->sink[text->sink.slot];
	if (line)
		return line;
	line = check_calloc(1, sizeof(*line));
	line->to = &text->main;
	if (text->opts->path)
		open_own(text, line, task->tid, text->opts->append);
	task->sink[text->sink.slot] = (uintptr_t)line;
	DL_APPEND(text->lines, line);
	text->live++;
	return line;
}

static void forget_line(struct text *text, struct line *line)
{
	if (line->to->open == line)
		text_end_line(text, line);
	if (line->to == &line->own)
		stream_close(text, &line->own);
	DL_DELETE(text->lines, line);
	free(line);
}

/* The width of a program's words says what it runs as; only a change is worth a line. It still stands under the number of the call
 * before. */
static void tell_abi(struct text *text, struct line *line, const struct task *task, const struct event *ev)
{
	enum desc_abi abi = task->call.abi;
	unsigned before = line->has_call ? desc_abi_word(line->abi) : (unsigned)sizeof(void *), now = desc_abi_word(abi);
	bool silent = (line->silent_abi && !line->has_call) || text->opts->quiet & TEXT_QUIET_PERSONALITY;
	line->abi = abi;
	if (before != now && !silent) {
		text_begin_line(text, line, task, ev);
		buf_printf(&line->to->buf, "[ Process PID=%d runs in %u bit mode. ]", (int)task->tid, now * 8);
		text_end_line(text, line);
	}
	line->nr = task->call.nr;
	line->has_call = true;
}

static void enter(struct text *text, struct line *line, const struct task *task, const struct event *ev)
{
	tell_abi(text, line, task, ev);
	text_begin_line(text, line, task, ev);
	text_call_entry(text, line, &task->call);
	line->state = LINE_OPEN;
	text_show(text, line->to);
}

/* The call's line is to go on: if another task printed meanwhile, on a line of its own. */
static void resume(struct text *text, struct line *line, const struct task *task, const struct event *ev)
{
	if (line->state != LINE_INTERRUPTED)
		return;
	text_begin_line(text, line, task, ev);
	line->state = LINE_OPEN;
	if (text->opts->whole_lines) {
		text_call_entry(text, line, &task->call);
		return;
	}
	struct buf *out = &line->to->buf;
	buf_puts(out, "<... ");
	text_call_name(out, &task->call);
	buf_puts(out, " resumed>");
}

static void leave(struct text *text, struct line *line, const struct task *task, const struct event *ev)
{
	const struct call *call = &task->call;
	struct buf *out = &line->to->buf;
	if (line->state == LINE_NONE)
		return;
	resume(text, line, task, ev);
	text_call_rest(text, line, call);
	buf_putc(out, ')');
	text_pad(text, line->to);
	buf_put(out, "= ", 2);
	text_call_result(text, out, call);
	if (text->opts->duration && text_call_returns(call)) {
		buf_put(out, " <", 2);
		text_seconds(out, call->exit_mono_ns - call->enter_mono_ns, 1, text->opts->duration_precision);
		buf_putc(out, '>');
	}
	text_end_line(text, line);
	text_dump(text, line->to, &call->data);
	text_stack(text, line, &call->stack);
	line->state = LINE_NONE;
}

/* The task ends within its call: nobody knows what the rest of the arguments would have been. */
static void cut_short(struct text *text, struct line *line, const struct task *task, const struct event *ev)
{
	if (line->state == LINE_NONE)
		return;
	resume(text, line, task, ev);
	struct buf *out = &line->to->buf;
	if (!text_call_is_whole(line, &task->call))
		buf_puts(out, " <unfinished ...>");
	buf_putc(out, ')');
	text_pad(text, line->to);
	buf_puts(out, "= ?");
	text_end_line(text, line);
	line->state = LINE_NONE;
}

static bool signal_is_shown(const struct text *text, int signo)
{
	return signo < 1 || signo > SIGNALS || text->opts->signals >> (signo - 1) & 1;
}

static void signal_arrives(struct text *text, struct line *line, const struct task *task, const struct event *ev)
{
	struct buf *out = &line->to->buf;
	if (!signal_is_shown(text, ev->u.signal.signo))
		return;
	text_begin_line(text, line, task, ev);
	buf_puts(out, ev->kind == EV_STOP ? "--- stopped by " : "--- ");
	value_signal(out, (unsigned)ev->u.signal.signo);
	if (ev->kind == EV_SIGNAL && task->siginfo.len) {
		struct value_opts opts = {.consts = text->opts->consts, .quote = text->opts->quote, .abi = task->abi};
		buf_putc(out, ' ');
		text_value(out, &task->siginfo, 0, &opts);
	}
	buf_puts(out, " ---");
	text_end_line(text, line);
	text_stack(text, line, &task->signal_stack);
}

static void tell_end(struct text *text, struct line *line, const struct task *task, const struct event *ev)
{
	int status = ev->u.task_exit.status;
	struct buf *out = &line->to->buf;
	if (ev->u.task_exit.superseded_by) {
		if (text->opts->quiet & TEXT_QUIET_THREAD_EXECVE)
			return;
		text_begin_line(text, line, task, ev);
		buf_printf(out, "+++ superseded by execve in pid %d +++", (int)ev->u.task_exit.superseded_by);
	} else if (WIFSIGNALED(status)) {
		if (!signal_is_shown(text, WTERMSIG(status)))
			return;
		text_begin_line(text, line, task, ev);
		buf_puts(out, "+++ killed by ");
		value_signal(out, (unsigned)WTERMSIG(status));
		buf_puts(out, WCOREDUMP(status) ? " (core dumped) +++" : " +++");
	} else {
		if (text->opts->quiet & TEXT_QUIET_EXIT)
			return;
		text_begin_line(text, line, task, ev);
		buf_printf(out, "+++ exited with %d +++", WEXITSTATUS(status));
	}
	text_end_line(text, line);
}

static void task_exits(struct text *text, struct line *line, struct task *task, const struct event *ev)
{
	cut_short(text, line, task, ev);
	/* The one that takes its place counts for both. */
	if (ev->u.task_exit.superseded_by)
		text->live--;
	tell_end(text, line, task, ev);
	/* That of a call that never returns. */
	if (task->call.open && task->call.wanted)
		text_stack(text, line, &task->call.stack);
	if (!ev->u.task_exit.superseded_by)
		text->live--;
	task->sink[text->sink.slot] = 0;
	forget_line(text, line);
}

static void detached(struct text *text, struct line *line, struct task *task)
{
	if (line->state == LINE_OPEN)
		buf_puts(&line->to->buf, " <detached ...>");
	task->sink[text->sink.slot] = 0;
	forget_line(text, line);
	text->live--;
}

/* The thread that called execve goes on with the leader's tid. */
static void renamed(struct text *text, struct line *line, const struct task *task, const struct event *ev)
{
	if (ev->u.exec.old_tid == ev->tid)
		return;
	if (line->state == LINE_OPEN) {
		buf_printf(&line->to->buf, " <pid changed to %d ...>", (int)task->tid);
		text_end_line(text, line);
		line->state = LINE_INTERRUPTED;
	}
	if (line->to == &line->own) {
		stream_close(text, &line->own);
		open_own(text, line, task->tid, true);
	}
}

static void text_event(struct sink *sink, const struct event *ev, struct task *task)
{
	struct text *text = (struct text *)sink;
	if (!task) {
		if (ev->kind == EV_LOST)
			diag("%llu events were lost", (unsigned long long)ev->u.lost.count);
		return;
	}
	struct line *line = line_of(text, task);
	switch (ev->kind) {
	case EV_ENTER:
		enter(text, line, task, ev);
		break;
	case EV_EXIT:
		leave(text, line, task, ev);
		break;
	case EV_SIGNAL:
	case EV_STOP:
		signal_arrives(text, line, task, ev);
		break;
	case EV_TASK_NEW:
		line->silent_abi = ev->u.task.origin == TASK_FORKED;
		break;
	case EV_EXEC:
		renamed(text, line, task, ev);
		break;
	case EV_EXITING:
		cut_short(text, line, task, ev);
		break;
	case EV_TASK_EXIT:
		task_exits(text, line, task, ev);
		break;
	case EV_DETACHED:
		detached(text, line, task);
		break;
	case EV_LOST:
	case EV_END:
		break;
	}
}

static void text_flush(struct sink *sink)
{
	struct text *text = (struct text *)sink;
	struct line *line;
	text_write(text, &text->main);
	DL_FOREACH(text->lines, line)
	{
		if (line->to == &line->own)
			text_write(text, &line->own);
	}
}

static int text_close(struct sink *sink)
{
	struct text *text = (struct text *)sink;
	struct line *line, *next;
	DL_FOREACH_SAFE(text->lines, line, next)
	{
		forget_line(text, line);
	}
	stream_close(text, &text->main);
	/* Without a place to write every write failed, and that was said. */
	int err = text->sink.failed ? 0 : text->err;
	free(text);
	return err;
}

struct sink *text_open(const struct text_opts *opts)
{
	static const struct sink_ops ops = {
		.name = "text",
		.event = text_event,
		.flush = text_flush,
		.close = text_close,
	};
	struct text *text = check_calloc(1, sizeof(*text));
	text->sink = (struct sink){.ops = &ops, .wants = SINK_ARGS | (opts->stacks ? SINK_STACKS : 0)};
	text->opts = opts;
	text->colored = opts->color == TEXT_COLOR_ALWAYS || (opts->color == TEXT_COLOR_AUTO && !opts->path && isatty(opts->fd));
	text_palette_init(&text->palette, opts->colors);
	stream_init(&text->main, opts->fd, false);
	return &text->sink;
}
