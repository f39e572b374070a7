#include "base/proc.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"

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

/* A name may have parentheses and spaces of its own: it ends at the last one. */
static bool read_entry(const char *pid, struct proc_entry *ret)
{
	char path[300], text[512];
	snprintf(path, sizeof path, "/proc/%s/stat", pid);
	FILE *f = fopen(path, "re");
	if (!f)
		return false;
	size_t len = fread(text, 1, sizeof text - 1, f);
	fclose(f);
	text[len] = '\0';
	char *open = strchr(text, '('), *close = strrchr(text, ')');
	int parent;
	if (!open || !close || sscanf(close + 1, " %*c %d", &parent) != 1)
		return false;
	*close = '\0';
	*ret = (struct proc_entry){.pid = atoi(pid), .parent = parent};
	snprintf(ret->comm, sizeof ret->comm, "%s", open + 1);
	return true;
}

struct proc_entry *proc_list(size_t *ret_count)
{
	struct proc_entry *list = NULL;
	size_t count = 0;
	DIR *dir = opendir("/proc");
	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		if (*entry->d_name < '0' || *entry->d_name > '9')
			continue;
		list = check_realloc(list, (count + 1) * sizeof *list);
		count += read_entry(entry->d_name, &list[count]);
	}
	if (dir)
		closedir(dir);
	*ret_count = count;
	return list;
}

bool proc_is_named(const struct proc_entry *entry, const char *name)
{
	char link[32], path[PATH_MAX];
	if (strncmp(entry->comm, name, sizeof entry->comm - 1) == 0)
		return true;
	snprintf(link, sizeof link, "/proc/%d/exe", (int)entry->pid);
	ssize_t len = readlink(link, path, sizeof path - 1);
	if (len < 0)
		return false;
	path[len] = '\0';
	const char *slash = strrchr(path, '/');
	return slash && strcmp(slash + 1, name) == 0;
}
