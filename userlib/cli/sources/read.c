// SPDX-License-Identifier: GPL-2.0
/* Copying those elements out of views that are shown, and no others. */
#include "sources/read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define PIECE	(1 << 20)	/* bytes read at a time */

int64_t read_count(struct mview *view)
{
	int64_t n = 1;
	int axis;

	for (axis = 0; axis < mview_ndim(view); axis++)
		n *= mview_shape(view)[axis];
	return n;
}

int read_all(struct mview *view, void *buf)
{
	struct mview_guard guard;
	ssize_t size;

	mview_guard_begin(&guard, view);
	size = mview_tobytes(view, buf, mview_nbytes(view), 'C');
	return mview_guard_end(&guard) || size < 0 ? -1 : 0;
}

/* Indices @start to @stop of the first axis, all that is behind them. */
static int read_rows(struct mview *view, int64_t start, int64_t stop, void *buf)
{
	struct mview_range range = mview_range(start, stop, 1);
	struct mview *rows = mview_slice(view, &range, 1);
	int err;

	if (!rows)
		return -1;
	err = read_all(rows, buf);
	mview_close(rows);
	return err;
}

/* A part of what is behind one index of the first axis. */
static int read_inside(struct mview *view, int64_t index, int64_t first,
		       int64_t n, void *buf)
{
	struct mview *row = mview_index(view, &index, 1);
	int err;

	if (!row)
		return -1;
	err = read_range(row, first, n, buf);
	mview_close(row);
	return err;
}

int read_range(struct mview *view, int64_t first, int64_t n, void *buf)
{
	int64_t size = mview_itemsize(view), length, row, some;
	char *to = buf;
	int err = 0;

	if (!n)
		return 0;
	if (n == read_count(view))
		return read_all(view, buf);
	length = mview_len(view);
	row = read_count(view) / length;
	while (n && !err) {
		if (first % row || n < row) {
			some = row - first % row < n ? row - first % row : n;
			err = read_inside(view, first / row, first % row, some,
					  to);
		} else {
			some = n - n % row;
			err = read_rows(view, first / row, (first + n) / row,
					to);
		}
		first += some;
		n -= some;
		to += some * size;
	}
	return err;
}

static bool in_memory(struct mview *view)
{
	return !strcmp(mview_kind(view), "memory") &&
	       mview_contiguous(view, 'C') == 1;
}

static int each_piece(struct mview *view, int64_t n,
		      int (*use)(void *arg, const void *items, int64_t n),
		      void *arg)
{
	int64_t size = mview_itemsize(view), at, some;
	int64_t most = size < PIECE ? PIECE / size : 1;
	void *items = malloc(most * size);
	int err = items ? 0 : -1;

	for (at = 0; at < n && !err; at += some) {
		some = n - at < most ? n - at : most;
		err = read_range(view, at, some, items);
		if (!err)
			err = use(arg, items, some);
	}
	free(items);
	return err;
}

int read_each(struct mview *view,
	      int (*use)(void *arg, const void *items, int64_t n), void *arg)
{
	int64_t n = read_count(view);
	const void *items;
	int err;

	if (!n)
		return 0;
	if (!in_memory(view))
		return each_piece(view, n, use, arg);
	items = mview_map(view);
	if (!items)
		return -1;
	err = use(arg, items, n);
	mview_unmap(view);
	return err;
}

/* Room for elements such as those of @view, in another shape. */
static int make_room(struct read_copy *copy, struct mview *view,
		     const int64_t *shape)
{
	int64_t size = mview_itemsize(view);
	int axis;

	for (axis = 0; axis < mview_ndim(view); axis++)
		if (__builtin_mul_overflow(size, shape[axis], &size)) {
			errno = ENOMEM;
			return -1;
		}
	copy->view = NULL;
	copy->data = malloc(size ? size : 1);
	if (copy->data)
		copy->view = mview_from_layout(copy->data, size,
					       mview_format(view),
					       mview_ndim(view), shape, NULL,
					       0, MVIEW_WRITE);
	if (copy->view)
		return 0;
	read_done(copy, NULL);
	return -1;
}

int read_moment(struct read_copy *copy, struct mview *view)
{
	if (mview_nbytes(view) > READ_MOMENT) {
		*copy = (struct read_copy) { .view = view };
		return 0;
	}
	if (make_room(copy, view, mview_shape(view)))
		return -1;
	if (!read_all(view, copy->data))
		return 0;
	read_done(copy, view);
	return -1;
}

/* One corner of both: of axes with an edge, bit by bit of @corner, which. */
static int copy_corner(struct mview *dst, struct mview *src, int64_t edge,
		       uint64_t corner)
{
	struct mview_range ranges[MVIEW_DIMS];
	int axis, ndim = mview_ndim(src), err = -1;
	struct mview *to, *from;
	struct mview_guard guard;

	for (axis = 0; axis < ndim; axis++) {
		if (mview_shape(src)[axis] <= 2 * edge)
			ranges[axis] = mview_whole();
		else if (corner >> axis & 1)
			ranges[axis] = mview_range(-edge, MVIEW_NONE, 1);
		else
			ranges[axis] = mview_range(0, edge, 1);
	}
	to = mview_slice(dst, ranges, ndim);
	from = mview_slice(src, ranges, ndim);
	mview_guard_begin(&guard, src);
	if (to && from)
		err = mview_assign(to, from);
	err = mview_guard_end(&guard) ?: err;
	mview_close(to);
	mview_close(from);
	return err;
}

int read_edges(struct read_copy *copy, struct mview *view, int64_t edge)
{
	int64_t shape[MVIEW_DIMS];
	uint64_t cut = 0, corner = 0;
	int axis, err;

	for (axis = 0; axis < mview_ndim(view); axis++) {
		shape[axis] = mview_shape(view)[axis];
		if (shape[axis] <= 2 * edge)
			continue;
		shape[axis] = 2 * edge;
		cut |= 1ULL << axis;
	}
	if (make_room(copy, view, shape))
		return -1;
	do {
		err = copy_corner(copy->view, view, edge, corner);
		/* The next subset of the bits of @cut. */
		corner = (corner - cut) & cut;
	} while (corner && !err);
	if (err)
		read_done(copy, view);
	return err;
}

void read_done(struct read_copy *copy, struct mview *view)
{
	int saved = errno;

	if (copy->view != view)
		mview_close(copy->view);
	free(copy->data);
	errno = saved;
}
