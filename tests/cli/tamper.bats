# Tampering, as far as it takes several processes or signals; what single calls see is in tests/live/tamper.c.
load common

@test "a delay stops nobody else, and the delayed can be killed" {
	for where in enter exit; do
		trapline -f -o out -e trace=chdir -e inject=chdir:delay_$where=1000s sh -c '(cd /) & kill -KILL $!; wait; exit 5'
		[ "$status" = 5 ]
		grep -q 'killed by SIGKILL' out
		grep -q 'exited with 5' out
	done
}

@test "many delays at once" {
	trapline -f -o out -e trace=chdir -e inject=chdir:delay_enter=30ms:delay_exit=20ms sh -c 'for i in 1 2 3 4 5 6 7 8; do (cd /; cd /tmp) & done; wait'
	[ "$status" = 0 ]
	[ "$(grep -c 'chdir(.*DELAYED\|chdir resumed.*DELAYED' out)" = 16 ]
}

@test "an interrupt ends a delay" {
	mkfifo ready input
	sh -c 'echo >ready; read line; cd / && echo moved' <input >said &
	local program=$!
	exec 5>input
	read -r _ <ready
	"$TRAPLINE" -q -e trace=chdir -e inject=chdir:delay_enter=1000s:error=EIO -o out -p $program &
	local tracer=$!
	await "^TracerPid:[[:space:]]*$tracer$" /proc/$program/status
	echo >&5
	# The entry is shown before the delay.
	await_that eval "grep -q '^[0-9 ]*chdir' out || grep -q '^80 ' /proc/$program/syscall"
	kill -INT $tracer
	wait $tracer || true
	wait $program
	[ "$(cat said)" = moved ]
}

@test "each process counts for itself" {
	trapline -f -o out -e trace=chdir -e inject=chdir:error=EIO:when=2 sh -c 'cd /; (cd /; cd /); cd /'
	[ "$(grep -c INJECTED out)" = 2 ]
}

@test "the program is not tampered with before it begins" {
	trapline -o out -e trace=execve -e inject=execve:error=EPERM sh -c 'exec true'
	[ "$(grep -c '= 0$' out)" = 1 ]
	grep -q 'EPERM.*INJECTED' out
}

@test "a kernel without PTRACE_SET_SYSCALL_INFO" {
	[ "$(uname -m)" = x86_64 ] || skip "the filter knows the numbers of x86-64"
	local options=(-e trace=chdir,getppid -e inject=chdir:error=EIO -e inject=getppid:retval=7)
	trapline -o out "${options[@]}" sh -c 'cd /; echo $PPID'
	"$BATS_TEST_DIRNAME/without_set_syscall_info" "$TRAPLINE" -o out2 "${options[@]}" sh -c 'cd /; echo $PPID' >stdout2 2>/dev/null
	diff out out2
	diff stdout stdout2
	[ "$(cat stdout)" = 7 ]
}

@test "with and without a seccomp filter" {
	for action in error=EIO retval=3 delay_enter=1:delay_exit=1 poke_enter=@arg1=2f00:retval=0 error=ENOENT:syscall=getpid signal=USR1; do
		for filter in --seccomp-bpf --no-filter; do
			trapline "$filter" -f -o "out$filter" -e trace=chdir,getppid -e inject=chdir,getppid:$action sh -c 'trap "echo trapped" USR1; cd /etc; pwd'
			cp stdout "stdout$filter"
		done
		sed -i 's/^[0-9]* *//; s/= [0-9][0-9][0-9]*/= PID/' out--*
		diff out--seccomp-bpf out--no-filter
		diff stdout--seccomp-bpf stdout--no-filter
		grep -q 'INJECTED\|DELAYED\|SIGUSR1' out--no-filter
	done
}

@test "tampering in JSON" {
	trapline --format=json:json -e trace=chdir -e inject=chdir:error=EIO:delay_exit=1 sh -c 'cd /'
	[ "$(jq -c 'select(.name == "chdir") | [.tampered, .result.errno]' json)" = '[["result","delay"],"EIO"]' ]
}
