//$ -yy -e trace=fsync,dup,fcntl,pipe2,sendmsg,recvmsg,connect,accept,socketpair,socket,openat,pidfd_open
//strace
//$ -yy -e trace=fsync
//= fsync(33<{eventfd-count=0x5, eventfd-id=%d, eventfd-semaphore=0}>) = -1 EINVAL (Invalid argument)
//= fsync(%d<{eventfd-count=0x7, eventfd-id=%d, eventfd-semaphore=1}>) = -1 EINVAL (Invalid argument)
//= fsync(35<signalfd:[INT RT_4]>)          = -1 EINVAL (Invalid argument)
//= fsync(36<anon_inode:[timerfd]>)         = -1 EINVAL (Invalid argument)
//$ --decode-fds=dev -e trace=fsync
//= fsync(29)                               = -1 EINVAL (Invalid argument)
//= fsync(30</dev/null<char 1:3>>)          = -1 EINVAL (Invalid argument)
/* What is behind descriptors. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/if_packet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>

static void inet(int type, int family)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	struct sockaddr *a = family == AF_INET ? (void *)&in : (void *)&in6;
	socklen_t len = family == AF_INET ? sizeof in : sizeof in6;
	int server = socket(family, type, 0), client = socket(family, type, 0);
	bind(server, a, len);
	listen(server, 1);
	getsockname(server, a, &len);
	connect(client, a, len);
	write(client, "x", 1);
	int peer = accept(server, NULL, NULL);
	fsync(peer), fsync(client), fsync(server);
	close(client), fsync(peer);
}

static void local(int type)
{
	struct sockaddr_un un = { AF_UNIX, "so<c>\"ket" };
	int s[2], server = socket(AF_UNIX, type, 0), client = socket(AF_UNIX, type, 0);
	socketpair(AF_UNIX, type, 0, s);
	fsync(s[0]), fsync(s[1]);
	unlink(un.sun_path);
	bind(server, (void *)&un, sizeof un);
	listen(server, 1);
	connect(client, (void *)&un, sizeof un);
	int peer = accept(server, NULL, NULL);
	fsync(peer), fsync(client), fsync(server);
	memcpy(un.sun_path, "\0abs\1", 5);
	int other = socket(AF_UNIX, type, 0);
	bind(other, (void *)&un, 7);
	fsync(other);
	struct msghdr msg = { .msg_iov = &(struct iovec){ "m", 1 }, .msg_iovlen = 1 };
	char control[CMSG_SPACE(sizeof(int))] = { 0 };
	msg.msg_control = control, msg.msg_controllen = sizeof control;
	*CMSG_FIRSTHDR(&msg) = (struct cmsghdr){ CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS };
	*(int *)CMSG_DATA(CMSG_FIRSTHDR(&msg)) = s[0];
	sendmsg(s[0], &msg, 0);
	recvmsg(s[1], &msg, 0);
}

int main(void)
{
	inet(SOCK_STREAM, AF_INET), inet(SOCK_STREAM, AF_INET6), inet(SOCK_DGRAM, AF_INET), inet(SOCK_DGRAM, AF_INET6);
	local(SOCK_STREAM), local(SOCK_DGRAM), local(SOCK_SEQPACKET);
	int nl = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	fsync(nl);
	struct sockaddr_nl snl = { AF_NETLINK };
	bind(nl, (void *)&snl, sizeof snl);
	fsync(nl);
	fsync(socket(AF_PACKET, SOCK_RAW, 0));
	fsync(socket(AF_INET, SOCK_RAW, 1));
	fsync(socket(AF_INET, SOCK_DGRAM, 136));
	fsync(open("/dev/null", O_RDWR));
	int m = open("/dev/ptmx", O_RDWR);
	grantpt(m), unlockpt(m);
	fsync(m);
	fsync(open(ptsname(m), O_RDWR | O_NOCTTY));
	fsync(eventfd(5, 0));
	fsync(eventfd(7, EFD_SEMAPHORE));
	sigset_t set;
	sigemptyset(&set), sigaddset(&set, SIGINT), sigaddset(&set, SIGRTMIN + 2);
	fsync(signalfd(-1, &set, 0));
	fsync(timerfd_create(CLOCK_MONOTONIC, 0));
	fsync(epoll_create1(0));
	fsync(inotify_init());
	fsync(syscall(SYS_pidfd_open, getpid(), 0));
	int gone = open("gone<x>\n\"", O_RDWR | O_CREAT, 0600);
	unlink("gone<x>\n\"");
	fsync(gone);
	fsync(memfd_create("mem", 0));
	dup(gone), fcntl(gone, F_DUPFD, 100);
	int p[2];
	pipe(p);
	fsync(p[0]);
	_exit(0);
}
