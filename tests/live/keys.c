//$ -e trace=keyctl,add_key,request_key
//strace
//$ -v -e trace=keyctl,add_key,request_key
//strace
//$ -X raw -e trace=keyctl,add_key,request_key
//strace
//$ -X verbose -e trace=keyctl,add_key,request_key
//strace
//m32
/* keyctl(2): every operation, with keys that there are and others. */
#define _GNU_SOURCE
#include <linux/keyctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define S(n, ...) syscall(SYS_##n, __VA_ARGS__)

int main(void)
{
	static char out[64], in2[] = "signature";
	struct keyctl_dh_params dh = {{1}, 2, 3};
	struct keyctl_kdf_params kdf = {"sha256", "other", 5, {1}};
	S(keyctl, 23, &dh, out, 64, 0);
	S(keyctl, 23, &dh, out, 64, &kdf);
	S(keyctl, 23, 0, out, 64, 0);
	kdf.__spare[0] = 0;
	S(keyctl, 23, 0, out, 64, &kdf);
	S(keyctl, 24, 7, 0, "enc=pkcs1", out);
	S(keyctl, 24, 7, 5, "enc=pkcs1", 0);
	struct keyctl_pkey_params p = {7, 5, {9}, {1}};
	for (int op = 25; op < 29; op++) {
		S(keyctl, op, &p, "enc=raw", "input", in2);
		S(keyctl, op, 0, 0, 0, 0);
		S(keyctl, op, 8, 8, 8, 8);
	}
	p.__spare[0] = 0;
	S(keyctl, 28, &p, "enc=raw", "input", in2);
	S(keyctl, 29, -3, "asymmetric", "builtin_trusted");
	S(keyctl, 29, -3, 0, 0);
	S(keyctl, 30, -3, -4, -5, 1);
	S(keyctl, 30, 1, 2, 3, 0xffff);
	S(keyctl, 31, 0, 64);
	S(keyctl, 6, -4, out, 64);
	S(keyctl, 6, -4, out, 3);
	S(keyctl, 11, -4, out, 64);
	S(keyctl, 22, -1, -3);
	S(keyctl, 20, 7, 0, 0, -3);
	S(keyctl, 17, -3, out, 64);
	S(keyctl, 19, 1, 2, 0x80, 5);
	S(keyctl, 18, 1, 2, 3, 4);
	for (int op = 0; op < 32; op++) {
		if (op == 23 || op == 31)
			continue;
		S(keyctl, op, 5, 8, 7, 8);
		S(keyctl, op, -9, 0x3f3f3f3f, "text", "more");
	}
	S(keyctl, 0x1234, 1, 2, 3, 4);
	S(keyctl, 14, 3);
	S(keyctl, 14, -1);
	S(add_key, "user", "desc", "payload", 7, -2);
	S(add_key, 0, 8, 0, 7, 77);
	S(request_key, "user", "desc", "info", -3);
	S(request_key, "user", "desc", 0, 0);
	_exit(0);
}
