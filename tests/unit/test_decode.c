/* The walker over captured memory: every kind of value, and every way in which it can be missing. */
#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "decode/decode.h"
#include "decode_tables.h"

static struct call call;
static struct mem *mem;
static struct decode_opts opts;
static struct buf text;

static void setup(void)
{
	memset(&call, 0, sizeof(call));
	tape_init(&call.tape);
	buf_init(&text);
	mem = mem_snap_new();
	opts = (struct decode_opts){.str_limit = 32, .abbrev = true, .deref = true};
}

static void teardown(void)
{
	tape_free(&call.tape);
	buf_free(&text);
	mem_close(mem);
}

static void enter(unsigned which, uint64_t a, uint64_t b, uint64_t c)
{
	call.desc = &desc_call[which];
	call.reg[0] = a;
	call.reg[1] = b;
	call.reg[2] = c;
	decode_begin(&call);
	decode_enter(&call, getpid(), mem, &opts);
}

static void leave(int64_t value, int error)
{
	tape_reset(&call.tape); /* what entry wrote was looked at */
	call.value = error ? -1 : value;
	call.error = error;
	decode_exit(&call, getpid(), mem, &opts);
}

static const char *dump(void)
{
	buf_reset(&text);
	tape_dump(&call.tape, &text);
	return buf_cstr(&text);
}

#define SHOWS(expected) ck_assert_str_eq(dump(), expected)

START_TEST(test_bytes_are_cut_by_what_came)
{
	mem_snap_add(mem, 0x1000, "0123456789", 10);
	enter(C_READ, 3, 0x1000, 100);
	SHOWS("fd_=int 0x3 as fd\nlen=int 0x64\n");
	ck_assert_uint_eq(call.at[1].entry, TAPE_NONE);
	leave(4, 0);
	SHOWS("buf=str \"0123\"\nint 0x4 as hex\n");
	ck_assert_uint_eq(call.at[1].exit, 0);
	ck_assert_uint_ne(call.ret_note, TAPE_NONE);
	enter(C_READ, 3, 0x1000, 2);
	leave(4, 0);
	SHOWS("buf=str \"01\"\nint 0x4 as hex\n");
}
END_TEST

START_TEST(test_out_data_of_a_failed_call_is_an_address)
{
	mem_snap_add(mem, 0x1000, "0123456789", 10);
	enter(C_READ, 3, 0x1000, 100);
	leave(0, 9);
	SHOWS("buf=addr 0x1000 as addr\n");
}
END_TEST

START_TEST(test_bytes_limit_and_faults)
{
	opts.str_limit = 4;
	mem_snap_add(mem, 0x1000, "0123456789", 10);
	enter(C_WRITE, UINT32_MAX, 0x1000, 10);
	SHOWS("fd_=int 0xffffffffffffffff as fd\nbuf=str \"0123\" cut\nlen=int 0xa\n");
	enter(C_WRITE, 1, 0x1000, 4);
	SHOWS("fd_=int 0x1 as fd\nbuf=str \"0123\"\nlen=int 0x4\n");
	enter(C_WRITE, 1, 0x1008, UINT64_MAX);
	SHOWS("fd_=int 0x1 as fd\nbuf=addr 0x1008 as addr fault\nlen=int 0xffffffffffffffff\n");
	enter(C_WRITE, 1, 0, 4);
	SHOWS("fd_=int 0x1 as fd\nbuf=addr 0x0 as addr\nlen=int 0x4\n");
	enter(C_WRITE, 1, 0x1000, 0);
	SHOWS("fd_=int 0x1 as fd\nbuf=str \"\"\nlen=int 0x0\n");
}
END_TEST

START_TEST(test_strings)
{
	opts.str_limit = 4;
	mem_snap_add(mem, 0x1000, "abcd", 5);
	mem_snap_add(mem, 0x2000, "abcde", 6);
	mem_snap_add(mem, 0x3000, "ab", 2);
	enter(C_STR, 0x1000, 0, 0);
	SHOWS("nam=str \"abcd\" cstr\n");
	enter(C_STR, 0x2000, 0, 0);
	SHOWS("nam=str \"abcd\" cut\n");
	enter(C_STR, 0x3000, 0, 0);
	SHOWS("nam=addr 0x3000 as addr fault\n");
	enter(C_OPEN, 0x2000, 0, 0644);
	SHOWS("nam=str \"abcde\" path cstr\nkey=int 0x0\n");
	ck_assert_uint_eq(call.absent, 4);
	enter(C_OPEN, 0x2000, 1, 0644);
	SHOWS("nam=str \"abcde\" path cstr\nkey=int 0x1\none=int 0x1a4\n");
}
END_TEST

