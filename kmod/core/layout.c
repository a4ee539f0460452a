// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
/* The algebra of layouts: bounds, contiguity, slices, casts. */
#include "layout.h"

#include "format.h"

static bool mv_layout_empty(const struct mv_layout *layout)
{
	u32 i;

	for (i = 0; i < layout->ndim; i++)
		if (!layout->shape[i])
			return true;
	return false;
}

static int mv_layout_size(const struct mv_layout *layout, s64 *nbytes)
{
	s64 size = layout->itemsize;
	u32 i;

	if (mv_layout_empty(layout))
		size = 0;
	for (i = 0; size && i < layout->ndim; i++)
		if (check_mul_overflow(size, layout->shape[i], &size))
			return -EOVERFLOW;
	*nbytes = size;
	return 0;
}

static int mv_layout_reach(const struct mv_layout *layout,
			   struct mv_extent *extent)
{
	s64 span;
	u32 i;

	extent->lo = layout->offset;
	extent->hi = layout->offset;
	if (mv_layout_empty(layout))
		return 0;
	for (i = 0; i < layout->ndim; i++) {
		s64 *end = layout->strides[i] < 0 ? &extent->lo : &extent->hi;

		if (check_mul_overflow(layout->shape[i] - 1, layout->strides[i],
				       &span) ||
		    check_add_overflow(*end, span, end))
			return -EOVERFLOW;
	}
	if (check_add_overflow(extent->hi, layout->itemsize, &extent->hi))
		return -EOVERFLOW;
	return 0;
}

int mv_layout_bounds(const struct mv_layout *layout, u64 size)
{
	struct mv_extent extent;
	s64 nbytes;
	u32 i;

	if (layout->ndim > MV_NDIM_MAX)
		return -E2BIG;
	if (layout->itemsize <= 0)
		return -EINVAL;
	for (i = 0; i < layout->ndim; i++)
		if (layout->shape[i] < 0)
			return -EINVAL;
	if (mv_layout_size(layout, &nbytes) ||
	    mv_layout_reach(layout, &extent) ||
	    extent.lo < 0 || (u64)extent.hi > size)
		return -EOVERFLOW;
	return 0;
}

int mv_layout_check(const struct mv_layout *layout, u64 size)
{
	s64 itemsize;
	int err;

	err = mv_format_itemsize(layout->format, layout->format_len, &itemsize);
	if (err)
		return err;
	if (itemsize != layout->itemsize)
		return -EINVAL;
	return mv_layout_bounds(layout, size);
}

int mv_layout_strides(struct mv_layout *layout)
{
	s64 stride = layout->itemsize;
	u32 i;

	for (i = layout->ndim; i-- > 0;) {
		layout->strides[i] = stride;
		if (check_mul_overflow(stride, layout->shape[i], &stride))
			return -EOVERFLOW;
	}
	return 0;
}

s64 mv_layout_nbytes(const struct mv_layout *layout)
{
	s64 nbytes = 0;

	mv_layout_size(layout, &nbytes);
	return nbytes;
}

struct mv_extent mv_layout_extent(const struct mv_layout *layout)
{
	struct mv_extent extent;

	mv_layout_reach(layout, &extent);
	return extent;
}

static bool mv_layout_packed(const struct mv_layout *layout, bool last_first)
{
	s64 stride = layout->itemsize;
	u32 i, axis;

	for (i = 0; i < layout->ndim; i++) {
		axis = last_first ? layout->ndim - 1 - i : i;
		if (layout->shape[axis] != 1 && layout->strides[axis] != stride)
			return false;
		stride *= layout->shape[axis];
	}
	return true;
}

bool mv_layout_contiguous(const struct mv_layout *layout, char order)
{
	/* CPython looks at the stride of a single axis though it is empty. */
	if (layout->ndim != 1 && mv_layout_empty(layout))
		return true;
	return (order != 'F' && mv_layout_packed(layout, true)) ||
	       (order != 'C' && mv_layout_packed(layout, false));
}

/* The axis whose next index is @step bytes away, or @ndim. */
static u32 mv_layout_axis_of(const struct mv_layout *layout, s64 step)
{
	u32 i;

	for (i = 0; i < layout->ndim; i++)
		if (layout->shape[i] > 1 && (layout->strides[i] == step ||
					     layout->strides[i] == -step))
			break;
	return i;
}

bool mv_layout_dense(const struct mv_layout *layout)
{
	s64 block = layout->itemsize;
	u32 i, axis;

	if (mv_layout_empty(layout))
		return true;
	/* The block grows with each axis, so none is met twice. */
	for (i = 0; i < layout->ndim; i++) {
		if (layout->shape[i] == 1)
			continue;
		axis = mv_layout_axis_of(layout, block);
		if (axis == layout->ndim)
			return false;
		block *= layout->shape[axis];
	}
	return true;
}

/* Check the last index of an axis; those between then lie inside as well. */
static int mv_axis_check(const struct mv_axis *axis, s64 length)
{
	s64 last;

	if (axis->index)
		return axis->start < 0 || axis->start >= length ? -ERANGE : 0;
	if (!axis->step || axis->count < 0)
		return -EINVAL;
	if (!axis->count)
		return axis->start < 0 || axis->start > length ? -ERANGE : 0;
	if (axis->start < 0 || axis->start >= length ||
	    check_mul_overflow(axis->count - 1, axis->step, &last) ||
	    check_add_overflow(axis->start, last, &last) ||
	    last < 0 || last >= length)
		return -ERANGE;
	return 0;
}

