//$ -P d/f
//strace
//$ -P /dev/null -e trace=%file,%desc
//strace
//$ -P d/f -e raw=all -z
//strace
//$ -P d/f -P d -y
//strace
//$ -e trace-fds=9 -e trace=dup2
//= dup2(3, 9)                              = 9
//= dup2(0, 9)                              = 9
//= dup2(3, 9)                              = 9
//$ -e trace=openat -P /*/d/f
//= openat(AT_FDCWD, "d/f", O_RDONLY)%s= 3
//= openat(5, "f", O_RDONLY)%s= 6
//= openat(5, "../d/./f", O_RDONLY)%s= 6
//m32
/* Calls that use a path, or a descriptor that refers to it, for -P and --trace-fds. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

static void descriptors(void)
{
	char buf[16];
	struct timeval none = {0};
	struct pollfd fds[] = {{4, POLLIN}, {9, POLLIN}};
	fd_set set;

	syscall(SYS_openat, AT_FDCWD, "d/f", O_RDONLY);
	dup2(3, 9);
	dup2(0, 9);
	dup2(3, 9);
	syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDWR);
	sendfile(4, 9, NULL, 10);
	munmap(mmap(NULL, 10, PROT_READ, MAP_PRIVATE, 9, 0), 10);
	syscall(SYS_ppoll, fds, 2, &none, NULL, 8);
	FD_ZERO(&set);
	FD_SET(9, &set);
	select(10, &set, NULL, NULL, &none);
	FD_CLR(9, &set);
	FD_SET(4, &set);
	select(10, NULL, &set, NULL, &none);
	fcntl(9, F_GETFD);
	pread(9, buf, 16, 0);
	close(9);
	read(9, buf, 16);
}

static void paths(void)
{
	struct stat st;
	char buf[64];

	syscall(SYS_openat, AT_FDCWD, "d", O_RDONLY | O_DIRECTORY);
	syscall(SYS_openat, 5, "f", O_RDONLY);
	close(6);
	syscall(SYS_openat, 5, "../d/./f", O_RDONLY);
	close(6);
	rename("/nonexistent/x", "/nonexistent/y");
	rename("d/f", "/nonexistent/x");
	linkat(AT_FDCWD, "/nonexistent/x", AT_FDCWD, "d/f", 0);
	symlink("/nonexistent/x", "d/f");
	mount("d/f", "/nonexistent", "t", 0, NULL);
	syscall(SYS_execve, "d/f", NULL, NULL);
	readlink("/proc/self/fd/3", buf, sizeof buf);
	setxattr("/nonexistent", "d/f", "1", 1, 0);
	unlink("d/nothing");
}

int main(void)
{
	mkdir("d", 0700);
	close(creat("d/f", 0600));
	descriptors();
	paths();
	return 0;
}
