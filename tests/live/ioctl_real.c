//$ -e trace=ioctl
//strace
//$ -v -e trace=ioctl
//= ioctl(9, NS_GET_NSTYPE)                 = 1073741824 (CLONE_NEWNET)
/* Requests of real descriptors: a terminal, a socket, a file, /dev/null, an epoll, a namespace, /dev/random. */
#define _GNU_SOURCE
#include <asm/termbits.h>
#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/nsfs.h>
#include <linux/random.h>
#include <net/if.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	int pty = open("/dev/ptmx", O_RDWR | O_NOCTTY), null = open("/dev/null", O_RDWR);
	int file = open("file", O_RDWR | O_CREAT, 0600), sock = socket(AF_INET, SOCK_DGRAM, 0);
	int random = open("/dev/random", O_RDONLY), epoll = epoll_create1(0), ns = dup2(open("/proc/self/ns/net", O_RDONLY), 9);
	struct termios termios;
	struct winsize size = {24, 80};
	int n = 0;
	ioctl(pty, TIOCGPTN, &n);
	ioctl(pty, TIOCSPTLCK, &(int){0});
	ioctl(pty, TCGETS, &termios);
	ioctl(pty, TCSETSW, &termios);
	ioctl(pty, TIOCSWINSZ, &size);
	ioctl(pty, TIOCGWINSZ, &size);
	ioctl(pty, FIONREAD, &n);
	ioctl(pty, TIOCEXCL);
	ioctl(null, TCGETS, &termios);
	ioctl(null, FIONBIO, &n);
	ioctl(file, FS_IOC_GETFLAGS, &n);
	ioctl(file, BLKGETSIZE64, &n);
	ioctl(file, FICLONE, null);
	struct fiemap fiemap = {.fm_length = 4096};
	ioctl(file, FS_IOC_FIEMAP, &fiemap);
	struct ifreq ifreq = {.ifr_name = "lo"};
	ioctl(sock, SIOCGIFINDEX, &ifreq);
	ioctl(sock, SIOCGIFFLAGS, &ifreq);
	ioctl(sock, SIOCGIFMTU, &ifreq);
	ioctl(sock, SIOCGIFHWADDR, &ifreq);
	ioctl(sock, SIOCGIFADDR, &ifreq);
	strcpy(ifreq.ifr_name, "none");
	ioctl(sock, SIOCGIFADDR, &ifreq);
	ioctl(random, RNDGETENTCNT, &n);
	ioctl(epoll, FIOCLEX);
	ioctl(ns, NS_GET_NSTYPE);
	_exit(0);
}