/* An axis of a slice; the offset of a layout without elements is left. */
static void mv_axis_apply(struct mv_layout *dst, const struct mv_axis *axis,
			  s64 stride, bool empty)
{
	if (!empty)
		dst->offset += axis->start * stride;
	if (axis->index)
		return;
	dst->shape[dst->ndim] = axis->count;
	/* Wraps, as CPython's does, only where no two elements are a step apart. */
	dst->strides[dst->ndim] = (u64)stride * (u64)axis->step;
	dst->ndim++;
}

int mv_layout_slice(struct mv_layout *dst, const struct mv_layout *src,
		    const struct mv_axis *axes, u32 naxes)
{
	bool empty = mv_layout_empty(src);
	u32 i, ndim = src->ndim;
	int err;

	if (naxes > ndim)
		return -EINVAL;
	for (i = 0; i < naxes; i++) {
		err = mv_axis_check(&axes[i], src->shape[i]);
		if (err)
			return err;
		if (!axes[i].index && !axes[i].count)
			empty = true;
	}

	dst->format = src->format;
	dst->format_len = src->format_len;
	dst->itemsize = src->itemsize;
	dst->offset = src->offset;
	dst->ndim = 0;
	for (i = 0; i < ndim; i++) {
		struct mv_axis whole = { .count = src->shape[i], .step = 1 };

		mv_axis_apply(dst, i < naxes ? &axes[i] : &whole,
			      src->strides[i], empty);
	}
	return 0;
}

static u32 mv_axis_from(const u32 *axes, u32 i, u32 ndim)
{
	return axes ? axes[i] : ndim - 1 - i;
}

/* @dst may be @src. */
static void mv_permute(s64 *dst, const s64 *src, const u32 *axes, u32 ndim)
{
	s64 moved[MV_NDIM_MAX];
	u32 i;

	for (i = 0; i < ndim; i++)
		moved[i] = src[mv_axis_from(axes, i, ndim)];
	for (i = 0; i < ndim; i++)
		dst[i] = moved[i];
}

int mv_layout_transpose(struct mv_layout *dst, const struct mv_layout *src,
			const u32 *axes)
{
	u32 i, axis, ndim = src->ndim;
	u64 seen = 0;

	for (i = 0; i < ndim; i++) {
		axis = mv_axis_from(axes, i, ndim);
		if (axis >= ndim || (seen & 1ULL << axis))
			return -EINVAL;
		seen |= 1ULL << axis;
	}

	dst->format = src->format;
	dst->format_len = src->format_len;
	dst->itemsize = src->itemsize;
	dst->offset = src->offset;
	dst->ndim = ndim;
	mv_permute(dst->shape, src->shape, axes, ndim);
	mv_permute(dst->strides, src->strides, axes, ndim);
	return 0;
}

static bool mv_is_byte(char code)
{
	return code == 'B' || code == 'b' || code == 'c';
}

/* Is it a cast that memoryview.cast() refuses although the bytes fit? */
static int mv_cast_rules(const struct mv_layout *dst,
			 const struct mv_layout *src, bool flat)
{
	char from = mv_format_native(src->format, src->format_len);
	char to = mv_format_native(dst->format, dst->format_len);

	if (!to || (!mv_is_byte(from) && !mv_is_byte(to)))
		return -EINVAL;
	if (flat)
		return src->ndim != 1 && mv_layout_empty(src) ? -EINVAL : 0;
	if (mv_layout_empty(src) || mv_layout_empty(dst))
		return -EINVAL;
	return src->ndim != 1 && dst->ndim != 1 ? -EINVAL : 0;
}

int mv_layout_cast(struct mv_layout *dst, const struct mv_layout *src,
		   bool flat, u32 flags)
{
	s64 have = mv_layout_nbytes(src), want;
	u32 i;
	int err;

	err = mv_format_itemsize(dst->format, dst->format_len, &dst->itemsize);
	if (err)
		return err;
	if (flat) {
		dst->ndim = 1;
		dst->shape[0] = div64_u64(have, dst->itemsize);
	} else if (dst->ndim > MV_NDIM_MAX) {
		return -E2BIG;
	}
	for (i = 0; i < dst->ndim; i++)
		if (dst->shape[i] < 0)
			return -EINVAL;
	if (!mv_layout_contiguous(src, 'C'))
		return -EINVAL;
	if (!(flags & MV_CAST_FREE)) {
		err = mv_cast_rules(dst, src, flat);
		if (err)
			return err;
	}

	dst->offset = src->offset;
	err = mv_layout_size(dst, &want);
	if (err)
		return err;
	if (want != have)
		return -EINVAL;
	return mv_layout_strides(dst);
}

/* Clamp Python's index to [lowest, highest]; negative: from the end. */
static s64 mv_index_clamp(s64 index, s64 length, s64 lowest, s64 highest)
{
	if (index < 0)
		index += length;
	if (index < lowest)
		return lowest;
	return index > highest ? highest : index;
}

int mv_axis_clamp(struct mv_axis *axis, s64 length, const s64 *start,
		  const s64 *stop, const s64 *step)
{
	s64 by = step ? *step : 1;
	s64 lowest, highest, first, last, span;

	if (!by)
		return -EINVAL;
	/* Keep -step in range; no axis is that long. */
	if (by == S64_MIN)
		by = -S64_MAX;
	lowest = by < 0 ? -1 : 0;
	highest = by < 0 ? length - 1 : length;
	first = by < 0 ? highest : lowest;
	last = by < 0 ? lowest : highest;
	if (start)
		first = mv_index_clamp(*start, length, lowest, highest);
	if (stop)
		last = mv_index_clamp(*stop, length, lowest, highest);

	span = by < 0 ? first - last : last - first;
	axis->index = false;
	axis->start = first;
	axis->step = by;
	axis->count = 0;
	if (span > 0)
		axis->count = div64_u64(span - 1, by < 0 ? -by : by) + 1;
	else if (first < 0)
		axis->start = 0;
	return 0;
}
