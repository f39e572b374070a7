/* The summary: columns and their names, the table's bytes, percentiles and their error, bounded memory. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "desc/desc.h"
#include "sink/count.h"
#include "sink/count_cols.h"
#include "task/task.h"

static int out_fd;
static char text[1 << 20];

static void setup(void)
{
	out_fd = memfd_create("summary", 0);
	ck_assert_int_ge(out_fd, 0);
}

static void teardown(void)
{
	close(out_fd);
}

static const char *finish(struct sink *sink)
{
	ck_assert_int_eq(sink->ops->close(sink), 0);
	ssize_t n = pread(out_fd, text, sizeof(text) - 1, 0);
	ck_assert_int_ge(n, 0);
	text[n] = '\0';
	return text;
}

static void call_named(struct sink *sink, enum desc_abi abi, uint64_t nr, const char *name, uint64_t ns, int error)
{
	struct task task = {.tid = 1, .tgid = 1, .abi = abi};
	const struct desc_call *known = desc_find(abi, nr);
	ck_assert(!name || known);
	if (name)
		ck_assert_str_eq(desc_name(known->name), name);
	task.call = (struct call){.desc = known,
	                          .abi = abi,
	                          .nr = nr,
	                          .wanted = true,
	                          .enter_mono_ns = 1000,
	                          .exit_mono_ns = 1000 + ns,
	                          .enter_cpu_ns = 50,
	                          .exit_cpu_ns = 50 + ns / 2,
	                          .error = error,
	                          .value = error ? -1 : 0};
	struct event enter = {.kind = EV_ENTER, .tid = 1};
	struct event ev = {.kind = EV_EXIT, .tid = 1};
	sink->ops->event(sink, &enter, &task);
	sink->ops->event(sink, &ev, &task);
}

static void some_calls(struct sink *sink)
{
	call_named(sink, ABI_X64, 0, "read", 3000000, 0);
	call_named(sink, ABI_X64, 257, "openat", 1000000, 2);
	call_named(sink, ABI_X64, 257, "openat", 500997, 0);
	call_named(sink, ABI_X64, 1, "write", 499003, 0);
	struct event end = {.kind = EV_END};
	sink->ops->event(sink, &end, NULL);
}

START_TEST(table_is_straces)
{
	struct count_opts opts;
	count_defaults(&opts);
	opts.wall = true;
	opts.fd = out_fd;
	struct sink *sink = count_open(&opts);
	ck_assert_uint_eq(sink->wants, 0);
	some_calls(sink);
	ck_assert_str_eq(finish(sink), "% time     seconds  usecs/call     calls    errors syscall\n"
	                               "------ ----------- ----------- --------- --------- ----------------\n"
	                               " 60.00    0.003000        3000         1           read\n"
	                               " 30.02    0.001501         750         2         1 openat\n"
	                               "  9.98    0.000499         499         1           write\n"
	                               "------ ----------- ----------- --------- --------- ----------------\n"
	                               "100.00    0.005000        1250         4         1 total\n");
}
END_TEST

START_TEST(cpu_time_is_the_default)
{
	struct count_opts opts;
	count_defaults(&opts);
	opts.fd = out_fd;
	const char *at;
	ck_assert_int_eq(count_parse_columns("total-time,wall_total,min-wall,wall-max,wall-avg", &opts, &at), COUNT_PARSED);
	struct sink *sink = count_open(&opts);
	ck_assert_uint_eq(sink->wants, SINK_CPU);
	some_calls(sink);
	ck_assert_str_eq(finish(sink), "    seconds  wall-total wall-min wall-max    wall-avg syscall\n"
	                               "----------- ----------- -------- -------- ----------- ----------------\n"
	                               "   0.001500    0.003000 0.003000 0.003000        3000 read\n"
	                               "   0.000750    0.001501 0.000501 0.001000         750 openat\n"
	                               "   0.000250    0.000499 0.000499 0.000499         499 write\n"
	                               "----------- ----------- -------- -------- ----------- ----------------\n"
	                               "   0.002500    0.005000 0.000499 0.003000        1250 total\n");
}
END_TEST

START_TEST(columns_widen_and_names_pad)
{
	struct count_opts opts;
	count_defaults(&opts);
	opts.wall = true;
	opts.fd = out_fd;
	const char *at;
	ck_assert_int_eq(count_parse_columns("syscall,longest,count,error", &opts, &at), COUNT_PARSED);
	ck_assert(count_parse_sort("name", &opts));
	struct sink *sink = count_open(&opts);
	some_calls(sink);
	call_named(sink, ABI_X64, 303, "name_to_handle_at", 11000206000, 0);
	ck_assert_str_eq(finish(sink), "syscall              longest     calls    errors\n"
	                               "------------------ --------- --------- ---------\n"
	                               "name_to_handle_at  11.000206         1          \n"
	                               "openat              0.001000         2         1\n"
	                               "read                0.003000         1          \n"
	                               "write               0.000499         1          \n"
	                               "------------------ --------- --------- ---------\n"
	                               "total              11.000206         5         1\n");
}
END_TEST

START_TEST(abis_have_their_own_tables)
{
	struct count_opts opts;
	count_defaults(&opts);
	opts.fd = out_fd;
	const char *at;
	ck_assert_int_eq(count_parse_columns("calls", &opts, &at), COUNT_PARSED);
	ck_assert(count_parse_sort("none", &opts));
	struct sink *sink = count_open(&opts);
	call_named(sink, ABI_I386, 3, "read", 10, 0);
	call_named(sink, ABI_X64, 5000, NULL, 10, 38);
	call_named(sink, ABI_X64, 1, "write", 10, 0);
	call_named(sink, ABI_X64, 0, "read", 10, 0);
	ck_assert_str_eq(finish(sink), "    calls syscall\n--------- ----------------\n"
	                               "        1 read\n        1 write\n        1 syscall_0x1388\n"
	                               "--------- ----------------\n        3 total\n"
	                               "System call usage summary for 32 bit mode:\n"
	                               "    calls syscall\n--------- ----------------\n        1 read\n"
	                               "--------- ----------------\n        1 total\n");
}
END_TEST

START_TEST(nothing_counted_prints_nothing)
{
	struct count_opts opts;
	count_defaults(&opts);
	opts.fd = out_fd;
	ck_assert_str_eq(finish(count_open(&opts)), "");
}
END_TEST

START_TEST(overhead_stops_at_zero)
{
	struct count_opts opts;
	count_defaults(&opts);
	opts.wall = true;
	opts.overhead_ns = 1000000;
	opts.fd = out_fd;
	const char *at;
	ck_assert_int_eq(count_parse_columns("total-time", &opts, &at), COUNT_PARSED);
	struct sink *sink = count_open(&opts);
	some_calls(sink);
	ck_assert_ptr_nonnull(strstr(finish(sink), "   0.002000 total\n"));
	ck_assert_ptr_nonnull(strstr(text, "   0.000000 write\n   0.000000 openat\n"));
}
END_TEST

START_TEST(column_names)
{
	struct count_opts opts;
	count_defaults(&opts);
	struct count_opts before = opts;
	const char *at;
	const char *list = "calls,errors,count,name";
	ck_assert_int_eq(count_parse_columns(list, &opts, &at), COUNT_REPEATED);
	ck_assert_str_eq(at, "count,name");
	ck_assert_int_eq(count_parse_columns("calls,foo,name", &opts, &at), COUNT_UNKNOWN);
	ck_assert_str_eq(at, "foo,name");
	ck_assert_int_eq(count_parse_columns("", &opts, &at), COUNT_UNKNOWN);
	ck_assert_int_eq(count_parse_columns("name,", &opts, &at), COUNT_UNKNOWN);
	ck_assert_str_eq(at, "");
	ck_assert_int_eq(count_parse_columns("Calls", &opts, &at), COUNT_UNKNOWN);
	ck_assert_mem_eq(&opts, &before, sizeof(opts));

	static const struct {
		const char *name;
		enum count_col col;
	} names[] = {{"time", COUNT_PERCENT},
	             {"time_percent", COUNT_PERCENT},
	             {"total_time", COUNT_TOTAL},
	             {"time-total", COUNT_TOTAL},
	             {"shortest", COUNT_MIN},
	             {"time-min", COUNT_MIN},
	             {"longest", COUNT_MAX},
	             {"max_time", COUNT_MAX},
	             {"time_avg", COUNT_AVG},
	             {"count", COUNT_CALLS},
	             {"error", COUNT_ERRORS},
	             {"syscall_name", COUNT_NAME},
	             {"p50", COUNT_P50},
	             {"p95", COUNT_P95},
	             {"p99", COUNT_P99},
	             {"nothing", COUNT_UNSORTED},
	             {"total_wall", COUNT_WALL_TOTAL}};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		ck_assert_msg(count_parse_sort(names[i].name, &opts), "%s", names[i].name);
		ck_assert_int_eq(opts.sort, names[i].col);
	}
	ck_assert(!count_parse_sort("foo", &opts));
	ck_assert(!count_parse_sort("", &opts));
	ck_assert(!count_parse_sort("calls ", &opts));
}
END_TEST

START_TEST(percentiles_are_within_their_error)
{
	struct count_hist *hist = calloc(1, sizeof(*hist));
	ck_assert_uint_eq(hist_percentile(hist, 50), 0);
	for (uint64_t v = 1; v <= 100000; v++)
		hist_add(hist, v * 37);
	static const unsigned percent[] = {1, 50, 95, 99, 100};
	for (unsigned i = 0; i < 5; i++) {
		double exact = percent[i] * 1000.0 * 37, got = (double)hist_percentile(hist, percent[i]);
		ck_assert_double_le(got, exact * (1 + 1.0 / 64));
		ck_assert_double_ge(got, exact * (1 - 1.0 / 64));
	}
	memset(hist, 0, sizeof(*hist));
	hist_add(hist, UINT64_MAX);
	ck_assert_uint_gt(hist_percentile(hist, 50), UINT64_MAX / 64 * 63);
	free(hist);
}
END_TEST

START_TEST(histogram_fits_the_screen)
{
	struct count_opts opts;
	count_defaults(&opts);
	opts.histogram = true;
	opts.fd = out_fd;
	const char *at;
	ck_assert_int_eq(count_parse_columns("p50,p99", &opts, &at), COUNT_PARSED);
	struct sink *sink = count_open(&opts);
	for (int i = 0; i < 1000; i++)
		call_named(sink, ABI_X64, 0, "read", 5000, 0);
	call_named(sink, ABI_X64, 0, "read", 20000, 0);
	call_named(sink, ABI_X64, 0, "read", 100, 0);
	finish(sink);
	ck_assert_ptr_nonnull(strstr(text, "\nread: latency of 1002 calls\n           microseconds     calls\n"
	                                   "        0 .. 1                 1 |#\n"
	                                   "        1 .. 2                 0 |\n"
	                                   "        2 .. 4                 0 |\n"
	                                   "        4 .. 8              1000 |############################################\n"
	                                   "        8 .. 16                0 |\n"
	                                   "       16 .. 32                1 |#\n"));
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		ck_assert_uint_le(strlen(line), 80);
}
END_TEST

START_TEST(percentiles_stay_within_what_was_measured)
{
	struct count_opts opts;
	count_defaults(&opts);
	opts.fd = out_fd;
	const char *at;
	ck_assert_int_eq(count_parse_columns("p50,p99,wall-max", &opts, &at), COUNT_PARSED);
	struct sink *sink = count_open(&opts);
	ck_assert_uint_eq(sink->wants, SINK_CPU); /* -S time is the default */
	call_named(sink, ABI_X64, 0, "read", 33118000, 0);
	ck_assert_ptr_nonnull(strstr(finish(sink), "    33118.0     33118.0 0.033118 read\n"));
}
END_TEST

