// SPDX-License-Identifier: GPL-2.0
/*
 * All operations. An input of the corpus names them by their place: a new one
 * goes to the end.
 */
#include <stdio.h>
#include <string.h>

#include "fuzz.h"

#define OP(name)		{ #name, fuzz_##name, 0 }
#define SLOW_OP(name, cost)	{ #name, fuzz_##name, cost }

const struct fuzz_op fuzz_ops[] = {
	OP(open), OP(open_id), OP(alloc), OP(import), OP(dev_info),
	OP(buffer_info), OP(origin), SLOW_OP(trace_open, 3), OP(trace_info),
	OP(info), OP(slice), OP(cast), OP(field), OP(transpose), OP(readonly),
	OP(contiguous), OP(sync), OP(release), OP(export), OP(any_ioctl),
	OP(close), OP(dup), OP(pass), OP(read), OP(write), OP(seek), OP(poll),
	OP(splice), OP(show), OP(file), OP(mmap), OP(munmap), OP(load),
	OP(store), OP(mprotect), OP(mremap), OP(madvise), OP(remote), OP(pin),
	SLOW_OP(fork, 50), OP(udmabuf), OP(heap), OP(dmabuf_sync),
	OP(dmabuf_fence), SLOW_OP(attach, 1), OP(dmabuf_file),
	SLOW_OP(configure, 3), OP(step), SLOW_OP(resize, 2),
	SLOW_OP(revoke, 3), SLOW_OP(live, 2), SLOW_OP(bind, 3),
	SLOW_OP(directory, 3), OP(lend),
};

const unsigned int fuzz_ops_count = sizeof(fuzz_ops) / sizeof(*fuzz_ops);

unsigned int fuzz_cost(const struct fuzz_insn *insn)
{
	return fuzz_ops[insn->op % fuzz_ops_count].cost;
}

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
