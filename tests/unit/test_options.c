/* The command line as a configuration, and that the rows are sound. Messages and statuses: tests/cli. */
#include <check.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "options.h"
#include "options_rows.h"

#define ARGS_MAX 16

/* Parses words that are separated by spaces. */
static int parse(const char *line, struct config *ret)
{
	static char words[512];
	static char *argv[ARGS_MAX + 2];
	int argc = 0;
	argv[argc++] = "trapline";
	ck_assert(strlen(line) < sizeof words);
	strcpy(words, line);
	for (char *word = strtok(words, " "); word; word = strtok(NULL, " ")) {
		ck_assert(argc <= ARGS_MAX);
		argv[argc++] = word;
	}
	argv[argc] = NULL;
	return options_parse(argc, argv, ret);
}

static struct config good(const char *line)
{
	struct config config;
	ck_assert_msg(parse(line, &config) == -1, "%s", line);
	return config;
}

START_TEST(defaults)
{
	struct config c = good("prog -c arg");
	ck_assert_str_eq(c.ptrace.argv[0], "prog");
	ck_assert_str_eq(c.ptrace.argv[1], "-c");
	ck_assert_uint_eq(c.nsinks, 1);
	ck_assert_int_eq(c.sinks[0].format, FORMAT_TEXT);
	ck_assert_ptr_null(c.sinks[0].file);
	ck_assert_uint_eq(c.decode.str_limit, 32);
	ck_assert_uint_eq(c.text.column, 40);
	ck_assert_uint_eq(c.text.quiet, 0);
	ck_assert_int_eq(c.text.pid_prefix, TEXT_PID_LIVE);
	ck_assert(!c.ptrace.follow && !c.ptrace.cpu_time && !c.output && !c.output_separate);
	struct decode_opts opts = config_decode(&c, ABI_X64, 0);
	ck_assert(opts.abbrev && opts.deref && !opts.raw && opts.str_limit == 32);
	config_free(&c);
}
END_TEST

START_TEST(repeated_letters_count)
{
	struct config c = good("-ttt -xx -qq -ff prog");
	ck_assert(c.text.clock == TEXT_CLOCK_UNIX && c.text.clock_precision == TEXT_US);
	ck_assert(c.text.quote == QUOTE_HEX_ALL);
	ck_assert_uint_eq(c.text.quiet, TEXT_QUIET_ATTACH | TEXT_QUIET_PERSONALITY | TEXT_QUIET_EXIT);
	ck_assert(c.ptrace.follow && !c.output_separate);
	c = good("-t -t -x prog");
	ck_assert(c.text.clock == TEXT_CLOCK_TIME && c.text.clock_precision == TEXT_US && c.text.quote == QUOTE_HEX_STR);
	c = good("-t prog");
	ck_assert(c.text.clock == TEXT_CLOCK_TIME && c.text.clock_precision == TEXT_S);
}
END_TEST

START_TEST(time_formats)
{
	struct config c = good("--absolute-timestamps=ns,format:unix -r --syscall-times=ms prog");
	ck_assert(c.text.clock == TEXT_CLOCK_UNIX && c.text.clock_precision == TEXT_NS);
	ck_assert(c.text.relative && c.text.relative_precision == TEXT_US);
	ck_assert(c.text.duration && c.text.duration_precision == TEXT_MS);
	c = good("--timestamps=none prog");
	ck_assert(c.text.clock == TEXT_CLOCK_NONE);
	c = good("--absolute-timestamps= prog");
	ck_assert(c.text.clock == TEXT_CLOCK_TIME && c.text.clock_precision == TEXT_S);
}
END_TEST

START_TEST(output_and_pid_prefix)
{
	struct config c = good("-o file -f prog");
	ck_assert_str_eq(c.output, "file");
	ck_assert(c.text.pid_prefix == TEXT_PID_ALWAYS && c.ptrace.output_is_file && !c.text.path);
	ck_assert_uint_eq(c.text.quiet, TEXT_QUIET_ATTACH | TEXT_QUIET_PERSONALITY);
	c = good("-o file --quiet=none prog");
	ck_assert_uint_eq(c.text.quiet, 0);
	ck_assert(c.text.pid_prefix == TEXT_PID_LIVE);
	c = good("-ff -A -o file prog");
	ck_assert(c.output_separate && c.text.append && c.text.pid_prefix == TEXT_PID_NEVER);
	ck_assert_str_eq(c.text.path, "file");
}
END_TEST

START_TEST(pids_are_collected)
{
	struct config c = good("-p 1000000,1000001 -p 1000002 -p 1000001 -o file");
	ck_assert_uint_eq(c.ptrace.nattach, 3);
	ck_assert_int_eq(c.ptrace.attach[2], 1000002);
	ck_assert_ptr_null(c.ptrace.argv);
	ck_assert(c.text.pid_prefix == TEXT_PID_ALWAYS && c.text.quiet == 0);
	ck_assert_uint_eq(c.json.nattach, 3);
	config_free(&c);
}
END_TEST

START_TEST(environment_is_collected)
{
	struct config c = good("-E A=1 --env=B prog");
	ck_assert_str_eq(c.ptrace.env_changes[0], "A=1");
	ck_assert_str_eq(c.ptrace.env_changes[1], "B");
	ck_assert_ptr_null(c.ptrace.env_changes[2]);
	config_free(&c);
}
END_TEST

