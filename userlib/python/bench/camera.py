# SPDX-License-Identifier: LGPL-2.1-or-later
"""A camera's frames by mview beside v4l2-ctl --stream-mmap, in a guest with vivid.

    camera.py OUTPUT PROGRAM

PROGRAM is the one of bench/camera.c. Each contender takes MANY frames, and what they cost from the FEWth on counts, without the
start of a program. In a guest whose clock counts instructions, a nanosecond of CPU is one of these. strace counts the system calls
in runs of their own. Prints a table and writes what was measured to OUTPUT, as JSON. The status is 1 if a target is missed: as many
frames a second as v4l2-ctl, at most 1.05 times its CPU a frame, no page faults and no call that copies a frame. NumPy takes its own
time to make an array of any memory: with an array of each frame, the target is 1.05 times what the same loop takes that makes one of
a memoryview of ordinary bytes, of the same format and shape.
"""
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FEW, MANY = 20, 320
CPU, RATE = 1.05, 0.97  # of v4l2-ctl's

# Prints nanoseconds, nanoseconds of CPU and page faults, as bench/camera.c does.
PYTHON = """
import itertools, resource, sys, time
import mview, numpy

def now():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return time.monotonic_ns(), time.process_time_ns(), usage.ru_minflt + usage.ru_majflt

device, few, many = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with mview.camera(device) as frames:
    plain = memoryview(bytearray(frames.height * frames.width * 3)).cast("B", (frames.height, frames.width, 3))
    for frame in itertools.islice(frames, few):
        {statement}
    start = now()
    for frame in itertools.islice(frames, many - few):
        {statement}
print(*(after - before for before, after in zip(start, now())))
"""


def contenders(device, program):
    """Name: the command for some frames."""
    def python(statement):
        return lambda *frames: [sys.executable, "-c", PYTHON.format(statement=statement), device, *map(str, frames)]

    return {
        "v4l2-ctl": lambda few, many: ["v4l2-ctl", "-d", device, "--stream-mmap=4", f"--stream-count={many}"],
        "C": lambda *frames: [program, device, *map(str, frames)],
        "Python": python("pass"),
        "NumPy, bytes": python("picture = numpy.asarray(plain)"),
        "NumPy, frame": python("picture = numpy.asarray(frame)"),
    }


# What each is measured by, if not v4l2-ctl; None is by nothing
PEERS = {"NumPy, bytes": None, "NumPy, frame": "NumPy, bytes"}


def run(command):
    """What a contender says of itself."""
    told = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
    return [int(number) / (MANY - FEW) for number in told.split()]


def watch(command):
    """What the kernel says of v4l2-ctl, which writes a "<" for each frame."""
    def now():
        cpu = int((proc / "schedstat").read_text().split()[0])
        minor, _, major = (proc / "stat").read_text().rpartition(")")[2].split()[7:10]
        return time.monotonic_ns(), cpu, int(minor) + int(major), Path(told.name).read_text().count("<")

    with tempfile.NamedTemporaryFile() as told, subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=told) as child:
        proc = Path(f"/proc/{child.pid}")
        while Path(told.name).read_text().count("<") < FEW:
            time.sleep(0.1)
        before = now()
        while Path(told.name).read_text().count("<") < MANY - FEW:
            after = now()
            time.sleep(0.1)
    *costs, frames = (late - early for early, late in zip(before, after))
    return [cost / frames for cost in costs]


def system_calls(command):
    """How often each is called for a frame."""
    def count(few, many):
        with tempfile.NamedTemporaryFile("r") as counts:
            subprocess.run(["strace", "-f", "-c", "-o", counts.name, *command(few, many)], stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, check=True)
            rows = re.findall(r"^ *[\d.]+ +[\d.]+ +\d+ +(\d+)(?: +\d+)? +(\w+)$", counts.read(), re.M)
        return {name: int(calls) for calls, name in rows if name != "total"}

    few, many = count(1, FEW), count(1, 4 * FEW)
    calls = {name: (n - few.get(name, 0)) / (3 * FEW) for name, n in sorted(many.items())}
    return {name: n for name, n in calls.items() if n >= 0.1}


def measure(command):
    full = command(FEW, MANY)
    wall, cpu, faults = (watch if full[0] == "v4l2-ctl" else run)(full)
    return {"rate": 1e9 / wall, "cpu_ns": cpu, "faults": faults, "calls": system_calls(command)}


def missed(result, reference, peer):
    """The targets that a contender misses."""
    if result["rate"] < RATE * reference["rate"]:
        yield "rate"
    if peer and result["cpu_ns"] > CPU * peer["cpu_ns"]:
        yield "CPU"
    if result["faults"] > 0.05:
        yield "faults"
    if {"read", "pread64", "mmap"} & {*result["calls"]}:
        yield "copies"


def main(output, program):
    device = next(f"/dev/{node.name}" for node in sorted(Path("/sys/class/video4linux").glob("video*"))
                  if "vivid" in (text := (node / "name").read_text()) and "vid-cap" in text)
    subprocess.run(["v4l2-ctl", "-d", device, "--set-fmt-video=width=640,height=360,pixelformat=RGB3", "--set-parm=30"],
                   stdout=subprocess.DEVNULL, check=True)
    results = {name: measure(command) for name, command in contenders(device, program).items()}
    reference = results["v4l2-ctl"]
    print(f"{'':14}{'frames/s':>10}{'CPU/frame, ns':>15}{'of v4l2-ctl':>13}{'faults':>8}  system calls a frame")
    for name, result in results.items():
        result["missed"] = [*missed(result, reference, results.get(PEERS.get(name, "v4l2-ctl")))]
        calls = ", ".join(f"{call} {n:.1f}" for call, n in result["calls"].items())
        told = f"  MISSED: {', '.join(result['missed'])}" if result["missed"] else ""
        print(f"{name:14}{result['rate']:10.2f}{result['cpu_ns']:15.0f}{result['cpu_ns'] / reference['cpu_ns']:13.2f}{result['faults']:8.2f}  {calls}{told}")
    Path(output).write_text(json.dumps(results, indent=1))
    return any(result["missed"] for result in results.values())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
