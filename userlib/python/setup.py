# SPDX-License-Identifier: LGPL-2.1-or-later
"""The extensions, over libmview and libmview-inspect as they are built in this tree or installed.

MVIEW_LIBDIR and MVIEW_INCLUDEDIRS say where uninstalled ones are; they then go into the package, which needs no others.
Without them pkg-config finds the installed ones. mview._inspect has an extension of its own, because libmview-inspect needs further
libraries: without them "import mview" works, and without libmview-inspect the rest is built.
"""
import glob
import os
import shutil
import subprocess

from setuptools import Extension, setup


def pkg_config(option: str, *packages: str) -> list[str]:
    return subprocess.run(["pkg-config", option, *packages], check=True, stdout=subprocess.PIPE, text=True).stdout.split()


def is_installed(package: str) -> bool:
    return subprocess.run(["pkg-config", "--exists", package]).returncode == 0


def extension(name: str, directory: str, libraries: list[str], packages: list[str]) -> Extension:
    if libdir:
        compile_args = ["-I" + path for path in os.environ["MVIEW_INCLUDEDIRS"].split(":")]
        link_args = ["-L" + libdir, "-Wl,-rpath,$ORIGIN", *("-l" + library for library in libraries)]
    else:
        compile_args, link_args = pkg_config("--cflags", *packages), pkg_config("--libs", *packages)
    return Extension(
        name, sorted(glob.glob(f"{directory}/*.c")), depends=glob.glob("src/*.h") + glob.glob(f"{directory}/*.h"),
        extra_compile_args=["-std=gnu11", "-fvisibility=hidden", "-Wall", "-Wextra", "-Wno-missing-field-initializers",
                            "-Wno-cast-function-type", *compile_args],
        extra_link_args=link_args)


libdir = os.environ.get("MVIEW_LIBDIR")
if libdir:
    version = os.environ["MVIEW_VERSION"]
    for library in ("libmview.so.0", "libmview-inspect.so.0"):
        shutil.copy(os.path.join(libdir, library), "mview")
else:
    version = pkg_config("--modversion", "libmview")[0]

extensions = [extension("mview._mview", "src", ["mview"], ["libmview"])]
if libdir or is_installed("mview-inspect"):
    extensions.append(extension("mview._inspect", "inspect", ["mview-inspect", "mview"], ["mview-inspect", "libmview"]))
setup(version=version, ext_modules=extensions)
