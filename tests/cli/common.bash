# Shared by the tests of the command line. TRAPLINE selects the binary; the installed strace is the oracle for messages.

TRAPLINE=${TRAPLINE:-$BATS_TEST_DIRNAME/../../build/release/trapline}
# Messages begin with the name that a program was called by: both are called the same.
NAME=tracer

setup() {
	cd "$BATS_TEST_TMPDIR"
}

# Runs a binary as $NAME; what it says itself is in $messages, its exit status in $status.
run_as() {
	local binary=$1
	shift
	status=0
	(exec -a "$NAME" "$binary" "$@") </dev/null >stdout 2>stderr || status=$?
	messages=$(grep -a -e "^$NAME: " -e '^Try ' stderr || true)
}

trapline() {
	run_as "$TRAPLINE" "$@"
}

# The arguments are refused with this message and status 1.
refused() {
	local expected=$1
	shift
	trapline "$@"
	if [ "$messages" != "$NAME: $expected" ] || [ "$status" != 1 ]; then
		printf 'given: %s\nstatus %s, messages:\n%s\nexpected 1:\n%s\n' "$*" "$status" "$messages" "$NAME: $expected"
		return 1
	fi
}

# Messages and status are those of strace.
same() {
	command -v strace >/dev/null || skip "no strace"
	run_as "$(command -v strace)" "$@"
	local expected=$messages expected_status=$status
	trapline "$@"
	if [ "$messages" != "$expected" ] || [ "$status" != "$expected_status" ]; then
		printf 'given: %s\nstatus %s, messages:\n%s\nstrace %s:\n%s\n' "$*" "$status" "$messages" "$expected_status" "$expected"
		return 1
	fi
}

# No line of the file matches. (A mere `! grep` would not fail a test.)
lacks() {
	! grep -e "$1" "$2"
}

# Waits until a command succeeds, for half a minute at most: what would hang fails, and says what it waited for.
await_that() {
	local until=$((SECONDS + 30))
	until "$@" 2>/dev/null; do
		[ $SECONDS -lt $until ] || { echo "waited in vain: $*"; return 1; }
	done
}

# Waits until a line of the file matches.
await() {
	await_that grep -q -e "$1" "$2"
}

is_gone() {
	! kill -0 "$1" 2>/dev/null
}
