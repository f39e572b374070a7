/* Scalars and runs of bytes as text: every style, each way of -X. What is expected here was seen in strace's output. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_tables.h"
#include "base/error.h"
#include "sink/value.h"

static struct tape tape;
static struct buf out;
static struct value_opts opts = {.abi = ABI_X64};

static void setup(void)
{
	setenv("TZ", "UTC", 1);
	tape_init(&tape);
	buf_init(&out);
	opts = (struct value_opts){.abi = ABI_X64};
}

static void teardown(void)
{
	tape_free(&tape);
	buf_free(&out);
}

static const char *text(uint32_t i)
{
	buf_reset(&out);
	value_text(&out, &tape, i, &opts);
	return buf_cstr(&out);
}

#define NONE TAPE_NOTYPE
static const struct {
	uint16_t type;
	uint8_t style;
	uint64_t value;
	const char *abbrev, *raw, *verbose; /* NULL: as abbrev */
} numbers_shown[] = {
	{T_INT, 0, (uint64_t)-1, "-1", NULL, NULL},
	{T_ULONG, 0, (uint64_t)-1, "18446744073709551615", NULL, NULL},
	{NONE, ST_DEC, (uint64_t)-5, "-5", NULL, NULL},
	{NONE, ST_HEX, 0, "0", NULL, NULL},
	{NONE, ST_HEX, 0x1f, "0x1f", NULL, NULL},
	{NONE, ST_OCT, 017, "017", NULL, NULL},
	{T_UMODE, 0, 0, "000", NULL, NULL},
	{T_UMODE, 0, 07, "007", NULL, NULL},
	{T_UMODE, 0, 022, "022", NULL, NULL},
	{T_UMODE, 0, 0107777, "0107777", NULL, NULL},
	{T_ADDR, 0, 0, "NULL", NULL, NULL},
	{T_ADDR, 0, 0x1000, "0x1000", NULL, NULL},
	{T_DIRFD, 0, (uint64_t)-100, "AT_FDCWD", "-100", "-100 /* AT_FDCWD */"},
	{T_DIRFD, 0, (uint64_t)-101, "-101", NULL, NULL},
	{T_FD, 0, (uint64_t)-100, "-100", NULL, NULL},
	{T_UID, 0, UINT32_MAX, "-1", NULL, NULL},
	{T_UID, 0, 2415919103, "2415919103", NULL, NULL},
	{T_UID, 0, 65535, "65535", NULL, NULL},
	{T_UID16, 0, 65535, "-1", NULL, NULL},
	{T_SIGNAL, 0, 0, "0", NULL, NULL},
	{T_SIGNAL, 0, 10, "SIGUSR1", "10", "10 /* SIGUSR1 */"},
	{T_SIGNAL, 0, 32, "SIGRTMIN", "32", "32 /* SIGRTMIN */"},
	{T_SIGNAL, 0, 34, "SIGRT_2", "34", "34 /* SIGRT_2 */"},
	{T_SIGNAL, 0, 77, "77", NULL, NULL},
	{T_SIGNAL, 0, (uint64_t)-2147483647, "-2147483647", NULL, NULL},
	{NONE, ST_DEV, 0x456789ab, "makedev(0x789, 0x456ab)", "0x456789ab", "0x456789ab /* makedev(0x789, 0x456ab) */"},
	{NONE, ST_DEV, 3, "makedev(0, 0x3)", "0x3", "0x3 /* makedev(0, 0x3) */"},
	{T_RLIM, 0, 8388608, "8192*1024", "8388608", "8388608 /* 8192*1024 */"},
	{T_RLIM, 0, 1024, "1024", NULL, NULL},
	{T_RLIM, 0, 0, "0", NULL, NULL},
	{T_RLIM, 0, 18446744073709551614u, "18446744073709551614", NULL, NULL},
	{T_RLIM, 0, UINT64_MAX, "RLIM64_INFINITY", "18446744073709551615", "18446744073709551615 /* RLIM64_INFINITY */"},
	{T_PORT, 0, 9, "htons(9)", "\"\\x00\\x09\"", "\"\\x00\\x09\" /* htons(9) */"},
	{T_ETH, 0, 3, "htons(ETH_P_ALL)", "\"\\x00\\x03\"", "\"\\x00\\x03\" /* htons(ETH_P_ALL) */"},
	{T_ETH, 0, 0x9999, "htons(0x9999 /* ETH_P_??? */)", "\"\\x99\\x99\"", NULL},
	{NONE, ST_HTONL, 5, "htonl(5)", "\"\\x00\\x00\\x00\\x05\"", "\"\\x00\\x00\\x00\\x05\" /* htonl(5) */"},
	{NONE, ST_IPV4, 0x7f000001, "inet_addr(\"127.0.0.1\")", "\"\\x7f\\x00\\x00\\x01\"",
         "\"\\x7f\\x00\\x00\\x01\" /* inet_addr(\"127.0.0.1\") */"},
	{NONE, ST_IFINDEX, 0, "0", NULL, NULL},
	{NONE, ST_IFINDEX, 987654, "987654", NULL, NULL},
	{T_CLOCK, 0, 0, "CLOCK_REALTIME", "0", "0 /* CLOCK_REALTIME */"},
	{T_CLOCK, 0, 0xffffffffffffd96a, "MAKE_PROCESS_CPUCLOCK(1234, CPUCLOCK_SCHED)", "0xffffd96a",
         "0xffffd96a /* MAKE_PROCESS_CPUCLOCK(1234, CPUCLOCK_SCHED) */"},
	{T_CLOCK, 0, 77, "0x4d /* CLOCK_??? */", "0x4d", NULL},
	{T_IOCTL, 0, 0x5401, "TCGETS", "0x5401", "0x5401 /* TCGETS */"},
	{T_IOCTL, 0, 0xc0044d00, "_IOC(_IOC_READ|_IOC_WRITE, 0x4d, 0, 0x4)", "0xc0044d00",
         "0xc0044d00 /* _IOC(_IOC_READ|_IOC_WRITE, 0x4d, 0, 0x4) */"},
	{NONE, ST_KVERSION, 0x60102, "KERNEL_VERSION(6, 1, 2)", "0x60102", "0x60102 /* KERNEL_VERSION(6, 1, 2) */"},
	{NONE, ST_ERRNO, 2, "ENOENT", "2", "2 /* ENOENT */"},
	{NONE, ST_ERRNO, 0, "0", NULL, NULL},
	{NONE, ST_NLGROUPS, 0x11, "0x000011", NULL, NULL},
	{NONE, ST_NLGROUPS, 0, "00000000", NULL, NULL},
	{NONE, ST_HEX16, 1, "0x0001", NULL, NULL},
	{NONE, ST_WSTATUS, 0x300, "{WIFEXITED(s) && WEXITSTATUS(s) == 3}", NULL, NULL},
	{NONE, ST_WSTATUS, 0x8b, "{WIFSIGNALED(s) && WTERMSIG(s) == SIGSEGV && WCOREDUMP(s)}", NULL, NULL},
	{NONE, ST_WSTATUS, 0x137f, "{WIFSTOPPED(s) && WSTOPSIG(s) == SIGSTOP}", NULL, NULL},
	{NONE, ST_WSTATUS, 0x857f, "{WIFSTOPPED(s) && WSTOPSIG(s) == SIGTRAP | 0x80}", NULL, NULL},
	{NONE, ST_WSTATUS, 0x4057f, "{WIFSTOPPED(s) && WSTOPSIG(s) == SIGTRAP}|PTRACE_EVENT_EXEC<<16", NULL, NULL},
	{NONE, ST_WSTATUS, 0x80137f, "{WIFSTOPPED(s) && WSTOPSIG(s) == SIGSTOP}|PTRACE_EVENT_STOP<<16", NULL, NULL},
	{NONE, ST_WSTATUS, 0xffff, "{WIFCONTINUED(s)}", NULL, NULL},
	{NONE, ST_DATE, 1000000000, "2001-09-09T01:46:40+0000", NULL, NULL},
	{T_IOPRIO, 0, 1u << 13 | 4, "IOPRIO_PRIO_VALUE(IOPRIO_CLASS_RT, 4)", "8196",
         "8196 /* IOPRIO_PRIO_VALUE(0x1 /* IOPRIO_CLASS_RT */, 4) */"},
	{T_IOPRIO, 0, (uint64_t)-1, "IOPRIO_PRIO_VALUE(0x7ffff /* IOPRIO_CLASS_??? */, 8191)", "-1",
         "-1 /* IOPRIO_PRIO_VALUE(0x7ffff /* IOPRIO_CLASS_??? */, 8191) */"},
	{NONE, ST_TIME, 0, "0", NULL, NULL},
	{NONE, ST_TIME, 1000000000, "1000000000 /* 2001-09-09T01:46:40+0000 */", NULL, NULL},
	{T_WHENCE, 0, 2, "SEEK_END", "0x2", "0x2 /* SEEK_END */"},
	{T_WHENCE, 0, 0, "SEEK_SET", "0", "0 /* SEEK_SET */"},
	{T_WHENCE, 0, (uint64_t)-1, "0xffffffff /* SEEK_??? */", "0xffffffff", NULL},
	{T_PROT, 0, 0, "PROT_NONE", "0", "0 /* PROT_NONE */"},
	{T_PROT, 0, 0x33, "PROT_READ|PROT_WRITE|0x30", "0x33", "0x33 /* PROT_READ|PROT_WRITE|0x30 */"},
	{T_PROT, 0, 0x30, "0x30 /* PROT_??? */", "0x30", NULL},
	{T_OPEN, 0, 0, "O_RDONLY", "0", "0 /* O_RDONLY */"},
	{T_OPEN, 0, 0x22, "O_RDWR|0x20", "0x22", "0x22 /* O_RDWR|0x20 */"},
	{T_OPEN, 0, 04010002, "O_RDWR|O_SYNC", "0x101002", "0x101002 /* O_RDWR|O_SYNC */"},
	{T_OPEN, 0, 010000, "O_RDONLY|O_DSYNC", "0x1000", "0x1000 /* O_RDONLY|O_DSYNC */"},
	{T_MODE, 0, 0100644, "S_IFREG|0644", "0100644", "0100644 /* S_IFREG|0644 */"},
	{T_MODE, 0, 0100000, "S_IFREG|000", "0100000", "0100000 /* S_IFREG|000 */"},
	{T_MODE, 0, 030644, "030644", "030644", NULL},
	{T_CLONE, 0, 0x111, "CLONE_VM|SIGCHLD", "0x111", "0x111 /* CLONE_VM|SIGCHLD */"},
	{T_CLONE, 0, 0, "0", NULL, NULL},
	{T_MMAP, 0, 21u << 26 | 2, "MAP_PRIVATE|21<<MAP_HUGE_SHIFT", "0x54000002",
         "0x54000002 /* MAP_PRIVATE|21<<MAP_HUGE_SHIFT */"},
	{T_KEXEC, 0, 0, "KEXEC_ARCH_DEFAULT", "0", "0 /* KEXEC_ARCH_DEFAULT */"},
	{T_KEXEC, 0, 1, "KEXEC_ARCH_DEFAULT|KEXEC_ON_CRASH", "0|0x1", "0 /* KEXEC_ARCH_DEFAULT */|0x1 /* KEXEC_ON_CRASH */"},
	{T_KEXEC, 0, 8, "KEXEC_ARCH_DEFAULT|0x8 /* KEXEC_??? */", "0|0x8", "0 /* KEXEC_ARCH_DEFAULT */|0x8 /* KEXEC_??? */"},
	{T_KEXEC, 0, 0x30009, "0x30000 /* KEXEC_ARCH_??? */|KEXEC_ON_CRASH|0x8", "0x30000|0x9",
         "0x30000 /* KEXEC_ARCH_??? */|0x9 /* KEXEC_ON_CRASH|0x8 */"},
	{T_BESIDE, 0, 0, "0<<12|0", "0", "0"},
	{T_BESIDE, 0, 0x15053, "KEXEC_ON_CRASH|0x10002|0x5<<12|5", "0x15003|5",
         "0x15003 /* KEXEC_ON_CRASH|0x10002|0x5<<12 */|5"},
	{T_FILE, 0, 0104644, "S_IFREG|KEXEC_ON_CRASH|0644", "0104644", "0104644 /* S_IFREG|KEXEC_ON_CRASH|0644 */"},
	{T_FILE, 0, 04644, "KEXEC_ON_CRASH|0644", "04644", "04644 /* KEXEC_ON_CRASH|0644 */"},
	{T_FILE, 0, 0174644, "0174644", "0174644", NULL},
	{T_MASKED, 0, 0x61, "KEXEC_ON_CRASH|0x1", "0x61", "0x61 /* KEXEC_ON_CRASH|0x1 */"},
	{T_MASKED, 0, 0x70, "0x70", "0x70", NULL},
	{T_CAP, 0, 0, "0", NULL, NULL},
	{T_CAP, 0, 1, "1<<CAP_CHOWN", "0x1", "0x1 /* 1<<CAP_CHOWN */"},
	{T_CAP, 0, 0xfffffe0100000001, "1<<CAP_CHOWN|1<<CAP_MAC_OVERRIDE|0xfffffe00", "0x1|0xfffffe01",
         "0x1 /* 1<<CAP_CHOWN */|0xfffffe01 /* 1<<CAP_MAC_OVERRIDE|0xfffffe00 */"},
};

