/* Expressions of -e trace=, signal= and status=, against the compiled descriptions. */
#include <check.h>
#include <stdlib.h>

#include "desc/desc.h"
#include "filter/filter.h"

static struct call_set parse(const char *expr)
{
	struct call_set set;
	struct set_error error;
	ck_assert_msg(call_set_parse(expr, &set, &error), "%s", expr);
	return set;
}

static bool has(const struct call_set *set, enum desc_abi abi, const char *name)
{
	int nr = desc_find_nr(abi, name);
	ck_assert_msg(nr >= 0, "%s", name);
	return call_set_has(set, abi, (uint64_t)nr);
}

#define ck_has(expr, abi, name)                                                  \
	do {                                                                     \
		struct call_set set_ = parse(expr);                              \
		ck_assert_msg(has(&set_, abi, name), "%s lacks %s", expr, name); \
	} while (0)
#define ck_lacks(expr, abi, name)                                               \
	do {                                                                    \
		struct call_set set_ = parse(expr);                             \
		ck_assert_msg(!has(&set_, abi, name), "%s has %s", expr, name); \
	} while (0)

static void ck_refused(const char *expr, const char *text, bool show_usage)
{
	struct call_set set;
	struct set_error error;
	ck_assert_msg(!call_set_parse(expr, &set, &error), "%s", expr);
	ck_assert_str_eq(error.text, text);
	ck_assert_int_eq(error.show_usage, show_usage);
	free(error.text);
}

START_TEST(names_are_looked_up_in_every_abi)
{
	ck_has("read", ABI_X64, "read");
	ck_has("read", ABI_I386, "read");
	ck_lacks("read", ABI_X64, "write");
	ck_has("write,read,,", ABI_X64, "read");
	ck_has("waitpid", ABI_I386, "waitpid");
	/* A name of one ABI is no number of another. */
	struct call_set set = parse("waitpid");
	for (unsigned nr = 0; nr < desc_nr_count[ABI_X64]; nr++)
		ck_assert(!call_set_has(&set, ABI_X64, nr));
}
END_TEST

START_TEST(abi_can_be_named)
{
	ck_has("read@64", ABI_X64, "read");
	ck_lacks("read@64", ABI_I386, "read");
	ck_has("read@32,write", ABI_I386, "read");
	ck_lacks("read@32,write", ABI_X64, "read");
	ck_refused("read@99", "incorrect personality designator '99' in qualification 'read@99'", true);
	ck_refused("?foo@", "incorrect personality designator '' in qualification 'foo@'", true);
	ck_refused("waitpid@64", "invalid system call 'waitpid@64'", false);
}
END_TEST

START_TEST(exclamation_marks_invert_the_whole)
{
	ck_lacks("!read,write", ABI_X64, "read");
	ck_lacks("!read,write", ABI_X64, "write");
	ck_has("!read,write", ABI_X64, "close");
	ck_has("!!read", ABI_X64, "read");
	ck_lacks("!!read", ABI_X64, "close");
	ck_lacks("!all", ABI_X64, "read");
	ck_has("!none", ABI_X64, "read");
}
END_TEST

START_TEST(unknown_numbers_follow_the_negation)
{
	struct call_set set = parse("all");
	ck_assert(call_set_has(&set, ABI_X64, 400));
	ck_assert(call_set_has(&set, ABI_X64, UINT64_MAX));
	set = parse("!read");
	ck_assert(call_set_has(&set, ABI_X64, 1u << 30));
	set = parse("read");
	ck_assert(!call_set_has(&set, ABI_X64, 1u << 30));
	ck_assert(!call_set_has(&set, ABI_X64, CALL_SET_MAX));
	ck_assert(!call_set_has(&set, ABI_X64, CALL_SET_MAX - 1));
}
END_TEST

START_TEST(groups)
{
	ck_has("%file", ABI_X64, "openat");
	ck_lacks("%file", ABI_X64, "read");
	ck_has("file", ABI_X64, "openat");
	ck_has("%%stat", ABI_X64, "newfstatat");
	ck_has("%network", ABI_X64, "connect");
	ck_has("%net", ABI_X64, "connect");
	/* A group without its % hides the call of the same name. */
	ck_has("signal", ABI_X64, "rt_sigaction");
	ck_has("stat", ABI_X64, "stat");
	ck_lacks("stat", ABI_X64, "newfstatat");
	ck_refused("%foo", "invalid system call '%foo'", false);
	ck_refused("%", "invalid system call '%'", false);
	ck_refused("creds", "invalid system call 'creds'", false);
	ck_refused("%all", "invalid system call '%all'", false);
}
END_TEST

