# Options on real programs: warnings, exit statuses, and where the output goes.
load common

@test "help is a line an option and goes to stdout" {
	trapline --help
	[ "$status" = 0 ]
	[ ! -s stderr ]
	[ "$(wc -l <stdout)" -le 90 ]
	[ "$(awk 'length > 80' stdout)" = "" ]
}

@test "version" {
	trapline -V
	[ "$status" = 0 ]
	grep -q '^trapline -- version [0-9]' stdout
}

@test "warnings are strace's" {
	same -S name true
	same -A true
	same --output-separately true
	same -z -Z true
	same -z -z true
	same -F true
	same -F -f true
	same -c -i -n -r -t -T -y true
	same -c --absolute-timestamps=none true
}

@test "harmless forms are accepted" {
	for set in read,, ,read 00 400 '!read' '!!read' '?foo' '!?foo' all,read /^rea@64 %file@32 network waitpid; do
		same -e trace="$set" true
	done
	for set in USR1 sigusr1 010 255 0 rt_32 RTMIN stkflt IO; do
		same -e signal="$set" true
	done
	same -I WAITING true
	same -s ' 10' true
	same -s +10 true
	same -O 1e3us -c true
	same --abs=, true
	same -tttt -qqqq -xxx true
	same -- true
}

@test "the exit status is the program's" {
	same sh -c 'exit 0'
	same sh -c 'exit 7'
	same sh -c 'kill -KILL $$'
	same sh -c 'kill -USR1 $$'
	same -c sh -c 'exit 7'
	same -o out sh -c 'exit 7'
}

@test "an output that cannot be opened" {
	same -o /nonexistent/x true
	same -o '' true
	same -o /nonexistent/x -p 0
}

@test "the trace goes to a file, the program's output does not" {
	trapline -o out sh -c 'echo hello; echo oops >&2'
	[ "$(cat stdout)" = hello ]
	[ "$(cat stderr)" = oops ]
	grep -q '^execve(' out
}

@test "a file is emptied, or with -A added to" {
	echo before >out
	trapline -A -o out true
	grep -q '^before$' out
	grep -q '^execve(' out
	trapline -o out true
	lacks '^before$' out
}

@test "the trace goes through a command, which has ended when we end" {
	trapline -o '|cat >out; sleep 0.1; echo end >>out' true
	[ "$status" = 0 ]
	grep -q '^execve(' out
	[ "$(tail -n 1 out)" = end ]
	trapline -o '!cat >out2' true
	grep -q '^execve(' out2
}

@test "Ctrl-C does not take the command away before the end" {
	# The program interrupts its process group, as the terminal does. setsid makes that group ours.
	timeout 60 setsid -w "$TRAPLINE" -o '|cat >out' sh -c 'kill -INT 0; sleep 60' || true
	[[ $(tail -n 1 out) == *"+++ killed by SIGINT +++"* ]]
}

# The trace cannot be written: this is said once, and the program ends as it would have.
is_cut_off() {
	[ "$status" = 7 ]
	[ "$messages" = "$NAME: the output is incomplete: $1" ]
}

@test "a full disk" {
	for mode in -f -c; do
		trapline "$mode" -o /dev/full sh -c 'exit 7'
		is_cut_off 'No space left on device'
	done
}

@test "a reader that is gone" {
	for mode in -f -c; do
		rm -f gone
		trapline "$mode" -o '|exec <&-; echo >gone' sh -c 'until [ -e gone ]; do :; done; exit 7'
		is_cut_off 'Broken pipe'
	done
}

@test "several outputs at once" {
	trapline -o text --format=json:json true
	[ ! -s stderr ]
	grep -q '^execve(' text
	jq -e . <json >/dev/null
	trapline -c -o summary --format=json:json true
	grep -q 'total$' summary
	jq -e . <json >/dev/null
}

@test "a file for each thread" {
	trapline -ff -o out sh -c 'true & wait'
	[ "$(ls out.* | wc -l)" = 2 ]
	[ ! -e out ]
}

