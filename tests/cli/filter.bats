# The seccomp filter: the trace is the same with it, and the program does not notice.
load common

ENGINE=${BUILD:-$BATS_TEST_DIRNAME/../../build/release}/tests/engine

setup() {
	cd "$BATS_TEST_TMPDIR"
	[ "$(id -u)" = 0 ] || skip "only root gets a filter without asking"
}

# The calls of each thread, whole and sorted, with what differs from run to run blotted out.
traced() {
	rm -f trace.*
	"$TRAPLINE" -d -o trace "$@" >stdout 2>stderr <dev-null || true
	cat trace.* | sed -E '/^\+\+\+/d; s/0x[0-9a-f]+/ADDR/g; s/si_pid=[0-9]+/si_pid=PID/; s/ = [0-9]{2,}$/ = N/; s/si_[us]time=[0-9]+( .\* [0-9.]+ s \*.)?/time/g
		s/tgkill\([0-9]+, [0-9]+/tgkill(N/; s/pid changed to [0-9]+/pid/; s/wait4\(-?[0-9]+/wait4(N/; s/(child|parent)_tid=\[[0-9]+\]/tid/g' | sort
}

same_with_filter() {
	: >dev-null
	traced --no-filter "$@" >expected
	grep -q 'seccomp filter: not used: --no-filter' stderr
	traced "$@" >got
	grep -q 'seccomp filter: used' stderr
	grep -q '(' expected
	diff expected got
}

@test "the trace is the same with and without the filter" {
	same_with_filter -ff -e trace=openat,execve cat /etc/hostname
	same_with_filter -ff -e trace=%process sh -c 'cat /dev/null; (exit 3); /nonexistent; true'
	same_with_filter -ff -e trace='!%memory,getrandom' cat /etc/hostname
	same_with_filter -ff -e trace=none sh -c 'kill -USR1 $$; exit 0' || true
	same_with_filter -ff -e trace=getppid "$ENGINE/engine_tracee" threads 8
	same_with_filter -ff -e trace=%signal "$ENGINE/engine_tracee" signals 20
	same_with_filter -ff -e trace=exit_group,execve "$ENGINE/engine_tracee" exec 3
}

@test "each ABI has its own numbers" {
	[ -x "$ENGINE/engine_tracee32" ] || skip "no 32-bit programs"
	same_with_filter -ff -e trace=getppid "$ENGINE/engine_tracee32" threads 3
	same_with_filter -ff -e trace=getppid,execve,write sh -c "$ENGINE/engine_tracee32 threads 2; $ENGINE/engine_tracee threads 2"
}

@test "calls that a filter of the program's own refuses are seen" {
	same_with_filter -ff -e trace=sched_yield "$ENGINE/witness" refuse
	cat trace.* | grep 'sched_yield() *= -1 EPERM'
	grep 'sched_yield: Operation not permitted' stdout
}

@test "a filter of the program's own finds no tracer" {
	same_with_filter -ff -e trace=sched_yield "$ENGINE/witness" ask
	grep 'sched_yield: Function not implemented' stdout
	same_with_filter -ff -e trace=write "$ENGINE/witness" ask
	grep 'sched_yield: Function not implemented' stdout
}

@test "when it is not used, and why" {
	why() {
		local reason=$1
		shift
		trapline -d "$@" true
		grep -q "seccomp filter: not used: $reason" stderr || { cat stderr; false; }
	}
	why 'children would inherit it and not be followed' -e trace=openat
	why 'every call is wanted' -f
	why 'a signal that ends trapline would end the program, too' -f -e trace=openat -I anywhere
	why '--no-filter' -f -e trace=openat --no-filter
}

@test "a user without privileges gets none, and no_new_privs is not set" {
	command -v setpriv >/dev/null || skip "no setpriv"
	chmod 777 .
	cp "$TRAPLINE" ./copy || skip "cannot copy"
	setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all --bounding-set=-all \
		./copy -d -f -e trace=openat -o trace grep -e NoNewPrivs -e Seccomp: /proc/self/status >stdout 2>stderr
	grep 'seccomp filter: not used: the kernel refuses it without no_new_privs' stderr
	grep 'NoNewPrivs:.0' stdout
	grep 'Seccomp:.0' stdout
	setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all --bounding-set=-all \
		./copy -d -f --seccomp-bpf -e trace=openat -o trace grep -e NoNewPrivs -e Seccomp: /proc/self/status >stdout 2>stderr
	grep 'seccomp filter: used' stderr
	grep 'NoNewPrivs:.1' stdout
}

@test "a program that survives a signal to the tracer is traced on silently until it ends" {
	"$TRAPLINE" -f -I waiting -e trace=openat -o trace "$ENGINE/witness" graceful >stdout &
	await ready stdout
	kill -INT $!
	status=0
	wait $! || status=$?
	[ "$status" = 130 ]
	grep 'open: done' stdout
}

@test "a second signal ends it" {
	"$TRAPLINE" -f -I waiting -e trace=openat -o trace sh -c 'trap "echo trapped >>out" HUP; echo $$ >out; while :; do :; done' &
	await . out
	pid=$(head -1 out)
	kill -HUP $!
	await trapped out
	kill -TERM $!
	status=0
	wait $! || status=$?
	[ "$status" = 129 ]
	await_that is_gone "$pid"
}

@test "a program with the filter dies with its tracer" {
	"$TRAPLINE" -f -e trace=openat -o trace sh -c 'echo $$ >out; while :; do :; done' &
	await . out
	pid=$(head -1 out)
	kill -KILL $!
	wait $! || true
	await_that is_gone "$pid"
}
