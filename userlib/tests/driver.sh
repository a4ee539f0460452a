# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# For tests of the tool $1: C types of a program that is compiled here, as BTF in $work/btf, and three descriptors of it in the
# memory of a process, as $ring, and as $(<$work/readonly) where they can only be read.
mview=$1
work=$(mktemp -d)
cat >"$work/driver.c" <<END
typedef unsigned int __be32;
enum state { IDLE, DONE = 3 };
struct rx_desc { unsigned short len; unsigned char eop : 1, err : 3; char tag[3]; __be32 hash; enum state state; };
union word { unsigned int whole; struct { unsigned short low, high; } half; };
struct rx_desc desc; union word word;
END
"${CC:-cc}" -g -c -o "$work/driver.o" "$work/driver.c"
pahole --btf_encode_detached "$work/btf" "$work/driver.o"
# As pahole -J does by a program of LLVM's
objcopy --add-section .BTF="$work/btf" "$work/driver.o" "$work/driver.elf.o"

# Three descriptors, in the memory of a process
python3 - "$work/read" <<END &
import os, struct, sys, time
fd = os.memfd_create("ring")
for i in range(3):
    os.write(fd, struct.pack("<HB3s2x", 64 + i, 1 | i << 1, b"rx")[:6] + b"\\0\\0" + struct.pack(">I", 0x100 + i) + struct.pack("<I", i + 1))
with open(sys.argv[1] + "only", "w") as file:
    print("fd:%d/%d" % (os.getpid(), os.open("/proc/self/fd/%d" % fd, os.O_RDONLY)), file=file)
with open(sys.argv[1] + ".new", "w") as file:
    print("fd:%d/%d" % (os.getpid(), fd), file=file)
os.rename(sys.argv[1] + ".new", sys.argv[1])
time.sleep(3000)
END
process=$!
trap 'kill $process; rm -rf "$work"' EXIT
while [[ ! -e $work/read ]] && kill -0 $process; do sleep 0.05; done
# shellcheck disable=SC2034 # the tests use it
ring=$(<"$work/read")

# ends STATUS ARGUMENT...: standard output and error go to $out
ends()
{
	local status=0
	out=$("$mview" "${@:2}" 2>&1) || status=$?
	wanted "the status of $*: $out" "$status" "$1"
}

# shows TEXT ARGUMENT...
shows()
{
	ends 0 "${@:2}"
	wanted "what it prints" "$out" "$1"
}

# complains TEXT ARGUMENT...
complains()
{
	ends 1 "${@:2}"
	wanted "what it says" "$out" "$1"
}
