#include "decode/arch_sigframe.h"

enum { I386_SIGRETURN = 119 };

/*
 * Offsets from the stack pointer at the call, as the kernel lays its frames out. x86-64: the handler's return has taken the
 * address at the frame's start, ucontext follows. i386: the same, with signal number, pointers and siginfo before ucontext; in the
 * old frame, of which the trampoline has also taken the number, the first word of the mask is in sigcontext and the second one
 * behind the saved FPU state. arm64 and riscv64: siginfo, then ucontext with an equal head.
 */
struct sigframe_mask arch_sigframe_mask(enum desc_abi abi, uint64_t nr, uint64_t sp)
{
	uint64_t at = sp;
	switch (abi) {
	case ABI_X64:
		at += 296;
		break;
	case ABI_I386:
		if (nr == I386_SIGRETURN)
			return (struct sigframe_mask){.low = sp + 80, .high = sp + 712};
		at += 248;
		break;
	default:
		at += 168;
		break;
	}
	return (struct sigframe_mask){.low = at, .high = at + 4};
}
