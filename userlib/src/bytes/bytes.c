// SPDX-License-Identifier: LGPL-2.1-or-later
/* All elements at once, to and from plain bytes. */
#include <stdlib.h>

#include "base/fail.h"
#include "base/size.h"
#include "bytes/elements.h"
#include "bytes/remote.h"
#include "view/mem.h"
#include "view/view.h"

/* Reverse the axes of @layout: C order of the result is F order of it. */
static void reverse(struct mv_layout *dst, const struct mv_layout *layout)
{
	uint32_t i, last = layout->ndim - 1;
	int64_t *shape = dst->shape, *strides = dst->strides;

	*dst = *layout;
	dst->shape = shape;
	dst->strides = strides;
	for (i = 0; i < layout->ndim; i++) {
		shape[i] = layout->shape[last - i];
		strides[i] = layout->strides[last - i];
	}
}

/* @origin is the offset of @base in the buffer. */
static void gather_in_order(char *buf, const char *base, int64_t origin,
			    const struct mv_layout *layout, char order)
{
	int64_t shape[MV_NDIM_MAX], strides[MV_NDIM_MAX];
	struct mv_layout reversed = { .shape = shape, .strides = strides };

	if (order == 'F') {
		reverse(&reversed, layout);
		layout = &reversed;
	}
	elements_gather(buf, base - origin, layout);
}

/* remote_read() gathers in C order, from which other orders are made here. */
static int read_in_order(struct mview *view, char *buf, size_t size, char order)
{
	int64_t strides[MV_NDIM_MAX];
	struct mv_layout packed = view->layout;
	char *copy;
	int err;

	if (order == 'C')
		return remote_read(view, buf, size);
	copy = malloc(size);
	if (!copy)
		return -ENOMEM;
	err = remote_read(view, copy, size);
	if (!err) {
		packed.strides = strides;
		packed.offset = 0;
		mv_layout_strides(&packed);
		gather_in_order(buf, copy, 0, &packed, order);
	}
	free(copy);
	return err;
}

static int tobytes(struct mview *view, void *buf, size_t size, char order)
{
	unsigned int access = MVIEW_READ;
	const struct mv_layout *layout = &view->layout;
	size_t room = size;
	char *base;
	int err;

	if (order == 'A')
		order = !view_contiguous(view, 'C') &&
			view_contiguous(view, 'F') ? 'F' : 'C';
	if (order != 'C' && order != 'F')
		return -EINVAL;
	err = size_of_bytes(mv_layout_nbytes(layout), &size);
	if (err)
		return err;
	if (room < size)
		return -ENOSPC;
	if (!size)
		return 0;
	err = view_base(view, &access, &base);
	if (err)
		return err;
	if (!base)
		return read_in_order(view, buf, size, order);
	gather_in_order(buf, base, view->mem->origin, layout, order);
	view_done(view, access);
	return 0;
}

ssize_t mview_tobytes(struct mview *view, void *buf, size_t size, char order)
{
	int err;

	err = view_enter(view);
	if (err)
		return fail(err);
	err = tobytes(view, buf, size, order);
	view_leave(view);
	return err ? fail(err) : mv_layout_nbytes(&view->layout);
}

static int frombytes(struct mview *view, const char *buf, size_t size)
{
	unsigned int access = MVIEW_WRITE;
	char *base;
	int err;

	if (view->readonly)
		return -EACCES;
	if (size != (uint64_t)mv_layout_nbytes(&view->layout))
		return -EINVAL;
	if (!size)
		return 0;
	err = view_base(view, &access, &base);
	if (err)
		return err;
	if (!base)
		return remote_write(view, buf, size);
	elements_scatter(base - view->mem->origin, &view->layout, buf);
	view_done(view, access);
	return 0;
}

int mview_frombytes(struct mview *view, const void *buf, size_t size)
{
	int err;

	err = view_enter(view);
	if (err)
		return fail(err);
	err = frombytes(view, buf, size);
	view_leave(view);
	return status(err);
}
