/* What poll, select and recvmmsg say after their result: which descriptors are ready, and the time left. */
#include "decode/walk.h"

enum { POLLFD_SIZE = 8, REVENTS_AT = 6 };

/* The timeout as the kernel left it, read as argument n of the call says. */
static void time_left(struct walk *w, unsigned n)
{
	const struct call *call = w->call;
	if (n < call->sig.nargs && call->arg[n] && desc_type[desc_arg[call->sig.first_arg + n].type].kind == DK_PTR)
		walk_value(w, NULL, DESC_CUSTOM_NAME(left), desc_arg[call->sig.first_arg + n].type, call->arg[n]);
}

/* The struct that argument 0 is an array of, NULL if the description says something else. */
static const struct desc_struct *pollfd_of(const struct call *call)
{
	const struct desc_type *t = &desc_type[desc_arg[call->sig.first_arg].type];
	for (unsigned i = 0; i < 2 && (t->kind == DK_PTR || t->kind == DK_ARRAY); i++)
		t = &desc_type[t->elem];
	return t->kind == DK_STRUCT ? &desc_struct[t->elem] : NULL;
}

/* Shows the field at that offset, hidden or not, as its type says. */
static void put_field(struct walk *w, const struct desc_struct *st, uint64_t addr, unsigned offset)
{
	const struct frame f = {.st = st, .addr = addr, .size = POLLFD_SIZE};
	for (unsigned i = 0; i < st->abi[w->abi].count; i++) {
		const struct desc_field *field = &desc_field[st->abi[w->abi].first + i];
		if (field->offset == offset)
			walk_at(w, &f, field->name, field->type, addr + offset);
	}
}

static void ready_fds(struct walk *w, const struct desc_struct *st, uint64_t addr, uint64_t n)
{
	uint64_t shown = 0;
	uint32_t open = tape_open(w->tape, TAPE_ARRAY, 0, TAPE_NOTYPE, ST_DEFAULT);
	for (uint64_t i = 0; i < n && !walk_full(w); i++, addr += POLLFD_SIZE) {
		uint16_t revents;
		if (!walk_fetch(w, addr + REVENTS_AT, &revents, sizeof(revents))) {
			tape_put(w->tape, TAPE_MORE, 0, TAPE_NOTYPE, ST_DEFAULT, TF_FAULT, addr);
			break;
		}
		if (!revents)
			continue;
		if (w->opts->abbrev && shown++ >= w->opts->str_limit) {
			tape_put(w->tape, TAPE_MORE, 0, TAPE_NOTYPE, ST_DEFAULT, 0, 0);
			break;
		}
		uint32_t one = tape_open(w->tape, TAPE_STRUCT, 0, TAPE_NOTYPE, ST_DEFAULT);
		put_field(w, st, addr, 0);
		put_field(w, st, addr, REVENTS_AT);
		tape_close(w->tape, one);
	}
	tape_close(w->tape, open);
}

void custom_poll_note(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t x)
{
	(void)f;
	if (x == 0) {
		walk_word(w, name, "Timeout");
		return;
	}
	const struct desc_struct *st = pollfd_of(w->call);
	if (!w->opts->deref || !st)
		return;
	uint32_t open = tape_open(w->tape, TAPE_GROUP, name, type, ST_DEFAULT);
	ready_fds(w, st, w->call->arg[0], w->call->arg[1] & UINT32_MAX);
	if (w->call->sig.nargs > 3)
		time_left(w, 2); /* ppoll */
	tape_close(w->tape, open);
}

static void ready_set(struct walk *w, uint32_t name, uint64_t addr, uint64_t nfds)
{
	uint64_t word = 8 * desc_abi_word(w->abi), size = (nfds + word - 1) / word * word / 8;
	uint8_t bits[WALK_BUFFER];
	size = size < sizeof(bits) ? size : sizeof(bits);
	if (!addr || !walk_fetch(w, addr, bits, size))
		return;
	bool some = false;
	for (uint64_t fd = 0; fd < nfds && fd < 8 * size; fd++)
		some |= bits[fd / 8] >> fd % 8 & 1;
	if (!some)
		return;
	tape_bytes(w->tape, TAPE_STR, name, TAPE_NOTYPE, ST_FDSET, 0, bits, size);
	tape_put(w->tape, TAPE_OPERAND, 0, TAPE_NOTYPE, ST_FDSET, 0, nfds);
}

void custom_select_note(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t x)
{
	const uint64_t *arg = w->call->arg;
	(void)f;
	if (x == 0) {
		walk_word(w, name, "Timeout");
		return;
	}
	if (!w->opts->deref)
		return;
	uint64_t nfds = (int64_t)arg[0] > 0 ? arg[0] & INT32_MAX : 0;
	uint32_t open = tape_open(w->tape, TAPE_GROUP, name, type, ST_DEFAULT);
	ready_set(w, DESC_CUSTOM_NAME(in), arg[1], nfds);
	ready_set(w, DESC_CUSTOM_NAME(out), arg[2], nfds);
	ready_set(w, DESC_CUSTOM_NAME(except), arg[3], nfds);
	time_left(w, 4);
	tape_close(w->tape, open);
}

void custom_recv_note(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t x)
{
	(void)f;
	if (!w->call->arg[4])
		return;
	if (x == 0) {
		walk_word(w, name, "Timeout");
		return;
	}
	uint32_t open = tape_open(w->tape, TAPE_GROUP, name, type, ST_DEFAULT);
	time_left(w, 4);
	tape_close(w->tape, open);
}
