#include "unwind/module.h"

#include <elfutils/libdwelf.h>
#include <elfutils/libdwfl.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "unwind/cfi.h"
#include "unwind/open.h"

/* uthash has no way to fail but this one. */
#undef uthash_fatal
#define uthash_fatal(msg) check_failed(msg, __FILE__, __LINE__)

/* libdw's modules share one address space of ours: each file once, at an address of its own, wherever processes map it. */
#define FIRST_BASE  ((uint64_t)1 << 32)
#define PAGE        ((uint64_t)65536)
#define MODULE_SIZE ((uint64_t)1 << 40)

/* libdw gets what we have opened. Reading in place of mapping: a file that is cut while it is mapped would kill us. */
static int give_elf(Dwfl_Module *mod, void **userdata, const char *name, Dwarf_Addr base, char **ret_name, Elf **ret_elf)
{
	(void)mod;
	(void)name;
	(void)base;
	struct module *module = *userdata;
	*ret_elf = module->elf;
	*ret_name = check_strdup(module->path);
	return module->fd;
}

void modules_init(struct modules *modules)
{
	static const Dwfl_Callbacks callbacks = {
		.find_elf = give_elf,
		.find_debuginfo = dwfl_standard_find_debuginfo,
		.section_address = dwfl_offline_section_address,
	};
	elf_version(EV_CURRENT);
	*modules = (struct modules){.dwfl = dwfl_begin(&callbacks), .next_base = FIRST_BASE};
	CHECK(modules->dwfl);
}

static void free_module(struct module *module)
{
	struct place *place, *next;
	HASH_ITER(hh, module->places, place, next)
	{
		HASH_DEL(module->places, place);
		free((struct stack_name *)place->frame.names);
		free(place->row);
		free(place);
	}
	free(module->segment);
	free(module->image);
	free(module->path);
	free(module);
}

void modules_free(struct modules *modules)
{
	dwfl_end(modules->dwfl);
	while (modules->list) {
		struct module *module = modules->list;
		modules->list = module->next;
		free_module(module);
	}
}

static struct module *add_module(struct modules *modules, const char *path)
{
	struct module *module = check_calloc(1, sizeof *module);
	module->path = check_strdup(path);
	module->fd = -1;
	module->next = modules->list;
	modules->list = module;
	return module;
}

/* Takes in where the file's parts are loaded. False if it cannot be what it claims. */
static bool read_segments(struct module *module, uint64_t *ret_size)
{
	size_t n;
	uint64_t low = UINT64_MAX, high = 0;
	if (elf_kind(module->elf) != ELF_K_ELF || elf_getphdrnum(module->elf, &n) < 0)
		return false;
	module->segment = check_calloc(n + 1, sizeof *module->segment);
	for (size_t i = 0; i < n; i++) {
		GElf_Phdr segment;
		if (!gelf_getphdr(module->elf, (int)i, &segment))
			return false;
		if (segment.p_type != PT_LOAD)
			continue;
		uint64_t end = segment.p_vaddr + segment.p_memsz;
		if (end < segment.p_vaddr)
			return false;
		low = segment.p_vaddr < low ? segment.p_vaddr : low;
		high = end > high ? end : high;
		module->segment[module->nsegments++] = (struct segment){segment.p_offset, segment.p_vaddr, segment.p_filesz};
	}
	low -= low % PAGE;
	*ret_size = high - low;
	return high > low && high - low <= MODULE_SIZE;
}

/* Shows the file to libdw. */
static bool report(struct modules *modules, struct module *module, uint64_t size)
{
	void **userdata;
	dwfl_report_begin_add(modules->dwfl);
	module->dwfl = dwfl_report_module(modules->dwfl, module->path, modules->next_base, modules->next_base + size);
	if (module->dwfl) {
		dwfl_module_info(module->dwfl, &userdata, NULL, NULL, NULL, NULL, NULL, NULL);
		*userdata = module;
	}
	dwfl_report_end(modules->dwfl, NULL, NULL);
	modules->next_base += size + 2 * PAGE - size % PAGE;
	return module->dwfl && dwfl_module_getelf(module->dwfl, &module->bias) != NULL;
}

