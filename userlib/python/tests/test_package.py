# SPDX-License-Identifier: LGPL-2.1-or-later
"""The package as it is installed: where it came from, its types, its documentation."""
import ast
import collections.abc
import copy
import importlib.metadata
import inspect
import os
import pickle
import pydoc
import subprocess
import sys
import unittest
from pathlib import Path

import mview
from mview import _mview

PACKAGE = Path(mview.__file__).parent
DUNDER = {"__new__", "__enter__", "__exit__", "__len__", "__getitem__", "__setitem__", "__iter__", "__contains__", "__eq__", "__hash__"}


class Installed(unittest.TestCase):
    def test_is_that_of_the_environment(self):
        """The tests are of the wheel, in a fresh virtual environment."""
        environment = os.environ.get("MVIEW_ENVIRONMENT")
        if not environment:
            self.skipTest("not started by tests/run")
        self.assertTrue(PACKAGE.is_relative_to(environment), PACKAGE)
        self.assertEqual(sys.prefix, environment)

    def test_brings_its_libraries(self):
        """The second one is loaded when it is needed, since it needs further ones."""
        for statement, names in (("", {"libmview.so.0"}), ("mview.dmabufs()", {"libmview.so.0", "libmview-inspect.so.0"})):
            script = f"import mview; {statement}\nfor line in open('/proc/self/maps'): print(line, end='')"
            maps = subprocess.run([sys.executable, "-W", "ignore", "-c", script], check=True, stdout=subprocess.PIPE, text=True).stdout
            libraries = {line.split()[-1] for line in maps.splitlines() if "libmview" in line}
            self.assertEqual(libraries, {str(PACKAGE / name) for name in names})

    def test_version_is_the_librarys(self):
        self.assertRegex(_mview.__version__, r"^\d+\.\d+\.\d+$")
        self.assertEqual(mview.__version__, importlib.metadata.version("mview"))

    def test_is_typed(self):
        self.assertTrue((PACKAGE / "py.typed").exists())
        self.assertTrue((PACKAGE / "_mview.pyi").exists())


class Types(unittest.TestCase):
    """The stubs and the extension have the same names."""

    def setUp(self):
        self.stubs = ast.parse((PACKAGE / "_mview.pyi").read_text())

    def names(self, body):
        for node in body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                yield node.name
            elif isinstance(node, ast.AnnAssign):
                yield node.target.id

    def test_of_the_module(self):
        ours = {name for name in vars(_mview) if not name.startswith("__")} | {"__version__"}
        self.assertEqual({*self.names(self.stubs.body)}, ours)

    def test_of_view(self):
        view = next(node for node in self.stubs.body if isinstance(node, ast.ClassDef) and node.name == "View")
        ours = {name for name in vars(mview.View) if not name.startswith("__")}
        self.assertEqual({name for name in self.names(view.body) if not name.startswith("__")}, ours)
        for name in self.names(view.body):
            self.assertTrue(hasattr(mview.View, name) or name in DUNDER, name)

    def test_of_parameters(self):
        for node in self.stubs.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                arguments = node.args.args + node.args.kwonlyargs
                self.assertEqual([argument.arg for argument in arguments], [*inspect.signature(getattr(_mview, node.name)).parameters])


class Documentation(unittest.TestCase):
    def test_every_public_name_has_some(self):
        for name in mview.__all__:
            self.assertTrue(inspect.getdoc(getattr(mview, name)), name)
        for name, value in vars(mview.View).items():
            if not name.startswith("__"):
                self.assertTrue(inspect.getdoc(value), name)

    def test_everything_public_is_in_all(self):
        public = {name for name, value in vars(mview).items() if not name.startswith("_") and not inspect.ismodule(value)}
        self.assertEqual(public - {"Sequence"}, set(mview.__all__))

    def test_methods_tell_their_errors(self):
        for name in ("tobytes", "hex", "tolist", "cast", "transpose", "wait", "fileno", "sync", "release", "field", "confine", "expose", "export_dmabuf", "guard"):
            self.assertIn("Raises", inspect.getdoc(getattr(mview.View, name)), name)

    def test_help_shows_all(self):
        text = pydoc.plain(pydoc.render_doc(mview))
        for name in ("class View", "alloc(format=None", "buffers()", "import_dmabuf(fd", "open(name: str | int, writable: bool = False, *, undeclared: bool = False)", "dmabufs()", "camera(path", "dma(filter", "whose(address", "RevokedError", "async wait("):
            self.assertIn(name, text)


class Protocols(unittest.TestCase):
    def test_is_a_sequence(self):
        self.assertIsInstance(mview.View(b""), collections.abc.Sequence)
        match mview.View(b"ab"):
            case [97, 98]:
                pass
            case _:
                self.fail("no sequence pattern")

    def test_is_final(self):
        with self.assertRaises(TypeError):
            type("Mine", (mview.View,), {})

    def test_is_not_copied_nor_pickled(self):
        for do in (copy.copy, copy.deepcopy, pickle.dumps):
            with self.assertRaisesRegex(TypeError, "cannot pickle"):
                do(mview.View(b"abc"))

    def test_numbers_that_are_too_big_are_refused(self):
        for do in (lambda: mview.alloc(nbytes=2**64 + 8), lambda: mview.alloc(nbytes=-1), lambda: mview.whose(2**64), lambda: mview.whose(-1),
                   lambda: mview.Camera(os.devnull, size=(2**32 + 64, 64)), lambda: mview.Camera(os.devnull, buffers=-1)):
            with self.assertRaises(OverflowError):
                do()

    def test_there_are_no_kernel_buffers_without_the_module(self):
        if os.path.exists("/dev/mview"):
            self.skipTest("this kernel has the module")
        for do in (lambda: mview.open("adc0"), lambda: list(mview.buffers()), lambda: mview.alloc("B", 3)):
            with self.assertRaisesRegex(OSError, "the module mview is not loaded"):
                do()
        with open(os.devnull) as null, self.assertRaises(OSError):
            mview.import_dmabuf(null)


if __name__ == "__main__":
    unittest.main()
