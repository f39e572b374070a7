#include "mem/mem.h"

#include <errno.h>
#include <string.h>

/* Reads never span more than a string can cheaply want: an unmapped page after the NUL must not matter. No system has smaller
 * pages. */
#define STR_STEP 4096u

ssize_t mem_read(struct mem *mem, uint64_t addr, void *dst, size_t len)
{
	if (len == 0)
		return 0;
	/* What would lie beyond the end of the address space is unreadable; readers need not think of overflow. */
	if (addr != 0 && len > UINT64_MAX - addr + 1)
		len = UINT64_MAX - addr + 1;
	return mem->ops->read(mem, addr, dst, len);
}

int mem_read_all(struct mem *mem, uint64_t addr, void *dst, size_t len)
{
	ssize_t n = mem_read(mem, addr, dst, len);
	if (n < 0)
		return (int)n;
	return (size_t)n == len ? 0 : -EFAULT;
}

ssize_t mem_read_str(struct mem *mem, uint64_t addr, char *dst, size_t max, int *ret_ended)
{
	size_t done = 0;
	while (done < max) {
		size_t step = STR_STEP - (addr + done) % STR_STEP;
		if (step > max - done)
			step = max - done;
		ssize_t n = mem_read(mem, addr + done, dst + done, step);
		if (n < 0)
			return n;
		const char *nul = memchr(dst + done, '\0', (size_t)n);
		if (nul) {
			*ret_ended = 1;
			return nul - dst;
		}
		if ((size_t)n < step)
			return -EFAULT;
		done += step;
	}
	*ret_ended = 0;
	return (ssize_t)done;
}

void mem_close(struct mem *mem)
{
	if (mem)
		mem->ops->close(mem);
}
