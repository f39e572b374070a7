#!/bin/sh
# Short-lived processes, as configure scripts and makefiles have them: forks.sh COUNT
i=0
while [ "$i" -lt "$1" ]; do
	/bin/true
	word=$(echo "$i" | tr 0-9 a-j)
	[ -n "$word" ] || exit 1
	i=$((i + 1))
done
