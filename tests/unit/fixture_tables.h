/*
 * A small set of description tables for tests of what reads them. Defining all of table.h here keeps the real tables out of the
 * program, so that these tests say nothing about descriptions and no description can break them.
 */
#ifndef FIXTURE_TABLES_H
#define FIXTURE_TABLES_H

#include <stddef.h>

#include "desc/table.h"
#include "tape/tape.h"

#define STRINGS(X)                                                                                                            \
	X(N_SEEK_SET, "SEEK_SET")                                                                                             \
	X(N_SEEK_END, "SEEK_END")                                                                                             \
	X(seek_unknown, "SEEK_???")                                                                                           \
	X(N_PROT_NONE, "PROT_NONE")                                                                                           \
	X(N_PROT_READ, "PROT_READ")                                                                                           \
	X(N_PROT_WRITE, "PROT_WRITE")                                                                                         \
	X(prot_unknown, "PROT_???")                                                                                           \
	X(N_O_RDONLY, "O_RDONLY")                                                                                             \
	X(N_O_RDWR, "O_RDWR")                                                                                                 \
	X(N_O_CREAT, "O_CREAT")                                                                                               \
	X(N_O_SYNC, "O_SYNC")                                                                                                 \
	X(N_O_DSYNC, "O_DSYNC")                                                                                               \
	X(N_S_IFREG, "S_IFREG")                                                                                               \
	X(N_CLONE_VM, "CLONE_VM")                                                                                             \
	X(N_MAP_PRIVATE, "MAP_PRIVATE")                                                                                       \
	X(N_MAP_HUGE_SHIFT, "MAP_HUGE_SHIFT")                                                                                 \
	X(N_ETH_P_ALL, "ETH_P_ALL")                                                                                           \
	X(eth_unknown, "ETH_P_???")                                                                                           \
	X(N_CLOCK_REALTIME, "CLOCK_REALTIME")                                                                                 \
	X(clock_unknown, "CLOCK_???")                                                                                         \
	X(N_TCGETS, "TCGETS")                                                                                                 \
	X(N_CAP_CHOWN, "CAP_CHOWN")                                                                                           \
	X(N_CAP_MAC, "CAP_MAC_OVERRIDE")                                                                                      \
	X(N_KEXEC_DEFAULT, "KEXEC_ARCH_DEFAULT")                                                                              \
	X(N_KEXEC_CRASH, "KEXEC_ON_CRASH")                                                                                    \
	X(arch_unknown, "KEXEC_ARCH_???")                                                                                     \
	X(kexec_unknown, "KEXEC_???")                                                                                         \
	X(N_SHIFT, "12")                                                                                                      \
	X(N_IOPRIO_CLASS_RT, "IOPRIO_CLASS_RT")                                                                               \
	X(ioprio_unknown, "IOPRIO_CLASS_???")                                                                                 \
	X(read, "read") X(openat, "openat") X(accept, "accept") X(kill, "kill") X(exit_group, "exit_group") X(clone, "clone") \
		X(clone3, "clone3") X(pause, "pause") X(getpid, "getpid") X(brk, "brk") X(restart_syscall, "restart_syscall") \
			X(fcntl, "fcntl") X(pipe, "pipe") X(fd, "fd") X(buf, "buf") X(addr, "addr") X(flags, "flags")         \
				X(st_mode, "st_mode") X(tv_sec, "tv_sec") X(tv_nsec, "tv_nsec") X(sin6_addr, "sin6_addr")     \
					X(left, "left") X(makedev, "makedev")

struct string_pool {
	char empty[1];
#define STRING_ROOM(id, text) char id[sizeof(text)];
	STRINGS(STRING_ROOM)
#undef STRING_ROOM
};
/* The offset of a string in the pool. */
#define STR(id) ((uint32_t)offsetof(struct string_pool, id))

const char desc_str[] = "\0"
#define STRING_TEXT(id, text) text "\0"
	STRINGS(STRING_TEXT)
#undef STRING_TEXT
	;

enum {
	SET_WHENCE,
	SET_PROT,
	SET_OPEN,
	SET_MODE,
	SET_CLONE,
	SET_MMAP,
	SET_ETH,
	SET_CLOCK,
	SET_IOCTL,
	SET_IOPRIO,
	SET_CAP,
	SET_KEXEC,
	SET_BESIDE,
	SET_FILE,
	SET_MASKED
};