START_TEST(regexes_are_extended_and_unanchored)
{
	ck_has("/open", ABI_X64, "mq_open");
	ck_lacks("/^open", ABI_X64, "mq_open");
	ck_has("/^(open|close)$", ABI_X64, "close");
	ck_lacks("/^(open|close)$", ABI_X64, "openat");
	ck_lacks("/open@32", ABI_X64, "open");
	ck_refused("/(", "regcomp: (: Unmatched ( or \\(", false);
	ck_refused("/zzz", "invalid system call '/zzz'", false);
	ck_refused("/op,en", "invalid system call 'en'", false);
}
END_TEST

START_TEST(numbers)
{
	struct call_set set = parse("0");
	ck_assert(call_set_has(&set, ABI_X64, 0) && call_set_has(&set, ABI_I386, 0) && !call_set_has(&set, ABI_X64, 1));
	set = parse("400@64"); /* a hole */
	ck_assert(call_set_has(&set, ABI_X64, 400) && !call_set_has(&set, ABI_I386, 400));
	ck_refused("9999", "invalid system call '9999'", false);
	ck_refused("99999999999999999999999", "invalid system call '99999999999999999999999'", false);
	ck_refused("0x0", "invalid system call '0x0'", false);
	ck_refused("-1", "invalid system call '-1'", false);
}
END_TEST

START_TEST(wrong_tokens_are_refused_unless_optional)
{
	ck_refused("", "invalid system call ''", false);
	ck_refused(",", "invalid system call ','", false);
	ck_refused("!", "invalid system call '!'", false);
	ck_refused("read,foo", "invalid system call 'foo'", false);
	ck_refused("none,read", "invalid system call 'none'", false);
	ck_refused("READ", "invalid system call 'READ'", false);
	ck_has("?foo,??bar,read", ABI_X64, "read");
	ck_lacks("?foo", ABI_X64, "read");
	ck_has("!?foo", ABI_X64, "read");
	ck_has("all,read", ABI_X64, "close");
}
END_TEST

static uint64_t signals(const char *expr)
{
	uint64_t mask = 0;
	struct set_error error;
	ck_assert_msg(signal_set_parse(expr, &mask, &error), "%s", expr);
	return mask;
}

START_TEST(signal_sets)
{
	ck_assert_uint_eq(signals("USR1"), 1ull << 9);
	ck_assert_uint_eq(signals("sigusr1,12"), 1ull << 9 | 1ull << 11);
	ck_assert_uint_eq(signals("!10"), ~(1ull << 9));
	ck_assert_uint_eq(signals("none"), 0);
	ck_assert_uint_eq(signals("!none"), SIGNAL_SET_ALL);
	ck_assert_uint_eq(signals("RTMIN"), 1ull << 31);
	ck_assert_uint_eq(signals("rt_32"), 1ull << 63);
	ck_assert_uint_eq(signals("255,0"), 0);

	static const char *const wrong[] = {"FOO", "256", "-1", "SIG", "RT_0", "RT_33", "0x0a", "", "all,1", "1x", "1000000"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		uint64_t mask = 77;
		struct set_error error;
		ck_assert_msg(!signal_set_parse(wrong[i], &mask, &error), "%s", wrong[i]);
		ck_assert_uint_eq(mask, 77);
		free(error.text);
	}
}
END_TEST

static bool passes(const struct filter *filter, const struct call *call)
{
	return filter_outcome(filter, call, filter_status(call), 5000);
}

START_TEST(statuses)
{
	struct filter filter;
	struct call call = {.open = false};
	struct set_error error;

	filter_init(&filter);
	ck_assert(!filter_has_outcome(&filter) && passes(&filter, &call));
	ck_assert(status_set_parse("failed,unavailable", &filter.status, &error));
	ck_assert(filter_has_outcome(&filter) && !passes(&filter, &call));
	call.error = 2;
	ck_assert(passes(&filter, &call));
	call.error = 0;
	call.unavailable = true;
	ck_assert(passes(&filter, &call));
	ck_assert(!filter_outcome(&filter, &call, STATUS_UNFINISHED, 0));
	ck_assert(status_set_parse("!successful", &filter.status, &error));
	ck_assert(passes(&filter, &call));
	ck_assert(!status_set_parse("x", &filter.status, &error));
	ck_assert_str_eq(error.text, "invalid status 'x'");
	free(error.text);
}
END_TEST

