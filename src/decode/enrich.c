/* What the tracer can find out beside the tracee's own values: the files behind descriptors. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/proc.h"
#include "base/quote.h"
#include "base/signame.h"
#include "decode/walk.h"

/* A descriptor and what the kernel calls it. */
struct descriptor {
	pid_t tid;
	int fd;
	char link[PATH_MAX];
};

static bool has_prefix(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* The number after KEY: in the descriptor's fdinfo. */
static bool fdinfo_number(const struct descriptor *d, const char *key, int base, uint64_t *ret)
{
	char path[64], line[256];
	snprintf(path, sizeof(path), "/proc/%d/fdinfo/%d", (int)d->tid, d->fd);
	FILE *f = fopen(path, "re");
	bool found = false;
	while (f && !found && fgets(line, sizeof(line), f)) {
		size_t len = strlen(key);
		found = strncmp(line, key, len) == 0 && line[len] == ':';
		if (found)
			*ret = strtoull(line + len + 1, NULL, base);
	}
	if (f)
		fclose(f);
	return found;
}

static bool put_socket(const struct decode_opts *opts, const struct descriptor *d, struct buf *out)
{
	static const char prefix[] = "socket:[";
	if (!has_prefix(d->link, prefix) || !opts->sockets)
		return false;
	return sockinfo_describe(opts->sockets, d->tid, d->fd, strtoull(d->link + sizeof(prefix) - 1, NULL, 10), out);
}

static bool put_device(const struct decode_opts *opts, const struct descriptor *d, struct buf *out)
{
	char path[64];
	struct stat st;
	uint64_t tty;
	(void)opts;
	snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)d->tid, d->fd);
	if (stat(path, &st) != 0 || (!S_ISCHR(st.st_mode) && !S_ISBLK(st.st_mode)))
		return false;
	quote_path(out, d->link, strlen(d->link), QUOTE_OCT);
	buf_printf(out, "<%s %u:%u", S_ISCHR(st.st_mode) ? "char" : "block", major(st.st_rdev), minor(st.st_rdev));
	if (fdinfo_number(d, "tty-index", 10, &tty))
		buf_printf(out, " @/dev/pts/%u", (unsigned)tty);
	buf_putc(out, '>');
	return true;
}

static bool put_eventfd(const struct decode_opts *opts, const struct descriptor *d, struct buf *out)
{
	static const char *const keys[] = {"eventfd-count", "eventfd-id", "eventfd-semaphore"};
	(void)opts;
	if (!has_prefix(d->link, "anon_inode:[eventfd]"))
		return false;
	for (unsigned i = 0; i < 3; i++) {
		uint64_t value;
		if (!fdinfo_number(d, keys[i], i == 0 ? 16 : 10, &value))
			continue;
		buf_puts(out, i ? ", " : "{");
		buf_puts(out, keys[i]);
		buf_putc(out, '=');
		if (i == 0)
			buf_hex(out, value);
		else
			buf_udec(out, value);
	}
	if (!out->len)
		return false;
	buf_putc(out, '}');
	return true;
}

static bool put_pidfd(const struct decode_opts *opts, const struct descriptor *d, struct buf *out)
{
	uint64_t pid;
	(void)opts;
	if (!strstr(d->link, "pidfd") || !fdinfo_number(d, "Pid", 10, &pid) || (int32_t)pid <= 0)
		return false;
	buf_printf(out, "pid:%u", (unsigned)pid);
	return true;
}

static bool put_signalfd(const struct decode_opts *opts, const struct descriptor *d, struct buf *out)
{
	uint64_t set;
	(void)opts;
	if (!has_prefix(d->link, "anon_inode:[signalfd]") || !fdinfo_number(d, "sigmask", 16, &set))
		return false;
	bool inverted = __builtin_popcountll(set) >= 64 * 2 / 3, any = false;
	buf_puts(out, inverted ? "signalfd:~[" : "signalfd:[");
	for (unsigned signo = 1; signo <= 64; signo++) {
		if ((set >> (signo - 1) & 1) == inverted)
			continue;
		if (any)
			buf_putc(out, ' ');
		any = true;
		signame_put(out, signo);
	}
	buf_putc(out, ']');
	return true;
}

static bool put_kind(const struct decode_opts *opts, const struct descriptor *d, struct buf *out)
{
	static const struct {
		unsigned wanted;
		bool (*put)(const struct decode_opts *opts, const struct descriptor *d, struct buf *out);
	} kinds[] = {
		{FD_SOCKET, put_socket}, {FD_DEV, put_device},        {FD_EVENTFD, put_eventfd},
		{FD_PIDFD, put_pidfd},   {FD_SIGNALFD, put_signalfd},
	};
	for (unsigned i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (opts->fds & kinds[i].wanted && kinds[i].put(opts, d, out))
			return true;
	}
	return false;
}

uint32_t enrich_fd(struct tape *t, const struct decode_opts *opts, pid_t tid, int64_t fd, bool dirfd)
{
	struct descriptor d = {.tid = tid, .fd = (int)fd};
	bool deleted;
	ssize_t len = fd >= 0 || dirfd ? proc_fd_path(tid, fd, d.link, sizeof(d.link) - 1, &deleted) : -1;
	if (len < 0)
		return TAPE_NONE;
	d.link[len] = '\0';
	if (fd >= 0 && opts->fds & ~FD_PATH) {
		struct buf text;
		buf_init(&text);
		bool known = put_kind(opts, &d, &text);
		uint32_t at =
			known ? tape_bytes(t, TAPE_FDPATH, 0, TAPE_NOTYPE, ST_DEFAULT, TF_PLAIN, text.p, text.len) : TAPE_NONE;
		buf_free(&text);
		if (known)
			return at;
	}
	if (!(opts->fds & FD_PATH))
		return TAPE_NONE;
	return tape_bytes(t, TAPE_FDPATH, 0, TAPE_NOTYPE, ST_DEFAULT, deleted ? TF_DELETED : 0, d.link, (size_t)len);
}

uint64_t enrich_anon_inode(pid_t tid, enum desc_abi abi, int fd)
{
	static const char prefix[] = "anon_inode:";
	char text[64];
	bool deleted;
	const struct desc_set *kinds = desc_set_find("anon_inode");
	ssize_t len = proc_fd_path(tid, fd, text, sizeof(text) - 1, &deleted);
	uint64_t kind;
	if (!kinds || len < 0)
		return 0;
	text[len] = '\0';
	if (strncmp(text, prefix, sizeof(prefix) - 1) != 0)
		return 0;
	return desc_enum_value(kinds, abi, text + sizeof(prefix) - 1, &kind) ? kind : 0;
}

enum ioctl_device enrich_device(pid_t tid, int64_t fd)
{
	enum { OSS = 14, ALSA = 116 };
	char link[64];
	struct stat st;
	snprintf(link, sizeof(link), "/proc/%d/fd/%lld", (int)tid, (long long)fd);
	if (fd < 0 || stat(link, &st) != 0 || !S_ISCHR(st.st_mode))
		return IOCTL_ANY;
	return major(st.st_rdev) == OSS || major(st.st_rdev) == ALSA ? IOCTL_SOUND : IOCTL_TTY;
}
