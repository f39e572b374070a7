/* The text sink: whole lines, and how they come between each other, from tasks and tapes made by hand. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture_tables.h"
#include "sink/text.h"

#define MS 1000000ull

static struct text_opts opts;
static struct sink *sink;
static struct task a, b;
static uint64_t now;
static char got[8192];

static void task_init(struct task *task, pid_t tid)
{
	*task = (struct task){.tid = tid, .tgid = tid, .abi = ABI_X64};
	tape_init(&task->call.tape);
	tape_init(&task->siginfo);
}

static void setup(void)
{
	setenv("TZ", "UTC", 1);
	text_opts_default(&opts);
	opts.fd = memfd_create("text", 0);
	now = 1000 * MS;
	sink = NULL;
	task_init(&a, 100);
	task_init(&b, 200);
}

static void task_done(struct task *task)
{
	tape_free(&task->call.tape);
	tape_free(&task->siginfo);
}

static void teardown(void)
{
	if (sink)
		sink->ops->close(sink);
	task_done(&a);
	task_done(&b);
	close(opts.fd);
}

static void tell(struct event *ev, struct task *task)
{
	if (!sink)
		sink = text_open(&opts);
	ev->tid = task->tid;
	ev->mono_ns = now;
	ev->real_ns = now + 1795241972000 * MS;
	sink->ops->event(sink, ev, task);
}

static void tell_kind(enum event_kind kind, struct task *task)
{
	struct event ev = {.kind = kind};
	tell(&ev, task);
}

static void tell_exit(struct task *task, int status)
{
	struct event ev = {.kind = EV_TASK_EXIT};
	ev.u.task_exit.status = status;
	tell(&ev, task);
}

/* A call with nothing decoded yet. */
static struct call *begin(struct task *task, unsigned which)
{
	struct call *call = &task->call;
	struct tape tape = call->tape;
	tape_reset(&tape);
	*call = (struct call){.desc = &desc_call[which], .sig = desc_call[which].sig, .abi = task->abi, .open = true, .tape = tape};
	for (unsigned n = 0; n < CALL_ARGS; n++)
		call->at[n].entry = call->at[n].exit = TAPE_NONE;
	call->ret_fd = call->ret_note = TAPE_NONE;
	call->enter_mono_ns = now;
	return call;
}

static uint32_t put_int(struct tape *t, uint16_t type, uint64_t value)
{
	return tape_put(t, TAPE_INT, 0, type, 0, 0, value);
}

static uint32_t put_ref(struct tape *t, uint64_t value)
{
	uint32_t open = tape_open(t, TAPE_REF, 0, TAPE_NOTYPE, 0);
	put_int(t, T_INT, value);
	tape_close(t, open);
	return open;
}

static uint32_t put_str(struct tape *t, const char *s)
{
	return tape_bytes(t, TAPE_STR, 0, TAPE_NOTYPE, 0, TF_CSTR, s, strlen(s));
}

static void enter_read(struct task *task)
{
	struct call *call = begin(task, C_READ);
	call->at[0].entry = put_int(&call->tape, T_FD, 3);
	call->at[2].entry = put_int(&call->tape, T_ULONG, 5);
	tell_kind(EV_ENTER, task);
}

static void leave(struct task *task, int64_t value, int error)
{
	task->call.value = value;
	task->call.error = error;
	task->call.open = false;
	task->call.exit_mono_ns = now;
	tell_kind(EV_EXIT, task);
}

static void leave_read(struct task *task)
{
	task->call.at[1].exit = put_str(&task->call.tape, "abcde");
	leave(task, 5, 0);
}

static void enter_openat(struct task *task)
{
	struct call *call = begin(task, C_OPENAT);
	struct tape *t = &call->tape;
	call->at[0].entry = put_int(t, T_DIRFD, (uint64_t)-100);
	call->at[1].entry = put_str(t, "/x");
	call->at[2].entry = put_int(t, T_OPEN, 0);
	call->absent = 1 << 3;
	tell_kind(EV_ENTER, task);
}

