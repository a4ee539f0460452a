/* SPDX-License-Identifier: GPL-2.0 */
/* mview diff: two views element by element, in three steps. */
#ifndef MVIEW_CLI_DIFF_H
#define MVIEW_CLI_DIFF_H

#include <stdbool.h>
#include <stdint.h>

#include "displays/output.h"
#include "lenses/columns.h"
#include "lenses/elements.h"
#include "sources/source.h"

/**
 * struct diff_side - one of the two
 * @source: where it comes from
 * @frame: what there was
 * @columns: of its elements, those of the other one, too
 */
struct diff_side {
	struct source *source;
	struct frame frame;
	struct columns columns;
};

/**
 * struct diff - what is compared, and how that is told
 * @old: the first one, whose indices elements have
 * @new: the second one
 * @elements: which ones, and what of them
 * @output: for whom
 * @bytes: compare all bytes, not the fields
 * @stat: print sums only
 * @quiet: print nothing
 * @ndifferent: elements that differ
 * @counts: how often each column did
 * @list: of the differences, but for people
 */
struct diff {
	struct diff_side old;
	struct diff_side new;
	struct elements elements;
	enum output output;
	bool bytes;
	bool stat;
	bool quiet;
	int64_t ndifferent;
	int64_t *counts;
	struct output_list list;
};

/* What @differs returns: all but DIFF_GO_ON end the comparison. */
enum {
	DIFF_GO_ON,
	DIFF_ENOUGH,
	DIFF_NO_VALUE, /* --where; mview_inspect_error() says why */
};

/**
 * diff_compare - find elements that are not the same, byte by byte
 * @old: a view
 * @new: a view of the same shape, and with elements of the same size
 * @differs: told of each, by its number in C order
 * @arg: handed to @differs
 *
 * What is the same is only compared, 1 MiB at a time.
 *
 * Return: DIFF_GO_ON, what @differs returned else, or -1 and errno.
 */
int diff_compare(struct mview *old, struct mview *new,
		 int (*differs)(void *arg, int64_t i, const char *old,
				const char *new),
		 void *arg);

void diff_begin(struct diff *diff);

/* As @differs of diff_compare(), for a struct diff: fields, and what they are. */
int diff_element(void *arg, int64_t i, const char *old, const char *new);
void diff_end(struct diff *diff);

#endif /* MVIEW_CLI_DIFF_H */
