#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""What mview top costs, with many buffers and processes: the share of one CPU that it takes.

    top.py MVIEW OUTPUT [--looks N]

The terminal has 80 columns and 24 rows, and there is a look each second. Runs as root in a guest with mview_sim. Prints a
table and writes all that was measured to OUTPUT, as JSON. The status is 1 if a share is more than 5 %.
"""
import argparse
import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

SIM = "/sys/kernel/config/mview_sim"
BUFFERS, PROCESSES = 1000, 500
SHARE = 0.05
CASES = {"all rows": [], "a filter that few fit": ["--filter", "bench_99"]}


def make_buffers():
    for i in range(BUFFERS):
        path = "%s/bench_%d" % (SIM, i)
        os.mkdir(path)
        for name, value in ("format", "B"), ("shape", "4096"), ("live", "1"):
            with open(os.path.join(path, name), "w") as file:
                file.write(value)


def remove_buffers():
    for i in range(BUFFERS):
        path = "%s/bench_%d" % (SIM, i)
        with open(os.path.join(path, "live"), "w") as file:
            file.write("0")
        os.rmdir(path)


def make_processes():
    """Each has a few descriptors, none of them a view."""
    children = []
    for _ in range(PROCESSES):
        child = os.fork()
        if not child:
            signal.pause()
        children.append(child)
    return children


def cpu_ns(pid):
    with open("/proc/%d/schedstat" % pid) as file:
        return int(file.read().split()[0])


def drain(master, seconds):
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if select.select([master], [], [], left)[0]:
            os.read(master, 65536)


def share(command, looks):
    """Of a CPU, after the first looks, which know of no process yet."""
    pid, master = pty.fork()
    if not pid:
        os.execve(command[0], command, dict(os.environ, TERM="xterm-256color", LC_ALL="C.UTF-8"))
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    drain(master, 3)
    begin, cpu = time.monotonic(), cpu_ns(pid)
    drain(master, looks)
    result = (cpu_ns(pid) - cpu) / 1e9 / (time.monotonic() - begin)
    os.write(master, b"q")
    while select.select([master], [], [], 10)[0]:
        try:
            os.read(master, 65536)
        except OSError:  # it has ended
            break
    status = os.waitpid(pid, 0)[1]
    os.close(master)
    if status:
        sys.exit("%s ended with %d" % (command, status))
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mview")
    parser.add_argument("output")
    parser.add_argument("--looks", type=int, default=20, help="looks of each (%(default)s)")
    options = parser.parse_args()
    make_buffers()
    children = make_processes()
    shares = {name: share([options.mview, "top", *more], options.looks) for name, more in CASES.items()}
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    remove_buffers()
    print(f"top: {BUFFERS} buffers, {PROCESSES} processes: of a CPU   target")
    for name, measured in shares.items():
        print(f"{name:45}{measured:>7.1%}   <= {SHARE:.0%}: {'missed' if measured > SHARE else 'reached'}")
    with open(options.output, "w") as file:
        json.dump(shares, file, indent=1)
    return any(measured > SHARE for measured in shares.values())


if __name__ == "__main__":
    sys.exit(main())