START_TEST(memory_does_not_grow_with_unknown_numbers)
{
	struct count_opts opts;
	count_defaults(&opts);
	opts.fd = out_fd;
	struct sink *sink = count_open(&opts);
	for (uint64_t nr = 0; nr < 100000; nr++)
		call_named(sink, ABI_X64, 100000 + nr, NULL, 5, 38);
	finish(sink);
	ck_assert_ptr_nonnull(strstr(text, "    99744     99744 syscall_others\n"));
	ck_assert_ptr_nonnull(strstr(text, "   100000    100000 total\n"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("count");
	TCase *tc = tcase_create("count");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, table_is_straces);
	tcase_add_test(tc, cpu_time_is_the_default);
	tcase_add_test(tc, columns_widen_and_names_pad);
	tcase_add_test(tc, abis_have_their_own_tables);
	tcase_add_test(tc, nothing_counted_prints_nothing);
	tcase_add_test(tc, overhead_stops_at_zero);
	tcase_add_test(tc, column_names);
	tcase_add_test(tc, percentiles_are_within_their_error);
	tcase_add_test(tc, histogram_fits_the_screen);
	tcase_add_test(tc, percentiles_stay_within_what_was_measured);
	tcase_add_test(tc, memory_does_not_grow_with_unknown_numbers);
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
