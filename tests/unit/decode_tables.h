/*
 * A few descriptions, compiled by hand, for the walker's tests: one call for each thing that the language can say. They stand in
 * for the real tables (every symbol of table.h is here, so the linker does not take the real ones).
 */
#ifndef DECODE_TABLES_H
#define DECODE_TABLES_H

#include "desc/desc.h"

/* Names have three letters, so that the n-th stands at 4 * n. */
enum { N_NONE, N_FD, N_BUF, N_LEN, N_ONE, N_TWO, N_PTR, N_VEC, N_KEY, N_NAM, N_REC, N_SET };
#define NAME(n) (4 * (n))
const char desc_str[] = "\0\0\0\0"
			"fd_\0buf\0len\0one\0two\0ptr\0vec\0key\0nam\0rec\0set";

/* Expressions take eight bytes each. */
enum {
	X_NONE,
	X_ARG1,
	X_ARG2,
	X_RET,
	X_ARG1_AND_1,
	X_FIELD0,
	X_FIELD1,
	X_SIZE_LESS_2,
	X_PEEK16,
	X_DEREF1,
	X_2,
	X_4,
	X_FIELD0_EQ_1,
	X_ARG0,
	X_N
};
#define EXPR(x) (8 * (x))
const uint8_t desc_code[8 * X_N] = {
	[EXPR(X_ARG0)] = OP_ARG,
	0,
	OP_END,
	[EXPR(X_ARG1)] = OP_ARG,
	1,
	OP_END,
	[EXPR(X_ARG2)] = OP_ARG,
	2,
	OP_END,
	[EXPR(X_RET)] = OP_RET,
	OP_END,
	[EXPR(X_ARG1_AND_1)] = OP_ARG,
	1,
	OP_U8,
	1,
	OP_AND,
	OP_END,
	[EXPR(X_FIELD0)] = OP_FIELD,
	0,
	OP_END,
	[EXPR(X_FIELD1)] = OP_FIELD,
	1,
	OP_END,
	[EXPR(X_SIZE_LESS_2)] = OP_SIZE,
	OP_U8,
	2,
	OP_SUB,
	OP_END,
	[EXPR(X_PEEK16)] = OP_PEEK,
	B_U16,
	0,
	0,
	OP_END,
	[EXPR(X_DEREF1)] = OP_DEREF,
	1,
	OP_END,
	[EXPR(X_2)] = OP_U8,
	2,
	OP_END,
	[EXPR(X_4)] = OP_U8,
	4,
	OP_END,
	[EXPR(X_FIELD0_EQ_1)] = OP_FIELD,
	0,
	OP_U8,
	1,
	OP_EQ,
	OP_END,
};

enum {
	T_I32,
	T_U32,
	T_U64,
	T_U16,
	T_ULONG,
	T_FD,
	T_SIGSET,
	T_PATH,
	T_IN_PATH,
	T_STR,
	T_IN_STR,
	T_BYTES_RET,
	T_OUT_BYTES_RET,
	T_BYTES,
	T_IN_BYTES,
	T_INOUT_U32,
	T_OUT_SIGSET,
	T_OUT_I32_ALWAYS,
	T_IOV_BYTES,
	T_IOV_BASE,
	T_IOVEC,
	T_IOVEC_ARRAY,
	T_IN_IOVEC,
	T_SHOW,
	T_IN_SHOW,
	T_SIZED,
	T_IN_SIZED,
	T_SUN_PATH,
	T_UN,
	T_IN4,
	T_SOCKADDR,
	T_OUT_SOCKADDR,
	T_MSG_NAME,
	T_MSG_NAME_PTR,
	T_MSG,
	T_INOUT_MSG,
	T_OUT_U32,
	T_CLONE,
	T_INOUT_CLONE,
	T_REC_NAME,
	T_REC,
	T_CHAIN,
	T_OUT_CHAIN,
	T_STRV,
	T_ENVV,
	T_WORDS,
	T_IN_WORDS,
	T_WORD3,
	T_BITS_A,
	T_BITS_B,
	T_BITS,
	T_IN_BITS,
	T_LOOP_PTR,
	T_LOOP,
	T_IN_LOOP,
	T_SIGINFO,
	T_OUT_SIGINFO,
	T_TIMEOUT,
	T_POLL_NOTE,
	T_SELECT_NOTE,
	T_SIZED_INT,
	T_IN_SIZED_INT,
	T_BPF,
	T_SIGFRAME,
	T_POLLFD,
	T_POLLFDS,
	T_IN_POLLFDS,
	T_FDSET,
	T_IN_FDSET,
	T_N
};
enum { S_IOVEC, S_SHOW, S_UN, S_IN4, S_MSG, S_CLONE, S_REC, S_BITS, S_LOOP, S_SIZED, S_POLLFD, S_N };

