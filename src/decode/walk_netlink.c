/* Netlink: messages in what goes through a netlink socket, and the attributes in them. src/desc/netlink.def says what is in
 * them, by the socket's protocol and the message's type. */
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>

#include "base/proc.h"
#include "decode/walk.h"

enum { HEADER = 16, ATTR_HEADER = 4, ATTR_TYPE = 0x3fff, ATTRS_MAX = 4096 };

static uint64_t align4(uint64_t n)
{
	return (n + 3) & ~UINT64_C(3);
}

static const struct desc_union *find_union(const char *name)
{
	for (uint32_t i = 0; i < desc_counts.unions; i++) {
		if (!strcmp(desc_name(desc_union[i].name), name))
			return &desc_union[i];
	}
	return NULL;
}

/* The type that one of netlink.def's unions has for a key, TAPE_NOTYPE if there is no such union. */
static uint16_t type_for(const char *name, uint64_t key)
{
	const struct desc_union *u = find_union(name);
	return u ? desc_union_arm(u, key) : TAPE_NOTYPE;
}

static void put_number(struct walk *w, uint32_t name, uint16_t type, uint64_t value)
{
	if (type == TAPE_NOTYPE)
		walk_int(w, name, ST_UDEC, value);
	else
		walk_value(w, NULL, name, type, value);
}

static void put_bytes(struct walk *w, uint64_t addr, uint64_t size)
{
	size_t shown = size < w->opts->str_limit ? (size_t)size : w->opts->str_limit;
	shown = shown < WALK_BUFFER ? shown : WALK_BUFFER;
	uint32_t i;
	void *dst = tape_room(w->tape, TAPE_STR, 0, TAPE_NOTYPE, ST_HEXSTR, shown < size ? TF_CUT : 0, shown, &i);
	if (!walk_fetch(w, addr, dst, shown)) {
		tape_cut(w->tape, i);
		walk_addr(w, 0, TAPE_NOTYPE, addr, TF_FAULT);
	}
}

static void walk_payload(struct walk *w, uint16_t type, uint64_t addr, uint64_t size)
{
	const struct desc_type *t = &desc_type[type];
	if (!type || size < desc_type_size(type, w->abi))
		put_bytes(w, addr, size);
	else if (t->kind == DK_STRUCT || t->kind == DK_UNION)
		walk_record(w, 0, type, addr, size);
	else {
		const struct frame own = {.addr = addr, .size = size};
		walk_at(w, &own, 0, type, addr);
	}
}

/* One attribute: its header and, if it has one, its payload, together in brackets. */
static void walk_attr(struct walk *w, const struct desc_type *t, uint64_t addr, const struct nlattr *a, uint64_t size)
{
	bool whole = size > ATTR_HEADER;
	uint32_t outer = whole ? tape_open(w->tape, TAPE_ARRAY, 0, TAPE_NOTYPE, ST_DEFAULT) : 0;
	uint32_t head = tape_open(w->tape, TAPE_STRUCT, 0, TAPE_NOTYPE, ST_DEFAULT);
	tape_put(w->tape, TAPE_INT, DESC_CUSTOM_NAME(nla_len), TAPE_NOTYPE, ST_UDEC, 0, a->nla_len);
	tape_put(w->tape, TAPE_INT, DESC_CUSTOM_NAME(nla_type), t->sel, ST_NLTYPE, 0, a->nla_type);
	tape_close(w->tape, head);
	if (!whole)
		return;
	walk_payload(w, desc_union_arm(&desc_union[t->elem], a->nla_type & ATTR_TYPE), addr + ATTR_HEADER, size - ATTR_HEADER);
	tape_close(w->tape, outer);
}

void walk_attrs(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t addr)
{
	const struct desc_type *t = &desc_type[type];
	uint64_t off = 0, size = f && addr - f->addr < f->size ? f->size - (addr - f->addr) : 0;
	struct nlattr a;
	if (size < ATTR_HEADER || !walk_fetch(w, addr, &a, sizeof(a)) || a.nla_len < ATTR_HEADER) {
		put_bytes(w, addr, size);
		return;
	}
	bool several = align4(a.nla_len) + ATTR_HEADER <= size;
	uint32_t open = several ? tape_open(w->tape, TAPE_ARRAY, name, TAPE_NOTYPE, ST_DEFAULT) : 0;
	uint64_t max = w->opts->abbrev && w->opts->str_limit < ATTRS_MAX ? w->opts->str_limit : ATTRS_MAX;
	for (uint64_t n = 0; size - off >= ATTR_HEADER; n++) {
		if (n >= max || walk_full(w) || !walk_fetch(w, addr + off, &a, sizeof(a)) || a.nla_len < ATTR_HEADER) {
			tape_put(w->tape, TAPE_MORE, 0, TAPE_NOTYPE, ST_DEFAULT, 0, 0);
			break;
		}
		uint64_t here = a.nla_len < size - off ? a.nla_len : size - off;
		walk_attr(w, t, addr + off, &a, here);
		if (align4(here) >= size - off)
			break;
		off += align4(here);
	}
	if (several)
		tape_close(w->tape, open);
}

