# How output reaches its file, and what trapline does to be fast without anybody seeing it.
load common

@test "the entry of a call that blocks is soon in the file" {
	mkfifo fifo
	"$TRAPLINE" -o trace cat fifo &
	await '^openat(.*"fifo", O_RDONLY$' trace
	echo >fifo
	wait $!
	grep '^openat(.*"fifo", O_RDONLY) *= [0-9]' trace
}

@test "and so it is in a JSON file: everything before it" {
	mkfifo fifo
	"$TRAPLINE" --format=json -o trace cat fifo &
	await '"name":"execve"' trace
	echo >fifo
	wait $!
}
