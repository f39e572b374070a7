/* Where every program here ends: a call that gdb can find it waiting in, and that ends at once if nothing is to be read. */
#include <unistd.h>

static inline __attribute__((always_inline)) int marker(void)
{
	char byte;
	return (int)read(0, &byte, 1);
}
