/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview: views derived from another. Part of mview.h. */
#ifndef MVIEW_DERIVE_H
#define MVIEW_DERIVE_H

#include <mview/base.h>

MVIEW_BEGIN

/**
 * struct mview_range - what a slice takes of one axis
 * @start: first index
 * @stop: index to stop before
 * @step: from one index to the next, not 0
 * @flags: MVIEW_AT or 0
 *
 * As in Python: a negative start or stop counts from the end, both are clamped
 * to the shape, and MVIEW_NONE stands for one that is left out. With MVIEW_AT
 * the axis is dropped at index @start, which must lie inside the shape.
 */
struct mview_range {
	int64_t start;
	int64_t stop;
	int64_t step;
	unsigned int flags;
};

#define MVIEW_AT	(1U << 0)

/* start:stop:step */
static inline struct mview_range mview_range(int64_t start, int64_t stop,
					     int64_t step)
{
	struct mview_range range = { start, stop, step, 0 };

	return range;
}

/* : */
static inline struct mview_range mview_whole(void)
{
	return mview_range(MVIEW_NONE, MVIEW_NONE, MVIEW_NONE);
}

/* An index, which drops the axis. */
static inline struct mview_range mview_at(int64_t index)
{
	struct mview_range range = { index, MVIEW_NONE, MVIEW_NONE, MVIEW_AT };

	return range;
}

/**
 * mview_from_view - the same view once more; PyMemoryView_FromObject()
 * @view: a view
 *
 * Each has an export of its own, and is released on its own.
 */
struct mview *mview_from_view(struct mview *view);

/**
 * mview_slice - view[…, start:stop:step, …], on any number of axes
 * @view: a view
 * @ranges: what to take of each of the first @n axes; the rest is taken whole
 * @n: at most the view's dimensions; 0 for the same view once more
 *
 * Errors: EINVAL for a step of 0 or too many axes, ERANGE for an index outside
 * the shape, EOPNOTSUPP.
 */
struct mview *mview_slice(struct mview *view, const struct mview_range *ranges,
			  int n);

/**
 * mview_index - the sub-view at an index of the first axes
 * @view: a view
 * @index: of the first @n axes; negative ones count from the end
 * @n: at most the view's dimensions; all of them give a view of one element
 *	without dimensions
 *
 * Errors: EINVAL for too many axes, ERANGE.
 */
struct mview *mview_index(struct mview *view, const int64_t *index, int n);

/**
 * mview_transpose - the axes in another order
 * @view: a view
 * @axes: for each axis of the new view the one of @view that it is, all of
 *	them once; negative ones count from the end. NULL to reverse them
 *
 * What numpy.transpose() does; memoryview has nothing like it.
 *
 * Errors: EINVAL if @axes is no permutation.
 */
struct mview *mview_transpose(struct mview *view, const int *axes);

/**
 * mview_get_contiguous - elements without gaps; PyMemoryView_GetContiguous()
 * @view: a view
 * @access: MVIEW_READ, MVIEW_WRITE or MVIEW_SHADOW
 * @order: 'C' if the last axis must vary fastest, 'F' for the first, 'A' for
 *	either
 *
 * A view of the same elements if they are contiguous in that order, as
 * writable as @view is. Else a copy of them in ordinary memory, in C order for
 * 'A': with MVIEW_READ it is read-only, with MVIEW_WRITE it is refused, and
 * with MVIEW_SHADOW what is written to it is written to @view's elements when
 * it, and all that derive from it, are released. mview_close() does that too,
 * but can't tell of an error; mview_release() does, and keeps the shadow.
 *
 * MVIEW_SHADOW is the third one of PEP 3118, PyBUF_UPDATEIFCOPY there and
 * PyBUF_SHADOW in old CPythons. Those of today have only the other two.
 * A copy has no descriptor: mview_fd() says EOPNOTSUPP.
 *
 * Errors: EINVAL, also for MVIEW_WRITE where there would have to be a copy;
 * EACCES for anything but MVIEW_READ if @view is read-only; ENODEV.
 */
struct mview *mview_get_contiguous(struct mview *view, unsigned int access,
				   char order);

/**
 * mview_cast - other elements over the same bytes
 * @view: C-contiguous
 * @format: of the new elements
 * @ndim: dimensions; not looked at if @shape is NULL
 * @shape: new shape, or NULL for one dimension of as many elements as fit
 * @flags: MVIEW_CAST_FREE or 0
 *
 * memoryview.cast()'s rules: one of the two formats is B, b or c, the new one
 * a single native code; one of the two views has one dimension; no extent is
 * 0 where a shape is given or the view has other than one dimension; the size
 * in bytes stays the same. With MVIEW_CAST_FREE any format and shape go that
 * keep the size.
 *
 * Between a driver's registers and those that it left out, see MVIEW_UNDECLARED,
 * a cast of a field of a cast makes a kernel view, which is one more export.
 *
 * Errors: EINVAL, E2BIG, EOVERFLOW, EOPNOTSUPP; EACCES for registers that the
 * driver left out, see MVIEW_UNDECLARED; with a kernel view also those of
 * mview_expose().
 */
struct mview *mview_cast(struct mview *view, const char *format, int ndim,
			 const int64_t *shape, unsigned int flags);

#define MVIEW_CAST_FREE			(1U << 0)

/**
 * mview_field - one field of every record; NumPy's array["name"]
 * @view: its elements are records
 * @name: of the field; of a record inside, the names with a "." between, as in
 *	"pos.x". As in struct mview_field: f0, f1, … where the format has none
 *
 * Its axes are the view's, followed by those of the sub-arrays on the way to the
 * field. Elements are single values, or records, as far apart as the records that
 * they lie in. No other byte is read or written through it, so that one register
 * of many can be accessed.
 *
 * Errors: ENOENT if there is no such field, EINVAL if it has no bytes, E2BIG for
 * too many dimensions, EOPNOTSUPP for arrays of pointers.
 */
struct mview *mview_field(struct mview *view, const char *name);

/**
 * mview_toreadonly - the same elements, but read-only
 * @view: a view
 */
struct mview *mview_toreadonly(struct mview *view);

MVIEW_END

#endif /* MVIEW_DERIVE_H */
