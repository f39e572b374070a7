/* Names that the kernel's ABI gives to numbers: signals, signal sets and errors. */
#include "sink/value_impl.h"

static const char *const errno_names[] = {
	[1] = "EPERM",
	[2] = "ENOENT",
	[3] = "ESRCH",
	[4] = "EINTR",
	[5] = "EIO",
	[6] = "ENXIO",
	[7] = "E2BIG",
	[8] = "ENOEXEC",
	[9] = "EBADF",
	[10] = "ECHILD",
	[11] = "EAGAIN",
	[12] = "ENOMEM",
	[13] = "EACCES",
	[14] = "EFAULT",
	[15] = "ENOTBLK",
	[16] = "EBUSY",
	[17] = "EEXIST",
	[18] = "EXDEV",
	[19] = "ENODEV",
	[20] = "ENOTDIR",
	[21] = "EISDIR",
	[22] = "EINVAL",
	[23] = "ENFILE",
	[24] = "EMFILE",
	[25] = "ENOTTY",
	[26] = "ETXTBSY",
	[27] = "EFBIG",
	[28] = "ENOSPC",
	[29] = "ESPIPE",
	[30] = "EROFS",
	[31] = "EMLINK",
	[32] = "EPIPE",
	[33] = "EDOM",
	[34] = "ERANGE",
	[35] = "EDEADLK",
	[36] = "ENAMETOOLONG",
	[37] = "ENOLCK",
	[38] = "ENOSYS",
	[39] = "ENOTEMPTY",
	[40] = "ELOOP",
	[42] = "ENOMSG",
	[43] = "EIDRM",
	[44] = "ECHRNG",
	[45] = "EL2NSYNC",
	[46] = "EL3HLT",
	[47] = "EL3RST",
	[48] = "ELNRNG",
	[49] = "EUNATCH",
	[50] = "ENOCSI",
	[51] = "EL2HLT",
	[52] = "EBADE",
	[53] = "EBADR",
	[54] = "EXFULL",
	[55] = "ENOANO",
	[56] = "EBADRQC",
	[57] = "EBADSLT",
	[59] = "EBFONT",
	[60] = "ENOSTR",
	[61] = "ENODATA",
	[62] = "ETIME",
	[63] = "ENOSR",
	[64] = "ENONET",
	[65] = "ENOPKG",
	[66] = "EREMOTE",
	[67] = "ENOLINK",
	[68] = "EADV",
	[69] = "ESRMNT",
	[70] = "ECOMM",
	[71] = "EPROTO",
	[72] = "EMULTIHOP",
	[73] = "EDOTDOT",
	[74] = "EBADMSG",
	[75] = "EOVERFLOW",
	[76] = "ENOTUNIQ",
	[77] = "EBADFD",
	[78] = "EREMCHG",
	[79] = "ELIBACC",
	[80] = "ELIBBAD",
	[81] = "ELIBSCN",
	[82] = "ELIBMAX",
	[83] = "ELIBEXEC",
	[84] = "EILSEQ",
	[85] = "ERESTART",
	[86] = "ESTRPIPE",
	[87] = "EUSERS",
	[88] = "ENOTSOCK",
	[89] = "EDESTADDRREQ",
	[90] = "EMSGSIZE",
	[91] = "EPROTOTYPE",
	[92] = "ENOPROTOOPT",
	[93] = "EPROTONOSUPPORT",
	[94] = "ESOCKTNOSUPPORT",
	[95] = "EOPNOTSUPP",
	[96] = "EPFNOSUPPORT",
	[97] = "EAFNOSUPPORT",
	[98] = "EADDRINUSE",
	[99] = "EADDRNOTAVAIL",
	[100] = "ENETDOWN",
	[101] = "ENETUNREACH",
	[102] = "ENETRESET",
	[103] = "ECONNABORTED",
	[104] = "ECONNRESET",
	[105] = "ENOBUFS",
	[106] = "EISCONN",
	[107] = "ENOTCONN",
	[108] = "ESHUTDOWN",
	[109] = "ETOOMANYREFS",
	[110] = "ETIMEDOUT",
	[111] = "ECONNREFUSED",
	[112] = "EHOSTDOWN",
	[113] = "EHOSTUNREACH",
	[114] = "EALREADY",
	[115] = "EINPROGRESS",
	[116] = "ESTALE",
	[117] = "EUCLEAN",
	[118] = "ENOTNAM",
	[119] = "ENAVAIL",
	[120] = "EISNAM",
	[121] = "EREMOTEIO",
	[122] = "EDQUOT",
	[123] = "ENOMEDIUM",
	[124] = "EMEDIUMTYPE",
	[125] = "ECANCELED",
	[126] = "ENOKEY",
	[127] = "EKEYEXPIRED",
	[128] = "EKEYREVOKED",
	[129] = "EKEYREJECTED",
	[130] = "EOWNERDEAD",
	[131] = "ENOTRECOVERABLE",
	[132] = "ERFKILL",
	[133] = "EHWPOISON",
	/* Some calls let the kernel's own codes out. */
	[515] = "ENOIOCTLCMD",
	[517] = "EPROBE_DEFER",
	[518] = "EOPENSTALE",
	[519] = "ENOPARAM",
	[521] = "EBADHANDLE",
	[522] = "ENOTSYNC",
	[523] = "EBADCOOKIE",
	[524] = "ENOTSUPP",
	[525] = "ETOOSMALL",
	[526] = "ESERVERFAULT",
	[527] = "EBADTYPE",
	[528] = "EJUKEBOX",
	[529] = "EIOCBQUEUED",
	[530] = "ERECALLCONFLICT",
};

