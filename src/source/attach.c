#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <unistd.h>

#include "base/diag.h"
#include "source/engine.h"

static long yama_scope(void)
{
	FILE *f = fopen("/proc/sys/kernel/yama/ptrace_scope", "re");
	long scope = 0;
	if (f) {
		if (fscanf(f, "%ld", &scope) != 1)
			scope = 0;
		fclose(f);
	}
	return scope;
}

static void explain(pid_t tid, int error)
{
	diag_errno(error, "attach: ptrace(PTRACE_SEIZE, %d)", (int)tid);
	if (error != EPERM)
		return;
	long tracer = proc_status_number(tid, "TracerPid");
	long uid = proc_status_number(tid, "Uid");
	long scope = yama_scope();
	if (tracer > 0)
		diag("Process %d is already being traced by pid %ld", (int)tid, tracer);
	else if (geteuid() != 0 && uid >= 0 && uid != (long)geteuid())
		diag("process %d may be owned by a different user", (int)tid);
	else if (scope > 0)
		diag("sysctl kernel.yama.ptrace_scope = %ld may be restricting this attach", scope);
}

/* Returns 0 or the errno of the failure. */
static int seize(struct engine *e, pid_t tid)
{
	if (ptrace(PTRACE_SEIZE, tid, 0L, e->ptrace_options) < 0)
		return errno;
	/* Seizing alone does not stop it. In the middle of a call it stops as well: the kernel will enter the call again, and we
	 * see that. */
	ptrace(PTRACE_INTERRUPT, tid, NULL, NULL);
	struct tracee *t = tracee_add(e, tid, TASK_ATTACHED);
	t->fresh = true;
	t->tgid = 0;
	return 0;
}

/* One look through the threads of a process; returns how many were new and could be seized. A thread that a seized one has created
 * meanwhile is traced already, and one that has ended is no failure. */
static unsigned seize_threads(struct engine *e, pid_t pid)
{
	char path[40];
	snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
	DIR *dir = opendir(path);
	if (!dir)
		return 0;
	unsigned n = 0;
	for (struct dirent *entry; (entry = readdir(dir));) {
		pid_t tid = (pid_t)strtol(entry->d_name, NULL, 10);
		if (tid <= 0 || tracee_find(e, tid))
			continue;
		int error = seize(e, tid);
		if (error == 0)
			n++;
		else if (error != ESRCH && proc_status_number(tid, "TracerPid") != (long)getpid())
			explain(tid, error);
	}
	closedir(dir);
	return n;
}

static void push_attached(struct engine *e, struct tracee *t, pid_t tgid, unsigned nthreads)
{
	t->tgid = tgid;
	engine_push_new(e, t, 0, nthreads);
}

static bool attach(struct engine *e, pid_t pid)
{
	int error = seize(e, pid);
	if (error) {
		explain(pid, error);
		return false;
	}
	unsigned n = 1, more;
	/* Threads may be created while we look: until a look finds no new one. */
	while (e->opts.follow && (more = seize_threads(e, pid)) > 0)
		n += more;
	engine_clock(&e->now);
	pid_t tgid = (pid_t)proc_status_number(pid, "Tgid");
	if (tgid < 0)
		tgid = pid;
	push_attached(e, tracee_find(e, pid), tgid, n);
	struct tracee *t, *tmp;
	HASH_ITER(hh, e->by_tid, t, tmp)
	{
		if (t->tgid == 0)
			push_attached(e, t, tgid, 0);
	}
	return true;
}

size_t engine_attach(struct engine *e)
{
	size_t attached = 0;
	for (size_t i = 0; i < e->opts.nattach; i++)
		if (!tracee_find(e, e->opts.attach[i]))
			attached += attach(e, e->opts.attach[i]);
	return attached;
}
