//$ -e trace=%file,%desc
//strace
//$ -v -s 7 -e trace=%file,%desc
//strace
//$ -X verbose -e trace=%file,%desc
//strace
//$ -X raw -e trace=%file,%desc
//strace
//$ -xx -e trace=%file,%desc
//strace
//$ -x -y -e trace=%file,%desc
//strace
//m32
/* Files and directories: what everyday programs do, with success, failure, NULL and bad pointers, and unknown bits. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>

static char buf[4096];
#define BAD ((void *)8)

static void names(void)
{
	access("/x", R_OK | W_OK);
	access("/", F_OK);
	access("/", 0xff);
	syscall(SYS_faccessat, AT_FDCWD, "/x", X_OK);
	faccessat(AT_FDCWD, "/", R_OK, AT_EACCESS);
	mkdir("d", 0755);
	mkdir("d", 07777);
	mkdirat(AT_FDCWD, "d/e", 0);
	symlink("target", "link");
	readlink("link", buf, sizeof buf);
	readlink("link", buf, 3);
	readlink("/", buf, sizeof buf);
	readlinkat(AT_FDCWD, "link", buf, 100);
	readlink("link", BAD, 100);
	chdir("d");
	getcwd(buf, sizeof buf);
	syscall(SYS_getcwd, buf, 1);
	chdir("..");
	rmdir("d/e");
	rename("d", "e");
	renameat(AT_FDCWD, "e", AT_FDCWD, "f");
	syscall(SYS_renameat2, AT_FDCWD, "f", AT_FDCWD, "g", 1);
	syscall(SYS_renameat2, AT_FDCWD, "f", AT_FDCWD, "g", 0xff);
	unlinkat(AT_FDCWD, "g", AT_REMOVEDIR);
	link("link", "link2");
	linkat(AT_FDCWD, "link", AT_FDCWD, "link3", AT_SYMLINK_FOLLOW);
	unlink("link2");
	unlink(0);
	unlink(BAD);
	chmod("link", 0644);
	chown("link", -1, 5);
	lchown("link", 1, -1);
	fchmodat(AT_FDCWD, "link", 04755, 0);
	fchownat(AT_FDCWD, "link", 0, 0, AT_SYMLINK_NOFOLLOW);
	mknod("fifo", S_IFIFO | 0600, 0);
	mknod("chr", S_IFCHR | 0600, makedev(1, 3));
	mknodat(AT_FDCWD, "sock", S_IFSOCK | 0, 0);
	truncate("link", 5);
	utimensat(AT_FDCWD, "link", (struct timespec[]){ { 0, UTIME_NOW }, { 0, UTIME_OMIT } }, AT_SYMLINK_NOFOLLOW);
	utimensat(AT_FDCWD, "link", (struct timespec[]){ { 1000000000, 5 }, { 1, 0 } }, 0);
	utimensat(AT_FDCWD, "link", 0, 0);
	umask(022);
	umask(0);
}

static void data(void)
{
	int fd = open("file", O_RDWR | O_CREAT | O_TRUNC, 0644);
	write(fd, "a\"b\\c\tz\1\0017\18\377", 13);
	write(fd, BAD, 13);
	write(fd, "", 0);
	pwrite(fd, "xy", 2, 100);
	lseek(fd, 0, SEEK_SET);
	lseek(fd, -1, 77);
	read(fd, buf, 200);
	read(fd, buf, 0);
	read(-1, buf, 10);
	pread(fd, buf, 5, 98);
	struct iovec v[] = { { buf, 3 }, { buf + 10, 4 }, { 0, 0 } };
	preadv(fd, v, 3, 0);
	lseek(fd, 0, SEEK_END);
	readv(fd, v, 2);
	writev(fd, v, 2);
	writev(fd, BAD, 2);
	writev(fd, v, 0);
	pwritev(fd, v, 1, 5);
	syscall(SYS_pwritev2, fd, v, 1, 0, 0, 2);
	ftruncate(fd, 1000);
	fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, 4096);
	posix_fadvise(fd, 0, 0, POSIX_FADV_WILLNEED);
	readahead(fd, 0, 10);
	flock(fd, LOCK_EX | LOCK_NB);
	flock(fd, LOCK_UN);
	fsync(fd);
	fdatasync(fd);
	sync_file_range(fd, 0, 10, SYNC_FILE_RANGE_WRITE);
	fchmod(fd, 0600);
	fchown(fd, 0, 0);
	futimens(fd, 0);
	int p[2];
	pipe(p);
	pipe2(p, O_NONBLOCK | O_CLOEXEC);
	read(p[0], buf, 1);
	off_t at = 0;
	sendfile(p[1], fd, &at, 5);
	sendfile(p[1], fd, 0, 5);
	splice(p[0], 0, fd, 0, 10, SPLICE_F_NONBLOCK);
	tee(p[0], p[0], 1, 0);
	vmsplice(p[1], v, 1, 0);
	copy_file_range(fd, 0, fd, 0, 5, 0);
	dup(fd);
	dup2(fd, 50);
	dup3(fd, 51, O_CLOEXEC);
	dup3(fd, 51, 1);
	syscall(SYS_close_range, 50, 51, 0);
	syscall(SYS_close_range, 50, -1, 6);
	setxattr("file", "user.x", "val", 3, XATTR_CREATE);
	getxattr("file", "user.x", buf, 100);
	getxattr("file", "user.nope", buf, 100);
	listxattr("file", buf, 100);
	fremovexattr(fd, "user.x");
	close(fd);
}

static void control(void)
{
	int fd = open("file", O_RDWR | O_DIRECTORY, 0);
	fd = open("file", O_RDWR);
	fcntl(fd, F_GETFD);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	fcntl(fd, F_GETFD);
	fcntl(fd, F_GETFL);
	fcntl(fd, F_SETFL, O_APPEND | O_NONBLOCK);
	fcntl(fd, F_DUPFD, 20);
	fcntl(fd, F_DUPFD_CLOEXEC, 20);
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 1, .l_len = 2 };
	fcntl(fd, F_SETLK, &lock);
	fcntl(fd, F_GETLK, &lock);
	fcntl(fd, F_OFD_SETLK, &lock);
	lock.l_pid = 0;
	fcntl(fd, F_OFD_GETLK, &lock);
	fcntl(fd, F_SETLK, BAD);
	fcntl(fd, F_GETOWN);
	fcntl(fd, F_SETOWN, 0);
	fcntl(fd, F_GETSIG);
	fcntl(fd, F_SETSIG, 10);
	fcntl(fd, F_GETPIPE_SZ);
	fcntl(fd, F_GET_SEALS);
	fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_GROW);
	fcntl(fd, F_NOTIFY, DN_ACCESS | DN_MULTISHOT);
	fcntl(fd, F_SETLEASE, F_RDLCK);
	fcntl(fd, F_GETLEASE);
	fcntl(fd, 12345, 6);
	fcntl(-1, F_GETFD);
	close(fd);
}

int main(void)
{
	struct stat st;
	chdir(".");
	names();
	data();
	control();
	stat("file", &st);
	lstat("link", &st);
	fstat(0, &st);
	stat("/dev/null", &st);
	stat("/nope", &st);
	stat("/", BAD);
	struct statfs fs;
	statfs("/proc", &fs);
	fstatfs(-1, &fs);
	struct statx stx;
	syscall(SYS_statx, AT_FDCWD, "link", AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &stx);
	syscall(SYS_statx, AT_FDCWD, "/dev/null", AT_STATX_FORCE_SYNC | 0x4, STATX_ALL | 0x80000000u, &stx);
	int fd = open(".", O_RDONLY | O_DIRECTORY);
	syscall(SYS_getdents64, fd, buf, 10);
	syscall(SYS_getdents64, -1, buf, sizeof buf);
	fchdir(fd);
	open("x", -1, 0777);
	open("x", O_WRONLY | O_TMPFILE, 0);
	openat(fd, "file", O_RDONLY | O_PATH | O_NOFOLLOW);
	memfd_create("mem", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	memfd_create("mem", 0xffff);
	_exit(0);
}
