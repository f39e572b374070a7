/* Diagnostics. A message is one write, so that it stands whole beside what others write to the same terminal. */
#include "base/diag.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A message that is longer is cut: no allocation here, because running out of memory is one of the things to be told. */
#define DIAG_MAX 4096

static const char *diag_program = "trapline";
static void (*diag_before)(void *ctx);
static void *diag_before_ctx;

void diag_set_name(const char *argv0)
{
	diag_program = argv0;
}

const char *diag_name(void)
{
	return diag_program;
}

void diag_set_hook(void (*before)(void *ctx), void *ctx)
{
	diag_before = before;
	diag_before_ctx = ctx;
}

struct message {
	char text[DIAG_MAX];
	size_t len;
};

__attribute__((format(printf, 2, 0))) static void add_args(struct message *m, const char *fmt, va_list ap)
{
	size_t room = sizeof(m->text) - m->len;
	int n = vsnprintf(m->text + m->len, room, fmt, ap);
	if (n > 0)
		m->len += (size_t)n < room ? (size_t)n : room - 1;
}

__attribute__((format(printf, 2, 3))) static void add(struct message *m, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	add_args(m, fmt, ap);
	va_end(ap);
}

static void send(struct message *m)
{
	if (diag_before)
		diag_before(diag_before_ctx);
	if (m->len == sizeof(m->text) - 1)
		m->text[m->len - 1] = '\n';
	size_t done = 0;
	while (done < m->len) {
		ssize_t n = write(STDERR_FILENO, m->text + done, m->len - done);
		if (n < 0 && errno != EINTR)
			return; /* There is nowhere left to say it. */
		if (n > 0)
			done += (size_t)n;
	}
}

void diag(const char *fmt, ...)
{
	int saved = errno;
	struct message m = {.len = 0};
	va_list ap;
	va_start(ap, fmt);
	add(&m, "%s: ", diag_program);
	add_args(&m, fmt, ap);
	add(&m, "\n");
	va_end(ap);
	send(&m);
	errno = saved;
}

void diag_errno(int errnum, const char *fmt, ...)
{
	int saved = errno;
	struct message m = {.len = 0};
	va_list ap;
	va_start(ap, fmt);
	add(&m, "%s: ", diag_program);
	add_args(&m, fmt, ap);
	add(&m, ": %s\n", strerror(errnum));
	va_end(ap);
	send(&m);
	errno = saved;
}

void diag_usage(const char *fmt, ...)
{
	int saved = errno;
	struct message m = {.len = 0};
	va_list ap;
	va_start(ap, fmt);
	add(&m, "%s: ", diag_program);
	add_args(&m, fmt, ap);
	add(&m, "\nTry '%s -h' for more information.\n", diag_program);
	va_end(ap);
	send(&m);
	errno = saved;
}
