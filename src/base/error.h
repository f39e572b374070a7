/* The errors that calls end with: their names, the kernel's private ones included. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

/* ENOENT; NULL if the number has no name. */
const char *error_name(int error);
/* The number of a name in any case, -1 if it is none. */
int error_find(const char *name);
/* What a restart code means, NULL if the error is none. */
const char *error_restart(int error);

#endif