START_TEST(test_path_limit)
{
	char path[4097];
	memset(path, 'a', sizeof(path));
	path[4096] = 0;
	mem_snap_add(mem, 0x10000, path, sizeof(path));
	enter(C_OPEN, 0x10001, 0, 0);
	ck_assert_uint_eq(call.tape.tok[0].value, 4095);
	ck_assert_uint_eq(call.tape.tok[0].flags, TF_PATH | TF_CSTR);
	enter(C_OPEN, 0x10000, 0, 0);
	ck_assert_uint_eq(call.tape.tok[0].value, 4095);
	ck_assert_uint_eq(call.tape.tok[0].flags, TF_PATH | TF_CUT);
}
END_TEST

START_TEST(test_references)
{
	uint32_t number = 5;
	uint64_t set = 0x202;
	mem_snap_add(mem, 0x1000, &number, sizeof(number));
	mem_snap_add(mem, 0x2000, &set, sizeof(set));
	enter(C_REFS, 0x1000, 0x2000, 0x1000);
	SHOWS("one=ref\n  int 0x5\nclose\n");
	ck_assert_uint_eq(call.deref_ok, 1);
	ck_assert_uint_eq(call.deref[0], 5);
	leave(0, 0);
	SHOWS("one=ref\n  int 0x5\nclose\nset=int 0x202 as sigset\ntwo=ref\n  int 0x5\nclose\n");
	enter(C_REFS, 0x1000, 0x2000, 0x1000);
	leave(0, 22);
	SHOWS("set=addr 0x2000 as addr\ntwo=ref\n  int 0x5\nclose\n");
	enter(C_REFS, 0x9000, 0, 0x9000);
	SHOWS("one=addr 0x9000 as addr fault\n");
	leave(0, 0);
	SHOWS("one=addr 0x9000 as addr fault\nset=addr 0x0 as addr\ntwo=addr 0x9000 as addr fault\n");
}
END_TEST

START_TEST(test_budget_limits_what_elements_point_to)
{
	const uint64_t vec[] = {0x2000, 3, 0x2010, 4, 0x2020, 5};
	mem_snap_add(mem, 0x1000, vec, sizeof(vec));
	mem_snap_add(mem, 0x2000, "0123456789abcdef0123456789abcdef0123456789", 42);
	enter(C_READV, 3, 0x1000, 3);
	SHOWS("fd_=int 0x3 as fd\nlen=int 0x3\n");
	leave(5, 0);
	SHOWS("vec=array\n  struct\n    buf=str \"012\"\n    len=int 0x3\n  close\n  struct\n    buf=str \"01\"\n    len=int 0x4\n "
	      " close\n"
	      "  struct\n    buf=str \"\"\n    len=int 0x5\n  close\nclose\n");
	enter(C_READV, 3, 0x1000, 1);
	leave(0, 9);
	SHOWS("vec=array\n  struct\n    buf=addr 0x2000 as addr\n    len=int 0x3\n  close\nclose\n");
}
END_TEST

START_TEST(test_i386_layout)
{
	const uint32_t vec[] = {0x2000, 3};
	call.abi = ABI_I386;
	mem_snap_add(mem, 0x1000, vec, sizeof(vec));
	mem_snap_add(mem, 0x2000, "abc", 3);
	enter(C_READV, 3, 0x1000, 1);
	leave(3, 0);
	SHOWS("vec=array\n  struct\n    buf=str \"abc\"\n    len=int 0x3\n  close\nclose\n");
	enter(C_PAIRS, 1, 0x11111111, 0x22222222);
	call.reg[3] = 0xfffffffe;
	enter(C_PAIRS, 1, 0x11111111, 0x22222222);
	SHOWS("one=int 0x2222222211111111\ntwo=int 0xfffffffffffffffe\n");
	ck_assert_uint_eq(call.absent, 1);
	opts.raw = true;
	enter(C_PAIRS, 1, 0x11111111, 0x22222222);
	SHOWS("int 0x1 as hex\none=int 0x2222222211111111 as hex\ntwo=int 0xfffffffe as hex\n");
}
END_TEST

