# SPDX-License-Identifier: LGPL-2.1-or-later
"""The machine that the tests run in: its devices, what their drivers have, and QEMU's monitor, which is a port of it."""
import contextlib
import functools
import json
import os
import time
from pathlib import Path

import mview

PORTS = Path("/sys/class/virtio-ports")
# Shared with the host, with the same name there
SHARED = Path(os.environ["BUILD"], "guest")


def wait_for(what, seconds=20):
    """The first result of a function that is true, or the last."""
    end = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def of_driver(driver):
    """The PCI devices that a driver has, once there are any."""
    return wait_for(lambda: sorted(path.name for path in Path("/sys/bus/pci/drivers", driver).glob("0000:*")))


def one_cpu(test, disk):
    """Have a test, or a class of tests, run on one CPU, whose requests take the first of a disk's queues."""
    cpus = Path("/sys/block", disk, "mq/0/cpu_list").read_text()
    add = test.addClassCleanup if isinstance(test, type) else test.addCleanup
    add(os.sched_setaffinity, 0, os.sched_getaffinity(0))
    os.sched_setaffinity(0, {int(cpus.split(",")[0])})


def buffers(driver, symbol=""):
    """The memory that a driver has by now, that one of its functions asked for."""
    return [buffer for buffer in mview.dma_buffers() if buffer.driver == driver and symbol in buffer.symbol and not buffer.unreadable]


def tobytes(buffer):
    """Its bytes; None once the driver has freed it."""
    try:
        with buffer.open() as view:
            return view.tobytes()
    except OSError:
        return None


class Trace:
    """Events of the kernel, as its text: after the block that is traced."""
    text = ""


@contextlib.contextmanager
def tracing(*events):
    """Trace all events of a system, or system/event."""
    instance = Path("/sys/kernel/tracing/instances", f"mview_{os.getpid()}")
    instance.mkdir()
    switches = [instance / "events" / event / "enable" for event in events]
    trace = Trace()
    try:
        for switch in switches:
            switch.write_text("1")
        yield trace
    finally:
        for switch in switches:
            switch.write_text("0")
        trace.text = (instance / "trace").read_text()
        instance.rmdir()


class Monitor:
    """QEMU's, of which the guest has one."""

    def __init__(self):
        port = [path.name for path in PORTS.iterdir() if (path / "name").read_text().strip() == "monitor"][0]
        self.port = open(f"/dev/{port}", "r+b", buffering=0)
        self.lines = self.answers()
        # The port stays connected: another process may have said so.
        with contextlib.suppress(OSError):
            self.ask("qmp_capabilities")

    def answers(self):
        text = b""
        while True:
            text += self.port.read(4096)
            *lines, text = text.split(b"\n")
            yield from (json.loads(line) for line in lines)

    def ask(self, command, **arguments):
        self.port.write(json.dumps({"execute": command, "arguments": arguments}).encode() + b"\n")
        answer = next(line for line in self.lines if "return" in line or "error" in line)
        if "error" in answer:
            raise OSError(answer["error"]["desc"])
        return answer["return"]

    def saved(self, command, **arguments):
        """The bytes that a command writes to a file."""
        path = SHARED / f"saved-{os.getpid()}"
        try:
            self.ask(command, filename=str(path), **arguments)
            return path.read_bytes()
        finally:
            path.unlink(missing_ok=True)

    def memory(self, address, nbytes):
        """What the machine has at an address."""
        return self.saved("pmemsave", val=address, size=nbytes)


@functools.cache
def monitor():
    return Monitor()
