# SPDX-License-Identifier: LGPL-2.1-or-later
"""CPython's own tests of memoryview, from libpython3-testsuite, with View in memoryview's place.

The name that its modules look up is set, and nothing else: no case is left out. EXCEPTIONS are cases that can't hold for
another type than the built-in one, or state that something is not implemented which View does; each with its reason.
"""
import importlib
import unittest

import mview

EXCEPTIONS: dict[str, str] = {
}


def cases(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from cases(test)
        else:
            yield test


def skipped(module):
    """Which cases the module skips by itself."""
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromModule(module).run(result)
    return {test.id() for test, reason in result.skipped}


class Skips(unittest.TestCase):
    def test_only_what_memoryview_skips_is_skipped(self):
        """CPython skips cases of types without a read-only form, and two that it calls XXX."""
        module = importlib.import_module("test.test_memoryview")
        ours = module.memoryview
        try:
            del module.memoryview
            theirs = skipped(module)
        finally:
            module.memoryview = ours
        self.assertEqual(skipped(module), theirs)


def load_tests(loader, tests, pattern):
    try:
        module = importlib.import_module("test.test_memoryview")
    except ModuleNotFoundError:
        @unittest.skip("CPython's tests are not installed: apt install libpython3.11-testsuite")
        class Missing(unittest.TestCase):
            def test_memoryview(self):
                pass
        return loader.loadTestsFromTestCase(Missing)
    never = skipped(module)
    module.memoryview = mview.View
    suite = unittest.TestSuite(tests)
    for test in cases(loader.loadTestsFromModule(module)):
        if test.id() not in never and test.id() not in EXCEPTIONS:
            suite.addTest(test)
    return suite
