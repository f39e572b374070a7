//$ -e
//trace=kexec_load,process_vm_readv,process_vm_writev,process_madvise,process_mrelease,kcmp,mbind,set_mempolicy,get_mempolicy,migrate_pages,move_pages,membarrier
//strace
//$ -v -e
//trace=kexec_load,process_vm_readv,process_vm_writev,process_madvise,process_mrelease,kcmp,mbind,set_mempolicy,get_mempolicy,migrate_pages,move_pages,membarrier
//strace
//$ -X raw -e
//trace=kexec_load,process_vm_readv,process_vm_writev,process_madvise,process_mrelease,kcmp,mbind,set_mempolicy,get_mempolicy,migrate_pages,move_pages,membarrier
//strace
//$ -X verbose -e
//trace=kexec_load,process_vm_readv,process_vm_writev,process_madvise,process_mrelease,kcmp,mbind,set_mempolicy,get_mempolicy,migrate_pages,move_pages,membarrier
//strace
//m32
/* Whose memory is where and who may touch it; all kinds of node masks. */
#define _GNU_SOURCE
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define S(n, ...) syscall(SYS_##n, __VA_ARGS__)

static char buf[4096] __attribute__((aligned(16)));

static void pattern(void)
{
	for (int i = 0; i < 1024; i++)
		((int *)buf)[i] = 0x100 + i;
}

int main(void)
{
	char *edge =
		(char *)mmap((void *)0x20000000, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) +
		4096;
	mprotect(edge, 4096, PROT_NONE);
	/* kexec */
	pattern();
	for (int n = 0; n < 20; n += 9)
		S(kexec_load, 0x1234, n, buf, 0x3e0001);
	S(kexec_load, 0, 1, 0, 0x280000);
	S(kexec_load, 0, 1, 8, 0x30001);
	S(kexec_load, 0, 2, edge - 40, 3);
	S(kexec_load, 0, 0, buf, 0);
	/* process_* */
	struct iovec l[] = {{"abcdef", 6}, {buf, 4}}, r[] = {{(void *)0x1234, 5}, {0, 6}};
	S(process_vm_readv, 1, l, 2, l, 2, 0);
	S(process_vm_readv, 1, l, 2, r, 2, 1);
	S(process_vm_writev, 1, l, 2, r, 2, 0x1000);
	S(process_vm_writev, -1, 0, 2, 8, 2, 0);
	S(process_vm_readv, 1, l, 0, r, 0, 0);
	S(process_vm_writev, 1, l, 1, l + 1, 1, 0);
	S(process_vm_readv, 1, edge - 16, 3, edge - 8, 3, 1);
	S(process_madvise, -1, r, 2, MADV_COLD, 0);
	S(process_madvise, 0, r, 0, 77, 5);
	S(process_madvise, 0, 0, 1, 0, -1);
	S(process_mrelease, -1, 1);
	/* kcmp */
	struct {
		int efd, tfd, toff;
	} slot = {1, 2, 3};
	for (int i = 0; i < 10; i++) {
		S(kcmp, 1, 1, i, 3, &slot);
		S(kcmp, -1, 2, i, 3, 8);
	}
	/* memory policy */
	long mask[4] = {1, 2, 3, 4};
	for (int n = 2; n < 300; n *= 3) {
		S(mbind, buf, 4096, 2, mask, n, 1);
		S(set_mempolicy, 3, mask, n);
		S(migrate_pages, 1, n, mask, mask + 1);
		S(get_mempolicy, buf, mask, n, 0, 0);
	}
	S(mbind, 0, 4096, 0x8002, 0, 0, 0xff);
	S(mbind, 0, 0, 0x4001, 8, 64, 7);
	S(set_mempolicy, 0xe000, 8, 64);
	S(set_mempolicy, 0x2000 | 77, 0, 0);
	S(get_mempolicy, 0, 0, 0, 0, 4);
	S(get_mempolicy, buf, 0, 0, buf, 3);
	S(get_mempolicy, 8, 8, 64, 8, 0xff);
	S(get_mempolicy, buf, mask, 1024, 0, 4);
	int nodes[3] = {0, 1, -1}, st[3];
	void *pages[3] = {buf, 0, (void *)8};
	S(move_pages, 0, 3, pages, 0, st, 0);
	S(move_pages, 0, 3, pages, nodes, st, 2);
	S(move_pages, 1, 3, pages, nodes, st, 0xff);
	S(move_pages, 0, 0, pages, nodes, st, 4);
	S(move_pages, 0, 3, 0, 0, 0, 0);
	S(move_pages, 0, 40, edge - 16, edge - 8, st, 0);
	S(set_mempolicy_home_node, 1, 2, 3, 4);
	/* membarrier */
	S(membarrier, 0, 0, 0);
	S(membarrier, 0, 1, 5);
	for (int i = 1; i < 512; i *= 2)
		S(membarrier, i, 0, 0);
	S(membarrier, 3, 2, 1);
	S(membarrier, 128, 1, 7);
	S(membarrier, 4096, 0x10, 3);
	_exit(0);
}