static void enter_kill(struct task *task)
{
	struct call *call = begin(task, C_KILL);
	call->at[0].entry = put_int(&call->tape, T_INT, 7);
	call->at[1].entry = put_int(&call->tape, T_SIGNAL, 15);
	tell_kind(EV_ENTER, task);
}

/* All that was printed since the last time. */
static const char *printed(void)
{
	sink->ops->flush(sink);
	off_t end = lseek(opts.fd, 0, SEEK_END);
	ck_assert_int_lt(end, (off_t)sizeof(got));
	ck_assert_int_eq(pread(opts.fd, got, (size_t)end, 0), end);
	got[end] = '\0';
	ck_assert_int_eq(ftruncate(opts.fd, 0), 0);
	lseek(opts.fd, 0, SEEK_SET);
	return got;
}

static void forget_printed(void)
{
	printed();
}

START_TEST(plain_calls)
{
	enter_read(&a);
	leave_read(&a);
	ck_assert_str_eq(printed(), "read(3, \"abcde\", 5)                     = 5\n");
	enter_openat(&a);
	leave(&a, -1, ENOENT);
	ck_assert_str_eq(printed(), "openat(AT_FDCWD, \"/x\", O_RDONLY)        = -1 ENOENT (No such file or directory)\n");
	begin(&a, C_BRK)->at[0].entry = tape_put(&a.call.tape, TAPE_ADDR, 0, T_ADDR, 0, 0, 0);
	tell_kind(EV_ENTER, &a);
	leave(&a, 0x1000, 0);
	ck_assert_str_eq(printed(), "brk(NULL)                               = 0x1000\n");
	begin(&a, C_BRK)->at[0].entry = tape_put(&a.call.tape, TAPE_ADDR, 0, T_ADDR, 0, 0, 0);
	tell_kind(EV_ENTER, &a);
	leave(&a, 0, 0);
	ck_assert_str_eq(printed(), "brk(NULL)                               = 0\n");
}
END_TEST