#define INT(b, ...)                                    \
	{                                              \
		.kind = DK_INT, .base = b, __VA_ARGS__ \
	}
#define PTR(d, e, ...)                                                          \
	{                                                                       \
		.kind = DK_PTR, .base = B_PTR, .dir = d, .elem = e, __VA_ARGS__ \
	}
const struct desc_type desc_type[T_N] = {
	[T_I32] = INT(B_I32, .style = ST_DEFAULT),
	[T_U32] = INT(B_U32, .style = ST_DEFAULT),
	[T_U64] = INT(B_U64, .style = ST_DEFAULT),
	[T_U16] = INT(B_U16, .style = ST_DEFAULT),
	[T_ULONG] = INT(B_ULONG, .style = ST_DEFAULT),
	[T_FD] = INT(B_I32, .style = ST_FD),
	[T_SIGSET] = INT(B_U64, .style = ST_SIGSET),
	[T_PATH] = {.kind = DK_STR, .flags = DT_PATH},
	[T_IN_PATH] = PTR(DIR_IN, T_PATH, .style = ST_DEFAULT),
	[T_STR] = {.kind = DK_STR},
	[T_IN_STR] = PTR(DIR_IN, T_STR, .style = ST_DEFAULT),
	[T_BYTES_RET] = {.kind = DK_BYTES, .cap = EXPR(X_ARG2), .len = EXPR(X_RET)},
	[T_OUT_BYTES_RET] = PTR(DIR_OUT, T_BYTES_RET, .style = ST_DEFAULT),
	[T_BYTES] = {.kind = DK_BYTES, .cap = EXPR(X_ARG2)},
	[T_IN_BYTES] = PTR(DIR_IN, T_BYTES, .style = ST_DEFAULT),
	[T_INOUT_U32] = PTR(DIR_INOUT, T_U32, .style = ST_DEFAULT),
	[T_OUT_SIGSET] = PTR(DIR_OUT, T_SIGSET, .style = ST_DEFAULT),
	[T_OUT_I32_ALWAYS] = PTR(DIR_OUT, T_I32, .flags = DT_ALWAYS),
	[T_IOV_BYTES] = {.kind = DK_BYTES, .cap = EXPR(X_FIELD1)},
	[T_IOV_BASE] = PTR(DIR_OUT, T_IOV_BYTES, .style = ST_DEFAULT),
	[T_IOVEC] = {.kind = DK_STRUCT, .elem = S_IOVEC},
	[T_IOVEC_ARRAY] = {.kind = DK_ARRAY, .elem = T_IOVEC, .cap = EXPR(X_ARG2), .sel = EXPR(X_RET)},
	[T_IN_IOVEC] = PTR(DIR_IN, T_IOVEC_ARRAY, .style = ST_DEFAULT),
	[T_SHOW] = {.kind = DK_STRUCT, .elem = S_SHOW},
	[T_IN_SHOW] = PTR(DIR_IN, T_SHOW, .style = ST_DEFAULT),
	[T_SIZED] = {.kind = DK_STRUCT, .elem = S_SIZED, .cap = EXPR(X_ARG1)},
	[T_IN_SIZED] = PTR(DIR_IN, T_SIZED, .style = ST_DEFAULT),
	[T_SUN_PATH] = {.kind = DK_BYTES, .style = ST_SUNPATH, .cap = EXPR(X_SIZE_LESS_2)},
	[T_UN] = {.kind = DK_STRUCT, .elem = S_UN},
	[T_IN4] = {.kind = DK_STRUCT, .elem = S_IN4},
	[T_SOCKADDR] = {.kind = DK_UNION, .elem = 0, .cap = EXPR(X_DEREF1), .len = EXPR(X_DEREF1)},
	[T_OUT_SOCKADDR] = PTR(DIR_OUT, T_SOCKADDR, .style = ST_DEFAULT),
	[T_MSG_NAME] = {.kind = DK_UNION, .elem = 0, .cap = EXPR(X_FIELD1)},
	[T_MSG_NAME_PTR] = PTR(DIR_OUT, T_MSG_NAME, .style = ST_DEFAULT),
	[T_MSG] = {.kind = DK_STRUCT, .elem = S_MSG},
	[T_INOUT_MSG] = PTR(DIR_INOUT, T_MSG, .style = ST_DEFAULT),
	[T_OUT_U32] = PTR(DIR_OUT, T_U32, .style = ST_DEFAULT),
	[T_CLONE] = {.kind = DK_STRUCT, .elem = S_CLONE},
	[T_INOUT_CLONE] = PTR(DIR_INOUT, T_CLONE, .style = ST_DEFAULT),
	[T_REC_NAME] = {.kind = DK_CSTR, .cap = EXPR(X_SIZE_LESS_2)},
	[T_REC] = {.kind = DK_STRUCT, .elem = S_REC},
	[T_CHAIN] = {.kind = DK_CHAIN,
                     .elem = T_REC,
                     .base = 4,
                     .flags = DT_COUNT,
                     .cap = EXPR(X_ARG2),
                     .len = EXPR(X_RET),
                     .sel = EXPR(X_FIELD0)},
	[T_OUT_CHAIN] = PTR(DIR_OUT, T_CHAIN, .style = ST_DEFAULT),
	[T_STRV] = {.kind = DK_CUSTOM, .elem = DC_STRV},
	[T_ENVV] = {.kind = DK_CUSTOM, .elem = DC_ENVV},
	[T_WORDS] = {.kind = DK_ARRAY, .elem = T_U32, .cap = EXPR(X_ARG1)},
	[T_IN_WORDS] = PTR(DIR_IN, T_WORDS, .style = ST_DEFAULT),
	[T_WORD3] = {.kind = DK_ARRAY, .elem = T_U16, .cap = EXPR(X_2)},
	[T_BITS_A] = INT(B_U32, .style = ST_DEFAULT),
	[T_BITS_B] = INT(B_U32, .style = ST_HEX),
	[T_BITS] = {.kind = DK_STRUCT, .elem = S_BITS},
	[T_IN_BITS] = PTR(DIR_IN, T_BITS, .style = ST_DEFAULT),
	[T_LOOP] = {.kind = DK_STRUCT, .elem = S_LOOP},
	[T_LOOP_PTR] = PTR(DIR_IN, T_LOOP, .style = ST_DEFAULT),
	[T_IN_LOOP] = PTR(DIR_IN, T_LOOP, .style = ST_DEFAULT),
	[T_SIGINFO] = {.kind = DK_CUSTOM, .elem = DC_SIGINFO},
	[T_OUT_SIGINFO] = PTR(DIR_OUT, T_SIGINFO, .style = ST_DEFAULT),
	[T_TIMEOUT] = INT(B_I32, .style = ST_TIMEOUT_NOTE),
	[T_POLL_NOTE] = {.kind = DK_CUSTOM, .elem = DC_POLL_NOTE},
	[T_SELECT_NOTE] = {.kind = DK_CUSTOM, .elem = DC_SELECT_NOTE},
	[T_SIZED_INT] = {.kind = DK_INT, .base = B_U32, .cap = EXPR(X_ARG1)},
	[T_IN_SIZED_INT] = PTR(DIR_IN, T_SIZED_INT, .style = ST_DEFAULT),
	[T_BPF] = {.kind = DK_CUSTOM, .elem = DC_BPF_PROG, .cap = EXPR(X_ARG1)},
	[T_SIGFRAME] = {.kind = DK_CUSTOM, .elem = DC_SIGFRAME},
	[T_FDSET] = {.kind = DK_BYTES, .style = ST_FDSET, .cap = EXPR(X_ARG1), .with = EXPR(X_ARG1)},
	[T_IN_FDSET] = PTR(DIR_IN, T_FDSET, .style = ST_DEFAULT),
	[T_POLLFD] = {.kind = DK_STRUCT, .elem = S_POLLFD},
	[T_POLLFDS] = {.kind = DK_ARRAY, .elem = T_POLLFD, .cap = EXPR(X_ARG1)},
	[T_IN_POLLFDS] = PTR(DIR_IN, T_POLLFDS, .style = ST_DEFAULT),
};

