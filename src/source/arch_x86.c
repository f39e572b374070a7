#if defined(__x86_64__)

#include <linux/audit.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/user.h>

#include "source/arch.h"

enum desc_abi arch_abi(uint32_t audit_arch)
{
	return audit_arch == AUDIT_ARCH_I386 ? ABI_I386 : ABI_X64;
}

bool arch_reenters(pid_t tid, int64_t *ret_nr)
{
	/* The stop comes before the kernel turns a restart code into a second entry, so the code is still there to be seen. */
	struct user_regs_struct regs;
	if (ptrace(PTRACE_GETREGS, tid, NULL, &regs) < 0)
		return false;
	int result = (int)regs.rax;
	*ret_nr = result == -516 ? (int64_t)regs.orig_rax : -1;
	return (int64_t)regs.orig_rax >= 0 && (result == -512 || result == -513 || result == -514 || result == -516);
}

#endif
