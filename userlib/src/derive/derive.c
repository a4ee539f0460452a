// SPDX-License-Identifier: LGPL-2.1-or-later
/* Derived views: slices, indices, transposes, casts, read-only ones. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "core/field.h"
#include "core/touch.h"
#include "format/type.h"
#include "view/indirect.h"
#include "view/mem.h"
#include "view/path.h"
#include "view/view.h"

/* The last step: @view joins @src's memory. Takes @type over. */
static struct mview *join(struct mview *view, struct mview *src,
			  struct type *type)
{
	int err = view_is_released(src) ? -EBADFD : mem_get(src->mem);

	if (err) {
		type_put(type);
		free(view);
		return fail_null(err);
	}
	view->mem = src->mem;
	view->type = type;
	view->readonly = src->readonly;
	atomic_init(&view->seen, atomic_load_explicit(&src->seen,
						      memory_order_relaxed));
	view->layout.format = type->format;
	view->layout.format_len = type->format_len;
	return view;
}

static int axis_from_index(struct mv_axis *axis, int64_t length, int64_t index)
{
	if (index < 0 && index >= -length)
		index += length;
	*axis = (struct mv_axis) { .start = index, .index = true };
	return 0;
}

static const int64_t *given(const int64_t *number)
{
	return *number == MVIEW_NONE ? NULL : number;
}

static int axis_from_range(struct mv_axis *axis, int64_t length,
			   const struct mview_range *range)
{
	if (range->flags & ~MVIEW_AT)
		return -EOPNOTSUPP;
	if (range->flags & MVIEW_AT)
		return axis_from_index(axis, length, range->start);
	return mv_axis_clamp(axis, length, given(&range->start),
			     given(&range->stop), given(&range->step));
}

/* Enters @src, as it may have to follow pointers. */
static int slice_pointers(struct mview *view, struct mview *src,
			  const struct mv_axis *axes, uint32_t naxes)
{
	int err = view_enter(src);

	if (err)
		return err;
	err = indirect_slice(view, src, axes, naxes);
	view_leave(src);
	return err;
}

static int slice_layout(struct mview *view, struct mview *src,
			const struct mv_axis *axes, uint32_t naxes)
{
	if (src->suboffsets)
		return slice_pointers(view, src, axes, naxes);
	return mv_layout_slice(&view->layout, &src->layout, axes, naxes);
}

static struct mview *slice(struct mview *src, const struct mv_axis *axes,
			   uint32_t naxes)
{
	struct path_room room = path_room(&src->path);
	struct mview *view;
	int err;

	view = view_alloc(src->layout.ndim, &room, src->suboffsets);
	if (!view)
		return fail_null(-ENOMEM);
	err = slice_layout(view, src, axes, naxes);
	if (err) {
		free(view);
		return fail_null(err);
	}
	if (!path_is_empty(&src->path)) {
		path_copy(&view->path, &src->path);
		path_slice(&view->path, axes, naxes);
	}
	return join(view, src, type_get(src->type));
}

struct mview *mview_slice(struct mview *view, const struct mview_range *ranges,
			  int n)
{
	struct mv_axis axes[MV_NDIM_MAX];
	int i, err = 0;

	if (n < 0 || (uint32_t)n > view->layout.ndim)
		err = -EINVAL;
	for (i = 0; !err && i < n; i++)
		err = axis_from_range(&axes[i], view->layout.shape[i],
				      &ranges[i]);
	return err ? fail_null(err) : slice(view, axes, n);
}

struct mview *mview_index(struct mview *view, const int64_t *index, int n)
{
	struct mv_axis axes[MV_NDIM_MAX];
	int i;

	if (n < 0 || (uint32_t)n > view->layout.ndim)
		return fail_null(-EINVAL);
	for (i = 0; i < n; i++)
		axis_from_index(&axes[i], view->layout.shape[i], index[i]);
	return slice(view, axes, n);
}

static struct mview *transpose(struct mview *src, const uint32_t *axes)
{
	struct path_room room = path_room(&src->path);
	struct mview *view;
	int err;

	/* Pointers are followed in the order that the axes have. */
	if (src->suboffsets)
		return fail_null(-EOPNOTSUPP);
	view = view_alloc(src->layout.ndim, &room, false);
	if (!view)
		return fail_null(-ENOMEM);
	err = mv_layout_transpose(&view->layout, &src->layout, axes);
	if (err) {
		free(view);
		return fail_null(err);
	}
	if (!path_is_empty(&src->path)) {
		path_copy(&view->path, &src->path);
		path_transpose(&view->path, axes, src->layout.ndim);
	}
	return join(view, src, type_get(src->type));
}