static void load(struct modules *modules, struct module *module)
{
	uint64_t size;
	if (!module->elf)
		return;
	if (!read_segments(module, &size)) {
		elf_end(module->elf);
		if (module->fd >= 0)
			close(module->fd);
		module->elf = NULL;
		module->fd = -1;
		return;
	}
	if (!report(modules, module, size)) {
		module->elf = NULL;
		module->dwfl = NULL;
		module->fd = -1;
		return;
	}
	ssize_t len = dwelf_elf_gnu_build_id(module->elf, &module->build_id);
	module->build_id_len = len > 0 ? (int)len : 0;
}

/* Whether what is in the module is still in the file. */
static bool is_current(const struct module *module)
{
	struct stat st;
	if (module->fd < 0 || fstat(module->fd, &st) < 0)
		return true;
	return st.st_size == module->stat.st_size && st.st_mtim.tv_sec == module->stat.st_mtim.tv_sec &&
	       st.st_mtim.tv_nsec == module->stat.st_mtim.tv_nsec;
}

static struct module *find_module(const struct modules *modules, const struct map *map)
{
	for (struct module *module = modules->list; module; module = module->next)
		if (module->ino == map->ino && module->dev == map->dev && strcmp(module->path, map->path) == 0 &&
		    is_current(module))
			return module;
	return NULL;
}

/* The vdso has no inode: it is known by its content, and [vsyscall] by having none that can be read. */
static struct module *find_image(const struct modules *modules, const char *path, const char *image, size_t len)
{
	for (struct module *module = modules->list; module; module = module->next)
		if (module->ino == 0 && module->image_len == len && strcmp(module->path, path) == 0 &&
		    (len == 0 || memcmp(module->image, image, len) == 0))
			return module;
	return NULL;
}

static struct module *of_image(struct modules *modules, const struct maps *maps, const struct map *map, struct mem *mem)
{
	size_t len = 0;
	char *image = open_image(maps, map, mem, &len);
	struct module *module = map->ino ? NULL : find_image(modules, map->path, image, len);
	if (module) {
		free(image);
		return module;
	}
	module = add_module(modules, map->path);
	module->image = image;
	module->image_len = len;
	module->elf = image ? elf_memory(image, len) : NULL;
	return module;
}

struct module *module_of_map(struct modules *modules, const struct maps *maps, const struct map *map, pid_t pid, struct mem *mem)
{
	struct module *module = map->ino ? find_module(modules, map) : NULL;
	if (module)
		return module;
	struct stat st = {0};
	int fd = open_mapped(maps, map, pid, mem, &st);
	Elf *elf = fd >= 0 ? elf_begin(fd, ELF_C_READ, NULL) : NULL;
	if (elf) {
		module = add_module(modules, map->path);
		module->stat = st;
		module->fd = fd;
		module->elf = elf;
	} else {
		if (fd >= 0)
			close(fd);
		module = of_image(modules, maps, map, mem);
	}
	if (!module->dwfl) {
		module->dev = map->dev;
		module->ino = map->ino;
		load(modules, module);
	}
	return module;
}

struct module *module_pseudo(struct modules *modules, const char *name)
{
	return add_module(modules, name);
}

bool module_vaddr(const struct module *module, uint64_t offset, uint64_t *ret_vaddr)
{
	for (size_t i = 0; i < module->nsegments; i++) {
		const struct segment *segment = &module->segment[i];
		if (offset - segment->offset < segment->filesz) {
			*ret_vaddr = offset - segment->offset + segment->vaddr;
			return true;
		}
	}
	return false;
}

struct place *module_place(struct module *module, const struct place_key *key)
{
	struct place_key exact;
	struct place *place;
	memset(&exact, 0, sizeof exact); /* padding is compared, too */
	exact.at = key->at;
	exact.symbol = key->symbol;
	exact.returns = key->returns;
	HASH_FIND(hh, module->places, &exact, sizeof exact, place);
	if (place)
		return place;
	place = check_calloc(1, sizeof *place);
	memcpy(&place->key, &exact, sizeof exact);
	place->module = module;
	place->frame.object = module->path;
	place->frame.build_id = module->build_id;
	place->frame.build_id_len = (unsigned)module->build_id_len;
	HASH_ADD(hh, module->places, key, sizeof exact, place);
	return place;
}
