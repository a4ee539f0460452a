// SPDX-License-Identifier: LGPL-2.1-or-later
/* Assignment from one view to another. */
#include <string.h>

#include "base/fail.h"
#include "bytes/elements.h"
#include "fast/fast.h"
#include "format/order.h"
#include "format/type.h"
#include "view/mem.h"
#include "view/view.h"

static const char *without_mark(const char *format)
{
	return *format == '@' ? format + 1 : format;
}

/* memoryview's "same structure": formats alike, but for an "@" before them. */
static bool same_format(const struct type *a, const struct type *b)
{
	return a == b || (a->itemsize == b->itemsize &&
			  !strcmp(without_mark(a->format),
				  without_mark(b->format)));
}

/* Views of one buffer that was mapped twice are compared by their offsets. */
static bool overlap(const struct mview *dst, const struct elements *to,
		    const struct mview *src, const struct elements *from)
{
	struct elements a = { .layout = dst->layout };
	struct elements b = { .layout = src->layout };

	if (dst->mem != src->mem && dst->mem->buffer_id &&
	    dst->mem->buffer_id == src->mem->buffer_id)
		return elements_overlap(&a, &b);
	return elements_overlap(to, from);
}

static void copy_swapped(const struct elements *to, const struct type *to_type,
			 const struct elements *from,
			 const struct type *from_type)
{
	struct mv_assign assign;
	struct mv_plane plane;

	mv_assign_init(&assign, to->base, &to->layout, from->base,
		       &from->layout);
	while (mv_assign_next(&assign, &plane))
		order_plane(&plane, to_type, from_type);
}

/* Both views are in memory that has an address. */
static int move(struct mview *dst, struct elements *to, struct mview *src,
		struct elements *from, bool swap)
{
	int err;

	if (!to->copy && !from->copy && overlap(dst, to, src, from)) {
		if (!swap && mv_layout_contiguous(&to->layout, 'C') &&
		    mv_layout_contiguous(&from->layout, 'C')) {
			memmove(to->base + to->layout.offset,
				from->base + from->layout.offset,
				mv_layout_nbytes(&to->layout));
			return 0;
		}
		err = elements_detach(from);
		if (err)
			return err;
	}
	if (swap)
		copy_swapped(to, dst->type, from, src->type);
	else
		elements_copy(to->base, &to->layout, from->base,
			      &from->layout);
	return elements_write(to, dst);
}

/* Both views are entered. */
static int assign(struct mview *dst, struct mview *src, bool convert)
{
	struct elements to, from;
	bool swap = false;
	int err;

	if (dst->readonly)
		return -EACCES;
	if (!elements_same_shape(&dst->layout, &src->layout))
		return -EINVAL;
	if (!same_format(dst->type, src->type)) {
		if (!convert || !order_only(dst->type, src->type))
			return -EINVAL;
		swap = order_differs(dst->type, src->type);
	}
	if (!mv_layout_nbytes(&dst->layout))
		return 0;
	err = elements_begin(&from, src, MVIEW_READ);
	if (err)
		return err;
	err = elements_begin(&to, dst, MVIEW_WRITE);
	if (!err) {
		err = move(dst, &to, src, &from, swap);
		elements_end(&to);
	}
	elements_end(&from);
	return err;
}

static int enter_and_assign(struct mview *dst, struct mview *src, bool convert)
{
	int err;

	err = view_enter(dst);
	if (err)
		return fail(err);
	err = view_enter(src);
	if (!err) {
		err = assign(dst, src, convert);
		view_leave(src);
	}
	view_leave(dst);
	return status(err);
}

int mview_assign(struct mview *dst, struct mview *src)
{
	return enter_and_assign(dst, src, false);
}

int mview_convert(struct mview *dst, struct mview *src)
{
	return enter_and_assign(dst, src, true);
}