/* Both ABIs have the fields of a struct one after the other in this table: first those of x86-64. */
#define FIELD(n, t, o, ...)                                          \
	{                                                            \
		.name = NAME(n), .type = t, .offset = o, __VA_ARGS__ \
	}
const struct desc_field desc_field[] = {
	FIELD(N_BUF, T_IOV_BASE, 0, .flags = 0),
	FIELD(N_LEN, T_ULONG, 8, .flags = 0), /* 0: iovec */
	FIELD(N_BUF, T_IOV_BASE, 0, .flags = 0),
	FIELD(N_LEN, T_ULONG, 4, .flags = 0), /* 2: the same on i386 */
	FIELD(N_ONE, T_U32, 0, .flags = DF_SHOWN),
	FIELD(N_TWO, T_U32, 4, .cond = EXPR(X_FIELD0_EQ_1)), /* 4: show */
	FIELD(N_KEY, T_U32, 8, .flags = DF_NONZERO),
	FIELD(N_LEN, T_U32, 12, .flags = DF_HIDDEN),
	FIELD(N_KEY, T_U16, 0, .flags = 0),
	FIELD(N_NAM, T_SUN_PATH, 2, .flags = 0), /* 8: un */
	FIELD(N_KEY, T_U16, 0, .flags = 0),
	FIELD(N_ONE, T_U16, 2, .flags = 0),
	FIELD(N_TWO, T_U32, 4, .flags = 0), /* 10: in4 */
	FIELD(N_NAM, T_MSG_NAME_PTR, 0, .flags = 0),
	FIELD(N_LEN, T_U32, 8, .flags = 0),
	FIELD(N_ONE, T_U32, 12, .flags = 0), /* 13: msg */
	FIELD(N_ONE, T_U64, 0, .flags = 0),
	FIELD(N_PTR, T_OUT_U32, 8, .flags = 0), /* 16: clone */
	FIELD(N_LEN, T_U16, 0, .flags = 0),
	FIELD(N_NAM, T_REC_NAME, 2, .flags = 0),                                    /* 18: rec */
	FIELD(N_ONE, T_BITS_A, 0, .flags = DF_BITFIELD, .bit_at = 0, .bit_len = 3), /* 20: bits */
	FIELD(N_TWO, T_BITS_B, 0, .flags = DF_BITFIELD, .bit_at = 3, .bit_len = 29),
	FIELD(N_VEC, T_WORD3, 4, .flags = 0),
	FIELD(N_PTR, T_LOOP_PTR, 0, .flags = 0), /* 23: loop */
	FIELD(N_ONE, T_U32, 0, .flags = 0),
	FIELD(N_TWO, T_U32, 4, .flags = 0), /* 24: sized */
	FIELD(N_FD, T_FD, 0, .flags = 0),
	FIELD(N_ONE, T_U16, 4, .flags = 0),
	FIELD(N_SET, T_U16, 6, .flags = DF_HIDDEN), /* 26: pollfd */
};
#define BOTH(f, n, s)                                                 \
	{                                                             \
		[ABI_X64] = {f, n, s, 4}, [ABI_I386] = { f, n, s, 4 } \
	}
