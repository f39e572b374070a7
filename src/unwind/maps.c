#include "unwind/maps.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/check.h"

#define READ_SIZE (64 * 1024)

/* One number; *at goes behind it and the separator after it. False if there is none. */
static bool take_number(char **at, int base, char separator, uint64_t *ret)
{
	char *end;
	*ret = strtoull(*at, &end, base);
	if (end == *at || *end != separator)
		return false;
	*at = end + 1;
	return true;
}

/* "7f0c-7f0d r-xp 00001000 fe:01 1234      /usr/lib/libc.so.6". The kernel writes it, but anything may be in the path. */
static bool parse_line(char *at, struct map *ret)
{
	uint64_t major, minor;
	struct map map = {.path = ""};
	if (!take_number(&at, 16, '-', &map.start) || !take_number(&at, 16, ' ', &map.end))
		return false;
	if (strnlen(at, 5) < 5 || at[4] != ' ')
		return false;
	map.exec = at[2] == 'x';
	at += 5;
	if (!take_number(&at, 16, ' ', &map.offset) || !take_number(&at, 16, ':', &major) || !take_number(&at, 16, ' ', &minor))
		return false;
	char *end;
	map.ino = strtoull(at, &end, 10);
	if (end == at)
		return false;
	map.path = end + strspn(end, " ");
	map.dev = makedev((unsigned)major, (unsigned)minor);
	*ret = map;
	return true;
}

void maps_parse(struct maps *maps, char *text)
{
	size_t cap = 0;
	*maps = (struct maps){.text = text};
	for (char *line = text, *next; line && *line; line = next) {
		struct map map;
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		if (!parse_line(line, &map) || map.end <= map.start)
			continue;
		/* The search relies on their order. */
		if (maps->n && map.start < maps->map[maps->n - 1].end)
			continue;
		if (maps->n == cap) {
			cap = cap ? 2 * cap : 64;
			maps->map = check_realloc(maps->map, cap * sizeof *maps->map);
		}
		maps->map[maps->n++] = map;
	}
}

int maps_read(struct maps *maps, pid_t pid)
{
	char path[40];
	*maps = (struct maps){0};
	snprintf(path, sizeof path, "/proc/%d/maps", (int)pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	struct buf text;
	buf_init(&text);
	ssize_t n;
	while ((n = read(fd, buf_reserve(&text, READ_SIZE), READ_SIZE)) > 0)
		text.len += (size_t)n;
	int error = n < 0 ? -errno : 0;
	close(fd);
	buf_cstr(&text);
	maps_parse(maps, text.p);
	return error;
}

void maps_free(struct maps *maps)
{
	free(maps->map);
	free(maps->text);
	*maps = (struct maps){0};
}

struct map *maps_find_code(const struct maps *maps, uint64_t addr)
{
	size_t low = 0, high = maps->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct map *map = &maps->map[middle];
		if (addr < map->start)
			high = middle;
		else if (addr >= map->end)
			low = middle + 1;
		else
			return map->exec ? map : NULL;
	}
	return NULL;
}
