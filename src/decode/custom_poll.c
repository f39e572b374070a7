/* What poll and select say after their result: which descriptors are ready, and the time left. */
#include "decode/walk.h"

/* The timeout as the kernel left it, read as argument n of the call says. */
static void time_left(struct walk *w, unsigned n)
{
	const struct call *call = w->call;
	if (n < call->sig.nargs && call->arg[n] && desc_type[desc_arg[call->sig.first_arg + n].type].kind == DK_PTR)
		walk_value(w, NULL, DESC_CUSTOM_NAME(left), desc_arg[call->sig.first_arg + n].type, call->arg[n]);
}

static void ready_fds(struct walk *w, uint64_t addr, uint64_t n)
{
	uint64_t shown = 0;
	uint32_t open = tape_open(w->tape, TAPE_ARRAY, 0, TAPE_NOTYPE, ST_DEFAULT);
	for (uint64_t i = 0; i < n && !walk_full(w); i++, addr += 8) {
		uint8_t pollfd[8];
		if (!walk_fetch(w, addr, pollfd, sizeof(pollfd))) {
			tape_put(w->tape, TAPE_MORE, 0, TAPE_NOTYPE, ST_DEFAULT, TF_FAULT, addr);
			break;
		}
		uint64_t fd = desc_base_load(B_I32, w->abi, pollfd), revents = desc_base_load(B_U16, w->abi, pollfd + 6);
		if (!revents)
			continue;
		if (w->opts->abbrev && shown++ >= w->opts->str_limit) {
			tape_put(w->tape, TAPE_MORE, 0, TAPE_NOTYPE, ST_DEFAULT, 0, 0);
			break;
		}
		uint32_t one = tape_open(w->tape, TAPE_STRUCT, 0, TAPE_NOTYPE, ST_DEFAULT);
		walk_int(w, DESC_CUSTOM_NAME(fd), ST_FD, fd);
		if (w->opts->fd_paths)
			enrich_fd(w->tape, w->tid, (int64_t)fd, false);
		walk_named(w, DESC_CUSTOM_NAME(revents), "poll_flags", ST_HEX, revents);
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
	if (!w->opts->deref)
		return;
	uint32_t open = tape_open(w->tape, TAPE_GROUP, name, type, ST_DEFAULT);
	ready_fds(w, w->call->arg[0], w->call->arg[1] & UINT32_MAX);
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
