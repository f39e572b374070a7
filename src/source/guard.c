#include "source/guard.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "source/threadstat.h"

/* Newborns are looked for so often, at this distance, and as far down the line. */
#define ROUNDS   5
#define ROUND_NS 5000000L
#define DEPTH    4
/* Only a thread as young as this can have inherited a mask without our knowing. */
#define NEWBORN_TICKS 100u

static bool has_mask(pid_t tid, int cpu)
{
	cpu_set_t mask;
	return sched_getaffinity(tid, sizeof mask, &mask) == 0 && CPU_COUNT(&mask) == 1 && CPU_ISSET((size_t)cpu, &mask);
}

static bool is_listed(const struct guard *guard, pid_t tid)
{
	for (unsigned i = 0; i < GUARD_SLOTS; i++)
		if (guard->slots[i].tid == tid)
			return true;
	return false;
}

static void restore_newborns(const struct guard *guard, const struct guard_slot *slot, pid_t pid, uint64_t since, unsigned depth);

static void restore_children(const struct guard *guard, const struct guard_slot *slot, pid_t pid, pid_t tid, uint64_t since,
                             unsigned depth)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pid, (int)tid);
	FILE *f = fopen(path, "re");
	for (int child; f && fscanf(f, "%d", &child) == 1;)
		restore_newborns(guard, slot, child, since, depth);
	if (f)
		fclose(f);
}

/* A thread that was born when we were killed has its parent's narrow mask and is in no slot. */
static void restore_newborns(const struct guard *guard, const struct guard_slot *slot, pid_t pid, uint64_t since, unsigned depth)
{
	char path[40];
	snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
	DIR *dir = depth ? opendir(path) : NULL;
	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		pid_t tid = (pid_t)strtol(entry->d_name, NULL, 10);
		struct threadstat st;
		if (tid <= 0)
			continue;
		if (has_mask(tid, slot->cpu) && !is_listed(guard, tid) && threadstat_read(tid, &st) && st.start >= since)
			sched_setaffinity(tid, sizeof slot->mask, &slot->mask);
		restore_children(guard, slot, pid, tid, since, depth - 1);
	}
	if (dir)
		closedir(dir);
}

static uint64_t ticks_since_boot(void)
{
	struct timespec now;
	clock_gettime(CLOCK_BOOTTIME, &now);
	uint64_t hz = (uint64_t)sysconf(_SC_CLK_TCK);
	return (uint64_t)now.tv_sec * hz + (uint64_t)now.tv_nsec * hz / 1000000000u;
}

static void restore_all(const struct guard *guard)
{
	uint64_t now = ticks_since_boot(), since = now > NEWBORN_TICKS ? now - NEWBORN_TICKS : 0;
	bool any = false;
	for (unsigned i = 0; i < GUARD_SLOTS; i++) {
		const struct guard_slot *slot = &guard->slots[i];
		struct threadstat st;
		if (slot->tid == 0)
			continue;
		any = true;
		if (threadstat_read(slot->tid, &st) && st.start == slot->start && has_mask(slot->tid, slot->cpu))
			sched_setaffinity(slot->tid, sizeof slot->mask, &slot->mask);
	}
	for (unsigned round = 0; any && round < ROUNDS; round++) {
		for (unsigned i = 0; i < GUARD_SLOTS; i++)
			if (guard->slots[i].tid)
				restore_newborns(guard, &guard->slots[i], guard->slots[i].tid, since, DEPTH);
		nanosleep(&(struct timespec){.tv_nsec = ROUND_NS}, NULL);
	}
}

/* The guard itself. Signals meant for our group or terminal must not reach it, and it keeps nothing of the user's open. */
_Noreturn static void stand_guard(const struct guard *guard, int end)
{
	sigset_t all;
	char byte;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	prctl(PR_SET_NAME, "mask-guard");
	dup2(end, 0);
	close_range(1, ~0u, 0);
	if (chdir("/") == 0 && read(0, &byte, 1) == 0)
		restore_all(guard);
	_exit(0);
}

bool guard_start(struct guard *guard)
{
	int ends[2];
	size_t size = GUARD_SLOTS * sizeof *guard->slots;
	int reaper = 0;
	/* Orphans would become our children, and a wait for tracees would find the guard. */
	prctl(PR_GET_CHILD_SUBREAPER, &reaper);
	if (reaper || getpid() == 1 || pipe2(ends, O_CLOEXEC) < 0)
		return false;
	void *slots = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t pid = -1;
	if (slots != MAP_FAILED) {
		guard->slots = slots;
		pid = fork();
	}
	if (pid == 0) {
		/* No child of ours: nobody waits for it, and it is in no group of ours. */
		setsid();
		if (fork() == 0)
			stand_guard(guard, ends[0]);
		_exit(0);
	}
	close(ends[0]);
	guard->pipe = ends[1];
	if (pid > 0 && waitpid(pid, NULL, 0) == pid)
		return true;
	close(ends[1]);
	if (slots != MAP_FAILED)
		munmap(slots, size);
	guard->slots = NULL;
	return false;
}

struct guard_slot *guard_add(struct guard *guard, pid_t tid, uint64_t start, int cpu, const cpu_set_t *mask)
{
	for (unsigned tries = 0; tries < GUARD_SLOTS; tries++) {
		struct guard_slot *slot = &guard->slots[guard->next++ % GUARD_SLOTS];
		if (slot->tid)
			continue;
		slot->cpu = cpu;
		slot->start = start;
		slot->mask = *mask;
		__atomic_store_n(&slot->tid, tid, __ATOMIC_RELEASE);
		return slot;
	}
	return NULL;
}

void guard_remove(struct guard_slot *slot)
{
	__atomic_store_n(&slot->tid, 0, __ATOMIC_RELEASE);
}

void guard_stop(struct guard *guard)
{
	if (!guard->slots)
		return;
	close(guard->pipe);
	munmap(guard->slots, GUARD_SLOTS * sizeof *guard->slots);
	guard->slots = NULL;
}
