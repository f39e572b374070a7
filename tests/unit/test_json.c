/* The JSON sink: the records and the shapes of values, byte for byte. tests/json/validate.py checks traces against the schema. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "desc/desc.h"
#include "sink/json.h"
#include "sink/json_value.h"
#include "task/task.h"

static struct tape tape;
static struct buf out;

static void setup(void)
{
	tape_init(&tape);
	buf_init(&out);
}

static void teardown(void)
{
	tape_free(&tape);
	buf_free(&out);
}

static uint32_t put_int(uint8_t style, uint64_t value)
{
	return tape_put(&tape, TAPE_INT, 0, TAPE_NOTYPE, style, TF_SIGNED, value);
}

static uint32_t put_str(uint32_t name, uint16_t flags, const char *s, size_t n)
{
	return tape_bytes(&tape, TAPE_STR, name, TAPE_NOTYPE, ST_DEFAULT, flags, s, n);
}

/* The tape's first value as JSON; all of the tape is that value. */
static const char *value(void)
{
	buf_reset(&out);
	ck_assert_uint_eq(json_value(&out, &tape, 0, ABI_X64), tape.len);
	tape_reset(&tape);
	return buf_cstr(&out);
}

START_TEST(numbers_survive)
{
	put_int(ST_DEFAULT, 42);
	ck_assert_str_eq(value(), "42");
	put_int(ST_DEFAULT, (uint64_t)-1);
	ck_assert_str_eq(value(), "-1");
	put_int(ST_UDEC, (uint64_t)-1);
	ck_assert_str_eq(value(), "\"18446744073709551615\"");
	put_int(ST_DEC, 1ull << 63);
	ck_assert_str_eq(value(), "\"-9223372036854775808\"");
	put_int(ST_DEFAULT, (1ull << 53) - 1);
	ck_assert_str_eq(value(), "9007199254740991");
	put_int(ST_DEFAULT, 1ull << 53);
	ck_assert_str_eq(value(), "\"9007199254740992\"");
	put_int(ST_DEFAULT, -((1ull << 53) - 1));
	ck_assert_str_eq(value(), "-9007199254740991");
	put_int(ST_HEX, 255);
	ck_assert_str_eq(value(), "255");
	put_int(ST_UID, UINT32_MAX);
	ck_assert_str_eq(value(), "-1");
	put_int(ST_MODE, 0644);
	ck_assert_str_eq(value(), "{\"sym\":\"0644\",\"raw\":420}");
}
END_TEST

START_TEST(addresses_say_whether_they_were_read)
{
	tape_put(&tape, TAPE_ADDR, 0, TAPE_NOTYPE, 0, 0, 0);
	ck_assert_str_eq(value(), "null");
	tape_put(&tape, TAPE_ADDR, 0, TAPE_NOTYPE, 0, 0, 0x7ffd00000010);
	ck_assert_str_eq(value(), "{\"addr\":\"0x7ffd00000010\"}");
	tape_put(&tape, TAPE_ADDR, 0, TAPE_NOTYPE, 0, TF_FAULT, 1);
	ck_assert_str_eq(value(), "{\"addr\":\"0x1\",\"fault\":true}");
}
END_TEST

START_TEST(bytes_survive)
{
	put_str(0, 0, "a\0\"\\\n\xc3\xa9\xff\x80", 9);
	ck_assert_str_eq(value(), "\"a\\u0000\\\"\\\\\\n\xc3\xa9\\udcff\\udc80\"");
	put_str(0, TF_CUT, "te", 2);
	ck_assert_str_eq(value(), "{\"string\":\"te\",\"cut\":true}");
	put_str(0, TF_CUT, "", 0);
	ck_assert_str_eq(value(), "{\"string\":\"\",\"cut\":true}");
}
END_TEST

START_TEST(descriptors_have_paths)
{
	put_int(ST_FD, 3);
	tape_bytes(&tape, TAPE_FDPATH, 0, TAPE_NOTYPE, 0, TF_DELETED, "/tmp/x\"", 7);
	ck_assert_str_eq(value(), "{\"fd\":3,\"path\":\"/tmp/x\\\"\",\"deleted\":true}");
	put_int(ST_FD, 3);
	ck_assert_str_eq(value(), "3");
	put_int(ST_DIRFD, (uint64_t)-100);
	tape_bytes(&tape, TAPE_FDPATH, 0, TAPE_NOTYPE, 0, 0, "/", 1);
	ck_assert_str_eq(value(), "{\"sym\":\"AT_FDCWD\",\"raw\":-100,\"path\":\"/\"}");
}
END_TEST

