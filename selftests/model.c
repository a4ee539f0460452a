// SPDX-License-Identifier: GPL-2.0
/* The tests' own idea of a layout, by nested loops over every element. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model.h"

void model_init(struct model *model, __u64 itemsize, __u32 ndim,
		const __u64 *shape)
{
	__s64 stride = itemsize;
	__u32 i;

	memset(model, 0, sizeof(*model));
	model->itemsize = itemsize;
	model->ndim = ndim;
	for (i = ndim; i-- > 0; ) {
		model->shape[i] = shape[i];
		model->strides[i] = stride;
		stride *= shape[i];
	}
}

void model_slice(struct model *model, const struct mview_axis *axes,
		 __u32 ndim)
{
	struct model old = *model;
	__u32 i;

	model->ndim = 0;
	for (i = 0; i < old.ndim; i++) {
		__u64 count = old.shape[i];
		__s64 stride = old.strides[i];

		if (i < ndim) {
			model->offset += axes[i].start * stride;
			if (axes[i].flags & MVIEW_AXIS_INDEX)
				continue;
			count = axes[i].count;
			stride *= axes[i].step;
		}
		model->shape[model->ndim] = count;
		model->strides[model->ndim] = stride;
		model->ndim++;
	}
}

void model_transpose(struct model *model, const __u32 *axes)
{
	struct model old = *model;
	__u32 i;

	for (i = 0; i < old.ndim; i++) {
		model->shape[i] = old.shape[axes[i]];
		model->strides[i] = old.strides[axes[i]];
	}
}

__u64 model_nbytes(const struct model *model)
{
	__u64 nbytes = model->itemsize;
	__u32 i;

	for (i = 0; i < model->ndim; i++)
		nbytes *= model->shape[i];
	return nbytes;
}

/* Calls a function with every element's offset, in C or Fortran order. */
static void visit(const struct model *model, bool fortran, __u32 depth,
		  __s64 offset, void (*element)(void *arg, __s64 offset),
		  void *arg)
{
	__u32 axis = fortran ? model->ndim - 1 - depth : depth;
	__u64 i;

	if (depth == model->ndim) {
		element(arg, offset);
		return;
	}
	for (i = 0; i < model->shape[axis]; i++)
		visit(model, fortran, depth + 1,
		      offset + (__s64)i * model->strides[axis], element, arg);
}

struct copy {
	char *buffer;
	char *bytes;
	__u64 itemsize;
};

static void gather_element(void *arg, __s64 offset)
{
	struct copy *copy = arg;

	memcpy(copy->bytes, copy->buffer + offset, copy->itemsize);
	copy->bytes += copy->itemsize;
}

static void scatter_element(void *arg, __s64 offset)
{
	struct copy *copy = arg;

	memcpy(copy->buffer + offset, copy->bytes, copy->itemsize);
	copy->bytes += copy->itemsize;
}

void model_gather(const struct model *model, const void *buffer, void *bytes)
{
	struct copy copy = { (char *)buffer, bytes, model->itemsize };

	visit(model, false, 0, model->offset, gather_element, &copy);
}

void model_scatter(const struct model *model, void *buffer, const void *bytes)
{
	struct copy copy = { buffer, (char *)bytes, model->itemsize };

	visit(model, false, 0, model->offset, scatter_element, &copy);
}

struct range {
	__s64 lo;
	__s64 hi;
	__u64 itemsize;
};

static void widen(void *arg, __s64 offset)
{
	struct range *range = arg;

	if (range->lo == range->hi || offset < range->lo)
		range->lo = offset;
	if (offset + (__s64)range->itemsize > range->hi)
		range->hi = offset + range->itemsize;
}

void model_extent(const struct model *model, __u64 *lo, __u64 *hi)
{
	struct range range = { 0, 0, model->itemsize };

	visit(model, false, 0, model->offset, widen, &range);
	*lo = range.lo;
	*hi = range.hi;
}

struct chain {
	__s64 next;
	__u64 itemsize;
	bool broken;
};

static void follow(void *arg, __s64 offset)
{
	struct chain *chain = arg;

	if (offset != chain->next)
		chain->broken = true;
	chain->next = offset + chain->itemsize;
}

bool model_contiguous(const struct model *model, bool fortran)
{
	struct chain chain = { model->offset, model->itemsize, false };

	visit(model, fortran, 0, model->offset, follow, &chain);
	return !chain.broken;
}

static bool window_fits(const struct model *model,
			const struct mview_view_info *info)
{
	__u64 page = getpagesize();
	__u64 lo, hi;

	model_extent(model, &lo, &hi);
	if (lo == hi || info->buffer_nbytes % page ||
	    (info->kind == MVIEW_KIND_DMABUF && lo >= page))
		return info->map_nbytes == 0;
	lo = lo / page * page;
	hi = (hi + page - 1) / page * page;
	return info->map_nbytes == hi - lo &&
	       info->map_offset == model->offset - lo;
}

static bool flags_fit(const struct model *model, __u32 flags)
{
	return !(flags & MVIEW_VIEW_IS_C_CONTIGUOUS) ==
		       !model_contiguous(model, false) &&
	       !(flags & MVIEW_VIEW_IS_F_CONTIGUOUS) ==
		       !model_contiguous(model, true);
}

/* For layouts with elements: an empty one may have any offset and strides. */
static bool addresses_fit(const struct model *model,
			  const struct view_desc *desc)
{
	return desc->layout.offset == (__u64)model->offset &&
	       !memcmp(desc->strides, model->strides,
		       model->ndim * sizeof(*model->strides));
}

bool model_describes(const struct model *model, const struct view_desc *desc)
{
	const struct mview_layout *layout = &desc->layout;
	__u64 nbytes = model_nbytes(model);

	return layout->itemsize == model->itemsize &&
	       layout->ndim == model->ndim &&
	       !memcmp(desc->shape, model->shape,
		       model->ndim * sizeof(*model->shape)) &&
	       (!nbytes || addresses_fit(model, desc)) &&
	       desc->info.nbytes == nbytes &&
	       flags_fit(model, desc->info.view_flags) &&
	       window_fits(model, &desc->info);
}

bool model_reads(const struct model *model, const void *buffer, int view)
{
	__u64 nbytes = model_nbytes(model);
	char *expected = calloc(1, nbytes + 1);
	char *seen = calloc(1, nbytes + 1);
	bool same = false;

	if (expected && seen) {
		model_gather(model, buffer, expected);
		same = pread(view, seen, nbytes + 1, 0) == (ssize_t)nbytes &&
		       !memcmp(seen, expected, nbytes);
	}
	free(expected);
	free(seen);
	return same;
}
