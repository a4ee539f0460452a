# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the unittests of the files test_*.py in directories, and prints their results as TAP.

    tap.py DIRECTORY [WORD...]

With words, only tests whose names have one of them. Subtests that fail fail their test.
"""
import os
import sys
import time
import traceback
import unittest


class Result(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.number = 0
        self.why = {}

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.why[test.id()] = error

    def addError(self, test, error):
        super().addError(test, error)
        self.why[test.id()] = error
        if not isinstance(test, unittest.TestCase):
            self.print(test, self.why.pop(test.id()), "")

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error:
            self.why[test.id()] = error

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        if isinstance(test, unittest.TestCase):
            self.why[test.id()] = reason
        else:
            self.print(test, reason, "")

    def startTest(self, test):
        super().startTest(test)
        self.began = time.monotonic()

    def stopTest(self, test):
        super().stopTest(test)
        self.print(test, self.why.pop(test.id(), None), f"{time.monotonic() - self.began:.2f} s")

    def print(self, test, why, took):
        self.number += 1
        name = test.id().removeprefix("test_").replace(" ", "_")
        if why is None:
            print(f"ok {self.number} - {name}", flush=True)
        elif isinstance(why, str):
            print(f"ok {self.number} - {name} # SKIP {why}", flush=True)
        else:
            for line in "".join(traceback.format_exception(*why)).splitlines():
                print("#", line)
            print(f"not ok {self.number} - {name}", flush=True)


def each(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from each(test)
        else:
            yield test


def main(directory, *words):
    sys.path.insert(0, directory)
    suite = unittest.defaultTestLoader.discover(directory, top_level_dir=directory)
    chosen = unittest.TestSuite(test for test in each(suite) if not words or any(word in test.id() for word in words))
    print("TAP version 13", flush=True)
    result = Result()
    chosen.run(result)
    print(f"1..{result.number}")
    return result.wasSuccessful()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    os.environ.setdefault("MPLBACKEND", "agg")
    # One of another architecture can't be started by its own name.
    sys.executable = os.environ.get("FOREIGN_PYTHON", sys.executable)
    sys.exit(not main(*sys.argv[1:]))