START_TEST(structs_are_objects)
{
	uint32_t name = DESC_CUSTOM_NAME(si_pid), other = DESC_CUSTOM_NAME(si_uid);
	uint32_t s = tape_open(&tape, TAPE_STRUCT, 0, TAPE_NOTYPE, 0);
	tape_put(&tape, TAPE_INT, name, TAPE_NOTYPE, 0, 0, 1);
	tape_put(&tape, TAPE_INT, name, TAPE_NOTYPE, 0, 0, 2);
	tape_put(&tape, TAPE_ABSENT, other, TAPE_NOTYPE, 0, 0, 0);
	tape_put(&tape, TAPE_INT, other, TAPE_NOTYPE, 0, 0, 3);
	tape_put(&tape, TAPE_CHANGE, 0, TAPE_NOTYPE, 0, 0, 0);
	tape_put(&tape, TAPE_INT, other, TAPE_NOTYPE, 0, 0, 4);
	tape_bytes(&tape, TAPE_NOTE, 0, TAPE_NOTYPE, 0, TF_BEFORE, "bytes 8..9", 10);
	put_str(0, 0, "xy", 2);
	tape_put(&tape, TAPE_INT, name, TAPE_NOTYPE, 0, 0, 5);
	tape_put(&tape, TAPE_MORE, 0, TAPE_NOTYPE, 0, 0, 0);
	tape_close(&tape, s);
	tape_bytes(&tape, TAPE_NOTE, 0, TAPE_NOTYPE, 0, 0, "why", 3);
	ck_assert_str_eq(value(),
	                 "{\"value\":{\"si_pid\":1,\"si_pid_2\":2,\"si_uid\":{\"in\":3,\"out\":4},"
	                 "\"_\":{\"value\":\"xy\",\"note\":\"bytes 8..9\"},\"si_pid_3\":5,\"...\":true},\"note\":\"why\"}");
	tape_close(&tape, tape_open(&tape, TAPE_STRUCT, 0, TAPE_NOTYPE, 0));
	ck_assert_str_eq(value(), "{}");
}
END_TEST

START_TEST(arrays_and_references)
{
	uint32_t a = tape_open(&tape, TAPE_ARRAY, 0, TAPE_NOTYPE, 0);
	put_int(0, 1);
	tape_close(&tape, tape_open(&tape, TAPE_ARRAY, 0, TAPE_NOTYPE, 0));
	tape_put(&tape, TAPE_MORE, 0, TAPE_NOTYPE, 0, TF_FAULT, 0x1000);
	tape_close(&tape, a);
	ck_assert_str_eq(value(), "[1,[],{\"...\":{\"addr\":\"0x1000\",\"fault\":true}}]");
	uint32_t r = tape_open(&tape, TAPE_REF, 0, TAPE_NOTYPE, 0);
	put_int(0, 100);
	tape_put(&tape, TAPE_CHANGE, 0, TAPE_NOTYPE, 0, 0, 0);
	put_int(0, 4);
	tape_close(&tape, r);
	ck_assert_str_eq(value(), "{\"in\":100,\"out\":4}");
	r = tape_open(&tape, TAPE_REF, 0, TAPE_NOTYPE, 0);
	put_int(0, 7);
	tape_close(&tape, r);
	ck_assert_str_eq(value(), "7");
	uint32_t c = tape_open(&tape, TAPE_CALL, DESC_CUSTOM_NAME(BPF_STMT), TAPE_NOTYPE, 0);
	put_int(0, 6);
	tape_bytes(&tape, TAPE_WORD, 0, TAPE_NOTYPE, 0, 0, "A", 1);
	tape_close(&tape, c);
	ck_assert_str_eq(value(), "{\"call\":\"BPF_STMT\",\"args\":[6,{\"sym\":\"A\"}]}");
	uint32_t g = tape_open(&tape, TAPE_GROUP, 0, TAPE_NOTYPE, 0);
	tape_put(&tape, TAPE_INT, DESC_CUSTOM_NAME(in), TAPE_NOTYPE, 0, 0, 9);
	tape_put(&tape, TAPE_INT, DESC_CUSTOM_NAME(left), TAPE_NOTYPE, 0, 0, 8);
	tape_close(&tape, g);
	ck_assert_str_eq(value(), "{\"in\":9,\"left\":8}");
	g = tape_open(&tape, TAPE_GROUP, 0, TAPE_NOTYPE, 0);
	put_int(0, 9);
	tape_put(&tape, TAPE_INT, DESC_CUSTOM_NAME(left), TAPE_NOTYPE, 0, 0, 8);
	tape_close(&tape, g);
	ck_assert_str_eq(value(), "{\"_\":9,\"left\":8}");
}
END_TEST