/* What a command line opens: "T" text, "J" json, "F" folded, "C" count; small letters: into a file of its own. */
static const char *sinks(const char *line)
{
	static char names[TASK_SINKS + 1];
	struct config c = good(line);
	unsigned n = 0;
	for (; n < c.nsinks; n++)
		names[n] = (c.sinks[n].file ? "tjfc" : "TJFC")[c.sinks[n].format];
	names[n] = '\0';
	config_free(&c);
	return names;
}

START_TEST(sinks_of_a_command_line)
{
	ck_assert_str_eq(sinks("prog"), "T");
	ck_assert_str_eq(sinks("-c prog"), "C");
	ck_assert_str_eq(sinks("-C prog"), "TC");
	ck_assert_str_eq(sinks("--format=json prog"), "J");
	ck_assert_str_eq(sinks("--format=folded prog"), "F");
	ck_assert_str_eq(sinks("--format=folded:f -o f --format=json:f -C prog"), "TjfC");
	ck_assert_str_eq(sinks("--format=json -o f prog"), "J");
	ck_assert_str_eq(sinks("--format=json:f prog"), "j");
	ck_assert_str_eq(sinks("--format=json:f -o g prog"), "Tj");
	ck_assert_str_eq(sinks("--format=json:f --format=text prog"), "Tj");
	ck_assert_str_eq(sinks("--format=json --format=text:f prog"), "tJ");
	ck_assert_str_eq(sinks("-c --format=json:f prog"), "jC");
	ck_assert_str_eq(sinks("-C --format=json:f prog"), "jC");
	ck_assert_str_eq(sinks("-C --format=json:f -o g prog"), "TjC");
}
END_TEST

START_TEST(expressions_and_their_long_forms_are_one)
{
	struct config a = good("-e read prog"), b = good("--trace=read prog"), c = good("-e t=write -e trace=read prog");
	ck_assert_mem_eq(a.filter.trace.bits, b.filter.trace.bits, sizeof a.filter.trace.bits);
	ck_assert_mem_eq(a.filter.trace.bits, c.filter.trace.bits, sizeof a.filter.trace.bits);
	a = good("-v -e raw=read -e verbose=none -e signal=none -z prog");
	ck_assert(!call_set_has(&a.filter.abbrev, ABI_X64, 0) && !call_set_has(&a.filter.verbose, ABI_X64, 0));
	ck_assert(call_set_has(&a.filter.raw, ABI_X64, (uint64_t)0) && a.text.signals == 0 && a.filter.status == STATUS_SUCCESSFUL);
}
END_TEST

START_TEST(overhead_is_in_any_unit)
{
	struct config c = good("-c -O 1.5ms prog");
	ck_assert_uint_eq(c.count.overhead_ns, 1500000);
	c = good("-c -O 3 prog");
	ck_assert_uint_eq(c.count.overhead_ns, 3000);
	c = good("-c -O 1e300s prog");
	ck_assert_uint_eq(c.count.overhead_ns, 1ull << 63);
}
END_TEST

START_TEST(wrong_lines_end_with_status_1)
{
	static const char *const lines[] = {
		"",
		"-t --timestamps prog",
		"-c -C prog",
		"--format=xml prog",
		"--format=json: prog",
		"--format=json --format=json:f prog",
		"--format=json -c prog",
		"--format=json -ff -o f prog",
		"--format=text -c prog",
		"--histogram prog",
		"-kkk prog",
		"-e inject=all prog",
		"-s -1 prog",
		"-p 0",
		"--nosuch prog",
	};
	/* Their messages are of no interest here. */
	int null = open("/dev/null", O_WRONLY), saved = dup(STDERR_FILENO);
	dup2(null, STDERR_FILENO);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct config config;
		ck_assert_msg(parse(lines[i], &config) == 1, "%s", lines[i]);
	}
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(null);
}
END_TEST

START_TEST(rows_are_sound)
{
	for (int id = 0; id < OPT_ALL; id++) {
		const struct option_row *row = &option_rows[id];
		ck_assert_msg(row->letter || row->names[0], "row %d has no name", id);
		ck_assert_msg((row->set != NULL) == (id < OPT_N), "row %d is in the wrong part of the table", id);
		ck_assert_msg(row->help || !row->set || id == OPT_FOLLOW_OLD, "row %d has no help", id);
		for (int other = 0; other < id; other++) {
			ck_assert(!row->letter || row->letter != option_rows[other].letter);
			for (int n = 0; row->names[n]; n++)
				for (int m = 0; option_rows[other].names[m]; m++)
					ck_assert_str_ne(row->names[n], option_rows[other].names[m]);
		}
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("options");
	TCase *tcase = tcase_create("options");
	tcase_add_test(tcase, defaults);
	tcase_add_test(tcase, repeated_letters_count);
	tcase_add_test(tcase, time_formats);
	tcase_add_test(tcase, output_and_pid_prefix);
	tcase_add_test(tcase, pids_are_collected);
	tcase_add_test(tcase, environment_is_collected);
	tcase_add_test(tcase, sinks_of_a_command_line);
	tcase_add_test(tcase, expressions_and_their_long_forms_are_one);
	tcase_add_test(tcase, overhead_is_in_any_unit);
	tcase_add_test(tcase, wrong_lines_end_with_status_1);
	tcase_add_test(tcase, rows_are_sound);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
