/* What could show or hand on a narrowed mask: before such a call runs, whose mask it may be is as it was. */
#include <dirent.h>
#include <linux/sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <unistd.h>

#include "desc/desc.h"
#include "source/arch.h"
#include "source/colocate.h"
#include "source/engine.h"

/* How often it is looked whether a file is still open, and for how many tracees at a time. */
#define LOOK_NS    10000000ull
#define LOOK_COUNT 8u

void colocate_hold(struct engine *e, struct tracee *t, enum hold hold)
{
	struct colocation *c = &e->colo;
	if (t->colo.hold == HOLD_FILE && hold == HOLD_CALL)
		return;
	c->nheld += (hold != HOLD_NONE) - (t->colo.hold != HOLD_NONE);
	t->colo.hold = hold;
	if (hold == HOLD_FILE)
		c->held_until_ns = e->now.mono_ns + LOOK_NS;
	if (hold != HOLD_NONE)
		colocate_release_all(e);
}

static bool ends_in_status(const char *path)
{
	const char *name = strrchr(path, '/');
	return strcmp(name ? name + 1 : path, "status") == 0;
}

/* /proc/PID/status shows the mask. By any path: a name that only ends like it costs nothing but speed. */
static bool opens_status(struct engine *e, struct tracee *t, uint64_t path)
{
	char text[4096];
	int ended = 0;
	ssize_t len = mem_read_str(engine_mem_of(e, t->tid), path, text, sizeof text - 1, &ended);
	if (len < 0)
		return false;
	text[len] = '\0';
	return ends_in_status(text);
}

static bool has_status_open(pid_t tid)
{
	char path[48], target[4096];
	snprintf(path, sizeof path, "/proc/%d/fd", (int)tid);
	DIR *dir = opendir(path);
	bool open = false;
	for (struct dirent *entry; dir && !open && (entry = readdir(dir));) {
		ssize_t len = readlinkat(dirfd(dir), entry->d_name, target, sizeof target - 1);
		if (len > 0) {
			target[len] = '\0';
			open = ends_in_status(target);
		}
	}
	if (dir)
		closedir(dir);
	return open;
}

bool colocate_may_enter(struct engine *e, struct tracee *t)
{
	struct colocation *c = &e->colo;
	unsigned looked = 0;
	if (c->nheld == 0)
		return true;
	if (e->now.mono_ns < c->held_until_ns)
		return false;
	c->held_until_ns = e->now.mono_ns + LOOK_NS;
	for (struct tracee *other = e->by_tid; other && c->nheld && looked < LOOK_COUNT; other = other->hh.next) {
		if (other->colo.hold != HOLD_FILE)
			continue;
		looked++;
		if (!has_status_open(other->tid))
			colocate_hold(e, other, HOLD_NONE);
	}
	return c->nheld == 0 && t->colo.hold == HOLD_NONE;
}

/* A child that we do not see must have its parent's own mask. */
static bool is_hidden_child(struct engine *e, struct tracee *t, enum role role, uint64_t arg)
{
	uint64_t flags = arg;
	if (!e->opts.follow || role == ROLE_FORK)
		return !e->opts.follow;
	if (role == ROLE_CLONE3 && mem_read_all(engine_mem_of(e, t->tid), arg, &flags, sizeof flags) < 0)
		return true;
	return flags & CLONE_UNTRACED;
}

void colocate_enter(struct engine *e, struct tracee *t, const struct __ptrace_syscall_info *info)
{
	if (!e->colo.enabled)
		return;
	const uint64_t *args = (const uint64_t *)info->entry.args;
	enum role role = role_of(&e->roles, arch_abi(info->arch), info->entry.nr);
	switch (role) {
	case ROLE_MASK:
		if ((uint32_t)args[0] == 0)
			colocate_release(e, t);
		else
			colocate_hold(e, t, HOLD_CALL);
		break;
	case ROLE_OPEN:
	case ROLE_OPENAT:
		if (opens_status(e, t, args[role == ROLE_OPENAT]))
			colocate_hold(e, t, HOLD_FILE);
		break;
	case ROLE_FORK:
	case ROLE_CLONE:
	case ROLE_CLONE3:
		if (t->colo.in && is_hidden_child(e, t, role, args[0]))
			colocate_release(e, t);
		break;
	default:
		break;
	}
}

void colocate_exit(struct engine *e, struct tracee *t)
{
	if (t->colo.hold == HOLD_CALL)
		colocate_hold(e, t, HOLD_NONE);
}

/* What a program does with its files it does by these. */
bool colocate_sees_opens(const struct engine *e)
{
	static const char *const names[] = {"open", "openat", "openat2", "read", "write"};
	enum desc_abi abi = arch_rows[0].abi;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		int nr = desc_find_nr(abi, names[i]);
		if (nr >= 0 && seccomp_wants(&e->opts, abi, (uint64_t)nr))
			return true;
	}
	return false;
}
