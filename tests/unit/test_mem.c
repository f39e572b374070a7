#include <check.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem/mem.h"

static size_t page;

/* n readable pages filled with 'x', and an unreadable one behind them. */
static char *map_with_hole(size_t n)
{
	page = (size_t)sysconf(_SC_PAGESIZE);
	char *p = mmap(NULL, (n + 1) * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(p, MAP_FAILED);
	memset(p, 'x', n * page);
	ck_assert_int_eq(mprotect(p + n * page, page, PROT_NONE), 0);
	return p;
}

static struct mem *own_memory(void)
{
	struct mem *mem = mem_live_new();
	mem_live_target(mem, getpid());
	return mem;
}

static uint64_t address(const void *p)
{
	return (uint64_t)(uintptr_t)p;
}

START_TEST(snap_reads_up_to_the_first_gap)
{
	char buf[16];
	struct mem *mem = mem_snap_new();
	mem_snap_add(mem, 0x1000, "abcd", 4);
	mem_snap_add(mem, 0x1004, "efgh", 4);
	mem_snap_add(mem, 0x2000, "z", 1);
	ck_assert_int_eq(mem_read(mem, 0x1002, buf, 4), 4);
	ck_assert_mem_eq(buf, "cdef", 4);
	ck_assert_int_eq(mem_read(mem, 0x1006, buf, 8), 2);
	ck_assert_int_eq(mem_read(mem, 0x1008, buf, 1), -EFAULT);
	ck_assert_int_eq(mem_read(mem, 0xfff, buf, 2), -EFAULT);
	ck_assert_int_eq(mem_read(mem, 0x5000, buf, 0), 0);
	ck_assert_int_eq(mem_read_all(mem, 0x1000, buf, 8), 0);
	ck_assert_int_eq(mem_read_all(mem, 0x1000, buf, 9), -EFAULT);
	mem_close(mem);
}
END_TEST

START_TEST(addresses_do_not_wrap_around)
{
	char buf[16];
	struct mem *mem = mem_snap_new();
	mem_snap_add(mem, UINT64_MAX - 1, "yz", 2);
	mem_snap_add(mem, 0, "0", 1);
	ck_assert_int_eq(mem_read(mem, UINT64_MAX - 1, buf, 16), 2);
	ck_assert_int_eq(mem_read(mem, 0, buf, 16), 1);
	mem_close(mem);
	mem = own_memory();
	ck_assert_int_eq(mem_read(mem, UINT64_MAX - 1, buf, 16), -EFAULT);
	ck_assert_int_eq(mem_read(mem, 0, buf, 16), -EFAULT);
	mem_close(mem);
}
END_TEST

START_TEST(string_ends_at_its_nul_or_at_the_limit)
{
	char buf[16];
	int ended = 7;
	struct mem *mem = mem_snap_new();
	mem_snap_add(mem, 0x1000, "hello", 6);
	ck_assert_int_eq(mem_read_str(mem, 0x1000, buf, 16, &ended), 5);
	ck_assert_int_eq(ended, 1);
	ck_assert_int_eq(mem_read_str(mem, 0x1000, buf, 6, &ended), 5);
	ck_assert_int_eq(ended, 1);
	ck_assert_int_eq(mem_read_str(mem, 0x1000, buf, 5, &ended), 5);
	ck_assert_int_eq(ended, 0);
	ended = 7;
	mem_snap_add(mem, 0x2000, "abc", 3);
	ck_assert_int_eq(mem_read_str(mem, 0x2000, buf, 16, &ended), -EFAULT);
	ck_assert_int_eq(mem_read_str(mem, 0x3000, buf, 16, &ended), -EFAULT);
	ck_assert_int_eq(ended, 7);
	ck_assert_int_eq(mem_read_str(mem, 0x2000, buf, 3, &ended), 3);
	mem_close(mem);
}
END_TEST

START_TEST(live_short_read_is_precise)
{
	static const size_t sizes[] = {1, 2, 3, 4, 5, 9};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		char *p = map_with_hole(sizes[i]), *end = p + sizes[i] * page;
		char *buf = malloc(12 * page);
		struct mem *mem = own_memory();
		ck_assert_int_eq(mem_read(mem, address(end), buf, 1), -EFAULT);
		ck_assert_int_eq(mem_read(mem, address(end - 1), buf, 2), 1);
		ck_assert_int_eq(mem_read(mem, address(p), buf, 12 * page), (ssize_t)(sizes[i] * page));
		ck_assert_int_eq(mem_read(mem, address(p + 5), buf, sizes[i] * page), (ssize_t)(sizes[i] * page) - 5);
		ck_assert_int_eq(buf[0], 'x');
		ck_assert_int_eq(mem_read_all(mem, address(p + 5), buf, sizes[i] * page), -EFAULT);
		mem_close(mem);
		free(buf);
	}
}
END_TEST

