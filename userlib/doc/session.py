# SPDX-License-Identifier: GPL-2.0
"""What these pages have for tests, and links of names in code.

The directive "session": commands and what they print, which tests type and compare (userlib/tests/sessions.sh).

In what is printed, a backslash and & are in front of a number that varies. They are for the tests: the page does not show them. A
session with the argument "host" is for the machine that mview is built on. The role "test": a kselftest, as PROGRAM FIXTURE.NAME or PROGRAM
NAME, which tests/examples looks for.
"""
import re

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx import addnodes

NAME = re.compile(r"(\w*mview_\w+)\(\)|struct (mview_\w+)|(MVIEW_[A-Z_]+)")


class Session(Directive):
    has_content = True
    optional_arguments = 1

    def run(self):
        text = "\n".join(self.content).replace("\\&", "")
        return [nodes.literal_block(text, text, language="console", classes=["session"])]


def test(name, rawtext, text, lineno, inliner, options=None, content=()):
    return [nodes.literal(rawtext, text, classes=["test"])], []


def link_names(app, doctree, page):
    """Code that is the name of something in C leads to where that is described, if it is."""
    c = app.env.get_domain("c")
    for node in list(doctree.findall(nodes.literal)):
        found = NAME.fullmatch(node.astext())
        if found and not isinstance(node.parent, nodes.reference):
            link = c.resolve_xref(app.env, page, app.builder, "identifier", found[found.lastindex], addnodes.pending_xref(""), node.deepcopy())
            if link:
                node.replace_self(link)


def setup(app):
    app.add_role("test", test)
    app.connect("doctree-resolved", link_names)
    app.add_directive("session", Session)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
