//$ -e trace=writev -e write=1
//= writev(1, [{iov_base="hello", iov_len=5}, {iov_base="", iov_len=0}, {iov_base="world", iov_len=5}], 3) = 10
//=  * 5 bytes in buffer 0
//=  | 00000  68 65 6c 6c 6f                                    hello            |
//=  * 5 bytes in buffer 2
//=  | 00000  77 6f 72 6c 64                                    world            |
/* strace shows no data behind an empty buffer. */
#include <sys/uio.h>

int main(void)
{
	struct iovec out[] = {{"hello", 5}, {"", 0}, {"world", 5}};
	writev(1, out, 3);
	return 0;
}
