#include "base/signame.h"

const char *const signame[SIGNAME_RTMIN + 1] = {
	NULL,   "HUP",  "INT",  "QUIT", "ILL",    "TRAP",   "ABRT",  "BUS",  "FPE",  "KILL", "USR1",
	"SEGV", "USR2", "PIPE", "ALRM", "TERM",   "STKFLT", "CHLD",  "CONT", "STOP", "TSTP", "TTIN",
	"TTOU", "URG",  "XCPU", "XFSZ", "VTALRM", "PROF",   "WINCH", "IO",   "PWR",  "SYS",  "RTMIN",
};

void signame_put(struct buf *out, unsigned signo)
{
	if (signo <= SIGNAME_RTMIN) {
		buf_puts(out, signame[signo]);
	} else {
		buf_puts(out, "RT_");
		buf_udec(out, signo - SIGNAME_RTMIN);
	}
}
