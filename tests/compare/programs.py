"""The programs that are traced: everyday tools, single and with children."""
import contextlib
import functools
import http.server
import threading
from dataclasses import dataclass, field


@dataclass
class Program:
    name: str
    argv: list
    options: list = field(default_factory=list)
    setup: str = ''
    before: tuple = ()   # a command that starts the tracer
    serve: bool = False  # a loopback HTTP server runs meanwhile, outside the trace

    @contextlib.contextmanager
    def serving(self):
        if not self.serve:
            yield
            return
        handler = functools.partial(QuietHandler, directory='/usr/share/common-licenses')
        server = http.server.ThreadingHTTPServer(('127.0.0.1', 18631), handler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


# A network namespace of its own: with the tracer in it, because strace cannot look into another one.
NETNS = ('unshare', '-n', 'sh', '-c', 'ip link set lo up; exec "$@"', 'sh')
TREE = 'mkdir -p t/a t/b; for i in 1 2 3 4 5 6 7 8; do echo $i > t/a/$i; ln -s ../a/$i t/b/$i; done; touch -d @1000000000 t t/* t/*/*'

PROGRAMS = [
    Program('cat', ['cat', '/etc/passwd', '/nonexistent']),
    Program('ls', ['ls', '-l', 't', 't/b'], setup=TREE),
    Program('ls-v', ['ls', '-l', 't', 't/b'], ['-v', '-s', '100'], setup=TREE),
    Program('find', ['find', '/usr/share/doc/bash', '/etc/default', '-type', 'f', '-newer', '/bin/sh']),
    Program('shell', ['sh', '-c', 'echo one two | tr a-z A-Z | (read x y; echo $y); (exit 3); echo $?; kill -USR1 $$'], ['-f'],
            setup='true'),
    Program('python', ['/usr/bin/python3', '-c', 'import os, json, subprocess; print(json.dumps(os.listdir("t")[:0]), os.path.exists("t"))'],
            setup=TREE),
    Program('git', ['sh', '-c', 'git init -q r && cd r && git config user.email a@b && git config user.name n && echo x > f && '
                    'git add f && git commit -q -m m'], ['-f']),
    Program('gcc', ['gcc', '-O1', '-o', 'prog', 'prog.c'], ['-f'],
            setup='printf "#include <stdio.h>\\nint main(void) { puts(\\"hi\\"); return 0; }\\n" > prog.c'),
    Program('tar', ['tar', '-b', '40', '-czf', 'o.tar.gz', 't'], ['-f'], setup=TREE),
    Program('ip', ['sh', '-c', 'ip addr; ip route; ip rule; ip neigh; ip link; ip link del nosuch'], ['-f', '-s', '24', '-e', 'trace=%network'],
            before=NETNS),
    Program('ss', ['ss', '-atunx'], ['-s', '300', '-e', 'trace=%network'], before=NETNS),
    Program('curl', ['curl', '-s', '-o', 'out', 'http://127.0.0.1:18631/BSD'], ['-f'], serve=True),
]
