#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""A camera in the terminal: follow.py TOOL OUTPUT

mview image --follow draws pictures of vivid, 640 by 360 of RGB, in a terminal of 80 by 24 that takes all that comes. What MANY
pictures cost beyond FEW counts, without the start of the tool. In a guest whose clock counts instructions, a nanosecond of CPU is
one of these. Prints a table and writes it to OUTPUT, as JSON. The status is 1 if fewer pictures are drawn than the camera takes.
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

FEW, MANY = 10, 100
COLUMNS, ROWS = 80, 24
RATE = 0.97  # of the camera's


def drain(terminal, taken):
    try:
        while data := os.read(terminal, 1 << 20):
            taken.append(len(data))
    except OSError:
        pass  # the other end is closed


def follow(tool, device, how, count):
    """Seconds, nanoseconds of CPU, bytes and pictures passed over."""
    terminal, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("4H", ROWS, COLUMNS, 0, 0))
    taken, start = [], time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        child = subprocess.Popen([tool, "image", "--follow", "--terminal=" + how, "--count", str(count), "v4l2:" + device],
                                 stdin=slave, stdout=slave, stderr=said, env={**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"})
        os.close(slave)
        reader = threading.Thread(target=drain, args=(terminal, taken))
        reader.start()
        _, status, usage = os.wait4(child.pid, 0)
        took = time.monotonic() - start
        reader.join()
        said.seek(0)
        told = re.search(r"(\d+) pictures shown, (\d+) passed over", text := said.read())
    os.close(terminal)
    if status or not told or int(told[1]) != count:
        sys.exit("follow.py: mview image: " + text)
    return took, (usage.ru_utime + usage.ru_stime) * 1e9, sum(taken), int(told[2])


def measure(tool, device, how):
    few, many = follow(tool, device, how, FEW), follow(tool, device, how, MANY)
    took, cpu, nbytes, passed = (late - early for early, late in zip(few, many))
    pictures = MANY - FEW
    return {"rate": pictures / took, "share": cpu / took / 1e9, "cpu_ns": cpu / pictures, "bytes": nbytes / pictures, "passed": passed}


def main(tool, output):
    device = next(f"/dev/{node.name}" for node in sorted(Path("/sys/class/video4linux").glob("video*"))
                  if "vivid" in (text := (node / "name").read_text()) and "vid-cap" in text)
    told = subprocess.run(["v4l2-ctl", "-d", device, "--set-fmt-video=width=640,height=360,pixelformat=RGB3", "--set-parm=30"],
                          capture_output=True, check=True, text=True).stdout
    wanted = float(re.search(r"([\d.]+) fps", told)[1])
    results = {how: measure(tool, device, how) for how in ("symbols", "sixel")}
    print(f"{'in a terminal':14}{'frames/s':>10}{'CPU/frame, ns':>15}{'share':>8}{'bytes/frame':>13}{'passed over':>13}   of {wanted:g} frames/s")
    for how, result in results.items():
        result["missed"] = how == "symbols" and result["rate"] < RATE * wanted
        print(f"{how:14}{result['rate']:10.2f}{result['cpu_ns']:15.0f}{result['share']:8.0%}{result['bytes']:13.0f}{result['passed']:13}"
              + "  MISSED: rate" * result["missed"])
    Path(output).write_text(json.dumps(results, indent=1))
    return any(result["missed"] for result in results.values())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
