/* Classic BPF programs, as the macros that write them: BPF_STMT(BPF_LD|BPF_W|BPF_ABS, 0x4). */
#include <linux/filter.h>
#include <stdio.h>

#include "decode/walk.h"

struct name {
	unsigned value;
	const char *name;
};

static const struct name classes[] = {{BPF_LD, "BPF_LD"},   {BPF_LDX, "BPF_LDX"}, {BPF_ST, "BPF_ST"},   {BPF_STX, "BPF_STX"},
                                      {BPF_ALU, "BPF_ALU"}, {BPF_JMP, "BPF_JMP"}, {BPF_RET, "BPF_RET"}, {BPF_MISC, "BPF_MISC"}};
static const struct name sizes[] = {{BPF_W, "BPF_W"}, {BPF_H, "BPF_H"}, {BPF_B, "BPF_B"}, {0x18, "BPF_DW"}, {0, NULL}};
static const struct name modes[] = {{BPF_IMM, "BPF_IMM"},
                                    {BPF_ABS, "BPF_ABS"},
                                    {BPF_IND, "BPF_IND"},
                                    {BPF_MEM, "BPF_MEM"},
                                    {BPF_LEN, "BPF_LEN"},
                                    {BPF_MSH, "BPF_MSH"},
                                    {0, NULL}};
static const struct name sources[] = {{BPF_K, "BPF_K"}, {BPF_X, "BPF_X"}, {0, NULL}};
static const struct name alu_ops[] = {{BPF_ADD, "BPF_ADD"}, {BPF_SUB, "BPF_SUB"}, {BPF_MUL, "BPF_MUL"}, {BPF_DIV, "BPF_DIV"},
                                      {BPF_OR, "BPF_OR"},   {BPF_AND, "BPF_AND"}, {BPF_LSH, "BPF_LSH"}, {BPF_RSH, "BPF_RSH"},
                                      {BPF_NEG, "BPF_NEG"}, {BPF_MOD, "BPF_MOD"}, {BPF_XOR, "BPF_XOR"}, {0, NULL}};
static const struct name jump_ops[] = {{BPF_JA, "BPF_JA"},   {BPF_JEQ, "BPF_JEQ"},   {BPF_JGT, "BPF_JGT"},
                                       {BPF_JGE, "BPF_JGE"}, {BPF_JSET, "BPF_JSET"}, {0, NULL}};
static const struct name returns[] = {{BPF_K, "BPF_K"}, {BPF_X, "BPF_X"}, {BPF_A, "BPF_A"}, {0, NULL}};
static const struct name moves[] = {{BPF_TAX, "BPF_TAX"}, {BPF_TXA, "BPF_TXA"}, {0, NULL}};
static const struct name ancillary[] = {{SKF_AD_PROTOCOL, "PROTOCOL"},
                                        {SKF_AD_PKTTYPE, "PKTTYPE"},
                                        {SKF_AD_IFINDEX, "IFINDEX"},
                                        {SKF_AD_NLATTR, "NLATTR"},
                                        {SKF_AD_NLATTR_NEST, "NLATTR_NEST"},
                                        {SKF_AD_MARK, "MARK"},
                                        {SKF_AD_QUEUE, "QUEUE"},
                                        {SKF_AD_HATYPE, "HATYPE"},
                                        {SKF_AD_RXHASH, "RXHASH"},
                                        {SKF_AD_CPU, "CPU"},
                                        {SKF_AD_ALU_XOR_X, "ALU_XOR_X"},
                                        {SKF_AD_VLAN_TAG, "VLAN_TAG"},
                                        {SKF_AD_VLAN_TAG_PRESENT, "VLAN_TAG_PRESENT"},
                                        {SKF_AD_PAY_OFFSET, "PAY_OFFSET"},
                                        {SKF_AD_RANDOM, "RANDOM"},
                                        {SKF_AD_VLAN_TPID, "VLAN_TPID"},
                                        {0, NULL}};

/* Appends |NAME, or the number with a remark. */
static void add_name(char *text, size_t size, size_t *at, const struct name *names, unsigned value)
{
	while (names->name && names->value != value)
		names++;
	int n = names->name ? snprintf(text + *at, size - *at, "|%s", names->name)
	                    : snprintf(text + *at, size - *at, "|%#x /* BPF_??? */", value);
	*at += n > 0 ? (size_t)n : 0;
}

/* What no name took, if there is something. */
static void add_rest(char *text, size_t size, size_t *at, unsigned value)
{
	static const struct name none = {0, NULL};
	if (value)
		add_name(text, size, at, &none, value);
}

