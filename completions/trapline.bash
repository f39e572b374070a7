# bash completion for trapline. The options come from --help, so that nothing here has to follow them.

_trapline()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} i=1

	# An option's argument.
	case $prev in
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
	-[aeEsOSU])
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