#define EACH_ABI(first, count)                                  \
	{                                                       \
		{first, count}, {first, count}, {first, count}, \
		{                                               \
			first, count                            \
		}                                               \
	}
#define FLAG(id, v)                                                                     \
	{                                                                               \
		.value = v, .mask = v, .name = STR(id), .part = DP_FLAG, .type = 0xffff \
	}
#define FIELD(id, v, m)                                                                  \
	{                                                                                \
		.value = v, .mask = m, .name = STR(id), .part = DP_FIELD, .type = 0xffff \
	}

const struct desc_sym desc_sym[] = {
	/* 0 */ FLAG(N_SEEK_SET, 0),
	FLAG(N_SEEK_END, 2),
	/* 2 */ FLAG(N_PROT_NONE, 0),
	FLAG(N_PROT_READ, 1),
	FLAG(N_PROT_WRITE, 2),
	/* 5 */ FIELD(N_O_RDONLY, 0, 3),
	FIELD(N_O_RDWR, 2, 3),
	FLAG(N_O_CREAT, 0100),
	FLAG(N_O_SYNC, 04010000),
	FLAG(N_O_DSYNC, 010000),
	/* 10 */ FIELD(N_S_IFREG, 0100000, 0170000),
	{.mask = UINT64_MAX, .part = DP_REST, .style = ST_MODE, .type = 0xffff},
	/* 12 */ FLAG(N_CLONE_VM, 0x100),
	{.mask = 0xff, .part = DP_SUB, .style = ST_SIGNAL, .type = 0xffff},
	/* 14 */ FIELD(N_MAP_PRIVATE, 2, 15),
	{.mask = 0xfc000000, .name = STR(N_MAP_HUGE_SHIFT), .part = DP_SUB, .style = ST_HUGE_SHIFT, .type = 0xffff},
	/* 16 */ FLAG(N_ETH_P_ALL, 3),
	/* 17 */ FLAG(N_CLOCK_REALTIME, 0),
	/* 18 */ FLAG(N_TCGETS, 0x5401),
	/* 19 */ FLAG(N_IOPRIO_CLASS_RT, 1),
	/* 20 */ FLAG(N_CAP_CHOWN, 0),
	FLAG(N_CAP_MAC, 32),
	/* 22: a field that is a number of its own */
	{.mask = 0xf0000, .name = STR(arch_unknown), .part = DP_HEAD, .apart = 1, .type = 0xffff},
	{.value = 0, .mask = 0xf0000, .name = STR(N_KEXEC_DEFAULT), .part = DP_FIELD, .apart = 1, .type = 0xffff},
	FLAG(N_KEXEC_CRASH, 1),
	/* 25: numbers beside the flags */ FLAG(N_KEXEC_CRASH, 1),
	{.mask = 0xf000, .name = STR(N_SHIFT), .part = DP_REST, .style = ST_HEX, .type = 0xffff},
	{.mask = 0xff0, .part = DP_REST, .apart = 1, .style = ST_UDEC, .type = 0xffff},
	/* 28: a mode */
	{.mask = 0170000, .part = DP_HEAD, .style = ST_MODE, .type = 0xffff},
	FIELD(N_S_IFREG, 0100000, 0170000),
	FLAG(N_KEXEC_CRASH, 04000),
	{.mask = UINT64_MAX, .part = DP_REST, .style = ST_MODE, .type = 0xffff},
	/* 32: a flag that is the value of more bits than it has */
	{.value = 0x60, .mask = 0xf0, .name = STR(N_KEXEC_CRASH), .part = DP_FLAG, .type = 0xffff},
};

