/* --tips: what a user may not know yet, on stdout. */
#ifndef TIPS_H
#define TIPS_H

enum tips_format { TIPS_NONE, TIPS_COMPACT, TIPS_FULL };

/* One tip: number id, counted from 0 and around, or any if it is negative. In full, with a command line. */
void tips_print(long id, enum tips_format format);

#endif