static bool has_field(const struct desc_struct *st, enum desc_abi abi, const char *name)
{
	for (unsigned i = 0; i < st->abi[abi].count; i++)
		if (strcmp(desc_name(desc_field[st->abi[abi].first + i].name), name) == 0)
			return true;
	return false;
}

/* What docs/json.md promises, so that a reader can tell a struct from everything else. */
START_TEST(no_struct_looks_like_something_else)
{
	static const char *const reserved[] = {"sym", "fault", "cut", "deleted", "note", "..."};
	static const char *const pairs[][2] = {{"fd", "path"}, {"in", "out"}, {"call", "args"}};
	for (uint32_t n = 0; n < desc_counts.structs; n++) {
		const struct desc_struct *st = &desc_struct[n];
		const char *name = desc_name(st->name);
		for (enum desc_abi abi = 0; abi < ABI_N; abi++) {
			for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
				ck_assert_msg(!has_field(st, abi, reserved[i]), "%s has %s", name, reserved[i]);
			for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
				ck_assert_msg(!has_field(st, abi, pairs[i][0]) || !has_field(st, abi, pairs[i][1]),
				              "%s has both %s and %s", name, pairs[i][0], pairs[i][1]);
			ck_assert_msg(st->abi[abi].count != 1 || !has_field(st, abi, "addr"), "%s has only addr", name);
		}
	}
}
END_TEST

/* A sink on a memory file, and one task. */
struct run {
	int fd;
	struct sink *sink;
	struct task task;
	char text[65536];
};

static void run_start(struct run *run)
{
	static char *const command[] = {"cat", "a\xff", NULL};
	static const pid_t attach[] = {7, 8};
	memset(run, 0, sizeof(*run));
	run->fd = memfd_create("trace", 0);
	run->sink = json_open(&(struct json_opts){.fd = run->fd,
	                                          .tool = "trapline",
	                                          .version = "0.1.0",
	                                          .command = command,
	                                          .attach = attach,
	                                          .nattach = 2,
	                                          .str_limit = 32});
	run->task = (struct task){.tid = 12, .tgid = 10, .comm = "0123456789abcdef"};
	tape_init(&run->task.call.tape);
	tape_init(&run->task.siginfo);
}

static void run_event(struct run *run, struct event ev)
{
	ev.tid = run->task.tid;
	ev.mono_ns = 1000;
	run->sink->ops->event(run->sink, &ev, ev.kind == EV_END || ev.kind == EV_LOST ? NULL : &run->task);
}

/* The lines after the header. */
static const char *run_end(struct run *run)
{
	ck_assert_int_eq(run->sink->ops->close(run->sink), 0);
	ssize_t n = pread(run->fd, run->text, sizeof(run->text) - 1, 0);
	ck_assert_int_gt(n, 0);
	tape_free(&run->task.call.tape);
	tape_free(&run->task.siginfo);
	close(run->fd);
	char *line = strchr(run->text, '\n');
	ck_assert_ptr_nonnull(line);
	return line + 1;
}

