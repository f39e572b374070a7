/* Captured memory: a list of regions. It is small in every use, so the search is linear. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "mem/mem.h"

struct snap {
	struct mem mem;
	struct region {
		uint64_t addr;
		size_t len;
		uint8_t *data;
	} * region;
	size_t n;
};

static const struct region *find_region(const struct snap *snap, uint64_t addr)
{
	for (size_t i = 0; i < snap->n; i++)
		if (addr - snap->region[i].addr < snap->region[i].len)
			return &snap->region[i];
	return NULL;
}

static ssize_t snap_read(struct mem *mem, uint64_t addr, void *dst, size_t len)
{
	struct snap *snap = (struct snap *)mem;
	size_t done = 0;
	while (done < len) {
		const struct region *region = find_region(snap, addr + done);
		if (!region)
			break;
		size_t skip = addr + done - region->addr;
		size_t n = region->len - skip;
		if (n > len - done)
			n = len - done;
		memcpy((char *)dst + done, region->data + skip, n);
		done += n;
	}
	return done ? (ssize_t)done : -EFAULT;
}

static void snap_close(struct mem *mem)
{
	struct snap *snap = (struct snap *)mem;
	for (size_t i = 0; i < snap->n; i++)
		free(snap->region[i].data);
	free(snap->region);
	free(snap);
}

struct mem *mem_snap_new(void)
{
	static const struct mem_ops ops = {.read = snap_read, .close = snap_close};
	struct snap *snap = check_calloc(1, sizeof *snap);
	snap->mem.ops = &ops;
	return &snap->mem;
}

void mem_snap_add(struct mem *mem, uint64_t addr, const void *data, size_t len)
{
	struct snap *snap = (struct snap *)mem;
	if (len == 0)
		return;
	snap->region = check_realloc(snap->region, (snap->n + 1) * sizeof *snap->region);
	struct region *region = &snap->region[snap->n++];
	*region = (struct region){.addr = addr, .len = len, .data = check_malloc(len)};
	memcpy(region->data, data, len);
}
