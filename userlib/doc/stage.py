#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""stage.py TOP DIR MVIEW

Puts together in DIR what the site is made of. Headers and the documents of kmod/doc have the places that they have in the
kernel's source, so that they are written once. Documents in Markdown, man pages, and files that these link to become pages.
"""
import os
import posixpath
import re
import shutil
import subprocess
import sys

import headers

# Documents that are read in the tree as well
MARKDOWN = {
    "README.md": "overview",
    "kmod/DRIVERS.md": "drivers",
    "kmod/sim/README.md": "simulator",
    "kmod/core/README.md": "core",
    "userlib/README.md": "libmview",
    "userlib/NEWS.md": "news",
    "userlib/python/README.md": "python-guide",
}
COPIES = {
    "userlib/doc": "Documentation",
    "kmod/doc/driver.rst": "Documentation/driver-api/mview.rst",
    "kmod/doc/userspace.rst": "Documentation/userspace-api/mview.rst",
    "kmod/include/linux/mview.h": "include/linux/mview.h",
    "uapi/linux/mview.h": "include/uapi/linux/mview.h",
    "kmod/samples": "kmod/samples",
    "userlib/examples": "userlib/examples",
}
HEADERS = "userlib/include", "userlib/inspect/include"
MANUALS = "userlib/man", "userlib/inspect/man"
LANGUAGES = {".c": "c", ".h": "c", ".py": "python", ".yaml": "yaml", ".mk": "make"}


class Stage:
    def __init__(self, top, out):
        self.top = top
        self.out = out
        self.opaque = set()
        self.pages = os.path.join(out, "Documentation")
        self.manuals = {name: os.path.join(top, where, name) for where in MANUALS for name in os.listdir(os.path.join(top, where))}
        # Names of functions that share a page
        self.aliases = {}
        for name, path in self.manuals.items():
            with open(path) as page:
                head = page.read().partition(".Sh SYNOPSIS")[0]
            for alias in re.findall(r"^\.Nm (\S+)", head, re.M):
                self.aliases[alias + "." + name.rpartition(".")[2]] = name

    def write(self, page, text):
        path = os.path.join(self.pages, page)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)

    def copy(self):
        for source, target in COPIES.items():
            source, target = os.path.join(self.top, source), os.path.join(self.out, target)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            if os.path.isdir(source):
                shutil.copytree(source, target, dirs_exist_ok=True)
            else:
                shutil.copy2(source, target)

    def headers(self):
        for where in HEADERS:
            declared, defined = {}, set()
            for directory, _, files in os.walk(os.path.join(self.top, where)):
                for name in files:
                    path = os.path.relpath(os.path.join(directory, name), self.top)
                    with open(os.path.join(self.top, path)) as file:
                        text = file.read()
                    self.write("../" + path, headers.kernel_doc(text))
                    declared.update(re.findall(r"^struct (\w+);()", text, re.M))
                    declared.update((struct, told) for told, struct in re.findall(r"^/\* (.*?) \*/\nstruct (\w+);", text, re.M))
                    defined.update(re.findall(r"^struct (\w+) \{", text, re.M))
            self.write(where + "/opaque.txt", "".join(".. c:struct:: %s\n\n   %s\n\n" % (struct, headers.escaped(told)) for struct, told
                                                     in sorted(declared.items()) if struct not in defined | self.opaque))
            self.opaque.update(declared)

    def listing(self, path):
        """The page of a file or directory of the tree."""
        page = "tree/" + path
        whole = os.path.join(self.top, path)
        text = ":orphan:\n\n" + title(path)
        if os.path.isdir(whole):
            text += "".join("* ``%s``\n" % name for name in sorted(os.listdir(whole)))
        else:
            language = LANGUAGES.get(os.path.splitext(path)[1], "none")
            text += ".. literalinclude:: %s\n   :language: %s\n" % (os.path.relpath(whole, os.path.dirname(os.path.join(self.pages, page))), language)
        self.write(page + ".rst", text)
        return page + ".rst"

    def target(self, document, link):
        """What a link of a document in Markdown leads to, as one of the site."""
        path, _, anchor = link.partition("#")
        if not path or ":" in path:
            return link
        path = posixpath.normpath(posixpath.join(posixpath.dirname(document), path))
        path = path + "/README.md" if path + "/README.md" in MARKDOWN else path
        if path in MARKDOWN:
            page = MARKDOWN[path] + ".md"
        elif posixpath.basename(path) in self.manuals:
            page = "man/%s.rst" % posixpath.basename(path)
        elif os.path.exists(os.path.join(self.top, path)):
            page = self.listing(path)
        else:
            sys.exit("%s: links to %s, which is not there" % (document, link))
        return page + (anchor and "#" + anchor)

    def markdown(self):
        for document, page in MARKDOWN.items():
            with open(os.path.join(self.top, document)) as file:
                # Not in code
                parts = re.split(r"(^```.*?^```$|`[^`\n]*`)", file.read(), flags=re.M | re.S)
            parts[::2] = [re.sub(r"\]\(([^)\s]+)\)", lambda found: "](%s)" % self.target(document, found[1]), part) for part in parts[::2]]
            self.write(page + ".md", "".join(parts))

    def manual(self):
        for name, path in sorted(self.manuals.items()):
            page, section = name.rsplit(".", 1)
            done = subprocess.run(["mandoc", "-T", "html", "-O", "fragment,man=%N.%S.html", path], check=True, capture_output=True, text=True)
            # Its head and foot have the title once more. Pages of others are not here.
            text = re.sub(r'<table class="(head|foot)">.*?</table>', "", done.stdout, flags=re.S)
            text = re.sub(r'<a class="Xr" href="([^"]*)\.html">(.*?)</a>', self.reference, text)
            self.write("man/%s.html" % name, text)
            self.write("man/%s.rst" % name, title("%s(%s)" % (page, section)) + ".. raw:: html\n   :file: %s.html\n" % name)
        self.write("manuals.rst", title("Man pages") + ".. toctree::\n   :maxdepth: 1\n\n" +
                   "".join("   man/%s\n" % name for name in sorted(self.manuals, key=lambda name: (name.rpartition(".")[2], name))))

    def help(self, program):
        done = subprocess.run([program, "--help"], check=True, capture_output=True, text=True)
        self.write("help.txt", done.stdout)

    def reference(self, found):
        page = self.aliases.get(found[1])
        return '<a class="Xr" href="%s.html">%s</a>' % (page, found[2]) if page else found[2]


def title(text):
    return "%s\n%s\n\n" % (text, "=" * len(text))


def main(top, out, program):
    shutil.rmtree(out, ignore_errors=True)
    stage = Stage(top, out)
    stage.copy()
    stage.headers()
    stage.markdown()
    stage.manual()
    stage.help(program)


if __name__ == "__main__":
    main(*sys.argv[1:])
