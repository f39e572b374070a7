//$ -e trace=write,socket
//= socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) = 3
//= write(3, [[{nlmsg_len=32, nlmsg_type=RTM_NEWLINK, nlmsg_flags=NLM_F_ACK|NLM_F_CREATE, nlmsg_seq=0, nlmsg_pid=0}, {ifi_family=AF_UNSPEC, ifi_type=ARPHRD_NETROM, ifi_index=0, ifi_flags=0, ifi_change=0}], {nlmsg_len=0, nlmsg_type=0 /* NLMSG_??? */, nlmsg_flags=0, nlmsg_seq=0, nlmsg_pid=0}], 64) = %d
/* Netlink messages, also such as no kernel would take. */
#define _GNU_SOURCE
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char buf[8192];

int main(void)
{
	struct {
		struct nlmsghdr head;
		struct ifinfomsg link;
		char rest[32];
	} m = { { 32, RTM_NEWLINK, NLM_F_CREATE | NLM_F_ACK } };
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	write(fd, &m, sizeof m);
	/* Attributes in attributes, each as long as all that is left. */
	memset(buf, 0, sizeof buf);
	memcpy(buf, &m, 32);
	((struct nlmsghdr *)buf)->nlmsg_len = sizeof buf;
	for (unsigned at = 32; at + 4 <= sizeof buf; at += 4) {
		struct rtattr a = { at % 8 ? 65535 : sizeof buf - at, NLA_F_NESTED | (at % 8 ? 1 : IFLA_LINKINFO) };
		memcpy(buf + at, &a, 4);
	}
	send(fd, buf, sizeof buf, 0);
	((struct nlmsghdr *)buf)->nlmsg_type = NLMSG_ERROR;
	send(fd, buf, sizeof buf, 0);
	for (unsigned n = 0; n < 64; n++) {
		((struct nlmsghdr *)buf)->nlmsg_len = n * 3;
		send(fd, buf, n, 0);
	}
	_exit(0);
}
