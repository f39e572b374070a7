"""Running a program under a tracer, and comparing two traces."""
import difflib
import re
import shutil
import subprocess
from dataclasses import dataclass

from rules import ACCEPT, NORMALISE

PID_PREFIX = re.compile(r'^(\d+) +')
RESUMED = re.compile(r'^<\.\.\. \S+ resumed>')
# Where a line has a process id: as a result of these calls, as an argument, in a struct.
PID_PLACES = [re.compile(pattern) for pattern in (
    r'(^(?:\[[^]]*\] )*(?:set_tid_address|gett?id|getp?pid|getpgrp|getpgid|setsid|getsid|wait4|v?fork|clone3?|rt_sigreturn)\(.*= )(\d+)',
    r'(^(?:\[[^]]*\] )*(?:wait4|t?g?kill|rt_sigqueueinfo|setpgid|getpgid|getsid)\(-?)(\d+)',
    r'(^(?:\[[^]]*\] )*(?:tgkill|rt_tgsigqueueinfo)\(\w+, |^pidfd_open\(|^waitid\(P_PID, )(\d+)',
    r'((?:si_pid|l_pid|pid)=)(\d+)',
    r'((?:parent_tid=|TIOCSPGRP, )\[)(\d+)',
)]
ASYNCHRONOUS = re.compile(r'(?:\[[^]]*\] )*(?:--- SIGCHLD |rt_sigreturn\()')
UNFINISHED = ' <unfinished ...>'


def join_by_process(text):
    """The trace as a list of processes in order of appearance, each a list of complete lines; and the pids, in that order."""
    processes, halves, pids = {}, {}, []
    for line in text.splitlines():
        found = PID_PREFIX.match(line)
        pid = found.group(1) if found else ''
        line = line[found.end():] if found else line
        if pid not in processes:
            processes[pid] = []
            pids.append(pid)
        if line.endswith(UNFINISHED):
            halves[pid] = line[:-len(UNFINISHED)]
            continue
        resumed = RESUMED.match(line)
        if resumed:
            line = halves.pop(pid, '<unseen>') + line[resumed.end():]
        # The column depends on where a line was cut: only the text counts, except in single-process traces.
        processes[pid].append(re.sub(r'\) += ', ') = ', line) if found else line)
    for pid, half in halves.items():
        processes[pid].append(half + UNFINISHED)
    return [processes[pid] for pid in pids], pids


def asynchronous_last(lines):
    """When a child's end interrupts its parent is a race: SIGCHLD and the return from its handler are compared apart from the order."""
    late = [re.sub(r'(^(?:\[[^]]*\] )*rt_sigreturn\(.*\)) += .*', r'\1 = R', line) for line in lines if ASYNCHRONOUS.match(line)]
    return [line for line in lines if not ASYNCHRONOUS.match(line)] + sorted(late)


def normalise(lines, pids):
    """Replaces pids of traced processes by their order of appearance, then applies the NORMALISE rules."""
    numbers = {pid: f'PID{n}' for n, pid in enumerate(pids) if pid}

    def name_pid(found):
        # Processes that are not traced (the program's own without -f, its parent) have no number in order of appearance.
        return found.group(1) + numbers.get(found.group(2), 'PID' if int(found.group(2)) > 300 else found.group(2))

    result = []
    for line in lines:
        for place in PID_PLACES:
            line = place.sub(name_pid, line)
        for rule in NORMALISE:
            line = rule.pattern.sub(rule.replacement, line)
        result.append(line)
    return asynchronous_last(result)


def accepted(theirs, ours):
    """The names of the rules that explain this pair of lines, None if they do not."""
    names = []
    for rule in ACCEPT:
        a, b = rule.pattern.sub(rule.replacement, theirs), rule.pattern.sub(rule.replacement, ours)
        if a == b:
            return rule.name
    for rule in ACCEPT:
        a, b = rule.pattern.sub(rule.replacement, theirs), rule.pattern.sub(rule.replacement, ours)
        names += [rule.name] if (a, b) != (theirs, ours) else []
        theirs, ours = a, b
    return '+'.join(names) if theirs == ours else None


def compare_lines(theirs, ours):
    """Returns (lines that are equal, lines accepted by rule {name: count}, differences)."""
    equal, by_rule, differences = 0, {}, []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes():
        if tag == 'equal':
            equal += i2 - i1
            continue
        left, right = theirs[i1:i2], ours[j1:j2]
        for n in range(max(len(left), len(right))):
            a = left[n] if n < len(left) else None
            b = right[n] if n < len(right) else None
            rule = accepted(a, b) if a is not None and b is not None else None
            if rule:
                by_rule[rule] = by_rule.get(rule, 0) + 1
            else:
                differences.append((a, b))
    return equal, by_rule, differences


def pair_processes(theirs, ours):
    """Pairs processes that begin alike: parallel children may appear in another order."""
    left = list(ours)
    for lines in theirs:
        key = lines[:12]
        best = max(left, key=lambda other: difflib.SequenceMatcher(None, key, other[:12], autojunk=False).ratio(), default=[])
        if best in left:
            left.remove(best)
        yield lines, best
    for lines in left:
        yield [], lines


@dataclass
class Traced:
    outcome: tuple  # exit status, standard output, standard error of the program
    raw: list       # the lines as they were printed
    processes: list # for each process its complete lines, normalised


def environment(work):
    return {'PATH': '/usr/bin:/bin', 'HOME': str(work), 'LC_ALL': 'C', 'PYTHONHASHSEED': '0', 'TZ': 'UTC',
            'GIT_CONFIG_NOSYSTEM': '1', 'GIT_AUTHOR_DATE': '@1000000000 +0000', 'GIT_COMMITTER_DATE': '@1000000000 +0000'}


def traced_lines(tracer, options, argv, work, stdin='', setup='', keep=None, before=()):
    """Runs argv in an empty directory `work`/w, prepared by the shell script `setup`, without address randomisation."""
    # The directory has the same name for every tracer, so that paths in the traces are equal.
    directory, out = work / 'w', keep or work / 'trace'
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    if setup:
        subprocess.run(['sh', '-ec', setup], cwd=directory, env=environment(directory), check=True, capture_output=True)
    done = subprocess.run([*before, 'setarch', '-R', tracer, '-o', str(out), *options, *argv], cwd=directory, env=environment(directory),
                          input=stdin.encode(), capture_output=True, timeout=120, check=False)
    text = out.read_text(errors='surrogateescape')
    processes, pids = join_by_process(text)
    return Traced((done.returncode, done.stdout, done.stderr), text.splitlines(), [normalise(lines, pids) for lines in processes])


def compare_runs(theirs_run, ours_run):
    """Returns (lines in all, lines equal, lines accepted by rule {name: count}, differences)."""
    problems = []
    if theirs_run.outcome[:2] != ours_run.outcome[:2]:
        problems.append((f'outcome {theirs_run.outcome}', f'outcome {ours_run.outcome}'))
    theirs, ours = theirs_run.processes, ours_run.processes
    equal, rules = 0, {}
    for a, b in pair_processes(theirs, ours):
        same, by_rule, differences = compare_lines(a, b)
        equal += same
        problems += differences
        for name, count in by_rule.items():
            rules[name] = rules.get(name, 0) + count
    return sum(map(len, theirs)), equal, rules, problems
