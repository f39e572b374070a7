/* What differs per architecture, and nothing else. */
#ifndef SOURCE_ARCH_H
#define SOURCE_ARCH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "desc/table.h"
#include "event/regs.h"

/* The ABI of a call whose AUDIT_ARCH_ is this. */
enum desc_abi arch_abi(uint32_t audit_arch);
/* The ABIs that a program can use on this machine, and their AUDIT_ARCH_. */
struct arch_row {
	uint32_t audit;
	enum desc_abi abi;
};
extern const struct arch_row arch_rows[];
extern const unsigned arch_nrows;
/* Lets the call that the tracee is about to enter fail with ENOSYS instead. */
void arch_refuse_call(pid_t tid);
/* True if the tracee, in the first stop after PTRACE_INTERRUPT, was interrupted in a call that the kernel will enter again. Then
 * *ret_nr is the number of that call if the kernel will enter it as restart_syscall, else -1. */
bool arch_reenters(pid_t tid, int64_t *ret_nr);
/* The registers of a stopped tracee: 0, or -errno. */
int arch_regs(pid_t tid, struct regs *ret_regs);

/* Without PTRACE_SET_SYSCALL_INFO (Linux 6.16). Of a tracee that is about to enter a call: the number it enters; of one that has
 * made it: the result, a negative errno for an error. False with errno. */
bool arch_set_number(pid_t tid, uint64_t nr);
bool arch_set_result(pid_t tid, int64_t value);

#endif
