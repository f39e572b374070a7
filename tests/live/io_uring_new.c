//$ -e trace=io_uring_enter,io_uring_register
//= io_uring_enter(-1, 0, 0, IORING_ENTER_EXT_ARG, {sigmask=[HUP QUIT], sigmask_sz=8, min_wait_usec=0, ts={tv_sec=1, tv_nsec=2}}, 24) = -1 EBADF (Bad file descriptor)
//= io_uring_register(-1, IORING_REGISTER_FILES2, {nr=2, flags=IORING_RSRC_REGISTER_SPARSE, data=[7, -1], tags=NULL}, 32) = -1 %s
//= io_uring_register(-1, IORING_REGISTER_SYNC_CANCEL, {addr=0x100000002, fd=7, flags=IORING_ASYNC_CANCEL_ALL|IORING_ASYNC_CANCEL_FD, timeout={tv_sec=1, tv_nsec=2}, opcode=IORING_OP_NOP}, 1) = -1 %s
//= io_uring_register(-1, IORING_REGISTER_FILE_ALLOC_RANGE, {off=2, len=1}, 0) = -1 %s
//= io_uring_register(-1, IORING_REGISTER_CLOCK, {clockid=CLOCK_PROCESS_CPUTIME_ID, resv=[0x1, 0, 0]}, 0) = -1 %s
//= io_uring_register(-1, IORING_REGISTER_CLONE_BUFFERS, {src_fd=2, flags=IORING_REGISTER_SRC_REGISTERED, src_off=0, dst_off=0, nr=0}, 1) = -1 %s
//m32
/* io_uring: what came after strace 6.1, or what it shows as an address. */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	unsigned long long set = 5, ts[] = { 1, 2 }, ext[] = { (unsigned long)&set, 8, (unsigned long)ts };
	syscall(SYS_io_uring_enter, -1, 0, 0, 8, ext, 24);
	int fds[] = { 7, -1 };
	unsigned long long files[] = { 1ull << 32 | 2, 0, (unsigned long)fds, 0 };
	syscall(SYS_io_uring_register, -1, 13, files, 32);
	unsigned long long cancel[9] = { 1ull << 32 | 2, 3ull << 32 | 7, 1, 2 };
	syscall(SYS_io_uring_register, -1, 24, cancel, 1);
	unsigned long long range[4] = { 1ull << 32 | 2 };
	syscall(SYS_io_uring_register, -1, 25, range, 0);
	syscall(SYS_io_uring_register, -1, 29, range, 0);
	syscall(SYS_io_uring_register, -1, 30, range, 1);
	_exit(0);
}
