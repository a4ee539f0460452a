#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Usage: pahole.py LIBRARY VMLINUX MODULES

Compares every struct and union of a kernel and of 20 of the modules below MODULES with what pahole says of them: names,
types, offsets in bits, sizes. Prints TAP.
"""
import collections
import lzma
import os
import re
import subprocess
import sys
import tempfile

from library import Library

NAMES = ("nvme nvme-core e1000e ahci libahci xhci-pci virtio_net snd-hda-intel vivid videobuf2-common usb-storage btusb cfg80211 "
         "mac80211 drm bochs virtio-gpu ixgbe igb r8169").split()

HEAD = re.compile(r"(struct|union) (\w+)\s*\{$")
SIZE = re.compile(r"\t/\* size: (\d+)")
# A declaration and where it lies: "u32  len:4;  /*  16: 8  4 */", "};  /* 0 8 */"
MEMBER = re.compile(r"\t+(.*?);?\s*/\* +(\d+)(?:: *(\d+))? +(\d+) \*/$")
# The name in it: "(*f)(int)", "(* const f[2])(int)", "(*a)[2]", "a[2]", "b:3", "} c", "}"
NAME = re.compile(r"\(\*(?: *const )?(\w+)(?:\[\d*\])*\)[(\[]|(\w+)(?:\[\d*\])*((?::\d+)?)$")


def member(what, byte, bit, size):
    """Name and width, first bit, bytes; pahole and the library take different storage for some bit-fields."""
    what = re.sub(r"\s*__attribute__\(\(.*\)\)", "", what)
    name = NAME.search(what)
    name = "".join(filter(None, name.groups())) if name else ""
    return name, int(byte) * 8 + int(bit or 0), int(size) if bit is None else 0


def layouts(text, wanted):
    """For each name, what the structs and unions of that name consist of: sizes, those of structs, and members."""
    found = collections.defaultdict(set)
    name = None
    for line in text.splitlines():
        if line and not line.startswith("\t"):
            if name and line.startswith("}"):
                found[name].add((size, tuple(members)))
            head = HEAD.match(line)
            name = head and " ".join(head.groups())
            if name not in wanted:
                name = None
            members, inner, size = [], [], None
        elif name and line.endswith("{"):
            inner.append(len(members))
        elif name and line.endswith("*/"):
            match = MEMBER.match(line)
            start = inner.pop() if line.lstrip("\t").startswith("}") else None
            if start is not None and "} *" in line:
                del members[start:]  # what is behind a pointer, which only pahole shows
            if match:
                members.append(member(*match.groups()))
            elif SIZE.match(line) and name.startswith("struct"):
                size = int(SIZE.match(line).group(1))
    return found


def pahole(path, base, wanted):
    command = ["pahole", "-F", "btf"] + (["--btf_base", base] if base else []) + [path]
    # It does not know the newest kinds of annotations, and says so.
    text = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True).stdout
    return layouts(text, wanted)


def ours(library, types):
    """The same of all that the library lists; fails where it can't build one, or its format has another size."""
    found = collections.defaultdict(set)
    for number, name, size in types:
        if not size > 0:
            continue
        ctype = types[number]
        assert ctype.size == size, name
        assert library.dll.mview_format_size(ctype.format, None) == size, (name, ctype.format)
        if name.startswith(("struct ", "union ")):
            for layout in layouts(ctype.describe(), [name])[name]:
                found[name].add(layout)
    return found


def report(number, name, theirs, mine, kernel):
    """Of those of one name pahole prints one, which may be the kernel's. True if all are equal."""
    wrong = [one for one in sorted(mine) if not theirs.get(one) or theirs[one] - mine[one] - kernel.get(one, set())]
    for one in wrong[:5]:
        difference = [set(layout[1]) for layout in list(theirs.get(one, [(0, ())]))[:1] + list(mine[one])[:1]]
        print("# %s: pahole: %s, library: %s" % (one, difference[0] - difference[1], difference[1] - difference[0]))
    print("%s %d - %s" % ("not ok" if wrong else "ok", number, name))
    return not wrong


def main(path, vmlinux, modules):
    library = Library(path)
    types = library.types(vmlinux)
    files = {name.split(".")[0]: os.path.join(root, name) for root, _, names in os.walk(modules) for name in names}
    print("1..%d" % (2 + len(NAMES)))
    kernel = ours(library, types)
    passed = report(1, "vmlinux", pahole(vmlinux, None, kernel), kernel, {})
    total = len(kernel)
    for number, name in enumerate(NAMES, 2):
        with tempfile.NamedTemporaryFile(suffix=".ko") as module:
            module.write(lzma.open(files[name]).read())
            module.flush()
            mine = ours(library, library.types(module.name, types))
            passed &= report(number, name, pahole(module.name, vmlinux, mine), mine, kernel)
        total += len(mine)
    print("# %d structs and unions" % total)
    print("%s %d - there_are_many" % ("not ok" if total < 9000 else "ok", 2 + len(NAMES)))
    return not passed or total < 9000


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
