/*
 * Reading a tracee's memory. One interface, several readers: live (process_vm_readv with a page cache that lasts one stop),
 * snap (captured regions, for replay and fuzzing), tee (logs what was read, for recording).
 * Errors are data: a short count or -errno, never a message.
 */
#ifndef MEM_MEM_H
#define MEM_MEM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct mem;

struct mem_ops {
	/* Reads up to len bytes at addr. Returns the bytes read before the first unreadable one (0 < n <= len), or -errno if the
	 * first byte cannot be read. */
	ssize_t (*read)(struct mem *mem, uint64_t addr, void *dst, size_t len);
	void (*close)(struct mem *mem);
};

/* Embedded first in each reader. */
struct mem {
	const struct mem_ops *ops;
};

/* As mem_ops.read; len 0 gives 0. */
ssize_t mem_read(struct mem *mem, uint64_t addr, void *dst, size_t len);
/* 0 if all of len was read, else -EFAULT (or what the reader said). */
int mem_read_all(struct mem *mem, uint64_t addr, void *dst, size_t len);
/* Reads a NUL-terminated string: up to max bytes into dst, without the NUL. Returns the length and sets *ret_ended if the NUL
 * was found within max bytes; -errno if a byte before the NUL and before max cannot be read. */
ssize_t mem_read_str(struct mem *mem, uint64_t addr, char *dst, size_t max, int *ret_ended);
void mem_close(struct mem *mem);

/* The live reader. One for the whole run: mem_live_target points it at the tracee of the current stop and forgets what it has
 * cached; what it reads is the memory as it is at that stop. */
struct mem *mem_live_new(void);
void mem_live_target(struct mem *mem, pid_t tid);

/* Captured memory: regions that the caller adds, copied. Everything else is unreadable. */
struct mem *mem_snap_new(void);
void mem_snap_add(struct mem *mem, uint64_t addr, const void *data, size_t len);

#endif
