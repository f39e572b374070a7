/* The tape: what is written can be skipped, compared, cut and dumped. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "desc/desc.h"
#include "tape/tape.h"

static struct tape tape;

static void setup(void)
{
	tape_init(&tape);
}

static void teardown(void)
{
	tape_free(&tape);
}

static uint32_t put_int(struct tape *t, uint64_t value)
{
	return tape_put(t, TAPE_INT, 0, TAPE_NOTYPE, ST_DEFAULT, 0, value);
}

/* {5, ["text"]} */
static uint32_t put_sample(struct tape *t, uint64_t number, const char *text)
{
	uint32_t open = tape_open(t, TAPE_STRUCT, 0, TAPE_NOTYPE, ST_DEFAULT);
	put_int(t, number);
	uint32_t inner = tape_open(t, TAPE_ARRAY, 0, TAPE_NOTYPE, ST_DEFAULT);
	tape_bytes(t, TAPE_STR, 0, TAPE_NOTYPE, ST_DEFAULT, 0, text, strlen(text));
	tape_close(t, inner);
	tape_close(t, open);
	return open;
}

START_TEST(test_next_skips_bytes_and_nests)
{
	uint32_t a = tape_bytes(&tape, TAPE_STR, 0, TAPE_NOTYPE, ST_DEFAULT, 0, "0123456789abcdef", 16);
	uint32_t b = tape_bytes(&tape, TAPE_STR, 0, TAPE_NOTYPE, ST_DEFAULT, 0, "0123456789abcdefg", 17);
	uint32_t c = put_sample(&tape, 5, "");
	uint32_t d = put_int(&tape, 1);
	ck_assert_uint_eq(tape_next(&tape, a), b);
	ck_assert_uint_eq(tape_next(&tape, b), c);
	ck_assert_uint_eq(tape_next(&tape, c), d);
	ck_assert_uint_eq(tape_next(&tape, d), tape.len);
	ck_assert_mem_eq(tape_data(&tape, b), "0123456789abcdefg", 17);
}
END_TEST

START_TEST(test_trim_gives_back_room)
{
	uint32_t i;
	char *room = tape_room(&tape, TAPE_STR, 0, TAPE_NOTYPE, ST_DEFAULT, 0, 1000, &i);
	memcpy(room, "abc", 3);
	tape_trim(&tape, i, 3);
	uint32_t next = put_int(&tape, 7);
	ck_assert_uint_eq(next, i + 2);
	ck_assert_uint_eq(tape.tok[i].value, 3);
	tape_cut(&tape, next);
	tape_trim(&tape, i, 0);
	ck_assert_uint_eq(tape.len, i + 1);
}
END_TEST

START_TEST(test_equal_wherever_it_stands)
{
	struct tape other;
	tape_init(&other);
	put_int(&other, 99);
	uint32_t a = put_sample(&tape, 5, "text"), b = put_sample(&other, 5, "text");
	ck_assert(tape_equal(&tape, a, &other, b));
	ck_assert(!tape_equal(&tape, a, &other, put_sample(&other, 6, "text")));
	ck_assert(!tape_equal(&tape, a, &other, put_sample(&other, 5, "texT")));
	ck_assert(!tape_equal(&tape, a, &other, put_sample(&other, 5, "tex")));
	ck_assert(!tape_equal(&tape, a, &other, put_int(&other, 5)));
	tape_free(&other);
}
END_TEST

START_TEST(test_grown_tape_keeps_its_memory)
{
	for (unsigned i = 0; i < 10000; i++)
		put_int(&tape, i);
	const struct tape_tok *tok = tape.tok;
	uint32_t cap = tape.cap;
	tape_reset(&tape);
	for (unsigned i = 0; i < 10000; i++)
		ck_assert_uint_eq(put_int(&tape, i), i);
	ck_assert_ptr_eq(tape.tok, tok);
	ck_assert_uint_eq(tape.cap, cap);
}
END_TEST

START_TEST(test_dump)
{
	struct buf b;
	buf_init(&b);
	put_sample(&tape, 5, "a\n");
	tape_put(&tape, TAPE_ADDR, DESC_CUSTOM_NAME(left), TAPE_NOTYPE, ST_ADDR, TF_FAULT, 0x1000);
	tape_dump(&tape, &b);
	ck_assert_str_eq(buf_cstr(&b),
	                 "struct\n  int 0x5\n  array\n    str \"a\\n\"\n  close\nclose\nleft=addr 0x1000 as addr fault\n");
	buf_free(&b);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("tape");
	TCase *tc = tcase_create("tape");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, test_next_skips_bytes_and_nests);
	tcase_add_test(tc, test_trim_gives_back_room);
	tcase_add_test(tc, test_equal_wherever_it_stands);
	tcase_add_test(tc, test_grown_tape_keeps_its_memory);
	tcase_add_test(tc, test_dump);
	suite_add_tcase(s, tc);
	SRunner *sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	int failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
