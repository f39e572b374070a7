/* Styles of numbers: what a number means beyond its digits and its names. */
#include "base/error.h"
#include "sink/value_impl.h"

#include <net/if.h>

#define DIRFD_CWD (-100)

static void put_signed(struct buf *out, const struct value_num *n)
{
	buf_dec(out, (int64_t)n->v);
}

/* At least three digits, the leading zero among them: 000, 007, 022. */
static void put_mode(struct buf *out, const struct value_num *n)
{
	if (n->bits < 010) {
		buf_put(out, "00", 2);
		buf_udec(out, n->bits);
	} else {
		buf_oct(out, n->bits);
	}
}

static void put_id(struct buf *out, const struct value_num *n)
{
	uint64_t none = n->size >= 4 ? UINT32_MAX : UINT16_MAX;
	if ((n->bits & none) == none)
		buf_put(out, "-1", 2);
	else
		buf_udec(out, n->bits);
}

static void put_dev(struct buf *out, uint64_t dev)
{
	buf_puts(out, "makedev(");
	buf_hex(out, (dev >> 8) & 0xfff);
	buf_put(out, ", ", 2);
	buf_hex(out, (dev & 0xff) | ((dev >> 12) & 0xfff00));
	buf_putc(out, ')');
}

static void put_kib(struct buf *out, uint64_t v)
{
	bool whole = v > 1024 && v % 1024 == 0;
	buf_udec(out, whole ? v / 1024 : v);
	if (whole)
		buf_puts(out, "*1024");
}

static bool is_infinite(const struct value_num *n)
{
	return n->bits == (n->size == 8 ? UINT64_MAX : UINT32_MAX);
}

static void put_rlim(struct buf *out, const struct value_num *n)
{
	if (is_infinite(n))
		buf_puts(out, n->size == 8 ? "RLIM64_INFINITY" : "RLIM_INFINITY");
	else
		put_kib(out, n->bits);
}

/* The clock of a process or a thread: ~id << 3 | kind, kind 4 and above being a thread's. */
static bool put_cpu_clock(struct buf *out, const struct value_num *n)
{
	static const char *const clocks[] = {"CPUCLOCK_PROF", "CPUCLOCK_VIRT", "CPUCLOCK_SCHED"};
	int32_t id = (int32_t)n->bits;
	if (id >= 0 || (id & 3) == 3)
		return false;
	buf_puts(out, id & 4 ? "MAKE_THREAD_CPUCLOCK(" : "MAKE_PROCESS_CPUCLOCK(");
	buf_dec(out, ~(id >> 3));
	buf_put(out, ", ", 2);
	buf_puts(out, clocks[id & 3]);
	buf_putc(out, ')');
	return true;
}

static void put_ptrace_event(struct buf *out, unsigned event)
{
	static const char *const events[] = {"FORK", "VFORK", "CLONE", "EXEC", "VFORK_DONE", "EXIT", "SECCOMP", [127] = "STOP"};
	buf_putc(out, '|');
	if (event <= 128 && events[event - 1]) {
		buf_puts(out, "PTRACE_EVENT_");
		buf_puts(out, events[event - 1]);
	} else {
		buf_hex(out, event);
	}
	buf_puts(out, "<<16");
}

static void put_wait_status(struct buf *out, const struct value_num *n)
{
	unsigned status = (unsigned)n->bits, low = status & 0x7f, high = status >> 8 & 0xff;
	if ((status & 0xffff) == 0xffff) {
		buf_puts(out, "{WIFCONTINUED(s)");
		status = 0;
	} else if (low == 0x7f) {
		buf_puts(out, "{WIFSTOPPED(s) && WSTOPSIG(s) == ");
		value_signal(out, high & 0x7f);
		if (high & 0x80)
			buf_puts(out, " | 0x80");
	} else if (low != 0) {
		buf_puts(out, "{WIFSIGNALED(s) && WTERMSIG(s) == ");
		value_signal(out, low);
		if (status & 0x80)
			buf_puts(out, " && WCOREDUMP(s)");
	} else {
		buf_puts(out, "{WIFEXITED(s) && WEXITSTATUS(s) == ");
		buf_udec(out, high);
	}
	buf_putc(out, '}');
	if (status >> 16)
		put_ptrace_event(out, status >> 16);
}

static void put_kernel_version(struct buf *out, uint64_t v)
{
	buf_puts(out, "KERNEL_VERSION(");
	buf_udec(out, v >> 16);
	buf_put(out, ", ", 2);
	buf_udec(out, v >> 8 & 0xff);
	buf_put(out, ", ", 2);
	buf_udec(out, v & 0xff);
	buf_putc(out, ')');
}