START_TEST(test_arrays)
{
	const uint32_t words[] = {1, 2, 3};
	opts.str_limit = 2;
	mem_snap_add(mem, 0x1000, words, sizeof(words));
	enter(C_WORDS, 0x1000, 3, 0);
	SHOWS("vec=array\n  int 0x1\n  int 0x2\n  more\nclose\nlen=int 0x3\n");
	enter(C_WORDS, 0x1000, 2, 0);
	SHOWS("vec=array\n  int 0x1\n  int 0x2\nclose\nlen=int 0x2\n");
	enter(C_WORDS, 0x1000, 0, 0);
	SHOWS("vec=array\nclose\nlen=int 0x0\n");
	opts.abbrev = false;
	enter(C_WORDS, 0x1008, 3, 0);
	SHOWS("vec=array\n  int 0x3\n  more 0x100c fault\nclose\nlen=int 0x3\n");
	enter(C_WORDS, 0x100a, 3, 0);
	SHOWS("vec=addr 0x100a as addr fault\nlen=int 0x3\n");
	opts.deref = false;
	enter(C_WORDS, 0x1000, 3, 0);
	SHOWS("vec=addr 0x1000 as addr\nlen=int 0x3\n");
}
END_TEST

START_TEST(test_array_in_pieces)
{
	static uint32_t words[5000];
	for (unsigned i = 0; i < 5000; i++)
		words[i] = i;
	opts.abbrev = false;
	mem_snap_add(mem, 0x10000, words, sizeof(words));
	enter(C_WORDS, 0x10000, 6000, 0);
	ck_assert_uint_eq(call.tape.tok[5000].value, 4999);
	ck_assert_uint_eq(call.tape.tok[5001].op, TAPE_MORE);
	ck_assert_uint_eq(call.tape.tok[5001].value, 0x10000 + sizeof(words));
}
END_TEST

START_TEST(test_struct_fields)
{
	const uint32_t a[] = {1, 7, 0, 9}, b[] = {2, 7, 8, 9};
	mem_snap_add(mem, 0x1000, a, sizeof(a));
	mem_snap_add(mem, 0x2000, b, sizeof(b));
	enter(C_SHOW, 0x1000, 0, 0);
	SHOWS("ptr=struct\n  one=int 0x1\n  more\nclose\n");
	enter(C_SHOW, 0x2000, 0, 0);
	SHOWS("ptr=struct\n  one=int 0x2\n  more\nclose\n");
	opts.abbrev = false;
	enter(C_SHOW, 0x1000, 0, 0);
	SHOWS("ptr=struct\n  one=int 0x1\n  two=int 0x7\nclose\n");
	enter(C_SHOW, 0x2000, 0, 0);
	SHOWS("ptr=struct\n  one=int 0x2\n  key=int 0x8\nclose\n");
	enter(C_SHOW, 0x1004, 0, 0);
	SHOWS("ptr=addr 0x1004 as addr fault\n");
}
END_TEST

START_TEST(test_nothing_left_out_is_not_marked)
{
	const uint32_t a[] = {2, 7, 0, 9};
	mem_snap_add(mem, 0x1000, a, sizeof(a));
	enter(C_SHOW, 0x1000, 0, 0);
	SHOWS("ptr=struct\n  one=int 0x2\nclose\n");
}
END_TEST

