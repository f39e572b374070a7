# fish completion for trapline. The options come from --help and calls from --list-syscalls, so that nothing here has to follow them.

function __trapline_options
	trapline --help 2>/dev/null | string match -r '^  (?:-.,|   ) (--[a-z0-9-]+=?)\S*\s+(.*)' --groups-only | while read -l option
		read -l text
		printf '%s\t%s\n' $option $text
	end
end

function __trapline_sets
	set -l done (string match -r '^(?:--)?[a-z-]*=?(?:.*,)?!?' -- (commandline -ct))
	trapline --list-syscalls 2>/dev/null | string replace -r '^\S+ \d+ ([^(]+).*' "$done\$1" | sort -u
	trapline --list-groups 2>/dev/null | string replace -r ':.*' '' | string replace -r '^' $done
end

complete -c trapline -s e -x -a '(__trapline_sets)'
complete -c trapline -n 'string match -q -- "--*" (commandline -ct)' -f -a '(__trapline_options)'
complete -c trapline -n 'string match -qr -- "^--(trace|abbrev|verbose|raw|list-syscalls)=" (commandline -ct)' -f -a '(__trapline_sets)'
complete -c trapline -s p -l attach -x -a '(__fish_complete_pids)'
complete -c trapline -s u -l user -x -a '(__fish_complete_users)'
complete -c trapline -s o -l output -r
complete -c trapline -a '(__fish_complete_subcommand)'
