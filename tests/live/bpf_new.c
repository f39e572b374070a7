//$ -e trace=bpf
//= bpf(BPF_ENABLE_STATS, {enable_stats={type=0x100 /* BPF_STATS_??? */}}, 4) = -1 EINVAL (Invalid argument)
//= bpf(BPF_ITER_CREATE, {iter_create={link_fd=256, flags=0x101}}, 8) = -1 EINVAL (Invalid argument)
//= bpf(BPF_LINK_DETACH, {link_detach={link_fd=256}}, 4) = -1 %s
//= bpf(BPF_PROG_BIND_MAP, {prog_bind_map={prog_fd=256, map_fd=257, flags=0x102}}, 12) = -1 EINVAL (Invalid argument)
//= bpf(BPF_TOKEN_CREATE, {token_create={flags=0x100, bpffs_fd=257}}, 8) = -1 EINVAL (Invalid argument)
//= bpf(BPF_PROG_STREAM_READ_BY_FD, {prog_stream_read={stream_buf=0x10100000100, stream_buf_len=258, stream_id=0x103 /* BPF_STREAM_??? */, prog_fd=260}}, 20) = -1 %s
//= bpf(BPF_PROG_ASSOC_STRUCT_OPS, {prog_assoc_struct_ops={map_fd=256, prog_fd=257, flags=0x102}}, 12) = -1 %s
//= bpf(BPF_LINK_CREATE, {link_create={prog_fd=256, target_fd=257, attach_type=BPF_TRACE_ITER, flags=0, iter_info=[{map={map_fd=77}}], iter_info_len=4}}, 28) = -1 %s
//= bpf(BPF_LINK_CREATE, {link_create={prog_fd=256, target_fd=257, attach_type=BPF_TRACE_ITER, flags=0, iter_info="\x4d\x00\x00\x00\x05\x00\x00\x00", iter_info_len=8}}, 28) = -1 %s
//= bpf(BPF_LINK_CREATE, {link_create={prog_fd=256, target_fd=257, attach_type=BPF_TRACE_UPROBE_MULTI, flags=0, uprobe_multi={path="/bin/true", offsets=[0x4d, 0x5], ref_ctr_offsets=NULL, cookies=NULL, cnt=2, flags=BPF_F_UPROBE_MULTI_RETURN, pid=0}}}, 64) = -1 %s
//= bpf(BPF_LINK_CREATE, {link_create={prog_fd=256, target_fd=257, attach_type=BPF_NETFILTER, flags=0, netfilter={pf=NFPROTO_IPV4, hooknum=NF_INET_LOCAL_OUT, priority=-5, flags=0x1}}}, 32) = -1 %s
//= bpf(BPF_LINK_CREATE, {link_create={prog_fd=256, target_fd=257, attach_type=BPF_TCX_INGRESS, flags=0, tcx={relative_fd=5, expected_revision=7}}}, 32) = -1 %s
//= bpf(BPF_LINK_CREATE, {link_create={prog_fd=256, target_fd=257, attach_type=BPF_TCX_INGRESS, flags=0x20, tcx={relative_id=5, expected_revision=7}}}, 32) = -1 %s
//= bpf(BPF_LINK_CREATE, {link_create={prog_fd=256, target_fd=257, attach_type=BPF_TRACE_FENTRY, flags=0, tracing={target_btf_id=5, cookie=0x7}}}, 32) = -1 %s
//m32
/* bpf(2): commands and attributes that came after strace 6.1. */
#define _GNU_SOURCE
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static void link_create(int type, int flags, const void *tail, int size)
{
	unsigned attr[32] = { 256, 257, type, flags };
	memcpy(attr + 4, tail, size);
	syscall(SYS_bpf, 28, attr, 16 + size);
}

int main(void)
{
	unsigned attr[] = { 0x100, 0x101, 0x102, 0x103, 0x104 };
	unsigned char size[] = { 4, 8, 4, 12, 8, 20, 12 };
	for (int cmd = 32; cmd < 39; cmd++)
		syscall(SYS_bpf, cmd, attr, size[cmd - 32]);
	unsigned map[] = { 77, 5 };
	unsigned long long iter[] = { (unsigned long)map, 4 };
	link_create(28, 0, iter, 12);
	iter[1] = 8;
	link_create(28, 0, iter, 12);
	unsigned long long offsets[] = { 77, 5 };
	unsigned long long uprobes[] = { (unsigned long)"/bin/true", (unsigned long)offsets, 0, 0, 1ull << 32 | 2, 0 };
	link_create(48, 0, uprobes, 48);
	link_create(45, 0, (int[]){ 2, 3, -5, 1 }, 16);
	link_create(46, 0, (int[]){ 5, 0, 7, 0 }, 16);
	link_create(46, 0x20, (int[]){ 5, 0, 7, 0 }, 16);
	link_create(24, 0, (int[]){ 5, 0, 7, 0 }, 16);
	_exit(0);
}
