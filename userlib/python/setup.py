# SPDX-License-Identifier: LGPL-2.1-or-later
"""The extension, over libmview as it is built in this tree or installed.

MVIEW_LIBDIR and MVIEW_INCLUDEDIR say where an uninstalled libmview is; it then goes into the package, which needs no other.
Without them pkg-config finds the installed one.
"""
import glob
import os
import shutil
import subprocess

from setuptools import Extension, setup


def pkg_config(option: str) -> list[str]:
    return subprocess.run(["pkg-config", option, "libmview"], check=True, stdout=subprocess.PIPE, text=True).stdout.split()


libdir = os.environ.get("MVIEW_LIBDIR")
if libdir:
    shutil.copy(os.path.join(libdir, "libmview.so.0"), "mview")
    version = os.environ["MVIEW_VERSION"]
    compile_args = ["-I" + os.environ["MVIEW_INCLUDEDIR"]]
    link_args = ["-L" + libdir, "-lmview", "-Wl,-rpath,$ORIGIN"]
else:
    version = pkg_config("--modversion")[0]
    compile_args = pkg_config("--cflags")
    link_args = pkg_config("--libs")

setup(version=version, ext_modules=[Extension(
    "mview._mview", sorted(glob.glob("src/*.c")), depends=glob.glob("src/*.h"),
    extra_compile_args=["-std=gnu11", "-fvisibility=hidden", "-Wall", "-Wextra", "-Wno-missing-field-initializers",
                        "-Wno-cast-function-type", *compile_args],
    extra_link_args=link_args)])
