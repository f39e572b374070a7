# Stacks of programs whose files are not where their names say, or not what they should be.
load common

# Compiles standard input.
program() {
	local name=$1
	shift
	gcc -x c -D_GNU_SOURCE -O1 -fno-omit-frame-pointer -o "$name" "$@" - -x none
}

# Symbols of the first stack after the line that begins with $1, one a line.
symbols() {
	awk -v call="$1" 'index($0, call) == 1 { on = 1; next } on && !/^ > / { exit } on' stderr | sed 's/^ > .*(\([^()+]*\)[^()]*) \[.*/\1/'
}

# The first symbols of that stack are these.
called_by() {
	local call=$1
	shift
	local found
	found=$(symbols "$call" | head -n $#)
	if [ "$found" != "$(printf '%s\n' "$@")" ]; then
		printf 'after %s: %s\nwanted: %s\n' "$call" "$found" "$*"
		cat stderr
		return 1
	fi
}

unlinked() {
	program "$@" <<-'END'
		#include <stdlib.h>
		#include <unistd.h>
		__attribute__((noinline)) int leaf(void) { return getppid() + 1; }
		int main(int argc, char **argv)
		{
			unlink(argv[0]);
			if (argc > 1)
				symlink("/bin/true", argv[0]);
			return leaf() * 0;
		}
	END
}

setup() {
	cd "$BATS_TEST_TMPDIR"
	"$TRAPLINE" -V | grep -q 'enabled:.*stack-trace' || skip 'this build makes no stacks'
}

@test "a file that was deleted, or replaced" {
	unlinked gone
	trapline -k -e getppid ./gone
	called_by getppid getppid leaf main
	grep -q ' (deleted)(leaf+' stderr
	unlinked gone
	trapline -k -e getppid ./gone x
	called_by getppid getppid leaf main
}

@test "a deleted file that only the process itself has" {
	[ "$(id -u)" = 0 ] || skip 'only root can become somebody else'
	local bin=$TRAPLINE
	TRAPLINE=$(command -v setpriv)
	chmod a+rx "$BATS_RUN_TMPDIR" "$BATS_TEST_TMPDIR/.." "$BATS_TEST_TMPDIR"
	mkdir -m 777 dir
	unlinked dir/gone -rdynamic
	chmod 777 dir/gone
	trapline --reuid 65534 --regid 65534 --clear-groups "$bin" -k -e getppid dir/gone
	called_by getppid getppid leaf main
}

@test "a program in a root of its own" {
	[ "$(id -u)" = 0 ] || skip 'only root can change it'
	mkdir root
	unlinked root/program -static
	trapline -f -k -e getppid chroot root /program
	symbols getppid | sed -n 2,3p | diff - <(printf 'leaf\nmain\n')
}

@test "code that was made at run time" {
	program jit <<-'END'
		#include <stdio.h>
		#include <string.h>
		#include <sys/mman.h>
		#include <unistd.h>
		static FILE *map;
		static void name(const char *what, void *p)
		{
			fprintf(map, "%lx 1 nothing\nxyz\n%lx 10 %s\n", (long)p - 1, (long)p, what);
			fflush(map);
		}
		int main(void)
		{
			/* push rbp; mov rbp, rsp; mov eax, 110 (getppid); syscall; pop rbp; ret */
			static const unsigned char code[] = {0x55, 0x48, 0x89, 0xe5, 0xb8, 0x6e, 0, 0, 0, 0x0f, 0x05, 0x5d, 0xc3};
			char path[64];
			snprintf(path, sizeof path, "/tmp/perf-%d.map", getpid());
			void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
			memcpy(p, code, sizeof code);
			((void (*)(void))p)();
			map = fopen(path, "w");
			name("one", p);
			((void (*)(void))p)();
			name("two of it", p);
			((void (*)(void))p)();
			unlink(path);
		}
	END
	[ "$(uname -m)" = x86_64 ] || skip 'the code is for x86-64'
	trapline -k -e getppid ./jit
	[ "$(grep -c '^ > () \[0x7f' stderr)" = 1 ]
	[ "$(grep -c '^ > /tmp/perf-[0-9]*\.map(one+0xb) \[0x7f' stderr)" = 1 ]
	[ "$(grep -c '^ > /tmp/perf-[0-9]*\.map(two of it+0xb) \[0x7f' stderr)" = 1 ]
	[ "$(grep -c '(main+' stderr)" = 3 ]
}

@test "symbols in .gnu_debugdata" {
	unlinked full
	objcopy -S --keep-symbol=leaf full small
	xz -k small
	strip -s full
	objcopy --add-section .gnu_debugdata=small.xz full
	trapline -k -e getppid ./full
	called_by getppid getppid leaf ''
}

@test "a stack that leads nowhere says so" {
	program broken <<-'END'
		#include <unistd.h>
		int main(void)
		{
			void **frame = __builtin_frame_address(0), *back = frame[1];
			frame[1] = (void *)0x42;
			getppid();
			frame[1] = back;
		}
	END
	trapline -k -e getppid ./broken
	called_by getppid getppid main ' > unexpected_backtracing_error [0x42]'
}

@test "names that would break the line" {
	unlinked $'new\nline' -Xlinker --defsym='tab	here'=leaf 2>/dev/null || unlinked $'new\nline'
	trapline -k -e getppid $'./new\nline'
	[ "$(grep -c '^ > .*new.012line' stderr)" -ge 2 ]
	lacks '^line' stderr
}

@test "stacks at signals, at the end, and around an execve" {
	program ends <<-'END'
		#include <signal.h>
		#include <unistd.h>
		static void handler(int signo) { (void)signo; }
		__attribute__((noinline)) static void last(char **argv) { execv("/nowhere", argv); argv[0] = "/bin/true"; execv(argv[0], argv); }
		int main(int argc, char **argv)
		{
			(void)argc;
			signal(SIGUSR1, handler);
			raise(SIGUSR1);
			last(argv);
		}
	END
	trapline -k -e trace=execve,exit_group ./ends
	called_by '--- SIGUSR1' __pthread_kill_implementation raise main || called_by '--- SIGUSR1' raise main || symbols '--- SIGUSR1' | grep -q main
	symbols 'execve("/nowhere"' | sed -n 2,4p | grep -qx last
	symbols 'execve("/bin/true"' | grep -qx last
	called_by '+++ exited' _exit
	trapline -qq -k -e trace=exit_group true
	called_by exit_group _exit
	trapline -k -e trace=none -e signal=none ./ends
	lacks '^ > ' stderr
}

@test "no stack cuts another's line without saying so" {
	trapline -f -k -e trace=wait4,exit_group,execve sh -c '(exit 3); (exit 4); true & wait'
	lacks '[^ ] > /' stderr
	[ "$(grep -c '^+++\|^\[pid.*+++ exited' stderr)" -ge 3 ]
}

twice() {
	program twice <<-'END'
		#include <unistd.h>
		__attribute__((noinline)) static int a(void) { return getppid() + 1; }
		__attribute__((noinline)) static int b(void) { return a() + 1; }
		int main(void)
		{
			volatile int n = 3;
			int sum = 0;
			while (n-- > 0)
				sum += b();
			return (sum + a()) * 0;
		}
	END
}

@test "a summary by stacks" {
	twice
	trapline -c --summary-by=stack -S calls -U calls,errors,name -e getppid ./twice
	[ "$(grep -c ' getppid$' stderr)" = 2 ]
	sed -n 3,6p stderr | sed 's/ \[.*//; s/.*(\(.*\)+.*/\1/; s/  */ /g' | diff - <(printf ' 3 getppid\ngetppid\na\nb\n')
	tail -n 1 stderr | grep -q ' 4  *total$'
	trapline -c --summary-by=call -U calls,name -e getppid ./twice
	lacks '^ > ' stderr
}

@test "folded stacks" {
	twice
	trapline --format=folded -e getppid ./twice
	diff <(sed 's/.*;main;/main;/' stderr) <(printf 'main;b;a;getppid;getppid 3\nmain;a;getppid;getppid 1\n')
	grep -q '^twice;_start;' stderr
	for weight in cpu wall; do
		trapline --format=folded:out --folded-weight=$weight -o trace -f sh -c 'sleep 0.01; true'
		lacks -v '^[^;]*\(;[^;]*\)* [1-9][0-9]*$' out
		lacks '^ > ' trace
	done
	[ "$(awk '/;clock_nanosleep / { print $NF }' out)" -ge 10000000 ]
}

@test "code that is mapped while its calls are not traced" {
	program library.so -shared -fPIC <<-'END'
		#include <unistd.h>
		int entry(void) { return getppid() + 1; }
	END
	program loads <<-'END'
		#include <dlfcn.h>
		#include <unistd.h>
		int main(void)
		{
			getppid();
			int (*entry)(void) = (int (*)(void))dlsym(dlopen("./library.so", RTLD_NOW), "entry");
			return entry() * 0;
		}
	END
	for follow in '' -f; do
		trapline $follow -k -e getppid ./loads
		[ "$(grep -c '(main+' stderr)" = 2 ]
		grep -q 'library.so(entry+' stderr
	done
}
