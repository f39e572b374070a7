#include <check.h>
#include <stdio.h>

#include "task/task.h"

static struct task_set set;

static struct task *apply(struct event ev)
{
	return task_apply(&set, &ev);
}

static struct task *enter(pid_t tid, uint64_t nr)
{
	struct event ev = {.kind = EV_ENTER, .tid = tid, .mono_ns = 5, .real_ns = 6, .cpu_ns = 7, .ip = 8, .sp = 9};
	ev.u.enter.nr = nr;
	ev.u.enter.abi = ABI_X64;
	ev.u.enter.resumes = -1;
	for (unsigned i = 0; i < 6; i++)
		ev.u.enter.args[i] = 100 + i;
	return apply(ev);
}

static struct task *leave(pid_t tid, int64_t value, int error)
{
	struct event ev = {.kind = EV_EXIT, .tid = tid, .mono_ns = 50, .cpu_ns = 70};
	ev.u.exit.value = value;
	ev.u.exit.error = error;
	return apply(ev);
}

static struct task *born(pid_t tid, pid_t tgid, pid_t parent, enum event_task_origin origin)
{
	struct event ev = {.kind = EV_TASK_NEW, .tid = tid};
	ev.u.task.tgid = tgid;
	ev.u.task.parent = parent;
	ev.u.task.origin = origin;
	return apply(ev);
}

static void name(struct event *ev, char comm[EVENT_COMM], const char *text)
{
	snprintf(comm, EVENT_COMM, "%s", text);
	apply(*ev);
}

static struct task *gone(pid_t tid, pid_t superseded_by)
{
	struct event ev = {.kind = EV_TASK_EXIT, .tid = tid};
	ev.u.task_exit.superseded_by = superseded_by;
	return apply(ev);
}

static struct task *exec(pid_t tid, pid_t old_tid)
{
	struct event ev = {.kind = EV_EXEC, .tid = tid};
	ev.u.exec.old_tid = old_tid;
	return apply(ev);
}

START_TEST(restart_goes_on_with_a_call)
{
	struct event ev = {.kind = EV_ENTER, .tid = 11};
	ev.u.enter.abi = ABI_X64;
	ev.u.enter.nr = 219;
	ev.u.enter.resumes = 230;
	ck_assert_ptr_eq(apply(ev)->call.resumes, desc_find(ABI_X64, 230));
	enter(10, 7);
	leave(10, -1, 516);
	ck_assert_ptr_eq(enter(10, 219)->call.resumes, desc_find(ABI_X64, 7));
	leave(10, -1, 512);
	enter(10, 0);
	leave(10, 0, 0);
	ck_assert_ptr_eq(task_find(&set, 10)->restartable, desc_find(ABI_X64, 7));
}
END_TEST

START_TEST(names_change)
{
	struct event born_ev = {.kind = EV_TASK_NEW, .tid = 10}, exec_ev = {.kind = EV_EXEC, .tid = 10},
		     exit_ev = {.kind = EV_EXIT, .tid = 10};
	exec_ev.u.exec.old_tid = 10;
	name(&born_ev, born_ev.u.task.comm, "fifteen letters");
	const struct task *task = task_find(&set, 10);
	ck_assert_str_eq(task->comm, "fifteen letters");
	name(&exec_ev, exec_ev.u.exec.comm, "sh");
	ck_assert_str_eq(task->comm, "sh");
	name(&exit_ev, exit_ev.u.exit.comm, "");
	ck_assert_str_eq(task->comm, "sh");
	name(&exit_ev, exit_ev.u.exit.comm, "other");
	ck_assert_str_eq(task->comm, "other");
}
END_TEST

START_TEST(call_opens_and_closes)
{
	struct task *task = enter(10, 0);
	ck_assert_ptr_eq(task, task_find(&set, 10));
	ck_assert(task->call.open);
	ck_assert_ptr_eq(task->call.desc, desc_find(ABI_X64, 0));
	ck_assert_uint_eq(task->call.reg[5], 105);
	ck_assert_uint_eq(task->call.enter_mono_ns, 5);
	ck_assert_uint_eq(task->call.enter_real_ns, 6);
	ck_assert_uint_eq(task->call.enter_cpu_ns, 7);
	ck_assert_uint_eq(task->call.ip, 8);
	ck_assert_uint_eq(task->call.sp, 9);
	ck_assert_uint_eq(task->call.at[0].entry, TAPE_NONE);
	ck_assert_uint_eq(task->call.ret_note, TAPE_NONE);
	ck_assert_uint_eq(task->seq, 1);
	ck_assert_ptr_eq(leave(10, -1, 512), task);
	ck_assert(!task->call.open);
	ck_assert_int_eq(task->call.error, 512);
	ck_assert_int_eq(task->call.value, -1);
	ck_assert_uint_eq(task->call.exit_mono_ns, 50);
	ck_assert_uint_eq(task->call.exit_cpu_ns, 70);
}
END_TEST

