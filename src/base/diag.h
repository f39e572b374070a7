/*
 * Diagnostics: the only place that writes to stderr. A message is one line, "NAME: text", NAME being how the program was
 * called. Sinks that print to the same terminal are flushed first through the hook.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdbool.h>

void diag_set_name(const char *argv0);
const char *diag_name(void);
/* Called before each message. */
void diag_set_hook(void (*before)(void *ctx), void *ctx);
void diag(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* The same with ": " and the text of errnum at the end. */
void diag_errno(int errnum, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* diag, then the line "Try 'NAME -h' for more information." */
void diag_usage(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