START_TEST(errors_and_durations)
{
	struct filter filter;
	struct call call = {.enter_mono_ns = 1000, .error = 2};
	struct set_error error;

	filter_init(&filter);
	filter.by_errno = true;
	ck_assert(errno_set_parse("ENOENT,13,ERESTARTSYS", &filter.errnos, &error));
	ck_assert(filter_has_outcome(&filter) && passes(&filter, &call));
	ck_assert(!filter_outcome(&filter, &call, STATUS_UNFINISHED, 5000));
	call.error = 1;
	ck_assert(!passes(&filter, &call));
	call.error = 0;
	ck_assert(!passes(&filter, &call));
	ck_assert(errno_set_parse("!ENOENT", &filter.errnos, &error));
	ck_assert(!passes(&filter, &call));
	call.error = 4095;
	ck_assert(passes(&filter, &call));
	ck_assert(!errno_set_parse("ENOENT,ENOSUCH", &filter.errnos, &error));
	ck_assert_str_eq(error.text, "invalid errno 'ENOSUCH'");
	free(error.text);

	filter.by_errno = false;
	filter.slower_ns = 4000;
	ck_assert(filter_has_outcome(&filter) && passes(&filter, &call));
	filter.slower_ns = 4001;
	ck_assert(!passes(&filter, &call));
}
END_TEST

START_TEST(sets_of_numbers)
{
	struct number_set set = {0};
	struct set_error error;

	ck_assert(number_set_is_empty(&set) && !number_set_has(&set, 0));
	ck_assert(number_set_parse("7,3,2147483647", "descriptor", &set, &error));
	ck_assert(number_set_has(&set, 3) && number_set_has(&set, 2147483647) && !number_set_has(&set, 4));
	ck_assert(number_set_parse("!3", "descriptor", &set, &error));
	ck_assert(!number_set_has(&set, 3) && number_set_has(&set, 4) && !number_set_has(&set, -1));
	ck_assert(!number_set_parse("2147483648", "descriptor", &set, &error));
	ck_assert_str_eq(error.text, "invalid descriptor '2147483648'");
	free(error.text);
	ck_assert(number_set_parse("none", "descriptor", &set, &error) && number_set_is_empty(&set));
	number_set_free(&set);
}
END_TEST

START_TEST(sums)
{
	ck_has("%desc,!read", ABI_X64, "write");
	ck_lacks("%desc,!read", ABI_X64, "read");
	ck_has("read,!%desc,read", ABI_X64, "read");
	ck_has("!%desc,!read", ABI_X64, "read");
	ck_lacks("!%desc,!read", ABI_X64, "write");
	ck_lacks("%desc,!read@64", ABI_X64, "read");
	ck_has("%desc,!read@64", ABI_I386, "read");
	ck_refused("read,!foo", "invalid system call '!foo'", false);
	ck_has("read,!?foo", ABI_X64, "read");
}
END_TEST

START_TEST(signals_beyond_the_mask_are_shown)
{
	struct filter filter;
	filter_init(&filter);
	filter.signals = 1ull << 63;
	ck_assert(filter_signal(&filter, 64) && !filter_signal(&filter, 1));
	ck_assert(filter_signal(&filter, 65) && filter_signal(&filter, 0));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("filter");
	TCase *tcase = tcase_create("filter");
	tcase_add_test(tcase, names_are_looked_up_in_every_abi);
	tcase_add_test(tcase, abi_can_be_named);
	tcase_add_test(tcase, exclamation_marks_invert_the_whole);
	tcase_add_test(tcase, unknown_numbers_follow_the_negation);
	tcase_add_test(tcase, groups);
	tcase_add_test(tcase, regexes_are_extended_and_unanchored);
	tcase_add_test(tcase, numbers);
	tcase_add_test(tcase, wrong_tokens_are_refused_unless_optional);
	tcase_add_test(tcase, signal_sets);
	tcase_add_test(tcase, statuses);
	tcase_add_test(tcase, errors_and_durations);
	tcase_add_test(tcase, sets_of_numbers);
	tcase_add_test(tcase, sums);
	tcase_add_test(tcase, signals_beyond_the_mask_are_shown);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