START_TEST(live_string_before_an_unmapped_page)
{
	char *p = map_with_hole(1), *end = p + page;
	char buf[64];
	int ended = 0;
	struct mem *mem = own_memory();
	memcpy(end - 4, "abc", 4);
	ck_assert_int_eq(mem_read_str(mem, address(end - 4), buf, sizeof buf, &ended), 3);
	ck_assert_int_eq(ended, 1);
	mem_live_target(mem, getpid());
	end[-1] = 'd';
	ck_assert_int_eq(mem_read_str(mem, address(end - 4), buf, sizeof buf, &ended), -EFAULT);
	ck_assert_int_eq(mem_read_str(mem, address(end - 4), buf, 4, &ended), 4);
	ck_assert_int_eq(ended, 0);
	mem_close(mem);
}
END_TEST

START_TEST(live_string_across_pages)
{
	char *p = map_with_hole(3);
	char buf[64];
	int ended = 0;
	struct mem *mem = own_memory();
	memcpy(p + page - 3, "abcdef", 7);
	ck_assert_int_eq(mem_read_str(mem, address(p + page - 3), buf, sizeof buf, &ended), 6);
	ck_assert_mem_eq(buf, "abcdef", 6);
	mem_close(mem);
}
END_TEST

/* Blocks that are cached already, in any place of the range, must not confuse a longer read. */
START_TEST(live_cached_blocks_mix_with_new_ones)
{
	char *p = map_with_hole(6);
	char *buf = malloc(4 * page);
	struct mem *mem = own_memory();
	for (size_t i = 0; i < 6; i++)
		p[i * page] = (char)('0' + i);
	for (size_t first = 0; first < 6; first++)
		for (size_t from = 0; from < 3; from++) {
			mem_live_target(mem, getpid());
			ck_assert_int_eq(mem_read(mem, address(p + first * page), buf, 1), 1);
			ck_assert_int_eq(buf[0], (char)('0' + first));
			ck_assert_int_eq(mem_read(mem, address(p + from * page), buf, 4 * page), (ssize_t)(4 * page));
			for (size_t i = 0; i < 4; i++)
				ck_assert_int_eq(buf[i * page], (char)('0' + from + i));
			ck_assert_int_eq(buf[4 * page - 1], 'x');
		}
	mem_close(mem);
	free(buf);
}
END_TEST

START_TEST(live_cache_lasts_one_stop)
{
	char *p = map_with_hole(1), c;
	struct mem *mem = own_memory();
	ck_assert_int_eq(mem_read(mem, address(p), &c, 1), 1);
	*p = 'y';
	ck_assert_int_eq(mem_read(mem, address(p), &c, 1), 1);
	ck_assert_int_eq(c, 'x');
	mem_live_target(mem, getpid());
	ck_assert_int_eq(mem_read(mem, address(p), &c, 1), 1);
	ck_assert_int_eq(c, 'y');
	mem_close(mem);
}
END_TEST

/* A sandbox may refuse process_vm_readv; what can be read must stay the same. */
START_TEST(live_without_process_vm_readv)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_process_vm_readv, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (_i ? ENOSYS : EPERM)),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = {.len = sizeof code / sizeof *code, .filter = code};
	ck_assert_int_eq(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
	ck_assert_int_eq(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter), 0);
	/* /proc/self/mem may read what PROT_NONE hides, so this hole is a real one. */
	char *p = map_with_hole(9), *end = p + 9 * page, *buf = malloc(12 * page);
	munmap(end, page);
	struct mem *mem = own_memory();
	ck_assert_int_eq(mem_read(mem, address(end - 3), buf, 5), 3);
	ck_assert_int_eq(buf[2], 'x');
	ck_assert_int_eq(mem_read(mem, address(end), buf, 5), -EFAULT);
	ck_assert_int_eq(mem_read(mem, address(p), buf, 12 * page), (ssize_t)(9 * page));
	ck_assert_int_eq(mem_read(mem, 0, buf, 5), -EFAULT);
	mem_close(mem);
	free(buf);
}
END_TEST

START_TEST(live_of_a_process_that_is_gone)
{
	char c;
	pid_t pid = fork();
	if (pid == 0)
		_exit(0);
	waitpid(pid, NULL, 0);
	struct mem *mem = mem_live_new();
	mem_live_target(mem, pid);
	ck_assert_int_lt(mem_read(mem, address(&c), &c, 1), 0);
	mem_close(mem);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mem");
	TCase *tc = tcase_create("mem");
	tcase_add_test(tc, snap_reads_up_to_the_first_gap);
	tcase_add_test(tc, addresses_do_not_wrap_around);
	tcase_add_test(tc, string_ends_at_its_nul_or_at_the_limit);
	tcase_add_test(tc, live_short_read_is_precise);
	tcase_add_test(tc, live_string_before_an_unmapped_page);
	tcase_add_test(tc, live_string_across_pages);
	tcase_add_test(tc, live_cached_blocks_mix_with_new_ones);
	tcase_add_test(tc, live_cache_lasts_one_stop);
	tcase_add_loop_test(tc, live_without_process_vm_readv, 0, 2);
	tcase_add_test(tc, live_of_a_process_that_is_gone);
	suite_add_tcase(suite, tc);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
