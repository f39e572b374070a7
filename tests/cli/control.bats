# Who traces whom, who outlives whom, and what signals to the tracer do.
load common

# What a program is told of itself and its tracer by /proc; in the shell's own words, since nobody else is traced.
RELATIONS='
ids() { while read -r key value _; do case $key in PPid:) ppid=$value;; NSpgid:) group=$value;; NSsid:) session=$value;; TracerPid:) tracer=$value;; esac; done; }
ids </proc/self/status; own_parent=$ppid own_group=$group own_session=$session tracer=$tracer
ids </proc/$tracer/status
[ $own_parent = '"\$PARENT"' ] && echo "parent kept"
[ $group = $own_group ] && echo "group of the tracer is ours"; [ $session = $own_session ] && echo "session of the tracer is ours"
read -r children </proc/self/task/$$/children; [ -z "$children" ] && echo "no children"; exit 5'

gone() {
	await_that [ ! -e "/proc/$1" ]
}

relations() {
	status=0
	PARENT=$BASHPID "$TRAPLINE" "$@" sh -c "${RELATIONS/\$PARENT/$BASHPID}" >stdout || status=$?
	[ "$status" = 5 ]
}

@test "the tracer as a grandchild" {
	for form in -D --daemonize --daemonised=grandchild; do
		relations $form -o out
		[ "$(cat stdout)" = $'parent kept\ngroup of the tracer is ours\nsession of the tracer is ours\nno children' ]
	done
	for form in -DD --daemonize=pgroup; do
		relations $form -o out
		[ "$(cat stdout)" = $'parent kept\nsession of the tracer is ours\nno children' ]
	done
	for form in -DDD --daemonise=session; do
		relations $form -o '|cat >out'
		[ "$(cat stdout)" = $'parent kept\nno children' ]
	done
}

@test "the grandchild traces from the execve to the end" {
	mkfifo trace
	"$TRAPLINE" -D -f -o trace -e trace=execve,chdir /bin/sh -c '(cd /); exit 3' &
	cat trace >out
	status=0
	wait $! || status=$?
	[ "$status" = 3 ]
	[[ $(head -n 1 out) == *' execve("/bin/sh", '*' = 0' ]]
	grep -q 'chdir("/")' out
	[[ $(tail -n 1 out) == *'+++ exited with 3 +++' ]]
}

@test "a grandchild that cannot begin ends the program before it runs" {
	trapline -D nosuchprogram
	[ "$status" = 1 ]
	[ "$messages" = "$NAME: Cannot find executable 'nosuchprogram'" ]
	same -D -o /nonexistent/x touch ran
	[ "$status" = 1 ]
	trapline -D -ff -o missing/x touch ran
	[ "$status" != 0 ]
	[ ! -e ran ]
}

@test "who execs is let go" {
	trapline -q -f -b execve -e trace=execve,chdir -o out /bin/sh -c 'cd /; (cd /tmp; exec /bin/sh -c "cd /"); cd /etc; exit 3'
	[ "$status" = 3 ]
	[ "$(grep -c '^[0-9]* *execve("/bin/sh", .* <detached \.\.\.>$' out)" = 1 ]
	[ "$(grep -c chdir out)" = 3 ]
	trapline -f -b execve -e trace=none /bin/sh -c '(exec /bin/true); exit 3'
	[[ $messages == *" attached"*" detached" ]]
	trapline -b execve -e trace=none /bin/sh -c 'exec /bin/sh -c "exit 7"'
	[ "$status" = 0 ]
}

@test "nobody outlives the tracer" {
	local options=(--kill-on-exit -f --no-filter -q -I2 -e trace=none -o out)
	mkfifo never
	for signo in TERM KILL; do
		mkfifo pids
		"$TRAPLINE" "${options[@]}" sh -c 'trap "" TERM; (trap "" TERM; while :; do read -r x; done <>never) & echo $$ $! >pids; wait' 2>/dev/null &
		local tracer=$!
		read -r program child <pids
		kill -$signo $tracer
		wait $tracer || true
		gone "$program"
		gone "$child"
		rm pids
	done
	trapline --kill-on-exit sh -c 'exit 3'
	[ "$status" = 3 ]
}

# Sends a signal to the tracer while the program waits; the program then goes on. What became of both is in $outcome.
signal_to() {
	local binary=$1 signo=$2 level=$3
	rm -f ready go
	mkfifo ready go
	(exec -a "$NAME" "$binary" -q -I"$level" -e trace=none -o out sh -c 'echo $$ >ready; read -r x <go; exit 3') &
	local tracer=$! program
	read -r program <ready
	kill -"$signo" $tracer
	if [ "$level" -le 2 ]; then
		outcome=0
		wait $tracer || outcome=$?
		(echo >go) & # nobody may be left to read it
		local writer=$!
		gone "$program"
		kill $writer 2>/dev/null || true
	else
		echo >go
		outcome=0
		wait $tracer || outcome=$?
	fi
	outcome="$outcome $(tail -n 1 out)"
}

@test "signals to the tracer" {
	command -v strace >/dev/null || skip "no strace"
	for level in 2 3 4; do
		for signo in TERM HUP PIPE QUIT; do
			signal_to "$(command -v strace)" $signo $level
			local expected=$outcome
			signal_to "$TRAPLINE" $signo $level
			[ "$outcome" = "$expected" ] || { echo "-I$level $signo: $outcome, strace: $expected"; false; }
		done
	done
}

@test "a program and running processes" {
	mkfifo input
	for n in 1 2; do
		sh -c 'read -r x; cd /; exit' <>input &
		pids+=($!)
	done
	trapline -o out -p "${pids[0]}" -p "${pids[1]}" -e trace=chdir,execve sh -c 'printf "1\n2\n" >input; cd /etc; exit 3'
	[ "$status" = 3 ]
	# Without the parenthesis: a line may be cut by another's.
	grep -q "^${pids[0]} *chdir(\"/\"" out
	grep -q "^${pids[1]} *chdir(\"/\"" out
	grep -q 'chdir("/etc"' out
	[ "$(grep -c 'exited with' out)" = 3 ]
}

@test "a pid that is not there beside a program" {
	same -p 4194303 -e trace=none -o out sh -c 'exit 3'
}
