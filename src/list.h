/* --list-groups and --list-syscalls: what the descriptions know, on stdout. */
#ifndef LIST_H
#define LIST_H

#include "filter/filter.h"

/* Each group with its calls. */
void list_groups(void);
/* One line for each call of the set, ABI by ABI: number, name, arguments with their kinds, result, groups. */
void list_calls(const struct call_set *set);

#endif
