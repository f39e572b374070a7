/* Arrays and chains of records. */
#include "decode/walk.h"

static bool abbreviated_to_count(const struct walk *w, const struct desc_type *t)
{
	return w->opts->abbrev && t->flags & DT_COUNT;
}

static void count(struct walk *w, uint32_t name, uint16_t type, uint64_t addr, uint64_t n)
{
	const char *unit = desc_name(desc_type[type].label);
	walk_addr(w, name, type, addr, 0);
	walk_note(w, "%llu %s", (unsigned long long)n, *unit ? unit : "entries");
}

/* How many whole elements can be read at addr, up to n, as far as one piece goes; they become the window. */
static uint64_t load_piece(struct walk *w, const struct window *outer, uint8_t *buf, uint64_t addr, unsigned size, uint64_t n)
{
	uint64_t room = WALK_BUFFER / size;
	n = n < room ? n : room;
	size_t want = (size_t)n * size;
	uint64_t at = addr - outer->addr;
	if (addr >= outer->addr && at <= outer->len && want <= outer->len - at) {
		w->win = *outer;
		return n;
	}
	ssize_t got = w->mem ? mem_read(w->mem, addr, buf, want) : -1;
	if (got < (ssize_t)size)
		return 0;
	w->win = (struct window){.addr = addr, .p = buf, .len = (size_t)got};
	return (uint64_t)got / size;
}

/* Elements of which not even one fits into the buffer read their own memory. */
static uint64_t elements_at(struct walk *w, const struct window *outer, uint8_t *buf, uint64_t addr, unsigned size, uint64_t n)
{
	uint8_t first;
	if (size <= WALK_BUFFER)
		return load_piece(w, outer, buf, addr, size, n);
	return walk_fetch(w, addr, &first, 1) ? 1 : 0;
}

static void walk_elements(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t addr, uint64_t n,
                          uint64_t shown)
{
	const struct desc_type *t = &desc_type[type];
	unsigned size = desc_type_size(t->elem, w->abi);
	const struct window outer = w->win;
	uint8_t buf[WALK_BUFFER];
	uint64_t ready = shown ? elements_at(w, &outer, buf, addr, size, shown) : 0;
	if (shown && !ready) {
		walk_addr(w, name, type, addr, TF_FAULT);
		return;
	}
	uint32_t open = tape_open(w->tape, TAPE_ARRAY, name, type, t->style);
	uint64_t i = 0;
	while (i < shown && !walk_full(w)) {
		if (!ready)
			ready = elements_at(w, &outer, buf, addr, size, shown - i);
		if (!ready) {
			tape_put(w->tape, TAPE_MORE, 0, TAPE_NOTYPE, ST_DEFAULT, TF_FAULT, addr);
			break;
		}
		walk_at(w, f, 0, t->elem, addr);
		ready--;
		i++;
		addr += size;
	}
	if (i < n && (i == shown || walk_full(w)))
		tape_put(w->tape, TAPE_MORE, 0, TAPE_NOTYPE, ST_DEFAULT, 0, 0);
	tape_close(w->tape, open);
	w->win = outer;
}

void walk_array(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t addr)
{
	const struct desc_type *t = &desc_type[type];
	unsigned size = desc_type_size(t->elem, w->abi);
	uint64_t n;
	if (!size || !walk_extent(w, f, t, &n)) {
		walk_addr(w, name, type, addr, 0);
		return;
	}
	if (t->flags & DT_BYTES)
		n /= size;
	if (abbreviated_to_count(w, t)) {
		count(w, name, type, addr, n);
		return;
	}
	uint64_t shown = n;
	if (w->opts->abbrev && !(t->flags & DT_NOTRUNC) && shown > w->opts->str_limit)
		shown = w->opts->str_limit;
	bool had = w->has_budget;
	uint64_t budget = w->budget;
	if (t->sel)
		w->has_budget = walk_eval(w, f, t->sel, WHEN_NOW, &w->budget);
	walk_elements(w, f, name, type, addr, n, shown);
	w->has_budget = had;
	w->budget = budget;
}

/* The step to the record after the one at addr, of which at most `left` bytes exist; false if there is no sensible one. */
static bool chain_step(struct walk *w, const struct desc_type *t, uint64_t addr, uint64_t left, uint64_t *ret_len,
                       uint64_t *ret_step)
{
	const struct desc_type *elem = &desc_type[t->elem];
	struct frame f = {.st = elem->kind == DK_STRUCT ? &desc_struct[elem->elem] : NULL, .addr = addr, .size = left};
	uint64_t len;
	if (!walk_eval(w, &f, t->sel, WHEN_NOW, &len) || len == 0 || len < desc_type_size(t->elem, w->abi))
		return false;
	uint64_t align = t->base ? t->base : 1;
	*ret_len = len < left ? len : left;
	*ret_step = len > left ? left : (len + align - 1) / align * align;
	return len <= left;
}

static bool count_records(struct walk *w, const struct desc_type *t, uint64_t addr, uint64_t n, uint64_t *ret)
{
	uint64_t records = 0, len, step;
	for (uint64_t off = 0; off < n; off += step) {
		if (records == WALK_COUNT_MAX || !chain_step(w, t, addr + off, n - off, &len, &step))
			return false;
		records++;
	}
	*ret = records;
	return true;
}

void walk_chain(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t addr)
{
	const struct desc_type *t = &desc_type[type];
	uint64_t n, records;
	uint8_t first;
	if (!walk_extent(w, f, t, &n)) {
		walk_addr(w, name, type, addr, 0);
		return;
	}
	if (n && !walk_fetch(w, addr, &first, 1)) {
		walk_addr(w, name, type, addr, TF_FAULT);
		return;
	}
	if (abbreviated_to_count(w, t) && count_records(w, t, addr, n, &records)) {
		count(w, name, type, addr, records);
		return;
	}
	uint64_t max = w->opts->abbrev && !(t->flags & DT_NOTRUNC) ? w->opts->str_limit : UINT64_MAX;
	uint32_t open = tape_open(w->tape, TAPE_ARRAY, name, type, t->style);
	uint64_t len = 0, step = 0, off = 0;
	for (uint64_t i = 0; off < n; off += step, i++) {
		bool good = i < max && !walk_full(w) && chain_step(w, t, addr + off, n - off, &len, &step);
		if (!good) {
			tape_put(w->tape, TAPE_MORE, 0, TAPE_NOTYPE, ST_DEFAULT, 0, 0);
			break;
		}
		walk_record(w, 0, t->elem, addr + off, len);
	}
	tape_close(w->tape, open);
}
