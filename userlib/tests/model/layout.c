// SPDX-License-Identifier: GPL-2.0
/* The model of layouts: their definitions, written out directly. */
#include "model.h"

/* Above any sum of spans that matters, far below the limit of 128 bits. */
#define FAR	((s128)1 << 64)

static bool fits(s128 n)
{
	return n >= (s128)S64_MIN && n <= (s128)S64_MAX;
}

static s128 clip(s128 n)
{
	return n < -FAR ? -FAR : n > FAR ? FAR : n;
}

bool model_allows(unsigned int faults, int err)
{
	switch (err) {
	case 0:
		return !faults;
	case -EINVAL:
		return faults & MODEL_EINVAL;
	case -E2BIG:
		return faults & MODEL_E2BIG;
	case -EOVERFLOW:
		return faults & MODEL_EOVERFLOW;
	case -ERANGE:
		return faults & MODEL_ERANGE;
	}
	return false;
}

void model_read(struct model *model, const struct mv_layout *layout)
{
	unsigned int i;

	model->ndim = layout->ndim;
	model->itemsize = (s128)layout->itemsize;
	model->offset = (s128)layout->offset;
	for (i = 0; i < model->ndim && i <= MV_NDIM_MAX; i++) {
		model->shape[i] = (s128)layout->shape[i];
		model->strides[i] = (s128)layout->strides[i];
	}
}

bool model_empty(const struct model *model)
{
	unsigned int i;

	for (i = 0; i < model->ndim; i++)
		if (model->shape[i] == 0)
			return true;
	return false;
}

s128 model_nbytes(const struct model *model)
{
	s128 n = model->itemsize;
	unsigned int i;

	if (model_empty(model))
		return 0;
	for (i = 0; i < model->ndim; i++)
		n = clip(n * model->shape[i]);
	return n;
}

struct model_extent model_extent(const struct model *model)
{
	struct model_extent extent = { model->offset, model->offset };
	unsigned int i;
	s128 span;

	if (model_empty(model))
		return extent;
	for (i = 0; i < model->ndim; i++) {
		span = clip((model->shape[i] - 1) * model->strides[i]);
		if (span < 0)
			extent.lo = clip(extent.lo + span);
		else
			extent.hi = clip(extent.hi + span);
	}
	extent.hi += model->itemsize;
	return extent;
}

unsigned int model_faults(const struct model *model, s128 size)
{
	unsigned int i, faults = 0;
	struct model_extent extent;

	if (model->ndim > MV_NDIM_MAX)
		return MODEL_E2BIG;
	if (model->itemsize <= 0)
		faults |= MODEL_EINVAL;
	for (i = 0; i < model->ndim; i++)
		if (model->shape[i] < 0)
			faults |= MODEL_EINVAL;
	if (faults)
		return faults;
	extent = model_extent(model);
	if (extent.lo < 0 || extent.hi > size || !fits(extent.hi) ||
	    !fits(model_nbytes(model)))
		faults |= MODEL_EOVERFLOW;
	return faults;
}

static bool follows(const struct model *model, bool last_first)
{
	s128 stride = model->itemsize;
	unsigned int i, axis;

	for (i = 0; i < model->ndim; i++) {
		axis = last_first ? model->ndim - i - 1 : i;
		if (model->shape[axis] != 1 && model->strides[axis] != stride)
			return false;
		stride *= model->shape[axis];
	}
	return true;
}

bool model_contiguous(const struct model *model, char order)
{
	if (model_empty(model) && model->ndim != 1)
		return true;
	if (order == 'C')
		return follows(model, true);
	if (order == 'F')
		return follows(model, false);
	return follows(model, true) || follows(model, false);
}

s128 model_byte(const struct model *model, s128 pos)
{
	/* Divisions of 64 bits are much faster. */
	unsigned long long element = pos / model->itemsize, shape;
	s128 at = model->offset + pos % model->itemsize;
	unsigned int i;

	for (i = model->ndim; i-- > 0;) {
		shape = model->shape[i];
		at += (s128)(element % shape) * model->strides[i];
		element /= shape;
	}
	return at;
}

bool model_same(const struct model *a, const struct model *b)
{
	bool empty = model_empty(a);
	unsigned int i;

	if (a->ndim != b->ndim || a->itemsize != b->itemsize)
		return false;
	if (!empty && a->offset != b->offset)
		return false;
	for (i = 0; i < a->ndim; i++) {
		if (a->shape[i] != b->shape[i])
			return false;
		if (!empty && a->shape[i] > 1 && a->strides[i] != b->strides[i])
			return false;
	}
	return true;
}

