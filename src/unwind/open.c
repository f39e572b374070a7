#include "unwind/open.h"

#include <fcntl.h>
#include <gelf.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"

/* What is compared of a file and its mapping: the ELF header, the segments and mostly the build-id. */
#define HEAD 4096u
/* Larger files are not read from memory. */
#define IMAGE_MAX ((uint64_t)256 << 20)

/* The mapping of the file's first bytes, NULL if there is none. */
static const struct map *find_head(const struct maps *maps, const struct map *map)
{
	for (size_t i = 0; i < maps->n; i++) {
		const struct map *m = &maps->map[i];
		if (m->offset == 0 && m->dev == map->dev && m->ino == map->ino && strcmp(m->path, map->path) == 0 &&
		    m->start <= map->start && (m->ino || m == map))
			return m;
	}
	return NULL;
}

/* Opening a device or a pipe might do something, so what is no regular file is not even opened. */
static int open_regular(const char *path, struct stat *ret_stat)
{
	char proc[40];
	int place = open(path, O_PATH | O_CLOEXEC);
	if (place < 0)
		return -1;
	int fd = -1;
	if (fstat(place, ret_stat) == 0 && S_ISREG(ret_stat->st_mode)) {
		snprintf(proc, sizeof proc, "/proc/self/fd/%d", place);
		fd = open(proc, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	}
	close(place);
	return fd;
}

/* /proc/PID/maps writes a newline in a path as \012, and nothing else that way. */
static void unescape(char *path)
{
	for (char *at; (at = strstr(path, "\\012")); path = at + 1) {
		*at = '\n';
		memmove(at + 1, at + 4, strlen(at + 4) + 1);
	}
}

static bool is_same(const struct maps *maps, const struct map *map, int fd, const struct stat *st, struct mem *mem)
{
	if (st->st_dev == map->dev && st->st_ino == map->ino)
		return true;
	/* Some file systems say another device there and here (btrfs, overlayfs): then the bytes have to tell. */
	const struct map *head = find_head(maps, map);
	char there[HEAD], here[HEAD];
	return head && mem_read_all(mem, head->start, there, HEAD) == 0 && pread(fd, here, HEAD, 0) == HEAD &&
	       memcmp(there, here, HEAD) == 0;
}

int open_mapped(const struct maps *maps, const struct map *map, pid_t pid, struct mem *mem, struct stat *ret_stat)
{
	char path[PATH_MAX + 40];
	if (*map->path != '/')
		return -1;
	/* Always the right one, but for the privileged only. */
	snprintf(path, sizeof path, "/proc/%d/map_files/%" PRIx64 "-%" PRIx64, (int)pid, map->start, map->end);
	int fd = open_regular(path, ret_stat);
	if (fd >= 0)
		return fd;
	if ((size_t)snprintf(path, sizeof path, "/proc/%d/root%s", (int)pid, map->path) >= sizeof path)
		return -1;
	unescape(path);
	fd = open_regular(path, ret_stat);
	if (fd >= 0 && !is_same(maps, map, fd, ret_stat, mem)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* Sections are not mapped as a rule: without their table nobody looks for them. */
static void forget_sections(char *image, size_t len)
{
	if (image[EI_CLASS] == ELFCLASS32) {
		Elf32_Ehdr *header = (Elf32_Ehdr *)image;
		if (header->e_shoff > len || (uint64_t)header->e_shnum * header->e_shentsize > len - header->e_shoff)
			header->e_shoff = header->e_shnum = header->e_shstrndx = 0;
	} else {
		Elf64_Ehdr *header = (Elf64_Ehdr *)image;
		if (header->e_shoff > len || (uint64_t)header->e_shnum * header->e_shentsize > len - header->e_shoff)
			header->e_shoff = header->e_shnum = header->e_shstrndx = 0;
	}
}

/* Calls for each segment of this type of the ELF header in `elf`; stops when that returns false. */
static bool each_segment(Elf *elf, GElf_Word type, bool (*visit)(const GElf_Phdr *segment, void *ctx), void *ctx)
{
	size_t n;
	if (elf_getphdrnum(elf, &n) < 0)
		return false;
	for (size_t i = 0; i < n; i++) {
		GElf_Phdr segment;
		if (!gelf_getphdr(elf, (int)i, &segment))
			return false;
		if (segment.p_type == type && !visit(&segment, ctx))
			return false;
	}
	return true;
}

struct image {
	struct mem *mem;
	uint64_t bias; /* from addresses in the file to those in memory */
	char *p;
	uint64_t len;
};

static bool measure(const GElf_Phdr *segment, void *ctx)
{
	struct image *image = ctx;
	if (segment->p_offset > IMAGE_MAX || segment->p_filesz > IMAGE_MAX)
		return false;
	if (segment->p_offset + segment->p_filesz > image->len)
		image->len = segment->p_offset + segment->p_filesz;
	if (segment->p_offset == 0)
		image->bias -= segment->p_vaddr;
	return true;
}

static bool copy(const GElf_Phdr *segment, void *ctx)
{
	struct image *image = ctx;
	/* What cannot be read stays zero. */
	mem_read(image->mem, image->bias + segment->p_vaddr, image->p + segment->p_offset, segment->p_filesz);
	return true;
}

/* The dynamic linker has made addresses in memory of those in the dynamic section, in place. */
static bool unrelocate(const GElf_Phdr *segment, void *ctx)
{
	const struct image *image = ctx;
	const bool narrow = image->p[EI_CLASS] == ELFCLASS32;
	const uint64_t size = narrow ? sizeof(Elf32_Dyn) : sizeof(Elf64_Dyn);
	if (image->bias == 0 || segment->p_offset > image->len || segment->p_filesz > image->len - segment->p_offset)
		return true;
	for (uint64_t at = 0; at + size <= segment->p_filesz; at += size) {
		Elf32_Dyn entry32;
		Elf64_Dyn entry;
		char *place = image->p + segment->p_offset + at;
		if (narrow) {
			memcpy(&entry32, place, sizeof entry32);
			if (entry32.d_un.d_ptr >= image->bias && entry32.d_un.d_ptr - image->bias < image->len)
				entry32.d_un.d_ptr -= (uint32_t)image->bias;
			memcpy(place, &entry32, sizeof entry32);
		} else {
			memcpy(&entry, place, sizeof entry);
			if (entry.d_un.d_ptr >= image->bias && entry.d_un.d_ptr - image->bias < image->len)
				entry.d_un.d_ptr -= image->bias;
			memcpy(place, &entry, sizeof entry);
		}
	}
	return true;
}

/* Of what has no sections beyond its segments (the vdso has them in what is mapped) all of the mapping counts. */
static char *read_image(Elf *head, const struct map *map, struct mem *mem, size_t *ret_len)
{
	struct image image = {.mem = mem, .bias = map->start, .len = HEAD};
	if (map->ino == 0 && map->end - map->start <= IMAGE_MAX)
		image.len = map->end - map->start;
	if (!each_segment(head, PT_LOAD, measure, &image))
		return NULL;
	image.p = check_calloc(1, image.len);
	if (map->ino == 0)
		mem_read(mem, map->start, image.p, map->end - map->start < image.len ? map->end - map->start : image.len);
	mem_read(mem, map->start, image.p, HEAD);
	each_segment(head, PT_LOAD, copy, &image);
	each_segment(head, PT_DYNAMIC, unrelocate, &image);
	forget_sections(image.p, image.len);
	*ret_len = image.len;
	return image.p;
}

char *open_image(const struct maps *maps, const struct map *map, struct mem *mem, size_t *ret_len)
{
	_Alignas(8) char first[HEAD];
	const struct map *at = find_head(maps, map);
	if (!at || mem_read_all(mem, at->start, first, HEAD) < 0 || memcmp(first, ELFMAG, SELFMAG) != 0)
		return NULL;
	Elf *head = elf_memory(first, HEAD);
	char *image = head ? read_image(head, at, mem, ret_len) : NULL;
	elf_end(head);
	return image;
}