START_TEST(test_sized_struct)
{
	const uint32_t a[] = {1, 2, 0, 0, 5}, zero[] = {1, 2, 0, 0, 0};
	mem_snap_add(mem, 0x1000, a, sizeof(a));
	mem_snap_add(mem, 0x2000, zero, sizeof(zero));
	enter(C_SIZED, 0x1000, 8, 0);
	SHOWS("ptr=struct\n  one=int 0x1\n  two=int 0x2\nclose\nlen=int 0x8\n");
	enter(C_SIZED, 0x1000, 7, 0);
	SHOWS("ptr=struct\n  one=int 0x1\nclose\nlen=int 0x7\n");
	enter(C_SIZED, 0x1000, 0, 0);
	SHOWS("ptr=addr 0x1000 as addr\nlen=int 0x0\n");
	enter(C_SIZED, 0x2000, 20, 0);
	SHOWS("ptr=struct\n  one=int 0x1\n  two=int 0x2\nclose\nlen=int 0x14\n");
	opts.str_limit = 10;
	enter(C_SIZED, 0x1000, 20, 0);
	SHOWS("ptr=struct\n  one=int 0x1\n  two=int 0x2\n  note \"bytes 8..19\" before\n"
	      "  str \"\\0\\0\\0\\0\\0\\0\\0\\0\\5\\0\" as hexstr cut\nclose\nlen=int 0x14\n");
	enter(C_SIZED, 0x1000, 24, 0);
	SHOWS("ptr=struct\n  one=int 0x1\n  two=int 0x2\n  more 0x1008 fault\nclose\nlen=int 0x18\n");
}
END_TEST

START_TEST(test_union_of_the_size_that_came)
{
	const uint16_t un[] = {1, 'a' | 'b' << 8, 'c', 0}, in4[] = {2, 80, 1, 2}, other[] = {9, 1, 1, 1};
	uint32_t len = 8;
	mem_snap_add(mem, 0x1000, un, sizeof(un));
	mem_snap_add(mem, 0x2000, in4, sizeof(in4));
	mem_snap_add(mem, 0x3000, other, sizeof(other));
	mem_snap_add(mem, 0x4000, &len, sizeof(len));
	enter(C_ACCEPT, 0x2000, 0x4000, 0);
	SHOWS("len=ref\n  int 0x8\nclose\n");
	leave(3, 0);
	SHOWS("ptr=struct\n  key=int 0x2\n  one=int 0x50\n  two=int 0x20001\nclose\nlen=ref\n  int 0x8\nclose\n");
	enter(C_ACCEPT, 0x3000, 0x4000, 0);
	leave(3, 0);
	SHOWS("ptr=int 0x9\nlen=ref\n  int 0x8\nclose\n");
	enter(C_ACCEPT, 0x1000, 0x4000, 0);
	call.deref[1] = 5; /* the caller had less room than the kernel says it needed */
	leave(3, 0);
	SHOWS("ptr=struct\n  key=int 0x1\n  nam=str \"abc\" as sunpath\nclose\nlen=ref\n  int 0x8\nclose\n");
	enter(C_ACCEPT, 0x1000, 0x9000, 0);
	leave(3, 0);
	SHOWS("ptr=addr 0x1000 as addr\nlen=addr 0x9000 as addr fault\n");
}
END_TEST

struct msg {
	uint64_t name;
	uint32_t len, other;
};

static void leave_late(const struct msg *now, int error)
{
	mem_close(mem);
	mem = mem_snap_new();
	mem_snap_add(mem, 0x1000, now, sizeof(*now));
	mem_snap_add(mem, 0x2000, (const uint16_t[]){2, 80, 1, 2}, 8);
	call.error = error;
	decode_exit(&call, getpid(), mem, &opts);
}

START_TEST(test_late_struct_shows_lengths_that_changed)
{
	struct msg before = {0x2000, 16, 1}, after = {0x2000, 8, 2};
	mem_snap_add(mem, 0x1000, &before, sizeof(before));
	enter(C_RECVMSG, 0x1000, 0, 0);
	ck_assert_uint_eq(call.at[0].entry, TAPE_NONE);
	leave_late(&after, 0);
	SHOWS("str \"\\0 \\0\\0\\0\\0\\0\\0\\20\\0\\0\\0\\1\\0\\0\\0\"\n"
	      "ptr=struct\n  nam=struct\n    key=int 0x2\n    one=int 0x50\n    two=int 0x20001\n  close\n"
	      "  len=int 0x10\n  change\n  len=int 0x8 nameless\n  one=int 0x2\nclose\n");
	enter(C_RECVMSG, 0x1000, 0, 0);
	leave_late(&before, 11);
	ck_assert_uint_eq(call.at[0].exit, 2);
	SHOWS("str \"\\0 \\0\\0\\0\\0\\0\\0\\10\\0\\0\\0\\2\\0\\0\\0\"\nptr=struct\n  len=int 0x8\nclose\n");
}
END_TEST

