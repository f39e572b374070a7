/* The traced processes, as far as their mappings go: what is mapped, and whether what we know of it is still true. Inside of
 * unwind. */
#ifndef UNWIND_PROC_H
#define UNWIND_PROC_H

#include <stdbool.h>
#include <uthash.h>

#include "task/task.h"
#include "unwind/jit.h"
#include "unwind/maps.h"
#include "unwind/module.h"

struct family;

struct proc {
	pid_t tgid;
	unsigned ntasks;
	struct family *family;
	uint64_t generation; /* of the family, when the maps were read */
	bool has_maps;
	struct maps maps;
	struct jit jit;
	struct module *no_file; /* of code that lies in no file */
	UT_hash_handle hh;
};

struct procs {
	struct proc *by_tgid;
};

/* Made if it is not known. */
struct proc *proc_of(struct procs *procs, pid_t tgid);
/* Takes an event in: births, ends, execve, calls that change mappings. */
void procs_event(struct procs *procs, const struct task_set *tasks, const struct event *ev, const struct task *task);
/* The process's mappings as they are now, read through the thread tid. */
struct maps *proc_maps(struct proc *proc, pid_t tid);
void procs_free(struct procs *procs);

#endif
