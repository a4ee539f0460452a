#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""quoted.py MVIEW

Code in the documentation is code of the tree, or compiles. What is neither has a comment in front, "not compiled" or "not typed", and why.
"""
import os
import re
import subprocess
import sys
from pathlib import Path

import tap

TOP = Path(__file__).resolve().parents[2]
MARKDOWN = ["README.md"] + sorted(str(path.relative_to(TOP)) for where in ("kmod", "userlib") for path in TOP.glob(where + "/**/*.md"))
# Who tries blocks of a language, of a document: where each is named
TRIED = {"python": "userlib/python/tests", "make": "scripts/driver-test"}
HEADERS = "#include <err.h>\n#include <inttypes.h>\n#include <stdio.h>\n#include <mview.h>\n#include <mview-inspect.h>\n"
# What the examples of man pages take for granted
GIVEN = """struct mview *view; struct mview_recording *recording; struct mview_ctype *plain; int64_t sum; const void *pointer;
int64_t add_up(const void *, int64_t); void use(const void *);
"""


def markdown(name):
    """(language, text) of the blocks of a document that have no comment in front."""
    text = (TOP / name).read_text()
    found = re.findall(r"^(.*)\n *```(.*)\n((?:.*\n)*?) *```$", "\n" + text, re.M)
    assert len(found) * 2 == len(re.findall(r"^ *```", text, re.M)), name
    return [(language, block) for before, language, block in found if not before.startswith("<!-- ")]


def manual(pattern):
    """(page, text) of the literal blocks of man pages."""
    for path in sorted(TOP.glob("userlib/man/" + pattern)) + sorted(TOP.glob("userlib/inspect/man/" + pattern)):
        for before, block in re.findall(r"^(.*)\n\.Bd -literal.*\n((?:.*\n)*?)\.Ed", path.read_text(), re.M):
            if not before.startswith('.\\" not '):
                yield path.name, block.replace("\\e", "\\").replace("\\-", "-")


def bare(code):
    """Without comments and blanks."""
    return re.sub(r"\s+", "", re.sub(r"/\*.*?\*/|//[^\n]*", "", code, flags=re.S))


def sources(*patterns):
    return "\0".join(bare(path.read_text()) for pattern in patterns for path in sorted(TOP.glob(pattern)))


def c_of_the_documentation_is_that_of_samples(mview, directory):
    """A block may have several pieces."""
    code = sources("kmod/samples/*.c", "userlib/examples/*.c")
    found = [(name, block) for name in MARKDOWN for language, block in markdown(name) if language == "c"]
    for path in [*TOP.glob("kmod/doc/*.rst"), *TOP.glob("userlib/doc/*.rst")]:
        text = path.read_text()
        assert not re.search(r"^ *\.\. (code|code-block|sourcecode|parsed-literal)::", text, re.M), (path.name, "code is included, or is a session")
        found += [(path.name, block) for block in re.findall(r"^[^.\n].*::\n\n((?:[ \t]+.*\n|\n)+)", text, re.M)]
    assert len(found) > 6
    for name, block in found:
        for piece in block.split("\n\n"):
            assert bare(piece) in code, (name, piece)


def structs_of_man_pages_are_those_of_the_headers(mview, directory):
    code = sources("userlib/include/mview/*.h", "userlib/inspect/include/mview-inspect/*.h")
    found = [(page, block) for page, block in manual("*.3") if re.match(r"(struct|enum) \w+ {", block)]
    assert len(found) > 10
    for page, block in found:
        for piece in block.split("\n\n"):
            assert bare(piece) in code, (page, piece)


def examples_of_man_pages_compile(mview, directory):
    found = [(page, block) for page, block in manual("*.3") if not re.match(r"(struct|enum) \w+ {", block)]
    assert len(found) > 8
    includes = ["-I%s/userlib/%s" % (TOP, where) for where in ("include", "inspect/include")]
    for page, block in found:
        subprocess.run([os.environ.get("CC", "cc"), "-std=gnu11", "-Wall", "-Werror", "-Wno-unused-variable", "-fsyntax-only", *includes, "-x", "c", "-"],
                       input="%s%svoid example(void);\nvoid example(void)\n{\n#line 1 \"%s\"\n%s}\n" % (HEADERS, GIVEN, page, block), text=True, check=True)


def lenses_of_the_documentation_are_valid(mview, directory):
    """There may be no such module here, which is said of a lens that is right but for that."""
    found = [block for name in MARKDOWN for language, block in markdown(name) if language == "yaml"]
    found += [block for _, block in manual("*.5")]
    assert len(found) > 2
    for block in found:
        path = Path(directory) / "lens.yaml"
        path.write_text(block)
        done = subprocess.run([mview, "lens", "check", path], capture_output=True, text=True)
        wrong = [line for line in done.stderr.splitlines() if "no module " not in line]
        assert not wrong and (done.stderr or not done.returncode), (block, wrong)


def blocks_of_other_languages_are_tried_where_they_are_named(mview, directory):
    for name in MARKDOWN:
        for language in {language for language, _ in markdown(name)} - {"", "c", "yaml"}:
            count = sum(found == language for found, _ in markdown(name))
            where = TOP / TRIED[language]
            files = [path.read_text() for path in where.rglob("*.py")] if where.is_dir() else [where.read_text()]
            tried = sum(len(re.findall(r'block_of[ (]"?%s\b' % re.escape(name), text)) for text in files)
            assert tried == count, (name, language, "%d blocks, %d are tried" % (count, tried))


TESTS = [c_of_the_documentation_is_that_of_samples, structs_of_man_pages_are_those_of_the_headers, examples_of_man_pages_compile,
         lenses_of_the_documentation_are_valid, blocks_of_other_languages_are_tried_where_they_are_named]

if __name__ == "__main__":
    sys.exit(tap.run(TESTS, lambda test, directory: test(sys.argv[1], directory)))
