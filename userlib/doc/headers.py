# SPDX-License-Identifier: GPL-2.0
"""Headers of userland, as kernel-doc reads them.

Their comments are shorter than kernel-doc wants them: one comment for several functions, one line for a function that needs no more,
and parameters that are told together. What is a special character in reStructuredText is none there.
"""
import re

COMMENT = re.compile(r"^/\*(\*?)[ \n]((?:(?!\*/).)*)\*/\n((?:[^#\n/][^\n]*\n)*)", re.M | re.S)
FUNCTION = re.compile(r"^(?:[\w ]+[ *]+)(\w+)\(((?:[^()]|\([^()]*\))*)\)[^;{]*;", re.M | re.S)


def escaped(text):
    text = re.sub(r"([*|`\\])", r"\\\1", text)
    text = re.sub(r"(?<=\w)_(?!\w)", r"\\_", text)
    text = re.sub(r"\b(file):", r"\1\\:", text)
    # Which kernel-doc takes for a parameter without a name; conf.py has what it stands for
    return re.sub(r"@(?!\w)", r"\\ |at|\\ ", text)


def lines_of(body):
    return [re.sub(r"^ \*( |$)|^ \*(?=\t)", "", line).rstrip() for line in body.strip("\n").split("\n")]


def paragraphs(lines):
    """The description: what is indented is shown as it is."""
    out, quoted = [], False
    for line in lines:
        if line.startswith(("\t", "    ")) and not quoted:
            if out and out[-1]:
                out.append("")
            out += ["::", ""]
            quoted = True
        elif line and not line[0].isspace():
            if quoted and out[-1]:
                out.append("")
            quoted = False
        out.append(line.expandtabs() if quoted else escaped(line))
    return out


def parameters(lines):
    """(names, text) of each parameter, and what follows them."""
    found, at = [], 0
    while at < len(lines) and lines[at].startswith("@"):
        names, _, text = lines[at].partition(":")
        text = [text.strip()]
        at += 1
        while at < len(lines) and lines[at] and not lines[at].startswith("@"):
            text.append(lines[at].strip())
            at += 1
        found.append((re.findall(r"@([\w.]+)", names), [escaped(line) for line in text]))
    while at < len(lines) and not lines[at]:
        at += 1
    return found, lines[at:]


def names_in(declared):
    """The parameters of a function."""
    return [found[1] or found[2] for found in (re.search(r"\(\*(\w+)\)|(\w+)(?:\[\w*\])?$", one.strip())
                                               for one in re.split(r",(?![^()]*\))", declared)) if found]


def comment(name, brief, wanted, described, description):
    told = set()
    out = ["/**", " * " + name + (brief and " - " + escaped(brief))]
    for names, text in described:
        for one in names:
            if wanted is None or one in wanted:
                told.add(one)
                out += [" * @%s: %s" % (one, text[0])] + [" *\t" + line for line in text[1:]]
    # A comment of one line has no words for them: their types tell
    out += [" * @%s: %s" % (one, "see above") for one in wanted or () if one not in told and one != "void"]
    out += [" *"] + [(" * " + line).rstrip() for line in description] + [" */"]
    return "\n".join(out) + "\n"


def documented(found):
    """A comment and the declarations behind it, as so many comments, each with its declaration."""
    full, body, declared = found.groups()
    functions = list(FUNCTION.finditer(declared))
    lines = lines_of(body)
    if not full:
        if not functions:
            return found[0]
        text = [line.strip() for line in lines]
        brief, text = (text[0].rstrip("."), []) if len(text) == 1 else ("", text)
        return "".join(comment(function[1], brief, names_in(function[2]), [], paragraphs(text)) + function[0] + "\n\n" for function in functions)
    lines = lines[1:] if not lines[0] else lines
    head = lines.pop(0)
    while lines and not head.startswith(("struct ", "enum ")) and " - " not in head:
        head += " " + lines.pop(0)
    names, _, brief = head.partition(" - ")
    while lines and lines[0] and not lines[0].startswith("@"):
        brief += " " + lines.pop(0)
    while lines and not lines[0]:
        lines.pop(0)
    described, rest = parameters(lines)
    if not functions or names.startswith(("struct ", "enum ", "union ")):
        return comment(names, brief, None, described, paragraphs(rest)) + declared
    return "".join(comment(function[1], brief, names_in(function[2]), described, paragraphs(rest)) + function[0] + "\n\n"
                   for function in functions)


def kernel_doc(text):
    return COMMENT.sub(documented, text)
