/* Calls that come through another one, which takes their number and the address of their arguments. */
#include "decode/decode.h"
#include "desc/desc.h"

static const struct {
	const char *name;
	uint8_t nargs;
} socket_call[] = {
	[1] = {"socket", 3},    [2] = {"bind", 3},        [3] = {"connect", 3},     [4] = {"listen", 2},
	[5] = {"accept", 3},    [6] = {"getsockname", 3}, [7] = {"getpeername", 3}, [8] = {"socketpair", 4},
	[9] = {"send", 4},      [10] = {"recv", 4},       [11] = {"sendto", 6},     [12] = {"recvfrom", 6},
	[13] = {"shutdown", 2}, [14] = {"setsockopt", 5}, [15] = {"getsockopt", 5}, [16] = {"sendmsg", 3},
	[17] = {"recvmsg", 3},  [18] = {"accept4", 4},    [19] = {"recvmmsg", 5},   [20] = {"sendmmsg", 4},
};

void decode_subcall(struct call *call, struct mem *mem)
{
	if (!call->desc || !(call->desc->attrs & CA_MULTIPLEXES))
		return;
	uint64_t which = call->reg[0] & UINT32_MAX, reg[CALL_ARGS] = {0};
	if (which == 0 || which >= sizeof(socket_call) / sizeof(*socket_call))
		return;
	unsigned word = desc_abi_word(call->abi), n = socket_call[which].nargs;
	int nr = desc_find_nr(call->abi, socket_call[which].name);
	uint8_t raw[CALL_ARGS * 8];
	if (nr < 0 || mem_read_all(mem, call->reg[1], raw, (size_t)n * word) != 0)
		return;
	for (unsigned i = 0; i < n; i++)
		reg[i] = desc_base_load(B_ULONG, call->abi, raw + (size_t)i * word);
	for (unsigned i = 0; i < CALL_ARGS; i++)
		call->reg[i] = reg[i];
	call->nr = (uint64_t)nr;
	call->desc = desc_find(call->abi, call->nr);
}