START_TEST(test_struct_with_out_pointers_shows_what_it_gained)
{
	struct {
		uint64_t one, ptr;
	} with = {5, 0x2000}, without = {5, 0};
	uint32_t pid = 77;
	mem_snap_add(mem, 0x1000, &with, sizeof(with));
	mem_snap_add(mem, 0x1100, &without, sizeof(without));
	mem_snap_add(mem, 0x2000, &pid, sizeof(pid));
	enter(C_CLONE, 0x1000, 0, 0);
	SHOWS("ptr=struct\n  one=int 0x5\n  ptr=addr 0x2000 as addr\nclose\n");
	leave(77, 0);
	SHOWS("ptr=struct\n  ptr=ref\n    int 0x4d\n  close\nclose\n");
	enter(C_CLONE, 0x1100, 0, 0);
	leave(77, 0);
	SHOWS("");
	ck_assert_uint_eq(call.at[0].exit, TAPE_NONE);
	enter(C_CLONE, 0x1000, 0, 0);
	leave(0, 22);
	SHOWS("");
}
END_TEST

START_TEST(test_chain)
{
	const uint8_t good[] = {5, 0, 'a', 'b', 0, 9, 9, 9, 4, 0, 'c', 'd'};
	const uint8_t bad[] = {4, 0, 'a', 'b', 0, 0, 0, 0};
	mem_snap_add(mem, 0x1000, good, sizeof(good));
	mem_snap_add(mem, 0x2000, bad, sizeof(bad));
	enter(C_GETDENTS, 3, 0x1000, 100);
	leave(12, 0);
	SHOWS("rec=addr 0x1000 as addr\nnote \"2 entries\"\n");
	opts.abbrev = false;
	enter(C_GETDENTS, 3, 0x1000, 100);
	leave(12, 0);
	SHOWS("rec=array\n  struct\n    len=int 0x5\n    nam=str \"ab\" cstr\n  close\n"
	      "  struct\n    len=int 0x4\n    nam=str \"cd\"\n  close\nclose\n");
	enter(C_GETDENTS, 3, 0x2000, 100);
	leave(8, 0);
	SHOWS("rec=array\n  struct\n    len=int 0x4\n    nam=str \"ab\"\n  close\n  more\nclose\n");
	enter(C_GETDENTS, 3, 0x1000, 100);
	leave(11, 0);
	SHOWS("rec=array\n  struct\n    len=int 0x5\n    nam=str \"ab\" cstr\n  close\n  more\nclose\n");
	enter(C_GETDENTS, 3, 0x9000, 100);
	leave(11, 0);
	SHOWS("rec=addr 0x9000 as addr fault\n");
}
END_TEST

START_TEST(test_argv_and_envp)
{
	const uint64_t vec[] = {0x2000, 8, 0x2000, 0}, open[] = {0x2000, 0x2000};
	mem_snap_add(mem, 0x1000, vec, sizeof(vec));
	mem_snap_add(mem, 0x1800, open, sizeof(open));
	mem_snap_add(mem, 0x2000, "abc", 4);
	enter(C_EXEC, 0x1000, 0x1000, 0);
	SHOWS("vec=array\n  str \"abc\" cstr\n  addr 0x8 as addr fault\n  str \"abc\" cstr\nclose\n"
	      "nam=addr 0x1000 as addr\nnote \"3 vars\"\n");
	opts.str_limit = 2;
	enter(C_EXEC, 0x1000, 0x1010, 0);
	SHOWS("vec=array\n  str \"ab\" cut\n  addr 0x8 as addr fault\n  more\nclose\nnam=addr 0x1010 as addr\nnote \"1 var\"\n");
	enter(C_EXEC, 0, 0x1018, 0);
	SHOWS("vec=addr 0x0 as addr\nnam=addr 0x1018 as addr\nnote \"0 vars\"\n");
	opts.str_limit = 3;
	enter(C_EXEC, 0x1800, 0x1800, 0);
	SHOWS("vec=array\n  str \"abc\" cstr\n  str \"abc\" cstr\n  more 0x1810 fault\nclose\n"
	      "nam=addr 0x1800 as addr\nnote \"2 vars, unterminated\"\n");
	enter(C_EXEC, 0x9000, 0x9000, 0);
	SHOWS("vec=addr 0x9000 as addr fault\nnam=addr 0x9000 as addr fault\n");
}
END_TEST

