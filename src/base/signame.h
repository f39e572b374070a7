/* Names of signals without their SIG: the kernel's generic numbering, which every ABI described here has. */
#ifndef BASE_SIGNAME_H
#define BASE_SIGNAME_H

#include "base/buf.h"

/* The kernel's own first real-time signal; libc's SIGRTMIN leaves out the two it uses itself. */
#define SIGNAME_RTMIN 32

/* Of signals 1 .. SIGNAME_RTMIN. */
extern const char *const signame[SIGNAME_RTMIN + 1];
/* INT, RTMIN, RT_2 */
void signame_put(struct buf *out, unsigned signo);

#endif
