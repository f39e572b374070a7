//$ -e trace=%memory
//strace
//$ -X verbose -e trace=%memory
//strace
//$ -X raw -e trace=%memory
//strace
//m32
/* Mappings: flags in strace's order, unknown bits, results in hex. */
#define _GNU_SOURCE
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	char *p = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	mmap(0, 4096, PROT_NONE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	mmap(0, 2097152, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | 21 << 26, -1, 0);
	mmap(0, -1, -1, -1, -1, 0);
	mmap((void *)1, 0, PROT_EXEC, 0, 0, 4096);
	mprotect(p, 4096, PROT_READ | PROT_EXEC);
	mprotect(p, 4096, PROT_NONE);
	mprotect((void *)-1, 1, 0x30);
	madvise(p, 4096, MADV_DONTNEED);
	madvise(p, 4096, 12345);
	msync(p, 4096, MS_SYNC | MS_INVALIDATE);
	mlock(p, 4096);
	munlock(p, 4096);
	mlockall(0);
	mlockall(MCL_CURRENT | 0x80);
	munlockall();
	unsigned char vec[2];
	mincore(p, 8192, vec);
	mincore(p, 8192, 0);
	p = mremap(p, 8192, 4096, 0);
	mremap(p, 4096, 8192, MREMAP_MAYMOVE);
	mremap(p, 4096, 8192, MREMAP_MAYMOVE | MREMAP_FIXED, 0x1000);
	syscall(SYS_brk, 0);
	munmap(p, 4096);
	munmap((void *)1, 1);
	_exit(0);
}
