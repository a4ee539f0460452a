#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Usage: compiler.py LIBRARY [--tool MVIEW] [--seed N] [--structs N]

Random structs with bit-fields, compiled for little and for big endian layout: each value that the library reads is what the
compiled program reads, and when the library writes one, all bytes are those that the program's assignment leaves. So are those
that `mview set` leaves of several assignments in the memory of a process. Prints TAP.
"""
import argparse
import ctypes
import os
import random
import subprocess
import sys
import tempfile

from library import Error, Library

TYPES = {  # bits, signed
    "unsigned char": (8, False), "signed char": (8, True), "unsigned short": (16, False), "short": (16, True),
    "unsigned int": (32, False), "int": (32, True), "unsigned long": (64, False), "long": (64, True), "_Bool": (1, False),
    "enum colour": (32, True),
}
PRELUDE = """
#include <stdbool.h>
enum colour { RED, GREEN, BLUE = 77, NONE = -1 };
"""


class Field:
    def __init__(self, path, ctype, bits):
        self.path = path
        self.bits, self.signed = TYPES[ctype]
        self.bits = bits or self.bits


class Struct:
    """Its C, and the paths of its values."""
    def __init__(self, rng, number):
        self.rng = rng
        self.name = "s%d" % number
        self.fields = []
        self.names = 0
        body = self.members(rng.randint(1, 9), "", 0)
        self.text = "struct %s {\n%s} SSO%s;\n" % (self.name, body, self.packed())

    def packed(self):
        return " __attribute__((packed))" if self.rng.random() < 0.3 else ""

    def members(self, n, prefix, depth):
        return "".join(self.member(prefix, depth) for _ in range(n))

    def member(self, prefix, depth):
        rng = self.rng
        self.names += 1
        name = "m%d" % self.names
        if depth < 3 and rng.random() < 0.12:
            kind = rng.choice(["struct", "union"])
            anonymous = rng.random() < 0.5
            body = self.members(rng.randint(1, 4), prefix if anonymous else prefix + name + ".", depth + 1)
            return "%s {\n%s} SSO%s %s;\n" % (kind, body, self.packed(), "" if anonymous else name)
        ctype = rng.choice(list(TYPES))
        width = TYPES[ctype][0]
        if rng.random() < 0.7:
            if rng.random() < 0.1:
                return "%s : %d;\n" % (ctype, 0 if ctype == "_Bool" else rng.randint(0, width))
            bits = rng.randint(8 if ctype == "enum colour" else 1, width)
            self.fields.append(Field(prefix + name, ctype, bits))
            return "%s %s : %d;\n" % (ctype, name, bits)
        if rng.random() < 0.2 and ctype != "_Bool":
            # Of two dimensions pahole makes one.
            self.fields += [Field("%s%s[%d]" % (prefix, name, i), ctype, 0) for i in range(4)]
            return "%s %s[4];\n" % (ctype, name)
        self.fields.append(Field(prefix + name, ctype, 0))
        return "%s %s;\n" % (ctype, name)

    def accessors(self):
        return "unsigned long size_%s(void) { return sizeof(struct %s); }\n" % (self.name, self.name) + "".join(
            "long get_%s_%d(struct %s *p) { return p->%s; }\nvoid set_%s_%d(struct %s *p, long v) { p->%s = v; }\n" %
            (self.name, i, self.name, field.path, self.name, i, self.name, field.path)
            for i, field in enumerate(self.fields)) + "struct %s object_%s;\n" % (self.name, self.name)


def compiled(directory, name, structs):
    """A library for ctypes, with debugging information."""
    source, path = os.path.join(directory, name + ".c"), os.path.join(directory, name + ".so")
    with open(source, "w") as file:
        file.write("#define SSO %s\n" % ("__attribute__((scalar_storage_order(\"big-endian\")))" if name == "big" else "") + PRELUDE)
        file.writelines(struct.text + struct.accessors() for struct in structs)
    subprocess.run(["gcc", "-g", "-O1", "-w", "-Wno-packed-bitfield-compat", "-fPIC", "-shared", "-o", path, source], check=True)
    return path


def types_of(library, path, big):
    """BTF made of the debugging information; the layout is the same for both orders, but for which end of a byte is first."""
    btf = path + ".btf"
    subprocess.run(["pahole", "--btf_encode_detached", btf, path], check=True)
    if not big:
        return library.types(btf)
    bpf = ctypes.CDLL("libbpf.so.1")
    bpf.btf__parse_raw.restype = bpf.btf__raw_data.restype = ctypes.c_void_p
    handle, size = ctypes.c_void_p(bpf.btf__parse_raw(btf.encode())), ctypes.c_uint32()
    bpf.btf__set_endianness(handle, 1)
    data = ctypes.string_at(bpf.btf__raw_data(handle, ctypes.byref(size)), size.value)
    with open(btf, "wb") as file:
        file.write(data)
    bpf.btf__free(handle)
    return library.types(btf)


def wrapped(value, field):
    """What C makes of an unsigned long."""
    value &= 2 ** field.bits - 1
    return value - 2 ** field.bits if field.signed and value >> (field.bits - 1) else value


class Program:
    """One struct in both."""
    def __init__(self, rng, dll, types, struct):
        self.rng, self.dll, self.struct = rng, dll, struct
        self.ctype = types["struct " + struct.name]
        size = getattr(dll, "size_" + struct.name)()
        assert self.ctype.size == size, "%s: %d bytes, not %d" % (struct.name, self.ctype.size, size)

    def bytes(self, data):
        return ctypes.create_string_buffer(data, max(len(data), 1))

    def check(self, i, field):
        rng = self.rng
        member = self.ctype.find(field.path)
        data = self.bytes(rng.randbytes(self.ctype.size))
        get, put = (getattr(self.dll, "%s_%s_%d" % (what, self.struct.name, i)) for what in ("get", "set"))
        get.restype = ctypes.c_long
        assert 0 <= member.offset and member.offset + member.size <= self.ctype.size, "storage lies outside"
        if field.bits > 1 or field.signed or member.kind != 2:
            # Of a bool, C may assume that it is 0 or 1.
            wanted = get(ctypes.byref(data)) & 2 ** 64 - 1
            assert self.ctype.get(member, data) & 2 ** 64 - 1 == wanted, "reads another value"
        low, high = (-1 << field.bits - 1, 1 << field.bits - 1) if field.signed else (0, 1 << field.bits)
        number = rng.choice([low, high - 1, rng.randrange(low, high)])
        theirs = self.bytes(data.raw[:self.ctype.size])
        self.ctype.set(member, data, number)
        put(ctypes.byref(theirs), ctypes.c_long(number if number < 1 << 63 else number - (1 << 64)))
        assert data.raw == theirs.raw, "writes other bytes"
        for wrong in low - 1, high:
            if -1 << 63 <= wrong < 1 << 64:
                try:
                    self.ctype.set(member, data, wrong)
                except Error:
                    continue
                raise AssertionError("%d fits" % wrong)


class Tool:
    """Assignments on the tool's command line, in memory of this process."""
    def __init__(self, program, tool, btf):
        self.program, self.rng = program, program.rng
        self.memory = os.memfd_create("element")
        self.words = [tool, "set", "-q", "-b", btf, "--as", "struct " + program.struct.name,
                      "fd:%d/%d" % (os.getpid(), self.memory)]

    def assign(self, i, field, data):
        """One assignment as a word, and done by the program to @data."""
        get, put = (getattr(self.program.dll, "%s_%s_%d" % (what, self.program.struct.name, i)) for what in ("get", "set"))
        get.restype = ctypes.c_long
        number = self.rng.randrange(1 << field.bits - field.signed)
        old = get(ctypes.byref(data))
        op, new = self.rng.choice([("=", number), ("|=", old | number), ("&=", old & number), ("&=~", old & ~number),
                                   ("^=", old ^ number)])
        put(ctypes.byref(data), ctypes.c_long(new if new < 1 << 63 else new - (1 << 64)))
        return "%s%s%s" % (field.path, op, self.rng.choice([str, hex])(number))

    def set(self, *words):
        done = subprocess.run([*self.words, *words], capture_output=True, text=True)
        if done.returncode and "lies over" not in done.stderr:
            raise AssertionError("%s: %s" % (words, done.stderr))
        return done.returncode == 0

    def check(self):
        # Of a bool, C may assume that it is 0 or 1.
        size = self.program.ctype.size
        data = self.program.bytes(bytes(size) if "_Bool" in self.program.struct.text else self.rng.randbytes(size))
        before = data.raw[:size]
        os.pwrite(self.memory, before, 0)
        fields = [(i, field) for i, field in enumerate(self.program.struct.fields)
                  if "union" not in self.program.struct.text or self.program.ctype.find(field.path).kind != 2]
        words = [self.assign(i, field, data) for i, field in self.rng.sample(fields, min(4, len(fields)))]
        if words and not self.set(*words):
            assert os.pread(self.memory, size, 0) == before, "writes before it refuses"
            assert all(self.set(word) for word in words), "refuses a single one"
        assert os.pread(self.memory, size, 0) == data.raw[:size], "%s write other bytes" % words
        os.close(self.memory)


