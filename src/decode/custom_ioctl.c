/* The memory behind a request that nobody describes: its number says how much there is. */
#include "decode/walk.h"

void custom_ioctl_data(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t x)
{
	uint64_t size;
	if (w->opts->abbrev || !walk_extent(w, f, &desc_type[type], &size)) {
		walk_addr(w, name, type, x, 0);
		return;
	}
	size_t shown = size < w->opts->str_limit ? (size_t)size : w->opts->str_limit;
	uint32_t i;
	void *bytes = tape_room(w->tape, TAPE_STR, name, TAPE_NOTYPE, ST_HEXSTR, shown < size ? TF_CUT : 0, shown, &i);
	if (walk_fetch(w, x, bytes, shown))
		return;
	tape_cut(w->tape, i);
	walk_addr(w, name, type, x, TF_FAULT);
}
