// SPDX-License-Identifier: LGPL-2.1-or-later
/* Descriptions of arrays, as other libraries have them: in and out. */
#include <string.h>

#include "base/fail.h"
#include "format/type.h"
#include "memory/local.h"
#include "view/mem.h"
#include "view/view.h"

static bool has_pointers(const struct mview_array *array)
{
	int i;

	for (i = 0; array->suboffsets && i < array->ndim; i++)
		if (array->suboffsets[i] >= 0)
			return true;
	return false;
}

/* An array without a shape is a row of elements. */
static int fill_shape(struct mv_layout *layout, const struct mview_array *array)
{
	size_t size = layout->ndim * sizeof(*layout->shape);

	if (array->shape && layout->ndim)
		memcpy(layout->shape, array->shape, size);
	else if (layout->ndim == 1)
		layout->shape[0] = array->len / layout->itemsize;
	else if (layout->ndim)
		return -EINVAL;
	if (!array->strides)
		return mv_layout_strides(layout);
	memcpy(layout->strides, array->strides, size);
	return 0;
}

/* Bytes from the lowest to [0, …, 0], as some strides may be negative. */
static int bytes_before(const struct mv_layout *layout, int64_t *bytes)
{
	int64_t span;
	uint32_t i;

	*bytes = 0;
	for (i = 0; i < layout->ndim; i++) {
		if (layout->shape[i] < 1 || layout->strides[i] >= 0)
			continue;
		if (__builtin_mul_overflow(layout->shape[i] - 1,
					   layout->strides[i], &span) ||
		    __builtin_sub_overflow(*bytes, span, bytes))
			return -EOVERFLOW;
	}
	return 0;
}

static int fill(struct mview *view, const struct mview_array *array)
{
	struct mv_layout *layout = &view->layout;
	int err;

	if (array->itemsize != layout->itemsize)
		return -EINVAL;
	err = fill_shape(layout, array);
	if (!err)
		err = bytes_before(layout, &layout->offset);
	if (!err)
		err = mv_layout_check(layout, INT64_MAX);
	if (!err && mv_layout_nbytes(layout) != array->len)
		err = -EINVAL;
	if (!err && (uintptr_t)array->buf < (uint64_t)layout->offset)
		err = -EOVERFLOW;
	if (err)
		return err;
	view->mem->base = (char *)array->buf - layout->offset;
	if (view->suboffsets)
		memcpy(view->suboffsets, array->suboffsets,
		       layout->ndim * sizeof(*view->suboffsets));
	return 0;
}

struct mview *mview_from_array(const struct mview_array *array)
{
	const char *format = array->format ? array->format : "B";
	struct mview *view;
	struct type *type;
	int err = 0;

	if (array->ndim > MV_NDIM_MAX)
		err = -E2BIG;
	else if (!array->buf || array->ndim < 0)
		err = -EINVAL;
	if (!err)
		err = type_make(&type, format, strlen(format));
	if (err)
		return fail_null(err);
	view = local_create(array->buf, !array->readonly, type, array->ndim,
			    has_pointers(array));
	if (!view)
		return fail_null(-ENOMEM);
	err = fill(view, array);
	if (!err)
		return view;
	mview_close(view);
	return fail_null(err);
}

int mview_get_array(struct mview *view, struct mview_array *array)
{
	void *pointer;
	int err = view_map(view, true, &pointer);

	if (err)
		return fail(err);
	*array = (struct mview_array) {
		.buf = pointer,
		.len = mv_layout_nbytes(&view->layout),
		.itemsize = view->layout.itemsize,
		.readonly = view->readonly,
		.ndim = view->layout.ndim,
		.format = view->type->format,
		.shape = view->layout.shape,
		.strides = view->layout.strides,
		.suboffsets = view->suboffsets,
	};
	return 0;
}
