/* Dates: wall-clock times are hard to read as seconds. */
#include "sink/value_impl.h"

#include <time.h>

#define NSEC_PER_SEC 1000000000u
#define USEC_PER_SEC 1000000u
#define UTIME_NOW    0x3fffffffu /* the kernel's, the same on all ABIs */
#define UTIME_OMIT   0x3ffffffeu

bool value_date(struct buf *out, int64_t sec, uint64_t frac, unsigned digits)
{
	time_t when = (time_t)sec;
	struct tm tm;
	char text[64];
	if (!localtime_r(&when, &tm) || strftime(text, sizeof(text), "%FT%T", &tm) == 0)
		return false;
	buf_puts(out, text);
	if (frac) {
		buf_putc(out, '.');
		uint64_t scale = 1;
		for (unsigned i = 1; i < digits; i++)
			scale *= 10;
		for (; scale; scale /= 10)
			buf_putc(out, (char)('0' + frac / scale % 10));
	}
	if (strftime(text, sizeof(text), "%z", &tm))
		buf_puts(out, text);
	return true;
}

/* The two numbers of the struct at i; false if either could not be read. */
static bool load_time(const struct tape *t, uint32_t i, int64_t *ret_sec, uint64_t *ret_frac)
{
	uint32_t first = i + 1, second = value_next(t, first);
	if (t->tok[i].op != TAPE_STRUCT || t->tok[first].op != TAPE_INT || t->tok[second].op != TAPE_INT)
		return false;
	*ret_sec = (int64_t)t->tok[first].value;
	*ret_frac = t->tok[second].value;
	return true;
}

void value_struct_note(struct buf *out, const struct tape *t, uint32_t i, const struct value_opts *opts)
{
	int64_t sec;
	uint64_t frac;
	uint8_t style = t->tok[i].style;
	bool micro = style == ST_WALLTIME_US;
	if ((style != ST_WALLTIME && !micro && style != ST_UTIME) || !load_time(t, i, &sec, &frac))
		return;
	size_t before = out->len;
	buf_puts(out, " /* ");
	bool some;
	if (style == ST_UTIME && (frac == UTIME_NOW || frac == UTIME_OMIT)) {
		buf_puts(out, frac == UTIME_NOW ? "UTIME_NOW" : "UTIME_OMIT");
		some = opts->consts == VALUE_VERBOSE;
	} else {
		some = (sec || frac) && frac < (micro ? USEC_PER_SEC : NSEC_PER_SEC) && value_date(out, sec, frac, micro ? 6 : 9);
	}
	if (some)
		buf_puts(out, " */");
	else
		out->len = before;
}

bool value_struct_name(struct buf *out, const struct tape *t, uint32_t i, const struct value_opts *opts)
{
	int64_t sec;
	uint64_t frac;
	if (t->tok[i].style != ST_UTIME || opts->consts != VALUE_ABBREV || !load_time(t, i, &sec, &frac))
		return false;
	if (frac != UTIME_NOW && frac != UTIME_OMIT)
		return false;
	buf_puts(out, frac == UTIME_NOW ? "UTIME_NOW" : "UTIME_OMIT");
	return true;
}
