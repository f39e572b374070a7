/* Lookups and expressions, against the real tables where they have what is to be tested. */
#include <check.h>
#include <string.h>

#include "desc/desc.h"

/* Bytecode that no description needs as it is here, and the evaluator compiled to run it. */
static const uint8_t test_code[] = {OP_END,
#define ALL_OPS 1
                                    OP_U8,    200, OP_U16,   0x34,   0x12,    OP_ADD, OP_U32,  1,     0,    0,      0x80,   OP_XOR,
                                    OP_U64,   8,   7,        6,      5,       4,      3,       2,     1,    OP_SUB, OP_END,
#define DIVIDE 24
                                    OP_ARG,   1,   OP_FIELD, 2,      OP_DIV,  OP_END,
#define COMPARE 30
                                    OP_ARG,   1,   OP_FIELD, 2,      OP_LT,   OP_END,
#define SOURCES 36
                                    OP_DEREF, 3,   OP_RET,   OP_ADD, OP_SIZE, OP_ADD, OP_PEEK, B_U16, 0x02, 0x01,   OP_ADD, OP_END,
#define SHIFT 48
                                    OP_U8,    1,   OP_ARG,   1,      OP_SHL,  OP_END,
#define UNARY 54
                                    OP_ARG,   1,   OP_LNOT,  OP_NOT, OP_NEG,  OP_END,
#define LEAST 60
                                    OP_ARG,   1,   OP_FIELD, 2,      OP_MIN,  OP_END,
#define ANON 66
                                    OP_ARG,   1,   OP_ANON,  OP_END};
bool test_eval(uint16_t expr, const struct desc_env *env, uint64_t *ret_value);
#define desc_code test_code
#define desc_eval test_eval
#include "desc/eval.c"
#undef desc_code
#undef desc_eval

/* What the sources of an environment give; `missing` cannot be read. */
struct values {
	uint64_t arg[6], field[6], deref[6], ret, size;
	bool missing;
};

static bool value_arg(void *ctx, unsigned n, uint64_t *ret)
{
	*ret = ((struct values *)ctx)->arg[n];
	return !((struct values *)ctx)->missing;
}

static bool value_field(void *ctx, unsigned n, uint64_t *ret)
{
	*ret = ((struct values *)ctx)->field[n];
	return true;
}

static bool value_deref(void *ctx, unsigned n, uint64_t *ret)
{
	*ret = ((struct values *)ctx)->deref[n];
	return true;
}

static bool value_ret(void *ctx, uint64_t *ret)
{
	*ret = ((struct values *)ctx)->ret;
	return true;
}

static bool value_size(void *ctx, uint64_t *ret)
{
	*ret = ((struct values *)ctx)->size;
	return true;
}

static bool value_peek(void *ctx, enum desc_base base, unsigned offset, uint64_t *ret)
{
	(void)ctx;
	*ret = base == B_U16 ? offset : 0;
	return true;
}

static uint64_t value_anon(void *ctx, uint64_t fd)
{
	(void)ctx;
	return fd + 100;
}

static struct desc_env env_of(struct values *v)
{
	return (struct desc_env){.ctx = v,
	                         .arg = value_arg,
	                         .field = value_field,
	                         .deref = value_deref,
	                         .ret = value_ret,
	                         .size = value_size,
	                         .peek = value_peek,
	                         .anon = value_anon};
}

static uint64_t run(uint16_t expr, struct values *v)
{
	struct desc_env env = env_of(v);
	uint64_t ret = 0;
	ck_assert(test_eval(expr, &env, &ret));
	return ret;
}

START_TEST(test_operands_are_little_endian)
{
	struct values v = {.size = 0};
	ck_assert_uint_eq(run(ALL_OPS, &v), ((200u + 0x1234u) ^ 0x80000001u) - UINT64_C(0x0102030405060708));
}
END_TEST

START_TEST(test_division_by_zero_is_zero)
{
	struct values v = {.arg = {0, 10}, .field = {0, 0, 3}};
	ck_assert_uint_eq(run(DIVIDE, &v), 3);
	v.field[2] = 0;
	ck_assert_uint_eq(run(DIVIDE, &v), 0);
}
END_TEST

START_TEST(test_comparisons_are_signed)
{
	struct values v = {.arg = {0, (uint64_t)-1}, .field = {0, 0, 1}};
	ck_assert_uint_eq(run(COMPARE, &v), 1);
	v.field[2] = (uint64_t)-2;
	ck_assert_uint_eq(run(COMPARE, &v), 0);
}
END_TEST

START_TEST(test_every_source)
{
	struct values v = {.deref = {0, 0, 0, 1000}, .ret = 20, .size = 3};
	ck_assert_uint_eq(run(SOURCES, &v), 1023 + 0x102);
}
END_TEST

