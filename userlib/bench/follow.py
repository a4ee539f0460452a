#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""A camera in the terminal: follow.py TOOL OUTPUT

mview image --follow draws pictures of vivid, 640 by 360 of RGB, in a terminal of 80 by 24 that takes all that comes. What MANY
pictures cost beyond FEW counts, without the start of the tool. In a guest whose clock counts instructions, a nanosecond of CPU is
one of these, so that the machine is a slow one, which has the camera's driver to run as well. Prints a table and writes it to OUTPUT, as JSON. The status is 1 if a target of symbols is
missed: all pictures of a camera that takes RATE a second, and at most MOST instructions a picture, with which a processor that
does 4 a nanosecond draws 30 a second.
"""
import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from pathlib import Path

FEW, MANY = 5, 50
COLUMNS, ROWS = 80, 24
PICTURE = 500  # bytes at least that come at once of one; what asks the terminal is less
RATE = 5  # of the camera, pictures a second
KEPT, MOST = 0.97, 4e9 / 30


def drain(terminal, taken):
    try:
        while data := os.read(terminal, 1 << 20):
            taken.append((time.monotonic(), len(data)))
    except OSError:
        pass  # the other end is closed


def follow(tool, device, how, count):
    """Seconds between the first picture and the last, nanoseconds of CPU, bytes, and pictures passed over."""
    terminal, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("4H", ROWS, COLUMNS, 0, 0))
    taken = []
    with tempfile.TemporaryFile("w+") as said:
        child = subprocess.Popen([tool, "image", "--follow", "--terminal=" + how, "--count", str(count), "v4l2:" + device],
                                 stdin=slave, stdout=slave, stderr=said, env={**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"})
        os.close(slave)
        reader = threading.Thread(target=drain, args=(terminal, taken))
        reader.start()
        _, status, usage = os.wait4(child.pid, 0)
        reader.join()
        said.seek(0)
        told = re.search(r"(\d+) pictures shown, (\d+) passed over", text := said.read())
    os.close(terminal)
    if status or not told or int(told[1]) != count:
        sys.exit("follow.py: mview image: " + text)
    times = [when for when, size in taken if size > PICTURE]
    return times[-1] - times[0], (usage.ru_utime + usage.ru_stime) * 1e9, sum(size for _, size in taken), int(told[2])


def measure(tool, device, how):
    subprocess.run(["v4l2-ctl", "-d", device, "--set-fmt-video=width=640,height=360,pixelformat=RGB3", f"--set-parm={RATE}"],
                   stdout=subprocess.DEVNULL, check=True)
    few, many = follow(tool, device, how, FEW), follow(tool, device, how, MANY)
    cpu, nbytes = ((many[i] - few[i]) / (MANY - FEW) for i in (1, 2))
    rate = (MANY - 1) / many[0]
    return {"rate": rate, "share": rate * cpu / 1e9, "cpu_ns": cpu, "bytes": nbytes, "passed": many[3]}


def missed(result):
    """The targets that pictures in symbols miss."""
    if result["rate"] < KEPT * RATE:
        yield "rate"
    if result["cpu_ns"] > MOST:
        yield "CPU"


def main(tool, output):
    device = next(f"/dev/{node.name}" for node in sorted(Path("/sys/class/video4linux").glob("video*"))
                  if "vivid" in (text := (node / "name").read_text()) and "vid-cap" in text)
    print(f"{'in a terminal':24}{'frames/s':>10}{'CPU/frame, ns':>15}{'share':>8}{'bytes/frame':>13}{'passed over':>13}")
    results = {}
    for how in "symbols", "sixel":
        result = results[how] = measure(tool, device, how)
        result["missed"] = [*missed(result)] if how == "symbols" else []
        print(f"{how + ', of ' + str(RATE) + ' a second':24}{result['rate']:10.2f}{result['cpu_ns']:15.0f}{result['share']:8.0%}"
              f"{result['bytes']:13.0f}{result['passed']:13}" + f"  MISSED: {', '.join(result['missed'])}" * bool(result["missed"]))
    Path(output).write_text(json.dumps(results, indent=1))
    return any(result["missed"] for result in results.values())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
