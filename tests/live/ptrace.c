//$ -e signal=none -e trace=ptrace
//strace
//$ -v -e signal=none -e trace=ptrace
//strace
//$ -X raw -e signal=none -e trace=ptrace
//strace
//$ -X verbose -e signal=none -e trace=ptrace
//strace
//m32
/* ptrace(2): every request, on a child that pauses, on a process that is not traced, and with bad pointers. */
#define _GNU_SOURCE
#include <elf.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define P(...) syscall(SYS_ptrace, __VA_ARGS__)

static char buf[1024];

static void registers(int pid)
{
	P(PTRACE_GETREGS, pid, 0, buf);
	P(PTRACE_SETREGS, pid, 0, buf);
	P(PTRACE_GETREGS, pid, 1, 0);
	P(PTRACE_GETREGS, pid, 1, 8);
	P(PTRACE_SETREGS, pid, 1, 8);
	P(PTRACE_GETFPREGS, 1, 0, buf);
	struct iovec v = { buf, sizeof(buf) };
	P(PTRACE_GETREGSET, pid, NT_PRSTATUS, &v);
	P(PTRACE_SETREGSET, pid, NT_PRSTATUS, &v);
	v.iov_len = 64;
	P(PTRACE_GETREGSET, pid, NT_PRSTATUS, &v);
	memset(buf, 1, sizeof(buf));
	v.iov_len = sizeof(long) == 8 ? 160 : 28; /* ends with a field */
	P(PTRACE_SETREGSET, 1, NT_FPREGSET, &v);
	v.iov_len = 16;
	P(PTRACE_SETREGSET, 1, NT_FPREGSET, &v);
	P(PTRACE_GETREGSET, 1, NT_FPREGSET, &v);
	P(PTRACE_SETFPREGS, 1, 0, buf);
	v.iov_len = 512;
	P(PTRACE_GETREGSET, pid, NT_X86_XSTATE, &v);
	P(PTRACE_SETREGSET, 1, NT_X86_XSTATE, &v);
	P(PTRACE_GETREGSET, pid, 0x9999, &v);
	P(PTRACE_GETREGSET, pid, NT_PRSTATUS, 0);
	P(PTRACE_GETREGSET, pid, NT_PRSTATUS, 8);
	v.iov_base = 0;
	P(PTRACE_GETREGSET, pid, NT_PRSTATUS, &v);
	P(PTRACE_SETREGSET, pid, NT_PRSTATUS, &v);
#ifdef __x86_64__
	for (unsigned offset = 0; offset < sizeof(struct user) + 24; offset += 8)
		P(PTRACE_PEEKUSER, pid, offset, buf);
	P(PTRACE_PEEKUSER, pid, 3, buf);
	P(PTRACE_PEEKUSER, pid, 99999, buf);
	P(PTRACE_PEEKUSER, pid, 0, 0);
	P(PTRACE_POKEUSER, pid, 8, 0x1234);
	P(PTRACE_POKEUSER, pid, 9, 0x1234);
#endif
}

static void memory(int pid)
{
	memset(buf, 0, sizeof(buf));
	P(PTRACE_PEEKDATA, pid, buf + 64, buf);
	P(PTRACE_PEEKTEXT, pid, buf + 64, buf + 8);
	P(PTRACE_PEEKTEXT, pid, 8, buf);
	P(PTRACE_PEEKTEXT, pid, buf, 0);
	P(PTRACE_POKEDATA, pid, buf, 5);
	P(PTRACE_POKETEXT, pid, buf, 0x1234567);
}

