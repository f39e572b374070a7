"""What may differ between two traces of the same program, and why."""
import re
from dataclasses import dataclass


@dataclass
class Rule:
    name: str
    reason: str
    pattern: re.Pattern
    replacement: str

    def __init__(self, name, reason, pattern, replacement=''):
        self.name, self.reason, self.replacement = name, reason, replacement
        self.pattern = re.compile(pattern)


# Applied to both traces: values that differ from run to run of any tracer.
NORMALISE = [
    Rule('seconds', 'the clock goes on', r'(tv_sec|st_[amc]time|stx_tv_sec|tv_nsec|tv_usec|st_[amc]time_nsec|uptime)=\d+', r'\1=N'),
    Rule('dates', 'the clock goes on', r'/\* \d{4}-\d\d-\d\dT[\d:.+-]+ \*/', '/* DATE */'),
    Rule('time-results', 'the clock goes on', r'= \d+ \(\d{4}-\d\d-\d\dT[\d:.+]+\)', '= DATE'),
    Rule('cpu-times', 'how long a child ran differs', r'(si_[us]time|tms_\w+)=\d+( /\* [\d.]+ s \*/)?', r'\1=N'),
    Rule('resource-use', 'faults and switches depend on the machine\'s mood', r'(ru_(?:maxrss|minflt|majflt|inblock|oublock|nvcsw|nivcsw))=\d+', r'\1=N'),
    Rule('cpu', 'the scheduler chooses', r'getcpu\(\[\d\]', 'getcpu([N]'),
    Rule('times-result', 'ticks since boot go on', r'^(times\(.*\)) += \d+', r'\1 = N'),
    Rule('random', 'the kernel hands out random bytes', r'getrandom\("[^"]*"', 'getrandom("RANDOM"'),
    Rule('inodes', 'files are made anew for each run', r'(st_ino|stx_ino|d_ino|d_off)=\d+', r'\1=N'),
    Rule('pipe-inodes', 'pipes and sockets are made anew for each run', r'(pipe|socket):\[\d+\]', r'\1:[N]'),
    Rule('disk-space', 'other processes write files', r'(f_bfree|f_bavail|f_ffree|freeram|bufferram|procs|loads|freeswap|sharedram)=(\[[^]]*\]|\d+)', r'\1=N'),
    Rule('temporary-names', 'mkstemp and git make them up', r'(/tmp/cc|tmp_obj_|\.git/t)\w{6}', r'\1XXXXXX'),
    Rule('random-reads', 'git reads eight bytes of /dev/urandom to make names', r'^read\((\d), "[^"]*", 8\) = 8', r'read(\1, RANDOM, 8) = 8'),
    Rule('git-index', 'the index has times and inodes of files, and its own hash', r'^write\(3, .*, (20|76|109)\) =', r'write(3, INDEX, \1) ='),
    Rule('program-start-stack', 'AT_RANDOM and the tracer\'s name move the stack', r'0x7ff[c-f][0-9a-f]{8}', '0xSTACK'),
    Rule('ports', 'the kernel picks the local port', r'htons\((3|4|5|6)\d{4}\)', 'htons(PORT)'),
    Rule('poll-timeouts', 'the time that is left differs', r'(^poll\(\[.*\], \d+, )\d\d\d\)', r'\1N)'),
    Rule('bpf-ids', 'each program and map gets the next id', r'\b(id|start_id|next_id|prog_id|map_id)=\d+( => \d+)?', r'\1=N'),
    Rule('bpf-load-time', 'the program is loaded in each run; only strace adds when the machine started', r'(load_time)=\d+( /\* [^*]* \*/)?', r'\1=N'),
    Rule('bpf-code', 'where the kernel puts a program changes calls in its code', r'(jited_prog_insns=)"[^"]*"', r'\1CODE'),
    Rule('traced', 'every run traces another process', r'^(ptrace\([^,]+, )\d{3,}', r'\1PID'),
    Rule('columns', 'the normalised values have other widths', r'\) += ', ') = '),
]

# A pair of lines is accepted if it becomes equal when this is applied to both.
ACCEPT = [
    Rule('rseq', 'strace decodes rseq since 7.0; 6.1 shows its numbers in hex', r'^rseq\((\w+), (0x20|32),', r'rseq(\1, 32,'),
    Rule('changed-scalars', 'strace 7 shows an integer that changed in one pair of brackets: [0 => 5]; 6.1 shows [0] => [5]', r'\[(\d+)\] => \[(\d+)\]', r'[\1 => \2]'),
    Rule('epoll-data', 'epoll data is one number since strace 7, a union in 6.1', r'data=(\{u32=\d+, u64=(\d+)\}|0x[0-9a-f]+|0)', 'data=D'),
    Rule('ioctl-clashes', 'strace 7 looks at the device where several have a request of this number', r'\bSNDCTL_TMR_\w+ or (TCSETS\w*)', r'\1'),
    Rule('bpf-changes', 'strace 6.1 repeats the struct for a count that changed', r'count=(\d+)(, [^{}]*)\}\} => \{batch=\{count=(\d+)\}\}', r'count=\1 => \3\2}}'),
    Rule('bpf-log', 'strace shows what was in the verifier\'s log before the call', r'log_buf="[^"]*"(\.\.\.)?', 'log_buf=LOG'),
    Rule('bpf-lengths', 'the buffer of program information is read once, after the call', r'((?:jited|xlated|nr|func|line)_\w+)=\d+ => (\d+)', r'\1=\2'),
    Rule('bpf-stats', 'strace 6.1 does not know these commands', r'^(bpf\(BPF_ENABLE_STATS, ).*', r'\1'),
]
