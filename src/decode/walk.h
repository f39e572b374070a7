/*
 * The walker's inside, shared by its files and by the hand-written decoders (custom_*.c).
 *
 * Values are walked where they are: walk_at reads a value of a type from an address. Reads go through a window, the bytes of the
 * struct or array that is being walked, read once; what lies outside goes to the memory reader.
 */
#ifndef DECODE_WALK_H
#define DECODE_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "decode/decode.h"
#include "desc/desc.h"

enum {
	WALK_DEPTH = 16,           /* nested structs, arrays and pointers; nothing real comes near */
	WALK_TOKENS = 65536,       /* per call */
	WALK_BUFFER = 4096,        /* bytes of a struct, or of a piece of an array, read at once */
	WALK_STR_MAX = 16 << 20,   /* bytes of one string, whatever -s says */
	WALK_BITS_MAX = 128 << 10, /* bytes of a set of descriptors or CPUs: the kernel has a million of them at most */
	WALK_COUNT_MAX = 65536,    /* records counted for a comment */
};

struct window {
	uint64_t addr;
	const uint8_t *p;
	size_t len;
};

struct walk {
	struct call *call;
	pid_t tid;
	struct mem *mem;
	const struct decode_opts *opts;
	struct tape *tape;
	enum desc_abi abi;
	bool at_exit;
	bool failed;
	bool gains; /* only what the call added: out pointers inside a struct that was shown at entry */
	bool has_budget;
	uint64_t budget; /* bytes that pointers inside the current array still refer to */
	unsigned depth;
	struct window win;
	struct window before; /* a `late` argument's struct as it was at entry */
};

/* The struct or union in whose text an expression stands. */
struct frame {
	const struct desc_struct *st; /* NULL: a union */
	uint64_t addr, size;          /* the bytes of it that exist */
};

/* Which moment an expression is about. */
enum walk_when { WHEN_ENTRY, WHEN_NOW };

/* Copies from the window if it has all of it, else from the tracee. */
bool walk_fetch(struct walk *w, uint64_t addr, void *dst, size_t len);
/* True if the call's tape is full: no more loops. */
bool walk_full(const struct walk *w);
/* Evaluates an expression; f is NULL outside of structs. WHEN_ENTRY: pointed-to integers and fields as they were at entry. */
bool walk_eval(struct walk *w, const struct frame *f, uint16_t expr, enum walk_when when, uint64_t *ret);
/* The `[cap -> len]` of a type, as it is in this phase; UINT64_MAX if it has none. */
bool walk_extent(struct walk *w, const struct frame *f, const struct desc_type *t, uint64_t *ret);

/* Appends the value of this type that stands at an address of the tracee. */
void walk_at(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t addr);
/* Appends a value that is already known: a number, a pointer, or a custom's operand. */
void walk_value(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t value);

/* A NUL-terminated string of at most `look` bytes. */
void walk_string(struct walk *w, uint32_t name, uint16_t type, uint64_t addr, uint64_t look);

/* walk_struct.c */
void walk_struct(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t addr);
void walk_union(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t addr);
/* A struct of which exactly `size` bytes exist: a record, or an arm of a union. */
void walk_record(struct walk *w, uint32_t name, uint16_t type, uint64_t addr, uint64_t size);
/* Of a late struct whose call failed, what the caller gave in it. */
void walk_failed(struct walk *w, uint32_t name, uint16_t type, uint64_t addr);
/* walk_array.c */
void walk_array(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t addr);
void walk_chain(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t addr);

/* walk_netlink.c */
void walk_attrs(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t addr);
/* Appends what goes through the call's descriptor as netlink messages; false if it is no netlink socket. */
bool walk_netlink(struct walk *w, uint32_t name, uint64_t addr, uint64_t size);
/* After a socket call that succeeded: its protocol, which the kernel does not tell of a socket that has no address yet. */
void netlink_remember(struct walk *w);

void walk_addr(struct walk *w, uint32_t name, uint16_t type, uint64_t addr, unsigned flags);
void walk_int(struct walk *w, uint32_t name, enum desc_style style, uint64_t value);
void walk_word(struct walk *w, uint32_t name, const char *word);
uint32_t walk_note(struct walk *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A number in the names that a set of the descriptions has for it; a plain one in `style` if no type has this set. */
void walk_named(struct walk *w, uint32_t name, const char *set, enum desc_style style, uint64_t value);

/* custom_*.c. x is the address of the value, or the number itself where the custom stands for a number. */
typedef void walk_custom_fn(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t x);
walk_custom_fn custom_strv, custom_envv, custom_siginfo, custom_sigframe, custom_poll_note, custom_select_note, custom_recv_note,
	custom_entry_note, custom_bpf_prog, custom_ioctl_data;
void walk_custom(struct walk *w, const struct frame *f, uint32_t name, uint16_t type, uint64_t x);
/* custom_siginfo.c: from bytes laid out for pointers of `word` bytes. */
void walk_siginfo(struct walk *w, uint32_t name, const uint8_t *info, size_t len, unsigned word);

/* enrich.c: what the descriptor refers to, as a TAPE_FDPATH. Returns its index, TAPE_NONE if it is not known. */
uint32_t enrich_fd(struct tape *t, const struct decode_opts *opts, pid_t tid, int64_t fd, bool dirfd);
/* What kind of anonymous file a descriptor is, as the enum anon_inode numbers them; 0: another file. */
uint64_t enrich_anon_inode(pid_t tid, enum desc_abi abi, int fd);
/* Whose requests the descriptor understands; IOCTL_ANY if that is not known. */
enum ioctl_device enrich_device(pid_t tid, int64_t fd);

#endif