START_TEST(results)
{
	static const struct {
		unsigned which;
		int64_t value;
		int error;
		const char *text;
	} rows[] = {
		{C_PAUSE, -1, 512, "? ERESTARTSYS (To be restarted if SA_RESTART is set)"},
		{C_PAUSE, -1, 513, "? ERESTARTNOINTR (To be restarted)"},
		{C_PAUSE, -1, 514, "? ERESTARTNOHAND (To be restarted if no handler)"},
		{C_PAUSE, -1, 516, "? ERESTART_RESTARTBLOCK (Interrupted by signal)"},
		{C_PAUSE, -1, 4000, "-1 (errno 4000)"},
		{C_PAUSE, -1, 38, "-1 ENOSYS (Function not implemented)"},
		{C_GETPID, -1, 1, "18446744073709551615"},
		{C_GETPID, 42, 0, "42"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		begin(&a, rows[i].which);
		tell_kind(EV_ENTER, &a);
		leave(&a, rows[i].value, rows[i].error);
		const char *result = strchr(printed(), '=') + 2;
		ck_assert_int_eq(strncmp(result, rows[i].text, strlen(rows[i].text)), 0);
		ck_assert_str_eq(result + strlen(rows[i].text), "\n");
	}
	begin(&a, C_PAUSE)->unavailable = true;
	tell_kind(EV_ENTER, &a);
	leave(&a, 0, 0);
	ck_assert_str_eq(printed(), "pause()                                 = ? <unavailable>\n");
}
END_TEST

START_TEST(result_with_path_and_note)
{
	enter_openat(&a);
	a.call.ret_fd = tape_bytes(&a.call.tape, TAPE_FDPATH, 0, TAPE_NOTYPE, 0, TF_DELETED, "/x", 2);
	leave(&a, 3, 0);
	ck_assert_str_eq(printed(), "openat(AT_FDCWD, \"/x\", O_RDONLY)        = 3</x>(deleted)\n");

	begin(&a, C_FCNTL)->at[0].entry = put_int(&a.call.tape, T_INT, 3);
	tell_kind(EV_ENTER, &a);
	a.call.ret_note = put_int(&a.call.tape, T_PROT, 1);
	leave(&a, 1, 0);
	ck_assert_str_eq(printed(), "fcntl(3)                                = 0x1 (flags PROT_READ)\n");

	begin(&a, C_PAUSE);
	tell_kind(EV_ENTER, &a);
	struct tape *t = &a.call.tape;
	uint32_t group = a.call.ret_note = tape_open(t, TAPE_GROUP, 0, TAPE_NOTYPE, 0);
	put_ref(t, 9);
	tape_put(t, TAPE_INT, STR(left), T_INT, 0, 0, 4);
	tape_close(t, group);
	leave(&a, 1, 0);
	ck_assert_str_eq(printed(), "pause()                                 = 1 ([9], left 4)\n");

	begin(&a, C_PAUSE);
	tell_kind(EV_ENTER, &a);
	a.call.ret_note = tape_put(&a.call.tape, TAPE_INT, 0, TAPE_NOTYPE, ST_TIMEOUT_NOTE, 0, 1);
	leave(&a, 1, 0);
	ck_assert_str_eq(printed(), "pause()                                 = 1\n");
}
END_TEST

START_TEST(unknown_call)
{
	struct call *call = begin(&a, C_PAUSE);
	call->desc = NULL;
	call->nr = 0xbad;
	for (unsigned n = 0; n < CALL_ARGS; n++)
		call->arg[n] = n ? n : 0x3000000000;
	tell_kind(EV_ENTER, &a);
	leave(&a, -1, ENOSYS);
	ck_assert_str_eq(printed(),
	                 "syscall_0xbad(0x3000000000, 0x1, 0x2, 0x3, 0x4, 0x5) = -1 ENOSYS (Function not implemented)\n");
}
END_TEST

START_TEST(in_and_out)
{
	struct call *call = begin(&a, C_ACCEPT);
	struct tape *t = &call->tape;
	call->at[0].entry = put_int(t, T_FD, 3);
	call->at[2].entry = put_ref(t, 100);
	tell_kind(EV_ENTER, &a);
	call->at[1].exit = tape_put(t, TAPE_ADDR, 0, T_ADDR, 0, 0, 0x1000);
	call->at[2].exit = put_ref(t, 4);
	leave(&a, 5, 0);
	ck_assert_str_eq(printed(), "accept(3, 0x1000, [100 => 4])           = 5\n");

	call = begin(&a, C_ACCEPT);
	call->at[0].entry = put_int(t, T_FD, 3);
	call->at[2].entry = put_ref(t, 4);
	tell_kind(EV_ENTER, &a);
	call->at[1].exit = tape_put(t, TAPE_ADDR, 0, T_ADDR, 0, 0, 0x1000);
	call->at[2].exit = tape_put(t, TAPE_ADDR, 0, T_ADDR, 0, 0, 0x2000);
	leave(&a, -1, EAGAIN);
	ck_assert_str_eq(printed(), "accept(3, 0x1000, [4])                  = -1 EAGAIN (Resource temporarily unavailable)\n");
}
END_TEST

static uint32_t put_flags_struct(struct tape *t, uint64_t flags)
{
	uint32_t open = tape_open(t, TAPE_STRUCT, 0, TAPE_NOTYPE, 0);
	tape_put(t, TAPE_INT, STR(flags), T_INT, 0, 0, flags);
	tape_close(t, open);
	return open;
}

/* A struct that the kernel fills in further is shown at once, and what it gained when the call ends. */
START_TEST(struct_in_and_out)
{
	struct call *call = begin(&a, C_CLONE3);
	call->at[0].entry = put_flags_struct(&call->tape, 1);
	tell_kind(EV_ENTER, &a);
	ck_assert_str_eq(printed(), "clone3({flags=1}");
	call->at[0].exit = put_flags_struct(&call->tape, 2);
	leave(&a, 5, 0);
	ck_assert_str_eq(printed(), " => {flags=2})          = 5\n");

	call = begin(&a, C_CLONE3);
	call->at[0].entry = put_flags_struct(&call->tape, 1);
	tell_kind(EV_ENTER, &a);
	call->at[0].exit = tape_open(&call->tape, TAPE_STRUCT, 0, TAPE_NOTYPE, 0);
	tape_close(&call->tape, call->at[0].exit);
	leave(&a, 5, 0);
	ck_assert_str_eq(printed(), "clone3({flags=1})                       = 5\n");
}
END_TEST

START_TEST(compound_values)
{
	struct call *call = begin(&a, C_BRK);
	struct tape *t = &call->tape;
	uint8_t addr[16] = {[15] = 1};
	uint32_t open = call->at[0].entry = tape_open(t, TAPE_STRUCT, 0, TAPE_NOTYPE, 0);
	tape_put(t, TAPE_INT, STR(fd), T_FD, 0, 0, 16);
	tape_put(t, TAPE_CHANGE, 0, TAPE_NOTYPE, 0, 0, 0);
	tape_put(t, TAPE_INT, STR(fd), T_FD, 0, 0, 4);
	tape_bytes(t, TAPE_STR, STR(sin6_addr), TAPE_NOTYPE, ST_IPV6, 0, addr, 16);
	tape_put(t, TAPE_ABSENT, STR(buf), TAPE_NOTYPE, 0, 0, 0);
	uint32_t array = tape_open(t, TAPE_ARRAY, STR(buf), TAPE_NOTYPE, 0);
	put_int(t, T_INT, 1);
	tape_put(t, TAPE_MORE, 0, TAPE_NOTYPE, 0, 0, 0);
	tape_close(t, array);
	tape_bytes(t, TAPE_NOTE, 0, TAPE_NOTYPE, 0, 0, "two", 3);
	tape_bytes(t, TAPE_NOTE, 0, TAPE_NOTYPE, 0, TF_BEFORE, "bytes 8..8", 10);
	tape_bytes(t, TAPE_STR, 0, TAPE_NOTYPE, ST_HEXSTR, 0, "\1", 1);
	uint32_t form = tape_open(t, TAPE_CALL, STR(makedev), TAPE_NOTYPE, 0);
	put_int(t, T_INT, 8);
	put_int(t, T_INT, 1);
	tape_close(t, form);
	tape_put(t, TAPE_MORE, 0, TAPE_NOTYPE, 0, 0, 0);
	tape_close(t, open);
	tell_kind(EV_ENTER, &a);
	leave(&a, 1, 0);
	ck_assert_str_eq(printed(), "brk({fd=16 => 4, inet_pton(AF_INET6, \"::1\", &sin6_addr), buf=[1, ...] /* two */, "
	                            "/* bytes 8..8 */ \"\\x01\", makedev(8, 1), ...}) = 0x1\n");
}
END_TEST

START_TEST(names_of_arguments)
{
	struct call *call = begin(&a, C_CLONE);
	call->at[0].entry = put_int(&call->tape, T_INT, 1);
	call->at[1].entry = put_int(&call->tape, T_SIGNAL, 17);
	tell_kind(EV_ENTER, &a);
	leave(&a, 5, 0);
	ck_assert_str_eq(printed(), "clone(fd=1, flags=SIGCHLD)              = 5\n");
	opts.arg_names = true;
	enter_read(&a);
	leave_read(&a);
	ck_assert_str_eq(printed(), "read(fd=3, buf=\"abcde\", addr=5)         = 5\n");
}
END_TEST

/* Tasks that are known count for the prefix; a task that printed nothing yet counts too. */
static void two_tasks(void)
{
	tell_kind(EV_TASK_NEW, &a);
	tell_kind(EV_TASK_NEW, &b);
}

START_TEST(interleaving)
{
	two_tasks();
	enter_read(&a);
	enter_kill(&b);
	leave_read(&a);
	leave(&b, 0, 0);
	ck_assert_str_eq(printed(), "[pid   100] read(3 <unfinished ...>\n"
	                            "[pid   200] kill(7, SIGTERM <unfinished ...>\n"
	                            "[pid   100] <... read resumed>, \"abcde\", 5) = 5\n"
	                            "[pid   200] <... kill resumed>)         = 0\n");
	begin(&a, C_PIPE);
	tell_kind(EV_ENTER, &a);
	tell_exit(&b, 3 << 8);
	a.call.at[0].exit = put_ref(&a.call.tape, 3);
	leave(&a, 0, 0);
	ck_assert_str_eq(printed(), "[pid   100] pipe( <unfinished ...>\n"
	                            "[pid   200] +++ exited with 3 +++\n"
	                            "<... pipe resumed>[3])                  = 0\n");
}
END_TEST

START_TEST(prefix_of_a_file)
{
	opts.pid_prefix = TEXT_PID_ALWAYS;
	enter_kill(&a);
	leave(&a, 0, 0);
	b.tid = 123456;
	tell_exit(&b, 0);
	ck_assert_str_eq(printed(), "100   kill(7, SIGTERM)                  = 0\n"
	                            "123456 +++ exited with 0 +++\n");
}
END_TEST

START_TEST(ends_within_a_call)
{
	two_tasks();
	enter_read(&a);
	tell_exit(&a, SIGKILL);
	ck_assert_str_eq(printed(), "[pid   100] read(3 <unfinished ...>)    = ?\n"
	                            "[pid   100] +++ killed by SIGKILL +++\n");
	begin(&b, C_EXIT_GROUP)->at[0].entry = put_int(&b.call.tape, T_INT, 3);
	tell_kind(EV_ENTER, &b);
	tell_kind(EV_EXITING, &b);
	tell_exit(&b, 3 << 8);
	ck_assert_str_eq(printed(), "exit_group(3)                           = ?\n"
	                            "+++ exited with 3 +++\n");
}
END_TEST

START_TEST(ends_while_interrupted)
{
	two_tasks();
	enter_read(&a);
	begin(&b, C_PAUSE);
	tell_kind(EV_ENTER, &b);
	tell_kind(EV_EXITING, &a);
	tell_kind(EV_EXITING, &b);
	ck_assert_str_eq(printed(), "[pid   100] read(3 <unfinished ...>\n"
	                            "[pid   200] pause( <unfinished ...>\n"
	                            "[pid   100] <... read resumed> <unfinished ...>) = ?\n"
	                            "[pid   200] <... pause resumed>)        = ?\n");
	tell_exit(&a, SIGSEGV | 0x80);
	ck_assert_str_eq(printed(), "[pid   100] +++ killed by SIGSEGV (core dumped) +++\n");
}
END_TEST

START_TEST(detaching)
{
	two_tasks();
	enter_read(&b);
	enter_read(&a);
	tell_kind(EV_DETACHED, &a);
	tell_kind(EV_DETACHED, &b);
	ck_assert_str_eq(printed(), "[pid   200] read(3 <unfinished ...>\n"
	                            "[pid   100] read(3 <detached ...>\n");
}
END_TEST

START_TEST(thread_calls_execve)
{
	opts.pid_prefix = TEXT_PID_ALWAYS;
	two_tasks();
	enter_kill(&b);
	struct event ev = {.kind = EV_TASK_EXIT};
	ev.u.task_exit.superseded_by = 200;
	tell(&ev, &a);
	b.tid = 100;
	ev = (struct event){.kind = EV_EXEC};
	ev.u.exec.old_tid = 200;
	tell(&ev, &b);
	leave(&b, 0, 0);
	ck_assert_str_eq(printed(), "200   kill(7, SIGTERM <unfinished ...>\n"
	                            "100   +++ superseded by execve in pid 200 +++\n"
	                            "100   <... kill resumed>)               = 0\n");
}
END_TEST

START_TEST(thread_calls_execve_quietly)
{
	opts.pid_prefix = TEXT_PID_ALWAYS;
	opts.quiet = TEXT_QUIET_THREAD_EXECVE;
	two_tasks();
	enter_kill(&b);
	struct event ev = {.kind = EV_TASK_EXIT};
	ev.u.task_exit.superseded_by = 200;
	tell(&ev, &a);
	b.tid = 100;
	ev = (struct event){.kind = EV_EXEC};
	ev.u.exec.old_tid = 200;
	tell(&ev, &b);
	leave(&b, 0, 0);
	ck_assert_str_eq(printed(), "200   kill(7, SIGTERM <pid changed to 100 ...>\n"
	                            "100   <... kill resumed>)               = 0\n");
}
END_TEST

START_TEST(signals)
{
	struct event ev = {.kind = EV_SIGNAL};
	struct tape *t = &a.siginfo;
	uint32_t open = tape_open(t, TAPE_STRUCT, 0, TAPE_NOTYPE, 0);
	tape_put(t, TAPE_INT, STR(flags), T_SIGNAL, 0, 0, SIGCHLD);
	tape_close(t, open);
	ev.u.signal.signo = SIGCHLD;
	tell(&ev, &a);
	ev.kind = EV_STOP;
	ev.u.signal.signo = SIGSTOP;
	tell(&ev, &a);
	ck_assert_str_eq(printed(), "--- SIGCHLD {flags=SIGCHLD} ---\n"
	                            "--- stopped by SIGSTOP ---\n");
	opts.signals = 0;
	tell(&ev, &a);
	tell_exit(&a, SIGKILL);
	ck_assert_str_eq(printed(), "");
}
END_TEST

START_TEST(quiet_exit)
{
	opts.quiet = TEXT_QUIET_EXIT;
	tell_exit(&a, 3 << 8);
	tell_exit(&b, SIGTERM);
	ck_assert_str_eq(printed(), "+++ killed by SIGTERM +++\n");
}
END_TEST

START_TEST(narrow_programs)
{
	enter_kill(&a);
	leave(&a, 0, 0);
	forget_printed();
	a.abi = ABI_I386;
	enter_kill(&a);
	leave(&a, 0, 0);
	ck_assert_str_eq(printed(), "[ Process PID=100 runs in 32 bit mode. ]\n"
	                            "kill(7, SIGTERM)                        = 0\n");
	a.abi = ABI_X64;
	enter_kill(&a);
	leave(&a, 0, 0);
	ck_assert_str_eq(printed(), "[ Process PID=100 runs in 64 bit mode. ]\n"
	                            "kill(7, SIGTERM)                        = 0\n");
	opts.quiet = TEXT_QUIET_PERSONALITY;
	a.abi = ABI_I386;
	enter_kill(&a);
	leave(&a, 0, 0);
	ck_assert_str_eq(printed(), "kill(7, SIGTERM)                        = 0\n");
}
END_TEST

/* A child runs as its parent does until it says otherwise. */
START_TEST(narrow_children)
{
	struct event ev = {.kind = EV_TASK_NEW};
	ev.u.task.origin = TASK_FORKED;
	b.abi = ABI_I386;
	tell(&ev, &b);
	enter_kill(&b);
	leave(&b, 0, 0);
	ck_assert_str_eq(printed(), "kill(7, SIGTERM)                        = 0\n");
}
END_TEST

START_TEST(times)
{
	opts.clock = TEXT_CLOCK_TIME;
	opts.clock_precision = TEXT_US;
	opts.relative = opts.duration = true;
	enter_kill(&a);
	now += 16000;
	leave(&a, 0, 0);
	now += 1234 * MS;
	enter_kill(&a);
	leave(&a, 0, 0);
	ck_assert_str_eq(printed(), "06:19:33.000000 (+     0.000000) kill(7, SIGTERM) = 0 <0.000016>\n"
	                            "06:19:34.234016 (+     1.234016) kill(7, SIGTERM) = 0 <0.000000>\n");
}
END_TEST

START_TEST(precisions)
{
	opts.clock = TEXT_CLOCK_UNIX;
	opts.clock_precision = TEXT_NS;
	opts.duration = true;
	opts.duration_precision = TEXT_MS;
	now += 7;
	enter_kill(&a);
	now += 12345 * MS;
	leave(&a, 0, 0);
	ck_assert_str_eq(printed(), "1795241973.000000007 kill(7, SIGTERM)   = 0 <12.345>\n");
}
END_TEST

START_TEST(relative_alone)
{
	opts.relative = true;
	opts.relative_precision = TEXT_S;
	opts.column = 0;
	enter_kill(&a);
	leave(&a, 0, 0);
	now += 12000 * MS;
	tell_exit(&a, 0);
	ck_assert_str_eq(printed(), "     0 kill(7, SIGTERM) = 0\n"
	                            "    12 +++ exited with 0 +++\n");
}
END_TEST

START_TEST(numbers_and_addresses)
{
	opts.syscall_number = opts.instruction_pointer = true;
	begin(&a, C_PAUSE)->nr = 34;
	struct event ev = {.kind = EV_ENTER, .ip = 0x7f4a3da37409};
	tell(&ev, &a);
	leave(&a, 0, 0);
	a.abi = ABI_I386;
	begin(&a, C_PAUSE)->nr = 29;
	tell(&ev, &a);
	leave(&a, 0, 0);
	tell_exit(&a, 0);
	ck_assert_str_eq(printed(), "[  34] [00007f4a3da37409] pause()       = 0\n"
	                            "[  34] [3da37409] [ Process PID=100 runs in 32 bit mode. ]\n"
	                            "[  29] [3da37409] pause()               = 0\n"
	                            "[  29] [????????] +++ exited with 0 +++\n");
}
END_TEST

START_TEST(restarting)
{
	begin(&a, C_RESTART)->resumes = &desc_call[C_READ];
	tell_kind(EV_ENTER, &a);
	leave(&a, 0, 0);
	begin(&a, C_RESTART);
	tell_kind(EV_ENTER, &a);
	leave(&a, 0, 0);
	ck_assert_str_eq(printed(), "restart_syscall(<... resuming interrupted read ...>) = 0\n"
	                            "restart_syscall(<... resuming interrupted system call ...>) = 0\n");
}
END_TEST

/* Whoever watches a terminal or a pipe sees a call before it ends. */
START_TEST(shown_at_entry)
{
	int fds[2];
	ck_assert_int_eq(pipe(fds), 0);
	close(opts.fd);
	opts.fd = fds[1];
	enter_read(&a);
	ssize_t n = read(fds[0], got, sizeof(got));
	ck_assert_int_eq(n, 6);
	ck_assert_int_eq(memcmp(got, "read(3", 6), 0);
	leave_read(&a);
	n = read(fds[0], got, sizeof(got));
	got[n] = '\0';
	ck_assert_str_eq(got, ", \"abcde\", 5)                     = 5\n");
	close(fds[0]);
}
END_TEST

/* Where nobody watches, lines are gathered; nothing is lost or doubled at the border between two writes. */
START_TEST(gathered_in_a_file)
{
	enter_read(&a);
	leave_read(&a);
	ck_assert_int_eq(lseek(opts.fd, 0, SEEK_END), 0);
	size_t line = strlen(printed());
	for (int i = 0; i < 2000; i++) {
		enter_read(&a);
		leave_read(&a);
	}
	ck_assert_int_gt(lseek(opts.fd, 0, SEEK_END), 0);
	sink->ops->flush(sink);
	ck_assert_uint_eq((size_t)lseek(opts.fd, 0, SEEK_END), 2000 * line);
}
END_TEST

/* What the traced program prints to the same file stands beside the calls that print it. */
START_TEST(at_once_beside_the_program)
{
	int saved = dup(STDOUT_FILENO);
	ck_assert_int_eq(dup2(opts.fd, STDOUT_FILENO), STDOUT_FILENO);
	enter_read(&a);
	off_t entered = lseek(opts.fd, 0, SEEK_END);
	leave_read(&a);
	off_t left = lseek(opts.fd, 0, SEEK_END);
	ck_assert_int_eq(dup2(saved, STDOUT_FILENO), STDOUT_FILENO);
	close(saved);
	ck_assert_int_eq(entered, 6);
	ck_assert_int_gt(left, entered);
}
END_TEST

START_TEST(failing_output)
{
	close(opts.fd);
	opts.fd = open("/dev/full", O_WRONLY);
	enter_read(&a);
	leave_read(&a);
	enter_read(&a);
	leave_read(&a);
	ck_assert_int_eq(sink->ops->close(sink), -ENOSPC);
	sink = NULL;
}
END_TEST

static void expect_file(const char *name, const char *want)
{
	int fd = open(name, O_RDONLY);
	ck_assert_int_ge(fd, 0);
	ssize_t n = read(fd, got, sizeof(got) - 1);
	got[n] = '\0';
	close(fd);
	unlink(name);
	ck_assert_str_eq(got, want);
}

START_TEST(file_per_task)
{
	char dir[] = "/tmp/trapline-test-XXXXXX";
	ck_assert_ptr_nonnull(mkdtemp(dir));
	ck_assert_int_eq(chdir(dir), 0);
	opts.path = "out";
	opts.pid_prefix = TEXT_PID_NEVER;
	two_tasks();
	enter_read(&b);
	enter_kill(&a);
	leave(&a, 0, 0);
	struct event ev = {.kind = EV_TASK_EXIT};
	ev.u.task_exit.superseded_by = 200;
	tell(&ev, &a);
	b.tid = 100;
	ev = (struct event){.kind = EV_EXEC};
	ev.u.exec.old_tid = 200;
	tell(&ev, &b);
	leave_read(&b);
	ck_assert_int_eq(sink->ops->close(sink), 0);
	sink = NULL;
	expect_file("out.200", "read(3 <pid changed to 100 ...>\n");
	expect_file("out.100", "kill(7, SIGTERM)                        = 0\n"
	                       "+++ superseded by execve in pid 200 +++\n"
	                       "<... read resumed>, \"abcde\", 5)         = 5\n");
	ck_assert_int_eq(chdir("/"), 0);
	rmdir(dir);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("text");
	TCase *tc = tcase_create("text");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, plain_calls);
	tcase_add_test(tc, results);
	tcase_add_test(tc, result_with_path_and_note);
	tcase_add_test(tc, unknown_call);
	tcase_add_test(tc, in_and_out);
	tcase_add_test(tc, struct_in_and_out);
	tcase_add_test(tc, compound_values);
	tcase_add_test(tc, names_of_arguments);
	tcase_add_test(tc, interleaving);
	tcase_add_test(tc, prefix_of_a_file);
	tcase_add_test(tc, ends_within_a_call);
	tcase_add_test(tc, ends_while_interrupted);
	tcase_add_test(tc, detaching);
	tcase_add_test(tc, thread_calls_execve);
	tcase_add_test(tc, thread_calls_execve_quietly);
	tcase_add_test(tc, signals);
	tcase_add_test(tc, quiet_exit);
	tcase_add_test(tc, narrow_programs);
	tcase_add_test(tc, narrow_children);
	tcase_add_test(tc, times);
	tcase_add_test(tc, precisions);
	tcase_add_test(tc, relative_alone);
	tcase_add_test(tc, numbers_and_addresses);
	tcase_add_test(tc, restarting);
	tcase_add_test(tc, shown_at_entry);
	tcase_add_test(tc, gathered_in_a_file);
	tcase_add_test(tc, at_once_beside_the_program);
	tcase_add_test(tc, failing_output);
	tcase_add_test(tc, file_per_task);
	suite_add_tcase(s, tc);
	SRunner *sr = srunner_create(s);
	srunner_run_all(sr, CK_NORMAL);
	int failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
