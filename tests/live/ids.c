//$
//strace
//$ -n -i -e trace=all
//strace
//m32
/* Identities, groups, terminal ioctls on what is no terminal, calls that the kernel does not know. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <grp.h>
#include <sys/fsuid.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

int main(void)
{
	gid_t groups[] = { 1, 2, 3 };
	uid_t a, b, c;
	getuid();
	geteuid();
	getegid();
	getresuid(&a, &b, &c);
	setresuid(-1, -1, 0);
	setresgid(-1, 0, -1);
	setreuid(-1, 0);
	setuid(0);
	setfsuid(0);
	setgroups(3, groups);
	setgroups(0, 0);
	getgroups(0, 0);
	setgroups(3, (void *)8);
	struct termios t;
	struct winsize w;
	int n;
	ioctl(0, TCGETS, &t);
	ioctl(0, TIOCGWINSZ, &w);
	int pty = open("/dev/ptmx", O_RDWR | O_NOCTTY);
	ioctl(pty, TIOCGPTN, &n);
	n = 0;
	ioctl(pty, TIOCSPTLCK, &n);
	ioctl(pty, TCGETS, &t);
	ioctl(pty, TCSETSW, &t);
	ioctl(pty, TIOCGWINSZ, &w);
	ioctl(pty, TIOCSWINSZ, &w);
	ioctl(pty, FIONREAD, &n);
	ioctl(pty, FIONBIO, &n);
	ioctl(-1, _IOC(_IOC_READ | _IOC_WRITE, 0x4d, 0, 4), 0);
	ioctl(-1, 0x12345678, 0x10);
	ioctl(-1, TCGETS, 1);
	syscall(0xbad, 1, 2, 3, 4, 5, 6);
	syscall(400, 1, 2, 3, 4, 5, 6);
	_exit(0);
}
