#include "unwind/proc.h"

#include <stdlib.h>

#include "base/check.h"
#include "desc/table.h"

/* uthash has no way to fail but this one. */
#undef uthash_fatal
#define uthash_fatal(msg) check_failed(msg, __FILE__, __LINE__)

/* Processes that may share one address space: a process and those it made, until they call execve. Which of them do is hard to
 * know, and it does no harm to believe it of all. */
struct family {
	unsigned members;
	uint64_t generation;
};

static void leave_family(struct proc *proc)
{
	if (proc->family && --proc->family->members == 0)
		free(proc->family);
	proc->family = NULL;
}

static void join_family(struct proc *proc, struct family *family)
{
	leave_family(proc);
	proc->family = family ? family : check_calloc(1, sizeof *family);
	proc->family->members++;
}

static void forget_maps(struct proc *proc)
{
	maps_free(&proc->maps);
	proc->has_maps = false;
}

static struct proc *find(const struct procs *procs, pid_t tgid)
{
	struct proc *proc;
	HASH_FIND_INT(procs->by_tgid, &tgid, proc);
	return proc;
}

struct proc *proc_of(struct procs *procs, pid_t tgid)
{
	struct proc *proc = find(procs, tgid);
	if (proc)
		return proc;
	proc = check_calloc(1, sizeof *proc);
	proc->tgid = tgid;
	jit_init(&proc->jit);
	join_family(proc, NULL);
	HASH_ADD_INT(procs->by_tgid, tgid, proc);
	return proc;
}

static void drop(struct procs *procs, struct proc *proc)
{
	HASH_DEL(procs->by_tgid, proc);
	leave_family(proc);
	forget_maps(proc);
	jit_free(&proc->jit);
	free(proc);
}

static void born(struct procs *procs, const struct task_set *tasks, const struct event *ev)
{
	struct proc *proc = proc_of(procs, ev->u.task.tgid);
	const struct task *maker = task_find(tasks, ev->u.task.parent);
	struct proc *parent = maker ? find(procs, maker->tgid) : NULL;
	if (proc->ntasks++ == 0 && parent && parent != proc)
		join_family(proc, parent->family);
}

static void gone(struct procs *procs, const struct task *task)
{
	struct proc *proc = find(procs, task->tgid);
	if (proc && (proc->ntasks == 0 || --proc->ntasks == 0))
		drop(procs, proc);
}

static void executed(struct procs *procs, const struct task *task)
{
	struct proc *proc = proc_of(procs, task->tgid);
	join_family(proc, NULL);
	forget_maps(proc);
	jit_free(&proc->jit);
	proc->no_file = NULL;
}

void procs_event(struct procs *procs, const struct task_set *tasks, const struct event *ev, const struct task *task)
{
	const struct desc_call *desc;
	switch (ev->kind) {
	case EV_TASK_NEW:
		born(procs, tasks, ev);
		break;
	case EV_TASK_EXIT:
	case EV_DETACHED:
		gone(procs, task);
		break;
	case EV_EXEC:
		executed(procs, task);
		break;
	case EV_EXIT:
		desc = task->call.desc;
		if (desc && desc->attrs & CA_MAPS)
			proc_of(procs, task->tgid)->family->generation++;
		break;
	default:
		break;
	}
}

struct maps *proc_maps(struct proc *proc, pid_t tid)
{
	if (proc->has_maps && proc->generation == proc->family->generation)
		return &proc->maps;
	forget_maps(proc);
	/* What cannot be read has no mappings, and no code is found in it. */
	maps_read(&proc->maps, tid);
	proc->has_maps = true;
	proc->generation = proc->family->generation;
	return &proc->maps;
}

void procs_free(struct procs *procs)
{
	struct proc *proc, *next;
	HASH_ITER(hh, procs->by_tgid, proc, next)
	{
		drop(procs, proc);
	}
}