START_TEST(header_comes_first)
{
	struct run run;
	run_start(&run);
	ck_assert_uint_eq(run.sink->wants, SINK_ARGS | SINK_COMM);
	ck_assert_str_eq(run_end(&run), "");
	ck_assert_ptr_eq(
		strstr(run.text, "{\"type\":\"header\",\"schema\":1,\"tool\":\"trapline\",\"version\":\"0.1.0\",\"host\":"),
		run.text);
	ck_assert_ptr_nonnull(strstr(run.text, "\"command\":[\"cat\",\"a\\udcff\"],\"attached\":[7,8],\"string_limit\":32}\n"));
}
END_TEST

#define WHO "\"pid\":10,\"tid\":12,\"comm\":\"0123456789abcdef\",\"time\":1000"

START_TEST(events_have_records)
{
	struct run run;
	run_start(&run);
	run_event(&run, (struct event){.kind = EV_TASK_NEW, .u.task = {.tgid = 10, .parent = 5, .origin = TASK_FORKED}});
	uint32_t info = tape_open(&run.task.siginfo, TAPE_STRUCT, 0, TAPE_NOTYPE, 0);
	tape_put(&run.task.siginfo, TAPE_INT, DESC_CUSTOM_NAME(si_signo), TAPE_NOTYPE, ST_SIGNAL, TF_SIGNED, 17);
	tape_close(&run.task.siginfo, info);
	run_event(&run, (struct event){.kind = EV_SIGNAL, .u.signal.signo = 17});
	tape_reset(&run.task.siginfo);
	run_event(&run, (struct event){.kind = EV_SIGNAL, .u.signal.signo = 40});
	run_event(&run, (struct event){.kind = EV_STOP, .u.signal.signo = 19});
	run_event(&run, (struct event){.kind = EV_EXEC, .u.exec.old_tid = 13});
	run_event(&run, (struct event){.kind = EV_LOST, .u.lost.count = 3});
	run_event(&run, (struct event){.kind = EV_DETACHED});
	run_event(&run, (struct event){.kind = EV_TASK_EXIT, .u.task_exit.status = 2 << 8});
	run_event(&run, (struct event){.kind = EV_TASK_EXIT, .u.task_exit.status = 11 | 0x80});
	run_event(&run, (struct event){.kind = EV_TASK_EXIT, .u.task_exit.superseded_by = 13});
	run_event(&run, (struct event){.kind = EV_END});
	ck_assert_str_eq(run_end(&run),
	                 "{\"seq\":1,\"type\":\"new\"," WHO ",\"origin\":\"forked\",\"parent\":5}\n"
	                 "{\"seq\":2,\"type\":\"signal\"," WHO ",\"signal\":{\"sym\":\"SIGCHLD\",\"raw\":17},\"siginfo\":"
	                 "{\"si_signo\":{\"sym\":\"SIGCHLD\",\"raw\":17}}}\n"
	                 "{\"seq\":3,\"type\":\"signal\"," WHO ",\"signal\":{\"sym\":\"SIGRT_8\",\"raw\":40}}\n"
	                 "{\"seq\":4,\"type\":\"stop\"," WHO ",\"signal\":{\"sym\":\"SIGSTOP\",\"raw\":19}}\n"
	                 "{\"seq\":5,\"type\":\"exec\"," WHO ",\"old_tid\":13}\n"
	                 "{\"seq\":6,\"type\":\"lost\",\"time\":1000,\"count\":3}\n"
	                 "{\"seq\":7,\"type\":\"detached\"," WHO "}\n"
	                 "{\"seq\":8,\"type\":\"exit\"," WHO ",\"code\":2}\n"
	                 "{\"seq\":9,\"type\":\"exit\"," WHO ",\"signal\":{\"sym\":\"SIGSEGV\",\"raw\":11},\"core\":true}\n"
	                 "{\"seq\":10,\"type\":\"exit\"," WHO ",\"superseded_by\":13}\n");
}
END_TEST