static void put_ipv4(struct buf *out, uint64_t v)
{
	buf_puts(out, "inet_addr(\"");
	for (int shift = 24; shift >= 0; shift -= 8) {
		buf_udec(out, v >> shift & 0xff);
		if (shift)
			buf_putc(out, '.');
	}
	buf_puts(out, "\")");
}

/* Big-endian numbers: what the program stored, byte for byte. */
static void put_stored_bytes(struct buf *out, const struct value_num *n, unsigned size)
{
	uint8_t bytes[4];
	for (unsigned i = 0; i < size; i++)
		bytes[i] = (uint8_t)(n->bits >> (size - 1 - i) * 8);
	quote_c(out, bytes, size, QUOTE_HEX_ALL);
}

static void put_network_order(struct buf *out, const struct value_num *n, const struct value_opts *opts)
{
	if (n->style == ST_IPV4) {
		put_ipv4(out, n->bits);
		return;
	}
	buf_puts(out, n->style == ST_PORT ? "htons(" : "htonl(");
	if (value_set(n)) {
		struct value_num name = *n;
		struct value_opts abbrev = *opts;
		name.style = ST_DEFAULT;
		abbrev.consts = VALUE_ABBREV;
		value_enum(out, &name, &abbrev);
	} else if (n->style == ST_HTONL_HEX) {
		buf_hex(out, n->bits);
	} else {
		buf_udec(out, n->bits);
	}
	buf_putc(out, ')');
}

/* Two flags are in the type of an attribute. */
static void put_attr_type(struct buf *out, const struct value_num *n, const struct value_opts *opts)
{
	struct value_num type = *n;
	type.style = ST_DEFAULT;
	type.v = type.bits = n->bits & 0x3fff;
	if (opts->consts != VALUE_ABBREV && n->bits & 0xc000)
		type.v = type.bits = n->bits;
	else {
		buf_puts(out, n->bits & 0x8000 ? "NLA_F_NESTED|" : "");
		buf_puts(out, n->bits & 0x4000 ? "NLA_F_NET_BYTEORDER|" : "");
	}
	if (value_set(n))
		value_enum(out, &type, opts);
	else
		buf_hex(out, type.bits);
}

/* The host's byte order is also that of Bluetooth: there is nothing else to be shown with -X. */
static void put_htobs(struct buf *out, const struct value_num *n, const struct value_opts *opts)
{
	struct value_num name = *n;
	name.style = ST_DEFAULT;
	buf_puts(out, "htobs(");
	if (value_set(n))
		value_enum(out, &name, opts);
	else
		buf_udec(out, n->bits);
	buf_putc(out, ')');
}

/* A class, which has a name, above thirteen bits of priority. */
static void put_io_priority(struct buf *out, const struct value_num *n, const struct value_opts *opts)
{
	struct value_num class = *n;
	class.style = ST_DEFAULT;
	class.v = class.bits = n->bits >> 13;
	buf_puts(out, "IOPRIO_PRIO_VALUE(");
	if (value_set(n))
		value_enum(out, &class, opts);
	else
		buf_hex(out, class.bits);
	buf_put(out, ", ", 2);
	buf_udec(out, n->bits & 0x1fff);
	buf_putc(out, ')');
}

static bool put_interface(struct buf *out, uint64_t index)
{
	char name[IF_NAMESIZE];
	if (!index || !if_indextoname((unsigned)index, name))
		return false;
	buf_puts(out, "if_nametoindex(\"");
	buf_puts(out, name);
	buf_puts(out, "\")");
	return true;
}

static bool put_errno(struct buf *out, int64_t error)
{
	const char *name = error_name(error > 4095 || error < -4095 ? 0 : (int)(error < 0 ? -error : error));
	if (!name)
		return false;
	if (error < 0)
		buf_putc(out, '-');
	buf_puts(out, name);
	return true;
}

static bool put_syscall(struct buf *out, uint64_t nr, enum desc_abi abi)
{
	const struct desc_call *call = desc_find(abi, nr);
	if (!call)
		return false;
	buf_puts(out, "__NR_");
	buf_puts(out, desc_name(call->name));
	return true;
}

/* 1<<NAME for each bit of 32 that is set; what has no name stays a number at the end. */
static void put_bit_names(struct buf *out, uint32_t word, unsigned base, const struct desc_set *set, enum desc_abi abi)
{
	uint32_t unknown = word;
	bool any = false;
	for (unsigned i = 0; i < 32; i++) {
		const struct desc_sym *sym = word >> i & 1 ? desc_enum_find(set, abi, base + i) : NULL;
		if (!sym)
			continue;
		buf_puts(out, any ? "|1<<" : "1<<");
		buf_puts(out, desc_name(sym->name));
		any = true;
		unknown &= ~(UINT32_C(1) << i);
	}
	if (!unknown)
		return;
	if (any)
		buf_putc(out, '|');
	buf_hex(out, unknown);
}