static const char *number(int i, enum value_consts consts)
{
	buf_reset(&out);
	opts.consts = consts;
	value_number(&out, numbers_shown[i].value, numbers_shown[i].type, numbers_shown[i].style, &opts);
	return buf_cstr(&out);
}

START_TEST(number_styles)
{
	const char *abbrev = numbers_shown[_i].abbrev, *raw = numbers_shown[_i].raw, *verbose = numbers_shown[_i].verbose;
	ck_assert_str_eq(number(_i, VALUE_ABBREV), abbrev);
	ck_assert_str_eq(number(_i, VALUE_RAW), raw ? raw : abbrev);
	if (verbose || numbers_shown[_i].type != T_ETH)
		ck_assert_str_eq(number(_i, VALUE_VERBOSE), verbose ? verbose : abbrev);
}
END_TEST

static const struct {
	uint64_t set;
	const char *abbrev, *raw, *verbose;
} sets[] = {
	{0, "[]", "[]", "[]"},
	{UINT64_MAX, "~[]", "~[]", "~[]"},
	{0x7, "[HUP INT QUIT]", "[1 2 3]", "[1 /* HUP */ 2 /* INT */ 3 /* QUIT */]"},
	{~UINT64_C(0x180000000), "~[RTMIN RT_1]", "~[32 33]", "~[32 /* RTMIN */ 33 /* RT_1 */]"},
};

