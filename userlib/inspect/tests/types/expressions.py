#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Usage: expressions.py LIBRARY [--seed N] [--count N]

Random expressions on a struct have the value that gcc gives them, with all operands of 128 bits. Prints TAP.
"""
import argparse
import ctypes
import os
import random
import subprocess
import sys
import tempfile

from library import Error, Library, Value

STRUCT = """
enum state { IDLE, BUSY = 5, BROKEN = -2 };
struct s { unsigned char a : 3, b : 5; short c; unsigned int d; long e; unsigned long f; enum state g; unsigned short h[2]; _Bool i; };
struct s s;
"""
MEMBERS = "a b c d e f g h[0] h[1] i".split()
NAMES = ["IDLE", "BUSY", "BROKEN"]
BINARY = "|| && | ^ & == != < <= > >= << >> + - * / %".split()
COMPARISONS = "== != < <= > >=".split()


def draw(rng, depth):
    """The expression, and the same for gcc."""
    if depth == 0 or rng.random() < 0.15:
        kind = rng.random()
        if kind < 0.6:
            name = rng.choice(MEMBERS)
            return name, "((T)p->%s)" % name
        if kind < 0.7:
            name = rng.choice(NAMES)
            return name, "((T)%s)" % name
        number = rng.choice([rng.randrange(8), rng.randrange(1 << 16), rng.randrange(1 << 64)])
        text = rng.choice(["%d", "0x%x", "0%o"]) % number
        return text, "((T)%sull)" % text
    kind = rng.random()
    if kind < 0.2:
        text, c = draw(rng, depth - 1)
        sign = rng.choice("!~-")
        return "%s(%s)" % (sign, text), "(T)%s(%s)" % (sign, c)
    if kind < 0.3:
        parts = [draw(rng, depth - 1) for _ in range(3)]
        return "(%s ? %s : %s)" % tuple(part[0] for part in parts), "(%s ? %s : %s)" % tuple(part[1] for part in parts)
    if kind < 0.5:
        text, c = draw(rng, depth - 1)
        return "(%s)" % text, "(%s)" % c
    op = rng.choice(BINARY)
    (left, cleft), (right, cright) = draw(rng, depth - 1), draw(rng, depth - 1)
    if op in ("/", "%"):
        right, cright = "(%s | 1)" % bracket(right), "(%s | 1)" % bracket(cright)
    if op in ("<<", ">>"):
        right, cright = "(%s & 63)" % bracket(right), "(%s & 63)" % bracket(cright)
    if op in "|^&" or op in COMPARISONS:
        left, right, cleft, cright = (bracket(part) for part in (left, right, cleft, cright))
    if op in ("<<", ">>"):
        # What C compares is an int, of which gcc would shift 32 bits.
        return "((%s) %s %s)" % (left, op, right), "((T)(%s) %s %s)" % (cleft, op, cright)
    space = rng.choice(["", " "])
    return left + space + op + " " + right, cleft + " " + op + " " + cright


def bracket(text):
    return "(%s)" % text


def program(directory, expressions):
    source, path = os.path.join(directory, "e.c"), os.path.join(directory, "e.so")
    with open(source, "w") as file:
        file.write(STRUCT + "typedef __int128 T;\n")
        for number, (_, c) in enumerate(expressions):
            file.write("int f%d(struct s *p, T *to) { *to = %s; return sizeof(*p); }\n" % (number, c))
    subprocess.run(["gcc", "-g", "-O1", "-w", "-fwrapv", "-fPIC", "-shared", "-o", path, source], check=True)
    subprocess.run(["pahole", "--btf_encode_detached", path + ".btf", path], check=True)
    return path


def evaluate(library, ctype, text, data):
    dll = library.dll
    try:
        handle = ctypes.c_void_p(library.check(dll.mview_expr_open(ctype.handle, text.encode())))
    except Error as error:
        if "into parentheses" in str(error):
            return ...  # C has it, and it is refused
        raise
    value = Value()
    failed = dll.mview_expr_get(handle, data, ctypes.byref(value))
    dll.mview_expr_close(handle)
    return None if failed else value.get()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("library")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=600)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    library = Library(args.library)
    library.dll.mview_expr_open.restype = ctypes.c_void_p
    expressions = [draw(rng, rng.randint(1, 4)) for _ in range(args.count)]
    print("1..1\n# seed %d" % args.seed)
    differ = fitted = 0
    with tempfile.TemporaryDirectory() as directory:
        path = program(directory, expressions)
        dll, ctype = ctypes.CDLL(path), library.types(path + ".btf")["struct s"]
        for number, (text, c) in enumerate(expressions):
            data = ctypes.create_string_buffer(rng.randbytes(ctype.size - 8) + bytes([1] + [0] * 7), ctype.size)
            to = ctypes.create_string_buffer(16)
            getattr(dll, "f%d" % number)(data, to)
            wanted = int.from_bytes(to.raw, "little", signed=True)
            if not -1 << 63 <= wanted < 1 << 64:
                wanted = None
            got = evaluate(library, ctype, text, data)
            fitted += wanted is not None and got is not ...
            if got is not ... and got != wanted:
                differ += 1
                print("# %s: %s, gcc has %s" % (text, got, wanted))
    print("# %d expressions, of which %d have a value of 64 bits" % (args.count, fitted))
    good = not differ and fitted > args.count // 2
    print("%s 1 - expressions_have_the_values_that_gcc_gives_them" % ("ok" if good else "not ok"))
    return not good


if __name__ == "__main__":
    sys.exit(main())
