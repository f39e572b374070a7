/* An ioctl request: its names, a name made of its number, or the parts of the number. */
#include "sink/value_impl.h"

#include <string.h>

/* The parts of a request's number, as <linux/ioctl.h> has them. */
struct request {
	unsigned dir, type, nr, size;
};
enum { NONE, WRITE = 1, READ = 2, BOTH = READ | WRITE };

static struct request split(uint64_t code)
{
	return (struct request){code >> 30 & 3, code >> 8 & 0xff, code & 0xff, code >> 16 & 0x3fff};
}

/* Requests that exist once for every size (or number): NAME(size). */
static const struct family {
	uint8_t dirs, type, first, last;
	enum { OF_SIZE, OF_NUMBER, OF_TRANSFERS, OF_ABS, OF_EVENT } of;
	const char *name;
} families[] = {
	{READ, 'E', 0x06, 0x06, OF_SIZE, "EVIOCGNAME"},     {READ, 'E', 0x07, 0x07, OF_SIZE, "EVIOCGPHYS"},
	{READ, 'E', 0x08, 0x08, OF_SIZE, "EVIOCGUNIQ"},     {READ, 'E', 0x09, 0x09, OF_SIZE, "EVIOCGPROP"},
	{READ, 'E', 0x0a, 0x0a, OF_SIZE, "EVIOCGMTSLOTS"},  {READ, 'E', 0x18, 0x18, OF_SIZE, "EVIOCGKEY"},
	{READ, 'E', 0x19, 0x19, OF_SIZE, "EVIOCGLED"},      {READ, 'E', 0x1a, 0x1a, OF_SIZE, "EVIOCGSND"},
	{READ, 'E', 0x1b, 0x1b, OF_SIZE, "EVIOCGSW"},       {READ, 'E', 0x20, 0x3f, OF_EVENT, "EVIOCGBIT"},
	{READ, 'E', 0x40, 0x7f, OF_ABS, "EVIOCGABS"},       {WRITE, 'E', 0xc0, 0xff, OF_ABS, "EVIOCSABS"},
	{READ, 'H', 0x04, 0x04, OF_SIZE, "HIDIOCGRAWNAME"}, {READ, 'H', 0x05, 0x05, OF_SIZE, "HIDIOCGRAWPHYS"},
	{READ, 'H', 0x06, 0x06, OF_SIZE, "HIDIOCSFEATURE"}, {BOTH, 'H', 0x06, 0x06, OF_SIZE, "HIDIOCSFEATURE"},
	{BOTH, 'H', 0x07, 0x07, OF_SIZE, "HIDIOCGFEATURE"}, {READ, 'H', 0x08, 0x08, OF_SIZE, "HIDIOCGRAWUNIQ"},
	{BOTH, 'H', 0x09, 0x09, OF_SIZE, "HIDIOCSINPUT"},   {BOTH, 'H', 0x0a, 0x0a, OF_SIZE, "HIDIOCGINPUT"},
	{BOTH, 'H', 0x0b, 0x0b, OF_SIZE, "HIDIOCSOUTPUT"},  {BOTH, 'H', 0x0c, 0x0c, OF_SIZE, "HIDIOCGOUTPUT"},
	{READ, 'H', 0x12, 0x12, OF_SIZE, "HIDIOCGPHYS"},    {READ, 'U', 0x2c, 0x2c, OF_SIZE, "UI_GET_SYSNAME"},
	{READ, 'j', 0x13, 0x13, OF_SIZE, "JSIOCGNAME"},     {WRITE, 'k', 0x00, 0x00, OF_TRANSFERS, "SPI_IOC_MESSAGE"},
	{READ, 'M', 0x00, 0xff, OF_NUMBER, "MIXER_READ"},   {WRITE, 'M', 0x00, 0xff, OF_NUMBER, "MIXER_WRITE"},
};
enum { SPI_TRANSFER = 32 }; /* sizeof(struct spi_ioc_transfer) */

