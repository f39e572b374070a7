/* Calls that come through another one, which takes their number and their arguments, or the address of these. */
#include <string.h>

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

/* ipc(call, first, second, third, ptr, fifth): the registers in which each call's arguments are. Its shmat returns through a
 * pointer, so it stays what it is. */
enum { NONE, FIRST, SECOND, THIRD, PTR, FIFTH, SEMCTL = 3, MSGRCV = 12, IPC_CALLS = 25 };
static const struct {
	const char *name;
	uint8_t reg[5];
	uint8_t command; /* the register of a ...ctl's command */
} ipc_call[IPC_CALLS] = {
	[1] = {"semop", {FIRST, PTR, SECOND}, 0},
	[2] = {"semget", {FIRST, SECOND, THIRD}, 0},
	[SEMCTL] = {"semctl", {FIRST, SECOND, THIRD, PTR}, THIRD},
	[4] = {"semtimedop", {FIRST, PTR, SECOND, FIFTH}, 0},
	[11] = {"msgsnd", {FIRST, PTR, SECOND, THIRD}, 0},
	[MSGRCV] = {"msgrcv", {FIRST, PTR, SECOND, FIFTH, THIRD}, 0},
	[13] = {"msgget", {FIRST, SECOND}, 0},
	[14] = {"msgctl", {FIRST, SECOND, PTR}, SECOND},
	[22] = {"shmdt", {PTR}, 0},
	[23] = {"shmget", {FIRST, SECOND, THIRD}, 0},
	[24] = {"shmctl", {FIRST, SECOND, PTR}, SECOND},
};

static bool read_words(struct mem *mem, enum desc_abi abi, uint64_t addr, uint64_t *word, unsigned n)
{
	unsigned size = desc_abi_word(abi);
	uint8_t raw[CALL_ARGS * 8];
	if (mem_read_all(mem, addr, raw, (size_t)n * size) != 0)
		return false;
	for (unsigned i = 0; i < n; i++)
		word[i] = desc_base_load(B_ULONG, abi, raw + (size_t)i * size);
	return true;
}

static const char *socket_subcall(const struct call *call, struct mem *mem, uint64_t *reg)
{
	uint64_t which = call->reg[0] & UINT32_MAX;
	if (which == 0 || which >= sizeof(socket_call) / sizeof(*socket_call))
		return NULL;
	return read_words(mem, call->abi, call->reg[1], reg, socket_call[which].nargs) ? socket_call[which].name : NULL;
}

/* True if a ...ctl gives or takes a struct of the layout of old, which its command without IPC_64 asks for. */
static bool is_old_layout(uint64_t command)
{
	enum { IPC_SET = 1, IPC_STAT = 2, STAT_FROM = 11, IPC_64 = 0x100 };
	return !(command & IPC_64) && (command == IPC_SET || command == IPC_STAT || command >= STAT_FROM);
}

static const char *ipc_subcall(const struct call *call, struct mem *mem, uint64_t *reg)
{
	uint64_t which = call->reg[0] & 0xffff, version = call->reg[0] >> 16 & 0xffff, word[2];
	if (which >= IPC_CALLS || !ipc_call[which].name)
		return NULL;
	for (unsigned i = 0; i < 5; i++)
		reg[i] = ipc_call[which].reg[i] ? call->reg[ipc_call[which].reg[i]] : 0;
	if (which != SEMCTL && ipc_call[which].command && is_old_layout(call->reg[ipc_call[which].command]))
		return NULL;
	/* The value that semctl takes, and what msgrcv takes in its first version, are behind the pointer. */
	if (which == SEMCTL && reg[3] && !read_words(mem, call->abi, reg[3], &reg[3], 1))
		return NULL;
	if (which == MSGRCV && version == 0) {
		if (!read_words(mem, call->abi, reg[1], word, 2))
			return NULL;
		reg[1] = word[0];
		reg[3] = word[1];
	}
	return ipc_call[which].name;
}

void decode_subcall(struct call *call, struct mem *mem)
{
	if (!call->desc || !(call->desc->attrs & CA_MULTIPLEXES))
		return;
	uint64_t reg[CALL_ARGS] = {0};
	bool ipc = !strcmp(desc_name(call->desc->name), "ipc");
	const char *name = ipc ? ipc_subcall(call, mem, reg) : socket_subcall(call, mem, reg);
	int nr = name ? desc_find_nr(call->abi, name) : -1;
	if (nr < 0)
		return;
	memcpy(call->reg, reg, sizeof(reg));
	call->nr = (uint64_t)nr;
	call->desc = desc_find(call->abi, call->nr);
}