const struct desc_set desc_set[] = {
	[SET_WHENCE] = {.abi = EACH_ABI(0, 2), .unknown = STR(seek_unknown)},
	[SET_PROT] = {.abi = EACH_ABI(2, 3), .unknown = STR(prot_unknown)},
	[SET_OPEN] = {.abi = EACH_ABI(5, 5)},
	[SET_MODE] = {.abi = EACH_ABI(10, 2)},
	[SET_CLONE] = {.abi = EACH_ABI(12, 2)},
	[SET_MMAP] = {.abi = EACH_ABI(14, 2)},
	[SET_ETH] = {.abi = EACH_ABI(16, 1), .unknown = STR(eth_unknown)},
	[SET_CLOCK] = {.abi = EACH_ABI(17, 1), .unknown = STR(clock_unknown)},
	[SET_IOCTL] = {.abi = EACH_ABI(18, 1)},
	[SET_IOPRIO] = {.abi = EACH_ABI(19, 1), .unknown = STR(ioprio_unknown)},
	[SET_CAP] = {.abi = EACH_ABI(20, 2)},
	[SET_KEXEC] = {.abi = EACH_ABI(22, 3), .unknown = STR(kexec_unknown)},
	[SET_BESIDE] = {.abi = EACH_ABI(25, 3), .unknown = STR(kexec_unknown)},
	[SET_FILE] = {.abi = EACH_ABI(28, 4)},
	[SET_MASKED] = {.abi = EACH_ABI(32, 1)},
};

enum {
	T_INT,
	T_LONG,
	T_ULONG,
	T_FD,
	T_DIRFD,
	T_ADDR,
	T_HEX,
	T_UMODE,
	T_SIGNAL,
	T_UID,
	T_UID16,
	T_RLIM,
	T_PORT,
	T_TIME,
	T_WHENCE,
	T_PROT,
	T_OPEN,
	T_MODE,
	T_CLONE,
	T_MMAP,
	T_ETH,
	T_CLOCK,
	T_IOCTL,
	T_IOPRIO,
	T_CAP,
	T_KEXEC,
	T_BESIDE,
	T_FILE,
	T_MASKED,
};

#define SCALAR(b, s)                                  \
	{                                             \
		.kind = DK_INT, .base = b, .style = s \
	}
#define NAMED(k, b, s, set)                                   \
	{                                                     \
		.kind = k, .base = b, .style = s, .elem = set \
	}

const struct desc_type desc_type[] = {
	[T_INT] = SCALAR(B_I32, ST_DEFAULT),
	[T_LONG] = SCALAR(B_LONG, ST_DEFAULT),
	[T_ULONG] = SCALAR(B_ULONG, ST_DEFAULT),
	[T_FD] = SCALAR(B_I32, ST_FD),
	[T_DIRFD] = SCALAR(B_I32, ST_DIRFD),
	[T_ADDR] = SCALAR(B_PTR, ST_ADDR),
	[T_HEX] = SCALAR(B_ULONG, ST_HEX),
	[T_UMODE] = SCALAR(B_U32, ST_MODE),
	[T_SIGNAL] = SCALAR(B_I32, ST_SIGNAL),
	[T_UID] = SCALAR(B_U32, ST_UID),
	[T_UID16] = SCALAR(B_U16, ST_UID),
	[T_RLIM] = SCALAR(B_U64, ST_RLIM),
	[T_PORT] = SCALAR(B_BE16, ST_PORT),
	[T_TIME] = SCALAR(B_LONG, ST_TIME),
	[T_WHENCE] = NAMED(DK_ENUM, B_I32, ST_DEFAULT, SET_WHENCE),
	[T_PROT] = NAMED(DK_BITS, B_I32, ST_DEFAULT, SET_PROT),
	[T_OPEN] = NAMED(DK_BITS, B_I32, ST_DEFAULT, SET_OPEN),
	[T_MODE] = NAMED(DK_BITS, B_U32, ST_DEFAULT, SET_MODE),
	[T_CLONE] = NAMED(DK_BITS, B_U64, ST_DEFAULT, SET_CLONE),
	[T_MMAP] = NAMED(DK_BITS, B_I32, ST_DEFAULT, SET_MMAP),
	[T_ETH] = NAMED(DK_ENUM, B_BE16, ST_PORT, SET_ETH),
	[T_CLOCK] = NAMED(DK_ENUM, B_I32, ST_CLOCKID, SET_CLOCK),
	[T_IOCTL] = NAMED(DK_ENUM, B_U32, ST_IOCTL, SET_IOCTL),
	[T_IOPRIO] = NAMED(DK_ENUM, B_I32, ST_IOPRIO, SET_IOPRIO),
	[T_CAP] = NAMED(DK_ENUM, B_U64, ST_BITNR, SET_CAP),
	[T_KEXEC] = NAMED(DK_BITS, B_U32, ST_DEFAULT, SET_KEXEC),
	[T_BESIDE] = NAMED(DK_BITS, B_U32, ST_DEFAULT, SET_BESIDE),
	[T_FILE] = NAMED(DK_BITS, B_U32, ST_DEFAULT, SET_FILE),
	[T_MASKED] = NAMED(DK_BITS, B_U32, ST_DEFAULT, SET_MASKED),
};

