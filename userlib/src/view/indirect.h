/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Indirect views, as the Python Imaging Library had its pictures: some axes
 * are arrays of pointers. Where the suboffset of an axis is not negative, there
 * is a pointer at the place that its index leads to; what the next axes count
 * from is as many bytes behind where that points.
 *
 * Only ordinary memory can be so. All want views that are entered and not
 * released, as they follow the pointers.
 */
#ifndef MVIEW_SRC_INDIRECT_H
#define MVIEW_SRC_INDIRECT_H

#include <stdint.h>

#include "core/layout.h"

struct mview;

/* The address of the element at @index, which lies inside the shape. */
char *indirect_find(const struct mview *view, const int64_t *index);

/* Copy all elements in C order, out of the view and into it. */
void indirect_gather(char *buf, const struct mview *view);
void indirect_scatter(const struct mview *view, const char *buf);

/**
 * indirect_slice - mv_layout_slice() for layouts with suboffsets
 * @dst: its layout and suboffsets are written; the latter to NULL if no
 *	pointers are left to follow
 * @src: indirect
 * @axes: what to take of each of the first @naxes axes; the rest whole
 * @naxes: number of @axes
 *
 * Return: as mv_layout_slice(); -EOPNOTSUPP for an index that leaves two
 * pointers to follow after one axis, or a place that no suboffset can tell.
 */
int indirect_slice(struct mview *dst, const struct mview *src,
		   const struct mv_axis *axes, uint32_t naxes);

#endif /* MVIEW_SRC_INDIRECT_H */
