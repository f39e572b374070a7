/* What the tracer can find out beside the tracee's own values: the files behind descriptors. */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/proc.h"
#include "decode/walk.h"

uint32_t enrich_fd(struct tape *t, pid_t tid, int64_t fd, bool dirfd)
{
	char path[PATH_MAX];
	bool deleted;
	ssize_t len = fd >= 0 || dirfd ? proc_fd_path(tid, fd, path, sizeof(path), &deleted) : -1;
	if (len < 0)
		return TAPE_NONE;
	return tape_bytes(t, TAPE_FDPATH, 0, TAPE_NOTYPE, ST_DEFAULT, deleted ? TF_DELETED : 0, path, (size_t)len);
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
