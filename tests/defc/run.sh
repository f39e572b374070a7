#!/bin/sh
# Compiles each bad/*.def, which must fail with exactly the errors that its lines announce: `### error: TEXT`.
# DEFC is the compiler of descriptions.
set -u
cd "$(dirname "$0")/bad" || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failed=0 errors=0
for file in *.def; do
	strict=
	if [ "$file" = unused.def ]; then strict=--strict; fi
	"$DEFC" --emit=none $strict "$file" 2>"$work/stderr"
	status=$?
	sed -n 's/^[^:]*:\([0-9]*\):[0-9]*: error: /\1: /p' "$work/stderr" | sort >"$work/actual"
	awk '{ n = split($0, text, / *### error: /); for (i = 2; i <= n; i++) print NR ": " text[i] }' "$file" | sort >"$work/expected"
	errors=$((errors + $(wc -l <"$work/expected")))
	if [ $status -ne 1 ] || ! diff "$work/expected" "$work/actual"; then
		echo "$file: exit status $status; < expected, > actual"
		failed=1
	fi
done
# The form of a message: the place, the line itself, and a caret under what is wrong, tabs kept.
printf 'struct s {\n\tf: nothing\n}\n' >"$work/form.def"
printf '%s:2:5: error: unknown type '\''nothing'\''\n\tf: nothing\n\t   ^\n' "$work/form.def" >"$work/expected"
"$DEFC" --emit=none "$work/form.def" 2>&1 | diff "$work/expected" - || failed=1
echo "$errors errors expected"
[ $errors -gt 0 ] && exit $failed
