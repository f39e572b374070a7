/*
 * The live reader. Arguments of one call lie close together (a string and its neighbours, a struct on the stack), so whole blocks
 * are fetched and kept for the rest of the stop.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/check.h"
#include "mem/mem.h"

/* A block never spans two pages, whatever the page size: readability is the same for all of it. */
#define BLOCK  ((size_t)4096)
#define BLOCKS 4u

struct live {
	struct mem mem;
	pid_t tid;
	int proc_fd; /* /proc/TID/mem, where process_vm_readv is refused; -1 while it is not */
	unsigned next;
	struct block {
		bool valid;
		uint64_t addr;
		uint8_t data[BLOCK];
	} block[BLOCKS];
};

static ssize_t read_proc(struct live *live, uint64_t addr, const struct iovec *local, unsigned n)
{
	if (live->proc_fd < 0) {
		char path[40];
		snprintf(path, sizeof path, "/proc/%d/mem", (int)live->tid);
		live->proc_fd = open(path, O_RDONLY | O_CLOEXEC);
		if (live->proc_fd < 0)
			return -errno;
	}
	ssize_t got = preadv(live->proc_fd, local, (int)n, (off_t)addr);
	if (got < 0)
		return errno == EIO ? -EFAULT : -errno;
	return got == 0 ? -EFAULT : got;
}

/* One call for the whole range. The kernel copies up to the first unreadable page. */
static ssize_t read_remote(struct live *live, uint64_t addr, const struct iovec *local, unsigned n, size_t len)
{
	if (live->proc_fd >= 0)
		return read_proc(live, addr, local, n);
	struct iovec remote = {.iov_base = (void *)(uintptr_t)addr, .iov_len = len};
	ssize_t got = process_vm_readv(live->tid, local, n, &remote, 1, 0);
	if (got > 0)
		return got;
	if (got < 0 && (errno == EPERM || errno == ENOSYS))
		return read_proc(live, addr, local, n);
	return got < 0 ? -errno : -EFAULT;
}

static struct block *find_block(struct live *live, uint64_t addr)
{
	for (unsigned i = 0; i < BLOCKS; i++)
		if (live->block[i].valid && live->block[i].addr == addr)
			return &live->block[i];
	return NULL;
}

/* Fetches n blocks from addr on; those that could be read are valid afterwards. Returns 0, or why the first could not be read. */
static int fetch(struct live *live, uint64_t addr, unsigned n)
{
	struct iovec local[BLOCKS];
	struct block *slot[BLOCKS];
	CHECK(n >= 1 && n <= BLOCKS);
	for (unsigned i = 0; i < n; i++) {
		struct block *old = find_block(live, addr + i * BLOCK);
		if (old)
			old->valid = false;
		slot[i] = &live->block[live->next++ % BLOCKS];
		slot[i]->valid = false;
		local[i] = (struct iovec){.iov_base = slot[i]->data, .iov_len = BLOCK};
	}
	ssize_t got = read_remote(live, addr, local, n, n * BLOCK);
	if (got < 0)
		return (int)got;
	for (unsigned i = 0; i < n && (size_t)got >= (i + 1) * BLOCK; i++) {
		slot[i]->valid = true;
		slot[i]->addr = addr + i * BLOCK;
	}
	return slot[0]->valid ? 0 : -EFAULT;
}

static ssize_t live_read(struct mem *mem, uint64_t addr, void *dst, size_t len)
{
	struct live *live = (struct live *)mem;
	uint64_t first = addr / BLOCK, last = (addr + (len - 1)) / BLOCK;
	if (last - first >= BLOCKS)
		return read_remote(live, addr, &(struct iovec){.iov_base = dst, .iov_len = len}, 1, len);
	size_t done = 0;
	while (done < len) {
		uint64_t at = addr + done, base = at - at % BLOCK;
		struct block *block = find_block(live, base);
		if (!block) {
			int err = fetch(live, base, (unsigned)(last - base / BLOCK + 1));
			if (err)
				return done ? (ssize_t)done : err;
			block = find_block(live, base);
		}
		size_t n = BLOCK - at % BLOCK;
		if (n > len - done)
			n = len - done;
		memcpy((char *)dst + done, block->data + at % BLOCK, n);
		done += n;
	}
	return (ssize_t)done;
}

static void close_proc(struct live *live)
{
	if (live->proc_fd >= 0)
		close(live->proc_fd);
	live->proc_fd = -1;
}

static void live_close(struct mem *mem)
{
	close_proc((struct live *)mem);
	free(mem);
}

struct mem *mem_live_new(void)
{
	static const struct mem_ops ops = {.read = live_read, .close = live_close};
	struct live *live = check_calloc(1, sizeof *live);
	live->mem.ops = &ops;
	live->proc_fd = -1;
	return &live->mem;
}

void mem_live_target(struct mem *mem, pid_t tid)
{
	struct live *live = (struct live *)mem;
	for (unsigned i = 0; i < BLOCKS; i++)
		live->block[i].valid = false;
	/* The descriptor shows the memory of before an execve, or of a tid that has been reused: a new one for each stop. */
	close_proc(live);
	live->tid = tid;
}
