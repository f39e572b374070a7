"""What may differ between two traces of the same program, and why."""
import re
from dataclasses import dataclass

from newer import CALLS, CONSTANTS


@dataclass
class Rule:
    name: str
    reason: str
    pattern: re.Pattern
    replacement: object  # a string, or a function of the match

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
    Rule('socket-inodes', 'sockets are made anew for each run', r'((?:TCP|UDP|UNIX|NETLINK|RAW|PING)[\w-]*:\[)\d+\b(?!\.)(->\d+)?', r'\1N\2'),
    Rule('peer-inodes', 'sockets are made anew for each run', r'\[N->\d+', '[N->N'),
    Rule('socket-ports', 'the kernel picks the local port', r'(127\.0\.0\.1|\[::1\]):\d{5}', r'\1:PORT'),
    Rule('pidfds', 'of a process with another id', r'<pid:\d+>', '<pid:N>'),
    Rule('eventfd-ids', 'other processes make eventfds', r'eventfd-id=\d+', 'eventfd-id=N'),
    Rule('netlink-ports', 'the kernel takes the process id, if it is free', r'(NETLINK:\[\w+):-?\d+', r'\1:PORT'),
    Rule('netlink-times', 'the clock goes on', r'(nlmsg_seq|cstamp|tstamp)=\d+', r'\1=N'),
    Rule('netlink-pids', 'the kernel takes the process id, if it is free', r'(nlmsg_pid|nl_pid)=(?:-?[1-9]\d*|PID\d*)', r'\1=N'),
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
    Rule('exec-ip', 'the first call is made by code of the tracer', r'^(\[ *\d+\] )\[[0-9a-f]+\] execve', r'\1[IP] execve'),
    Rule('ipc-ids', 'System V objects are made anew for each run', r'^((?:ipc\(21, |(?:msg|sem|shm)(?:ctl|op|snd|rcv|at|timedop)\())\d+', r'\1ID'),
    Rule('ipc-results', 'the same', r'^((?:msg|sem|shm)get\(.*|(?:msg|sem|shm)ctl\(.*_INFO\b.*)\) += \d+', r'\1) = ID'),
    Rule('ipc-times', 'the clock goes on, and there are other objects', r'((?:sem_[oc]|msg_[src]|shm_[adc])time|used_ids|shm_tot|msgpool|msgmap)=\d+', r'\1=N'),
    Rule('keys', 'the kernel numbers new keys at random', r'^(keyctl\(.*\)|(?:add|request)_key\(.*\)) += \d{4,}', r'\1 = KEY'),
    Rule('columns', 'the normalised values have other widths', r'\) += ', ') = '),
]


def fold_newer(found):
    """Constants that strace 6.1 does not know, put into the number that it shows of them."""
    number, names = 0, []
    for token in found[1].split('|'):
        token = token.split(' ')[0]
        if re.match(r'0$|0x', token):
            number |= int(token, 16)
        elif isinstance(CONSTANTS.get(token), str):
            names += CONSTANTS[token].split('|')
        elif token in CONSTANTS:
            number |= CONSTANTS[token]
        else:
            names.append(token)
    return '|'.join(sorted(names) + ([hex(number)] if number or not names else []))


def newer_call(found):
    """A call that strace 6.1 knows only as a number, without its arguments."""
    name = CALLS.get(int(found[2], 16)) if found[2] else found[1]
    return f'{name}(...) =' if name in CALLS.values() else found[0]


TOKEN = r'(?:(?:\d+<<)?[A-Z_][A-Z0-9_]+|0x[0-9a-f]+(?: /\* \w+\?+ \*/)?|\b0\b)'
SET = rf'(?<![\w"<])({TOKEN}(?:\|{TOKEN})*)(?=[,)}}\]]| \*/)'
NEVER_FAIL = r'getpid|getppid|gettid|getpgrp|umask|personality|(?:get|gete|setfs)[ug]id(?:32)?'

