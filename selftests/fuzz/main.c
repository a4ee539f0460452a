// SPDX-License-Identifier: GPL-2.0
/*
 * The fuzzer: libFuzzer makes up programs, executes them, and keeps those that
 * reach what others did not. scripts/fuzz-kernel starts it in a guest.
 *
 * With MVIEW_FUZZ_PRINT in the environment, inputs are printed instead.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "complaint.h"
#include "fuzz.h"
#include "kcov.h"
#include "last.h"
#include "libfuzzer.h"

#define TELL_S		10	/* from one line of progress to the next */
#define BUDGET		6	/* the sum of what a program's operations cost */
#define BUDGET_LARGE	60	/* that has a child, or much of the driver's side */

static struct fuzz fuzz;
static bool print_only;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	print_only = getenv("MVIEW_FUZZ_PRINT");
	if (print_only)
		return 0;
	if (fuzz_start(&fuzz)) {
		fprintf(stderr, "there is no /dev/mview to fuzz\n");
		exit(1);
	}
	if (kcov_start())
		fprintf(stderr, "this kernel has no KCOV: programs are run, and none is kept\n");
	last_start();
	complaint_start();
	return 0;
}

static void tell(void)
{
	static time_t start, last;
	time_t now = time(NULL);

	if (!start) {
		start = now;
		last = now;
	}
	if (now - last < TELL_S)
		return;
	last = now;
	printf("progress: %ld s, %lu commands, %u places\n", now - start,
	       atomic_load(&fuzz.commands), kcov_places());
	fflush(stdout);
}

int LLVMFuzzerTestOneInput(const unsigned char *program, size_t size)
{
	if (print_only) {
		fuzz_print(program, size);
		return 0;
	}
	last_keep(program, size);
	fuzz_run(&fuzz, program, size);
	complaint_check();
	tell();
	return 0;
}

static unsigned int next(unsigned int *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static unsigned int any_op(unsigned int *seed)
{
	unsigned int op, tries = 4;

	do
		op = next(seed) % fuzz_ops_count;
	while (fuzz_ops[op].cost && tries--);
	return op;
}

/*
 * What is slow reaches much, so that the programs that are kept would have ever
 * more of it. All that is above a program's budget becomes something else; some
 * budgets are large.
 */
static void thin_out(struct fuzz_insn *insns, size_t count, unsigned int *seed)
{
	unsigned int budget = next(seed) % 8 ? BUDGET : BUDGET_LARGE, cost;
	size_t start = next(seed) % (count + 1), i;

	for (i = 0; i < count; i++) {
		struct fuzz_insn *insn = &insns[(start + i) % count];

		while ((cost = fuzz_cost(insn)) > budget)
			insn->op = any_op(seed);
		budget -= cost;
	}
}

static struct fuzz_insn any_insn(unsigned int *seed)
{
	struct fuzz_insn insn = {
		.op = any_op(seed),
		.on = next(seed) % FUZZ_FDS,
		.to = next(seed) % FUZZ_FDS,
		.a = next(seed),
		.b = next(seed),
		.n = next(seed),
	};

	/* Several threads, damaged arguments, and failing allocations are rare. */
	if (!(next(seed) % 4))
		insn.who = next(seed) % 4;
	if (!(next(seed) % 8))
		insn.who |= next(seed) | 0xc0;
	if (!(next(seed) % 8))
		insn.to = next(seed);
	if (!(next(seed) % 3))
		insn.n = 0;
	return insn;
}

static void change_insn(struct fuzz_insn *insn, unsigned int *seed)
{
	struct fuzz_insn other = any_insn(seed);

	switch (next(seed) % 7) {
	case 0:
		insn->op = other.op;
		break;
	case 1:
		insn->who = other.who;
		break;
	case 2:
		insn->on = other.on;
		break;
	case 3:
		insn->to = other.to;
		break;
	case 4:
		insn->a = other.a;
		break;
	case 5:
		insn->b = other.b;
		break;
	default:
		insn->n = other.n;
	}
}

/* By whole instructions: a new one, none, twice, moved; or one part of one. */
static size_t mutate(struct fuzz_insn *insns, size_t count, size_t room,
		     unsigned int *seed)
{
	size_t at = count ? next(seed) % count : 0;
	unsigned int how = next(seed) % 8;

	if (!count || (how < 3 && count < room)) {
		memmove(&insns[at + 1], &insns[at],
			(count - at) * sizeof(*insns));
		insns[at] = how == 2 && count ? insns[next(seed) % count] :
						any_insn(seed);
		return count + 1;
	}
	if (how == 3 && count > 1) {
		memmove(&insns[at], &insns[at + 1],
			(count - at - 1) * sizeof(*insns));
		return count - 1;
	}
	if (how == 4) {
		struct fuzz_insn insn = insns[at];
		size_t to = next(seed) % count;

		insns[at] = insns[to];
		insns[to] = insn;
		return count;
	}
	change_insn(&insns[at], seed);
	return count;
}

size_t LLVMFuzzerCustomMutator(unsigned char *program, size_t size,
			       size_t room, unsigned int seed)
{
	const size_t each = sizeof(struct fuzz_insn);
	struct fuzz_insn *insns = (struct fuzz_insn *)program;
	unsigned int changes = 1 + seed % 3;
	size_t count = size / each;

	if (room < each)
		return LLVMFuzzerMutate(program, size, room);
	if (!(seed % 10))
		count = LLVMFuzzerMutate(program, size, room) / each;
	else
		while (changes--)
			count = mutate(insns, count, room / each, &seed);
	thin_out(insns, count, &seed);
	return count * each;
}

/* The begin of one and the end of the other. */
size_t LLVMFuzzerCustomCrossOver(const unsigned char *one, size_t one_size,
				 const unsigned char *other, size_t other_size,
				 unsigned char *out, size_t room,
				 unsigned int seed)
{
	const size_t each = sizeof(struct fuzz_insn);
	size_t head = next(&seed) % (one_size / each + 1) * each;
	size_t from = next(&seed) % (other_size / each + 1) * each;
	size_t tail = other_size / each * each - from;

	if (head > room)
		head = room / each * each;
	if (tail > room - head)
		tail = (room - head) / each * each;
	memcpy(out, one, head);
	memcpy(out + head, other + from, tail);
	thin_out((struct fuzz_insn *)out, (head + tail) / each, &seed);
	return head + tail;
}
