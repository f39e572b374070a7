/* base: buffers, number formats, quoting, diagnostics. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/quote.h"

static struct buf b;

static void setup(void)
{
	buf_init(&b);
}

static void teardown(void)
{
	buf_free(&b);
}

/* What the buffer holds; it is empty afterwards. */
static const char *taken(void)
{
	const char *s = buf_cstr(&b);
	buf_reset(&b);
	return s;
}

START_TEST(numbers)
{
	buf_dec(&b, INT64_MIN);
	ck_assert_str_eq(taken(), "-9223372036854775808");
	buf_dec(&b, 0);
	ck_assert_str_eq(taken(), "0");
	buf_udec(&b, UINT64_MAX);
	ck_assert_str_eq(taken(), "18446744073709551615");
	buf_hex(&b, 0);
	ck_assert_str_eq(taken(), "0");
	buf_hex(&b, UINT64_MAX);
	ck_assert_str_eq(taken(), "0xffffffffffffffff");
	buf_hex_padded(&b, 0, 2);
	ck_assert_str_eq(taken(), "0x00");
	buf_hex_padded(&b, 0x1234, 2);
	ck_assert_str_eq(taken(), "0x1234");
	buf_oct(&b, 0);
	ck_assert_str_eq(taken(), "0");
	buf_oct(&b, 04755);
	ck_assert_str_eq(taken(), "04755");
	buf_oct(&b, UINT64_MAX);
	ck_assert_str_eq(taken(), "01777777777777777777777");
}
END_TEST

START_TEST(growth)
{
	char big[5000];
	memset(big, 'x', sizeof(big));
	for (int i = 0; i < 10; i++)
		buf_put(&b, big, sizeof(big));
	buf_printf(&b, "%5000s", "y");
	ck_assert_uint_eq(b.len, 55000);
	ck_assert_int_eq(b.p[0], 'x');
	ck_assert_int_eq(b.p[50000], ' ');
	ck_assert_int_eq(b.p[54999], 'y');
}
END_TEST

START_TEST(writing)
{
	int fds[2];
	char got[8] = "";
	ck_assert_int_eq(pipe(fds), 0);
	buf_puts(&b, "abc");
	ck_assert_int_eq(buf_write(&b, fds[1]), 0);
	ck_assert_uint_eq(b.len, 0);
	ck_assert_int_eq(read(fds[0], got, sizeof(got)), 3);
	ck_assert_str_eq(got, "abc");
	close(fds[0]);
	close(fds[1]);

	int full = open("/dev/full", O_WRONLY);
	buf_puts(&b, "abc");
	ck_assert_int_eq(buf_write(&b, full), -ENOSPC);
	ck_assert_uint_eq(b.len, 0);
	close(full);
}
END_TEST

static const struct {
	const char *bytes;
	size_t len;
	enum quote_style style;
	const char *text;
} quotes[] = {
	{"", 0, QUOTE_OCT, "\"\""},
	{"a\"b\\c\tz\1\001"
         "7\001"
         "8\377",
         13, QUOTE_OCT, "\"a\\\"b\\\\c\\tz\\1\\0017\\18\\377\""},
	{"\n\v\f\r\0\33\177", 7, QUOTE_OCT, "\"\\n\\v\\f\\r\\0\\33\\177\""},
	{"\0"
         "7",
         2, QUOTE_OCT, "\"\\0007\""},
	{"abc\t\n", 5, QUOTE_HEX_STR, "\"abc\\t\\n\""},
	{"abc\0", 4, QUOTE_HEX_STR, "\"\\x61\\x62\\x63\\x00\""},
	{"a\n", 2, QUOTE_HEX_ALL, "\"\\x61\\x0a\""},
	{"\001"
         "7\n\377",
         4, QUOTE_HEX_CHAR, "\"\\x017\\n\\xff\""},
};

START_TEST(quoting)
{
	quote_c(&b, quotes[_i].bytes, quotes[_i].len, quotes[_i].style);
	ck_assert_str_eq(taken(), quotes[_i].text);
}
END_TEST

START_TEST(quoting_paths)
{
	quote_path(&b, "a\"b<7c>\\d", 9, QUOTE_OCT);
	ck_assert_str_eq(taken(), "a\\\"b\\0747c\\76\\\\d");
}
END_TEST

static const struct {
	const char *bytes;
	size_t len;
	const char *text;
} jsons[] = {
	{"a\"b\\\n\t\r\1", 8, "\"a\\\"b\\\\\\n\\t\\r\\u0001\""},
	{"h\303\251\360\237\230\200", 7, "\"h\303\251\360\237\230\200\""},
	{"\377a", 2, "\"\\udcffa\""},
	{"\303", 1, "\"\\udcc3\""},            /* cut off */
	{"\300\257", 2, "\"\\udcc0\\udcaf\""}, /* overlong */
	{"\340\200\200", 3, "\"\\udce0\\udc80\\udc80\""},
	{"\355\240\200", 3, "\"\\udced\\udca0\\udc80\""},            /* a surrogate */
	{"\364\220\200\200", 4, "\"\\udcf4\\udc90\\udc80\\udc80\""}, /* beyond U+10FFFF */
	{"\0", 1, "\"\\u0000\""},
};

START_TEST(quoting_json)
{
	quote_json(&b, jsons[_i].bytes, jsons[_i].len);
	ck_assert_str_eq(taken(), jsons[_i].text);
}
END_TEST

static void count_call(void *ctx)
{
	++*(int *)ctx;
}

/* What f writes to stderr. */
static void stderr_of(void (*f)(void), char *got, size_t size)
{
	int fds[2], saved = dup(STDERR_FILENO);
	ck_assert_int_eq(pipe(fds), 0);
	dup2(fds[1], STDERR_FILENO);
	f();
	dup2(saved, STDERR_FILENO);
	close(fds[1]);
	ssize_t n = read(fds[0], got, size - 1);
	got[n > 0 ? n : 0] = '\0';
	close(fds[0]);
	close(saved);
}

static void complain(void)
{
	diag("no %s", "luck");
	diag_errno(ENOENT, "x");
	diag_usage("bad");
}

static void complain_long(void)
{
	diag("%10000d", 1);
}

START_TEST(diagnostics)
{
	char got[8192];
	int calls = 0;
	diag_set_name("prog");
	diag_set_hook(count_call, &calls);
	stderr_of(complain, got, sizeof(got));
	diag_set_hook(NULL, NULL);
	ck_assert_str_eq(got,
	                 "prog: no luck\nprog: x: No such file or directory\nprog: bad\nTry 'prog -h' for more information.\n");
	ck_assert_int_eq(calls, 3);
	stderr_of(complain_long, got, sizeof(got));
	ck_assert_uint_lt(strlen(got), 5000);
	ck_assert_int_eq(got[strlen(got) - 1], '\n');
}
END_TEST

int main(void)
{
	Suite *s = suite_create("base");
	TCase *tc = tcase_create("base");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, numbers);
	tcase_add_test(tc, growth);
	tcase_add_test(tc, writing);
	tcase_add_loop_test(tc, quoting, 0, (int)(sizeof(quotes) / sizeof(*quotes)));
	tcase_add_test(tc, quoting_paths);
	tcase_add_loop_test(tc, quoting_json, 0, (int)(sizeof(jsons) / sizeof(*jsons)));
	tcase_add_test(tc, diagnostics);
	suite_add_tcase(s, tc);
	SRunner *sr = srunner_create(s);
	srunner_run_all(sr, CK_NORMAL);
	int failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