START_TEST(test_wide_shifts_leave_nothing)
{
	struct values v = {.arg = {0, 63}};
	ck_assert_uint_eq(run(SHIFT, &v), UINT64_C(1) << 63);
	v.arg[1] = 64;
	ck_assert_uint_eq(run(SHIFT, &v), 0);
}
END_TEST

START_TEST(test_unary)
{
	struct values v = {.arg = {0, 5}};
	ck_assert_uint_eq(run(UNARY, &v), 1); /* !5 = 0, ~0 = -1, -(-1) = 1 */
}
END_TEST

/* The smaller of two lengths: 2^64 - 1 is a length, not -1. */
START_TEST(test_min_is_unsigned)
{
	struct values v = {.arg = {0, UINT64_MAX}, .field = {0, 0, 7}};
	ck_assert_uint_eq(run(LEAST, &v), 7);
}
END_TEST

START_TEST(test_kind_of_an_anonymous_file_comes_from_the_environment)
{
	struct values v = {.arg = {0, 5}};
	struct desc_env env = env_of(&v);
	uint64_t ret;
	ck_assert_uint_eq(run(ANON, &v), 105);
	env.anon = NULL;
	ck_assert(!test_eval(ANON, &env, &ret));
}
END_TEST

START_TEST(test_what_cannot_be_read_fails_and_touches_nothing)
{
	struct values v = {.missing = true};
	struct desc_env env = env_of(&v), nothing = {.ctx = NULL};
	uint64_t ret = 77;
	ck_assert(!test_eval(DIVIDE, &env, &ret));
	ck_assert(!test_eval(SOURCES, &nothing, &ret));
	ck_assert_uint_eq(ret, 77);
}
END_TEST

static const struct desc_call *call_of(enum desc_abi abi, const char *name)
{
	int nr = desc_find_nr(abi, name);
	ck_assert_msg(nr >= 0, "%s", name);
	return desc_find(abi, (uint64_t)nr);
}

static const struct desc_arg *arg_of(enum desc_abi abi, const char *call, const char *name)
{
	struct desc_sig sig = call_of(abi, call)->sig;
	for (unsigned i = 0; i < sig.nargs; i++)
		if (!strcmp(desc_name(desc_arg[sig.first_arg + i].name), name))
			return &desc_arg[sig.first_arg + i];
	ck_abort_msg("%s has no %s", call, name);
}

START_TEST(test_numbers)
{
	static const struct {
		const char *name;
		int nr[ABI_N];
	} calls[] = {{"read", {0, 3, 63, 63}},      {"openat", {257, 295, 56, 56}},          {"open", {2, 5, -1, -1}},
	             {"stat64", {-1, 195, -1, -1}}, {"restart_syscall", {219, 0, 128, 128}}, {"openat2", {437, 437, 437, 437}},
	             {"nothing", {-1, -1, -1, -1}}};
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		for (enum desc_abi abi = 0; abi < ABI_N; abi++) {
			ck_assert_int_eq(desc_find_nr(abi, calls[i].name), calls[i].nr[abi]);
			if (calls[i].nr[abi] >= 0)
				ck_assert_str_eq(desc_name(desc_find(abi, (uint64_t)calls[i].nr[abi])->name), calls[i].name);
		}
	}
	/* A hole, the first number behind the table, and what a tracee may have in a register. */
	ck_assert_ptr_null(desc_find(ABI_X64, 400));
	ck_assert_ptr_null(desc_find(ABI_X64, desc_nr_count[ABI_X64]));
	ck_assert_ptr_null(desc_find(ABI_I386, UINT64_MAX));
}
END_TEST

START_TEST(test_phases_follow_from_directions)
{
	static const struct {
		const char *call, *arg;
		unsigned flags;
	} args[] = {{"read", "fd", DA_ENTRY},
	            {"read", "buf", DA_EXIT},
	            {"write", "buf", DA_ENTRY},
	            {"openat", "pathname", DA_ENTRY},
	            {"readv", "iov", DA_EXIT},
	            {"writev", "iov", DA_ENTRY},
	            {"sendfile", "offset", DA_ENTRY | DA_EXIT},
	            {"name_to_handle_at", "handle", DA_EXIT | DA_LATE},
	            {"execve", "argv", DA_ENTRY}};
	for (size_t i = 0; i < sizeof args / sizeof *args; i++)
		ck_assert_msg(arg_of(ABI_X64, args[i].call, args[i].arg)->flags == args[i].flags, "%s %s", args[i].call,
		              args[i].arg);
}
END_TEST