static void put_code(struct walk *w, unsigned code)
{
	char text[128];
	size_t at = (size_t)snprintf(text, sizeof(text), "%s", classes[BPF_CLASS(code)].name);
	unsigned class = BPF_CLASS(code);
	switch (class) {
	case BPF_LD:
	case BPF_LDX:
		add_name(text, sizeof(text), &at, sizes, BPF_SIZE(code));
		add_name(text, sizeof(text), &at, modes, BPF_MODE(code));
		break;
	case BPF_ALU:
	case BPF_JMP:
		add_name(text, sizeof(text), &at, sources, BPF_SRC(code));
		add_name(text, sizeof(text), &at, class == BPF_ALU ? alu_ops : jump_ops, BPF_OP(code));
		break;
	case BPF_RET:
		add_name(text, sizeof(text), &at, returns, BPF_RVAL(code));
		add_rest(text, sizeof(text), &at, code & 0xe0);
		break;
	case BPF_MISC:
		add_name(text, sizeof(text), &at, moves, BPF_MISCOP(code));
		break;
	default:
		add_rest(text, sizeof(text), &at, code & 0xf8);
	}
	/* Loads have no room for more; elsewhere what is above the low byte is shown. */
	if (class != BPF_LD && class != BPF_LDX)
		add_rest(text, sizeof(text), &at, code & 0xff00);
	walk_word(w, 0, text);
}

/* What a seccomp filter returns: an action, and data for it in the low half. */
static void put_action(struct walk *w, uint32_t k)
{
	const struct desc_set *set = desc_set_find("seccomp_action");
	const struct desc_sym *action = set ? desc_enum_find(set, w->abi, k & 0xffff0000) : NULL;
	char text[64];
	if (!action) {
		walk_int(w, 0, ST_HEX, k);
		return;
	}
	int n = snprintf(text, sizeof(text), "%s", desc_name(action->name));
	if (k & 0xffff && n > 0 && (size_t)n < sizeof(text))
		snprintf(text + n, sizeof(text) - (size_t)n, "|%#x", k & 0xffff);
	walk_word(w, 0, text);
}

/* The constant of an instruction: an action of a seccomp filter, ancillary data of a socket's, or a number. */
static void put_constant(struct walk *w, unsigned code, uint32_t k, bool seccomp)
{
	char text[64];
	if (seccomp && BPF_CLASS(code) == BPF_RET) {
		put_action(w, k);
		return;
	}
	if (!seccomp && BPF_CLASS(code) == BPF_LD && BPF_MODE(code) == BPF_ABS && k >= (uint32_t)SKF_AD_OFF) {
		const struct name *ad = ancillary;
		while (ad->name && ad->value != k - (uint32_t)SKF_AD_OFF)
			ad++;
		if (ad->name) {
			snprintf(text, sizeof(text), "SKF_AD_OFF+SKF_AD_%s", ad->name);
			walk_word(w, 0, text);
			return;
		}
	}
	walk_int(w, 0, ST_HEX, k);
}

static void put_instruction(struct walk *w, const uint8_t *p, bool seccomp)
{
	unsigned code = (unsigned)desc_base_load(B_U16, w->abi, p), jt = p[2], jf = p[3];
	uint32_t k = (uint32_t)desc_base_load(B_U32, w->abi, p + 4);
	bool jump = jt || jf;
	uint32_t open = tape_open(w->tape, TAPE_CALL, jump ? DESC_CUSTOM_NAME(BPF_JUMP) : DESC_CUSTOM_NAME(BPF_STMT), TAPE_NOTYPE,
	                          ST_DEFAULT);
	put_code(w, code);
	put_constant(w, code, k, seccomp);
	if (jump) {
		walk_int(w, 0, ST_HEX, jt);
		walk_int(w, 0, ST_HEX, jf);
	}
	tape_close(w->tape, open);
}

/* Operands: the number of instructions; whether they are a seccomp filter. */
void custom_bpf_prog(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t x)
{
	const struct desc_type *t = &desc_type[type];
	uint64_t n = 0, seccomp = 0;
	uint8_t one[8];
	bool known = t->cap && walk_eval(w, f, t->cap, WHEN_ENTRY, &n);
	if (t->len)
		walk_eval(w, f, t->len, WHEN_ENTRY, &seccomp);
	if (w->opts->abbrev || !known || (n && !walk_fetch(w, x, one, sizeof(one)))) {
		walk_addr(w, name, type, x, 0);
		return;
	}
	uint32_t open = tape_open(w->tape, TAPE_ARRAY, name, type, ST_DEFAULT);
	uint64_t i = 0;
	for (; i < n && i < BPF_MAXINSNS && !walk_full(w) && walk_fetch(w, x + 8 * i, one, sizeof(one)); i++)
		put_instruction(w, one, seccomp);
	if (i < n)
		tape_put(w->tape, TAPE_MORE, 0, TAPE_NOTYPE, ST_DEFAULT, 0, 0);
	tape_close(w->tape, open);
}
