// SPDX-License-Identifier: LGPL-2.1-or-later
/* Contiguous views: the same elements where they are, else a copy of them. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/size.h"
#include "format/type.h"
#include "memory/local.h"
#include "view/mem.h"
#include "view/view.h"

/*
 * The last view of a shadow is released. Without @force no caller would get
 * an error, so the shadow is given up all the same.
 */
static int write_back(struct mem *mem, bool force)
{
	struct mview *to = mem->shadowed;
	int err = 0;

	if (mview_frombytes(to, mem->own, mview_nbytes(to)))
		err = -errno;
	if (err && force)
		return err;
	mview_close(to);
	mem->settle = NULL;
	return 0;
}

/* Strides of the copy, which has elements or one axis: nothing overflows. */
static void pack(struct mv_layout *layout, bool last_first)
{
	int64_t stride = layout->itemsize;
	uint32_t i, axis;

	for (i = 0; i < layout->ndim; i++) {
		axis = last_first ? layout->ndim - 1 - i : i;
		layout->strides[axis] = stride;
		stride *= layout->shape[axis];
	}
}

/* Copy the elements in @order into memory of the copy's own. */
static struct mview *copy(struct mview *view, bool writable, char order)
{
	const struct mv_layout *layout = &view->layout;
	struct mview *new;
	size_t size;
	void *bytes;
	int err;

	err = size_of_bytes(mv_layout_nbytes(layout), &size);
	if (err)
		return fail_null(err);
	bytes = malloc(size ? size : 1);
	if (!bytes)
		return fail_null(-ENOMEM);
	new = local_create(bytes, writable, type_get(view->type), layout->ndim,
			   false);
	if (!new) {
		free(bytes);
		return fail_null(-ENOMEM);
	}
	new->mem->own = bytes;
	memcpy(new->layout.shape, layout->shape,
	       layout->ndim * sizeof(*layout->shape));
	pack(&new->layout, order != 'F');
	if (mview_tobytes(view, bytes, size, order) >= 0)
		return new;
	err = -errno;
	mview_close(new);
	return fail_null(err);
}

/* mview_frombytes() writes in C order: for Fortran order, transpose first. */
static struct mview *shadow(struct mview *view, char order)
{
	struct mview *to, *new;
	int err;

	to = order == 'F' ? mview_transpose(view, NULL) :
			    mview_from_view(view);
	if (!to)
		return NULL;
	new = copy(view, true, order);
	if (!new) {
		err = -errno;
		mview_close(to);
		return fail_null(err);
	}
	new->mem->shadowed = to;
	new->mem->settle = write_back;
	return new;
}

static int check(struct mview *view, unsigned int access, char order)
{
	if (access & ~(MVIEW_READ | MVIEW_WRITE | MVIEW_SHADOW))
		return -EOPNOTSUPP;
	if (access != MVIEW_READ && access != MVIEW_WRITE &&
	    access != MVIEW_SHADOW)
		return -EINVAL;
	if (order != 'C' && order != 'F' && order != 'A')
		return -EINVAL;
	return access != MVIEW_READ && view->readonly ? -EACCES : 0;
}

struct mview *mview_get_contiguous(struct mview *view, unsigned int access,
				   char order)
{
	int err = check(view, access, order);

	if (err)
		return fail_null(view_is_released(view) ? -EBADFD : err);
	if (view_contiguous(view, order))
		return mview_from_view(view);
	if (access == MVIEW_WRITE)
		return fail_null(view_is_released(view) ? -EBADFD : -EINVAL);
	return access == MVIEW_SHADOW ? shadow(view, order) :
					copy(view, false, order);
}
