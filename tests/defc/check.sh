#!/bin/sh
# Compares the constants and structs of the descriptions with the kernel headers of this machine, for its own ABI and, where the
# compiler can, for i386. DEFC is the compiler of descriptions.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cc=${CC:-cc}
"$DEFC" --emit=check -o "$work/check.c" "$root"/syscalls.def "$root"/src/desc/*.def || exit 1

# What the headers have that is no macro: enumerators, and structs with a body.
known() {
	"$cc" $1 -E -P -D_GNU_SOURCE -DCHECK_PART="$2" "$work/check.c" 2>/dev/null | python3 -c '
import re, sys
text = sys.stdin.read().split("int main(void)")[0]
for body in re.findall(r"\benum\b[^{};()]*\{([^}]*)\}", text):
    for name in re.findall(r"(?:^|,)\s*([A-Za-z_]\w*)", body):
        print(f"#define HAVE_ENUM_{name}")
for name in set(re.findall(r"\bstruct\s+(?:__attribute__\s*\(\([^{};]*\)\)\s*)?([A-Za-z_]\w*)\s*\{", text)):
    print(f"#define HAVE_STRUCT_{name}")
'
}

wrong=0
for abi in "" -m32; do
	echo 'int main(void) { return 0; }' >"$work/try.c"
	"$cc" $abi -o "$work/try" "$work/try.c" 2>/dev/null && "$work/try" || continue
	for part in $(sed -n 's/^#if CHECK_PART == \([0-9]*\).*/\1/p' "$work/check.c"); do
		known "$abi" "$part" >"$work/known.h"
		if "$cc" $abi -w -std=gnu17 -D_GNU_SOURCE -DCHECK_PART="$part" -include "$work/known.h" -o "$work/check" \
			"$work/check.c" 2>"$work/errors"
		then
			"$work/check" | sed "s/\$/ $abi/" >>"$work/checked"
		else
			echo "$(sed -n "/^#if CHECK_PART == $part /,/include </p" "$work/check.c" | tr '\n' ' ') ${abi:-native}:"
			grep 'error' "$work/errors"
			wrong=$((wrong + $(grep -c 'error' "$work/errors")))
		fi
	done
done
sort -u "$work/checked" >"$work/unique"
constants=$(grep -c ^constant "$work/unique") fields=$(grep -c ^field "$work/unique")
echo "$constants constants, $fields fields checked, $wrong wrong"
python3 "$root/tests/defc/btf.py" "$work/check.c" || exit 1
[ "$wrong" -eq 0 ] && [ "$constants" -gt 0 ] && [ "$fields" -gt 0 ]
