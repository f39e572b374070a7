#if defined(__x86_64__)

#include <elf.h>
#include <errno.h>
#include <linux/audit.h>
#include <stddef.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

#include "source/arch.h"

/* x32 calls have numbers of their own, far beyond those of x86-64. */
const struct arch_row arch_rows[] = {{AUDIT_ARCH_X86_64, ABI_X64}, {AUDIT_ARCH_I386, ABI_I386}};
const unsigned arch_nrows = sizeof arch_rows / sizeof *arch_rows;

enum desc_abi arch_abi(uint32_t audit_arch)
{
	return audit_arch == AUDIT_ARCH_I386 ? ABI_I386 : ABI_X64;
}

void arch_refuse_call(pid_t tid)
{
	ptrace(PTRACE_POKEUSER, tid, offsetof(struct user_regs_struct, orig_rax), -1L);
	ptrace(PTRACE_POKEUSER, tid, offsetof(struct user_regs_struct, rax), (long)-ENOSYS);
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

/* What the kernel gives for a tracee that runs in 32-bit mode. */
struct regs32 {
	uint32_t ebx, ecx, edx, esi, edi, ebp, eax, ds, es, fs, gs, orig_eax, eip, cs, eflags, esp, ss;
};

static void take_64(const struct user_regs_struct *from, struct regs *ret)
{
	const uint64_t in_order[] = {from->rax, from->rdx, from->rcx, from->rbx, from->rsi, from->rdi,
	                             from->rbp, from->rsp, from->r8,  from->r9,  from->r10, from->r11,
	                             from->r12, from->r13, from->r14, from->r15, from->rip};
	*ret = (struct regs){.n = sizeof in_order / sizeof *in_order, .pc = 16, .sp = 7, .fp = 6, .word = 8};
	memcpy(ret->r, in_order, sizeof in_order);
}

static void take_32(const struct regs32 *from, struct regs *ret)
{
	const uint64_t in_order[] = {from->eax, from->ecx, from->edx, from->ebx, from->esp,
	                             from->ebp, from->esi, from->edi, from->eip};
	*ret = (struct regs){.n = sizeof in_order / sizeof *in_order, .pc = 8, .sp = 4, .fp = 5, .word = 4};
	memcpy(ret->r, in_order, sizeof in_order);
}

int arch_regs(pid_t tid, struct regs *ret_regs)
{
	union {
		struct user_regs_struct wide;
		struct regs32 narrow;
	} regs;
	struct iovec iov = {&regs, sizeof regs};
	if (ptrace(PTRACE_GETREGSET, tid, (void *)(uintptr_t)NT_PRSTATUS, &iov) < 0)
		return -errno;
	if (iov.iov_len == sizeof regs.narrow)
		take_32(&regs.narrow, ret_regs);
	else
		take_64(&regs.wide, ret_regs);
	return 0;
}

bool arch_set_number(pid_t tid, uint64_t nr)
{
	return ptrace(PTRACE_POKEUSER, tid, offsetof(struct user_regs_struct, orig_rax), nr) == 0;
}

bool arch_set_result(pid_t tid, int64_t value)
{
	return ptrace(PTRACE_POKEUSER, tid, offsetof(struct user_regs_struct, rax), value) == 0;
}

#endif
