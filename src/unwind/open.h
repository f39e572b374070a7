/*
 * Getting at the ELF file behind a mapping, also where its path says nothing: it was deleted or replaced, or belongs to another
 * mount namespace. Inside of unwind.
 */
#ifndef UNWIND_OPEN_H
#define UNWIND_OPEN_H

#include <sys/stat.h>
#include <sys/types.h>

#include "mem/mem.h"
#include "unwind/maps.h"

/* Opens the very file that is mapped. Only regular files are opened. -1 if that cannot be done. */
int open_mapped(const struct maps *maps, const struct map *map, pid_t pid, struct mem *mem, struct stat *ret_stat);
/* The file as far as it can be read from the process's memory, for files that cannot be opened and for the vdso. To be freed; NULL
 * if it is no ELF file. */
char *open_image(const struct maps *maps, const struct map *map, struct mem *mem, size_t *ret_len);

#endif