/* The kernel's private codes, which a tracee never sees but a tracer does. */
static const struct {
	int error;
	const char *name, *text;
} restart_codes[] = {
	{512, "ERESTARTSYS", "To be restarted if SA_RESTART is set"},
	{513, "ERESTARTNOINTR", "To be restarted"},
	{514, "ERESTARTNOHAND", "To be restarted if no handler"},
	{516, "ERESTART_RESTARTBLOCK", "Interrupted by signal"},
};

/* Further codes that do not leave the kernel, unless they are injected. */
static const char *const private_names[] = {
	[515 - 512] = "ENOIOCTLCMD",     [517 - 512] = "EPROBE_DEFER", [518 - 512] = "EOPENSTALE", [521 - 512] = "EBADHANDLE",
	[522 - 512] = "ENOTSYNC",        [523 - 512] = "EBADCOOKIE",   [524 - 512] = "ENOTSUPP",   [525 - 512] = "ETOOSMALL",
	[526 - 512] = "ESERVERFAULT",    [527 - 512] = "EBADTYPE",     [528 - 512] = "EJUKEBOX",   [529 - 512] = "EIOCBQUEUED",
	[530 - 512] = "ERECALLCONFLICT",
};

const char *value_errno(int error)
{
	for (size_t i = 0; i < sizeof(restart_codes) / sizeof(*restart_codes); i++)
		if (restart_codes[i].error == error)
			return restart_codes[i].name;
	if (error >= 512 && (size_t)error - 512 < sizeof(private_names) / sizeof(*private_names))
		return private_names[error - 512];
	if (error <= 0 || (size_t)error >= sizeof(errno_names) / sizeof(*errno_names))
		return NULL;
	return errno_names[error];
}

bool value_call_failed(const struct call *call)
{
	bool never = call->desc && call->desc->attrs & CA_NEVER_FAILS && !value_restart(call->error);
	return call->error && (!never || call->tampered & EVENT_TAMPERED_RESULT);
}

const char *value_restart(int error)
{
	for (size_t i = 0; i < sizeof(restart_codes) / sizeof(*restart_codes); i++)
		if (restart_codes[i].error == error)
			return restart_codes[i].text;
	return NULL;
}

#define SIGNALS    64
#define SIGNALS_RT 32 /* SIGRTMIN as the kernel counts */

/* The generic numbering, which every ABI described here has. */
static const char *const signal_names[SIGNALS_RT + 1] = {
	NULL,   "HUP",  "INT",  "QUIT", "ILL",    "TRAP",   "ABRT",  "BUS",  "FPE",  "KILL", "USR1",
	"SEGV", "USR2", "PIPE", "ALRM", "TERM",   "STKFLT", "CHLD",  "CONT", "STOP", "TSTP", "TTIN",
	"TTOU", "URG",  "XCPU", "XFSZ", "VTALRM", "PROF",   "WINCH", "IO",   "PWR",  "SYS",  "RTMIN",
};

/* The name without its SIG, as it stands in a set. */
static void put_signal(struct buf *out, unsigned signo)
{
	if (signo <= SIGNALS_RT) {
		buf_puts(out, signal_names[signo]);
	} else {
		buf_puts(out, "RT_");
		buf_udec(out, signo - SIGNALS_RT);
	}
}

void value_signal(struct buf *out, unsigned signo)
{
	if (signo == 0 || signo > SIGNALS) {
		buf_udec(out, signo);
		return;
	}
	buf_puts(out, "SIG");
	put_signal(out, signo);
}

void value_sigset(struct buf *out, uint64_t set, unsigned size, enum value_consts consts)
{
	/* Shown by what it lacks when it has two thirds of all signals or more. */
	if ((unsigned)__builtin_popcountll(set) >= size * 8 * 2 / 3) {
		buf_putc(out, '~');
		set = ~set & UINT64_MAX >> (64 - size * 8);
	}
	buf_putc(out, '[');
	for (unsigned signo = 1, first = 1; signo <= SIGNALS; signo++) {
		if (!(set >> (signo - 1) & 1))
			continue;
		if (!first)
			buf_putc(out, ' ');
		first = 0;
		if (consts != VALUE_ABBREV)
			buf_udec(out, signo);
		if (consts == VALUE_VERBOSE)
			buf_puts(out, " /* ");
		if (consts != VALUE_RAW)
			put_signal(out, signo);
		if (consts == VALUE_VERBOSE)
			buf_puts(out, " */");
	}
	buf_putc(out, ']');
}
