/* The hand-written decoders' table, and what they share. */
#include <stdio.h>
#include <string.h>

#include "decode/walk.h"

static const struct {
	walk_custom_fn *fn;
	bool by_address; /* a pointer to data, so NULL and `verbose` matter */
} custom[DC_N] = {
	[DC_STRV] = {custom_strv, true},
	[DC_ENVV] = {custom_envv, true},
	[DC_SIGINFO] = {custom_siginfo, true},
	[DC_SIGFRAME] = {custom_sigframe, false},
	[DC_POLL_NOTE] = {custom_poll_note, false},
	[DC_SELECT_NOTE] = {custom_select_note, false},
	[DC_RECV_NOTE] = {custom_recv_note, false},
	[DC_ENTRY_NOTE] = {custom_entry_note, false},
	[DC_BPF_PROG] = {custom_bpf_prog, true},
	[DC_IOCTL_DATA] = {custom_ioctl_data, true},
};

void walk_custom(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t x)
{
	unsigned id = desc_type[type].elem;
	if (custom[id].by_address && (!x || !w->opts->deref))
		walk_addr(w, name, type, x, 0);
	else
		custom[id].fn(w, f, name, type, x);
}

void custom_entry_note(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t x)
{
	int32_t entry;
	(void)f;
	(void)type;
	(void)x;
	if (!w->opts->deref || !walk_fetch(w, w->call->arg[0], &entry, sizeof(entry)))
		return;
	char text[32];
	snprintf(text, sizeof(text), "entry_number=%d", entry);
	walk_word(w, name, text);
}

void walk_named(struct walk *w, uint32_t name, const char *set, enum desc_style style, uint64_t value)
{
	const struct desc_set *s = desc_set_find(set);
	for (uint32_t i = 0; s && i < desc_counts.types; i++) {
		const struct desc_type *t = &desc_type[i];
		if ((t->kind == DK_ENUM || t->kind == DK_BITS) && &desc_set[t->elem] == s) {
			tape_put(w->tape, TAPE_INT, name, (uint16_t)i, t->style, 0, value);
			return;
		}
	}
	walk_int(w, name, style, value);
}
