/* What a process has mapped, from /proc/PID/maps. Inside of unwind. */
#ifndef UNWIND_MAPS_H
#define UNWIND_MAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct module;

struct map {
	uint64_t start, end, offset;
	uint64_t dev, ino;
	const char *path; /* as it stands there; "" if it has none */
	bool exec;
	struct module *module; /* found when it was first needed */
};

struct maps {
	char *text;
	struct map *map; /* by address */
	size_t n;
};

/* 0 or -errno: then there are none. */
int maps_read(struct maps *maps, pid_t pid);
/* The same from text that the caller allocated and gives away. */
void maps_parse(struct maps *maps, char *text);
void maps_free(struct maps *maps);
/* The executable mapping that has this address, or NULL. */
struct map *maps_find_code(const struct maps *maps, uint64_t addr);

#endif
