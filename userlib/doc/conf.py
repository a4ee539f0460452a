# SPDX-License-Identifier: GPL-2.0
"""How Sphinx makes the site; scripts/docs calls it. stage.py has put the sources together."""
import logging
import os
import re
import sys

import furo

sys.path[:0] = [os.path.dirname(os.path.abspath(__file__)), os.environ["KERNEL_TOOLS"] + "/Documentation/sphinx"]
import headers  # noqa: E402

project = "mview"
author = "the mview developers"
copyright = author
version = release = os.environ["MVIEW_VERSION"]
extensions = ["kerneldoc", "session", "myst_parser", "sphinx.ext.graphviz", "sphinx.ext.autodoc"]

kerneldoc_bin = os.environ["KERNEL_TOOLS"] + "/scripts/kernel-doc"
kerneldoc_srctree = os.environ["STAGED"]
kerneldoc_verbosity = 1

html_theme = "furo"
html_title = "mview " + version
html_static_path = ["static"]
html_css_files = ["mview.css"]
html_js_files = ["mview.js"]
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None


def dark_colors():
    """Those of the theme, which in Debian's package are for the button only, not for browsers that ask for dark pages."""
    with open(os.path.join(os.path.dirname(furo.__file__), "theme/furo/static/styles/furo.css")) as file:
        found = re.search(r'body\[data-theme="?dark"?\] ?\{(.*?)\}', file.read(), re.S)
    return dict(re.findall(r"--([\w-]+): *(.*?) *(?:;|$)", found[1])) if found else {}


html_theme_options = {"top_of_page_button": None, "dark_css_variables": dark_colors()}
pygments_style = "default"
pygments_dark_style = "native"
graphviz_output_format = "svg"
highlight_language = "none"
primary_domain = "c"

rst_prolog = ".. |at| unicode:: 0x40\n"
myst_heading_anchors = 4
# Parts of a file of C or of a Makefile are no whole one.
suppress_warnings = ["misc.highlighting_failure"]

autodoc_member_order = "bysource"
autodoc_typehints = "none"
toc_object_entries_show_parents = "hide"

# What is not mview's is documented elsewhere.
nitpick_ignore_regex = [
    (r"c:.*", r"(?!_*mview|_*MVIEW).*"),
    (r"py:.*", r"(?!mview\.).*"),
]
c_id_attributes = ["__user", "__iomem", "MVIEW_API"]
c_paren_attributes = ["__attribute__"]

# C has a name space of its own for structs, Sphinx has one for all.
logging.getLogger("sphinx.sphinx.domains.c").addFilter(lambda record: "Duplicate C declaration" not in str(record.msg))


def plain(app, what, name, thing, options, lines):
    """Docstrings are plain text."""
    lines[:] = headers.paragraphs(lines)


def setup(app):
    app.connect("autodoc-process-docstring", plain)
