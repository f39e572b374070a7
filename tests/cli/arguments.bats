# Bad arguments: the same message and status as strace's.
load common

@test "no program and no pid" {
	same
	same -c -ff
	same -A
	same -t --absolute-timestamps
	same -p ''
}

@test "unknown, ambiguous and incomplete options" {
	same --unknown
	same --foo=bar true
	same -1 true
	same -e
	same -o
	same -E
	same --columns
	same --trace
	same --help=x
	same --summary=x
	same -t --foo
}

@test "an ambiguous abbreviation lists what it may mean" {
	trapline --summary- true
	[ "$status" = 1 ]
	[[ $messages == *"option '--summary-' is ambiguous; possibilities: "*"'--summary-columns'"* ]]
}

@test "process ids" {
	for pid in abc 0 -3 1,abc , ' 1' 99999999999 1000000x '1000000,,1000001' '   '; do
		same -p "$pid"
	done
	same -p abc -c -C
}

@test "ourselves" {
	run bash -c 'exec "$0" -p $$' "$TRAPLINE"
	[ "$status" = 1 ]
	[[ $output == *": I'm sorry, I can't let you do that, Dave." ]]
}

@test "processes by name and with descendants" {
	refused "Cannot find a process named 'no such process'" --attach-name='no such process'
	refused "Invalid process id: 'x'" --attach-tree=x
	cp "$(command -v sleep)" ./sleeper
	sh -c './sleeper 100 & wait' &
	local pid=$!
	await_that eval "pgrep -P $pid >/dev/null"
	timeout -s INT 2 "$TRAPLINE" --attach-tree=$pid 2>tree || true
	timeout -s INT 2 "$TRAPLINE" --attach-name=sleeper 2>name || true
	kill $(pgrep -P $pid) $pid
	[ "$(grep -c ' attached$' tree)" = 2 ]
	[ "$(grep -c ' attached$' name)" = 1 ]
}

@test "tips" {
	local tip
	for tip in '' '=full' '=3' '=id:3,full' '=format:compact,random'; do
		trapline --tips$tip
		[ "$status" = 0 ]
		grep -q '^Tip ' stdout
	done
	trapline --tips=none true
	lacks '^Tip ' stdout
	for tip in x 3x format:3 id:full full,x; do
		refused "invalid --tips argument: '$tip'
Try '$NAME -h' for more information." --tips="$tip"
	done
}

@test "numbers" {
	for number in x -1 0x10 '' 10k 99999999999; do
		same -a "$number" true
		same -s "$number" true
		same --columns="$number" true
		same --string-limit="$number" true
	done
	same -s 1073741824 true
	for level in 0 5 x ''; do
		same -I "$level" true
	done
	for overhead in x -1 1x '' nan '1 us'; do
		same -O "$overhead" -c true
	done
	same --summary-syscall-overhead=x -c true
}

@test "words" {
	same -X y true
	same -X RAW true
	same --const-print-style=y true
	same --strings-in-hex=x true
	for format in x time,x 'format:ns' 'precision:unix'; do
		same --absolute-timestamps="$format" true
	done
	same --abs=x true
	refused "invalid --color argument: 'x'
Try '$NAME -h' for more information." --color=x true
	same --relative-timestamps=x true
	same --relative-timestamps=none true
	same --syscall-times=x true
}

@test "columns and keys of the summary" {
	same -S foo -c true
	same -S '' -c true
	same -U foo -c true
	same -U '' -c true
	same -U calls,calls -c true
	same -U calls,name,errors,name,time -c true
	same -U calls,name, -c true
	same --summary-columns=calls,calls -c true
}

@test "sets of calls" {
	for set in '' , '!' none,read 9999 -1 0x0 +1 1e %foo %%file % %all creds net READ ' read' read,foo \
		foo=bar /zzz /op,en none@64 a@b@64 waitpid@64 read@99 read@ '?foo@99' '?read@99' '!!!read,foo'; do
		same -e trace="$set" true
		same -e raw="$set" true
	done
	same -e foo --bar
	same -e '!t=read' true
	same -e /op,en true
}

