//$ -e trace=%ipc,ipc
//strace
//$ -v -X verbose -e trace=%ipc,ipc
//strace
//$ -e trace=msgget,semop
//strace
//$ -e trace=ipc
//strace
//m32
/* System V queues, semaphores and shared memory; on i386 also through its one call for all of them. */
#define _GNU_SOURCE
#include <stddef.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static struct {
	long type;
	char text[20];
} message = {1, "hi"};
static char room[400];
static struct sembuf up = {0, 1, SEM_UNDO};
#define BAD ((void *)8)

static void queues(void)
{
	int id = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
	msgsnd(id, &message, 3, IPC_NOWAIT);
	msgrcv(id, &message, 8, 0, MSG_NOERROR);
	msgsnd(id, BAD, 3, 0);
	msgrcv(id, &message, 8, 0, IPC_NOWAIT | 0x77);
	msgctl(id, IPC_STAT, (void *)room);
	msgctl(id, IPC_SET, (void *)room);
	msgctl(id, MSG_INFO, (void *)room);
	msgctl(id, IPC_STAT, BAD);
	msgctl(id, 0x55, NULL);
	msgctl(id, IPC_RMID, NULL);
	msgget(0x1234, 07000);
}

static void semaphores(void)
{
	struct timespec limit = {1, 2};
	int id = semget(IPC_PRIVATE, 2, IPC_CREAT | IPC_EXCL | 0600);
	semop(id, &up, 1);
	semtimedop(id, &up, 1, &limit);
	semop(id, BAD, 1);
	semop(id, NULL, 0);
	semctl(id, 0, IPC_STAT, room);
	semctl(id, 0, IPC_SET, room);
	semctl(id, 0, IPC_INFO, room);
	semctl(id, 0, IPC_STAT, BAD);
	semctl(id, 0, IPC_RMID, 0);
}

static void memory(void)
{
	int id = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
	void *at = shmat(id, NULL, SHM_RDONLY);
	shmctl(id, IPC_STAT, (void *)room);
	shmctl(id, SHM_INFO, (void *)room);
	shmctl(id, IPC_INFO, (void *)room);
	shmctl(id, IPC_SET, (void *)room);
	shmctl(id, SHM_LOCK, NULL);
	shmdt(at);
	shmctl(id, IPC_RMID, NULL);
	shmat(id, BAD, -1);
	shmget(1, -1, SHM_HUGETLB | 21 << 26 | 07000);
}

#ifdef __i386__
static void multiplexed(void)
{
	enum { IPC_64 = 0x100 };
	struct timespec limit = {1, 2};
	struct {
		void *message;
		long type;
	} both = {&message, 0};
	void *value = room;
	int id = syscall(SYS_ipc, 13, IPC_PRIVATE, IPC_CREAT | 0600, 0, 0, 0);
	syscall(SYS_ipc, 11, id, 3, IPC_NOWAIT, &message, 0);
	syscall(SYS_ipc, 12, id, 8, MSG_NOERROR, &both, 0);
	syscall(SYS_ipc, 12 | 1 << 16, id, 8, IPC_NOWAIT, &message, 0);
	syscall(SYS_ipc, 14, id, IPC_STAT | IPC_64, 0, room, 0);
	syscall(SYS_ipc, 14, id, IPC_RMID, 0, NULL, 0);
	id = syscall(SYS_ipc, 2, IPC_PRIVATE, 2, IPC_CREAT | 0600, 0, 0);
	syscall(SYS_ipc, 1, id, 1, 0, &up, 0);
	syscall(SYS_ipc, 4, id, 1, 0, &up, &limit);
	syscall(SYS_ipc, 3, id, 0, IPC_STAT | IPC_64, &value, 0);
	syscall(SYS_ipc, 3, id, 0, IPC_RMID, NULL, 0);
	id = syscall(SYS_ipc, 23, IPC_PRIVATE, 4096, IPC_CREAT | 0600, 0, 0);
	syscall(SYS_ipc, 24, id, IPC_STAT | IPC_64, 0, room, 0);
	syscall(SYS_ipc, 24, id, IPC_RMID, 0, NULL, 0);
	syscall(SYS_ipc, 22, 0, 0, 0, NULL, 0);
	syscall(SYS_ipc, 99, 1, 2, 3, 4, 5);
}
#else
static void multiplexed(void)
{
}
#endif

int main(void)
{
	queues();
	semaphores();
	memory();
	multiplexed();
	return 0;
}