const struct desc_struct desc_struct[S_N] = {
	[S_IOVEC] = {.abi = {[ABI_X64] = {0, 2, 16, 8}, [ABI_I386] = {2, 2, 8, 4}}},
	[S_SHOW] = {.abi = BOTH(4, 4, 16)},
	[S_UN] = {.abi = BOTH(8, 2, 2)},
	[S_IN4] = {.abi = BOTH(10, 3, 8)},
	[S_MSG] = {.abi = BOTH(13, 3, 16)},
	[S_CLONE] = {.abi = BOTH(16, 2, 16)},
	[S_REC] = {.abi = BOTH(18, 2, 2)},
	[S_BITS] = {.abi = BOTH(20, 3, 8)},
	[S_LOOP] = {.abi = BOTH(23, 1, 8)},
	[S_SIZED] = {.abi = BOTH(24, 2, 8)},
	[S_POLLFD] = {.abi = BOTH(26, 3, 8)},
};
const struct desc_arm desc_arm[] = {{1, T_UN}, {2, T_IN4}};
const struct desc_union desc_union[] = {{.expr = EXPR(X_PEEK16), .first = 0, .count = 2, .otherwise = T_U16, .size = {8, 8, 8, 8}}};

#define ARG(n, t, ...)                                  \
	{                                               \
		.name = NAME(n), .type = t, __VA_ARGS__ \
	}