@test "a file for each thread where none can be" {
	trapline -ff -o missing/x touch ran
	[ "$status" = 1 ]
	[[ $messages == "$NAME: Can't fopen 'missing/x."+([0-9])"': No such file or directory" ]]
	[ ! -e ran ]
	trapline -ff -q -o 'd/x' sh -c 'mkdir d'
	[ "$status" = 1 ]
}

@test "the program runs as another user" {
	[ "$(id -u)" = 0 ] || skip "not root"
	chmod 755 .
	trapline -o out -u 12345:54321 sh -c 'id -u; id -g; id -G'
	[ "$(xargs <stdout)" = '12345 54321 54321' ]
	trapline -o out -u nobody id -un
	[ "$(cat stdout)" = nobody ]
	for user in nosuchuser 1: :1 1:2:3 1:x -1:1 4294967295:1 1:4294967295 '1 :2' ''; do
		refused "Cannot find user '$user'" -u "$user" true
	done
}

@test "the program's environment and name" {
	export GONE=1
	trapline -o out -E KEPT=2 -E GONE env
	grep -q '^KEPT=2$' stdout
	lacks '^GONE=' stdout
	trapline -o out --argv0=other sh -c 'echo "$0"'
	[ "$(cat stdout)" = other ]
}

@test "calls are filtered" {
	trapline -qq -e trace=write -o out sh -c 'echo hello'
	[ "$(cut -d'(' -f1 out | sort -u)" = write ]
	trapline -qq -e 'trace=!/^[^w]' -o out sh -c 'echo hello'
	lacks '^[^w]' out
	trapline -qq -Z -o out sh -c 'cd /nonexistent; true'
	lacks ' = 0$' out
	grep -q '^chdir(.*) *= -1 ENOENT' out
}

@test "calls are filtered by error and by duration" {
	trapline -qq -e errno=ENOENT -o out cat /nonexistent / || true
	grep -q '= -1 ENOENT' out
	lacks '= -1 E[^N]' out
	lacks '= 0$' out
	trapline -qq -e '!errno=ENOENT' true
	[ "$messages" = "$NAME: invalid system call 'errno=ENOENT'" ]
	trapline -qq -f -e signal=none --slower-than=200ms -o out sh -c 'sleep 0.3; true'
	[ "$(grep -c -v -e clock_nanosleep -e wait4 -e exit_group out)" = 0 ]
	grep -q clock_nanosleep out
}

@test "a limit of calls lets the program go on" {
	trapline --syscall-limit=3 -f -e trace=%file,%desc -o out sh -c 'sleep 0.1; echo done; touch ran'
	[ "$status" = 0 ]
	[ "$(grep -c ' = ' out)" = 3 ]
	[ "${messages%%$'\n'*}" = "$NAME: System call limit has been reached, detaching tracees" ]
	timeout 10 sh -c "until [ -e ran ]; do :; done"
	for limit in 0 -1 x ''; do
		refused "invalid --syscall-limit argument: '$limit'
Try '$NAME -h' for more information." --syscall-limit="$limit" true
	done
}

@test "strings without a limit" {
	trapline -s unlimited -e trace=write -o out sh -c 'printf %01000d 1'
	grep -q '^write(1, "0\{999\}1", 1000) ' out
}

@test "colours do not move columns" {
	trapline -e trace=openat,read,fstat -y -o plain cat /nonexistent || true
	trapline -e trace=openat,read,fstat -y -o out --color=always cat /nonexistent || true
	grep -q $'^\033\[1;34mopenat\033\[m(\033\[33mAT_FDCWD' out
	grep -q $'\033\[1;31m-1\033\[m \033\[1;31mENOENT\033\[m (' out
	diff <(sed $'s/\033\\[[0-9;]*m//g; s/0x[0-9a-f]*//g' out) <(sed 's/0x[0-9a-f]*//g' plain)
	STRACE_COLORS='SYSCALL=35:error=:bad=1:const=x' trapline -e trace=openat -o out --color=always cat /nonexistent || true
	grep -q $'^\033\[35mopenat\033\[m(\033\[33mAT_FDCWD.*= -1 ENOENT (' out
	TERM=xterm trapline -e trace=openat -o out --color=auto true
	lacks $'\033' out
}