START_TEST(test_bit_fields_and_inline_arrays)
{
	const uint32_t bits[] = {0x1d, 0x20001};
	mem_snap_add(mem, 0x1000, bits, sizeof(bits));
	enter(C_BITS, 0x1000, 0, 0);
	SHOWS("ptr=struct\n  one=int 0x5\n  two=int 0x3 as hex\n  vec=array\n    int 0x1\n    int 0x2\n  close\nclose\n");
}
END_TEST

START_TEST(test_a_struct_that_points_to_itself_ends)
{
	uint64_t self = 0x1000;
	mem_snap_add(mem, 0x1000, &self, sizeof(self));
	enter(C_LOOP, 0x1000, 0, 0);
	ck_assert_uint_lt(call.tape.len, 64);
}
END_TEST

START_TEST(test_endless_array_is_bounded)
{
	static uint32_t words[1 << 18];
	opts.abbrev = false;
	mem_snap_add(mem, 0x100000, words, sizeof(words));
	enter(C_WORDS, 0x100000, UINT64_MAX, 0);
	ck_assert_uint_lt(call.tape.len, 70000);
	ck_assert_uint_eq(call.tape.tok[call.tape.tok[0].value - 2].op, TAPE_MORE);
}
END_TEST

START_TEST(test_variants)
{
	enter(C_SWITCH, 7, 5, 6);
	SHOWS("key=int 0x7\none=int 0x5\n");
	ck_assert_uint_eq(call.sig.nargs, 2);
	enter(C_SWITCH, 8, 0, 6);
	SHOWS("key=int 0x8\nptr=addr 0x0 as addr\ntwo=int 0x6\n");
	opts.raw = true;
	enter(C_SWITCH, 7, 5, 6);
	SHOWS("key=int 0x7 as hex\nptr=int 0x5 as hex\ntwo=int 0x6 as hex\n");
	ck_assert(call.raw);
	leave(0, 0);
	SHOWS("");
}
END_TEST

START_TEST(test_unknown_call_has_six_raw_arguments)
{
	call.reg[5] = 6;
	decode_begin(&call);
	decode_enter(&call, getpid(), mem, &opts);
	ck_assert_uint_eq(call.sig.nargs, 6);
	ck_assert_uint_eq(call.tape.len, 6);
	ck_assert_uint_eq(call.tape.tok[call.at[5].entry].value, 6);
	decode_exit(&call, getpid(), mem, &opts);
}
END_TEST

START_TEST(test_notes)
{
	const uint16_t fds[] = {5, 0, 3, 1, 6, 0, 1, 0};
	const uint64_t in = 0x28, none = 0;
	const uint32_t left[] = {2, 7, 0, 9};
	mem_snap_add(mem, 0x1000, fds, sizeof(fds));
	mem_snap_add(mem, 0x2000, &in, sizeof(in));
	mem_snap_add(mem, 0x3000, &none, sizeof(none));
	mem_snap_add(mem, 0x4000, left, sizeof(left));
	enter(C_POLL, 0x1000, 2, 0);
	leave(1, 0);
	SHOWS("group\n  array\n    struct\n      fd_=int 0x5 as fd\n      set=int 0x1\n    close\n  "
	      "close\nclose\n");
	enter(C_POLL, 0x1000, 2, 0);
	leave(0, 0);
	SHOWS("word \"Timeout\"\n");
	call.reg[3] = 0;
	call.reg[4] = 0x4000;
	enter(C_SELECT, 6, 0x2000, 0x3000);
	leave(2, 0);
	SHOWS("group\n  in=str \"(\\0\\0\\0\\0\\0\\0\\0\" as fdset\n  with 0x6 as fdset\n"
	      "  left=struct\n    one=int 0x2\n  close\nclose\n");
	enter(C_STR, 0, 0, 0);
	leave(0, 0);
	SHOWS("word \"Timeout\"\n");
	enter(C_STR, 0, 0, 0);
	leave(1, 0);
	ck_assert_uint_eq(call.ret_note, TAPE_NONE);
}
END_TEST