#define IN    .flags = DA_ENTRY
#define OUT   .flags = DA_EXIT
#define INOUT .flags = DA_ENTRY | DA_EXIT
const struct desc_arg desc_arg[] = {
	ARG(N_FD, T_FD, IN),
	ARG(N_BUF, T_OUT_BYTES_RET, OUT),
	ARG(N_LEN, T_ULONG, IN), /* 0: read */
	ARG(N_FD, T_FD, IN),
	ARG(N_BUF, T_IN_BYTES, IN),
	ARG(N_LEN, T_ULONG, IN), /* 3: write */
	ARG(N_NAM, T_IN_PATH, IN),
	ARG(N_KEY, T_I32, IN),
	ARG(N_ONE, T_U32, IN, .cond = EXPR(X_ARG1_AND_1)), /* 6: open */
	ARG(N_NAM, T_IN_STR, IN),                          /* 9: str */
	ARG(N_ONE, T_INOUT_U32, INOUT),
	ARG(N_SET, T_OUT_SIGSET, OUT),
	ARG(N_TWO, T_OUT_I32_ALWAYS, OUT), /* 10: refs */
	ARG(N_FD, T_FD, IN),
	ARG(N_VEC, T_IN_IOVEC, OUT),
	ARG(N_LEN, T_ULONG, IN),   /* 13: readv */
	ARG(N_PTR, T_IN_SHOW, IN), /* 16: show */
	ARG(N_PTR, T_IN_SIZED, IN),
	ARG(N_LEN, T_ULONG, IN), /* 17: sized */
	ARG(N_PTR, T_OUT_SOCKADDR, OUT),
	ARG(N_LEN, T_INOUT_U32, INOUT),                      /* 19: accept */
	ARG(N_PTR, T_INOUT_MSG, .flags = DA_EXIT | DA_LATE), /* 21: recvmsg */
	ARG(N_PTR, T_INOUT_CLONE, INOUT),                    /* 22: clone3 */
	ARG(N_FD, T_FD, IN),
	ARG(N_REC, T_OUT_CHAIN, OUT),
	ARG(N_LEN, T_ULONG, IN), /* 23: getdents */
	ARG(N_VEC, T_STRV, IN),
	ARG(N_NAM, T_ENVV, IN), /* 26: exec */
	ARG(N_NONE, T_I32, .flags = DA_UNUSED),
	ARG(N_ONE, T_U64, IN),
	ARG(N_TWO, T_I32, IN), /* 28: pairs */
	ARG(N_VEC, T_IN_WORDS, IN),
	ARG(N_LEN, T_ULONG, IN),        /* 31: words */
	ARG(N_PTR, T_IN_BITS, IN),      /* 33: bits */
	ARG(N_PTR, T_IN_LOOP, IN),      /* 34: loop */
	ARG(N_PTR, T_OUT_SIGINFO, OUT), /* 35: waitid */
	ARG(N_KEY, T_I32, IN),
	ARG(N_ONE, T_U32, IN), /* 36: switch, case 7 */
	ARG(N_KEY, T_I32, IN),
	ARG(N_PTR, T_IN_STR, IN),
	ARG(N_TWO, T_U32, IN), /* 38: switch, default */
	ARG(N_PTR, T_IN_POLLFDS, IN),
	ARG(N_LEN, T_U32, IN),
	ARG(N_ONE, T_I32, IN), /* 41: poll */
	ARG(N_FD, T_I32, IN),
	ARG(N_ONE, T_ULONG, IN),
	ARG(N_TWO, T_ULONG, IN),
	ARG(N_KEY, T_ULONG, IN),
	ARG(N_PTR, T_IN_SHOW, IN), /* 44 */
	ARG(N_KEY, T_U32, IN),     /* 49 */
	ARG(N_PTR, T_BPF, IN),
	ARG(N_LEN, T_U32, IN),      /* 50: bpf */
	ARG(N_SET, T_SIGFRAME, IN), /* 52: sigreturn */
	ARG(N_SET, T_IN_FDSET, IN),
	ARG(N_LEN, T_I32, IN), /* 53: a set of descriptors */
	ARG(N_PTR, T_IN_SIZED_INT, IN),
	ARG(N_LEN, T_ULONG, IN), /* 55: a sized number */
};
enum { R_INT, R_FD, R_TIMEOUT, R_POLL, R_SELECT, R_BITS };
const struct desc_ret desc_ret[] = {
	[R_INT] = {.type = T_I32, .note = DESC_NONE},        [R_FD] = {.type = T_FD, .note = DESC_NONE},
	[R_TIMEOUT] = {.type = T_I32, .note = T_TIMEOUT},    [R_POLL] = {.type = T_I32, .note = T_POLL_NOTE},
	[R_SELECT] = {.type = T_I32, .note = T_SELECT_NOTE}, [R_BITS] = {.type = T_I32, .note = T_BITS_B},
};
const struct desc_case desc_case[] = {{7, {36, 2, R_INT}}};
const struct desc_switch desc_switch[] = {
	{.expr = EXPR(X_ARG0), .abi = {[ABI_X64] = {0, 1}, [ABI_I386] = {0, 1}}, .otherwise = {38, 3, R_INT}}};
