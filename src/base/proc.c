#include "base/proc.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* True if the link's text, which ends in " (deleted)", says that the file has no name any more. A file may also be called so. */
static bool is_deleted(const char *link)
{
	struct stat st;
	return stat(link, &st) == 0 && st.st_nlink == 0;
}

ssize_t proc_fd_path(pid_t tid, int64_t fd, char *buf, size_t size, bool *ret_deleted)
{
	static const char suffix[] = " (deleted)";
	const size_t tail = sizeof suffix - 1;
	char link[64];
	if (fd == AT_FDCWD)
		snprintf(link, sizeof link, "/proc/%d/cwd", (int)tid);
	else if (fd >= 0)
		snprintf(link, sizeof link, "/proc/%d/fd/%lld", (int)tid, (long long)fd);
	else
		return -1;
	ssize_t len = readlink(link, buf, size);
	if (len < 0)
		return -1;
	size_t n = (size_t)len;
	*ret_deleted = buf[0] == '/' && n > tail && memcmp(buf + n - tail, suffix, tail) == 0 && is_deleted(link);
	return *ret_deleted ? len - (ssize_t)tail : len;
}
