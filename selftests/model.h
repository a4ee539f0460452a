/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The tests' own idea of a layout, by nested loops over every element. It
 * shares nothing with the code under test and takes no short cut.
 */
#ifndef MVIEW_TEST_MODEL_H
#define MVIEW_TEST_MODEL_H

#include <linux/mview.h>
#include <stdbool.h>
#include <stddef.h>

#include "mview_test.h"

struct model {
	__s64 offset;
	__u64 itemsize;
	__u32 ndim;
	__u64 shape[MVIEW_NDIM_MAX];
	__s64 strides[MVIEW_NDIM_MAX];
};

/* C order from the start of the buffer. */
void model_init(struct model *model, __u64 itemsize, __u32 ndim,
		const __u64 *shape);
void model_slice(struct model *model, const struct mview_axis *axes,
		 __u32 ndim);
void model_transpose(struct model *model, const __u32 *axes);
__u64 model_nbytes(const struct model *model);

/* The elements' bytes in C order, out of and into a buffer. */
void model_gather(const struct model *model, const void *buffer, void *bytes);
void model_scatter(const struct model *model, void *buffer, const void *bytes);

/* The bytes that the elements take; both 0 if there are none. */
void model_extent(const struct model *model, __u64 *lo, __u64 *hi);

/* Does every element follow the one before, last or first axis fastest? */
bool model_contiguous(const struct model *model, bool fortran);

/* Does a view's description say the same, its flags and window included? */
bool model_describes(const struct model *model, const struct view_desc *desc);

/* Does read(2) give what the model says of this buffer? */
bool model_reads(const struct model *model, const void *buffer, int view);

#endif /* MVIEW_TEST_MODEL_H */
