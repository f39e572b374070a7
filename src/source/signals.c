#include "source/signals.h"

#include <errno.h>
#include <stddef.h>

#include "base/check.h"

#define FATAL_TICK_MS 20

/*
 * A signal that comes between the look at `caught` and the sleep in wait4 must not be slept over. Closing that gap with a mask or a
 * descriptor would cost a call per stop (wait4 takes no mask). Instead the handler, besides setting the flag, starts a timer that
 * interrupts whatever blocks, again and again, until the flag has been seen: a signal in the gap is noticed one tick late, and a
 * stop costs nothing. A handler has no argument of its own, hence these globals.
 */
static volatile sig_atomic_t caught, ticked;
static timer_t tick_timer;

static void start_timer(timer_t timer, unsigned ms)
{
	const struct timespec tick = {.tv_nsec = (long)ms * 1000000};
	const struct itimerspec spec = {.it_value = tick, .it_interval = tick};
	timer_settime(timer, 0, &spec, NULL);
}

static void on_fatal(int signo)
{
	int saved = errno;
	caught = signo;
	start_timer(tick_timer, FATAL_TICK_MS);
	errno = saved;
}

static void on_tick(int signo)
{
	(void)signo;
	ticked = 1;
}

static void set_action(struct signals *s, int signo, void (*handler)(int))
{
	/* Without SA_RESTART: wait4 has to come back. */
	struct sigaction action = {.sa_handler = handler};
	sigemptyset(&action.sa_mask);
	sigaction(signo, &action, &s->saved[signo]);
	sigaddset(&s->changed, signo);
}

void signals_install(struct signals *s, enum interruptible mode)
{
	static const int fatal[] = {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM};
	s->mode = mode;
	s->installed = true;
	caught = 0;
	sigemptyset(&s->changed);

	sigset_t alarm;
	sigemptyset(&alarm);
	sigaddset(&alarm, SIGALRM);
	set_action(s, SIGALRM, on_tick);
	pthread_sigmask(SIG_UNBLOCK, &alarm, &s->mask);
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
	CHECK(timer_create(CLOCK_MONOTONIC, &event, &s->timer) == 0);
	tick_timer = s->timer;

	/* Ignored, it would make the kernel reap tracees behind our back. */
	set_action(s, SIGCHLD, SIG_DFL);
	/* A tracer in the background may write to the terminal. */
	set_action(s, SIGTTOU, SIG_IGN);
	set_action(s, SIGTTIN, SIG_IGN);
	if (mode == INTERRUPT_NEVER_TSTP)
		set_action(s, SIGTSTP, SIG_IGN);
	if (mode == INTERRUPT_ANYWHERE)
		return;
	for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
		set_action(s, fatal[i], mode == INTERRUPT_WAITING ? on_fatal : SIG_IGN);
}

void signals_restore(struct signals *s)
{
	if (!s->installed)
		return;
	timer_delete(s->timer);
	for (int signo = 1; signo < NSIG; signo++)
		if (sigismember(&s->changed, signo) == 1)
			sigaction(signo, &s->saved[signo], NULL);
	pthread_sigmask(SIG_SETMASK, &s->mask, NULL);
	s->installed = false;
}

int signals_caught(void)
{
	return caught;
}

void signals_forget(void)
{
	caught = 0;
}

void signals_tick(struct signals *s, unsigned ms)
{
	s->tick_ms = ms;
	start_timer(s->timer, ms);
}

void signals_quiet(struct signals *s)
{
	s->tick_ms = 0;
	timer_settime(s->timer, 0, &(struct itimerspec){0}, NULL);
}

bool signals_ticked(void)
{
	bool yes = ticked;
	ticked = 0;
	return yes;
}