/* openat(AT_FDCWD, "/x", O_RDONLY|O_CLOEXEC) as the walker leaves it, entered. */
static void enter_openat(struct run *run)
{
	struct call *call = &run->task.call;
	call->desc = desc_find(ABI_X64, 257);
	ck_assert_ptr_nonnull(call->desc);
	call->sig = call->desc->sig;
	call->abi = ABI_X64;
	call->nr = 257;
	call->open = call->wanted = call->decoded = true;
	call->absent = 1u << 3;
	call->enter_mono_ns = 1000;
	call->exit_mono_ns = 3500;
	static const uint64_t reg[CALL_ARGS] = {0xffffff9c, 0x4010, 02000000, 0, 0, 0};
	memcpy(call->reg, reg, sizeof(reg));
	memcpy(call->arg, reg, sizeof(reg));
	call->arg[0] = (uint64_t)-100;
	for (unsigned n = 0; n < CALL_ARGS; n++)
		call->at[n].entry = call->at[n].exit = TAPE_NONE;
	call->ret_fd = call->ret_note = TAPE_NONE;
	const struct desc_arg *arg = &desc_arg[call->sig.first_arg];
	struct tape *t = &call->tape;
	call->at[0].entry = tape_put(t, TAPE_INT, arg[0].name, arg[0].type, 0, 0, (uint64_t)-100);
	call->at[1].entry = tape_bytes(t, TAPE_STR, arg[1].name, TAPE_NOTYPE, 0, TF_PATH | TF_CSTR, "/x", 2);
	call->at[2].entry = tape_put(t, TAPE_INT, arg[2].name, arg[2].type, 0, 0, 02000000);
}

#define OPENAT                                                                                       \
	"\"name\":\"openat\",\"nr\":257,\"abi\":\"x86-64\",\"args\":["                               \
	"{\"name\":\"dirfd\",\"raw\":\"0xffffff9c\",\"value\":{\"sym\":\"AT_FDCWD\",\"raw\":-100}}," \
	"{\"name\":\"pathname\",\"raw\":\"0x4010\",\"value\":\"/x\"},"                               \
	"{\"name\":\"flags\",\"raw\":\"0x80000\",\"value\":{\"sym\":\"O_RDONLY|O_CLOEXEC\",\"raw\":524288}}]"

START_TEST(call_is_one_record)
{
	struct run run;
	run_start(&run);
	enter_openat(&run);
	run_event(&run, (struct event){.kind = EV_ENTER});
	run.task.call.open = false;
	run.task.call.value = 3;
	run_event(&run, (struct event){.kind = EV_EXIT});
	run.task.call.value = -1;
	run.task.call.error = 2;
	run_event(&run, (struct event){.kind = EV_EXIT});
	run.task.call.unavailable = true;
	run_event(&run, (struct event){.kind = EV_EXIT});
	run_event(&run, (struct event){.kind = EV_TASK_EXIT});
	ck_assert_str_eq(run_end(&run),
	                 "{\"seq\":1,\"type\":\"syscall\"," WHO ",\"duration\":2500," OPENAT
	                 ",\"result\":{\"raw\":3,\"value\":3}}\n"
	                 "{\"seq\":2,\"type\":\"syscall\"," WHO ",\"duration\":2500," OPENAT
	                 ",\"result\":{\"raw\":-1,\"error\":2,\"errno\":\"ENOENT\"}}\n"
	                 "{\"seq\":3,\"type\":\"syscall\"," WHO ",\"duration\":2500," OPENAT ",\"result\":{\"unavailable\":true}}\n"
	                 "{\"seq\":4,\"type\":\"exit\"," WHO ",\"code\":0}\n");
}
END_TEST

START_TEST(call_without_end_is_not_lost)
{
	struct run run;
	run_start(&run);
	enter_openat(&run);
	run.task.call.pending = true;
	run_event(&run, (struct event){.kind = EV_DETACHED});
	ck_assert_str_eq(run_end(&run), "{\"seq\":1,\"type\":\"syscall\"," WHO "," OPENAT ",\"unfinished\":true,\"pending\":true}\n"
	                                "{\"seq\":2,\"type\":\"detached\"," WHO "}\n");
	run_start(&run);
	enter_openat(&run);
	run.task.call.wanted = false;
	run_event(&run, (struct event){.kind = EV_DETACHED});
	ck_assert_str_eq(run_end(&run), "{\"seq\":1,\"type\":\"detached\"," WHO "}\n");
}
END_TEST

