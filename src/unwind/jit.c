#include "unwind/jit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"

#define READ_SIZE (64 * 1024)
/* More is not believed: the file is the traced program's. */
#define CODES_MAX     4000000u
#define LINE_SIZE_MAX (64 * 1024)

void jit_init(struct jit *jit)
{
	*jit = (struct jit){.fd = -1};
	buf_init(&jit->text);
}

void jit_free(struct jit *jit)
{
	if (jit->fd >= 0)
		close(jit->fd);
	buf_free(&jit->text);
	free(jit->code);
	jit_init(jit);
}

/* The process's number in its own namespace, which is what it calls its file by. */
static long own_pid(pid_t pid)
{
	char path[40], line[256];
	long own = pid;
	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	FILE *f = fopen(path, "re");
	while (f && fgets(line, sizeof line, f)) {
		const char *last = strrchr(line, '\t');
		if (strncmp(line, "NSpid:", 6) == 0 && last)
			own = strtol(last, NULL, 10);
	}
	if (f)
		fclose(f);
	return own;
}

static int open_map(pid_t pid)
{
	char path[80];
	struct stat st;
	snprintf(path, sizeof path, "/proc/%d/root/tmp/perf-%ld.map", (int)pid, own_pid(pid));
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY);
	if (fd >= 0 && (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* "7f00c0de 40 name of it" */
static void take_line(struct jit *jit, char *line, struct strings *strings)
{
	char *end, *name;
	struct jit_code code;
	code.start = strtoull(line, &end, 16);
	if (end == line || *end != ' ')
		return;
	code.len = strtoull(end, &name, 16);
	if (name == end || *name != ' ' || code.len == 0 || jit->n >= CODES_MAX)
		return;
	name++;
	code.symbol = strings_put(strings, name, strlen(name));
	if (jit->n == jit->cap) {
		jit->cap = jit->cap ? 2 * jit->cap : 256;
		jit->code = check_realloc(jit->code, jit->cap * sizeof *jit->code);
	}
	code.number = jit->n;
	jit->code[jit->n++] = code;
	jit->sorted = false;
}

static void take_lines(struct jit *jit, struct strings *strings)
{
	char *at = jit->text.p, *end = at + jit->text.len;
	for (char *newline; (newline = memchr(at, '\n', (size_t)(end - at))); at = newline + 1) {
		*newline = '\0';
		take_line(jit, at, strings);
	}
	jit->text.len = (size_t)(end - at);
	memmove(jit->text.p, at, jit->text.len);
	if (jit->text.len > LINE_SIZE_MAX)
		jit->text.len = 0;
}

/* What was written since the last look. */
static void read_more(struct jit *jit, struct strings *strings)
{
	ssize_t n;
	while ((n = read(jit->fd, buf_reserve(&jit->text, READ_SIZE), READ_SIZE)) > 0) {
		jit->text.len += (size_t)n;
		take_lines(jit, strings);
	}
}

/* By address; of what was made at one address, the last made is the last. */
static int compare(const void *a, const void *b)
{
	const struct jit_code *x = a, *y = b;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->number < y->number ? -1 : 1;
}

static void sort(struct jit *jit)
{
	qsort(jit->code, jit->n, sizeof *jit->code, compare);
	jit->sorted = true;
}

const struct jit_code *jit_find(struct jit *jit, pid_t pid, uint64_t addr, struct strings *strings)
{
	if (jit->fd < 0 && (jit->fd = open_map(pid)) < 0)
		return NULL;
	read_more(jit, strings);
	if (!jit->sorted)
		sort(jit);
	size_t low = 0, high = jit->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (jit->code[middle].start <= addr)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return NULL;
	const struct jit_code *code = &jit->code[low - 1];
	return addr - code->start < code->len ? code : NULL;
}