START_TEST(test_operand_and_empty_descriptor_set)
{
	mem_snap_add(mem, 0x1000, "\5", 1);
	enter(C_FDSET, 0x1000, 1, 0);
	SHOWS("set=str \"\\5\" as fdset\nwith 0x1 as fdset\nlen=int 0x1\n");
	enter(C_FDSET, 0x1000, 0, 0);
	SHOWS("set=addr 0x1000 as addr\nlen=int 0x0\n");
}
END_TEST

/* A number of another size than the one that is described is not this number. */
START_TEST(test_sized_number)
{
	const uint32_t number = 7;
	mem_snap_add(mem, 0x1000, &number, sizeof(number));
	enter(C_SIZED_INT, 0x1000, 4, 0);
	SHOWS("ptr=ref\n  int 0x7\nclose\nlen=int 0x4\n");
	enter(C_SIZED_INT, 0x1000, 8, 0);
	SHOWS("ptr=addr 0x1000 as addr\nlen=int 0x8\n");
}
END_TEST

START_TEST(test_bpf_program)
{
	const uint8_t prog[] = {0x20, 0, 0, 0, 4, 0, 0, 0, 0x15, 0, 0, 1, 0x26, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0xff, 0x7f};
	mem_snap_add(mem, 0x1000, prog, sizeof(prog));
	enter(C_BPF, 0x1000, 3, 0);
	SHOWS("ptr=addr 0x1000 as addr\nlen=int 0x3\n");
	opts.abbrev = false;
	enter(C_BPF, 0x1000, 3, 0);
	SHOWS("ptr=array\n  BPF_STMT=call\n    word \"BPF_LD|BPF_W|BPF_ABS\"\n    int 0x4 as hex signed\n  close\n"
	      "  BPF_JUMP=call\n    word \"BPF_JMP|BPF_K|BPF_JEQ\"\n    int 0x26 as hex signed\n    int 0x0 as hex signed\n"
	      "    int 0x1 as hex signed\n  close\n"
	      "  BPF_STMT=call\n    word \"BPF_RET|BPF_K\"\n    int 0x7fff0000 as hex signed\n  close\nclose\nlen=int 0x3\n");
}
END_TEST

START_TEST(test_siginfo)
{
	union {
		siginfo_t info;
		int32_t word[32];
	} u;
	struct tape t;
	memset(&u, 0, sizeof(u));
	tape_init(&t);
	mem_snap_add(mem, 0x1000, &u, sizeof(u));
	enter(C_WAITID, 0x1000, 0, 0);
	leave(0, 0);
	SHOWS("ptr=struct\nclose\n");
	u.info.si_signo = SIGCHLD;
	u.info.si_code = CLD_KILLED;
	u.info.si_pid = 9;
	u.info.si_status = SIGTERM;
	u.info.si_utime = 250;
	decode_siginfo(&t, &u, sizeof(u));
	buf_reset(&text);
	tape_dump(&t, &text);
	ck_assert_str_eq(
		buf_cstr(&text),
		"struct\n  si_signo=int 0x11 as signal signed\n  si_code=int 0x2 as hex signed\n  si_pid=int 0x9 as pid signed\n"
		"  si_uid=int 0x0 as uid signed\n  si_status=int 0xf as signal signed\n  si_utime=int 0xfa as udec signed\n"
		"  note \"2.50 s\"\n  si_stime=int 0x0 as udec signed\nclose\n");
	tape_free(&t);
}
END_TEST