START_TEST(entry_and_exit_of_one_argument)
{
	struct run run;
	run_start(&run);
	enter_openat(&run);
	struct call *call = &run.task.call;
	call->at[1].exit = tape_bytes(&call->tape, TAPE_STR, 0, TAPE_NOTYPE, 0, TF_PATH | TF_CSTR, "/y", 2);
	call->at[2].exit = call->at[2].entry;
	call->at[0].entry = TAPE_NONE;
	run_event(&run, (struct event){.kind = EV_EXIT});
	const char *line = run_end(&run);
	ck_assert_ptr_nonnull(strstr(line, "\"args\":[{\"name\":\"dirfd\",\"raw\":\"0xffffff9c\"},"));
	ck_assert_ptr_nonnull(strstr(line, "\"value\":{\"in\":\"/x\",\"out\":\"/y\"}"));
	ck_assert_ptr_nonnull(strstr(line, "\"raw\":\"0x80000\",\"value\":{\"sym\":\"O_RDONLY|O_CLOEXEC\",\"raw\":524288}}"));
}
END_TEST

START_TEST(failed_call_leaves_what_was_passed)
{
	struct run run;
	run_start(&run);
	enter_openat(&run);
	struct call *call = &run.task.call;
	call->at[1].exit = tape_put(&call->tape, TAPE_ADDR, 0, TAPE_NOTYPE, 0, 0, 0x4010);
	call->error = 14;
	run_event(&run, (struct event){.kind = EV_EXIT});
	ck_assert_ptr_nonnull(strstr(run_end(&run), "\"raw\":\"0x4010\",\"value\":\"/x\"}"));
}
END_TEST

START_TEST(unknown_number)
{
	struct run run;
	run_start(&run);
	struct call *call = &run.task.call;
	call->abi = ABI_X64;
	call->nr = UINT64_MAX;
	call->sig.nargs = 6;
	call->arg[5] = UINT64_MAX;
	call->value = -1;
	call->error = 4000;
	call->enter_mono_ns = call->exit_mono_ns = 1000;
	run_event(&run, (struct event){.kind = EV_EXIT});
	ck_assert_str_eq(
		run_end(&run),
		"{\"seq\":1,\"type\":\"syscall\"," WHO ",\"duration\":0,\"name\":\"syscall_0xffffffffffffffff\","
		"\"nr\":\"18446744073709551615\",\"abi\":\"x86-64\",\"args\":["
		"{\"name\":\"arg0\",\"raw\":\"0x0\"},{\"name\":\"arg1\",\"raw\":\"0x0\"},{\"name\":\"arg2\",\"raw\":\"0x0\"},"
		"{\"name\":\"arg3\",\"raw\":\"0x0\"},{\"name\":\"arg4\",\"raw\":\"0x0\"},"
		"{\"name\":\"arg5\",\"raw\":\"0xffffffffffffffff\"}],"
		"\"result\":{\"raw\":-1,\"error\":4000,\"errno\":null}}\n");
}
END_TEST

START_TEST(write_errors_are_told)
{
	int fds[2];
	ck_assert_int_eq(pipe(fds), 0);
	ck_assert_int_eq(close(fds[1]), 0);
	/* The read end cannot be written to. */
	struct sink *sink = json_open(&(struct json_opts){.fd = fds[0], .tool = "t", .version = "1"});
	sink->ops->flush(sink);
	ck_assert_int_lt(sink->ops->close(sink), 0);
	close(fds[0]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("json");
	TCase *tc = tcase_create("json");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, numbers_survive);
	tcase_add_test(tc, addresses_say_whether_they_were_read);
	tcase_add_test(tc, bytes_survive);
	tcase_add_test(tc, descriptors_have_paths);
	tcase_add_test(tc, structs_are_objects);
	tcase_add_test(tc, arrays_and_references);
	tcase_add_test(tc, no_struct_looks_like_something_else);
	tcase_add_test(tc, header_comes_first);
	tcase_add_test(tc, events_have_records);
	tcase_add_test(tc, call_is_one_record);
	tcase_add_test(tc, call_without_end_is_not_lost);
	tcase_add_test(tc, entry_and_exit_of_one_argument);
	tcase_add_test(tc, failed_call_leaves_what_was_passed);
	tcase_add_test(tc, unknown_number);
	tcase_add_test(tc, write_errors_are_told);
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
