// SPDX-License-Identifier: LGPL-2.1-or-later
/* Indirect views: elements behind pointers. */
#include "view/indirect.h"

#include <string.h>

#include "view/mem.h"
#include "view/view.h"

static char *first(const struct mview *view)
{
	return (char *)view->mem->base + view->layout.offset;
}

/* The pointer at @place, which need not be aligned. */
static char *follow(const char *place, int64_t suboffset)
{
	char *pointer;

	if (suboffset < 0)
		return (char *)place;
	memcpy(&pointer, place, sizeof(pointer));
	return pointer + suboffset;
}

char *indirect_find(const struct mview *view, const int64_t *index)
{
	char *place = first(view);
	uint32_t i;

	for (i = 0; i < view->layout.ndim; i++)
		place = follow(place + index[i] * view->layout.strides[i],
			       view->suboffsets[i]);
	return place;
}

/* Move the axes from @axis on to or from @buf. Return: the place after them. */
static char *copy(const struct mview *view, char *place, uint32_t axis,
		  char *buf, bool write)
{
	const struct mv_layout *layout = &view->layout;
	int64_t i;

	if (axis == layout->ndim) {
		memcpy(write ? place : buf, write ? buf : place,
		       layout->itemsize);
		return buf + layout->itemsize;
	}
	for (i = 0; i < layout->shape[axis]; i++)
		buf = copy(view, follow(place + i * layout->strides[axis],
					view->suboffsets[axis]), axis + 1, buf,
			   write);
	return buf;
}

void indirect_gather(char *buf, const struct mview *view)
{
	if (mv_layout_nbytes(&view->layout))
		copy(view, first(view), 0, buf, false);
}

void indirect_scatter(const struct mview *view, const char *buf)
{
	if (mv_layout_nbytes(&view->layout))
		copy(view, first(view), 0, (char *)buf, true);
}

/* The axes behind the first @kept begin @bytes later. */
static int shift(struct mview *view, uint32_t kept, int64_t bytes)
{
	int64_t *suboffset;

	while (kept--) {
		suboffset = &view->suboffsets[kept];
		if (*suboffset < 0)
			continue;
		*suboffset += bytes;
		return *suboffset < 0 ? -EOPNOTSUPP : 0;
	}
	view->layout.offset += bytes;
	return 0;
}

/*
 * An axis of pointers was dropped behind the first @kept axes: the pointer
 * that is left is followed now, or else after the last of these.
 */
static int drop(struct mview *view, uint32_t kept, int64_t suboffset)
{
	if (!kept) {
		view->layout.offset += follow(first(view), suboffset) -
				       first(view);
		return 0;
	}
	if (view->suboffsets[kept - 1] >= 0)
		return -EOPNOTSUPP;
	view->suboffsets[kept - 1] = suboffset;
	return 0;
}

static int slice_axis(struct mview *dst, uint32_t *kept,
		      const struct mview *src, uint32_t i,
		      const struct mv_axis *axis)
{
	int64_t suboffset = src->suboffsets[i];
	int err;

	/* Without elements there may be no pointers, and no place matters. */
	if (mv_layout_nbytes(&dst->layout)) {
		err = shift(dst, *kept, axis->start * src->layout.strides[i]);
		if (!err && axis->index && suboffset >= 0)
			err = drop(dst, *kept, suboffset);
		if (err)
			return err;
	}
	if (!axis->index)
		dst->suboffsets[(*kept)++] = suboffset;
	return 0;
}

int indirect_slice(struct mview *dst, const struct mview *src,
		   const struct mv_axis *axes, uint32_t naxes)
{
	static const struct mv_axis whole;
	uint32_t i, kept = 0;
	int err;

	err = mv_layout_slice(&dst->layout, &src->layout, axes, naxes);
	if (err)
		return err;
	dst->mem = src->mem;
	dst->layout.offset = src->layout.offset;
	for (i = 0; i < src->layout.ndim; i++) {
		err = slice_axis(dst, &kept, src, i,
				 i < naxes ? &axes[i] : &whole);
		if (err)
			return err;
	}
	for (i = 0; i < kept; i++)
		if (dst->suboffsets[i] >= 0)
			return 0;
	dst->suboffsets = NULL;
	return 0;
}
