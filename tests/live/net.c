//$ -e trace=%net,%desc
//strace
//$ -v -X verbose -e trace=%net
//strace
//$ -s 4 -e trace=%net
//strace
//m32
/* Sockets on loopback and in a socketpair. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>

static char buf[4096];

static void options(int fd)
{
	int one = 1;
	socklen_t len = 100;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, 4);
	getsockopt(fd, SOL_SOCKET, SO_TYPE, &one, &len);
	getsockopt(fd, SOL_SOCKET, SO_ERROR, &one, &len);
	struct linger linger = { 1, 5 };
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
	struct timeval tv = { 1, 2 };
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof tv);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, 4);
	setsockopt(fd, IPPROTO_IP, IP_TTL, &one, 4);
	setsockopt(fd, SOL_SOCKET, 9999, &one, 4);
	setsockopt(fd, 777, 1, &one, 4);
	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, (void *)8, 4);
	len = sizeof(struct ucred);
	getsockopt(fd, SOL_SOCKET, SO_PEERCRED, buf, &len);
	getsockopt(fd, SOL_SOCKET, SO_RCVBUF, buf, (void *)8);
}

/* Every family with a few lengths. */
static void odd_addresses(void)
{
	static const int bluetooth[] = { 6, 8, 10, 12, 14 }, lengths[] = { 2, 12, 16, 20, 40, 64, 96 };
	unsigned char a[128];
	for (int family = 0; family < 46; family++) {
		memset(a, 0, sizeof a);
		a[0] = family, a[8] = 2, a[5] = 8;
		if (family == AF_AX25 || family == AF_IPX || family == AF_RXRPC)
			continue;
		for (unsigned i = 0; i < sizeof lengths / sizeof *lengths; i++)
			if (family != AF_NFC || (lengths[i] != 20 && lengths[i] != 40 && lengths[i] != 64))
				bind(-1, (void *)a, lengths[i]);
		for (unsigned i = 0; family == AF_BLUETOOTH && i < sizeof bluetooth / sizeof *bluetooth; i++)
			bind(-1, (void *)a, bluetooth[i]);
	}
	setsockopt(-1, SOL_RAW, 1 /* ICMP_FILTER */, a, 4);
	setsockopt(-1, SOL_SOCKET, SO_LINGER, a, 4);
	setsockopt(-1, SOL_SOCKET, SO_BINDTODEVICE, a, 0);
}

static void addresses(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP);
	socket(AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK, IPPROTO_IP);
	socket(AF_UNIX, SOCK_SEQPACKET, 0);
	socket(77, 77, 77);
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(1), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	connect(fd, (void *)&in, sizeof in);
	connect(fd, (void *)&in, 4);
	connect(fd, (void *)8, sizeof in);
	connect(-1, 0, 0);
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons(80), .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	connect(-1, (void *)&in6, sizeof in6);
	struct sockaddr_un un = { AF_UNIX, "socket" };
	int server = socket(AF_UNIX, SOCK_STREAM, 0);
	bind(server, (void *)&un, sizeof un);
	listen(server, 5);
	int client = socket(AF_UNIX, SOCK_STREAM, 0);
	connect(client, (void *)&un, offsetof(struct sockaddr_un, sun_path) + 7);
	socklen_t len = sizeof un;
	int peer = accept(server, (void *)&un, &len);
	accept4(-1, (void *)&un, &len, SOCK_CLOEXEC);
	len = 100;
	getsockname(server, (void *)&un, &len);
	getpeername(peer, (void *)&un, &len);
	memcpy(un.sun_path, "\0abs", 4);
	bind(client, (void *)&un, offsetof(struct sockaddr_un, sun_path) + 4);
	odd_addresses();
	struct sockaddr other = { 77, "xyz" };
	bind(-1, &other, sizeof other);
	bind(-1, &other, 1);
	options(fd);
	options(client);
	shutdown(client, SHUT_WR);
	shutdown(client, 9);
}

static void messages(void)
{
	int s[2];
	socketpair(AF_UNIX, SOCK_SEQPACKET, 0, s);
	sendto(s[0], "hello world", 11, MSG_DONTWAIT | MSG_NOSIGNAL, 0, 0);
	recvfrom(s[1], buf, 100, 0, 0, 0);
	recvfrom(s[1], buf, 100, MSG_DONTWAIT, 0, 0);
	char control[CMSG_SPACE(sizeof(int))] = { 0 };
	struct iovec iov = { "msg", 3 };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
	struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg);
	*cmsg = (struct cmsghdr){ .cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS };
	*(int *)CMSG_DATA(cmsg) = 2;
	sendmsg(s[0], &msg, 0);
	iov = (struct iovec){ buf, 16 };
	recvmsg(s[1], &msg, MSG_CMSG_CLOEXEC);
	recvmsg(s[1], &msg, MSG_DONTWAIT);
	sendmsg(s[0], (void *)8, 0);
	struct mmsghdr many = { .msg_hdr = { .msg_iov = &iov, .msg_iovlen = 1 } };
	sendmmsg(s[0], &many, 1, 0);
	recvmmsg(s[1], &many, 1, MSG_DONTWAIT, 0);
	many.msg_hdr.msg_iov->iov_len = 3;
	send(s[0], "abc", 3, 0);
	recvmmsg(s[1], &many, 1, 0, &(struct timespec){ 1, 5 });
	recvmmsg(s[1], &many, 0, MSG_DONTWAIT, &(struct timespec){ 1, 5 });
}

static void waiting(void)
{
	int p[2];
	pipe(p);
	write(p[1], "x", 1);
	struct pollfd fds[] = { { p[0], POLLIN | POLLPRI }, { -1, 0 }, { p[1], POLLOUT } };
	poll(fds, 3, 0);
	poll(fds + 1, 1, 1);
	poll(0, 0, 0);
	poll((void *)8, 1, 0);
	struct timespec ts = { 1, 5 };
	ppoll(fds + 2, 1, &ts, 0);
	fd_set set;
	FD_ZERO(&set);
	FD_SET(p[0], &set);
	FD_SET(p[1], &set);
	struct timeval tv = { 0, 0 };
	select(p[1] + 1, &set, 0, 0, &tv);
	FD_ZERO(&set);
	select(p[1] + 1, 0, 0, &set, &tv);
	int ep = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event ev = { EPOLLIN | EPOLLET, { .u64 = 0x123456789 } };
	epoll_ctl(ep, EPOLL_CTL_ADD, p[0], &ev);
	epoll_ctl(ep, EPOLL_CTL_DEL, 99, 0);
	epoll_wait(ep, &ev, 4, 0);
	epoll_wait(ep, &ev, 4, 0);
	eventfd(0, EFD_CLOEXEC);
	int tfd = timerfd_create(CLOCK_BOOTTIME, TFD_NONBLOCK);
	timerfd_settime(tfd, TFD_TIMER_ABSTIME, &(struct itimerspec){ { 1, 2 }, { 3, 4 } }, 0);
}

int main(void)
{
	addresses();
	messages();
	waiting();
	_exit(0);
}
