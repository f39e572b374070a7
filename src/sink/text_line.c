/* Physical lines: what stands at their beginning, how they end, and how they reach the kernel. */
#include <string.h>
#include <time.h>

#include "sink/stack_lines.h"
#include "sink/text_impl.h"

/* What is gathered before it is written where nobody watches: little in the file of one thread (-ff), of which there may be many.
 */
#define MAIN_SIZE (32 * 1024)
#define OWN_SIZE  (4 * 1024)

static const uint64_t nsec_per_sec = 1000000000;

/* Puts colours into what is about to be written. */
static void color(struct text *text, struct stream *stream)
{
	struct buf out;
	buf_init(&out);
	text_color(&out, stream->buf.p, stream->buf.len, &text->palette, &stream->color);
	buf_free(&stream->buf);
	stream->buf = out;
}

void text_write(struct text *text, struct stream *stream)
{
	struct buf *buf = &stream->buf;
	stream->flushed += buf->len - stream->line_start;
	stream->line_start = 0;
	if (text->colored && buf->len)
		color(text, stream);
	if (text->err)
		buf_reset(buf);
	else
		text->err = buf_write(buf, stream->fd);
}

void text_show(struct text *text, struct stream *stream)
{
	if (stream->eager)
		text_write(text, stream);
}

static void end_physical_line(struct stream *stream)
{
	buf_putc(&stream->buf, '\n');
	stream->line_start = stream->buf.len;
	stream->flushed = 0;
	stream->open = NULL;
}

void text_end_line(struct text *text, struct line *line)
{
	struct stream *stream = line->to;
	end_physical_line(stream);
	if (stream->eager || stream->buf.len >= (stream->owned ? OWN_SIZE : MAIN_SIZE))
		text_write(text, stream);
}

void text_pad(const struct text *text, struct stream *stream)
{
	size_t column = stream->flushed + stream->buf.len - stream->line_start;
	buf_fill(&stream->buf, ' ', column < text->opts->column ? text->opts->column - column : 1);
}

static void put_fixed(struct buf *out, uint64_t v, unsigned digits, char fill)
{
	char tmp[20];
	memset(tmp, fill, sizeof(tmp));
	unsigned n = 0;
	do {
		tmp[sizeof(tmp) - ++n] = (char)('0' + v % 10);
		v /= 10;
	} while (v && n < sizeof(tmp));
	if (n < digits)
		n = digits;
	buf_put(out, tmp + sizeof(tmp) - n, n);
}

static void put_fraction(struct buf *out, uint64_t ns, enum text_precision precision)
{
	static const uint32_t unit[] = {[TEXT_MS] = 1000000, [TEXT_US] = 1000, [TEXT_NS] = 1};
	if (precision == TEXT_S)
		return;
	buf_putc(out, '.');
	put_fixed(out, ns % nsec_per_sec / unit[precision], precision * 3, '0');
}

void text_seconds(struct buf *out, uint64_t ns, unsigned whole_width, enum text_precision precision)
{
	put_fixed(out, ns / nsec_per_sec, whole_width, ' ');
	put_fraction(out, ns, precision);
}

/* localtime is slow and most lines share their second with the one before. */
static void put_time_of_day(struct text *text, struct buf *out, time_t sec)
{
	if (sec != text->clock_sec || !text->clock_text[0]) {
		struct tm tm;
		if (!localtime_r(&sec, &tm) || !strftime(text->clock_text, sizeof(text->clock_text), "%T", &tm))
			text->clock_text[0] = '\0';
		text->clock_sec = sec;
	}
	buf_puts(out, text->clock_text);
}

static void put_clock(struct text *text, struct buf *out, const struct event *ev)
{
	const struct text_opts *opts = text->opts;
	if (opts->clock == TEXT_CLOCK_NONE)
		return;
	if (opts->clock == TEXT_CLOCK_UNIX)
		buf_udec(out, ev->real_ns / nsec_per_sec);
	else
		put_time_of_day(text, out, (time_t)(ev->real_ns / nsec_per_sec));
	put_fraction(out, ev->real_ns, opts->clock_precision);
	buf_putc(out, ' ');
}

static void put_relative(struct text *text, struct buf *out, const struct event *ev)
{
	const struct text_opts *opts = text->opts;
	if (!opts->relative)
		return;
	uint64_t since = text->last_mono_ns && ev->mono_ns > text->last_mono_ns ? ev->mono_ns - text->last_mono_ns : 0;
	bool beside = opts->clock != TEXT_CLOCK_NONE;
	if (beside)
		buf_put(out, "(+", 2);
	text_seconds(out, since, 6, opts->relative_precision);
	buf_puts(out, beside ? ") " : " ");
	text->last_mono_ns = ev->mono_ns;
}

static void put_pid(const struct text *text, struct buf *out, pid_t tid)
{
	enum text_pid_prefix prefix = text->opts->pid_prefix;
	if (prefix == TEXT_PID_ALWAYS) {
		size_t start = out->len;
		buf_dec(out, tid);
		size_t width = out->len - start;
		buf_fill(out, ' ', width < 5 ? 6 - width : 1);
	} else if (prefix == TEXT_PID_LIVE && text->live > 1) {
		buf_puts(out, "[pid ");
		put_fixed(out, (uint64_t)tid, 5, ' ');
		buf_put(out, "] ", 2);
	}
}

static void put_number(struct buf *out, const struct line *line)
{
	if (line->has_call) {
		buf_puts(out, "[");
		put_fixed(out, line->nr, 4, ' ');
		buf_put(out, "] ", 2);
	} else {
		buf_puts(out, "[???] ");
	}
}

static void put_ip(struct buf *out, const struct line *line, uint64_t ip)
{
	unsigned digits = line->has_call && desc_abi_word(line->abi) == 4 ? 8 : 16;
	buf_putc(out, '[');
	if (ip) {
		for (unsigned shift = digits * 4; shift; shift -= 4)
			buf_putc(out, "0123456789abcdef"[ip >> (shift - 4) & 15]);
	} else {
		buf_fill(out, '?', digits);
	}
	buf_put(out, "] ", 2);
}

void text_interrupt(struct stream *stream)
{
	if (!stream->open)
		return;
	if (stream->open->state == LINE_OPEN)
		stream->open->state = LINE_INTERRUPTED;
	buf_puts(&stream->buf, " <unfinished ...>");
	end_physical_line(stream);
}

void text_begin_line(struct text *text, struct line *line, const struct task *task, const struct event *ev)
{
	struct stream *stream = line->to;
	struct buf *out = &stream->buf;
	text_interrupt(stream);
	stream->open = line;
	put_pid(text, out, task->tid);
	put_clock(text, out, ev);
	put_relative(text, out, ev);
	if (text->opts->syscall_number)
		put_number(out, line);
	if (text->opts->instruction_pointer)
		put_ip(out, line, ev->ip);
}

void text_stack(struct text *text, struct line *line, const struct stack_trace *trace)
{
	struct stream *stream = line->to;
	if (!text->opts->stacks || !trace->stack)
		return;
	text_interrupt(stream);
	stack_lines(&stream->buf, trace->stack, &trace->pc[trace->stack->nframes]);
	stream->line_start = stream->buf.len;
	text_write(text, stream);
}
