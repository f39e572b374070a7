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
	X(RECV_NOTE, "recv_note", 0, "recvmmsg's result says the time left, if it waited for a limited time")                    \
	X(ENTRY_NOTE, "entry_note", 0, "set_thread_area returns the entry that it chose in the struct that it was given")        \
	X(BPF_PROG, "bpf_prog", 0, "classic BPF instructions read as a program: statements and jumps")                           \
	X(IOCTL_DATA, "ioctl_data", 0, "what nobody describes is shown as bytes only with -v, which descriptions do not know of")

enum desc_custom {
#define DESC_CUSTOM_ENUM(id, name, size, why) DC_##id,
	DESC_CUSTOMS(DESC_CUSTOM_ENUM)
#undef DESC_CUSTOM_ENUM
		DC_N
};

/*
 * Names of fields and functions that only hand-written decoders show: no description mentions them, so they are not in the
 * string pool. As a name on the tape (desc_name reads both) such a one is DESC_CUSTOM_NAME(id).
 */
/* clang-format off */
#define DESC_CUSTOM_NAMES(X) \
	X(si_signo) X(si_code) X(si_errno) X(si_pid) X(si_uid) X(si_int) X(si_ptr) X(si_timerid) X(si_overrun) \
	X(si_status) X(si_utime) X(si_stime) X(si_addr) X(si_addr_lsb) X(si_lower) X(si_upper) X(si_pkey) X(si_band) \
	X(si_fd) X(si_call_addr) X(si_syscall) X(si_arch) X(mask) X(in) X(out) X(except) X(left) \
	X(BPF_STMT) X(BPF_JUMP) X(nla_len) X(nla_type) X(nlmsg_len) X(nlmsg_type) X(nlmsg_flags) X(nlmsg_seq) X(nlmsg_pid) \
	X(error) X(msg)
/* clang-format on */

enum desc_custom_name {
#define DESC_CUSTOM_NAME_ENUM(id) DN_##id,
	DESC_CUSTOM_NAMES(DESC_CUSTOM_NAME_ENUM)
#undef DESC_CUSTOM_NAME_ENUM
		DN_N
};
extern const char *const desc_custom_name[DN_N]; /* customs.c */
#define DESC_CUSTOM_BIT      0x80000000u
#define DESC_CUSTOM_NAME(id) (DESC_CUSTOM_BIT | DN_##id)

#endif