START_TEST(signal_sets)
{
	const char *want[] = {sets[_i].abbrev, sets[_i].raw, sets[_i].verbose};
	for (int consts = VALUE_ABBREV; consts <= VALUE_VERBOSE && want[consts]; consts++) {
		opts.consts = (enum value_consts)consts;
		buf_reset(&out);
		value_number(&out, sets[_i].set, TAPE_NOTYPE, ST_SIGSET, &opts);
		buf_cstr(&out);
		ck_assert_msg(strncmp(out.p, want[consts], strlen(want[consts])) == 0, "%s", out.p);
	}
}
END_TEST

/* Two thirds of 64, rounded down, is where a set is shown by what it lacks. */
START_TEST(signal_sets_turn_over)
{
	value_number(&out, (UINT64_C(1) << 41) - 1, TAPE_NOTYPE, ST_SIGSET, &opts);
	ck_assert_int_eq(out.p[0], '[');
	buf_reset(&out);
	value_number(&out, (UINT64_C(1) << 42) - 1, TAPE_NOTYPE, ST_SIGSET, &opts);
	ck_assert_int_eq(out.p[0], '~');
}
END_TEST

static const struct {
	uint8_t style;
	uint16_t flags;
	const char *bytes;
	size_t len;
	const char *text;
} runs[] = {
	{ST_DEFAULT, 0, "a\n", 2, "\"a\\n\""},
	{ST_DEFAULT, TF_CUT, "abc", 3, "\"abc\"..."},
	{ST_HEXSTR, TF_CUT, "\1\2", 2, "\"\\x01\\x02\"..."},
	{ST_HEXBYTES, 0, "\1\2", 2, "0x0102"},
	{ST_FDSET, 0, "\x28\2", 2, "[3 5 9]"},
	{ST_CPUSET, 0, "\0\0", 2, "[]"},
	{ST_CPUSET, 0, "\5", 1, "[0 2]"},
	{ST_MINCORE, 0, "\1\xfe", 2, "[1, 0]"},
	{ST_MAC, 0, "\1\2\3\4\5\xab", 6, "01:02:03:04:05:ab"},
	{ST_UUID, 0, "\0\1\2\3\4\5\6\7\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f", 16, "00010203-0405-0607-0809-0a0b0c0d0e0f"},
	{ST_SUNPATH, 0, "/ab\0junk", 8, "\"/ab\""},
	{ST_SUNPATH, 0, "\0x\0y", 4, "@\"x\\0y\""},
	{ST_SUNPATH, 0, "\0", 1, "@\"\""},
};

