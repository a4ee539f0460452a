// SPDX-License-Identifier: GPL-2.0
/*
 * All operations. An input of the corpus names them by their place: a new one
 * goes to the end.
 */
#include <stdio.h>
#include <string.h>

#include "fuzz.h"

#define OP(name)	{ #name, fuzz_##name, false }
#define SLOW_OP(name)	{ #name, fuzz_##name, true }

const struct fuzz_op fuzz_ops[] = {
	OP(open), OP(open_id), OP(alloc), OP(import), OP(dev_info),
	OP(buffer_info), OP(origin), SLOW_OP(trace_open), OP(trace_info),
	OP(info), OP(slice), OP(cast), OP(field), OP(transpose), OP(readonly),
	OP(contiguous), OP(sync), OP(release), OP(export), OP(any_ioctl),
	OP(close), OP(dup), OP(pass), OP(read), OP(write), OP(seek), OP(poll),
	OP(splice), OP(show), OP(file), OP(mmap), OP(munmap), OP(load),
	OP(store), OP(mprotect), OP(mremap), OP(madvise), OP(remote), OP(pin),
	SLOW_OP(fork), OP(udmabuf), OP(heap), OP(dmabuf_sync),
	OP(dmabuf_fence), SLOW_OP(attach), OP(dmabuf_file), SLOW_OP(configure),
	OP(step), SLOW_OP(resize), SLOW_OP(revoke), SLOW_OP(live),
	SLOW_OP(bind), SLOW_OP(directory), OP(lend),
};

const unsigned int fuzz_ops_count = sizeof(fuzz_ops) / sizeof(*fuzz_ops);

void fuzz_print(const void *program, size_t size)
{
	const struct fuzz_insn *insn = program;

	for (; size >= sizeof(*insn); insn++, size -= sizeof(*insn)) {
		printf("thread %d: %s on %d to %d, a %#x, b %#x, n %#x = %#llx",
		       insn->who % 4 % FUZZ_THREADS,
		       fuzz_ops[insn->op % fuzz_ops_count].name, insn->on,
		       insn->to, insn->a, insn->b, insn->n,
		       fuzz_number(insn->n));
		if (fuzz_failing(insn))
			printf(", allocation %u fails", fuzz_failing(insn));
		printf("\n");
	}
}