static const struct family *find_family(const struct request *r)
{
	for (const struct family *f = families; f < families + sizeof(families) / sizeof(*families); f++)
		if (f->dirs == r->dir && f->type == r->type && f->first <= r->nr && r->nr <= f->last)
			return f->of == OF_TRANSFERS && r->size % SPI_TRANSFER ? NULL : f;
	return NULL;
}

static void put_event_code(struct buf *out, const char *set_name, const char *unknown, unsigned v, enum desc_abi abi)
{
	const struct desc_set *set = desc_set_find(set_name);
	const struct desc_sym *sym = set ? desc_enum_find(set, abi, v) : NULL;
	if (sym) {
		buf_puts(out, desc_name(sym->name));
		return;
	}
	buf_hex(out, v);
	buf_puts(out, unknown);
}

static void put_family(struct buf *out, const struct family *f, const struct request *r, enum desc_abi abi)
{
	unsigned n = r->nr - f->first;
	buf_puts(out, f->name);
	buf_putc(out, '(');
	switch (f->of) {
	case OF_SIZE:
		buf_udec(out, r->size);
		break;
	case OF_NUMBER:
		buf_udec(out, n);
		break;
	case OF_TRANSFERS:
		buf_udec(out, r->size / SPI_TRANSFER);
		break;
	case OF_ABS:
		put_event_code(out, "evdev_abs", " /* ABS_??? */", n, abi);
		break;
	case OF_EVENT:
		if (n) /* EVIOCGBIT(0, ...) asks for the types themselves, which has nothing to do with EV_SYN */
			put_event_code(out, "evdev_type", " /* EV_??? */", n, abi);
		else
			buf_putc(out, '0');
		buf_put(out, ", ", 2);
		buf_udec(out, r->size);
	}
	buf_putc(out, ')');
}

static void put_parts(struct buf *out, const struct request *r)
{
	static const char *const dirs[] = {"_IOC_NONE", "_IOC_WRITE", "_IOC_READ", "_IOC_READ|_IOC_WRITE"};
	const unsigned parts[] = {r->type, r->nr, r->size};
	buf_puts(out, "_IOC(");
	buf_puts(out, dirs[r->dir]);
	for (unsigned i = 0; i < 3; i++) {
		buf_put(out, ", ", 2);
		buf_hex(out, parts[i]);
	}
	buf_putc(out, ')');
}

/* Sound cards and terminals have requests of one number; whose this is, is known if the descriptor told. */
static bool belongs(const char *name, const struct value_num *n)
{
	bool sound = !strncmp(name, "SNDCTL_", 7);
	return !n->has_operand || n->operand == IOCTL_ANY || sound == (n->operand == IOCTL_SOUND);
}

/* The names of one number stand in the order of their declaration; they are shown in that of the alphabet. */
static void put_names(struct buf *out, size_t start, const struct value_num *n, const struct value_opts *opts)
{
	const struct desc_set *set = value_set(n);
	const struct desc_sym *first = set ? desc_enum_find(set, opts->abi, n->bits) : NULL;
	const struct desc_sym *end = first ? &desc_sym[set->abi[opts->abi].first + set->abi[opts->abi].count] : NULL;
	const char *last = "";
	while (first) {
		const char *next = NULL;
		for (const struct desc_sym *sym = first; sym < end && sym->value == n->bits; sym++) {
			const char *name = desc_name(sym->name);
			if (belongs(name, n) && strcmp(name, last) > 0 && (!next || strcmp(name, next) < 0))
				next = name;
		}
		if (!next)
			return;
		if (out->len > start)
			buf_puts(out, " or ");
		buf_puts(out, next);
		last = next;
	}
}

void value_ioctl(struct buf *out, const struct value_num *n, const struct value_opts *opts)
{
	struct request r = split(n->bits);
	const struct family *family = find_family(&r);
	size_t start = out->len;
	if (family)
		put_family(out, family, &r, opts->abi);
	put_names(out, start, n, opts);
	if (out->len == start)
		put_parts(out, &r);
}