START_TEST(next_call_starts_afresh)
{
	struct task *task = enter(10, 1);
	task->call.decoded = task->call.wanted = true;
	task->call.absent = 1;
	task->call.at[2].exit = tape_put(&task->call.tape, TAPE_INT, 0, TAPE_NOTYPE, 0, 0, 1);
	leave(10, 0, 0);
	enter(10, 2);
	ck_assert(!task->call.decoded && !task->call.wanted && task->call.absent == 0);
	ck_assert_uint_eq(task->call.at[2].exit, TAPE_NONE);
	ck_assert_uint_eq(task->call.tape.len, 0);
	ck_assert_uint_eq(task->seq, 2);
}
END_TEST

START_TEST(children_of_attached_tasks_are_attached)
{
	ck_assert(!born(10, 10, 0, TASK_SPAWNED)->attached);
	ck_assert(!born(11, 11, 10, TASK_FORKED)->attached);
	ck_assert(born(20, 20, 0, TASK_ATTACHED)->attached);
	ck_assert(born(21, 20, 20, TASK_FORKED)->attached);
	ck_assert_int_eq(task_find(&set, 21)->tgid, 20);
	ck_assert_uint_eq(set.count, 4);
}
END_TEST

START_TEST(exec_of_the_leader_changes_nothing)
{
	struct task *task = enter(10, 59);
	ck_assert_ptr_eq(exec(10, 10), task);
	ck_assert(task->call.open);
	ck_assert_ptr_eq(leave(10, 0, 0), task);
}
END_TEST

START_TEST(exec_of_a_thread_takes_the_leaders_tid)
{
	born(10, 10, 0, TASK_SPAWNED);
	struct task *caller = born(11, 10, 10, TASK_FORKED);
	enter(10, 34);
	enter(11, 59);
	caller->sink[1] = 77;
	task_forget(&set, gone(10, 11));
	ck_assert_ptr_eq(exec(10, 11), caller);
	ck_assert_ptr_eq(task_find(&set, 10), caller);
	ck_assert_ptr_null(task_find(&set, 11));
	ck_assert_int_eq(caller->tid, 10);
	ck_assert_uint_eq(caller->call.nr, 59);
	ck_assert(caller->call.open);
	ck_assert_uint_eq(caller->sink[1], 77);
	ck_assert_uint_eq(set.count, 1);
}
END_TEST

/* Only one thread was attached to, and another one called execve. */
START_TEST(exec_of_a_thread_without_a_known_leader)
{
	struct task *caller = enter(11, 59);
	ck_assert_ptr_eq(exec(10, 11), caller);
	ck_assert_ptr_eq(task_find(&set, 10), caller);
	ck_assert_uint_eq(set.count, 1);
}
END_TEST

START_TEST(end_has_no_task)
{
	ck_assert_ptr_null(apply((struct event){.kind = EV_END}));
	ck_assert_ptr_null(apply((struct event){.kind = EV_LOST}));
	ck_assert_uint_eq(set.count, 0);
	task_forget(&set, gone(12, 0));
	ck_assert_uint_eq(set.count, 0);
}
END_TEST

static void setup(void)
{
	task_set_init(&set);
}

static void teardown(void)
{
	task_set_free(&set);
	ck_assert_uint_eq(set.count, 0);
}

int main(void)
{
	Suite *suite = suite_create("task");
	TCase *tc = tcase_create("task");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, restart_goes_on_with_a_call);
	tcase_add_test(tc, names_change);
	tcase_add_test(tc, call_opens_and_closes);
	tcase_add_test(tc, next_call_starts_afresh);
	tcase_add_test(tc, children_of_attached_tasks_are_attached);
	tcase_add_test(tc, exec_of_the_leader_changes_nothing);
	tcase_add_test(tc, exec_of_a_thread_takes_the_leaders_tid);
	tcase_add_test(tc, exec_of_a_thread_without_a_known_leader);
	tcase_add_test(tc, end_has_no_task);
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
