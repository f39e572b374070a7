//$ -e trace=prctl
//strace
//$ -X verbose -e trace=prctl
//strace
//m32
/* prctl(2): every option that strace 6.1 knows, with small numbers and with zeros. */
#define _GNU_SOURCE
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define P(...) syscall(SYS_prctl, __VA_ARGS__)

int main(void)
{
	static char b[64] = "name";
	for (int option = 1; option <= 64; option++) {
		if (option == PR_GET_SECCOMP || option == PR_SET_SECCOMP || option == PR_SET_THP_DISABLE || option == PR_SET_MM ||
		    option == PR_SET_SYSCALL_USER_DISPATCH)
			continue;
		P(option, 1, 2, 3, 4);
		if (option != PR_SET_SPECULATION_CTRL)
			P(option, 0, 0, 0, 0);
	}
	P(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 3, 0, 0);
	P(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, 77, 0, 0);
	P(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	P(PR_SET_SPECULATION_CTRL, 1, 4, 0, 0);
	P(PR_SET_SPECULATION_CTRL, 77, 4, 0, 0);
	P(PR_SET_TAGGED_ADDR_CTRL, 0x7ffff, 0, 0, 0);
	P(PR_SCHED_CORE, 0, 0, 3, b);
	P(PR_SET_VMA, PR_SET_VMA_ANON_NAME, b, 64, "anon");
	P(PR_SET_SECUREBITS, 0x2f, 0, 0, 0);
	P(999, 1, 2, 3, 4);
	_exit(0);
}
