#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <unistd.h>

#include "base/check.h"
#include "source/engine.h"

#undef uthash_fatal
#define uthash_fatal(msg) check_failed(msg, __FILE__, __LINE__)

struct tracee *tracee_find(struct engine *e, pid_t tid)
{
	struct tracee *t;
	HASH_FIND_INT(e->by_tid, &tid, t);
	return t;
}

struct tracee *tracee_add(struct engine *e, pid_t tid, enum event_task_origin origin)
{
	struct tracee *t = check_calloc(1, sizeof *t);
	t->tid = t->tgid = tid;
	t->origin = origin;
	HASH_ADD_INT(e->by_tid, tid, t);
	e->ntracees++;
	return t;
}

void tracee_remove(struct engine *e, struct tracee *t)
{
	colocate_forget(e, t);
	HASH_DEL(e->by_tid, t);
	e->ntracees--;
	e->nheld -= t->held;
	tamper_forget(e, t);
	free(t);
}

void tracee_rename(struct engine *e, struct tracee *t, pid_t tid)
{
	HASH_DEL(e->by_tid, t);
	t->tid = t->tgid = tid;
	HASH_ADD_INT(e->by_tid, tid, t);
}

void tracee_resume(struct tracee *t)
{
	if (!t->stopped)
		return;
	t->stopped = false;
	if (t->listen)
		ptrace(PTRACE_LISTEN, t->tid, NULL, NULL);
	else
		ptrace(t->filtered && !t->in_call ? PTRACE_CONT : PTRACE_SYSCALL, t->tid, 0L, (long)t->inject);
}

struct mem *engine_mem_of(struct engine *e, pid_t tid)
{
	if (e->mem_tid != tid)
		mem_live_target(e->mem, tid);
	e->mem_tid = tid;
	return e->mem;
}

struct event *engine_push(struct engine *e, enum event_kind kind, pid_t tid)
{
	if (e->event.len == e->event.cap) {
		e->event.cap = e->event.cap ? 2 * e->event.cap : 4;
		e->event.p = check_realloc(e->event.p, e->event.cap * sizeof *e->event.p);
	}
	struct event *ev = &e->event.p[e->event.len++];
	ev->kind = kind;
	ev->tid = tid;
	ev->mono_ns = e->now.mono_ns;
	ev->real_ns = e->now.real_ns;
	ev->cpu_ns = e->now.cpu_ns;
	ev->ip = ev->sp = 0;
	return ev;
}

void engine_push_new(struct engine *e, const struct tracee *t, pid_t parent, unsigned nthreads)
{
	struct event *ev = engine_push(e, EV_TASK_NEW, t->tid);
	ev->u.task.tgid = t->tgid;
	ev->u.task.parent = parent;
	ev->u.task.origin = t->origin;
	ev->u.task.nthreads = nthreads;
	engine_comm(e, t->tid, ev->u.task.comm);
}

void engine_comm(const struct engine *e, pid_t tid, char ret_comm[EVENT_COMM])
{
	char path[40];
	memset(ret_comm, 0, EVENT_COMM);
	if (!e->opts.comm)
		return;
	snprintf(path, sizeof path, "/proc/%d/comm", (int)tid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	ssize_t n = read(fd, ret_comm, EVENT_COMM);
	/* A line: the name may have any other byte, and its end is cut off with the newline. */
	if (n > 0)
		ret_comm[n - 1] = '\0';
	close(fd);
}

long proc_status_number(pid_t tid, const char *field)
{
	char path[40], line[256];
	snprintf(path, sizeof path, "/proc/%d/status", (int)tid);
	FILE *f = fopen(path, "re");
	if (!f)
		return -1;
	long number = -1;
	size_t len = strlen(field);
	while (number < 0 && fgets(line, sizeof line, f))
		if (strncmp(line, field, len) == 0 && line[len] == ':')
			number = strtol(line + len + 1, NULL, 10);
	fclose(f);
	return number;
}