/* NLM_F_ bits from 0x100 on mean something else for each kind of request: 1 new, 2 get, 3 delete, 4 acknowledgement, 0 others. */
static uint64_t flags_kind(int protocol, uint16_t type)
{
	if (type == NLMSG_ERROR)
		return 4;
	if (type < NLMSG_MIN_TYPE)
		return 0;
	if (protocol == NETLINK_SOCK_DIAG)
		return 2;
	if (protocol == NETLINK_ROUTE) {
		static const uint8_t kinds[] = {1, 3, 2, 0};
		return kinds[type & 3];
	}
	return 0;
}

static void put_header(struct walk *w, int protocol, const struct nlmsghdr *h)
{
	uint16_t type = type_for("nl_type", h->nlmsg_type < NLMSG_MIN_TYPE ? UINT32_MAX : (uint32_t)protocol);
	uint32_t open = tape_open(w->tape, TAPE_STRUCT, 0, TAPE_NOTYPE, ST_DEFAULT);
	put_number(w, DESC_CUSTOM_NAME(nlmsg_len), TAPE_NOTYPE, h->nlmsg_len);
	put_number(w, DESC_CUSTOM_NAME(nlmsg_type), type, h->nlmsg_type);
	put_number(w, DESC_CUSTOM_NAME(nlmsg_flags), type_for("nl_flags", flags_kind(protocol, h->nlmsg_type)), h->nlmsg_flags);
	put_number(w, DESC_CUSTOM_NAME(nlmsg_seq), TAPE_NOTYPE, h->nlmsg_seq);
	walk_int(w, DESC_CUSTOM_NAME(nlmsg_pid), ST_DEC, (uint64_t)(int32_t)h->nlmsg_pid);
	tape_close(w->tape, open);
}

/* What a message of a protocol holds. SOCK_DIAG's requests and answers have one type: their first byte says the family. */
static uint16_t payload_of(struct walk *w, int protocol, const struct nlmsghdr *h, uint64_t addr)
{
	uint8_t family;
	if (h->nlmsg_type < NLMSG_MIN_TYPE)
		return 0;
	if (protocol != NETLINK_SOCK_DIAG)
		return type_for("nl_payload", (uint64_t)(uint32_t)protocol << 16 | h->nlmsg_type);
	if (h->nlmsg_type < 20 /* SOCK_DIAG_BY_FAMILY */ || !walk_fetch(w, addr, &family, sizeof(family)))
		return 0;
	return type_for("nl_diag", (uint64_t) !(h->nlmsg_flags & NLM_F_REQUEST) << 8 | family);
}

/* The parts of a message stand beside each other: the family's header, then the attributes. */
static void put_parts(struct walk *w, uint16_t type, uint64_t addr, uint64_t size)
{
	const struct desc_type *t = &desc_type[type];
	if (!type || type == TAPE_NOTYPE || t->kind != DK_STRUCT || size < desc_struct[t->elem].abi[w->abi].size) {
		put_bytes(w, addr, size);
		return;
	}
	const struct desc_struct *st = &desc_struct[t->elem];
	const struct frame own = {.st = st, .addr = addr, .size = size};
	for (unsigned i = 0; i < st->abi[w->abi].count; i++) {
		const struct desc_field *field = &desc_field[st->abi[w->abi].first + i];
		if (field->offset < size)
			walk_at(w, &own, 0, field->type, addr + field->offset);
	}
}

static void put_message(struct walk *w, int protocol, uint64_t addr, uint64_t size, unsigned depth);

static void put_error(struct walk *w, int protocol, const struct nlmsghdr *h, uint64_t addr, uint64_t size)
{
	int32_t error;
	struct nlmsghdr original;
	uint64_t rest = size - sizeof(error), at = addr + sizeof(error);
	if (size < sizeof(error) || !walk_fetch(w, addr, &error, sizeof(error))) {
		put_bytes(w, addr, size);
		return;
	}
	uint32_t open = tape_open(w->tape, TAPE_STRUCT, 0, TAPE_NOTYPE, ST_DEFAULT);
	tape_put(w->tape, TAPE_INT, DESC_CUSTOM_NAME(error), TAPE_NOTYPE, ST_ERRNO_NEG, TF_SIGNED, (uint64_t)(int64_t)error);
	uint64_t used = 0;
	if (rest >= HEADER && walk_fetch(w, at, &original, sizeof(original))) {
		bool capped = h->nlmsg_flags & 0x100 /* NLM_F_CAPPED */ || original.nlmsg_len < HEADER;
		used = capped ? HEADER : original.nlmsg_len < rest ? original.nlmsg_len : rest;
		uint32_t msg = w->tape->len;
		put_message(w, protocol, at, used, 1);
		w->tape->tok[msg].name = DESC_CUSTOM_NAME(msg);
	}
	tape_close(w->tape, open);
	uint16_t tlvs = type_for("nl_ack", 0);
	if (h->nlmsg_flags & 0x200 /* NLM_F_ACK_TLVS */ && align4(used) < rest && tlvs != TAPE_NOTYPE)
		walk_payload(w, tlvs, at + align4(used), rest - align4(used));
}