# A pair of lines is accepted if it becomes equal when this, or what of this says anything about it, is applied to both.
ACCEPT = [
    Rule('changed-scalars', 'strace 7 shows an integer that changed in one pair of brackets: [0 => 5]; 6.1 shows [0] => [5]', r'\[(\d+)\] => \[(\d+)\]', r'[\1 => \2]'),
    Rule('eventfd', 'strace shows what is in an eventfd since 6.9', r'<(anon_inode:\[eventfd\]|\{eventfd-count=\w+, eventfd-id=\w+, eventfd-semaphore=\d\})>', '<EVENTFD>'),
    Rule('signalfd', 'strace shows the mask of a signalfd since 6.3', r'<(anon_inode:\[signalfd\]|signalfd:\[[^]]*\])>', '<SIGNALFD>'),
    Rule('ptmx', 'strace shows the terminal of a master since 7.0', r'<char 5:2 @/dev/pts/\d+>', '<char 5:2>'),
    Rule('epoll-data', 'epoll data is one number since strace 7, a union in 6.1', r'data=(\{u32=\d+, u64=(\d+)\}|0x[0-9a-f]+|0)', 'data=D'),
    Rule('ioctl-clashes', 'strace 7 looks at the device where several have a request of this number', r'\bSNDCTL_TMR_\w+ or (TCSETS\w*)', r'\1'),
    Rule('bpf-changes', 'strace 6.1 repeats the struct for a count that changed', r'count=(\d+)(, [^{}]*)\}\} => \{batch=\{count=(\d+)\}\}', r'count=\1 => \3\2}}'),
    Rule('bpf-log', 'strace shows what was in the verifier\'s log before the call', r'log_buf="[^"]*"(\.\.\.)?', 'log_buf=LOG'),
    Rule('bpf-lengths', 'the buffer of program information is read once, after the call', r'((?:jited|xlated|nr|func|line)_\w+)=\d+ => (\d+)', r'\1=\2'),
    Rule('bpf-stats', 'strace 6.1 does not know these commands', r'^(bpf\(BPF_ENABLE_STATS, ).*', r'\1'),
    Rule('rseq', 'strace decodes rseq since 7.0; 6.1 shows its numbers in hex', r'\brseq\((\w+), .*\)', 'rseq(...)'),
    Rule('newer-calls', 'calls that strace has learned since 6.1', r'^(syscall_0x([0-9a-f]+)|\w+)\(.*\) +=', newer_call),
    Rule('newer-constants', 'constants that strace has learned since 6.1', SET, fold_newer),
    Rule('never-fails', 'strace 7 shows the result of a call that cannot fail as a number, 6.1 as the error that it looks like', rf'^((?:{NEVER_FAIL})\(.*\)) += .*', r'\1 = R'),
    Rule('sched-param', 'strace 7 names the field of sched_param: {sched_priority=0}; 6.1 shows [0]', r'(\[(\d+)\]|\{sched_priority=(\d+)\})(?=\) +=)', 'PARAM'),
    Rule('sched-reset', '6.1 does not know that SCHED_RESET_ON_FORK is beside a policy, where sched_setscheduler takes both', r'SCHED_RESET_ON_FORK\|0xbfffffff|0xffffffff /\* SCHED_\?\?\? \*/', 'SCHED'),
    Rule('comment-spelling', 'strace 7 says LINUX_REBOOT_MAGIC1??? and 2???', r'LINUX_REBOOT_MAGIC[12_]*\?\?\?', 'MAGIC???'),
    Rule('cpu-clocks', 'strace 7 shows the clocks of processes and threads, 6.1 a number', r'(0x[0-9a-f]+ /\* CLOCK_\?\?\? \*/|0xf[0-9a-f]+ /\* MAKE_\w+_CPUCLOCK\([^)]*\) \*/|MAKE_\w+_CPUCLOCK\([^)]*\))', 'CPUCLOCK'),
    Rule('unreadable-tail', '6.1 does not say that it could not read what a struct has beyond its known end', r', \.\.\. /\* 0x[0-9a-f]+ \*/\}|, \.\.\.\}', '}'),
    Rule('impossible-lengths', '6.1 shows an array that the kernel would not look at, because it is too long, as an address', r'^((?:set(?:groups(?:32)?|hostname|domainname)|[fl]?setxattr|kexec_load)\((?:0x100000, )?(?:1048576, (?:"", )?)?(?:"", "", )?)(?:"[^"]*"\.\.\.|\[.*?\]|0x100000)(?=[,)])', r'\1LONG'),
    Rule('semget-separator', '6.1 forgets the | between a flag that it does not know and the mode', r'0x100000\|?000', 'FLAGS'),
    Rule('restarted-call', '6.1 names whatever call came before restart_syscall, whether it was interrupted or not', r'resuming interrupted \w+( call)? \.\.\.', 'resuming'),
    Rule('mbind-mode', 'the kernel takes the mode of mbind as an unsigned long and looks at 32 bits of it', r'0xf*1fff', 'REST'),
    Rule('cpuset-unreadable', '6.1 shows a set of CPUs that it cannot read as [...], hiding its address', r'^(sched_setaffinity\(.*, )(\[\.\.\.\]|0x100000)\)', r'\1SET)'),
    Rule('thread-area-failed', '6.1 shows that the struct of a failed call has more fields', r'\{entry_number=0, \.\.\.\}', '{entry_number=0}'),
    Rule('handle-type', 'strace 7 names the types of file handles', r'handle_type=(FILEID_ROOT|0x0|0\b)(, f_handle="")?', 'handle_type=T'),
    Rule('sendmmsg-failed', '6.1 leaves out the lengths of messages that were not sent', r', msg_len=0\}', '}'),
    Rule('inputs-after-outputs', '6.1 shows what a failed call took as an address if it stands after what the call was to fill', r'^((?:epoll_pwait2|stime)\(.*?)(?:0x100000|\{tv_sec=N, tv_nsec=N\}|\[0\])(, 0x100000, 1048576)?\) +=', r'\1TIME) ='),
    Rule('zero-fields', '-X raw of 6.1 leaves out a field that is 0 and has a name, but not the | after it', r', (?:0)?\|0x', ', 0|0x'),
    Rule('landlock-fields', 'landlock has learned to restrict more than files', r'handled_access_fs=0(x0)?(, handled_access_net=0(x0)?, scoped=0(x0)?)?', 'handled_access_fs=0'),
    Rule('undescribed', '6.1 shows the argument of olduname and oldolduname as a number', r'^(old(?:old)?uname)\((0|NULL)\)', r'\1(NULL)'),
    Rule('tty-names', 'strace 7 says which of two requests it is by the device', r'SNDCTL_TMR_\w+ or (TC\w+)', r'\1'),
    Rule('modify-ldt', '6.1 takes whatever modify_ldt reads for one descriptor; and its errors are numbers of 32 bits', r'^(modify_ldt\(\d+, ).*', r'\1'),
    Rule('msgrcv-length', 'strace shows all of the buffer, trapline what was received', r'^(msgrcv\(ID, \{mtype=1, mtext=")[^"]*', r'\1TEXT'),
    Rule('msgrcv-failed', '6.1 does not look behind the pointer of a multiplexed msgrcv that failed', r'^msgrcv\(ID, 0x[0-9a-f]+, 8, (?:0, )?(?=[I0])', 'msgrcv('),
    Rule('ipc-shmat', 'the multiplexed shmat returns 0, and the address through a pointer', r'^(?:ipc\(21, |shmat\()(ID), .*', r'shmat(\1) = ADDR'),
    Rule('semctl-value', 'strace shows what semctl takes through the multiplexer in brackets', r'^(semctl\(.*), (?:\[(0x[0-9a-f]+)\]|(0x[0-9a-f]+))\)', r'\1, \2\3)'),
    Rule('old-calls', 'trapline shows the struct that the first select and mmap of i386 take', r'^(select|mmap)\((?:0, NULL|NULL, 0, PROT_NONE|\{).*\)', r'\1()'),
    Rule('note-verbosity', '6.1 follows -X in some remarks after a result, and not in others', r'\(flags (0x1( /\* FD_CLOEXEC \*/)?|FD_CLOEXEC)\)', '(flags F)'),
    Rule('futex-wake-op-verbose', '-X verbose of 6.1 remarks each name of the last argument; it is one number', r'(0 /\* FUTEX_OP_SET \*/<<28.*<<24\|0|0x4001000 /\* FUTEX_OP_SET<<28.*\|0 \*/)(?=\) =)', 'OP'),
    Rule('perf-attr', '6.1 remarks what the precision means also with -X raw, shows a cache as three numbers, and does not know the youngest flags',
         r' /\* (arbitrary|constant|requested|must)[^*]*\*/|, defer_callchain=\d, defer_output=\d|(?<=PERF_TYPE_HW_CACHE \*/, ).*?(?=, sample_period)|(?<=type=0x3, size=0x4\d, )config=[^,]*'),
    Rule('uring-workers', 'the numbers stand in their order; strace repeats their names', r'\[(?:IO_WQ_(?:UN)?BOUND|[01](?: /\* IO_WQ_\w+ \*/)?)\]=| => (?:0x[0-9a-f]+|0xSTACK)(?=, \d\))'),
    Rule('uring-probe', 'strace 6.1 knows fewer operations', r'last_op=[^,]*'),
    Rule('uring-features', 'strace 6.1 knows fewer features', r'features=[^,]*'),
    Rule('membarrier', 'strace 6.1 knows fewer commands', r'MEMBARRIER_CMD_GET_REGISTRATIONS.*|\|0x200\)'),
]
