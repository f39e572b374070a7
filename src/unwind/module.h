/*
 * The files that code is mapped from. A module is one file; it is opened once and kept for the run, because the open file also
 * keeps its inode from being given to another. Inside of unwind.
 */
#ifndef UNWIND_MODULE_H
#define UNWIND_MODULE_H

#include <elfutils/libdwfl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <uthash.h>

#include "mem/mem.h"
#include "task/stack.h"
#include "unwind/maps.h"

struct row;

/* A place in the code. Its frame is what others see of it. */
struct place {
	struct stack_frame frame;
	struct module *module;
	/* Which place it is. For a return address `at` is one byte before it: the call, which may be the function's last
	 * instruction, is what names and rules belong to. */
	struct place_key {
		uint64_t at;
		const char *symbol; /* of code in no file, whose addresses are used again; NULL in what a file loads */
		bool returns;
	} key;
	bool signal;     /* the kernel makes such a frame to call a handler; nobody calls this code */
	bool has_row;    /* it was looked for */
	struct row *row; /* how to unwind it, NULL: nothing says how */
	UT_hash_handle hh;
};

struct segment {
	uint64_t offset, vaddr, filesz;
};

struct module {
	struct module *next;
	char *path;
	uint64_t dev, ino;
	struct stat stat; /* of the file, or zeros */
	int fd;           /* of the file, which libdw closes; -1: there is none */
	char *image;      /* what was read from memory where the file cannot be had, else NULL */
	size_t image_len;
	Elf *elf;          /* NULL: no ELF file, or it could not be opened; libdw frees it */
	Dwfl_Module *dwfl; /* NULL if elf is */
	GElf_Addr bias;    /* from addresses in the file to those of libdw */
	const void *build_id;
	int build_id_len;
	struct segment *segment;
	size_t nsegments;
	struct place *places;
};

struct modules {
	Dwfl *dwfl;
	uint64_t next_base; /* where libdw believes the next module to be */
	struct module *list;
};

void modules_init(struct modules *modules);
void modules_free(struct modules *modules);
/* The module of a mapping of process pid, never NULL. */
struct module *module_of_map(struct modules *modules, const struct maps *maps, const struct map *map, pid_t pid, struct mem *mem);
/* A module without a file, for code that lies in no file. */
struct module *module_pseudo(struct modules *modules, const char *name);
/* The address in the module's file of an offset in it. False if it is in no segment. */
bool module_vaddr(const struct module *module, uint64_t offset, uint64_t *ret_vaddr);
struct place *module_place(struct module *module, const struct place_key *key);

#endif
