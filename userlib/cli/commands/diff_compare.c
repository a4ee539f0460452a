// SPDX-License-Identifier: GPL-2.0
/* mview diff: which elements have other bytes. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands/diff.h"
#include "sources/read.h"

#define PIECE	(1 << 20)	/* bytes compared at a time */

/**
 * struct compare - two views, as they are compared
 * @new: the second one
 * @items: room for a piece of its elements
 * @itemsize: of an element
 * @next: the number of the next one
 * @differs: see diff_compare()
 * @arg: likewise
 */
struct compare {
	struct mview *new;
	char *items;
	int64_t itemsize;
	int64_t next;
	int (*differs)(void *arg, int64_t i, const char *old, const char *new);
	void *arg;
};

/*
 * Halve a range that differs until one element is left. A range that is the same
 * costs one memcmp().
 */
static int compare_range(const struct compare *compare, int64_t first,
			 const char *old, const char *new, int64_t n)
{
	int64_t half = n / 2, size = half * compare->itemsize;
	int status;

	if (!memcmp(old, new, n * compare->itemsize))
		return DIFF_GO_ON;
	if (n == 1)
		return compare->differs(compare->arg, first, old, new);
	status = compare_range(compare, first, old, new, half);
	if (status)
		return status;
	return compare_range(compare, first + half, old + size, new + size,
			     n - half);
}

static int64_t piece_of(const struct compare *compare)
{
	return compare->itemsize < PIECE ? PIECE / compare->itemsize : 1;
}

static int compare_items(void *arg, const void *items, int64_t n)
{
	struct compare *compare = arg;
	const char *old = items;
	int64_t some;
	int status;

	for (; n; n -= some, old += some * compare->itemsize) {
		some = n < piece_of(compare) ? n : piece_of(compare);
		if (read_range(compare->new, compare->next, some,
			       compare->items))
			return -1;
		status = compare_range(compare, compare->next, old,
				       compare->items, some);
		if (status)
			return status;
		compare->next += some;
	}
	return DIFF_GO_ON;
}

int diff_compare(struct mview *old, struct mview *new,
		 int (*differs)(void *arg, int64_t i, const char *old,
				const char *new),
		 void *arg)
{
	struct compare compare = {
		.new = new,
		.itemsize = mview_itemsize(new),
		.differs = differs,
		.arg = arg,
	};
	int err;

	compare.items = allocate(piece_of(&compare) * compare.itemsize);
	err = read_each(old, compare_items, &compare);
	free(compare.items);
	return err;
}
