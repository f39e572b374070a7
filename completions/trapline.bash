# bash completion for trapline. The options come from --help and calls from --list-syscalls, so that nothing here has to follow them.

# Calls and groups for the last item of the set $2, behind "$1".
_trapline_calls()
{
	local item=${2##*[,!?]}
	local before=$1${2%"$item"}
	COMPREPLY=($(compgen -P "$before" -W "$("$TRAPLINE_COMMAND" --list-syscalls 2>/dev/null |
		sed -E 's/^[^ ]+ [0-9]+ ([^(]+).*/\1/'; "$TRAPLINE_COMMAND" --list-groups 2>/dev/null | sed 's/:.*//')" -- "$item" | sort -u))
}

_trapline()
{
	local TRAPLINE_COMMAND=$1
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} i=1

	# What follows the = of -e trace= is a word of its own.
	if [[ $prev == = ]] && ((COMP_CWORD > 1)); then
		prev=${COMP_WORDS[COMP_CWORD - 2]}
		case $prev in
		trace | t | abbrev | a | verbose | v | raw | x | --trace | --abbrev | --verbose | --raw | --list-syscalls)
			_trapline_calls '' "$cur"
			return
			;;
		esac
	fi
	# An option's argument.
	case $prev in
	-e)
		_trapline_calls '' "$cur"
		return
		;;
	-o | --output)
		COMPREPLY=($(compgen -f -- "$cur"))
		return
		;;
	-p | --attach)
		COMPREPLY=($(compgen -W "$(ps -eo pid=)" -- "$cur"))
		return
		;;
	-u | --user)
		COMPREPLY=($(compgen -u -- "$cur"))
		return
		;;
	-X)
		COMPREPLY=($(compgen -W "raw abbrev verbose" -- "$cur"))
		return
		;;
	-I)
		COMPREPLY=($(compgen -W "anywhere waiting never never_tstp" -- "$cur"))
		return
		;;
	-[aEsOSU])
		return
		;;
	esac
	if [[ $cur == -* ]]; then
		local words=$("$1" --help 2>/dev/null | sed -nE 's/^ +(-[A-Za-z])?,? *(--[a-z0-9-]+=?)?.*/\1 \2/p')
		COMPREPLY=($(compgen -W "$words" -- "$cur"))
		if [[ ${COMPREPLY[0]-} == *= ]]; then
			compopt -o nospace
		fi
		return
	fi
	# The first word that is no option, nor an option's argument, is the program; what follows belongs to it.
	while ((i < COMP_CWORD)) && [[ ${COMP_WORDS[i]} == -* ]]; do
		[[ ${COMP_WORDS[i]} == -*[aeEIopsuOSUX] && ${COMP_WORDS[i]} != --* ]] && ((i++))
		((i++))
	done
	if ((i < COMP_CWORD)) && declare -F _command_offset >/dev/null; then
		_command_offset "$i"
	elif ((i < COMP_CWORD)); then
		COMPREPLY=($(compgen -f -- "$cur"))
	else
		COMPREPLY=($(compgen -c -- "$cur"))
	fi
}
complete -F _trapline trapline
