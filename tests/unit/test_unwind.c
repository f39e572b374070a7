#include <check.h>
#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "unwind/expr.h"
#include "unwind/maps.h"
#include "unwind/strings.h"

static struct maps parse(const char *text)
{
	struct maps maps;
	maps_parse(&maps, strdup(text));
	return maps;
}

START_TEST(maps_are_found_by_address)
{
	struct maps maps = parse("1000-2000 r-xp 00003000 fe:01 12   /usr/lib/a b (deleted)\n"
	                         "2000-3000 rw-p 00000000 00:00 0 \n"
	                         "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0   [vsyscall]\n");
	ck_assert_uint_eq(maps.n, 3);
	ck_assert_ptr_null(maps_find_code(&maps, 0xfff));
	const struct map *map = maps_find_code(&maps, 0x1fff);
	ck_assert_ptr_nonnull(map);
	ck_assert_str_eq(map->path, "/usr/lib/a b (deleted)");
	ck_assert_uint_eq(map->offset, 0x3000);
	ck_assert_uint_eq(map->ino, 12);
	ck_assert_ptr_null(maps_find_code(&maps, 0x2000));
	ck_assert_str_eq(maps_find_code(&maps, 0xffffffffff600000)->path, "[vsyscall]");
	maps_free(&maps);
}
END_TEST

START_TEST(maps_that_make_no_sense_are_left_out)
{
	static const char *const texts[] = {"",
	                                    "\n\n",
	                                    "x",
	                                    "1000",
	                                    "1000-",
	                                    "1000-2000",
	                                    "1000-2000 r-x",
	                                    "1000-2000 r-xp",
	                                    "1000-2000 r-xp 0 fe:",
	                                    "1000-2000 r-xp 0 fe:01 ",
	                                    "2000-1000 r-xp 0 fe:01 1 /x\n",
	                                    "1000-1000 r-xp 0 fe:01 1 /x\n",
	                                    "-\n- - - -:- -"};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct maps maps = parse(texts[i]);
		ck_assert_msg(maps.n == 0, "%s", texts[i]);
		ck_assert_ptr_null(maps_find_code(&maps, 0x1000));
		maps_free(&maps);
	}
	struct maps maps = parse("1000-3000 r-xp 0 0:0 0 a\n2000-4000 r-xp 0 0:0 0 b\n5000-6000 r-xp 0 0:0 0 c");
	ck_assert_uint_eq(maps.n, 2);
	ck_assert_str_eq(maps_find_code(&maps, 0x5000)->path, "c");
	maps_free(&maps);
}
END_TEST

/* What the expression gives with register n = 100 + n, a CFA of 1000, and memory at 8 that reads 0x1122334455667788. */
static bool eval(unsigned word, const Dwarf_Op *ops, unsigned n, uint64_t *ret)
{
	const uint64_t value = 0x1122334455667788;
	struct mem *mem = mem_snap_new();
	struct regs regs = {.n = 8, .word = (uint8_t)word};
	mem_snap_add(mem, 8, &value, sizeof value);
	for (unsigned i = 0; i < regs.n; i++)
		regs.r[i] = 100 + i;
	struct expr_context ctx = {.regs = &regs, .known = 0x7f, .mem = mem, .has_cfa = true, .cfa = 1000};
	bool ok = expr_eval(ops, n, &ctx, ret);
	mem_close(mem);
	return ok;
}

#define GIVES(word, expected, ...)                                              \
	do {                                                                    \
		const Dwarf_Op ops_[] = {__VA_ARGS__};                          \
		uint64_t got_ = 0;                                              \
		ck_assert(eval(word, ops_, sizeof ops_ / sizeof *ops_, &got_)); \
		ck_assert_uint_eq(got_, expected);                              \
	} while (0)
#define FAILS(...)                                                            \
	do {                                                                  \
		const Dwarf_Op ops_[] = {__VA_ARGS__};                        \
		uint64_t got_ = 7;                                            \
		ck_assert(!eval(8, ops_, sizeof ops_ / sizeof *ops_, &got_)); \
		ck_assert_uint_eq(got_, 7);                                   \
	} while (0)