static void put_message(struct walk *w, int protocol, uint64_t addr, uint64_t size, unsigned depth)
{
	struct nlmsghdr h;
	if (size < HEADER || !walk_fetch(w, addr, &h, sizeof(h))) {
		put_bytes(w, addr, size);
		return;
	}
	bool whole = size > HEADER && h.nlmsg_len > HEADER;
	uint32_t open = whole ? tape_open(w->tape, TAPE_ARRAY, 0, TAPE_NOTYPE, ST_DEFAULT) : 0;
	put_header(w, protocol, &h);
	if (!whole)
		return;
	addr += HEADER;
	size -= HEADER;
	int32_t status;
	if (h.nlmsg_type == NLMSG_ERROR && depth == 0)
		put_error(w, protocol, &h, addr, size);
	else if (h.nlmsg_type == NLMSG_DONE && size >= sizeof(status) && walk_fetch(w, addr, &status, sizeof(status)))
		walk_int(w, 0, ST_DEC, (uint64_t)(int64_t)status);
	else
		put_parts(w, payload_of(w, protocol, &h, addr), addr, size);
	tape_close(w->tape, open);
}

static void put_messages(struct walk *w, uint32_t name, int protocol, uint64_t addr, uint64_t size)
{
	struct nlmsghdr h;
	if (!walk_fetch(w, addr, &h, sizeof(h)))
		return;
	bool several = align4(h.nlmsg_len) + HEADER <= size;
	uint32_t first = w->tape->len;
	uint32_t open = several ? tape_open(w->tape, TAPE_ARRAY, 0, TAPE_NOTYPE, ST_DEFAULT) : 0;
	uint64_t max = w->opts->abbrev && w->opts->str_limit < ATTRS_MAX ? w->opts->str_limit : ATTRS_MAX;
	for (uint64_t n = 0, off = 0; size - off >= HEADER; n++) {
		if (n >= max || walk_full(w) || !walk_fetch(w, addr + off, &h, sizeof(h))) {
			tape_put(w->tape, TAPE_MORE, 0, TAPE_NOTYPE, ST_DEFAULT, 0, 0);
			break;
		}
		bool bad = h.nlmsg_len < HEADER;
		uint64_t here = bad ? HEADER : h.nlmsg_len < size - off ? h.nlmsg_len : size - off;
		put_message(w, protocol, addr + off, here, 0);
		if (bad || align4(here) >= size - off)
			break;
		off += align4(here);
	}
	if (several)
		tape_close(w->tape, open);
	w->tape->tok[first].name = name;
}

static uint64_t socket_inode(pid_t tid, int fd)
{
	static const char prefix[] = "socket:[";
	char link[64];
	bool deleted;
	ssize_t len = proc_fd_path(tid, fd, link, sizeof(link) - 1, &deleted);
	if (len < 0)
		return 0;
	link[len] = '\0';
	return strncmp(link, prefix, sizeof(prefix) - 1) == 0 ? strtoull(link + sizeof(prefix) - 1, NULL, 10) : 0;
}

void netlink_remember(struct walk *w)
{
	const struct call *call = w->call;
	if (!w->opts->sockets || call->arg[0] != 16 /* AF_NETLINK */ || strcmp(desc_name(call->desc->name), "socket") != 0)
		return;
	uint64_t inode = socket_inode(w->tid, (int)call->value);
	if (inode)
		sockinfo_remember(w->opts->sockets, inode, (int)call->arg[2]);
}

bool walk_netlink(struct walk *w, uint32_t name, uint64_t addr, uint64_t size)
{
	const struct call *call = w->call;
	uint32_t len;
	/* What does not begin like a message is none: then the kernel need not be asked what the descriptor is. */
	if (!w->opts->sockets || !call || !call->sig.nargs || desc_type[desc_arg[call->sig.first_arg].type].style != ST_FD ||
	    size < HEADER || !walk_fetch(w, addr, &len, sizeof(len)) || len < HEADER || len > 2 * size)
		return false;
	int fd = (int)call->arg[0];
	uint64_t inode = socket_inode(w->tid, fd);
	int protocol = inode ? sockinfo_netlink(w->opts->sockets, w->tid, fd, inode) : -1;
	if (protocol < 0)
		return false;
	put_messages(w, name, protocol, addr, size);
	return true;
}