static void signals(int pid)
{
	unsigned long long set = 0x1005;
	P(PTRACE_GETEVENTMSG, pid, 0, buf);
	P(PTRACE_GETEVENTMSG, pid, 0, 8);
	P(PTRACE_GETSIGMASK, pid, 8, buf);
	P(PTRACE_SETSIGMASK, pid, 8, &set);
	P(PTRACE_GETSIGMASK, pid, 8, buf);
	P(PTRACE_GETSIGMASK, pid, 4, buf);
	P(PTRACE_SETSIGMASK, pid, 8, 8);
	struct {
		unsigned long long off;
		unsigned flags;
		int nr;
	} peek = { 0, 1, 3 };
	set = 0;
	kill(pid, SIGUSR1);
	P(PTRACE_PEEKSIGINFO, pid, &peek, buf);
	peek.flags = 0;
	P(PTRACE_PEEKSIGINFO, pid, &peek, buf);
	peek.flags = 4;
	P(PTRACE_PEEKSIGINFO, pid, &peek, buf);
	P(PTRACE_PEEKSIGINFO, pid, 0, buf);
	P(PTRACE_PEEKSIGINFO, pid, 8, 0);
	P(PTRACE_SETSIGMASK, pid, 8, &set);
	P(PTRACE_SYSCALL, pid, 0, 0);
	waitpid(pid, 0, 0);
	P(PTRACE_GETSIGINFO, pid, 0, buf);
	P(PTRACE_GETSIGINFO, pid, 1, 8);
	P(PTRACE_SETSIGINFO, pid, 0, buf);
	P(PTRACE_SETSIGINFO, 1, 2, 8);
}

static void filters(int pid)
{
	unsigned long long metadata[] = { 0, 1, 0 };
	P(PTRACE_SECCOMP_GET_METADATA, pid, 16, metadata);
	P(PTRACE_SECCOMP_GET_METADATA, pid, 8, metadata);
	P(PTRACE_SECCOMP_GET_METADATA, pid, 4, metadata);
	P(PTRACE_SECCOMP_GET_METADATA, pid, 24, metadata);
	P(PTRACE_SECCOMP_GET_METADATA, pid, 16, 8);
	P(PTRACE_SECCOMP_GET_FILTER, pid, 0, buf);
	P(PTRACE_SECCOMP_GET_FILTER, pid, 1, 0);
}

static void calls(int pid)
{
	P(PTRACE_GET_SYSCALL_INFO, pid, 0, buf);
	P(PTRACE_GET_SYSCALL_INFO, pid, 88, 8);
	for (int i = 0; i < 3; i++) {
		P(PTRACE_GET_SYSCALL_INFO, pid, 88, buf);
		P(PTRACE_GET_SYSCALL_INFO, pid, 30, buf);
		P(PTRACE_GET_SYSCALL_INFO, pid, 8, buf);
		kill(pid, SIGUSR1);
		P(PTRACE_SYSCALL, pid, 0, 0);
		waitpid(pid, 0, 0);
	}
}

int main(void)
{
	int pid = fork();
	if (!pid) {
		setpgid(0, 0);
		kill(0, SIGSTOP); /* leaves no process id in a register */
		for (;;)
			pause();
	}
	waitpid(pid, 0, WUNTRACED);
	P(PTRACE_SEIZE, pid, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
	P(PTRACE_INTERRUPT, pid, 0, 0);
	waitpid(pid, 0, 0);
	P(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | 0x8000000);
	P(PTRACE_SETOPTIONS, pid, 3, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
	registers(pid);
	memory(pid);
	signals(pid);
	filters(pid);
	calls(pid);
	/* Process 1 is not traced. */
	for (int op = 0; op < 34; op++) {
		/* Other names for words of struct user on i386, and what came later. */
		if (op != PTRACE_TRACEME && op != PTRACE_PEEKUSER && op != PTRACE_POKEUSER && op != PTRACE_ATTACH && op != 30)
			P(op, 1, 8, SIGUSR2);
	}
	for (int op = 0x4200; op < 0x420f; op++) {
		if (op != PTRACE_SEIZE && op != PTRACE_GETREGSET && op != PTRACE_SETREGSET)
			P(op, 1, 8, SIGUSR2);
	}
	P(PTRACE_SEIZE, -1, 0, 0);
	P(PTRACE_ATTACH, -1, 1, 2);
	P(PTRACE_CONT, -1, 1, SIGRTMIN);
	P(PTRACE_DETACH, -1, 1, 77);
	P(PTRACE_SETOPTIONS, -1, 0, 0x700000ff);
	P(100, 1, 2, 3);
	P(0x4300, 1, 2, 3);
	P(-1, 1, 2, 3);
	P(PTRACE_TRACEME, 1, 2, 3);
	kill(pid, SIGKILL);
	_exit(0);
}