START_TEST(byte_styles)
{
	tape_bytes(&tape, TAPE_STR, 0, TAPE_NOTYPE, runs[_i].style, runs[_i].flags, runs[_i].bytes, runs[_i].len);
	ck_assert_str_eq(text(0), runs[_i].text);
}
END_TEST

START_TEST(fd_set_ends_at_its_count)
{
	tape_bytes(&tape, TAPE_STR, 0, TAPE_NOTYPE, ST_FDSET, 0, "\x28\2", 2);
	tape_put(&tape, TAPE_OPERAND, 0, TAPE_NOTYPE, 0, 0, 6);
	ck_assert_str_eq(text(0), "[3 5]");
	ck_assert_uint_eq(value_next(&tape, 0), tape.len);
}
END_TEST

START_TEST(capabilities_have_two_words)
{
	tape_put(&tape, TAPE_INT, 0, T_CAP, ST_CAPSET, 0, 1);
	tape_put(&tape, TAPE_OPERAND, 0, TAPE_NOTYPE, 0, 0, 1);
	ck_assert_str_eq(text(0), "1<<CAP_CHOWN|1<<CAP_MAC_OVERRIDE");
}
END_TEST

START_TEST(ipv6_says_its_name)
{
	uint8_t addr[16] = {0xfe, 0x80, [15] = 1};
	tape_bytes(&tape, TAPE_STR, STR(sin6_addr), TAPE_NOTYPE, ST_IPV6, 0, addr, 16);
	ck_assert_str_eq(text(0), "inet_pton(AF_INET6, \"fe80::1\", &sin6_addr)");
	opts.consts = VALUE_VERBOSE;
	ck_assert_str_eq(text(0), "\"\\xfe\\x80\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01\""
	                          " /* inet_pton(AF_INET6, \"fe80::1\") */");
}
END_TEST

