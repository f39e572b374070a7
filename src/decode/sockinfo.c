#include "decode/sockinfo.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/netlink_diag.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/check.h"
#include "base/quote.h"
#include "desc/desc.h"

enum { CACHE = 256, NETLINKS = 64, CACHED_TEXT = 160, MESSAGES = 32768 };

struct sockinfo {
	int fd;       /* -1: there is none, or the namespace cannot be entered */
	ino_t own;    /* our network namespace */
	ino_t netns;  /* that of fd; 0: not asked yet */
	uint32_t seq; /* of the last request: answers to earlier ones are dropped */
	/* Connections, which stay what they are as long as the socket lives. */
	struct {
		uint64_t inode;
		char text[CACHED_TEXT];
	} cache[CACHE];
	struct {
		uint64_t inode;
		int protocol;
	} netlink[NETLINKS];
	char messages[MESSAGES];
};

static ino_t netns_of(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 ? st.st_ino : 0;
}

struct sockinfo *sockinfo_new(void)
{
	struct sockinfo *s = check_calloc(1, sizeof(*s));
	s->fd = -1;
	s->own = netns_of("/proc/self/ns/net");
	return s;
}

void sockinfo_free(struct sockinfo *s)
{
	if (s && s->fd >= 0)
		close(s->fd);
	free(s);
}

static int diag_socket(void)
{
	return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
}

/* A socket belongs for good to the namespace in which it was made. */
static int diag_socket_in(const char *path)
{
	int fd = -1, own = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC), there = open(path, O_RDONLY | O_CLOEXEC);
	if (own >= 0 && there >= 0 && setns(there, CLONE_NEWNET) == 0) {
		fd = diag_socket();
		CHECK(setns(own, CLONE_NEWNET) == 0);
	}
	if (own >= 0)
		close(own);
	if (there >= 0)
		close(there);
	return fd;
}

static bool enter(struct sockinfo *s, pid_t tid)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/ns/net", (int)tid);
	ino_t netns = netns_of(path);
	if (!netns)
		return false;
	if (netns != s->netns) {
		if (s->fd >= 0)
			close(s->fd);
		s->netns = netns;
		s->fd = netns == s->own ? diag_socket() : diag_socket_in(path);
	}
	return s->fd >= 0;
}

/* True for the message that was looked for. */
typedef bool match_fn(const struct nlmsghdr *msg, uint64_t inode, void *ctx);

/* Sends a request and looks at all answers. The kernel has them ready: nothing is waited for. */
static bool ask(struct sockinfo *s, void *request, size_t size, uint64_t inode, match_fn *match, void *ctx)
{
	struct nlmsghdr *head = request;
	bool found = false;
	head->nlmsg_len = (uint32_t)size;
	head->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	head->nlmsg_flags |= NLM_F_REQUEST;
	head->nlmsg_seq = ++s->seq;
	if (send(s->fd, request, size, MSG_DONTWAIT) < 0)
		return false;
	for (;;) {
		ssize_t got = recv(s->fd, s->messages, sizeof(s->messages), MSG_DONTWAIT);
		if (got <= 0)
			return found;
		size_t left = (size_t)got;
		for (const struct nlmsghdr *m = (void *)s->messages; NLMSG_OK(m, left); m = NLMSG_NEXT(m, left)) {
			if (m->nlmsg_seq != s->seq)
				continue;
			if (m->nlmsg_type == NLMSG_DONE || m->nlmsg_type == NLMSG_ERROR)
				return found;
			found = found || match(m, inode, ctx);
			if (!(m->nlmsg_flags & NLM_F_MULTI))
				return found;
		}
	}
}

static const struct rtattr *find_attr(const struct nlmsghdr *m, size_t header, unsigned type)
{
	const char *at = (const char *)NLMSG_DATA(m) + NLMSG_ALIGN(header);
	size_t used = NLMSG_HDRLEN + NLMSG_ALIGN(header);
	size_t left = m->nlmsg_len > used ? m->nlmsg_len - used : 0;
	for (const struct rtattr *a = (const void *)at; RTA_OK(a, left); a = RTA_NEXT(a, left)) {
		if (a->rta_type == type)
			return a;
	}
	return NULL;
}

struct inet_ends {
	int family;
	struct inet_diag_sockid id;
};

static bool match_inet(const struct nlmsghdr *m, uint64_t inode, void *ctx)
{
	const struct inet_diag_msg *d = NLMSG_DATA(m);
	struct inet_ends *ends = ctx;
	if (m->nlmsg_len < NLMSG_LENGTH(sizeof(*d)) || d->idiag_inode != inode)
		return false;
	ends->family = d->idiag_family;
	ends->id = d->id;
	return true;
}

