// SPDX-License-Identifier: LGPL-2.1-or-later
/* The attributes of a view. */
#include "base/fail.h"
#include "format/type.h"
#include "view/mem.h"
#include "view/view.h"

bool mview_check(const struct mview *view)
{
	return view;
}

int mview_ndim(const struct mview *view)
{
	if (view_is_released(view))
		return fail(-EBADFD);
	return view->layout.ndim;
}

const int64_t *mview_shape(const struct mview *view)
{
	if (view_is_released(view))
		return fail_null(-EBADFD);
	return view->layout.shape;
}

const int64_t *mview_strides(const struct mview *view)
{
	if (view_is_released(view))
		return fail_null(-EBADFD);
	return view->layout.strides;
}

const int64_t *mview_suboffsets(const struct mview *view)
{
	if (view_is_released(view))
		return fail_null(-EBADFD);
	return view->suboffsets;
}

int64_t mview_offset(const struct mview *view)
{
	if (view_is_released(view))
		return fail(-EBADFD);
	return view->layout.offset;
}

int64_t mview_itemsize(const struct mview *view)
{
	if (view_is_released(view))
		return fail(-EBADFD);
	return view->layout.itemsize;
}

int64_t mview_nbytes(const struct mview *view)
{
	if (view_is_released(view))
		return fail(-EBADFD);
	return mv_layout_nbytes(&view->layout);
}

int64_t mview_len(const struct mview *view)
{
	if (view_is_released(view))
		return fail(-EBADFD);
	return view->layout.ndim ? view->layout.shape[0] : 1;
}

const char *mview_format(const struct mview *view)
{
	if (view_is_released(view))
		return fail_null(-EBADFD);
	return view->type->format;
}

int mview_readonly(const struct mview *view)
{
	if (view_is_released(view))
		return fail(-EBADFD);
	return view->readonly;
}

int mview_contiguous(const struct mview *view, char order)
{
	if (view_is_released(view))
		return fail(-EBADFD);
	if (order != 'C' && order != 'F' && order != 'A')
		return fail(-EINVAL);
	return view_contiguous(view, order);
}

uint64_t mview_buffer_id(const struct mview *view)
{
	if (view_is_released(view)) {
		fail(-EBADFD);
		return 0;
	}
	return view->mem->buffer_id;
}

const char *mview_kind(const struct mview *view)
{
	if (view_is_released(view))
		return fail_null(-EBADFD);
	return view->mem->kind;
}

const struct mview_field *mview_element(const struct mview *view)
{
	if (view_is_released(view))
		return fail_null(-EBADFD);
	return view->type->element;
}