START_TEST(test_extents_and_conditions)
{
	struct values v = {.arg = {3, 0x1000, 512}, .ret = 100};
	struct desc_env env = env_of(&v);
	const struct desc_type *buf = &desc_type[desc_type[arg_of(ABI_X64, "read", "buf")->type].elem];
	uint64_t n;
	ck_assert_int_eq(buf->kind, DK_BYTES);
	ck_assert(desc_eval(buf->cap, &env, &n));
	ck_assert_uint_eq(n, 512);
	ck_assert(desc_eval(buf->len, &env, &n));
	ck_assert_uint_eq(n, 100);

	uint16_t has_mode = arg_of(ABI_X64, "openat", "mode")->cond;
	v.arg[2] = 0;
	ck_assert(desc_eval(has_mode, &env, &n));
	ck_assert_uint_eq(n, 0);
	v.arg[2] = 0100; /* O_CREAT */
	ck_assert(desc_eval(has_mode, &env, &n));
	ck_assert_uint_ne(n, 0);
}
END_TEST

START_TEST(test_enums)
{
	const struct desc_set *whence = desc_set_find("whence");
	uint64_t value;
	ck_assert_ptr_nonnull(whence);
	ck_assert_str_eq(desc_name(desc_enum_find(whence, ABI_X64, 1)->name), "SEEK_CUR");
	ck_assert_ptr_null(desc_enum_find(whence, ABI_X64, 99));
	ck_assert_ptr_null(desc_enum_find(whence, ABI_X64, UINT64_MAX));
	ck_assert(desc_enum_value(whence, ABI_I386, "SEEK_END", &value));
	ck_assert_uint_eq(value, 2);
	ck_assert(!desc_enum_value(whence, ABI_X64, "seek_end", &value));
	ck_assert_ptr_null(desc_set_find("whenc"));
}
END_TEST

START_TEST(test_constants_differ_between_abis)
{
	const struct desc_set *flags = desc_set_find("open_flags");
	uint64_t value;
	ck_assert(desc_enum_value(flags, ABI_X64, "O_DIRECTORY", &value));
	ck_assert_uint_eq(value, 0200000);
	ck_assert(desc_enum_value(flags, ABI_ARM64, "O_DIRECTORY", &value));
	ck_assert_uint_eq(value, 040000);
}
END_TEST

/* Every enum is sorted, so that each of its values is found, the first of several names for it first. */
START_TEST(test_every_enum_value_is_found)
{
	for (uint32_t i = 0; i < desc_counts.types; i++) {
		for (enum desc_abi abi = 0; desc_type[i].kind == DK_ENUM && abi < ABI_N; abi++) {
			const struct desc_set *set = &desc_set[desc_type[i].elem];
			const struct desc_sym *sym = &desc_sym[set->abi[abi].first];
			for (unsigned n = 0; n < set->abi[abi].count; n++) {
				const struct desc_sym *found = desc_enum_find(set, abi, sym[n].value);
				ck_assert_msg(found && found->value == sym[n].value && found <= &sym[n], "%s",
				              desc_name(set->name));
			}
		}
	}
}
END_TEST

START_TEST(test_variants)
{
	const struct desc_call *fcntl = call_of(ABI_X64, "fcntl");
	struct desc_sig getfd = desc_variant(fcntl, ABI_X64, 1), setfd = desc_variant(fcntl, ABI_X64, 2);
	ck_assert_uint_eq(getfd.nargs, 2);
	ck_assert_uint_eq(setfd.nargs, 3);
	ck_assert_uint_eq(desc_variant(fcntl, ABI_X64, 0xdead).nargs, 3); /* the default */
	const struct desc_call *read = call_of(ABI_X64, "read");
	ck_assert_uint_eq(desc_variant(read, ABI_X64, 1).first_arg, read->sig.first_arg);
}
END_TEST

/* Every key of every union is found, and one that is not there gives the default. */
START_TEST(test_union_arms)
{
	ck_assert_uint_gt(desc_counts.unions, 0);
	for (uint32_t i = 0; i < desc_counts.unions; i++) {
		const struct desc_union *u = &desc_union[i];
		for (unsigned n = 0; n < u->count; n++)
			ck_assert_uint_eq(desc_union_arm(u, desc_arm[u->first + n].key), desc_arm[u->first + n].type);
		ck_assert_uint_eq(desc_union_arm(u, UINT64_C(0xdeadbeefdeadbeef)), u->otherwise);
	}
}
END_TEST