static void put_end(struct buf *out, int family, const void *addr, uint16_t port)
{
	char text[INET6_ADDRSTRLEN];
	bool six = family == AF_INET6;
	inet_ntop(family, addr, text, sizeof(text));
	buf_puts(out, six ? "[" : "");
	buf_puts(out, text);
	buf_puts(out, six ? "]:" : ":");
	buf_udec(out, ntohs(port));
}

/* Returns whether both ends are known. */
static bool put_inet(struct sockinfo *s, int family, int protocol, uint64_t inode, struct buf *out, bool *ret_known)
{
	struct {
		struct nlmsghdr head;
		struct inet_diag_req_v2 req;
	} request = {.head.nlmsg_flags = NLM_F_DUMP,
	             .req = {.sdiag_family = (uint8_t)family, .sdiag_protocol = (uint8_t)protocol, .idiag_states = UINT32_MAX}};
	struct inet_ends ends;
	static const uint32_t none[4];
	*ret_known = ask(s, &request, sizeof(request), inode, match_inet, &ends);
	if (!*ret_known)
		return false;
	put_end(out, ends.family, ends.id.idiag_src, ends.id.idiag_sport);
	if (!ends.id.idiag_dport && memcmp(ends.id.idiag_dst, none, sizeof(none)) == 0)
		return false;
	buf_puts(out, "->");
	put_end(out, ends.family, ends.id.idiag_dst, ends.id.idiag_dport);
	return protocol == IPPROTO_TCP;
}

struct unix_ends {
	uint32_t peer;
	char name[108];
	size_t name_len;
};

static bool match_unix(const struct nlmsghdr *m, uint64_t inode, void *ctx)
{
	const struct unix_diag_msg *d = NLMSG_DATA(m);
	struct unix_ends *ends = ctx;
	if (m->nlmsg_len < NLMSG_LENGTH(sizeof(*d)) || d->udiag_ino != inode)
		return false;
	const struct rtattr *peer = find_attr(m, sizeof(*d), UNIX_DIAG_PEER), *name = find_attr(m, sizeof(*d), UNIX_DIAG_NAME);
	if (peer && (size_t)RTA_PAYLOAD(peer) >= sizeof(ends->peer))
		memcpy(&ends->peer, RTA_DATA(peer), sizeof(ends->peer));
	if (name && (size_t)RTA_PAYLOAD(name) <= sizeof(ends->name)) {
		ends->name_len = (size_t)RTA_PAYLOAD(name);
		memcpy(ends->name, RTA_DATA(name), ends->name_len);
	}
	return true;
}

/* Returns whether it is connected. */
static bool put_unix(struct sockinfo *s, uint64_t inode, struct buf *out, bool *ret_known)
{
	struct {
		struct nlmsghdr head;
		struct unix_diag_req req;
	} request = {.req = {.sdiag_family = AF_UNIX,
	                     .udiag_states = UINT32_MAX,
	                     .udiag_ino = (uint32_t)inode,
	                     .udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER,
	                     .udiag_cookie = {UINT32_MAX, UINT32_MAX}}};
	struct unix_ends ends = {0};
	*ret_known = ask(s, &request, sizeof(request), inode, match_unix, &ends);
	if (!*ret_known)
		return false;
	buf_udec(out, inode);
	if (ends.peer) {
		buf_puts(out, "->");
		buf_udec(out, ends.peer);
	}
	if (ends.name_len) {
		bool abstract = ends.name[0] == '\0';
		size_t len = abstract ? ends.name_len - 1 : strnlen(ends.name, ends.name_len);
		buf_puts(out, abstract ? ",@" : ",");
		quote_c(out, ends.name + abstract, len, QUOTE_OCT);
	}
	return ends.peer;
}

static bool match_netlink(const struct nlmsghdr *m, uint64_t inode, void *ctx)
{
	const struct netlink_diag_msg *d = NLMSG_DATA(m);
	if (m->nlmsg_len < NLMSG_LENGTH(sizeof(*d)) || d->ndiag_ino != inode)
		return false;
	memcpy(ctx, d, sizeof(*d));
	return true;
}

static bool find_netlink(struct sockinfo *s, uint64_t inode, struct netlink_diag_msg *ret)
{
	struct {
		struct nlmsghdr head;
		struct netlink_diag_req req;
	} request = {.head.nlmsg_flags = NLM_F_DUMP, .req = {.sdiag_family = AF_NETLINK, .sdiag_protocol = NDIAG_PROTO_ALL}};
	return ask(s, &request, sizeof(request), inode, match_netlink, ret);
}

