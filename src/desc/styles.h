/*
 * The styles: how one scalar (or one run of bytes) wants to be shown.
 *
 * A style is an annotation, not a printer: `fd: i32 as fd` says what the number is, and sinks decide what to make of it. The
 * list is shared by defc (which accepts these names after `as`) and by src/sink/value.c (which renders them). Adding a style
 * is one row here and one case there.
 *
 * X(NAME, "name in .def files")
 */
#ifndef DESC_STYLES_H
#define DESC_STYLES_H

#define DESC_STYLES(X)                                                                                                     \
	X(DEFAULT, "default")           /* decimal, signed or not as its base says */                                      \
	X(DEC, "dec")                   /* signed decimal whatever the base */                                             \
	X(UDEC, "udec")                 /* unsigned decimal */                                                             \
	X(HEX, "hex")                   /* 0x1f; zero is 0 */                                                              \
	X(OCT, "oct")                   /* 017; zero is 0 */                                                               \
	X(MODE, "mode")                 /* at least three octal digits: 000, 0644, 04755 */                                \
	X(ADDR, "addr")                 /* NULL or 0x7ffd... */                                                            \
	X(FD, "fd")                     /* a file descriptor of the tracee */                                              \
	X(DIRFD, "dirfd")               /* the same, or AT_FDCWD */                                                        \
	X(PID, "pid")                   /* thread-group id */                                                              \
	X(TID, "tid")                   /* thread id */                                                                    \
	X(PGID, "pgid")                 /* process group */                                                                \
	X(SID, "sid")                   /* session */                                                                      \
	X(UID, "uid")                   /* user id, -1 means none */                                                       \
	X(GID, "gid")                   /* group id, -1 means none */                                                      \
	X(DEV, "dev")                   /* kernel's new dev_t encoding: makedev(0x8, 0x1) */                               \
	X(SIGNAL, "signal")             /* SIGUSR1, SIGRT_2, or a number; 0 is 0 */                                        \
	X(SIGSET, "sigset")             /* 64 bits: [HUP INT], ~[RTMIN] */                                                 \
	X(ERRNO, "errno")               /* ENOENT from a positive errno */                                                 \
	X(ERRNO_NEG, "errno_neg")       /* -ENOENT from a negative errno */                                                \
	X(PORT, "port")                 /* htons(80); the value is already in host order */                                \
	X(HTONL, "htonl")               /* htonl(5); the value is already in host order */                                 \
	X(HTOBS, "htobs")               /* htobs(1): Bluetooth's byte order is the host's */                               \
	X(HTONL_HEX, "htonl_hex")       /* htonl(0x5) */                                                                   \
	X(IPV4, "ipv4")                 /* inet_addr("127.0.0.1"); be32 */                                                 \
	X(IPV6, "ipv6")                 /* on 16 bytes: inet_pton(AF_INET6, "::1", &NAME) in place of NAME=value */        \
	X(IFINDEX, "ifindex")           /* if_nametoindex("lo"), or the number */                                          \
	X(MAC, "mac")                   /* on bytes: 00:11:22:33:44:55 */                                                  \
	X(TIME, "time")                 /* seconds since the epoch, comment with the date; `with` gives the nanoseconds */ \
	X(DATE, "date")                 /* a return note: only the date of seconds since the epoch */                      \
	X(WALLTIME, "walltime")         /* on a struct of seconds and nanoseconds: comment with the date after it */       \
	X(WALLTIME_US, "walltime_us")   /* the same with microseconds */                                                   \
	X(UTIME, "utime")               /* walltime where UTIME_NOW and UTIME_OMIT replace the struct */                   \
	X(WSTATUS, "wstatus")           /* {WIFEXITED(s) && WEXITSTATUS(s) == 3} */                                        \
	X(CLOCKID, "clockid")           /* on an enum: names, else MAKE_PROCESS_CPUCLOCK(...) */                           \
	X(RLIM, "rlim")                 /* 8192*1024, RLIM64_INFINITY on 64 bits, RLIM_INFINITY on 32 */                   \
	X(KIB, "kib")                   /* n*1024 where it divides */                                                      \
	X(IOCTL, "ioctl")               /* an ioctl request; the operand is its device (enum ioctl_device) */              \
	X(FDSET, "fdset")               /* on bytes: [3 5], bits below the count given by `with` */                        \
	X(CPUSET, "cpuset")             /* on bytes: [0 1] */                                                              \
	X(NODE_WORD, "node_word")       /* all digits of a word, without 0x: 0000000000000001 */                           \
	X(MINCORE, "mincore")           /* on bytes: [0 0 1] */                                                            \
	X(HEXSTR, "hexstr")             /* on bytes: always "\x01\x02" */                                                  \
	X(HEXBYTES, "hexbytes")         /* on bytes: 0x0102 as one number */                                               \
	X(SUNPATH, "sunpath")           /* on bytes: "path" or @"abstract" */                                              \
	X(CAPSET, "capset")             /* 64 bits of capabilities: 1<<CAP_CHOWN|... */                                    \
	X(KVERSION, "kversion")         /* KERNEL_VERSION(6, 1, 0) */                                                      \
	X(TIMEOUT_NOTE, "timeout_note") /* a return note: Timeout when the result is 0 */                                  \
	X(EXITCODE, "exitcode")         /* an exit status as the caller gave it */                                         \
	X(SYSCALL, "syscall")           /* __NR_name of the event's ABI */                                                 \
	X(BITNR, "bitnr")               /* on an enum: 1<<NAME for each set bit of the value */                            \
	X(HUGE_SHIFT, "huge_shift")     /* a page-size field: 21<<MAP_HUGE_SHIFT; `label` gives the macro */               \
	X(HEX8, "hex8")                 /* zero-padded: 0x01 */                                                            \
	X(HEX16, "hex16")               /* zero-padded: 0x0001 */                                                          \
	X(HEX32, "hex32")               /* zero-padded: 0x00000001 */                                                      \
	X(HEX64, "hex64")               /* zero-padded: 0x0000000000000001 */                                              \
	X(NLGROUPS, "nlgroups")         /* six hex digits: 0x000011 */                                                     \
	X(PAGES, "pages")               /* a number of 4096-byte pages, shown in bytes as hex */                           \
	X(BITSET, "bitset")             /* on an enum: [NAME NAME], the set bits of the value */                           \
	X(QCMD, "qcmd")                 /* on bits of two parts: QCMD(PART, PART) */                                       \
	X(OFFSET, "offset")             /* on an enum: NAME+8 behind a name; a plain number behind the last one */         \
	X(NLTYPE, "nltype")             /* the type of a netlink attribute, with NLA_F_ in its high bits */                \
	X(NUMBERED, "numbered")         /* on an enum: the number, and its name as a remark */                             \
	X(NUMBERED_HEX, "numbered_hex") /* on an enum or bits: the same in hex, whether or not names are complete */       \
	X(IOPRIO, "ioprio")             /* on the enum of classes: IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 4) */                \
	X(PRIO, "prio")                 /* plain number, kept apart for enrichers */                                       \
	X(UUID, "uuid")                 /* on 16 bytes */                                                                  \
	X(STREAMBYTES, "streambytes")   /* on bytes: data transferred, which -e read/-e write may dump */

enum desc_style {
#define DESC_STYLE_ENUM(id, name) ST_##id,
	DESC_STYLES(DESC_STYLE_ENUM)
#undef DESC_STYLE_ENUM
		ST_N
};

/* Whose request it is, where several kinds of device have requests of one number. */
enum ioctl_device { IOCTL_ANY, IOCTL_TTY, IOCTL_SOUND };

#endif
