#include "filter/paths.h"

#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/proc.h"

/* One call as it is looked at. */
struct look {
	const struct path_filter *filter;
	const struct tape *tape;
	pid_t tid;
	int64_t dirfd; /* the directory that the next relative path begins at */
};

void path_filter_add(struct path_filter *filter, const char *path)
{
	filter->path = check_realloc(filter->path, (filter->count + 1) * sizeof *filter->path);
	filter->path[filter->count].text = check_strdup(path);
	filter->path[filter->count++].glob = strpbrk(path, "*?[") != NULL;
}

void path_filter_free(struct path_filter *filter)
{
	for (size_t i = 0; i < filter->count; i++)
		free(filter->path[i].text);
	free(filter->path);
	number_set_free(&filter->fds);
	*filter = (struct path_filter){0};
}

static bool has_globs(const struct path_filter *filter)
{
	for (size_t i = 0; i < filter->count; i++)
		if (filter->path[i].glob)
			return true;
	return false;
}

static bool matches_text(const struct path_filter *filter, const char *text)
{
	for (size_t i = 0; i < filter->count; i++) {
		if (strcmp(filter->path[i].text, text) == 0)
			return true;
		if (filter->path[i].glob && fnmatch(filter->path[i].text, text, 0) == 0)
			return true;
	}
	return false;
}

/* Takes ".", ".." and empty components out of an absolute path, without asking what is a symbolic link. */
static void tidy(char *path)
{
	char *out = path;
	for (const char *in = path; *in;) {
		in += strspn(in, "/");
		size_t n = strcspn(in, "/");
		if (n == 2 && in[0] == '.' && in[1] == '.') {
			while (out > path && *--out != '/')
				continue;
		} else if (n && !(n == 1 && in[0] == '.')) {
			*out++ = '/';
			memmove(out, in, n);
			out += n;
		}
		in += n;
	}
	if (out == path)
		*out++ = '/';
	*out = '\0';
}

/* The path as a pattern is compared with it: absolute. */
static bool matches_absolute(const struct look *look, const char *path)
{
	char text[2 * PATH_MAX + 1];
	bool deleted;
	size_t len = 0;
	if (*path != '/') {
		ssize_t n = proc_fd_path(look->tid, look->dirfd, text, PATH_MAX, &deleted);
		if (n < 0)
			return false;
		len = (size_t)n;
		text[len++] = '/';
	}
	strcpy(text + len, path);
	tidy(text);
	return matches_text(look->filter, text);
}

static bool matches_path(const struct look *look, uint32_t i)
{
	char path[PATH_MAX];
	size_t len = look->tape->tok[i].value;
	if (!look->filter->count || len >= sizeof path)
		return false;
	memcpy(path, tape_data(look->tape, i), len);
	path[len] = '\0';
	return matches_text(look->filter, path) || (has_globs(look->filter) && matches_absolute(look, path));
}

static bool matches_fd(struct look *look, int64_t fd)
{
	char path[PATH_MAX];
	bool deleted;
	if (fd < 0)
		return false;
	if (number_set_has(&look->filter->fds, fd))
		return true;
	if (!look->filter->count)
		return false;
	ssize_t len = proc_fd_path(look->tid, fd, path, sizeof path - 1, &deleted);
	if (len < 0)
		return false;
	path[len] = '\0';
	return matches_text(look->filter, path);
}

static bool matches_set(struct look *look, uint32_t i)
{
	const uint8_t *p = tape_data(look->tape, i);
	uint64_t count = look->tape->tok[i].value * 8;
	uint32_t next = tape_next(look->tape, i);
	if (next < look->tape->len && look->tape->tok[next].op == TAPE_OPERAND && look->tape->tok[next].value < count)
		count = look->tape->tok[next].value;
	for (uint64_t bit = 0; bit < count; bit++)
		if (p[bit / 8] >> bit % 8 & 1 && matches_fd(look, (int64_t)bit))
			return true;
	return false;
}

static bool matches_token(struct look *look, uint32_t i)
{
	const struct tape_tok *tok = &look->tape->tok[i];
	if (tok->op == TAPE_STR && tok->style == ST_FDSET)
		return matches_set(look, i);
	if (tok->op == TAPE_STR && tok->flags & TF_PATH)
		return matches_path(look, i);
	if (tok->op != TAPE_INT || (tok->style != ST_FD && tok->style != ST_DIRFD))
		return false;
	look->dirfd = tok->style == ST_DIRFD ? (int32_t)tok->value : AT_FDCWD;
	return matches_fd(look, (int32_t)tok->value);
}

bool path_filter_call(const struct path_filter *filter, const struct call *call, pid_t tid)
{
	const struct tape *t = &call->tape;
	struct look look = {.filter = filter, .tape = t, .tid = tid, .dirfd = AT_FDCWD};
	for (uint32_t i = 0; i < t->len;) {
		if (matches_token(&look, i))
			return true;
		/* What an opening token holds follows it. */
		bool opens = t->tok[i].op >= TAPE_STRUCT && t->tok[i].op <= TAPE_GROUP;
		i = opens || t->tok[i].op == TAPE_CLOSE ? i + 1 : tape_next(t, i);
	}
	return false;
}
