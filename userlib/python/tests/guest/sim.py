# SPDX-License-Identifier: LGPL-2.1-or-later
"""Buffers of mview_sim, through configfs."""
import contextlib
import itertools
import os
from pathlib import Path

ROOT = Path("/sys/kernel/config/mview_sim")


numbers = itertools.count()


class Source:
    """A buffer of 10 by 12 numbers, 0 to 119, by default. No name is used twice, so that tests are independent."""

    def __init__(self, name=None, **attributes):
        self.name = name or f"python_test_{os.getpid()}_{next(numbers)}"
        self.path = ROOT / self.name
        self.path.mkdir()
        try:
            for key, value in {"format": "<h", "shape": "10 12", "pattern": "counter", **attributes, "live": 1}.items():
                self.set(key, value)
        except OSError:
            self.path.rmdir()
            raise

    def set(self, key, value):
        with open(self.path / key, "wb", buffering=0) as file:
            file.write(f"{value}".encode())

    def step(self, n=1):
        self.set("step", n)

    def revoke(self):
        self.set("revoke", 1)

    def remove(self):
        if (self.path / "live").read_text().strip() == "1":
            self.set("live", 0)
        self.path.rmdir()


def driver_bytes(view):
    """The driver's bytes, read by the kernel without a mapping."""
    return os.pread(view.fileno(), view.nbytes, 0)


@contextlib.contextmanager
def source(**attributes):
    sim = Source(**attributes)
    try:
        yield sim
    finally:
        sim.remove()