START_TEST(test_layout)
{
	static const struct {
		const char *name;
		unsigned x64, i386, arm64;
	} structs[] = {{"stat", 144, 64, 128}, {"iovec", 16, 8, 16}, {"clone_args", 88, 88, 88}, {"timespec", 16, 8, 16}};
	for (size_t i = 0; i < sizeof structs / sizeof *structs; i++) {
		uint32_t n = 0;
		while (n < desc_counts.structs && strcmp(desc_name(desc_struct[n].name), structs[i].name))
			n++;
		ck_assert_msg(n < desc_counts.structs, "%s", structs[i].name);
		ck_assert_msg(desc_struct[n].abi[ABI_X64].size == structs[i].x64, "%s", structs[i].name);
		ck_assert_msg(desc_struct[n].abi[ABI_I386].size == structs[i].i386, "%s", structs[i].name);
		ck_assert_msg(desc_struct[n].abi[ABI_ARM64].size == structs[i].arm64, "%s", structs[i].name);
	}
	uint16_t pipefd = desc_type[arg_of(ABI_X64, "pipe", "pipefd")->type].elem;
	ck_assert_uint_eq(desc_type_size(pipefd, ABI_X64), 8);
	ck_assert_uint_eq(desc_type_size(desc_type[arg_of(ABI_X64, "read", "buf")->type].elem, ABI_X64), 0);
	ck_assert_uint_eq(desc_type_size(arg_of(ABI_X64, "read", "buf")->type, ABI_I386), 4);
}
END_TEST

START_TEST(test_bases)
{
	static const uint8_t bytes[8] = {0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f};
	ck_assert_uint_eq(desc_base_load(B_I8, ABI_X64, bytes), (uint64_t)-2);
	ck_assert_uint_eq(desc_base_load(B_U16, ABI_X64, bytes), 0xfffe);
	ck_assert_uint_eq(desc_base_load(B_BE16, ABI_X64, bytes), 0xfeff);
	ck_assert_uint_eq(desc_base_load(B_BE32, ABI_X64, bytes), 0xfeffffff);
	ck_assert_uint_eq(desc_base_load(B_LONG, ABI_I386, bytes), (uint64_t)-2);
	ck_assert_uint_eq(desc_base_load(B_LONG, ABI_ARM64, bytes), UINT64_C(0x7ffffffffffffffe));
	ck_assert_uint_eq(desc_base_value(B_I32, ABI_X64, 0xffffffff), UINT64_MAX);
	ck_assert_uint_eq(desc_base_value(B_ULONG, ABI_I386, UINT64_MAX), 0xffffffff);
	ck_assert(desc_base_signed(B_LONG) && !desc_base_signed(B_PTR));
	ck_assert_uint_eq(desc_abi_word(ABI_I386), 4);
	ck_assert_uint_eq(desc_abi_word(ABI_RISCV64), 8);
}
END_TEST

START_TEST(test_groups)
{
	uint64_t file = desc_group_mask("file"), stats = desc_group_mask("%stat");
	ck_assert(file && stats && file != stats);
	ck_assert_uint_eq(desc_group_mask("nothing"), 0);
	ck_assert(call_of(ABI_X64, "stat")->groups & file);
	ck_assert(call_of(ABI_X64, "stat")->groups & stats);
	ck_assert(!(call_of(ABI_X64, "read")->groups & file));
	ck_assert(call_of(ABI_X64, "getpid")->attrs & CA_NEVER_FAILS);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("desc");
	TCase *eval = tcase_create("eval"), *lookup = tcase_create("lookup");
	tcase_add_test(eval, test_operands_are_little_endian);
	tcase_add_test(eval, test_division_by_zero_is_zero);
	tcase_add_test(eval, test_comparisons_are_signed);
	tcase_add_test(eval, test_every_source);
	tcase_add_test(eval, test_wide_shifts_leave_nothing);
	tcase_add_test(eval, test_unary);
	tcase_add_test(eval, test_min_is_unsigned);
	tcase_add_test(eval, test_kind_of_an_anonymous_file_comes_from_the_environment);
	tcase_add_test(eval, test_what_cannot_be_read_fails_and_touches_nothing);
	tcase_add_test(lookup, test_numbers);
	tcase_add_test(lookup, test_phases_follow_from_directions);
	tcase_add_test(lookup, test_extents_and_conditions);
	tcase_add_test(lookup, test_enums);
	tcase_add_test(lookup, test_constants_differ_between_abis);
	tcase_add_test(lookup, test_every_enum_value_is_found);
	tcase_add_test(lookup, test_variants);
	tcase_add_test(lookup, test_union_arms);
	tcase_add_test(lookup, test_layout);
	tcase_add_test(lookup, test_bases);
	tcase_add_test(lookup, test_groups);
	suite_add_tcase(s, eval);
	suite_add_tcase(s, lookup);
	SRunner *sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	int failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed != 0;
}
