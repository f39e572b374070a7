/*
 * The hand-written decoders, each a named exception with its reason. A description says `custom NAME`; src/decode/custom_*.c
 * has the function. `size` is what one value occupies in memory when it stands in a struct or an array (0: never does).
 *
 * X(ID, "name", size, "why the language cannot reasonably say it")
 */
#ifndef DESC_CUSTOMS_H
#define DESC_CUSTOMS_H

#define DESC_CUSTOMS(X)                                                                                                          \
	X(STRV, "strv", 0, "argv: a NULL-terminated array of string pointers, length unknown to either side")                    \
	X(ENVV, "envv", 0, "envp: the same, but abbreviated to a count")                                                         \
	X(SIGINFO, "siginfo", 128, "a union chosen by two keys (si_signo and si_code) and by the sign of the second")            \
	X(SIGFRAME, "sigframe", 0, "rt_sigreturn restores the mask from a frame found through the stack pointer")                \
	X(POLL_NOTE, "poll_note", 0, "poll's result lists only the entries that have revents, after the return value")           \
	X(SELECT_NOTE, "select_note", 0, "select's result lists the sets that are not empty and the time left, after the value") \
	X(FUTEX_WAKE_OP, "futex_wake_op", 4, "two 12-bit signed operands and two operations packed in an int")                   \
	X(BPF_PROG, "bpf_prog", 0, "classic BPF instructions read as a program: statements and jumps")                           \
	X(SIGACTION, "sigaction", 0, "the kernel's layout differs per ABI and the restorer is there only when a flag says so")

enum desc_custom {
#define DESC_CUSTOM_ENUM(id, name, size, why) DC_##id,
	DESC_CUSTOMS(DESC_CUSTOM_ENUM)
#undef DESC_CUSTOM_ENUM
		DC_N
};

#endif
