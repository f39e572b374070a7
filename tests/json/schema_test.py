#!/usr/bin/python3
"""The schema can fail: a good trace passes validate.py, and each of many ways to spoil it does not."""

import copy
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))

WHO = {"pid": 10, "tid": 12, "comm": "sh", "time": 1000}
VALUES = [
    None, 3, -1, "18446744073709551615", "bytes \udcff\x00", {"sym": "AT_FDCWD", "raw": -100, "path": "/"},
    {"addr": "0x7ffd0010"}, {"addr": "0x1", "fault": True}, {"string": "te", "cut": True}, {"fd": 3, "path": "/x", "deleted": True},
    {"sym": "00:11", "raw": "\x00\x11"}, [1, [], {"...": True}], [{"...": {"addr": "0x1000", "fault": True}}],
    {"value": {"a": 1, "b": {"in": 3, "out": 4}, "_": {"value": "xy", "note": "bytes 8..9"}, "...": True}, "note": "why"},
    {"call": "BPF_STMT", "args": [6, {"sym": "A"}]}, {},
]
GOOD = [
    {"type": "header", "schema": 1, "tool": "trapline", "version": "1", "host": "h", "kernel": "6", "arch": "x86_64",
     "clock": {"monotonic_ns": 1, "realtime_ns": 2}, "command": ["cat", "a\udcff"], "attached": [7], "string_limit": 32},
    {"seq": 1, "type": "syscall", **WHO, "duration": 5, "name": "openat", "nr": 257, "abi": "x86-64",
     "args": [{"name": "dirfd", "raw": "0xffffff9c", "value": -100}, {"name": "out", "raw": "0x0"}],
     "result": {"raw": 3, "value": 3, "note": {"flags": {"sym": "FD_CLOEXEC", "raw": 1}}}},
    {"seq": 2, "type": "syscall", **WHO, "name": "read", "nr": 0, "abi": "x86-64", "args": [], "unfinished": True, "pending": True,
     "tampered": ["result", "args", "delay"]},
    {"seq": 3, "type": "syscall", **WHO, "duration": 5, "name": "read", "nr": 0, "abi": "x86-64", "args": [],
     "result": {"raw": -1, "error": 2, "errno": "ENOENT", "note": {"old mask": {"sym": "[]", "raw": 0}}}},
    {"seq": 4, "type": "signal", **WHO, "signal": {"sym": "SIGCHLD", "raw": 17}, "siginfo": {"si_signo": {"sym": "SIGCHLD", "raw": 17}}},
    {"seq": 5, "type": "stop", **WHO, "signal": {"sym": "SIGSTOP", "raw": 19}},
    {"seq": 6, "type": "new", **WHO, "origin": "forked", "parent": 5},
    {"seq": 7, "type": "exec", **WHO, "old_tid": 13},
    {"seq": 8, "type": "lost", "time": 1000, "count": 3},
    {"seq": 9, "type": "detached", **WHO},
    {"seq": 10, "type": "exit", **WHO, "signal": {"sym": "SIGKILL", "raw": 9}, "core": False},
    {"seq": 11, "type": "exit", **WHO, "code": 0},
    {"seq": 12, "type": "stack", "time": 5, "id": 1, "end": "complete", "frames": [
        {"object": "/x", "build_id": "00ff", "offset": "0x10", "symbol": "f", "symbol_offset": 3, "file": "f.c", "line": 4, "column": 2},
        {"object": "/x", "offset": "0x10", "symbol": "g", "inlined": True}, {"object": ""}]},
    {"seq": 13, "type": "stop", **WHO, "signal": {"sym": "SIGSTOP", "raw": 19}, "stack": {"id": 1, "addresses": ["0x10", "0x20"]}},
]
del_ = object()
# Where, and what is put there; del_ removes the key.
BAD = [
    ((0, "clock"), del_), ((0, "schema"), 2), ((0, "command"), "cat"), ((0, "extra"), 1), ((0, "type"), "lost"),
    ((1, "duration"), del_), ((1, "unfinished"), True), ((1, "seq"), 2), ((1, "args", 0, "raw"), 5), ((1, "args", 0, "name"), del_),
    ((1, "args", 0, "extra"), 5), ((1, "name"), "Open"), ((1, "nr"), -1.5), ((1, "result"), {}), ((1, "result", "value"), del_),
    ((1, "result", "error"), 2), ((1, "result", "note"), True), ((1, "result", "note"), {"a b": 1, "c": 2}), ((1, "tid"), "12"), ((1, "pid"), 0), ((1, "comm"), "x" * 17), ((1, "tampered"), []), ((1, "tampered"), ["value"]),
    ((2, "duration"), 1), ((2, "unfinished"), False), ((3, "result", "errno"), del_), ((3, "result", "raw"), 1),
    ((4, "signal", "raw"), "17"), ((5, "signal"), del_), ((6, "origin"), "born"), ((8, "count"), -1), ((9, "code"), 1),
    ((10, "core"), del_), ((11, "core"), True), ((11, "code"), 256), ((11, "type"), "nope"),
    ((12, "id"), 0), ((12, "end"), "x"), ((12, "frames", 0, "line"), del_), ((12, "frames", 0, "symbol"), del_), ((12, "frames", 0, "object"), del_),
    ((12, "frames", 0, "build_id"), "f"), ((12, "frames", 1, "inlined"), False), ((13, "stack"), 1), ((13, "stack", "addresses"), del_),
]  # fmt: skip
BAD_VALUES = [
    True, 1.5, 2**53, {"sym": 5}, {"sym": "A", "raw": 1, "x": 1}, {"addr": "5", "fault": True}, {"addr": "0x5", "fault": False},
    {"string": 1, "cut": True}, {"fd": 3, "deleted": True}, {"a b": 1}, {"...": 5}, {"...": {"addr": "0x1"}}, [True], {"x": {"y": True}},
]  # fmt: skip


def accepted(lines):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="ascii") as file:
        file.write("".join(line + "\n" for line in lines))
        file.flush()
        validate = [sys.executable, os.path.join(HERE, "validate.py"), file.name]
        return subprocess.run(validate, stdout=subprocess.PIPE, check=False).returncode == 0


def changed(path, value):
    records = copy.deepcopy(GOOD)
    place = records
    for key in path[:-1]:
        place = place[key]
    if value is del_:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return [json.dumps(record) for record in records]


def main():
    failures = []
    good = [json.dumps(record) for record in GOOD]
    if not accepted(good):
        failures.append("the good trace is refused")
    for value in VALUES:
        if not accepted(changed((1, "args", 0, "value"), value)):
            failures.append(f"refused: {value!a}")
    for path, value in BAD + [((1, "args", 0, "value"), value) for value in BAD_VALUES]:
        if accepted(changed(path, value)):
            failures.append(f"accepted: {path} = {'nothing' if value is del_ else ascii(value)}")
    twice = good[1].replace('"nr": 257', '"nr": 257, "nr": 257')
    for name, lines in (("no header", good[1:]), ("a key twice", [good[0], twice]), ("no lines", []), ("no JSON", [good[0], "{"]),
                        ("an array", [good[0], "[]"]), ("a gap", good[:2] + good[3:])):  # fmt: skip
        if accepted(lines):
            failures.append(f"accepted: {name}")
    print("\n".join(failures) or "the schema accepts what is right and refuses what is not")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
