#include "sink/text_color.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *key, *sgr;
} defaults[COLOR_N] = {
	[COLOR_NONE] = {"", ""},
	[COLOR_SYSCALL] = {"syscall", "1;34"},
	[COLOR_ARGNAME] = {"argname", "36"},
	[COLOR_ARGVAL] = {"argval", ""},
	[COLOR_CALL] = {"call", "34"},
	[COLOR_CONST] = {"const", "33"},
	[COLOR_COMMENT] = {"comment", "2"},
	[COLOR_PUNCT] = {"punct", ""},
	[COLOR_RETVAL] = {"retval", "32"},
	[COLOR_ERROR] = {"error", "1;31"},
};

void text_palette_init(struct text_palette *ret, const char *list)
{
	for (unsigned i = 0; i < COLOR_N; i++)
		strcpy(ret->sgr[i], defaults[i].sgr);
	for (const char *at = list ? list : ""; *at;) {
		size_t len = strcspn(at, ":"), key = strcspn(at, "=:");
		const char *sgr = at + key + 1;
		size_t size = len > key ? len - key - 1 : 0;
		bool good = len > key && size < sizeof ret->sgr[0] && strspn(sgr, "0123456789;") >= size;
		for (unsigned i = 1; good && i < COLOR_N; i++) {
			if (strlen(defaults[i].key) != key || strncasecmp(defaults[i].key, at, key) != 0)
				continue;
			memcpy(ret->sgr[i], sgr, size);
			ret->sgr[i][size] = '\0';
		}
		at += len + (at[len] == ':');
	}
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '#';
}

static size_t word_length(const char *p, size_t n)
{
	size_t len = 0;
	while (len < n && is_word(p[len]))
		len++;
	return len;
}

static size_t string_length(const char *p, size_t n)
{
	size_t len = 1;
	while (len < n && p[len] != '"')
		len += p[len] == '\\' ? 2 : 1;
	return len < n ? len + 1 : n;
}

/* Up to and with the text `end`. */
static size_t length_to(const char *p, size_t n, const char *end)
{
	const char *found = memmem(p, n, end, strlen(end));
	return found ? (size_t)(found - p) + strlen(end) : n;
}

static size_t line_length(const char *p, size_t n)
{
	const char *end = memchr(p, '\n', n);
	return end ? (size_t)(end - p) : n;
}

/* What a descriptor refers to, which may have <> and -> in it. */
static size_t angle_length(const char *p, size_t n)
{
	unsigned depth = 0;
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '<')
			depth++;
		else if (p[i] == '>' && p[i - 1] != '-' && --depth == 0)
			return i + 1;
	}
	return n;
}

/* A name in capitals. */
static bool is_constant(const char *p, size_t len)
{
	bool upper = false;
	for (size_t i = 0; i < len; i++) {
		upper = upper || isupper((unsigned char)p[i]);
		if (islower((unsigned char)p[i]) && !(i && isdigit((unsigned char)p[i - 1])))
			return false;
	}
	return upper;
}

static enum text_color color_of_word(const char *p, size_t len, char next, const struct text_color_state *state)
{
	if (next == '(')
		return state->depth ? COLOR_CALL : COLOR_SYSCALL;
	if (state->result && !state->depth)
		return state->failed ? COLOR_ERROR : COLOR_RETVAL;
	if (!state->depth)
		return COLOR_NONE; /* what stands before the name of the call */
	if (next == '=')
		return COLOR_ARGNAME;
	return is_constant(p, len) ? COLOR_CONST : COLOR_ARGVAL;
}

/* Behind the call: "= -1 ENOENT (No such file or directory)", "= ?". */
static void begin_result(const char *p, size_t n, struct text_color_state *state)
{
	state->result = true;
	state->failed = (n > 4 && memcmp(p, "= -1 ", 5) == 0) || (n > 2 && p[2] == '?');
}

/* The length of the next token and its colour. */
static size_t next_token(const char *p, size_t n, char before, struct text_color_state *state, enum text_color *ret)
{
	*ret = COLOR_PUNCT;
	if (*p == '"') {
		*ret = COLOR_ARGVAL;
		return string_length(p, n);
	}
	if (n > 1 && memcmp(p, "/*", 2) == 0) {
		*ret = COLOR_COMMENT;
		return length_to(p, n, "*/");
	}
	if (*p == '<' && (is_word(before) || !state->depth)) {
		*ret = is_word(before) ? COLOR_COMMENT : COLOR_NONE;
		return angle_length(p, n);
	}
	bool negative = *p == '-' && n > 1 && isdigit((unsigned char)p[1]) && !is_word(before);
	size_t len = negative + word_length(p + negative, n - negative);
	if (len) {
		*ret = color_of_word(p, len, len < n ? p[len] : '\0', state);
		return len;
	}
	if (*p == '=' && !state->depth)
		begin_result(p, n, state);
	if (*p == '(')
		state->depth++;
	if (*p == ')' && state->depth)
		state->depth--;
	if (*p == ' ')
		*ret = COLOR_NONE;
	else if (*p == '?' && state->result)
		*ret = COLOR_ERROR;
	return 1;
}

static void put(struct buf *out, const char *p, size_t len, const char *sgr)
{
	if (*sgr)
		buf_printf(out, "\033[%sm", sgr);
	buf_put(out, p, len);
	if (*sgr)
		buf_puts(out, "\033[m");
}

void text_color(struct buf *out, const char *p, size_t n, const struct text_palette *palette, struct text_color_state *state)
{
	for (size_t i = 0; i < n;) {
		if (p[i] == '\n') {
			buf_putc(out, '\n');
			*state = (struct text_color_state){0};
			i++;
			continue;
		}
		/* Stacks and dumps begin with a space, signals and ends with --- and +++. */
		if (!state->begun)
			state->plain = p[i] == ' ' || p[i] == '-' || p[i] == '+';
		state->begun = true;
		enum text_color color = COLOR_NONE;
		size_t len = state->plain ? line_length(p + i, n - i) : next_token(p + i, n - i, i ? p[i - 1] : ' ', state, &color);
		len = len < n - i ? len : n - i;
		put(out, p + i, len, palette->sgr[color]);
		i += len;
	}
}
