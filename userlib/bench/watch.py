#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""What mview watch costs: comparing looks beside memcmp(), and the bytes that each update sends to the terminal.

    watch.py LOOKS MVIEW OUTPUT [--rounds N]

The terminal has 80 columns and 24 rows, of type xterm-256color, and the memory is a ring of 64 entries of 16 bytes in this
process. Prints a table of medians and writes all that was measured to OUTPUT, as JSON. The status is 1 if looks that are equal
are compared at less than half of memcmp()'s rate, or if an update of one entry sends more than 200 bytes.
"""
import argparse
import fcntl
import json
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import termios

FORMAT = "<T{Q:addr:I:len:H:flags:H:owner:}"
ENTRIES = 64
RATE, BYTES = 0.5, 200
BAUD = 115200 / 10


class Terminal:
    """mview watch on a terminal of its own."""

    def __init__(self, command):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environment = dict(os.environ, TERM="xterm-256color", LC_ALL="C.UTF-8")
        environment.pop("NO_COLOR", None)
        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True)
        os.close(slave)

    def received(self, quiet=0.3):
        """The bytes that come until there is a pause."""
        n = 0
        while select.select([self.master], [], [], quiet)[0]:
            try:
                n += len(os.read(self.master, 65536))
            except OSError:  # the other end is closed
                break
        return n

    def key(self, key):
        os.write(self.master, key.encode())
        return self.received()

    def close(self):
        os.write(self.master, b"q")
        while self.process.poll() is None:
            self.received(0.05)
        os.close(self.master)


def entry(i, lap):
    return struct.pack("<QIHH", 0x1000 * i + lap, 64 + i, 7, lap & 1)


def updates(mview, rounds):
    """Bytes of each kind of update."""
    ring = os.memfd_create("ring")
    os.pwrite(ring, b"".join(entry(i, 0) for i in range(ENTRIES)), 0)
    source = "fd:%d/%d" % (os.getpid(), ring)
    terminal = Terminal([mview, "watch", "--every", "1000s", "-f", FORMAT, source])
    samples = {"first look": [terminal.received(1)], "nothing": [], "one entry": [], "all entries": []}
    for i in range(rounds):
        # What has faded is drawn anew, and belongs to the change before.
        for _ in range(3):
            terminal.key("r")
        samples["nothing"].append(terminal.key("r"))
        os.pwrite(ring, entry(i, i + 1), 16 * i)
        samples["one entry"].append(terminal.key("r"))
    for i in range(rounds):
        os.pwrite(ring, b"".join(entry(j, rounds + i) for j in range(ENTRIES)), 0)
        samples["all entries"].append(terminal.key("r"))
    terminal.close()
    return samples


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("looks")
    parser.add_argument("mview")
    parser.add_argument("output")
    parser.add_argument("--rounds", type=int, default=5, help="samples of each (%(default)s)")
    options = parser.parse_args()
    rates = [[float(word) for word in subprocess.check_output([options.looks]).split()] for _ in range(options.rounds)]
    names = "memcmp", "equal looks", "1 byte of 1000"
    rates = dict(zip(names, zip(*rates)))
    plain = statistics.median(rates["memcmp"])
    missed = False
    print(f"{'comparing 1 MiB':18}{'rate':>12}{'of memcmp':>11}  target")
    for name, samples in rates.items():
        rate = statistics.median(samples)
        verdict = ""
        if name == "equal looks":
            missed |= rate < RATE * plain
            verdict = f">= {RATE}: {'missed' if rate < RATE * plain else 'reached'}"
        print(f"{name:18}{rate / 1e9:>7.2f} GB/s{rate / plain:>11.2f}  {verdict}".rstrip())
    sent = updates(options.mview, options.rounds)
    print(f"\n{'watch: update of':18}{'bytes':>12}{'115200 baud':>14}  target")
    for name, samples in sent.items():
        size = statistics.median(samples)
        verdict = ""
        if name == "one entry":
            missed |= size > BYTES
            verdict = f"<= {BYTES}: {'missed' if size > BYTES else 'reached'}"
        print(f"{name:18}{size:>12.0f}{size / BAUD * 1e3:>11.1f} ms  {verdict}".rstrip())
    with open(options.output, "w") as file:
        json.dump({"rates": rates, "sent": sent}, file, indent=1)
    return missed


if __name__ == "__main__":
    sys.exit(main())
