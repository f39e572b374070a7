/* 50 frames without frame pointers, of different sizes. */
#include <string.h>

#include "frames.h"

static volatile int zero;

static __attribute__((noinline)) int down(int n)
{
	char room[16 + (n & 1)];
	memset(room, n, sizeof(room));
	return (n ? down(n - 1) : marker()) + room[zero] + 1;
}

int main(void)
{
	return down(50) & zero;
}