@test "regular expressions" {
	for regex in '/[' '/(' '/*' '/a{2' '/a\' '?/[' 'read,/[' '/(@64'; do
		same -e "$regex" true
	done
}

@test "other sets" {
	for set in foo '' '!' 256 -1 SIG 0x0a RT_0 RT_33 RTMAX CLD POLL 1,2,all none,1; do
		same -e signal="$set" true
	done
	for set in x '' all,exit failed,x; do
		same -e status="$set" true
		same -e quiet="$set" true
		same --quiet="$set" true
		same -e decode-fds="$set" true
		same --decode-fds="$set" true
	done
}

@test "sets of descriptors" {
	for set in x '' , -1 0x3 3x 4000000000 2147483647 3,none all,3 '!' '!x' 1,,2; do
		same -e read="$set" true
		same -e w="$set" true
	done
	refused "invalid descriptor 'x'" --trace-fds=x true
	refused "invalid descriptor ''" -e fd= true
}

@test "paths that resolve into others" {
	touch 'a"b'
	ln -s 'a"b' link
	same -P link true
	same -P 'a"b' -P ./link -P link -P / true
	same -P nonexistent -P '' -q true
	same -P link -e quiet=path-resolution true
	same -e quiet=path-resolution -P link true
	same -P link -w true
}

@test "options that exclude each other" {
	same -c -C true
	same -C -c true
	same -c -ff true
	same -C -o x --output-separately true
	same -o '|cat' -ff true
	same -t --absolute-timestamps true
	same -x --strings-in-hex true
	same -y --decode-fds=path true
	same -y -e decode-fds=path true
	same -q --quiet=all true
	same -q -e quiet=all true
	same -f --follow-forks true
	same -ff --output-separately true
}

@test "options that need others" {
	same -w true
	same --seccomp-bpf true
	same -f --seccomp-bpf true
	same -f --seccomp-bpf -e trace=write true
	same -U name true
	refused 'PROG [ARGS] must be specified with --argv0
Try '"'$NAME -h'"' for more information.' --argv0=x -p 1
}

@test "tampering" {
	local poke hex when value token
	for value in '' chdir chdir: :error=EPERM foo foo:bar=1 foo:error=EX foo:error=EIO ?foo:error=EIO none:error=EIO chdir:when=1 chdir:foo=1 \
		chdir:error chdir:error= chdir:error=0 chdir:error=4096 chdir:error=EPERMX chdir:error=EWOULDBLOCK 'chdir:error=EIO ' \
		chdir:error=0x5 chdir:error=-5 chdir:error=eperm chdir:error=+5 chdir:error=ENOTSUPP chdir:error=EIO:: \
		chdir:retval= chdir:retval=x chdir:retval=0x10 chdir:retval=010 chdir:retval=-5 'chdir:retval= 1' \
		chdir:retval=18446744073709551615 chdir:retval=18446744073709551616 chdir:retval=4294967295 chdir:retval=4294967296 \
		chdir:retval=0x1ffffffff chdir:retval=0x80000000 chdir:retval=0xfffffffffffff000 chdir:retval=-1:signal=40 \
		chdir:retval=1:error=EPERM chdir:error=EPERM:error=EPERM chdir:retval=1:retval=1 chdir:signal=1:signal=1 \
		chdir:signal=0 chdir:signal=65 chdir:signal=64 chdir:signal=RT_1 chdir:signal=x chdir:signal=usr1 chdir:signal= \
		chdir:syscall=getpid chdir:syscall=getpid:error=EIO chdir:syscall=read:error=EIO chdir:syscall=39:error=EIO \
		chdir:syscall=foo:error=EIO chdir:syscall=waitpid:error=EIO chdir:error=EIO:syscall=getpid:syscall=getpid \
		chdir:delay_enter=1:delay_enter=1 chdir:delay_exit=1:delay_exit=1 chdir:when=1:when=1:error=EIO; do
		same -e inject="$value" true
		same --fault="$value" true
	done
	for token in delay_enter=1 poke_exit=@arg1=00 signal=1; do
		same -e fault=chdir:"$token" true
	done
	for when in 0 1 1+ 1+2 1..2 2..1 1..2+ 1..3+2 65535 65536 65534..65534 1..65535 1..65534 + 1+0 1+65535 1+65536 1.. ..2 1...2 \
		1+2.. '' 01 0x1 ' 1' 1+x 1++ 1..2..3 1..2+3+4; do
		same --inject=chdir:error=EPERM:when="$when" true
	done
	for value in 1 1us 1ms 0.001s 1ns 1e3 -1 x '' 0 1m 1.5ms .5ms '1 us' 1sec inf nan 1S 4294967296; do
		same -e inject=chdir:delay_enter="$value" true
		same -e inject=chdir:delay_exit="$value" true
	done
	for poke in '' @arg1 @arg1= @arg1=0 @arg1=00 @arg0=00 @arg7=00 @arg8=00 arg1=00 @arg1=zz @arg1=00,@arg1=00 @arg1=00,@arg2=00 \
		@arg1=00, ,@arg1=00 @arg01=00 @arg1=aBcD @arg1==00; do
		same -e inject=chdir:poke_enter="$poke" true
		same -e inject=chdir:poke_exit="$poke" true
	done
	printf -v hex '00%.0s' {1..1024}
	same -e inject=chdir:poke_enter=@arg1="$hex" true
	same -e inject=chdir:poke_enter=@arg1="${hex}00" true
	same -e inject=chdir:poke_enter=@arg1=00:poke_enter=@arg1=00 true
}

@test "process control" {
	local hint=$'\n'"Try '$NAME -h' for more information."
	same -DDDD true
	same -DDDD -p 1
	same -D
	same -D -p 1
	same --daemonize=x true
	same --daemonize= true
	trapline --daemonized=PGROUP true
	[ "$status" = 0 ]
	same -D --daemonize true
	same -DD --daemonise=pgroup true
	for call in open '' execve,open execveat '!execve' %process EXECVE; do
		same -b "$call" true
		same --detach-on="$call" true
	done
	refused "--kill-on-exit and -p/--attach are mutually exclusive options$hint" --kill-on-exit -p 1
	same --seccomp-bpf -f -b execve -e trace=none true
}

@test "formats" {
	local hint=$'\n'"Try '$NAME -h' for more information."
	refused "invalid --format argument: 'xml'$hint" --format=xml true
	refused "invalid --format argument: 'json:'$hint" --format=json: true
	refused "--format=json has been provided more than once$hint" --format=json --format=json:x true
	refused "--format=json needs a file of its own here: --format=json:FILE$hint" -c --format=json true
	refused "-c/--summary-only and --format=text are mutually exclusive$hint" -c --format=text true
}

@test "stacks" {
	local hint=$'\n'"Try '$NAME -h' for more information."
	refused "Too many -k options$hint" -kkk true
	refused "invalid --stack-trace argument: 'x'$hint" --stack-trace=x true
	for number in 0 -1 x 99999999999; do
		refused "invalid --stack-trace-frame-limit argument: '$number'$hint" --stack-trace-frame-limit=$number true
	done
	refused "--summary-by must be given with (-c/--summary-only or -C/--summary)$hint" --summary-by=stack true
	refused "invalid --summary-by argument: 'x'$hint" -c --summary-by=x true
	refused "invalid --folded-weight argument: 'x'$hint" --folded-weight=x true
	refused "--format=folded needs a file of its own here: --format=folded:FILE$hint" --format=json --format=folded true
	trapline --folded-weight=cpu true
	[ "$messages" = "$NAME: --folded-weight has no effect without --format=folded" ]
	trapline --stack-trace-frame-limit=5 true
	[ "$messages" = "$NAME: --stack-trace-frame-limit has no effect without -k/--stack-trace" ]
	trapline -c -k true
	[ "$messages" = "$NAME: -k/--stack-trace has no effect with -c/--summary-only" ]
	trapline -k --stack-trace-frame-limit=1 -e trace=exit_group true
	[ "$(grep -c '^ > ' stderr)" = 2 ]
	[ "$(tail -n 1 stderr)" = ' > too many stack frames' ]
}

@test "what strace has and trapline has not is refused by name" {
	refused '-Y/--decode-pids is not supported yet' -Y true
}

@test "every option of the installed strace is known" {
	command -v strace >/dev/null || skip "no strace"
	for word in $(strace --help | grep -o -e '--[a-z][a-z-]*' | sort -u); do
		trapline "$word=x" -p 0
		[[ $messages != *unrecognized* ]] || { echo "$word"; false; }
	done
}
