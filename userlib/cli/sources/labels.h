/* SPDX-License-Identifier: GPL-2.0 */
/* Labels: the indices that elements had before the view was sliced. */
#ifndef MVIEW_CLI_LABELS_H
#define MVIEW_CLI_LABELS_H

#include <stdbool.h>
#include <stdint.h>

#include <mview.h>

/**
 * struct label - which indices of an axis are left
 * @start: the first
 * @step: from one to the next
 * @dropped: there is only @start, and no axis in the view
 */
struct label {
	int64_t start;
	int64_t step;
	bool dropped;
};

/**
 * struct labels - the axes of a view that has not been sliced
 * @axes: what is left of them
 * @n: their number
 */
struct labels {
	struct label axes[MVIEW_DIMS];
	int n;
};

/* Of a view of @ndim dimensions that is not sliced. */
void labels_begin(struct labels *labels, int ndim);

/* A view of @shape was sliced, of which the first @n axes by @ranges. */
void labels_slice(struct labels *labels, const struct mview_range *ranges,
		  int n, const int64_t *shape);

/* The label of @index of the view's axis @axis. */
int64_t labels_at(const struct labels *labels, int axis, int64_t index);

/* "3", "1,2": the label of the view's element @i in C order, in a buffer. */
#define LABELS_TEXT	(MVIEW_DIMS * 21 + 1)
void labels_text(const struct labels *labels, const int64_t *shape, int64_t i,
		 char *text);

#endif /* MVIEW_CLI_LABELS_H */
