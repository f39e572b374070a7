/*
 * The tracer's own signals: which of them end a trace (-I), and how one that comes while wait4 sleeps, or just before, is noticed.
 */
#ifndef SOURCE_SIGNALS_H
#define SOURCE_SIGNALS_H

#include <signal.h>
#include <stdbool.h>
#include <time.h>

enum interruptible {
	INTERRUPT_ANYWHERE = 1,   /* fatal signals do what they would do to any program */
	INTERRUPT_WAITING = 2,    /* they end the trace at the next event */
	INTERRUPT_NEVER = 3,      /* they are ignored */
	INTERRUPT_NEVER_TSTP = 4, /* and so is SIGTSTP */
};

struct signals {
	enum interruptible mode;
	bool installed;
	timer_t timer;
	unsigned tick_ms; /* 0: the timer is quiet */
	struct sigaction saved[NSIG];
	sigset_t changed; /* whose action is in `saved` */
	sigset_t mask;
};

void signals_install(struct signals *s, enum interruptible mode);
/* Puts everything back as it was. */
void signals_restore(struct signals *s);
/* The fatal signal that came, 0 if none. It stays until it is forgotten. */
int signals_caught(void);
void signals_forget(void);
/* From now on blocking calls fail with EINTR at least every `ms`, until signals_quiet. */
void signals_tick(struct signals *s, unsigned ms);
void signals_quiet(struct signals *s);
/* True if a tick has come since the last look. */
bool signals_ticked(void);

#endif
