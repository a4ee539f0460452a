#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Type into an interactive program, in a terminal of its own, and print what it says.

    typed.py TEXT PROGRAM [ARGUMENT...]

TEXT is as Python has it, so \\t and \\n are keys. Ends with the program, or after 20 s with status 1.
"""
import codecs
import os
import pty
import select
import signal
import sys
import time

LIMIT = 20


def said(terminal, end):
    """Yield what comes, until the program has ended."""
    while select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
        try:
            data = os.read(terminal, 4096)
        except OSError:
            return
        if not data:
            return
        yield data


def main(text, *program):
    pid, terminal = pty.fork()
    if not pid:
        os.execvp(program[0], program)
    os.write(terminal, codecs.decode(text, "unicode_escape").encode())
    end = time.monotonic() + LIMIT
    for data in said(terminal, end):
        sys.stdout.buffer.write(data)
    late = time.monotonic() >= end
    if late:
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return late


sys.exit(main(*sys.argv[1:]))