START_TEST(test_siginfo_of_i386)
{
	/* si_signo, si_errno, si_code, then si_pid, si_uid, si_value without padding */
	const int32_t info[32] = {SIGUSR1, 0, SI_QUEUE, 9, 8, 7};
	call.abi = ABI_I386;
	mem_snap_add(mem, 0x1000, info, sizeof(info));
	enter(C_WAITID, 0x1000, 0, 0);
	leave(0, 0);
	SHOWS("ptr=struct\n  si_signo=int 0xa as signal signed\n  si_code=int 0xffffffff as hex signed\n  si_pid=int 0x9 as pid "
	      "signed\n"
	      "  si_uid=int 0x8 as uid signed\n  si_int=int 0x7 as dec signed\n  si_ptr=addr 0x7 as addr\nclose\n");
}
END_TEST

START_TEST(test_signal_frame)
{
	uint64_t mask = 0x4002;
	call.sp = 0x5000;
	mem_snap_add(mem, 0x5000 + 296, &mask, sizeof(mask));
	enter(C_SIGRETURN, 0, 0, 0);
	SHOWS("set=struct nameless\n  mask=int 0x4002 as sigset signed\nclose\n");
	call.sp = 0x6000;
	enter(C_SIGRETURN, 0, 0, 0);
	SHOWS("set=addr 0x6000 as addr fault\n");
}
END_TEST

START_TEST(test_what_descriptors_refer_to)
{
	char path[] = "/tmp/decodeXXXXXX", expected[100];
	int fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	opts.fds = FD_PATH;
	enter(C_READ, (uint64_t)fd, 0, 0);
	snprintf(expected, sizeof(expected), "fd_=int 0x%x as fd\npath \"%s\"\nlen=int 0x0\n", (unsigned)fd, path);
	SHOWS(expected);
	unlink(path);
	enter(C_READ, (uint64_t)fd, 0, 0);
	snprintf(expected, sizeof(expected), "fd_=int 0x%x as fd\npath \"%s\" deleted\nlen=int 0x0\n", (unsigned)fd, path);
	SHOWS(expected);
	enter(C_OPEN, 0, 0, 0);
	leave(fd, 0);
	ck_assert_int_eq(call.tape.tok[call.ret_fd].op, TAPE_FDPATH);
	close(fd);
	enter(C_READ, (uint64_t)fd, 0, 0);
	snprintf(expected, sizeof(expected), "fd_=int 0x%x as fd\nlen=int 0x0\n", (unsigned)fd);
	SHOWS(expected);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("decode");
	TCase *tc = tcase_create("decode");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, test_bytes_are_cut_by_what_came);
	tcase_add_test(tc, test_out_data_of_a_failed_call_is_an_address);
	tcase_add_test(tc, test_bytes_limit_and_faults);
	tcase_add_test(tc, test_strings);
	tcase_add_test(tc, test_path_limit);
	tcase_add_test(tc, test_references);
	tcase_add_test(tc, test_budget_limits_what_elements_point_to);
	tcase_add_test(tc, test_i386_layout);
	tcase_add_test(tc, test_arrays);
	tcase_add_test(tc, test_array_in_pieces);
	tcase_add_test(tc, test_struct_fields);
	tcase_add_test(tc, test_nothing_left_out_is_not_marked);
	tcase_add_test(tc, test_sized_struct);
	tcase_add_test(tc, test_union_of_the_size_that_came);
	tcase_add_test(tc, test_late_struct_shows_lengths_that_changed);
	tcase_add_test(tc, test_struct_with_out_pointers_shows_what_it_gained);
	tcase_add_test(tc, test_chain);
	tcase_add_test(tc, test_argv_and_envp);
	tcase_add_test(tc, test_bit_fields_and_inline_arrays);
	tcase_add_test(tc, test_a_struct_that_points_to_itself_ends);
	tcase_add_test(tc, test_endless_array_is_bounded);
	tcase_add_test(tc, test_variants);
	tcase_add_test(tc, test_unknown_call_has_six_raw_arguments);
	tcase_add_test(tc, test_notes);
	tcase_add_test(tc, test_operand_and_empty_descriptor_set);
	tcase_add_test(tc, test_sized_number);
	tcase_add_test(tc, test_bpf_program);
	tcase_add_test(tc, test_siginfo);
	tcase_add_test(tc, test_siginfo_of_i386);
	tcase_add_test(tc, test_signal_frame);
	tcase_add_test(tc, test_what_descriptors_refer_to);
	suite_add_tcase(s, tc);
	SRunner *sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	int failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
