/*
 * What /proc says of processes: the files behind their descriptors, and which there are. Knows nothing of tracing.
 */
#ifndef BASE_PROC_H
#define BASE_PROC_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* What descriptor fd of a thread refers to, as much as fits into size bytes, without a NUL; fd AT_FDCWD is its directory. A file
 * that has no name any more is said to be deleted, and " (deleted)" is left out of its text. -1 if it cannot be read. */
ssize_t proc_fd_path(pid_t tid, int64_t fd, char *buf, size_t size, bool *ret_deleted);

/* A process as it is at this moment. */
struct proc_entry {
	pid_t pid, parent;
	char comm[16];
};
/* All of them, to be freed by the caller; *ret_count says how many. */
struct proc_entry *proc_list(size_t *ret_count);
/* True if the process is called so: comm, which the kernel cuts, or the name of the file it executes. */
bool proc_is_named(const struct proc_entry *entry, const char *name);

#endif
