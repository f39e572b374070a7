#!/usr/bin/env python3
"""Compares the numbers in syscalls.def with those of the kernel headers that are installed.

Prints each call that the headers have and syscalls.def lacks or numbers otherwise; exits 1 if there is one. Calls that are newer
than the headers are not looked at.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
INCLUDE = pathlib.Path("/usr/include")
HEADERS = {
    "x64": ["x86_64-linux-gnu/asm/unistd_64.h", "asm/unistd_64.h"],
    "i386": ["x86_64-linux-gnu/asm/unistd_32.h", "i386-linux-gnu/asm/unistd_32.h", "asm/unistd_32.h"],
}


def described():
    """(abi, number) -> name, for every entry of syscalls.def."""
    groups = {"all": ["x64", "i386", "arm64", "riscv64"], "generic": ["arm64", "riscv64"]}
    calls = {}
    for entry in re.finditer(r"^syscall (\w+)((?: \w+=\d+)+)", (ROOT / "syscalls.def").read_text(), re.M):
        for abi, number in re.findall(r"(\w+)=(\d+)", entry.group(2)):
            for one in groups.get(abi, [abi]):
                calls[one, int(number)] = entry.group(1)
    return calls


def declared(path):
    """number -> name, as a header has them."""
    return {int(n): name for name, n in re.findall(r"^#define __NR_(\w+) (\d+)$", path.read_text(), re.M)}


def main():
    calls, compared, wrong = described(), 0, 0
    for abi, names in HEADERS.items():
        path = next((INCLUDE / name for name in names if (INCLUDE / name).exists()), None)
        if not path:
            print(f"{abi}: no header installed")
            continue
        for number, name in sorted(declared(path).items()):
            ours = calls.get((abi, number))
            compared += 1
            if ours != name:
                print(f"{abi} {number}: {name} in the header, {ours} here")
                wrong += 1
    print(f"{compared} numbers compared, {wrong} wrong")
    return 1 if wrong or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
