/* Functions that were inlined into one another, twice into the same one. */
#include "frames.h"

static volatile int result;

static inline __attribute__((always_inline)) void third(int n)
{
	result = marker() + n;
}

static inline __attribute__((always_inline)) void second(int n)
{
	if (!result)
		third(n);
	result++;
}

static __attribute__((noinline)) void first(int n)
{
	second(n + 1);
	result++;
	second(n);
}

int main(void)
{
	first(1);
	return 0;
}
