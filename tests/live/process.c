//$ -f -e trace=%process,unshare,setns,prlimit64,getrlimit,setrlimit,getrusage,uname,sysinfo,getcpu,sched_getaffinity,sched_getscheduler,sched_setscheduler,getpriority,setpriority,personality,set_tid_address,set_robust_list
//strace
//$ -f -v -e trace=%process,prlimit64,getrusage,uname
//strace
//$ -f -q -e signal=none -e trace=wait4,waitid
//strace
//m32
/* Processes: fork, exec, wait in all its outcomes, limits, scheduling. */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int status;
	struct rusage ru;
	siginfo_t si;
	pid_t pid = fork();
	if (!pid)
		_exit(3);
	wait4(pid, &status, 0, 0);
	pid = fork();
	if (!pid) {
		for (;;)
			pause();
	}
	kill(pid, SIGTERM);
	syscall(SYS_waitid, P_PID, pid, &si, WEXITED, &ru);
	pid = vfork();
	if (!pid)
		_exit(0);
	wait4(pid, 0, WUNTRACED | __WALL, 0);
	pid = fork();
	if (!pid) {
		char *argv[] = { "true", "a\"b", 0 }, *envp[] = { "A=1", "B=2", 0 };
		execve("/nonexistent", argv, envp);
		execve("/nonexistent", (char **)8, (char **)8);
		execve("/nonexistent", 0, 0);
		execve("/bin/true", argv, envp);
		_exit(9);
	}
	waitpid(pid, &status, 0);
	wait4(-1, &status, WNOHANG, 0);
	wait4(-1, &status, 0xff, (void *)8);
	syscall(SYS_waitid, P_ALL, 77, 0, WEXITED | WNOHANG | WSTOPPED, 0);
	syscall(SYS_waitid, 99, 0, &si, 0, 0);
	struct rlimit lim;
	getrlimit(RLIMIT_STACK, &lim);
	setrlimit(RLIMIT_CORE, &lim);
	prlimit(0, RLIMIT_NOFILE, 0, &lim);
	syscall(SYS_prlimit64, 0, 99, 0, 0);
	struct utsname uts;
	uname(&uts);
	uname((void *)8);
	unsigned cpu;
	syscall(SYS_getcpu, &cpu, 0, 0);
	syscall(SYS_getcpu, 0, 0, 0);
	cpu_set_t set;
	sched_getaffinity(0, 1, &set);
	sched_getscheduler(0);
	sched_setscheduler(0, SCHED_BATCH, &(struct sched_param){ 0 });
	sched_setscheduler(0, 77, 0);
	getpriority(PRIO_PROCESS, 0);
	setpriority(PRIO_USER, 77777, 19);
	personality(0xffffffff);
	unshare(CLONE_FS | CLONE_FILES);
	unshare(0xff);
	setns(-1, CLONE_NEWNET);
	kill(0, 0);
	kill(-77777, SIGRTMIN);
	kill(77777, 99);
	_exit(259);
}
