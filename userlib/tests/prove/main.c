// SPDX-License-Identifier: GPL-2.0
/* Try all values: "layouts WHAT NDIM"; prints how many cases there were. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/prove/prove.h"

#define MOST	4096

s64 prove_values[MOST];
unsigned int prove_count;
u64 prove_sizes[MOST];
unsigned int prove_size_count;
unsigned long long prove_cases;

/* The layout under test, which on_trap() prints. */
static const struct room *current;

#ifdef NARROW

void prove_init(void)
{
	int i;

	for (i = -(1 << (NARROW - 1)); i < 1 << (NARROW - 1); i++)
		prove_values[prove_count++] = i;
	for (i = 0; i < 1 << NARROW; i++)
		prove_sizes[prove_size_count++] = i;
}

#else

void prove_init(void)
{
	static const s64 values[] = {
		0, 1, -1, 2, -2, 3, 5, -7, 1LL << 31, -(1LL << 32),
		3037000500, 1LL << 62, -(1LL << 62), INT64_MAX, INT64_MAX - 1,
		INT64_MIN, INT64_MIN + 1,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(values); i++) {
		prove_values[prove_count++] = values[i];
		if (values[i] >= 0)
			prove_sizes[prove_size_count++] = values[i];
	}
	prove_sizes[prove_size_count++] = UINT64_MAX;
	prove_sizes[prove_size_count++] = 1ULL << 63;
}

#endif

/* Axes from the @axis-th on, then offset and itemsize. */
static void visit_axes(struct room *room, u32 axis, bool valid,
		       void (*visit)(struct room *room))
{
	struct mv_layout *layout = &room->layout;
	unsigned int i, j;

	for (i = 0; i < prove_count; i++) {
		if (valid && prove_values[i] < 0)
			continue;
		for (j = 0; j < prove_count; j++) {
			if (axis < layout->ndim) {
				room->shape[axis] = prove_values[i];
				room->strides[axis] = prove_values[j];
				visit_axes(room, axis + 1, valid, visit);
				continue;
			}
			layout->offset = prove_values[i];
			layout->itemsize = prove_values[j];
			if (!valid || !mv_layout_bounds(layout, S64_MAX))
				visit(room);
		}
	}
}

void prove_layouts(u32 ndim, bool valid, void (*visit)(struct room *room))
{
	struct room room;

	room_init(&room);
	room.layout.ndim = ndim;
	current = &room;
	visit_axes(&room, 0, valid, visit);
}

/* An overflow in the core traps. */
static void on_trap(int number)
{
	u32 i;

	(void)number;
	fprintf(stderr, "the core overflows; itemsize %lld, offset %lld,",
		(long long)current->layout.itemsize,
		(long long)current->layout.offset);
	for (i = 0; i < current->layout.ndim; i++)
		fprintf(stderr, " %lld/%lld", (long long)current->shape[i],
			(long long)current->strides[i]);
	fprintf(stderr, "\n");
	_exit(1);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*prove)(u32 ndim);
	} proofs[] = {
		{ "bounds", prove_bounds },
		{ "walk", prove_walk },
		{ "slice", prove_slice },
		{ "transpose", prove_transpose },
		{ "cast", prove_cast },
		{ "assign", prove_assign },
		{ "clamp", prove_clamp },
	};
	static struct room nothing;
	unsigned int i;

	if (argc != 3)
		return 2;
	current = &nothing;
	signal(SIGILL, on_trap);
	prove_init();
	for (i = 0; i < ARRAY_SIZE(proofs); i++)
		if (!strcmp(argv[1], proofs[i].name))
			proofs[i].prove(atoi(argv[2]));
	printf("%llu\n", prove_cases);
	return !prove_cases;
}
