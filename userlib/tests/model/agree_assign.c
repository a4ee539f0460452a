// SPDX-License-Identifier: GPL-2.0
/* The core's assignment against copying byte by byte. */
#include "agree.h"
#include "core/assign.h"

#include <stdio.h>
#include <stdlib.h>

#define MOST	4096

static void assign(u8 *to, const struct mv_layout *dst, const u8 *from,
		   const struct mv_layout *src)
{
	static struct mv_assign assignment;
	struct mv_plane plane;

	mv_assign_init(&assignment, to, dst, from, src);
	while (mv_assign_next(&assignment, &plane))
		mv_plane_copy(&plane);
}

/* The same in C order, where the model has each byte. */
static void assign_bytes(u8 *to, const struct mv_layout *dst, const u8 *from,
			 const struct mv_layout *src)
{
	struct model dst_model, src_model;
	s128 pos, nbytes;

	model_read(&dst_model, dst);
	model_read(&src_model, src);
	nbytes = model_nbytes(&src_model);
	for (pos = 0; pos < nbytes; pos++)
		to[model_byte(&dst_model, pos)] =
			from[model_byte(&src_model, pos)];
}

static void compare(const struct mv_layout *dst, s64 dst_size,
		    const struct mv_layout *src, s64 src_size)
{
	/* Of their own sizes, so that an access outside is seen. */
	u8 *from = malloc(src_size), *got = calloc(dst_size, 1);
	u8 *want = calloc(dst_size, 1);
	s64 i;

	if (!from || !got || !want)
		abort();
	for (i = 0; i < src_size; i++)
		from[i] = i % 251 + 1;
	assign(got, dst, from, src);
	assign_bytes(want, dst, from, src);
	if (memcmp(got, want, dst_size)) {
		fprintf(stderr, "core and model differ: assignment\n");
		abort();
	}
	free(from);
	free(got);
	free(want);
}

void agree_assign(const struct mv_layout *layout, const u32 *order)
{
	s64 size = mv_layout_extent(layout).hi, stride = layout->itemsize;
	struct room packed, source;
	u32 i, axis;

	if (!mv_layout_nbytes(layout) || mv_layout_nbytes(layout) > MOST ||
	    size > MOST)
		return;
	room_init(&source);
	room_init(&packed);
	source.layout.ndim = layout->ndim;
	for (i = 0; i < layout->ndim; i++)
		source.shape[i] = i;
	/* A packed layout whose axes vary in the order that is asked for. */
	packed.layout.ndim = layout->ndim;
	packed.layout.itemsize = layout->itemsize;
	if (mv_layout_transpose(&source.layout, &source.layout, order))
		mv_layout_transpose(&source.layout, &source.layout, NULL);
	for (i = 0; i < layout->ndim; i++) {
		axis = source.shape[i];
		packed.shape[axis] = layout->shape[axis];
		packed.strides[axis] = stride;
		stride *= layout->shape[axis];
	}
	compare(&packed.layout, stride, layout, size);
	compare(layout, size, &packed.layout, stride);
}
