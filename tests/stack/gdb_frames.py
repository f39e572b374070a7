"""Runs in gdb: prints the frames of every thread as JSON."""
import json

import gdb

gdb.execute("set backtrace past-main on")
gdb.execute("set backtrace past-entry on")
threads = {}
for thread in gdb.selected_inferior().threads():
    thread.switch()
    frames, frame = [], gdb.newest_frame()
    while frame and frame.is_valid():
        frames.append({"pc": frame.pc(), "name": frame.name(), "inlined": frame.type() == gdb.INLINE_FRAME,
                       "tail": frame.type() == gdb.TAILCALL_FRAME})
        frame = frame.older()
    threads[thread.ptid[1]] = frames
print("FRAMES " + json.dumps(threads))
