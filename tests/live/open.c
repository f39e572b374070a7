//$ -e trace=openat,close
//= openat(AT_FDCWD, "/dev/null", O_RDONLY) = 3
//= openat(AT_FDCWD, "new", O_RDWR|O_CREAT|O_TRUNC|O_CLOEXEC, 0644) = 4
//= openat(AT_FDCWD, "/nonexistent\n\"\\\1\19\0017", O_WRONLY|O_APPEND) = -1 ENOENT (No such file or directory)
//= openat(AT_FDCWD, NULL, O_RDONLY)        = -1 EFAULT (Bad address)
//= openat(AT_FDCWD, 0x8, O_RDONLY)         = -1 EFAULT (Bad address)
//= close(4)                                = 0
//= close(-1)                               = -1 EBADF (Bad file descriptor)
//= +++ exited with 0 +++
//strace
//$ -X raw -e trace=openat
//strace
//$ -X verbose -e trace=openat
//strace
//$ -y
//strace
//$ -e raw=openat
//strace
//m32
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	open("/dev/null", O_RDONLY);
	int fd = open("new", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	open("/nonexistent\n\"\\\1\0019\0017", O_WRONLY | O_APPEND);
	syscall(SYS_openat, AT_FDCWD, 0, 0, 0);
	syscall(SYS_openat, AT_FDCWD, 8, 0, 0);
	close(fd);
	close(-1);
	_exit(0);
}
