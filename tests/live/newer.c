//$ -e trace=cachestat,fchmodat2,map_shadow_stack,futex_wake,futex_wait,futex_requeue,mseal
//= cachestat(3, {off=0, len=4096}, %s, 0) = %s
//= cachestat(3, 0x8, %p, 0x7) %s= -1 %s
//= fchmodat2(AT_FDCWD, "f", 0600, AT_SYMLINK_NOFOLLOW) = %s
//= map_shadow_stack(NULL, 4096, SHADOW_STACK_SET_TOKEN|0x4) = -1 %s
//= futex_wake(%p, 0xffffffffffffffff, 1, FUTEX2_SIZE_U32|FUTEX2_PRIVATE) = %s
//= futex_requeue([{val=0x1, uaddr=%p, flags=FUTEX2_SIZE_U32}, {val=0, uaddr=%p, flags=FUTEX2_SIZE_U32|FUTEX2_PRIVATE}], 0, 1, 1) = %s
//= futex_wait(%p, 0x5, 0xffffffffffffffff, FUTEX2_SIZE_U32, {tv_sec=0, tv_nsec=1}, CLOCK_MONOTONIC) = %s
//= mseal(0x10001, 4096, 0x1) %s= -1 %s
//$ -e trace=setxattrat,getxattrat,listxattrat,removexattrat
//= setxattrat(AT_FDCWD, "f", 0, "user.n", {value="value", size=5, flags=XATTR_CREATE}, 16) = %s
//= getxattrat(AT_FDCWD, "f", 0, "user.n", {value=%s, size=100, flags=0}, 16) = %s
//= getxattrat(AT_FDCWD, "f", 0, "user.none", {value=%p, size=100, flags=0}, 16) = -1 %s
//= listxattrat(AT_FDCWD, "f", 0, %s, 100) = %s
//= removexattrat(AT_FDCWD, "f", AT_SYMLINK_NOFOLLOW, "user.n") = %s
//= setxattrat(-1, 0x8, 0x77 /* AT_??? */, 0x8, 0x8, 16) = -1 %s
//$ -e trace=listmount,statmount,listns
//= listmount({size=32, mnt_ns_fd=0, mnt_id=0xffffffffffffffff, param=0, mnt_ns_id=0}, %s, 4, 0) = %s
//= listmount({size=32, mnt_ns_fd=0, mnt_id=0xffffffffffffffff, param=0, mnt_ns_id=0}, %p, 4, LISTMOUNT_REVERSE|0x8) = -1 %s
//= statmount({size=24, mnt_ns_fd=0, mnt_id=%p, param=STATMOUNT_MNT_ROOT|STATMOUNT_FS_TYPE}, %s, 4096, 0) = %s
//= statmount(0x8, 0x8, 8, 0x8) %s= -1 %s
//= listns({size=32, ns_type=CLONE_NEWPID, ns_id=0, user_ns_id=0}, %s, 4, 0) = %s
//$ -e trace=lsm_list_modules,lsm_get_self_attr,lsm_set_self_attr
//= lsm_list_modules(%s, [%s], 0) = %s
//= lsm_get_self_attr(LSM_ATTR_CURRENT, %s, [%s], 0) = %s
//= lsm_set_self_attr(LSM_ATTR_EXEC, [{id=LSM_ID_APPARMOR, flags=0, len=35, ctx_len=3, ctx="ab\0"}], 35, 0) = -1 %s
//= lsm_set_self_attr(0x7 /* LSM_ATTR_??? */, 0x8, 35, 0) = -1 %s
//$ -e trace=open_tree_attr,file_getattr,file_setattr,rseq_slice_yield
//= open_tree_attr(AT_FDCWD, "f", OPEN_TREE_CLONE, {attr_set=MOUNT_ATTR_RDONLY, attr_clr=0, propagation=0 /* MS_??? */, userns_fd=0}, 32) = %s
//= file_getattr(AT_FDCWD, "f", %s, 24, 0) = %s
//= file_setattr(AT_FDCWD, "f", {fa_xflags=FS_XFLAG_NODUMP, fa_extsize=0, fa_nextents=0, fa_projid=0, fa_cowextsize=0}, 24, 0) = %s
//= file_setattr(AT_FDCWD, "f", 0x8, 24, 0xff /* AT_??? */) = -1 %s
//= rseq_slice_yield() %s= %s
/* Calls that the kernel got after the installed strace: what they take is shown whether the running kernel has them or not. */
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BAD ((void *)8)
static char room[4096];