START_TEST(remarks)
{
	tape_put(&tape, TAPE_INT, 0, T_FD, 0, 0, 3);
	tape_bytes(&tape, TAPE_FDPATH, 0, TAPE_NOTYPE, 0, TF_DELETED, "/a<b", 4);
	tape_bytes(&tape, TAPE_NOTE, 0, TAPE_NOTYPE, 0, 0, "why", 3);
	uint32_t next = tape_put(&tape, TAPE_MORE, 0, TAPE_NOTYPE, 0, TF_FAULT, 0x1000);
	ck_assert_str_eq(text(0), "3</a\\74b>(deleted) /* why */");
	ck_assert_uint_eq(value_next(&tape, 0), next);
	ck_assert_str_eq(text(next), "... /* 0x1000 */");
}
END_TEST

static void put_time(uint8_t style, int64_t sec, uint64_t frac)
{
	tape_reset(&tape);
	buf_reset(&out);
	uint32_t open = tape_open(&tape, TAPE_STRUCT, 0, TAPE_NOTYPE, style);
	tape_put(&tape, TAPE_INT, STR(tv_sec), T_LONG, 0, 0, (uint64_t)sec);
	tape_put(&tape, TAPE_INT, STR(tv_nsec), T_LONG, 0, 0, frac);
	tape_close(&tape, open);
	value_struct_note(&out, &tape, 0, &opts);
	buf_cstr(&out);
}