@test "a call that goes on is shown whole" {
	trapline -f --whole-lines -e trace=wait4 -o out sh -c '(exit 3); :'
	lacks ' resumed>' out
	grep -q ' wait4(-1, \[{WIFEXITED(s) && WEXITSTATUS(s) == 3}\], 0, NULL) = ' out
}

@test "summaries by process, thread, path and error" {
	trapline -f -c --summary-by=process -o out sh -c '(exit 3); cat /nonexistent; :' || true
	[ "$(grep -c '^System call usage summary for process [0-9]* (' out)" = 3 ]
	grep -q '^System call usage summary for process [0-9]* (cat):$' out
	[ "$(grep -c ' total$' out)" = 3 ]
	trapline -f -c --summary-by=thread -o out sh -c '(exit 3); :'
	[ "$(grep -c '^System call usage summary for thread [0-9]* (sh):$' out)" = 2 ]
	trapline -c --summary-by=path -U calls,errors,name -e trace=openat,close -o out cat /etc/hostname /nonexistent || true
	head -n 1 out | grep -q ' path$'
	grep -q '^ *1 *1 /nonexistent$' out
	grep -q '^ *2 */etc/hostname$' out
	trapline -c --summary-by=errno -U calls,name -e trace=openat -o out cat /nonexistent /nonexistent || true
	grep -q '^ *[0-9]* ENOENT$' out
	refused "invalid --summary-by argument: 'x'
Try '$NAME -h' for more information." -c --summary-by=x true
	refused "--summary-by must be given with (-c/--summary-only or -C/--summary)
Try '$NAME -h' for more information." --summary-by=path true
}

@test "what is described can be listed" {
	trapline --list-syscalls=read,openat@64
	[ "$(grep -c . stdout)" = 3 ]
	grep -qx 'x86-64 0 read(fd: fd, buf: out streambytes, count: ulong) -> long %desc' stdout
	trapline --list-groups
	grep -q '^%file: .* openat ' stdout
	trapline --list-syscalls
	[ "$(grep -c '^x86-64 ' stdout)" -gt 370 ]
	refused "invalid system call 'foo'" --list-syscalls=foo
}

@test "the man page has every option, and is clean" {
	local page=$BATS_TEST_DIRNAME/../../man/trapline.1
	trapline --help
	for word in $(grep -o -e '--[a-z][a-z0-9-]*' stdout | sort -u); do
		grep -q -e "^\.It Fl.* -${word#--}\( \|$\)" "$page" || { echo "$word"; false; }
	done
	for letter in $(grep -o -e '^  -[A-Za-z]' stdout | tr -d ' -'); do
		grep -q -e "^\.It Fl $letter " "$page" || { echo "-$letter"; false; }
	done
	command -v groff >/dev/null || skip "no groff"
	[ "$(groff -mdoc -ww -z "$page" 2>&1)" = "" ]
}

@test "completion offers calls and groups" {
	source "$BATS_TEST_DIRNAME/../../completions/trapline.bash"
	COMP_WORDS=("$TRAPLINE" -e trace = '%desc,!opena') COMP_CWORD=4
	_trapline "$TRAPLINE"
	[ "${COMPREPLY[*]}" = '%desc,!openat %desc,!openat2' ]
	COMP_WORDS=("$TRAPLINE" -e %fil) COMP_CWORD=2
	_trapline "$TRAPLINE"
	[ "${COMPREPLY[*]}" = %file ]
}

@test "completion offers every long option" {
	trapline --help
	source "$BATS_TEST_DIRNAME/../../completions/trapline.bash"
	COMP_WORDS=("$TRAPLINE" --) COMP_CWORD=1
	compopt() { :; }
	_trapline "$TRAPLINE"
	[ "$(printf '%s\n' "${COMPREPLY[@]}" | tr -d = | sort)" = "$(sed -nE 's/^ .{5}(--[a-z0-9-]+).*/\1/p' stdout | sort)" ]
}
