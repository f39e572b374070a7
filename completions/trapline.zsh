#compdef trapline
# zsh completion for trapline. The options come from --help and calls from --list-syscalls, so that nothing here has to follow them.

_trapline_calls()
{
	local trapline=$words[1]
	local -a calls groups
	calls=(${(f)"$($trapline --list-syscalls 2>/dev/null | sed -E 's/^[^ ]+ [0-9]+ ([^(]+).*/\1/' | sort -u)"})
	groups=(${(f)"$($trapline --list-groups 2>/dev/null | sed 's/:.*//')"})
	compset -P '*[,!?]'
	compadd -a calls groups
}

_trapline_expr()
{
	if compset -P '(trace|t|abbrev|a|verbose|v|raw|x)='; then
		_trapline_calls
	else
		compadd -S = trace trace-fds signal status errno abbrev verbose raw read write quiet decode-fds inject fault
	fi
}

_trapline()
{
	local cur=$words[CURRENT] prev=$words[CURRENT-1]
	case $prev in
	-e) _trapline_expr ;;
	-o | -P) _files ;;
	-p) _pids ;;
	-u) _users ;;
	-[aEIsOSUX]) ;;
	*)
		case $cur in
		--(trace|abbrev|verbose|raw|list-syscalls)=*) compset -P '*='; _trapline_calls ;;
		--attach-name=*) compset -P '*='; compadd -- ${(fu)"$(ps -eo comm=)"} ;;
		--*=*) compset -P '*='; _files ;;
		-*) compadd -- ${(f)"$($words[1] --help 2>/dev/null | sed -nE 's/^ +(-[A-Za-z])?,? *(--[a-z0-9-]+=?)?.*/\1\n\2/p' | grep -- -)"} ;;
		*) _normal -p trapline ;;
		esac
		;;
	esac
}

_trapline "$@"