START_TEST(expressions)
{
	/* The rule of a procedure linkage table: 8 more from the 11th byte of an entry on. */
	GIVES(8, 107 + 8 + (106 % 16 >= 11) * 8, {DW_OP_breg7 - 1, 1, 0, 0}, {DW_OP_plus_uconst, 8, 0, 2}, {DW_OP_breg6, 0, 0, 4},
	      {DW_OP_lit15, 0, 0, 6}, {DW_OP_and, 0, 0, 7}, {DW_OP_lit11, 0, 0, 8}, {DW_OP_ge, 0, 0, 9}, {DW_OP_lit3, 0, 0, 10},
	      {DW_OP_shl, 0, 0, 11}, {DW_OP_plus, 0, 0, 12});
	GIVES(8, 1016, {DW_OP_call_frame_cfa, 0, 0, 0}, {DW_OP_plus_uconst, 16, 0, 1});
	GIVES(8, 0x1122334455667788, {DW_OP_lit8, 0, 0, 0}, {DW_OP_deref, 0, 0, 1});
	GIVES(4, 0x55667788, {DW_OP_lit8, 0, 0, 0}, {DW_OP_deref, 0, 0, 1});
	GIVES(4, 0xffffffff, {DW_OP_lit0, 0, 0, 0}, {DW_OP_lit1, 0, 0, 1}, {DW_OP_minus, 0, 0, 2});
	GIVES(8, UINT64_MAX, {DW_OP_const1s, UINT64_MAX - 7, 0, 0}, {DW_OP_lit3, 0, 0, 2}, {DW_OP_shra, 0, 0, 3});
	GIVES(8, 1, {DW_OP_lit1, 0, 0, 0}, {DW_OP_lit2, 0, 0, 1}, {DW_OP_lit3, 0, 0, 2}, {DW_OP_rot, 0, 0, 3},
	      {DW_OP_drop, 0, 0, 4}, {DW_OP_drop, 0, 0, 5}, {DW_OP_lit3, 0, 0, 6}, {DW_OP_eq, 0, 0, 7});
	GIVES(8, 5, {DW_OP_lit5, 0, 0, 0}, {DW_OP_lit1, 0, 0, 1}, {DW_OP_bra, 1, 0, 2}, {DW_OP_drop, 0, 0, 5},
	      {DW_OP_nop, 0, 0, 6});
}
END_TEST

START_TEST(expressions_that_must_not_be_believed)
{
	FAILS({DW_OP_plus, 0, 0, 0});
	FAILS({DW_OP_nop, 0, 0, 0});
	FAILS({DW_OP_breg7, 0, 0, 0}); /* its value is not known */
	FAILS({DW_OP_bregx, 1u << 31, 0, 0});
	FAILS({DW_OP_lit1, 0, 0, 0}, {DW_OP_deref, 0, 0, 1});
	FAILS({DW_OP_lit8, 0, 0, 0}, {DW_OP_deref_size, 9, 0, 1});
	FAILS({DW_OP_lit8, 0, 0, 0}, {DW_OP_pick, UINT64_MAX, 0, 1});
	FAILS({DW_OP_addr, 8, 0, 0});
	FAILS({DW_OP_lit1, 0, 0, 0}, {DW_OP_skip, (uint16_t)-3, 0, 1});
	FAILS({DW_OP_lit1, 0, 0, 0}, {DW_OP_skip, (uint16_t)-4, 0, 1});
}
END_TEST

START_TEST(equal_strings_are_one)
{
	struct strings strings = {0};
	char text[] = "abcabc";
	const char *first = strings_put(&strings, text, 3);
	ck_assert_str_eq(first, "abc");
	ck_assert_ptr_eq(first, strings_put(&strings, text + 3, 3));
	ck_assert_ptr_ne(first, strings_put(&strings, text, 2));
	ck_assert_str_eq(strings_put(&strings, "", 0), "");
	strings_free(&strings);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("unwind");
	TCase *tc = tcase_create("unwind");
	tcase_add_test(tc, maps_are_found_by_address);
	tcase_add_test(tc, maps_that_make_no_sense_are_left_out);
	tcase_add_test(tc, expressions);
	tcase_add_test(tc, expressions_that_must_not_be_believed);
	tcase_add_test(tc, equal_strings_are_one);
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
