#!/usr/bin/env python3
"""Compares the structs and constants of the descriptions with those of the running kernel, as its BTF tells them.

Usage: btf.py CHECK.C [BTF]    CHECK.C is what `defc --emit=check` writes: it has every checked struct and every constant.

The kernel has newer structs than the installed headers, but only its own ABI, and no macros. A struct of its own may have the
name of one of the interface: those are listed in OTHERS.
"""
import re
import struct
import sys
from pathlib import Path

# Structs and enumerators inside the kernel that share a name with the interface's and are something else.
OTHERS = {'struct sigaction', 'struct timex', 'struct msqid_ds', 'struct stat', 'struct sigaltstack', 'SOCK_DESTROY'}
STRUCT, UNION, ENUM, ENUM64 = 4, 5, 6, 19
# How many bytes follow a type's header, by its kind; those of the kinds that have elements depend on their number.
TAIL = {1: 4, 3: 12, 14: 4, 17: 4}
PER_ELEMENT = {STRUCT: 12, UNION: 12, ENUM: 8, 13: 8, 15: 12, ENUM64: 12}


def read_btf(path):
    """({type: {(size, ((member, bit offset), ...))}}, {enumerator: {value}}): a name may stand for several."""
    data = Path(path).read_bytes()
    _, _, _, hdr_len, type_off, type_len, str_off, _ = struct.unpack_from('<HBBIIIII', data)
    strings, at, end = hdr_len + str_off, hdr_len + type_off, hdr_len + type_off + type_len

    def name(offset):
        start = strings + offset
        return data[start:data.index(b'\0', start)].decode()

    structs, enumerators = {}, {}
    while at < end:
        name_off, info, size = struct.unpack_from('<III', data, at)
        kind, n, flag, at = info >> 24 & 31, info & 0xffff, info >> 31, at + 12
        if kind in (STRUCT, UNION):
            members = [struct.unpack_from('<III', data, at + 12 * i) for i in range(n)]
            fields = tuple((name(m), bits & 0xffffff if flag else bits) for m, _, bits in members)
            structs.setdefault(f'{"struct" if kind == STRUCT else "union"} {name(name_off)}', set()).add((size, fields))
        for i in range(n if kind == ENUM else 0):
            enumerator, value = struct.unpack_from('<Ii', data, at + 8 * i)
            enumerators.setdefault(name(enumerator), set()).add(value & 0xffffffff)
        for i in range(n if kind == ENUM64 else 0):
            enumerator, low, high = struct.unpack_from('<III', data, at + 12 * i)
            enumerators.setdefault(name(enumerator), set()).add(high << 32 | low)
        at += TAIL.get(kind, 0) + PER_ELEMENT.get(kind, 0) * n
    return structs, enumerators


def described(text):
    """What the check compares: {(type, size)}, {(type, field, offset)}, {(constant, value)}, for the first ABI, x86-64."""
    number = r'V\((0x[0-9a-f]+)'
    sizes, fields, constants, depth = set(), set(), set(), []
    for line in text.splitlines():
        if line.startswith('#if'):
            abis = re.match(r'#if (0x[0-9a-f]+) >> ABI & 1', line)
            depth.append(not abis or int(abis[1], 16) & 1)
        elif line.startswith('#endif'):
            depth.pop()
        elif not all(depth):
            continue
        elif found := re.match(rf'\tSIZE\(([^,]+), {number}', line):
            sizes.add((found[1], int(found[2], 16)))
        elif found := re.match(rf'\tFIELD\(([^,]+), ([^,]+), {number}', line):
            fields.add((found[1], found[2], int(found[3], 16)))
        elif found := re.match(rf'\tCONSTANT\((\w+), \w+, {number}', line):
            constants.add((found[1], int(found[2], 16)))
    return sizes, fields, constants


def main():
    btf = sys.argv[2] if len(sys.argv) > 2 else '/sys/kernel/btf/vmlinux'
    if not Path(btf).exists() or struct.calcsize('P') != 8:
        print(f'skipped: {btf} of a 64-bit kernel is needed')
        return 0
    structs, enumerators = read_btf(btf)
    sizes, fields, constants = described(Path(sys.argv[1]).read_text())
    seen, wrong = 0, []
    for name, size in sorted(sizes):
        if name in OTHERS or name not in structs:
            continue
        seen += 1
        # A newer kernel may have a longer struct; a shorter one is one that is not described well.
        if not any(size <= theirs for theirs, _ in structs[name]):
            wrong.append(f'{name} has {size} bytes here, {sorted(theirs for theirs, _ in structs[name])} in the kernel')
    compared = 0
    for name, field, offset in sorted(fields):
        places = {bits // 8 for _, members in structs.get(name, ()) for member, bits in members if member == field}
        if name in OTHERS or not places:
            continue
        compared += 1
        if offset not in places:
            wrong.append(f'{name}.{field} stands at {offset} here, at {sorted(places)} in the kernel')
    named = 0
    for name, value in sorted(constants):
        if name in OTHERS or name not in enumerators:
            continue
        named += 1
        if value & 0xffffffff not in {theirs & 0xffffffff for theirs in enumerators[name]}:
            wrong.append(f'{name} is {value:#x} here, {sorted(map(hex, enumerators[name]))} in the kernel')
    print('\n'.join(wrong + [f'{seen} structs, {compared} fields, {named} constants compared with the running kernel, {len(wrong)} wrong']))
    return 1 if wrong or not compared else 0


if __name__ == '__main__':
    sys.exit(main())