enum {
	C_READ,
	C_WRITE,
	C_OPEN,
	C_STR,
	C_REFS,
	C_READV,
	C_SHOW,
	C_SIZED,
	C_ACCEPT,
	C_RECVMSG,
	C_CLONE,
	C_GETDENTS,
	C_EXEC,
	C_PAIRS,
	C_WORDS,
	C_BITS,
	C_LOOP,
	C_WAITID,
	C_SWITCH,
	C_POLL,
	C_SELECT,
	C_SIZED_INT,
	C_BPF,
	C_SIGRETURN,
	C_FDSET,
	C_N
};
#define CALL(f, n, r)                               \
	{                                           \
		.sw = DESC_NONE, .sig = { f, n, r } \
	}
const struct desc_call desc_call[C_N] = {
	[C_READ] = CALL(0, 3, R_BITS),
	[C_WRITE] = CALL(3, 3, R_INT),
	[C_OPEN] = CALL(6, 3, R_FD),
	[C_STR] = CALL(9, 1, R_TIMEOUT),
	[C_REFS] = CALL(10, 3, R_INT),
	[C_READV] = CALL(13, 3, R_INT),
	[C_SHOW] = CALL(16, 1, R_INT),
	[C_SIZED] = CALL(17, 2, R_INT),
	[C_ACCEPT] = CALL(19, 2, R_INT),
	[C_RECVMSG] = CALL(21, 1, R_INT),
	[C_CLONE] = CALL(22, 1, R_INT),
	[C_GETDENTS] = CALL(23, 3, R_INT),
	[C_EXEC] = CALL(26, 2, R_INT),
	[C_PAIRS] = CALL(28, 3, R_INT),
	[C_WORDS] = CALL(31, 2, R_INT),
	[C_BITS] = CALL(33, 1, R_INT),
	[C_LOOP] = CALL(34, 1, R_INT),
	[C_WAITID] = CALL(35, 1, R_INT),
	[C_SWITCH] = {.sw = 0, .sig = {36, 1, R_INT}},
	[C_POLL] = CALL(41, 3, R_POLL),
	[C_SELECT] = CALL(44, 5, R_SELECT),
	[C_SIZED_INT] = CALL(55, 2, R_INT),
	[C_BPF] = CALL(50, 2, R_INT),
	[C_SIGRETURN] = CALL(52, 1, R_INT),
	[C_FDSET] = CALL(53, 2, R_INT),
};
const struct desc_sym desc_sym[1];
const struct desc_set desc_set[1];
static const uint16_t numbers[C_N] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24};
const uint16_t *const desc_nr[ABI_N] = {[ABI_X64] = numbers, [ABI_I386] = numbers};
const uint16_t desc_nr_count[ABI_N] = {[ABI_X64] = C_N, [ABI_I386] = C_N};
const uint32_t desc_group[64];
const struct desc_counts desc_counts = {.types = T_N};

#endif