struct mview *mview_transpose(struct mview *view, const int *axes)
{
	int i, ndim = view->layout.ndim;
	uint32_t order[MV_NDIM_MAX];

	for (i = 0; i < ndim; i++) {
		order[i] = axes ? axes[i] : ndim - 1 - i;
		if (axes && axes[i] < 0)
			order[i] += ndim;
	}
	return transpose(view, order);
}

static struct mview *cast(struct mview *src, struct type *type, uint32_t ndim,
			  const int64_t *shape, uint32_t flags)
{
	struct path_room room = path_room(&src->path);
	bool has_path = src->mem->fd >= 0;
	struct mview *view;
	int err;

	if (src->suboffsets) {
		err = -EINVAL;
		goto put_type;
	}
	room.cast_ndim = has_path ? ndim : 0;
	room.cast_field = 0;
	room.format = 0;
	view = view_alloc(ndim, &room, false);
	if (!view) {
		err = -ENOMEM;
		goto put_type;
	}
	view->layout.format = type->format;
	view->layout.format_len = type->format_len;
	if (shape && ndim)
		memcpy(view->layout.shape, shape, ndim * sizeof(*shape));
	err = mv_layout_cast(&view->layout, &src->layout, !shape, flags);
	/* Else the kernel would refuse it only when the view is first used. */
	if (!err && src->mem->only_declared &&
	    !mv_touch_within(&view->layout, &src->layout))
		err = -EACCES;
	if (err)
		goto free_view;
	if (has_path)
		path_cast(&view->path, &src->path, &src->layout, &view->layout);
	return join(view, src, type);

free_view:
	free(view);
put_type:
	type_put(type);
	return fail_null(err);
}

/*
 * Whether a cast of @view must begin with a kernel view of it. The path would
 * have a cast of the bytes under the first cast instead, and around a field that
 * is made of these, bytes may be registers that the driver left out.
 */
static bool needs_own_root(const struct mview *view)
{
	return view->mem->only_declared && view->path.is_cast &&
	       view->path.cast.field_len;
}

struct mview *mview_cast(struct mview *view, const char *format, int ndim,
			 const int64_t *shape, unsigned int flags)
{
	struct mview *root, *result;
	struct type *type;
	int err = 0;

	if (flags & ~MVIEW_CAST_FREE)
		err = -EOPNOTSUPP;
	else if (!format || (shape && ndim < 0))
		err = -EINVAL;
	else if (shape && ndim > MV_NDIM_MAX)
		err = -E2BIG;
	if (!err)
		err = type_make(&type, format, strlen(format));
	if (err)
		return fail_null(err);
	flags = flags & MVIEW_CAST_FREE ? MV_CAST_FREE : 0;
	ndim = shape ? ndim : 1;
	if (!needs_own_root(view))
		return cast(view, type, ndim, shape, flags);
	root = mview_expose(view);
	if (!root) {
		type_put(type);
		return NULL;
	}
	result = cast(root, type, ndim, shape, flags);
	mview_close(root);
	return result;
}

/* Make @view one of @field of @src's elements; @type is set to its format. */
static int field_fill(struct mview *view, struct mview *src,
		      const struct mv_field *field, struct type **type)
{
	char format[MV_FORMAT_MAX];
	int err;

	err = mv_layout_field(&view->layout, format, &src->layout, field);
	if (err)
		return err;
	if (src->mem->fd >= 0) {
		path_copy(&view->path, &src->path);
		path_field(&view->path, &src->layout, field, &view->layout);
	}
	return type_make(type, format, view->layout.format_len);
}

static struct mview *take_field(struct mview *src, const struct mv_field *field)
{
	struct path_room room = path_room(&src->path);
	struct mview *view;
	struct type *type;
	int err;

	if (src->mem->fd >= 0)
		path_room_field(&room, &src->path, &src->layout, field);
	view = view_alloc(src->layout.ndim + field->ndim, &room, false);
	if (!view)
		return fail_null(-ENOMEM);
	err = field_fill(view, src, field, &type);
	if (!err)
		return join(view, src, type);
	free(view);
	return fail_null(err);
}

struct mview *mview_field(struct mview *view, const char *name)
{
	struct mv_field found;
	int err;

	if (view->suboffsets)
		return fail_null(-EOPNOTSUPP);
	err = mv_field_find(&found, &view->layout, name, strlen(name));
	return err ? fail_null(err) : take_field(view, &found);
}

struct mview *mview_from_view(struct mview *view)
{
	return slice(view, NULL, 0);
}

struct mview *mview_toreadonly(struct mview *view)
{
	struct mview *copy = slice(view, NULL, 0);

	if (copy)
		copy->readonly = true;
	return copy;
}
