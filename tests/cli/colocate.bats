# Co-location: whoever looks at a CPU mask finds it as it was.
load common

ENGINE=${BUILD:-$BATS_TEST_DIRNAME/../../build/release}/tests/engine

setup() {
	cd "$BATS_TEST_TMPDIR"
	[ "$(nproc)" -gt 1 ] || skip "there is one CPU only"
	ALL=$(taskset -p $$ | sed 's/.*: //')
}

teardown() {
	for pid in $(cat pids 2>/dev/null); do
		kill -KILL "$pid" 2>/dev/null || true
	done
}

same_output() {
	"$TRAPLINE" -d -o trace "$@" >got 2>messages
	grep -q 'co-location: on' messages
	diff expected got
}

# Starts a witness that stays; its pid is in $witness.
start_witness() {
	rm -f out
	"$@" "$ENGINE/witness" stay >out &
	await ready out
	witness=$(sed 's/ready //' out)
	echo "$witness" >>pids
}

# The masks of all threads of a process and of its children, once they are all as expected.
await_masks() {
	local until=$((SECONDS + 20))
	while [ $SECONDS -lt $until ]; do
		masks=$(for task in /proc/$1/task/*; do
			sed -n 's/^Cpus_allowed:\t0*\(.\)/\1/p' "$task/status" 2>/dev/null
		done | sort -u)
		[ "$masks" != "$2" ] || return 0
	done
	echo "masks of $1: $masks, expected $2"
	return 1
}

# Waits until some thread of the process is co-located; $narrow is its mask. On a machine that is too busy, stops may come too rarely.
await_colocated() {
	local until=$((SECONDS + 20))
	until narrow=$(taskset -ap "$1" 2>/dev/null | sed 's/.*: //' | grep -vx "$ALL"); do
		[ $SECONDS -lt $until ] || return 1
	done
	narrow=${narrow%%$'\n'*}
}

@test "a program that looks at masks sees its own" {
	"$ENGINE/witness" look >expected
	for i in 1 2 3; do
		same_output "$ENGINE/witness" look
		same_output -f "$ENGINE/witness" look
		same_output -c "$ENGINE/witness" look
		same_output -f -e trace=getppid,read "$ENGINE/witness" look
		same_output -f -e trace=openat,getppid "$ENGINE/witness" look
	done
}

@test "a program on one CPU stays there" {
	taskset -c 1 "$ENGINE/witness" look >expected
	same_output -f taskset -c 1 "$ENGINE/witness" look
}

@test "calls that come unseen by a filter: no co-location" {
	"$ENGINE/witness" look >expected
	"$TRAPLINE" -d -f -e trace=getppid -o trace "$ENGINE/witness" look >got 2>messages
	[ "$(id -u)" != 0 ] || grep -q 'co-location: off: files are opened unseen by a filter' messages
	diff expected got
}

@test "it can be turned off" {
	trapline -d --colocate=never true
	grep 'co-location: off' stderr
	refused "invalid --colocate argument: 'x'"$'\n'"Try '$NAME -h' for more information." --colocate=x true
}

@test "masks are as they were after detaching" {
	for i in 1 2 3 4 5; do
		start_witness
		"$TRAPLINE" -f -o trace -p "$witness" 2>messages &
		tracer=$!
		await_colocated "$witness"
		kill -TERM $tracer
		wait $tracer || true
		await_masks "$witness" "$ALL"
		kill -KILL "$witness"
	done
}

@test "what others set meanwhile stays" {
	start_witness
	"$TRAPLINE" -f -o trace -p "$witness" 2>messages &
	tracer=$!
	await_colocated "$witness"
	# Not the tracer's CPU: that would look like our own doing.
	other=$((narrow == 1 ? 2 : 1))
	taskset -ap $other "$witness" >set
	await_masks "$witness" $other
	await 'getppid' trace
	kill -TERM $tracer
	wait $tracer || true
	await_masks "$witness" $other
}

@test "masks are given back when the tracer is killed, in every phase" {
	for i in $(seq "${KILLS:-10}"); do
		start_witness
		"$TRAPLINE" -f -o trace -p "$witness" 2>messages &
		tracer=$!
		[ $((i % 2)) = 0 ] || await_colocated "$witness" || echo "not co-located"
		kill -KILL $tracer
		wait $tracer || true
		await_masks "$witness" "$ALL"
		[ "$(awk '/^State/ {print $2}' /proc/$witness/status)" != t ]
		kill -KILL "$witness"
	done
	for i in $(seq "${KILLS:-10}"); do
		rm -f trace
		start_witness "$TRAPLINE" -f -o trace
		tracer=$(awk '/^TracerPid/ {print $2}' /proc/$witness/status)
		[ $((i % 2)) = 0 ] || await_colocated "$witness" || echo "not co-located"
		kill -KILL "$tracer" 2>/dev/null || true
		await_masks "$witness" "$ALL"
		kill -KILL "$witness"
	done
}

@test "the guard does not stay" {
	"$TRAPLINE" -o trace "$ENGINE/witness" look >got
	await_that eval '! pgrep -x mask-guard -s 0 >/dev/null'
}

@test "real-time threads are left alone" {
	chrt -f 1 true 2>/dev/null || skip "no real-time scheduling"
	start_witness "$TRAPLINE" -f -o trace chrt -f 1
	until [ "$(wc -l <trace)" -gt 5000 ]; do
		[ -z "$(taskset -ap "$witness" | grep -v ": $ALL\$")" ]
	done
}