START_TEST(dates)
{
	put_time(ST_WALLTIME, 1000000000, 5);
	ck_assert_str_eq(out.p, " /* 2001-09-09T01:46:40.000000005+0000 */");
	put_time(ST_WALLTIME_US, 1, 20);
	ck_assert_str_eq(out.p, " /* 1970-01-01T00:00:01.000020+0000 */");
	put_time(ST_WALLTIME, 0, 0);
	ck_assert_str_eq(out.p, "");
	put_time(ST_WALLTIME, -5, 2000000000);
	ck_assert_str_eq(out.p, "");
	put_time(ST_WALLTIME, INT64_MAX, 7);
	ck_assert_str_eq(out.p, "");
	put_time(ST_UTIME, 1, 0x3ffffffe);
	ck_assert_str_eq(out.p, "");
	ck_assert(value_struct_name(&out, &tape, 0, &opts));
	ck_assert_str_eq(buf_cstr(&out), "UTIME_OMIT");
	opts.consts = VALUE_VERBOSE;
	put_time(ST_UTIME, 1, 0x3fffffff);
	ck_assert_str_eq(out.p, " /* UTIME_NOW */");
	ck_assert(!value_struct_name(&out, &tape, 0, &opts));
}
END_TEST

START_TEST(errors)
{
	ck_assert_str_eq(error_name(2), "ENOENT");
	ck_assert_str_eq(error_name(11), "EAGAIN");
	ck_assert_str_eq(error_name(133), "EHWPOISON");
	ck_assert_str_eq(error_name(512), "ERESTARTSYS");
	ck_assert_ptr_null(error_name(41));
	ck_assert_ptr_null(error_name(134));
	ck_assert_ptr_null(error_name(-1));
	ck_assert_ptr_null(error_restart(2));
}
END_TEST

#define ROWS(table) (int)(sizeof(table) / sizeof(*(table)))

int main(void)
{
	Suite *s = suite_create("value");
	TCase *tc = tcase_create("value");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, number_styles, 0, ROWS(numbers_shown));
	tcase_add_loop_test(tc, signal_sets, 0, ROWS(sets));
	tcase_add_test(tc, signal_sets_turn_over);
	tcase_add_loop_test(tc, byte_styles, 0, ROWS(runs));
	tcase_add_test(tc, fd_set_ends_at_its_count);
	tcase_add_test(tc, capabilities_have_two_words);
	tcase_add_test(tc, ipv6_says_its_name);
	tcase_add_test(tc, remarks);
	tcase_add_test(tc, dates);
	tcase_add_test(tc, errors);
	suite_add_tcase(s, tc);
	SRunner *sr = srunner_create(s);
	srunner_run_all(sr, CK_NORMAL);
	int failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
