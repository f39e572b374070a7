//$ -e trace=bpf
//strace
//$ -v -e trace=bpf
//strace
//$ -X raw -e trace=bpf
//strace
//$ -X verbose -e trace=bpf
//strace
//m32
/* bpf(2): what strace knows. A map, a program, links; every command with attributes that are missing, cut off or empty. */
#define _GNU_SOURCE
#include <linux/bpf.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <fcntl.h>
#include <unistd.h>
static int bpf(int cmd, union bpf_attr *a, int n) { return syscall(SYS_bpf, cmd, a, n); }
/* What follows the flags of a new link. */
static void links(int prog, int map)
{
	struct {
		int prog, target, type, flags;
		union {
			unsigned w[16];
			unsigned long q[8];
		};
	} link = { prog, 0, BPF_PERF_EVENT, 0, .q = { 0x1234 } };
	bpf(BPF_LINK_CREATE, (void *)&link, 24);
	link.type = BPF_TRACE_KPROBE_MULTI;
	char *syms[] = { "abc", "def" };
	long addrs[] = { 1, 0x2222 };
	link.w[0] = 1;
	link.w[1] = 2;
	link.q[1] = (long)syms;
	link.q[2] = link.q[3] = (long)addrs;
	bpf(BPF_LINK_CREATE, (void *)&link, 48);
	link.q[2] = 1;
	bpf(BPF_LINK_CREATE, (void *)&link, 48);
	(void)map;
}