/* The two words of a capability set are shown one after the other, as the kernel's interface has them: the second word, which does
 * not stand beside the first, is the operand. */
static void put_bit_numbers(struct buf *out, const struct value_num *n, const struct value_opts *opts)
{
	const struct desc_set *set = value_set(n) ? value_set(n) : desc_set_find("capability");
	uint64_t all = n->bits | n->operand << 32;
	bool any = false;
	for (unsigned base = 0; base < 64; base += 32) {
		uint32_t word = (uint32_t)(all >> base);
		if (!word)
			continue;
		if (any)
			buf_putc(out, '|');
		any = true;
		if (opts->consts != VALUE_ABBREV || !set)
			buf_hex(out, word);
		if (opts->consts == VALUE_RAW || !set)
			continue;
		if (opts->consts == VALUE_VERBOSE)
			buf_puts(out, " /* ");
		put_bit_names(out, word, base, set, opts->abi);
		if (opts->consts == VALUE_VERBOSE)
			buf_puts(out, " */");
	}
	if (!any)
		buf_putc(out, '0');
}

/* Seconds, with the date as a remark; 0 is no date. */
static void put_time(struct buf *out, const struct value_num *n)
{
	value_plain(out, n);
	if (!n->v && !n->operand)
		return;
	size_t before = out->len;
	buf_puts(out, " /* ");
	if (value_date(out, (int64_t)n->v, n->operand, 9))
		buf_puts(out, " */");
	else
		out->len = before;
}

/* Styles that are only a way to write the digits: the same with every -X. */
static bool put_digits(struct buf *out, const struct value_num *n)
{
	switch (n->style) {
	case ST_DEC:
	case ST_FD:
	case ST_PID:
	case ST_TID:
	case ST_PGID:
	case ST_SID:
	case ST_PRIO:
	case ST_EXITCODE:
		put_signed(out, n);
		return true;
	case ST_UDEC:
	case ST_HUGE_SHIFT:
		buf_udec(out, n->bits);
		return true;
	case ST_HEX:
		buf_hex(out, n->bits);
		return true;
	case ST_PAGES:
		buf_hex(out, n->bits << 12);
		return true;
	case ST_OCT:
		buf_oct(out, n->bits);
		return true;
	case ST_MODE:
		put_mode(out, n);
		return true;
	case ST_ADDR:
		if (n->bits)
			buf_hex(out, n->bits);
		else
			buf_put(out, "NULL", 4);
		return true;
	case ST_UID:
	case ST_GID:
		put_id(out, n);
		return true;
	case ST_KIB:
		put_kib(out, n->bits);
		return true;
	case ST_HEX8:
	case ST_HEX16:
	case ST_HEX32:
	case ST_HEX64:
		buf_hex_padded(out, n->bits, 2u << (n->style - ST_HEX8));
		return true;
	case ST_NODE_WORD:
		/* As wide as all digits, "0x" among them if there is something in it. */
		if (n->bits)
			buf_hex_padded(out, n->bits, n->size * 2 - 2);
		else
			buf_fill(out, '0', n->size * 2);
		return true;
	case ST_NLGROUPS:
		if (n->bits)
			buf_hex_padded(out, n->bits, 6);
		else
			buf_fill(out, '0', 8);
		return true;
	case ST_TIME:
		put_time(out, n);
		return true;
	case ST_DATE:
		value_date(out, (int64_t)n->v, 0, 0);
		return true;
	case ST_TIMEOUT_NOTE:
		if (n->v == 0)
			buf_puts(out, "Timeout");
		return true;
	default:
		return false;
	}
}

/* Styles that have a name for the number, or a form: abbreviated it stands alone, verbose it is the remark. False: it has none,
 * and nothing was appended. */
