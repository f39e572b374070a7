#!/usr/bin/env python3
"""Says what the descriptions cover: calls, arguments and hand-written decoders; fails if a call the kernel has shows raw arguments.

TRAPLINE is the program. Calls that the kernel only has numbers for take what nobody knows; the others are named with the reason.
"""
import os
import re
import subprocess
import sys
from pathlib import Path

NEVER_BUILT = """create_module get_kernel_syms query_module nfsservctl getpmsg putpmsg afs_syscall tuxcall security epoll_ctl_old
    epoll_wait_old vserver stty gtty ulimit profil""".split()
RAW_ON_PURPOSE = {
    'sysfs': 'what the arguments mean depends on the first, which nothing uses any more',
    'vm86old': 'a processor mode that is gone', 'vm86': 'the same',
    'prctl': 'what an operation that does not exist takes', 'keyctl': 'the same',
}
HANDWRITTEN_MAX = 20


def main():
    listing = subprocess.run([os.environ['TRAPLINE'], '--list-syscalls'], capture_output=True, text=True, check=True).stdout
    calls, arguments, raw = {}, 0, []
    for abi, name, args in re.findall(r'^(\S+) \d+ (\w+)\((.*?)(?:; \d+ variants)?\) ?(?:->|%|$)', listing, re.M):
        calls[abi] = calls.get(abi, 0) + 1
        for arg in filter(None, args.split(', ')):
            arguments += 1
            if re.match(r'arg\d: hex', arg) and name not in NEVER_BUILT and name not in RAW_ON_PURPOSE:
                raw.append(f'{abi} {name}: {arg}')
    customs = (Path(__file__).resolve().parents[2] / 'src/desc/customs.h').read_text()
    handwritten = re.findall(r'^\tX\([A-Z_]+, "(\w+)"', customs, re.M)
    counts = ', '.join(f'{n} calls of {abi}' for abi, n in calls.items())
    print('\n'.join(raw + [f'{counts}; {arguments} arguments, {len(raw)} raw; {len(handwritten)} hand-written decoders']))
    return 1 if raw or not calls or len(handwritten) >= HANDWRITTEN_MAX else 0


if __name__ == '__main__':
    sys.exit(main())