static void memory(int fd)
{
	uint64_t range[2] = {0, 4096}, stat[5];
	struct timespec tick = {0, 1};
	struct {
		uint64_t val, uaddr;
		uint32_t flags, reserved;
	} waiters[2] = {{1, (uintptr_t)room, 2, 0}, {0, (uintptr_t)room + 8, 2 | 128, 0}};
	syscall(451, fd, range, stat, 0);
	syscall(451, fd, BAD, stat, 7);
	syscall(452, AT_FDCWD, "f", 0600, AT_SYMLINK_NOFOLLOW);
	syscall(453, NULL, 4096, 1 | 4);
	syscall(454, room, ~0UL, 1, 2 | 128);
	syscall(456, waiters, 0, 1, 1);
	syscall(455, room, 5UL, ~0UL, 2, &tick, CLOCK_MONOTONIC);
	syscall(462, 0x10001, 4096, 1);
}

static void attributes(void)
{
	struct {
		uint64_t value;
		uint32_t size, flags;
	} set = {(uintptr_t) "value", 5, 1}, get = {(uintptr_t)room, 100, 0};
	syscall(463, AT_FDCWD, "f", 0, "user.n", &set, sizeof set);
	syscall(464, AT_FDCWD, "f", 0, "user.n", &get, sizeof get);
	syscall(464, AT_FDCWD, "f", 0, "user.none", &get, sizeof get);
	syscall(465, AT_FDCWD, "f", 0, room, 100);
	syscall(466, AT_FDCWD, "f", AT_SYMLINK_NOFOLLOW, "user.n");
	syscall(463, -1, BAD, 0x77, BAD, BAD, sizeof set);
}

static void mounts(void)
{
	uint64_t request[4] = {32, -1, 0, 0}, ids[4] = {1}, spaces[4] = {32 | (uint64_t)0x20000000 << 32};
	syscall(458, request, ids, 4, 0);
	syscall(458, request, ids, 4, 9);
	request[0] = 24;
	request[1] = ids[0];
	request[2] = 0x28;
	syscall(457, request, room, sizeof room, 0);
	syscall(457, BAD, BAD, 8, 8);
	syscall(470, spaces, ids, 4, 0);
}

static void modules(void)
{
	uint64_t ids[16];
	uint32_t size = sizeof ids;
	struct {
		uint64_t id, flags, len, ctx_len;
		char ctx[3];
	} context = {104, 0, 35, 3, "ab"};
	syscall(461, ids, &size, 0);
	size = sizeof room;
	syscall(459, 100, room, &size, 0);
	syscall(460, 101, &context, 35, 0);
	syscall(460, 7, BAD, 35, 0);
}

static void files(void)
{
	uint64_t mount[4] = {1}, file[3] = {0x80};
	syscall(467, AT_FDCWD, "f", 1, mount, sizeof mount);
	syscall(468, AT_FDCWD, "f", room, sizeof file, 0);
	syscall(469, AT_FDCWD, "f", file, sizeof file, 0);
	syscall(469, AT_FDCWD, "f", BAD, sizeof file, 0xff);
	syscall(471);
}

int main(void)
{
	int fd = open("f", O_RDWR | O_CREAT, 0644);
	write(fd, "abc", 3);
	memory(fd);
	attributes();
	mounts();
	modules();
	files();
	return 0;
}
