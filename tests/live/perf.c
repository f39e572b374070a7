//$ -e trace=perf_event_open
//strace
//$ -v -e trace=perf_event_open
//strace
//$ -X raw -e trace=perf_event_open
//strace
//$ -X verbose -e trace=perf_event_open
//strace
//m32
/* perf_event_open(2): types and what they count, flag by flag, versions by their size. */
#define _GNU_SOURCE
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define S(n, ...) syscall(SYS_##n, __VA_ARGS__)

static unsigned buf[1024];

static void clear(int type, int size)
{
	memset(buf, 0, sizeof(buf));
	buf[0] = type;
	buf[1] = size;
}

int main(void)
{
	char *edge =
		(char *)mmap((void *)0x20000000, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) +
		4096;
	mprotect(edge, 4096, PROT_NONE);
	for (int type = 0; type < 8; type++)
		for (int c = 0; c < 7; c++) {
			clear(type, 64);
			buf[2] = c;
			S(perf_event_open, buf, 0, -1, 77, 0);
		}
	for (int c = 0; c < 7; c++)
		for (int o = 0; o < 3; o++) {
			clear(3, 72);
			buf[2] = c | o << 8 | (c & 1) << 16;
			S(perf_event_open, buf, 0, 0, -1, 8);
		}
	for (int bit = 0; bit < 38; bit++) {
		clear(1, 64);
		buf[10 + bit / 32] = 1u << bit % 32;
		S(perf_event_open, buf, 1, 2, 3, 1);
	}
	for (int bp = 0; bp < 5; bp++) {
		clear(5, 96);
		buf[13] = bp;
		buf[14] = 0x1234;
		buf[16] = bp;
		S(perf_event_open, buf, 1, 2, 3, 1);
	}
	for (int bit = 0; bit < 19; bit++) {
		clear(1, 112);
		buf[6] = 1u << bit;
		buf[8] = 1u << bit % 8;
		buf[10] = 1;
		buf[18] = 1u << bit;
		buf[6] |= 0x800;
		S(perf_event_open, buf, 1, 2, 3, 1);
	}
	clear(1, 96);
	buf[11] = 0;
	buf[10] = 1 << 25;
	buf[6] = 0x2000;
	buf[22] = 7;
	buf[23] = 1;
	S(perf_event_open, buf, 1, 2, 3, 1);
	clear(1, 64);
	buf[10] = 1 << 10 | 1 << 14;
	buf[4] = 7;
	buf[12] = 9;
	S(perf_event_open, buf, 1, 2, 3, 1);
	S(perf_event_open, 0, 0, 0, 0, 0);
	S(perf_event_open, 8, -1, -1, -1, -1);
	S(perf_event_open, edge - 8, 0, 0, 0, 0);
	S(perf_event_open, edge - 4, 0, 0, 0, 0);
	_exit(0);
}
