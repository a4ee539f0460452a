#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""What it takes to look at one byte of 64: instructions from exec to exit, beside xxd.

    start.py MVIEW OUTPUT

valgrind counts instructions in user mode, those of the dynamic loader included: they are the same each time. In a guest with
mview_sim, a buffer of the kernel's is looked at, too, with all lenses that come with mview. Prints a table and writes all that
was measured to OUTPUT, as JSON. The status is 1 if show takes more than three times what xxd does. Without valgrind it says so,
and nothing is measured.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

SIM = "/sys/kernel/config/mview_sim"
LENSES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../inspect/lenses")
TARGET = 3
SIZE = 64
NPY = b"\x93NUMPY\x01\x00v\x00" + b"{'descr': '|u1', 'fortran_order': False, 'shape': (64,), }".ljust(117) + b"\n"


def instructions(command):
    with tempfile.NamedTemporaryFile() as counts:
        subprocess.run(["valgrind", "-q", "--tool=cachegrind", "--cache-sim=no", f"--cachegrind-out-file={counts.name}", *command],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        with open(counts.name) as file:
            return int(re.search(r"^summary:\s*(\d+)", file.read(), re.M).group(1))


class Buffer:
    """One of the simulator's; it is gone afterwards."""

    def __init__(self, name):
        self.path = os.path.join(SIM, name)

    def write(self, **values):
        for name, value in values.items():
            with open(os.path.join(self.path, name), "w") as file:
                file.write(str(value))

    def __enter__(self):
        os.mkdir(self.path)
        self.write(format="B", shape=SIZE, live=1)

    def __exit__(self, *error):
        self.write(live=0)
        os.rmdir(self.path)


def main():
    mview, output = sys.argv[1:]
    if not shutil.which("valgrind"):
        print("valgrind is not installed: instructions of a start are not counted")
        return 0
    with tempfile.TemporaryDirectory() as directory:
        raw, npy = os.path.join(directory, "raw"), os.path.join(directory, "bytes.npy")
        data = bytes(range(SIZE))
        for path, content in ((raw, data), (npy, NPY + data)):
            with open(path, "wb") as file:
                file.write(content)
        counts = {
            "xxd": instructions(["xxd", raw]),
            "mview --version": instructions([mview, "--version"]),
            "mview show file:": instructions([mview, "show", f"file:{npy}[0]"]),
        }
    if os.path.exists(SIM):
        os.environ["MVIEW_LENSES"] = LENSES
        with Buffer("adc0"):
            counts["mview show adc0"] = instructions([mview, "show", "adc0[0]"])
    missed = {name: count > TARGET * counts["xxd"] for name, count in counts.items() if "show" in name}
    print(f"{'from exec to exit':18}{'instructions':>14}{'of xxd':>9}  target")
    for name, count in counts.items():
        verdict = f"<= {TARGET}: {'missed' if missed[name] else 'reached'}" if name in missed else ""
        print(f"{name:18}{count:>14,}{count / counts['xxd']:>9.2f}  {verdict}".rstrip())
    with open(output, "w") as file:
        json.dump({"bytes": SIZE, "instructions": counts}, file, indent=1)
    return any(missed.values())


if __name__ == "__main__":
    sys.exit(main())
