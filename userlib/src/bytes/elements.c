// SPDX-License-Identifier: LGPL-2.1-or-later
/* All elements of a view: in place where possible, else through its file. */
#include "bytes/elements.h"

#include <stdlib.h>

#include "base/size.h"
#include "bytes/remote.h"
#include "fast/fast.h"
#include "view/mem.h"
#include "view/view.h"

void fast_copy(const struct mv_plane *plane)
{
	bool done;

	if (mv_plane_is_tilted(plane))
		done = fast_split(plane) || fast_join(plane) ||
		       fast_transpose(plane);
	else
		done = fast_rows(plane);
	if (!done)
		mv_plane_copy(plane);
}

void elements_copy(char *dst_base, const struct mv_layout *dst,
		   const char *src_base, const struct mv_layout *src)
{
	struct mv_assign assign;
	struct mv_plane plane;

	mv_assign_init(&assign, dst_base, dst, src_base, src);
	while (mv_assign_next(&assign, &plane))
		fast_copy(&plane);
	fast_transpose_end();
}

/* @layout, which has elements, in C order from byte 0 on, with @strides. */
static struct mv_layout packed(const struct mv_layout *layout,
			       int64_t *strides)
{
	struct mv_layout pack = *layout;

	pack.strides = strides;
	pack.offset = 0;
	mv_layout_strides(&pack);
	return pack;
}

void elements_gather(char *buf, const char *base,
		     const struct mv_layout *layout)
{
	int64_t strides[MV_NDIM_MAX];
	struct mv_layout dst = packed(layout, strides);

	elements_copy(buf, &dst, base, layout);
}

void elements_scatter(char *base, const struct mv_layout *layout,
		      const char *buf)
{
	int64_t strides[MV_NDIM_MAX];
	struct mv_layout src = packed(layout, strides);

	elements_copy(base, layout, buf, &src);
}

/* Room for a copy; @elements has its layout from now on. */
static int make_copy(struct elements *elements)
{
	size_t size;
	int err = size_of_bytes(mv_layout_nbytes(&elements->layout), &size);

	if (err)
		return err;
	elements->copy = malloc(size);
	if (!elements->copy)
		return -ENOMEM;
	elements->base = elements->copy;
	elements->layout = packed(&elements->layout, elements->strides);
	return 0;
}

int elements_begin(struct elements *elements, struct mview *view,
		   unsigned int access)
{
	int64_t nbytes = mv_layout_nbytes(&view->layout);
	int err;

	elements->layout = view->layout;
	elements->copy = NULL;
	elements->base = NULL;
	elements->view = NULL;
	elements->access = access;
	if (!nbytes)
		return 0;
	err = view_base(view, &elements->access, &elements->base);
	if (err)
		return err;
	if (elements->base) {
		elements->layout.offset -= view->mem->origin;
		elements->view = view;
		return 0;
	}
	err = make_copy(elements);
	if (!err && access == MVIEW_READ)
		err = remote_read(view, elements->copy, nbytes);
	if (err)
		elements_end(elements);
	return err;
}

int elements_write(struct elements *elements, struct mview *view)
{
	if (!elements->copy)
		return 0;
	return remote_write(view, elements->copy,
			    mv_layout_nbytes(&elements->layout));
}

void elements_end(struct elements *elements)
{
	if (elements->view)
		view_done(elements->view, elements->access);
	free(elements->copy);
}

int elements_detach(struct elements *elements)
{
	struct elements own = *elements;
	int err;

	err = make_copy(&own);
	if (err)
		return err;
	elements_copy(own.base, &own.layout, elements->base,
		      &elements->layout);
	*elements = own;
	elements->layout.strides = elements->strides;
	return 0;
}

bool elements_same_shape(const struct mv_layout *a, const struct mv_layout *b)
{
	uint32_t i;

	if (a->ndim != b->ndim)
		return false;
	for (i = 0; i < a->ndim; i++) {
		if (a->shape[i] != b->shape[i])
			return false;
		if (!a->shape[i])
			return true;
	}
	return true;
}

bool elements_overlap(const struct elements *a, const struct elements *b)
{
	struct mv_extent of_a = mv_layout_extent(&a->layout);
	struct mv_extent of_b = mv_layout_extent(&b->layout);

	return a->base + of_a.lo < b->base + of_b.hi &&
	       b->base + of_b.lo < a->base + of_a.hi;
}
