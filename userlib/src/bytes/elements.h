/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* All elements of a view, as memory that can be read, and their copying. */
#ifndef MVIEW_SRC_ELEMENTS_H
#define MVIEW_SRC_ELEMENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/layout.h"

struct mview;

/**
 * struct elements - the elements of a view in memory
 * @base: where byte 0 of the buffer of @layout is, or would be
 * @layout: the view's, or that of a copy
 * @copy: the copy, if the view's memory can't be read in place
 * @strides: of the copy
 * @view: whose memory is accessed in place, or NULL
 * @access: for view_done()
 */
struct elements {
	char *base;
	struct mv_layout layout;
	void *copy;
	int64_t strides[MV_NDIM_MAX];
	struct mview *view;
	unsigned int access;
};

/**
 * elements_begin - have a view's elements in memory
 * @elements: written; elements_end() is its end
 * @view: entered
 * @access: MVIEW_READ; or MVIEW_WRITE for memory to write to all of, which
 *	elements_write() then brings to its place
 *
 * Return: 0 or -errno.
 */
int elements_begin(struct elements *elements, struct mview *view,
		   unsigned int access);
int elements_write(struct elements *elements, struct mview *view);
void elements_end(struct elements *elements);

/* Copy the elements in C order unless @elements has a copy. 0 or -ENOMEM. */
int elements_detach(struct elements *elements);

/* As memoryview does: axes after one of length 0 are not compared. */
bool elements_same_shape(const struct mv_layout *a, const struct mv_layout *b);

/* Whether the bytes of the two overlap. */
bool elements_overlap(const struct elements *a, const struct elements *b);

/* Copy between layouts of the same shape and itemsize that don't overlap. */
void elements_copy(char *dst_base, const struct mv_layout *dst,
		   const char *src_base, const struct mv_layout *src);

/* Copy from @base to @buf in C order without gaps, and the reverse. */
void elements_gather(char *buf, const char *base,
		     const struct mv_layout *layout);
void elements_scatter(char *base, const struct mv_layout *layout,
		      const char *buf);

#endif /* MVIEW_SRC_ELEMENTS_H */
