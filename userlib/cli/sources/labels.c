// SPDX-License-Identifier: GPL-2.0
/* Labels: a start and a step for each axis, which slices change. */
#include "sources/labels.h"

#include <stdio.h>

void labels_begin(struct labels *labels, int ndim)
{
	int i;

	labels->n = ndim;
	for (i = 0; i < ndim; i++)
		labels->axes[i] = (struct label) { .step = 1 };
}

/* As Python has it: negative ones count from the end, all are clamped. */
static int64_t first_index(const struct mview_range *range, int64_t step,
			   int64_t length)
{
	int64_t start = range->start;

	if (start == MVIEW_NONE)
		return step < 0 ? length - 1 : 0;
	if (start < 0)
		start += length;
	if (start < 0)
		return step < 0 ? -1 : 0;
	if (start >= length)
		return step < 0 ? length - 1 : length;
	return start;
}

static void slice_axis(struct label *label, const struct mview_range *range,
		       int64_t length)
{
	int64_t step = range->step == MVIEW_NONE ? 1 : range->step;

	label->start += first_index(range, step, length) * label->step;
	/* Where the step is beyond all bounds there is one element at most. */
	if (__builtin_mul_overflow(label->step, step, &label->step))
		label->step = 0;
	label->dropped = range->flags & MVIEW_AT;
}

void labels_slice(struct labels *labels, const struct mview_range *ranges,
		  int n, const int64_t *shape)
{
	int i, axis = 0;

	for (i = 0; i < labels->n && axis < n; i++) {
		if (labels->axes[i].dropped)
			continue;
		slice_axis(&labels->axes[i], &ranges[axis], shape[axis]);
		axis++;
	}
}

int64_t labels_at(const struct labels *labels, int axis, int64_t index)
{
	const struct label *label = labels->axes;

	while (label->dropped || axis--)
		label++;
	return label->start + index * label->step;
}

void labels_text(const struct labels *labels, const int64_t *shape, int64_t i,
		 char *text)
{
	int64_t at[MVIEW_DIMS];
	int n, axis = 0;

	for (n = 0; n < labels->n; n++)
		axis += !labels->axes[n].dropped;
	for (n = labels->n - 1; n >= 0; n--) {
		const struct label *label = &labels->axes[n];

		at[n] = label->start;
		if (label->dropped)
			continue;
		axis--;
		at[n] += i % shape[axis] * label->step;
		i /= shape[axis];
	}
	*text = '\0';
	for (n = 0; n < labels->n; n++)
		text += sprintf(text, "%s%lld", n ? "," : "",
				(long long)at[n]);
}