int main(void)
{
	union bpf_attr a;
	char buf[4096];
	memset(&a, 0, sizeof a);
	a.map_type = 2; a.key_size = 4; a.value_size = 8; a.max_entries = 4; strcpy(a.map_name, "abc");
	int map = bpf(BPF_MAP_CREATE, &a, 72);
	struct bpf_insn in[] = { { 0xb7, 0, 0, 0, 1 }, { 0x95 } };
	memset(&a, 0, sizeof a);
	a.prog_type = 1; a.insn_cnt = 2; a.insns = (long)in; a.license = (long)"GPL"; strcpy(a.prog_name, "p"); 
	int prog = bpf(BPF_PROG_LOAD, &a, sizeof a);
	memset(&a, 0, sizeof a);
	a.prog_type = 1; a.insn_cnt = 1; a.insns = (long)in; a.license = (long)"GPL"; a.log_level = 1; a.log_size = 4096; a.log_buf = (long)buf;
	bpf(BPF_PROG_LOAD, &a, 48);
	memset(&a, 0, sizeof a); a.info.bpf_fd = map; a.info.info_len = 88; a.info.info = (long)buf;memset(buf, 0, 4096);
	bpf(BPF_OBJ_GET_INFO_BY_FD, &a, 16);
	memset(&a, 0, sizeof a); a.info.bpf_fd = map; a.info.info_len = 200; a.info.info = (long)buf;memset(buf, 0, 4096);
	bpf(BPF_OBJ_GET_INFO_BY_FD, &a, 16);
	memset(&a, 0, sizeof a); a.info.bpf_fd = map; a.info.info_len = 40; a.info.info = (long)buf;memset(buf, 0, 4096);
	bpf(BPF_OBJ_GET_INFO_BY_FD, &a, 16);
	memset(&a, 0, sizeof a); a.info.bpf_fd = prog; a.info.info_len = 232; a.info.info = (long)buf;memset(buf, 0, 4096);
	bpf(BPF_OBJ_GET_INFO_BY_FD, &a, 16);
	struct bpf_prog_info *pi = (void *)buf; memset(buf, 0, 4096);
	pi->xlated_prog_len = 64; pi->xlated_prog_insns = (long)(buf + 1024); pi->nr_map_ids = 4; pi->map_ids = (long)(buf + 2048); pi->jited_prog_len=200; pi->jited_prog_insns = (long)(buf+3000);
	memset(&a, 0, sizeof a); a.info.bpf_fd = prog; a.info.info_len = 232; a.info.info = (long)buf;
	bpf(BPF_OBJ_GET_INFO_BY_FD, &a, 16);
	memset(&a, 0, sizeof a); a.info.bpf_fd = 0; a.info.info_len = 232; a.info.info = (long)buf;
	bpf(BPF_OBJ_GET_INFO_BY_FD, &a, 16);
	int key = 1; long v[8] = {5};
	memset(&a, 0, sizeof a); a.map_fd = map; a.key = (long)&key; a.value = (long)v;
	bpf(BPF_MAP_UPDATE_ELEM, &a, 32);
	a.flags = BPF_NOEXIST;
	bpf(BPF_MAP_UPDATE_ELEM, &a, 32);
	a.flags = 0;
	bpf(BPF_MAP_LOOKUP_ELEM, &a, 32);
	bpf(BPF_MAP_GET_NEXT_KEY, &a, 32);
	a.flags = 0x44;
	bpf(BPF_MAP_LOOKUP_ELEM, &a, 32);
	int keys[8];
	memset(&a, 0, sizeof a); a.batch.map_fd = map; a.batch.keys = (long)keys; a.batch.values = (long)v; a.batch.out_batch = (long)buf; a.batch.count = 8;
	bpf(BPF_MAP_LOOKUP_BATCH, &a, 56);
	a.batch.in_batch = (long)buf; a.batch.count = 2;
	bpf(BPF_MAP_LOOKUP_BATCH, &a, 56);
	a.batch.count = 2; a.batch.elem_flags = 4;
	bpf(BPF_MAP_UPDATE_BATCH, &a, 56);
	bpf(BPF_MAP_DELETE_BATCH, &a, 56);
	memset(&a, 0, sizeof a); a.pathname = (long)"/sys/fs/bpf/nonexistent/x"; a.bpf_fd = map;
	bpf(BPF_OBJ_PIN, &a, 16);
	a.bpf_fd = 0; a.file_flags = 8;
	bpf(BPF_OBJ_GET, &a, 16);
	memset(&a, 0, sizeof a);
	for (int i = 0; i < 2; i++) bpf(BPF_MAP_GET_NEXT_ID, &a, 12);
	bpf(BPF_PROG_GET_NEXT_ID, &a, 12);
	a.prog_id = a.next_id; bpf(BPF_PROG_GET_FD_BY_ID, &a, 12);
	bpf(BPF_MAP_GET_FD_BY_ID, &a, 12);
	int cg = open("/sys/fs/cgroup", O_RDONLY);
	memset(&a, 0, sizeof a); a.query.target_fd = cg; a.query.attach_type = 6; a.query.prog_cnt = 4; a.query.prog_ids = (long)buf;
	bpf(BPF_PROG_QUERY, &a, 28);
	a.query.query_flags = 1;
	bpf(BPF_PROG_QUERY, &a, 28);
	memset(&a, 0, sizeof a); a.test.prog_fd = prog; a.test.data_in = (long)buf; a.test.data_size_in = 64; a.test.data_out = (long)buf; a.test.data_size_out = 100; a.test.repeat = 2;
	bpf(BPF_PROG_TEST_RUN, &a, 80);
	memset(&a, 0, sizeof a); a.task_fd_query.pid = 1; a.task_fd_query.fd = 0; a.task_fd_query.buf = (long)buf; a.task_fd_query.buf_len = 100;
	bpf(BPF_TASK_FD_QUERY, &a, 48);
	memset(&a, 0, sizeof a); a.raw_tracepoint.name = (long)"sys_enter"; a.raw_tracepoint.prog_fd = prog;
	bpf(BPF_RAW_TRACEPOINT_OPEN, &a, 16);
	memset(&a, 0, sizeof a); a.btf = (long)"abcdefgh"; a.btf_size = 8; a.btf_log_buf = (long)buf; a.btf_log_size = 4096; a.btf_log_level = 1;
	bpf(BPF_BTF_LOAD, &a, 28);
	memset(&a, 0, sizeof a); a.target_fd = cg; a.attach_bpf_fd = prog; a.attach_type = 6; a.attach_flags = 7;
	bpf(BPF_PROG_ATTACH, &a, 20);
	bpf(BPF_PROG_DETACH, &a, 20);
	for (int type = 0; type < 44; type++) {
		int link[4] = { prog, cg, type, 1 };
		bpf(BPF_LINK_CREATE, (void *)link, 16);
	}
	links(prog, map);
	memset(&a, 0, sizeof a); a.link_update.link_fd = prog; a.link_update.new_prog_fd = prog; a.link_update.flags = 4; a.link_update.old_prog_fd = 5;
	bpf(BPF_LINK_UPDATE, &a, 16);
	char *edge = (char *)mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) + 4096;
	mprotect(edge, 4096, PROT_NONE);
	for (int cmd = 0; cmd < 32; cmd++) {
		bpf(cmd, 0, 20);
		bpf(cmd, (void *)1, 20);
		bpf(cmd, (void *)(edge - 8), 20);
		bpf(cmd, (void *)edge, 0);
		memset(edge - 256, 0, 256);
		bpf(cmd, (void *)(edge - 256), 256);
	}
	bpf(99, &a, 8);
	_exit(0);
}
