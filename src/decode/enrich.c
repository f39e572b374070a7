/* What the tracer can find out beside the tracee's own values: the files behind descriptors. */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "decode/walk.h"

/* True if the link's text, which ends in " (deleted)", says that the file has no name any more. A file may also be called so. */
static bool is_deleted(const char *link)
{
	struct stat st;
	return stat(link, &st) == 0 && st.st_nlink == 0;
}

uint32_t enrich_fd(struct tape *t, pid_t tid, int64_t fd, bool dirfd)
{
	static const char suffix[] = " (deleted)";
	char link[64], path[PATH_MAX];
	if (dirfd && fd == AT_FDCWD)
		snprintf(link, sizeof(link), "/proc/%d/cwd", (int)tid);
	else if (fd >= 0)
		snprintf(link, sizeof(link), "/proc/%d/fd/%lld", (int)tid, (long long)fd);
	else
		return TAPE_NONE;
	ssize_t len = readlink(link, path, sizeof(path));
	if (len < 0)
		return TAPE_NONE;
	size_t n = (size_t)len, tail = sizeof(suffix) - 1;
	bool deleted = path[0] == '/' && n > tail && memcmp(path + n - tail, suffix, tail) == 0 && is_deleted(link);
	if (deleted)
		n -= tail;
	return tape_bytes(t, TAPE_FDPATH, 0, TAPE_NOTYPE, ST_DEFAULT, deleted ? TF_DELETED : 0, path, n);
}

uint64_t enrich_anon_inode(pid_t tid, enum desc_abi abi, int fd)
{
	static const char prefix[] = "anon_inode:";
	char link[64], text[64];
	const struct desc_set *kinds = desc_set_find("anon_inode");
	snprintf(link, sizeof(link), "/proc/%d/fd/%d", (int)tid, fd);
	ssize_t len = readlink(link, text, sizeof(text) - 1);
	uint64_t kind;
	if (!kinds || len < 0)
		return 0;
	text[len] = '\0';
	if (strncmp(text, prefix, sizeof(prefix) - 1) != 0)
		return 0;
	return desc_enum_value(kinds, abi, text + sizeof(prefix) - 1, &kind) ? kind : 0;
}