static bool put_form(struct buf *out, const struct value_num *n, const struct value_opts *opts)
{
	switch (n->style) {
	case ST_DIRFD:
		if ((int32_t)n->v != DIRFD_CWD)
			return false;
		buf_puts(out, "AT_FDCWD");
		return true;
	case ST_SIGNAL:
		if (n->v == 0 || n->v > 64)
			return false;
		value_signal(out, (unsigned)n->v);
		return true;
	case ST_DEV:
		put_dev(out, n->bits);
		return true;
	case ST_PORT:
	case ST_HTONL:
	case ST_HTONL_HEX:
	case ST_IPV4:
		put_network_order(out, n, opts);
		return true;
	case ST_RLIM:
		put_rlim(out, n);
		return true;
	case ST_IOCTL:
		value_ioctl(out, n, opts);
		return true;
	case ST_CLOCKID:
		return put_cpu_clock(out, n);
	case ST_KVERSION:
		put_kernel_version(out, n->bits);
		return true;
	case ST_IOPRIO:
		put_io_priority(out, n, opts);
		return true;
	case ST_IFINDEX:
		return put_interface(out, n->bits);
	case ST_ERRNO:
		return (int64_t)n->v > 0 && put_errno(out, (int64_t)n->v);
	case ST_ERRNO_NEG:
		return (int64_t)n->v < 0 && put_errno(out, (int64_t)n->v);
	case ST_SYSCALL:
		return put_syscall(out, n->bits, opts->abi);
	default:
		return false;
	}
}

/* The number beside such a form, and in place of it with -X raw. */
static void put_form_raw(struct buf *out, const struct value_num *n)
{
	switch (n->style) {
	case ST_DEV:
	case ST_IOCTL:
	case ST_CLOCKID:
	case ST_KVERSION:
		buf_hex(out, n->bits);
		break;
	case ST_PORT:
		put_stored_bytes(out, n, 2);
		break;
	case ST_HTONL:
	case ST_HTONL_HEX:
	case ST_IPV4:
		put_stored_bytes(out, n, 4);
		break;
	case ST_RLIM:
		buf_udec(out, n->bits);
		break;
	default:
		if (n->style == ST_DIRFD || n->style == ST_SIGNAL || n->style == ST_IOPRIO || n->is_signed)
			put_signed(out, n);
		else
			buf_udec(out, n->bits);
	}
}

static bool has_form(uint8_t style)
{
	switch (style) {
	case ST_DIRFD:
	case ST_SIGNAL:
	case ST_DEV:
	case ST_PORT:
	case ST_HTONL:
	case ST_HTONL_HEX:
	case ST_IPV4:
	case ST_RLIM:
	case ST_IOCTL:
	case ST_CLOCKID:
	case ST_KVERSION:
	case ST_IOPRIO:
	case ST_IFINDEX:
	case ST_ERRNO:
	case ST_ERRNO_NEG:
	case ST_SYSCALL:
		return true;
	default:
		return false;
	}
}

static void put_with_form(struct buf *out, const struct value_num *n, const struct value_opts *opts)
{
	size_t start = out->len;
	if (opts->consts == VALUE_ABBREV) {
		if (!put_form(out, n, opts))
			put_form_raw(out, n);
		return;
	}
	put_form_raw(out, n);
	if (opts->consts == VALUE_RAW || (n->style == ST_RLIM && !is_infinite(n) && !(n->bits > 1024 && n->bits % 1024 == 0)))
		return;
	start = out->len;
	buf_puts(out, " /* ");
	if (put_form(out, n, opts))
		buf_puts(out, " */");
	else
		out->len = start;
}

bool value_styled(struct buf *out, const struct value_num *n, const struct value_opts *opts)
{
	/* A name that the set has is better than any style but those that are made of the set's names. */
	const struct desc_set *set = value_set(n);
	bool of_names = n->style == ST_PORT || n->style == ST_HTONL || n->style == ST_HTONL_HEX || n->style == ST_HTOBS ||
	                n->style == ST_BITNR || n->style == ST_CAPSET || n->style == ST_BITSET || n->style == ST_NLTYPE ||
	                n->style == ST_IOPRIO || n->style == ST_IOCTL;
	if (set && !of_names && (desc_type[n->type].kind == DK_BITS || desc_enum_find(set, opts->abi, n->v)))
		return false;
	if (n->style == ST_NLTYPE) {
		put_attr_type(out, n, opts);
	} else if (n->style == ST_HTOBS) {
		put_htobs(out, n, opts);
	} else if (n->style == ST_BITSET && set) {
		value_bitset(out, n, opts);
	} else if (n->style == ST_SIGSET) {
		value_sigset(out, n->bits, n->size, opts->consts);
	} else if (n->style == ST_WSTATUS) {
		put_wait_status(out, n);
	} else if (n->style == ST_BITNR || n->style == ST_CAPSET) {
		put_bit_numbers(out, n, opts);
	} else if (set && n->style == ST_CLOCKID && !((int32_t)n->bits < 0 && (n->bits & 3) != 3)) {
		return false;
	} else if (set && set->unknown && (n->style == ST_DEC || n->style == ST_UDEC)) {
		return false; /* with its remark */
	} else if (has_form(n->style)) {
		put_with_form(out, n, opts);
	} else {
		return put_digits(out, n);
	}
	return true;
}