def check_tool(args, structs, directory, order, rng):
    dll = ctypes.CDLL(os.path.join(directory, order + ".so"))
    btf = os.path.join(directory, "types.so.btf")
    types = Library(args.library).types(btf)
    for struct in structs:
        try:
            Tool(Program(rng, dll, types, struct), args.tool, btf).check()
        except AssertionError as error:
            print("#", order, "endian:", struct.text.replace("\n", " "), "-", error)
            return False
    return True


def compare(library, structs, directory, order, rng):
    dll = ctypes.CDLL(compiled(directory, order, structs))
    types = types_of(library, compiled(directory, "types", structs), order == "big")
    checked = 0
    for struct in structs:
        program = Program(rng, dll, types, struct)
        for i, field in enumerate(struct.fields):
            for _ in range(8):
                try:
                    program.check(i, field)
                except AssertionError as error:
                    print("#", order, "endian:", struct.text.replace("\n", " "), field.path, "-", error)
                    return None
                checked += 1
    return checked


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("library")
    parser.add_argument("--tool")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--structs", type=int, default=80)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    structs = []
    while len(structs) < args.structs:
        struct = Struct(rng, len(structs))
        if struct.fields:
            structs.append(struct)
    print("1..%d\n# seed %d" % (4 if args.tool else 2, args.seed))
    failed = False
    with tempfile.TemporaryDirectory() as directory:
        for number, order in zip((1, 3) if args.tool else (1, 2), ["little", "big"]):
            checked = compare(Library(args.library), structs, directory, order, rng)
            print("%s %d - values_are_those_of_the_%s_endian_program" % ("ok" if checked else "not ok", number, order))
            print("# %s values" % checked)
            failed |= not checked
            if args.tool:
                done = check_tool(args, structs, directory, order, rng)
                print("%s %d - the_tool_writes_as_the_%s_endian_program" % ("ok" if done else "not ok", number + 1, order))
                failed |= not done
    return failed


if __name__ == "__main__":
    sys.exit(main())
