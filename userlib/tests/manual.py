#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""manual.py MVIEW PAGE

mview(1) has what --help has: the same commands in the same order, and of each the same options. A letter stands for one option.
"""
import collections
import re
import subprocess
import sys

import tap


class Manual:
    """Sections of the page, and what --help says."""

    def __init__(self, program, path):
        self.program = program
        with open(path) as page:
            parts = re.split(r"^\.(S[sh]) (.*)\n", page.read(), flags=re.M)
        self.titles = parts[2::3]
        self.sections = collections.defaultdict(str, zip(self.titles, parts[3::3]))
        self.groups = {}
        for line in self.help().splitlines():
            if re.match(r"[A-Z].*:$", line) and not line.startswith("Usage:"):
                group = self.groups.setdefault(line[:-1], [])
            elif line.startswith("  "):
                group.append(line.split()[0])
        self.commands = sum(self.groups.values(), [])

    def help(self, *command):
        return subprocess.run([self.program, *command, "--help"], capture_output=True, text=True, check=True).stdout

    def options(self, command):
        """Letters, or None, by name."""
        found = re.findall(r"^  (?:-(\w), |    )--([\w-]+)", self.help(command), re.M)
        return {name: letter for letter, name in found}

    def synopsis(self, command):
        """What the section's synopsis has: letters, and names with a hyphen in front."""
        text = "".join(re.findall(r"^\.Bk -words\n(.*?)^\.Ek", self.sections["mview " + command], re.M | re.S))
        words = re.findall(r"\bFl (-?[\w-]+)", text)
        return {option for word in words for option in ([word] if word[0] == "-" else word)}

    def told(self, title):
        """The options that each list item of a section is about."""
        items = re.findall(r"^\.It ((?:Oo )?Fl .*)", self.sections[title], re.M)
        return [set(re.findall(r"(?:Fl|,) (-[\w-]+|\w)(?= |$)", item)) for item in items]


COMMON = "Options that commands have in common", "Which elements, and what of them"


def commands_are_in_the_order_of_help(manual):
    wanted = sum(([group.upper()] + ["mview " + command for command in commands] for group, commands in manual.groups.items()), [])
    found = [title for title in manual.titles if title in wanted or title.startswith("mview ")]
    assert len(wanted) > 20 and found == wanted, (found, wanted)


def a_synopsis_has_the_options_of_help(manual):
    for command in manual.commands:
        wanted = {letter or "-" + name for name, letter in manual.options(command).items()}
        found = manual.synopsis(command)
        assert found == wanted, (command, "not in --help:", found - wanted, "not in the page:", wanted - found)


def each_option_of_help_is_explained(manual):
    common = [item for title in COMMON for item in manual.told(title)]
    for command in manual.commands:
        items = manual.told("mview " + command) + common
        for name, letter in manual.options(command).items():
            wanted = {"-" + name} | ({letter} if letter else set())
            assert any(item >= wanted for item in items), (command, wanted)


def no_other_option_is_explained(manual):
    everywhere = {"-help", "h"}
    for command in manual.commands:
        options = manual.options(command)
        known = {"-" + name for name in options} | set(options.values())
        found = set().union(*manual.told("mview " + command))
        assert found <= known, (command, found - known)
        everywhere |= known
    found = set().union(*(item for title in COMMON for item in manual.told(title)))
    assert found <= everywhere, found - everywhere


def a_letter_is_the_same_option_everywhere(manual):
    names = collections.defaultdict(set)
    for command in manual.commands:
        for name, letter in manual.options(command).items():
            names[letter].add(name)
    names.pop("")
    assert len(names) > 20 and all(len(found) == 1 for found in names.values()), names


TESTS = [commands_are_in_the_order_of_help, a_synopsis_has_the_options_of_help, each_option_of_help_is_explained,
         no_other_option_is_explained, a_letter_is_the_same_option_everywhere]


if __name__ == "__main__":
    manual = Manual(*sys.argv[1:3])
    sys.exit(tap.run(TESTS, lambda test, directory: test(manual)))