static unsigned int axis_faults(const struct mv_axis *axis, s128 length)
{
	s128 start = (s128)axis->start, count = (s128)axis->count, last;

	if (axis->index)
		return start < 0 || start >= length ? MODEL_ERANGE : 0;
	if (!axis->step || count < 0)
		return MODEL_EINVAL;
	if (!count)
		return start < 0 || start > length ? MODEL_ERANGE : 0;
	last = start + (count - 1) * (s128)axis->step;
	if (start < 0 || start >= length || last < 0 || last >= length)
		return MODEL_ERANGE;
	return 0;
}

unsigned int model_slice(struct model *dst, const struct model *src,
			 const struct mv_axis *axes, unsigned int naxes)
{
	unsigned int i, faults = 0;

	if (naxes > src->ndim)
		return MODEL_EINVAL;
	for (i = 0; i < naxes; i++)
		faults |= axis_faults(&axes[i], src->shape[i]);
	if (faults)
		return faults;
	dst->ndim = 0;
	dst->itemsize = src->itemsize;
	dst->offset = src->offset;
	for (i = 0; i < src->ndim; i++) {
		if (i < naxes)
			dst->offset += (s128)axes[i].start * src->strides[i];
		if (i < naxes && axes[i].index)
			continue;
		dst->shape[dst->ndim] = src->shape[i];
		dst->strides[dst->ndim] = src->strides[i];
		if (i < naxes) {
			dst->shape[dst->ndim] = (s128)axes[i].count;
			dst->strides[dst->ndim] *= (s128)axes[i].step;
		}
		dst->ndim++;
	}
	return 0;
}

unsigned int model_transpose(struct model *dst, const struct model *src,
			     const u32 *axes)
{
	unsigned int i, j;

	for (i = 0; axes && i < src->ndim; i++) {
		if (axes[i] >= src->ndim)
			return MODEL_EINVAL;
		for (j = 0; j < i; j++)
			if (axes[i] == axes[j])
				return MODEL_EINVAL;
	}
	*dst = *src;
	for (i = 0; i < src->ndim; i++) {
		j = axes ? axes[i] : src->ndim - i - 1;
		dst->shape[i] = src->shape[j];
		dst->strides[i] = src->strides[j];
	}
	return 0;
}

static bool is_byte(char code)
{
	return code == 'b' || code == 'B' || code == 'c';
}

/* What memoryview.cast() forbids although the bytes would fit. */
static bool cast_is_forbidden(const struct model *dst, const struct model *src,
			      const struct model_cast *cast)
{
	if (!cast->to_native ||
	    (!is_byte(cast->to_native) && !is_byte(cast->from_native)))
		return true;
	if (model_empty(src) && (!cast->flat || src->ndim != 1))
		return true;
	return !cast->flat &&
	       (model_empty(dst) || (dst->ndim != 1 && src->ndim != 1));
}

unsigned int model_cast(struct model *dst, const struct model *src,
			const struct model_cast *cast)
{
	unsigned int i, faults = 0;
	s128 stride;

	if (cast->flat) {
		dst->ndim = 1;
		dst->shape[0] = model_nbytes(src) / dst->itemsize;
	}
	if (dst->ndim > MV_NDIM_MAX)
		return MODEL_E2BIG;
	for (i = 0; i < dst->ndim; i++)
		if (dst->shape[i] < 0)
			return MODEL_EINVAL;
	if (!model_contiguous(src, 'C'))
		faults |= MODEL_EINVAL;
	if (!cast->free && cast_is_forbidden(dst, src, cast))
		faults |= MODEL_EINVAL;
	if (!fits(model_nbytes(dst)))
		faults |= MODEL_EOVERFLOW;
	if (model_nbytes(dst) != model_nbytes(src))
		faults |= MODEL_EINVAL;
	stride = dst->itemsize;
	for (i = dst->ndim; i-- > 0;) {
		dst->strides[i] = stride;
		stride = clip(stride * dst->shape[i]);
		if (!fits(stride))
			faults |= MODEL_EOVERFLOW;
	}
	dst->offset = src->offset;
	return faults;
}

static s128 index_of(s128 index, s128 length, s128 lowest, s128 highest)
{
	if (index < 0)
		index += length;
	return index < lowest ? lowest : index > highest ? highest : index;
}

struct model_indices model_indices(s128 length, const s64 *start,
				   const s64 *stop, const s64 *step)
{
	struct model_indices slice = { .step = step ? (s128)*step : 1 };
	bool back = slice.step < 0;
	s128 lowest = back ? -1 : 0, highest = back ? length - 1 : length;
	s128 first = back ? highest : lowest, last = back ? lowest : highest, i;

	if (start)
		first = index_of((s128)*start, length, lowest, highest);
	if (stop)
		last = index_of((s128)*stop, length, lowest, highest);
	slice.start = first;
	i = back ? first - last : last - first;
	if (i > 0)
		slice.count = (i - 1) / (back ? -slice.step : slice.step) + 1;
	return slice;
}
