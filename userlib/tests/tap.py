# SPDX-License-Identifier: GPL-2.0
"""TAP for tests in Python: each function is a test, which passes unless it raises."""
import os
import tempfile
import traceback


class Skip(Exception):
    """Raised by a test that can't be tried here: why."""


def limited(kib, program):
    """The begin of a command that runs program with so many KiB beside the files it maps."""
    if "EMULATED" in os.environ:
        raise Skip("QEMU, which runs the program, needs more memory")
    return ["bash", "-c", 'ulimit -d %d; exec "$@"' % kib, "-", program]


def run(tests, call):
    """Have call(test, directory) call each, with an empty directory, and print TAP; 1 if one has failed."""
    failed = 0
    print("1..%d" % len(tests), flush=True)
    for number, test in enumerate(tests, 1):
        with tempfile.TemporaryDirectory() as directory:
            try:
                call(test, directory)
                print("ok %d - %s" % (number, test.__name__), flush=True)
            except Skip as why:
                print("ok %d - %s # SKIP %s" % (number, test.__name__, why), flush=True)
            except Exception:
                failed = 1
                print("# %s" % traceback.format_exc().replace("\n", "\n# "))
                print("not ok %d - %s" % (number, test.__name__), flush=True)
    return failed
