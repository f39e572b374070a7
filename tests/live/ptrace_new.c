//$ -e signal=none -e trace=ptrace
//= ptrace(PTRACE_SET_SYSCALL_INFO, 1, 32, {op=PTRACE_SYSCALL_INFO_EXIT, arch=0 /* AUDIT_ARCH_??? */, instruction_pointer=0x7, stack_pointer=0}) = -1 ESRCH (No such process)
//= ptrace(PTRACE_SET_SYSCALL_INFO, 1, 88, {op=PTRACE_SYSCALL_INFO_EXIT, arch=0 /* AUDIT_ARCH_??? */, instruction_pointer=0x7, stack_pointer=0, exit={rval=-EPERM, is_error=1}}) = -1 ESRCH (No such process)
//= ptrace(PTRACE_SET_SYSCALL_INFO, 1, 88, {op=PTRACE_SYSCALL_INFO_SECCOMP, arch=0 /* AUDIT_ARCH_??? */, instruction_pointer=0x7, stack_pointer=0, seccomp={nr=%d, args=[0x1, 0, 0, 0, 0, 0], ret_data=0}}) = -1 ESRCH (No such process)
//= ptrace(PTRACE_SET_SYSCALL_USER_DISPATCH_CONFIG, 1, 32, {mode=PR_SYS_DISPATCH_ON, selector=0x7, offset=0, len=0xffffffffffffffff}) = -1 ESRCH (No such process)
//= ptrace(PTRACE_GET_SYSCALL_USER_DISPATCH_CONFIG, 1, 32, %p) = -1 ESRCH (No such process)
//= ptrace(PTRACE_GET_RSEQ_CONFIGURATION, 1, 24, %p) = -1 ESRCH (No such process)
//m32
/* ptrace(2): requests that came after strace 6.1. */
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	unsigned long long info[11] = { 2, 7, 0, -1, 1 };
	syscall(SYS_ptrace, 0x4212, 1, 32, info);
	syscall(SYS_ptrace, 0x4212, 1, 88, info);
	info[0] = 3;
	syscall(SYS_ptrace, 0x4212, 1, 88, info);
	info[0] = 1;
	syscall(SYS_ptrace, 0x4210, 1, 32, info);
	syscall(SYS_ptrace, 0x4211, 1, 32, info);
	syscall(SYS_ptrace, 0x420f, 1, 24, info);
	_exit(0);
}
