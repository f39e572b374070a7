/* NULL-terminated arrays of strings: argv and envp. */
#include "decode/walk.h"

enum { PIECE = 64, ENV_MAX = 1 << 20 };

/* The pointers of such an array, read in pieces. */
struct pointers {
	uint64_t addr; /* of the next one */
	unsigned have, at, word;
	uint8_t buf[PIECE * 8];
};

/* 1: *ret is the next pointer; 0: the end; -1: it cannot be read. */
static int next_pointer(struct walk *w, struct pointers *p, uint64_t *ret)
{
	if (p->at == p->have) {
		ssize_t got = mem_read(w->mem, p->addr, p->buf, (size_t)PIECE * p->word);
		p->at = 0;
		p->have = got < 0 ? 0 : (unsigned)got / p->word;
		if (!p->have)
			return -1;
	}
	*ret = desc_base_load(B_PTR, w->abi, p->buf + (size_t)p->at * p->word);
	if (!*ret)
		return 0;
	p->at++;
	p->addr += p->word;
	return 1;
}

void custom_strv(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t x)
{
	struct pointers p = {.addr = x, .word = desc_abi_word(w->abi)};
	uint64_t max = w->opts->abbrev ? w->opts->str_limit : UINT64_MAX, str;
	(void)f;
	int more = next_pointer(w, &p, &str);
	if (more < 0) {
		walk_addr(w, name, type, x, TF_FAULT);
		return;
	}
	uint32_t open = tape_open(w->tape, TAPE_ARRAY, name, type, ST_DEFAULT);
	for (uint64_t n = 0; more > 0 && n < max && !walk_full(w); n++) {
		walk_string(w, 0, TAPE_NOTYPE, str, UINT64_MAX);
		more = next_pointer(w, &p, &str);
	}
	if (more)
		tape_put(w->tape, TAPE_MORE, 0, TAPE_NOTYPE, ST_DEFAULT, more < 0 ? TF_FAULT : 0, more < 0 ? p.addr : 0);
	tape_close(w->tape, open);
}

void custom_envv(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t x)
{
	struct pointers p = {.addr = x, .word = desc_abi_word(w->abi)};
	uint64_t str;
	unsigned n = 0;
	int more;
	if (!w->opts->abbrev) {
		custom_strv(w, f, name, type, x);
		return;
	}
	while ((more = next_pointer(w, &p, &str)) > 0 && n < ENV_MAX)
		n++;
	bool unreadable = more < 0 && n == 0;
	walk_addr(w, name, type, x, unreadable ? TF_FAULT : 0);
	if (!unreadable)
		walk_note(w, "%u var%s%s", n, n == 1 ? "" : "s", more ? ", unterminated" : "");
}