#define ARG(id, t, c, f)                                          \
	{                                                         \
		.name = STR(id), .type = t, .cond = c, .flags = f \
	}
const struct desc_arg desc_arg[] = {
	/* 0: read */ ARG(fd, T_FD, 0, DA_ENTRY),
	ARG(buf, T_ADDR, 0, DA_EXIT),
	ARG(addr, T_ULONG, 0, DA_ENTRY),
	/* 3: openat */ ARG(fd, T_DIRFD, 0, DA_ENTRY),
	ARG(buf, T_ADDR, 0, DA_ENTRY),
	ARG(flags, T_OPEN, 0, DA_ENTRY),
	ARG(st_mode, T_UMODE, 1, DA_ENTRY),
	/* 7: accept */ ARG(fd, T_FD, 0, DA_ENTRY),
	ARG(addr, T_ADDR, 0, DA_EXIT),
	ARG(buf, T_ADDR, 0, DA_ENTRY | DA_EXIT),
	/* 10: kill, exit_group, clone, brk, fcntl */ ARG(fd, T_INT, 0, DA_ENTRY),
	ARG(flags, T_SIGNAL, 0, DA_ENTRY),
};

enum { R_LONG, R_FD, R_ADDR, R_FLAGS };
const struct desc_ret desc_ret[] = {
	[R_LONG] = {T_LONG, 0xffff, 0},
	[R_FD] = {T_FD, 0xffff, 0},
	[R_ADDR] = {T_ADDR, 0xffff, 0},
	[R_FLAGS] = {T_HEX, T_PROT, STR(flags)},
};

enum {
	C_READ,
	C_OPENAT,
	C_ACCEPT,
	C_KILL,
	C_EXIT_GROUP,
	C_CLONE,
	C_PAUSE,
	C_GETPID,
	C_BRK,
	C_RESTART,
	C_FCNTL,
	C_PIPE,
	C_CLONE3,
	C_N
};
#define CALL(id, at, first, nargs, ret)                                                  \
	{                                                                                \
		.name = STR(id), .sw = 0xffff, .attrs = at, .sig = { first, nargs, ret } \
	}
const struct desc_call desc_call[] = {
	[C_READ] = CALL(read, 0, 0, 3, R_LONG),
	[C_OPENAT] = CALL(openat, 0, 3, 4, R_FD),
	[C_ACCEPT] = CALL(accept, 0, 7, 3, R_FD),
	[C_KILL] = CALL(kill, 0, 10, 2, R_LONG),
	[C_EXIT_GROUP] = CALL(exit_group, CA_NEVER_RETURNS, 10, 1, R_LONG),
	[C_CLONE] = CALL(clone, CA_NAMED, 10, 2, R_LONG),
	[C_PAUSE] = CALL(pause, 0, 0, 0, R_LONG),
	[C_GETPID] = CALL(getpid, CA_NEVER_FAILS, 0, 0, R_LONG),
	[C_BRK] = CALL(brk, 0, 10, 1, R_ADDR),
	[C_RESTART] = CALL(restart_syscall, 0, 0, 0, R_LONG),
	[C_FCNTL] = CALL(fcntl, 0, 10, 1, R_FLAGS),
	[C_PIPE] = CALL(pipe, 0, 8, 1, R_LONG),
	[C_CLONE3] = CALL(clone3, 0, 9, 1, R_LONG),
};

static const uint16_t numbers[] = {C_READ};
const uint16_t *const desc_nr[ABI_N] = {numbers, numbers, numbers, numbers};
const uint16_t desc_nr_count[ABI_N] = {1, 1, 1, 1};
const struct desc_field desc_field[1] = {{0}};
const struct desc_struct desc_struct[1] = {{.name = 0}};
const struct desc_arm desc_arm[1] = {{0}};
const struct desc_union desc_union[1] = {{0}};
const struct desc_case desc_case[1] = {{0}};
const struct desc_switch desc_switch[1] = {{0}};
const uint8_t desc_code[] = {OP_END};
const uint32_t desc_group[64] = {0};
const struct desc_counts desc_counts = {.sets = SET_CAP + 1};

#endif