static void put_netlink(struct sockinfo *s, uint64_t inode, struct buf *out, bool *ret_known)
{
	static const char prefix[] = "NETLINK_";
	struct netlink_diag_msg msg;
	*ret_known = find_netlink(s, inode, &msg);
	if (!*ret_known)
		return;
	const struct desc_set *set = desc_set_find("netlink_protocol");
	const struct desc_sym *sym = set ? desc_enum_find(set, ABI_X64, msg.ndiag_protocol) : NULL;
	if (sym)
		buf_puts(out, desc_name(sym->name) + sizeof(prefix) - 1);
	else
		buf_udec(out, msg.ndiag_protocol);
	buf_putc(out, ':');
	buf_udec(out, msg.ndiag_portid);
}

/* The protocol by the name that the kernel gives a socket. */
static const struct protocol {
	const char *name;
	int family, protocol;
} protocols[] = {
	{"TCP", AF_INET, IPPROTO_TCP},
	{"UDP", AF_INET, IPPROTO_UDP},
	{"UDPLITE", AF_INET, IPPROTO_UDPLITE},
	{"DCCP", AF_INET, IPPROTO_DCCP},
	{"SCTP", AF_INET, IPPROTO_SCTP},
	{"L2TP/IP", AF_INET, 115 /* IPPROTO_L2TP */},
	{"PING", AF_INET, IPPROTO_ICMP},
	{"RAW", AF_INET, IPPROTO_RAW},
	{"TCPv6", AF_INET6, IPPROTO_TCP},
	{"UDPv6", AF_INET6, IPPROTO_UDP},
	{"UDPLITEv6", AF_INET6, IPPROTO_UDPLITE},
	{"DCCPv6", AF_INET6, IPPROTO_DCCP},
	{"SCTPv6", AF_INET6, IPPROTO_SCTP},
	{"L2TP/IPv6", AF_INET6, 115 /* IPPROTO_L2TP */},
	{"PINGv6", AF_INET6, IPPROTO_ICMPV6},
	{"RAWv6", AF_INET6, IPPROTO_RAW},
	{"UNIX", AF_UNIX, 0},
	{"UNIX-STREAM", AF_UNIX, 0},
	{"NETLINK", AF_NETLINK, 0},
};

static const struct protocol *find_protocol(const char *name)
{
	for (size_t i = 0; i < sizeof(protocols) / sizeof(*protocols); i++) {
		if (strcmp(protocols[i].name, name) == 0)
			return &protocols[i];
	}
	return NULL;
}

/* Appends what is between the brackets; returns whether it stays so. */
static bool put_ends(struct sockinfo *s, pid_t tid, const struct protocol *p, uint64_t inode, struct buf *out)
{
	bool known = false, lasting = false;
	if (!enter(s, tid))
		known = false;
	else if (p->family == AF_UNIX)
		lasting = put_unix(s, inode, out, &known);
	else if (p->family == AF_NETLINK)
		put_netlink(s, inode, out, &known);
	else
		lasting = put_inet(s, p->family, p->protocol, inode, out, &known);
	if (!known)
		buf_udec(out, inode);
	return lasting;
}

static bool protocol_name(pid_t tid, int fd, char *ret, size_t size)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)tid, fd);
	ssize_t len = getxattr(path, "system.sockprotoname", ret, size - 1);
	if (len <= 0)
		return false;
	ret[len] = '\0';
	return true;
}

bool sockinfo_describe(struct sockinfo *s, pid_t tid, int fd, uint64_t inode, struct buf *out)
{
	char name[32], *cached = s->cache[inode % CACHE].text;
	if (s->cache[inode % CACHE].inode == inode) {
		buf_puts(out, cached);
		return true;
	}
	const struct protocol *p = protocol_name(tid, fd, name, sizeof(name)) ? find_protocol(name) : NULL;
	if (!p)
		return false;
	size_t start = out->len;
	buf_puts(out, name);
	buf_puts(out, ":[");
	bool lasting = put_ends(s, tid, p, inode, out);
	buf_putc(out, ']');
	if (lasting && out->len - start < CACHED_TEXT) {
		s->cache[inode % CACHE].inode = inode;
		memcpy(cached, out->p + start, out->len - start);
		cached[out->len - start] = '\0';
	}
	return true;
}

int sockinfo_netlink(struct sockinfo *s, pid_t tid, int fd, uint64_t inode)
{
	char name[32];
	struct netlink_diag_msg msg;
	if (s->netlink[inode % NETLINKS].inode == inode)
		return s->netlink[inode % NETLINKS].protocol;
	if (!protocol_name(tid, fd, name, sizeof(name)) || strcmp(name, "NETLINK") != 0 || !enter(s, tid))
		return -1;
	if (!find_netlink(s, inode, &msg))
		return -1;
	sockinfo_remember(s, inode, msg.ndiag_protocol);
	return msg.ndiag_protocol;
}

void sockinfo_remember(struct sockinfo *s, uint64_t inode, int protocol)
{
	s->netlink[inode % NETLINKS].inode = inode;
	s->netlink[inode % NETLINKS].protocol = protocol;
}
