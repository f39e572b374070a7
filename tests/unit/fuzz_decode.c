/*
 * Calls that no sane program makes: random registers over random memory, which changes between entry and exit, for every system
 * call of the tables. The walker must come back soon and leave a well-formed tape.
 *
 *     fuzz_decode [SECONDS [SEED]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/check.h"
#include "decode/decode.h"

#ifdef FUZZ_TABLES
#include FUZZ_TABLES
#endif

enum { AREA = 0x10000, AREA_SIZE = 0x8000, HOLE = 0x100, SLOWEST_MS = 5000 };

static uint64_t state;

static uint64_t next_random(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* Half of the words are pointers into the area, so that structures get deep; the rest are small numbers and noise. */
static uint64_t word(void)
{
	uint64_t r = next_random();
	switch (r >> 60) {
	case 0:
		return 0;
	case 1:
		return r;
	case 2:
		return UINT64_MAX - (r & 7);
	case 3:
		return UINT64_C(1) << (r & 63);
	case 4:
	case 5:
	case 6:
	case 7:
		return r & 0xff;
	default:
		return AREA + (r & (AREA_SIZE - 1));
	}
}

static struct mem *random_memory(unsigned width)
{
	static uint8_t bytes[AREA_SIZE];
	struct mem *mem = mem_snap_new();
	for (size_t i = 0; i + width <= sizeof(bytes); i += width) {
		uint64_t w = word();
		memcpy(bytes + i, &w, width);
	}
	mem_snap_add(mem, AREA, bytes, AREA_SIZE / 2);
	mem_snap_add(mem, AREA + AREA_SIZE / 2 + HOLE, bytes, AREA_SIZE / 2 - HOLE);
	return mem;
}

/* Each value ends where the next one begins, inside of what it stands in. */
static void check_tape(const struct tape *t, uint32_t from, uint32_t to)
{
	while (from < to) {
		const struct tape_tok *tok = &t->tok[from];
		uint32_t next = tape_next(t, from);
		CHECK(next > from && next <= to);
		if (tok->op >= TAPE_STRUCT && tok->op <= TAPE_GROUP) {
			CHECK(t->tok[next - 1].op == TAPE_CLOSE);
			check_tape(t, from + 1, next - 1);
		} else {
			CHECK(tok->op != TAPE_CLOSE);
		}
		from = next;
	}
}

static void one_call(struct call *call, enum desc_abi abi, uint64_t nr)
{
	static const size_t limits[] = {0, 1, 32, 4096};
	const struct decode_opts opts = {
		.str_limit = limits[next_random() & 3],
		.abbrev = next_random() & 1,
		.deref = next_random() & 7,
		.raw = !(next_random() & 31),
	};
	unsigned width = abi == ABI_I386 ? 4 : 8;
	struct mem *before = random_memory(width), *after = random_memory(width);
	call->desc = desc_find(abi, nr);
	call->abi = abi;
	call->nr = nr;
	call->sp = word();
	for (unsigned i = 0; i < CALL_ARGS; i++)
		call->reg[i] = abi == ABI_I386 ? (uint32_t)word() : word();
	decode_begin(call);
	decode_enter(call, getpid(), before, &opts);
	check_tape(&call->tape, 0, call->tape.len);
	call->error = next_random() & 3 ? 0 : 14;
	call->value = call->error ? -1 : (int64_t)word();
	decode_exit(call, getpid(), after, &opts);
	check_tape(&call->tape, 0, call->tape.len);
	mem_close(before);
	mem_close(after);
}

static double now_ms(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
	double start = now_ms(), slowest = 0;
	double budget = argc > 1 ? 1e3 * atof(argv[1]) : 2e3;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 0) : 1, calls = 0;
	struct call call = {0};
	tape_init(&call.tape);
	/* All calls at least once, however long it takes. */
	for (uint64_t round = 0; round == 0 || now_ms() - start < budget; round++) {
		for (enum desc_abi abi = ABI_X64; abi <= ABI_I386; abi++) {
			for (uint64_t nr = 0; nr < desc_nr_count[abi]; nr++, calls++) {
				state = (seed << 32 | round << 16 | nr << 1 | abi) * UINT64_C(0x9e3779b97f4a7c15) | 1;
				double began = now_ms();
				one_call(&call, abi, nr);
				double took = now_ms() - began;
				slowest = took > slowest ? took : slowest;
				if (took > SLOWEST_MS) {
					printf("seed %llu round %llu: call %llu took %.0f ms\n", (unsigned long long)seed,
					       (unsigned long long)round, (unsigned long long)nr, took);
					return EXIT_FAILURE;
				}
			}
		}
	}
	printf("%llu calls, the slowest took %.1f ms, the longest tape has %u tokens\n", (unsigned long long)calls, slowest,
	       call.tape.cap);
	tape_free(&call.tape);
	return EXIT_SUCCESS;
}
