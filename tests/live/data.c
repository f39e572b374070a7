//$ -e read=3,7 -e write=4,5,6 -e trace=%desc,%net
//strace
//$ -e read=all -e write=all -s 2 -e trace=%desc,%net
//strace
//$ -xx -e write=!4,5 -e trace=write,writev,sendmsg
//strace
//$ -e raw=write -e write=5 -e trace=write
//strace
//m32
/* Data for -e read= and -e write=: plain, in vectors and in messages; nothing, too little, not readable, failed. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

static char text[] = "hello world, this is a text of more than thirty-two bytes\1\2\377";

static void put_at(int fd, int wanted)
{
	dup2(fd, wanted);
	if (fd != wanted)
		close(fd);
}

static void files(void)
{
	char a[64] = "", b[64] = "";
	struct iovec in[] = {{a, 2}, {b, 3}, {a + 10, 30}};
	struct iovec out[] = {{text, 5}, {text + 6, 5}};
	int fd = open("data", O_RDWR | O_CREAT | O_TRUNC, 0600);

	put_at(fd, 3);
	put_at(open("/dev/null", O_WRONLY), 4);
	write(3, text, sizeof text - 1);
	write(4, text, sizeof text - 1);
	lseek(3, 0, SEEK_SET);
	read(3, a, 4);
	read(3, (void *)1, 4);
	readv(3, in, 3);
	pread(3, b, 40, 50);
	pread(3, b, 40, 500);
	preadv(3, in, 3, 1);
	writev(4, out, 2);
	writev(4, out, 0);
	pwritev(4, out, 1, 0);
	write(4, "", 0);
	write(4, (void *)1, 5);
	dup2(0, 5);
	write(5, "fail", 4);
}

static void sockets(void)
{
	int s[2];
	char a[64] = "", b[64] = "";
	struct iovec in[] = {{a, 2}, {b, 30}}, out[] = {{text, 5}, {text + 6, 5}};
	struct msghdr to = {.msg_iov = out, .msg_iovlen = 2}, from = {.msg_iov = in, .msg_iovlen = 2};
	struct mmsghdr several[] = {{to}, {to}};

	socketpair(AF_UNIX, SOCK_DGRAM, 0, s);
	put_at(s[0], 6);
	put_at(s[1], 7);
	sendmsg(6, &to, 0);
	recvmsg(7, &from, 0);
	sendmmsg(6, several, 2, 0);
	recvmsg(7, &from, 0);
	recv(7, a, 64, 0);
	recvmsg(7, &from, MSG_DONTWAIT);
	send(6, "abc", 3, 0);
	recv(7, a, 2, 0);
	sendto(6, "xyz", 3, 0, NULL, 0);
	recvfrom(7, b, 64, 0, NULL, NULL);
}

int main(void)
{
	files();
	/* On i386 they would go through socketcall. */
	if (sizeof(void *) == 8)
		sockets();
	return 0;
}
