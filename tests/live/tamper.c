/* A dozen calls, and what they gave: the program says what it saw. */
//m32
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write
//strace
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=chdir,getppid,getuid,open,readv,pipe2,dup,kill,lseek,_llseek,readlink,umask,uname:error=EDOM
//= chdir("/")                              = -1 EDOM (Numerical argument out of domain) (INJECTED)
//= write(1, "chdir -1 33\n", 12)           = 12
//= getppid()                               = -1 EDOM (Numerical argument out of domain) (INJECTED)
//strace
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=chdir,getppid,getuid,readv,dup,kill,readlink,uname,umask:retval=0x23:when=1
//= getppid()                               = 35 (INJECTED)
//= write(1, "getppid 35 0\n", 13)          = 13
//strace
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=chdir,getppid,readv,dup,uname:retval=-3
//= chdir("/")                              = %d (INJECTED)
//= write(1, "chdir -1 3\n", 11)            = 11
//strace
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=chdir,getppid,readv,dup,uname:retval=-5000
//strace
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=chdir,getppid,readv,dup,uname:retval=5000000000
//strace
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=chdir,getppid,readv,dup,uname:signal=USR1:when=1
//= chdir("/")                              = 0
//= --- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_KERNEL} ---
//strace
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=chdir,getppid,readv,dup,uname:error=EIO:signal=SIGRT_3
//= chdir("/")                              = -1 EIO (Input/output error) (INJECTED)
//= --- SIGRT_3 {si_signo=SIGRT_3, si_code=SI_KERNEL} ---
//strace
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=chdir,getppid,getuid,readv,pipe2,dup,kill,readlink,umask,uname:syscall=getpid:error=EIO
//strace
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e fault=chdir,getppid,getuid,readv,pipe2,dup,kill,readlink,umask,uname
//= chdir("/")                              = -1 ENOSYS (Function not implemented) (INJECTED)
//strace
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=chdir,getppid,readv,dup:delay_enter=1:delay_exit=0.1ms
//= chdir("/")                              = 0 (DELAYED)
//= write(1, "chdir 0 0\n", 10)             = 10
//strace
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=chdir,getppid,getuid,readv,dup:delay_exit=100ns:error=EFAULT
//= chdir("/")                              = -1 EFAULT (Bad address) (INJECTED) (DELAYED)
//strace
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=chdir,readlink:poke_enter=@arg1=2f746d7000
//= chdir("/tmp")                           = 0 (INJECTED: args)
//= write(1, "chdir 0 0\n", 10)             = 10
//strace
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=readlink:poke_exit=@arg1=41,@arg2=424300
//= readlink("/proc/self/root", "B", 100)   = 1 (INJECTED: args)
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=readlink:poke_exit=@arg2=4142,:poke_enter=@arg2=58585858585858585858
//= write(1, "readlink 1 0 ABXXXXXXXX\n", 24) = 24
//strace
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=readv:poke_enter=@arg4=00:poke_exit=@arg7=00
//= write(1, "readv 2 0 ta\n", 13)          = 13
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=chdir,uname:poke_enter=@arg1=2f00:poke_exit=@arg1=41:retval=1
//= chdir("/")                              = 1 (INJECTED: args, retval)
//strace
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=getppid:error=EIO:when=2
//strace
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=getppid:error=EIO:when=2+
//strace
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=getppid:error=EIO:when=1+2
//= getppid()                               = -1 EIO (Input/output error) (INJECTED)
//= write(1, "getppid -1 5\n", 13)          = 13
//= getppid()                               = %d
//= write(1, "getppid 0 0\n", 12)           = 12
//= getppid()                               = -1 EIO (Input/output error) (INJECTED)
//= write(1, "getppid -1 5\n", 13)          = 13
//= getppid()                               = %d
//strace
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=getppid:error=EIO:when=2..3
//strace
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=getppid:error=EIO:when=1..3+
//strace
//$ -s 99 -e trace=chdir,getppid,getuid,open,readv,lseek,_llseek,dup,kill,readlink,umask,uname,pipe2,write -e inject=getppid:error=EIO:when=1..4+3
//strace
//$ -e trace=exit_group,exit -e inject=exit_group:error=EPERM
//= exit_group(0)                           = -1 EPERM (Operation not permitted) (INJECTED)
//= exit(0)                                 = ?
//strace
//$ -e trace=getppid -e inject=getppid:error=EIO -e inject=all:delay_enter=1:when=2 -e fault=getuid
//= getppid()                               = %d
//$ -s 99 -Z -e trace=getppid,write -e inject=getppid,chdir:error=ENOTSUPP
//= getppid()                               = -1 ENOTSUPP (Unknown error 524) (INJECTED)
//$ -s 99 -e trace=write -e inject=chdir:error=EIO
//= write(1, "chdir -1 5\n", 11)            = 11
//$ -y -e trace=dup,dup2,write -e inject=dup:retval=3
//$ -e trace=getppid -e raw=getppid -e inject=getppid:retval=10
//= getppid()                               = 0xa (INJECTED)
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <unistd.h>

static char buf[4096], path[16] = "/";

static void caught(int signo)
{
	(void)signo;
}

static void say(const char *name, long result, const char *data)
{
	char line[200];
	int error = result == -1 ? errno : 0;
	int len = snprintf(line, sizeof line, "%s %ld %d%s%.20s\n", name, result, error, *data ? " " : "", data);
	if (write(1, line, (size_t)len) != len)
		_exit(1);
	errno = 0;
}

int main(void)
{
	signal(SIGUSR1, caught);
	signal(SIGRTMIN + 1, caught);
	say("chdir", syscall(SYS_chdir, path), "");
	for (int i = 0; i < 4; i++) {
		long result = syscall(SYS_getppid);
		/* The real one differs from run to run. */
		say("getppid", result > 40 ? 0 : result, "");
	}
	say("getuid", syscall(SYS_getuid), "");
	int fd = (int)syscall(SYS_open, "/proc/self/comm", O_RDONLY);
	say("open", fd, "");
	struct iovec iov = {buf, 2};
	say("readv", syscall(SYS_readv, fd, &iov, 1), buf);
	say("lseek", lseek(fd, 0, SEEK_SET), "");
	say("dup", syscall(SYS_dup, 1), "");
	say("kill", syscall(SYS_kill, getpid(), 0), "");
	memset(buf, 0, sizeof buf);
	char link[] = "/proc/self/root";
	say("readlink", syscall(SYS_readlink, link, buf, 100), buf);
	say("umask", syscall(SYS_umask, 022), "");
	struct utsname name;
	say("uname", syscall(SYS_uname, &name), name.sysname);
	int ends[2] = {-1, -1};
	say("pipe2", syscall(SYS_pipe2, ends, O_CLOEXEC), ends[0] < 0 ? "none" : "two");
	return 0;
}
