# SPDX-License-Identifier: LGPL-2.1-or-later
"""CPython's own tests of memoryview, from libpython3.11-testsuite, with View in memoryview's place.

The name memoryview that their modules look up is set, and nothing else is changed. All of test_memoryview runs. Of test_buffer, whose
subject is the buffer protocol, EXCEPTIONS are left out: each states that something is not implemented which View does, or that a View is
as big as a memoryview; with each, what it is.
"""
import importlib
import unittest

import mview

MODULES = ("test.test_memoryview", "test.test_buffer")
EXCEPTIONS = {
    "test_memoryview_assign": "wants NotImplementedError for assignments to parts of several axes",
    "test_memoryview_cast_invalid": "wants NotImplementedError for elements of formats with a byte order",
    "test_memoryview_compare_special_cases": "wants NotImplementedError from tolist() for records",
    "test_memoryview_index": "wants NotImplementedError for sub-views",
    "test_memoryview_slice": "wants NotImplementedError for slices of several axes",
    "test_memoryview_tolist": "wants NotImplementedError from tolist() for formats of several values",
    "test_ndarray_slice_invalid": "wants NotImplementedError for a slice of two axes, whose step of 0 is a ValueError here",
    "test_memoryview_sizeof": "computes the size of CPython's own struct",
}


def cases(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from cases(test)
        else:
            yield test


def skipped(module):
    """The cases that CPython skips: those of types without a read-only form, and two that it has disabled."""
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromModule(module).run(result)
    return {test.id() for test, reason in result.skipped}


class Skips(unittest.TestCase):
    def test_only_what_memoryview_skips_is_skipped(self):
        module = importlib.import_module("test.test_memoryview")
        ours = skipped(module)
        try:
            del module.memoryview
            theirs = skipped(module)
        finally:
            module.memoryview = mview.View
        self.assertEqual(ours, theirs)


def load_tests(loader, tests, pattern):
    suite = unittest.TestSuite()
    for name in MODULES:
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError:
            @unittest.skip("CPython's tests are not installed: apt install libpython3.11-testsuite")
            class Missing(unittest.TestCase):
                def test_memoryview(self):
                    pass
            return loader.loadTestsFromTestCase(Missing)
        never = skipped(module) if name == MODULES[0] else set()
        module.memoryview = mview.View
        for test in cases(loader.loadTestsFromModule(module)):
            if test.id() not in never and (name == MODULES[0] or test.id().rpartition(".")[2] not in EXCEPTIONS):
                suite.addTest(test)
    suite.addTest(tests)
    return suite
