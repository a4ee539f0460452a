// SPDX-License-Identifier: GPL-2.0
/* The core against the model, step by step. */
#include "agree.h"

#include <stdio.h>
#include <stdlib.h>

#define FAIL(...)							\
	do {								\
		fprintf(stderr, "core and model differ: " __VA_ARGS__);	\
		fprintf(stderr, "\n");					\
		abort();						\
	} while (0)

#define INT(n)	((long long)(n))

static void show(const char *what, const struct mv_layout *layout)
{
	u32 i;

	fprintf(stderr, "%s: itemsize %lld, offset %lld, shape/stride", what,
		INT(layout->itemsize), INT(layout->offset));
	for (i = 0; i < layout->ndim && i <= MV_NDIM_MAX; i++)
		fprintf(stderr, " %lld/%lld", INT(layout->shape[i]),
			INT(layout->strides[i]));
	fprintf(stderr, "\n");
}

void room_init(struct room *room)
{
	room->layout = (struct mv_layout) {
		.shape = room->shape,
		.strides = room->strides,
	};
}

void room_copy(struct room *dst, const struct room *src)
{
	u32 i;

	dst->layout = src->layout;
	dst->layout.shape = dst->shape;
	dst->layout.strides = dst->strides;
	for (i = 0; i < src->layout.ndim && i <= MV_NDIM_MAX; i++) {
		dst->shape[i] = src->shape[i];
		dst->strides[i] = src->strides[i];
	}
}

static bool unchanged(const struct mv_layout *layout, const struct model *was)
{
	struct model is;
	u32 i;

	model_read(&is, layout);
	if (is.ndim != was->ndim || is.offset != was->offset ||
	    is.itemsize != was->itemsize)
		return false;
	for (i = 0; i < is.ndim; i++)
		if (is.shape[i] != was->shape[i] ||
		    is.strides[i] != was->strides[i])
			return false;
	return true;
}

/* The extent has nbytes bytes, and the layout has none of them twice. */
static void agree_dense(const struct mv_layout *layout,
			const struct model *model)
{
	enum { LARGE = 256 };
	struct model_extent extent = model_extent(model);
	s128 pos, nbytes = model_nbytes(model);
	bool seen[LARGE] = { false };
	bool dense = nbytes == extent.hi - extent.lo;

	if (extent.hi - extent.lo > LARGE)
		return;
	for (pos = 0; dense && pos < nbytes; pos++) {
		bool *byte = &seen[model_byte(model, pos) - extent.lo];

		dense = !*byte;
		*byte = true;
	}
	if (mv_layout_dense(layout) == dense)
		return;
	show("layout", layout);
	FAIL("is%s dense", dense ? "" : " not");
}

static void agree_accessors(const struct mv_layout *layout,
			    const struct model *model, u64 size)
{
	struct model_extent want = model_extent(model);
	struct mv_extent extent = mv_layout_extent(layout);
	const char *order;

	if ((s128)extent.lo != want.lo || (s128)extent.hi != want.hi ||
	    extent.lo < 0 || extent.hi < extent.lo || (u64)extent.hi > size) {
		show("layout", layout);
		FAIL("extent is [%lld, %lld)", INT(extent.lo), INT(extent.hi));
	}
	if ((s128)mv_layout_nbytes(layout) != model_nbytes(model)) {
		show("layout", layout);
		FAIL("nbytes is %lld", INT(mv_layout_nbytes(layout)));
	}
	for (order = "CFA"; *order; order++) {
		if (mv_layout_contiguous(layout, *order) ==
		    model_contiguous(model, *order))
			continue;
		show("layout", layout);
		FAIL("contiguity in order %c", *order);
	}
	agree_dense(layout, model);
}

int agree_bounds(const struct mv_layout *layout, u64 size)
{
	struct model model;
	int err = mv_layout_bounds(layout, size);

	model_read(&model, layout);
	if (!model_allows(model_faults(&model, (s128)size), err)) {
		show("layout", layout);
		FAIL("bounds in %llu bytes gives %d", (unsigned long long)size,
		     err);
	}
	if (!err)
		agree_accessors(layout, &model, size);
	return err;
}

/* Compare the core's result of a derivation, @err and @dst, with @want. */
static void agree_derived(const char *what, int err, const struct room *dst,
			  const struct room *src, unsigned int faults,
			  const struct model *want, u64 size)
{
	struct mv_extent part, whole;
	struct model got;

	if (!model_allows(faults, err)) {
		show("from", &src->layout);
		FAIL("%s gives %d", what, err);
	}
	if (err)
		return;
	model_read(&got, &dst->layout);
	if (!model_same(&got, want)) {
		show("from", &src->layout);
		show("to", &dst->layout);
		FAIL("%s", what);
	}
	part = mv_layout_extent(&dst->layout);
	whole = mv_layout_extent(&src->layout);
	if (agree_bounds(&dst->layout, size) ||
	    (part.lo != part.hi &&
	     (part.lo < whole.lo || part.hi > whole.hi))) {
		show("from", &src->layout);
		show("to", &dst->layout);
		FAIL("%s leaves the buffer, or where it came from", what);
	}
}

int agree_slice(struct room *dst, const struct room *src,
		const struct mv_axis *axes, u32 naxes, u64 size)
{
	struct model was, want;
	struct room place;
	unsigned int faults;
	int err;

	model_read(&was, &src->layout);
	faults = model_slice(&want, &was, axes, naxes);
	err = mv_layout_slice(&dst->layout, &src->layout, axes, naxes);
	agree_derived("slice", err, dst, src, faults, &want, size);
	if (!unchanged(&src->layout, &was))
		FAIL("slice writes to its source");
	room_copy(&place, src);
	err = mv_layout_slice(&place.layout, &place.layout, axes, naxes);
	agree_derived("slice in place", err, &place, src, faults, &want, size);
	return err;
}

int agree_transpose(struct room *dst, const struct room *src, const u32 *axes,
		    u64 size)
{
	struct model was, want;
	struct room place;
	unsigned int faults;
	int err;

	model_read(&was, &src->layout);
	faults = model_transpose(&want, &was, axes);
	err = mv_layout_transpose(&dst->layout, &src->layout, axes);
	agree_derived("transpose", err, dst, src, faults, &want, size);
	if (!unchanged(&src->layout, &was))
		FAIL("transpose writes to its source");
	room_copy(&place, src);
	err = mv_layout_transpose(&place.layout, &place.layout, axes);
	agree_derived("transpose in place", err, &place, src, faults, &want,
		      size);
	return err;
}

int agree_cast(struct room *dst, const struct room *src, bool flat, u32 flags,
	       u64 size)
{
	const struct mv_layout *from = &src->layout, *to = &dst->layout;
	struct model_cast cast = {
		.from_native = mv_format_native(from->format, from->format_len),
		.to_native = mv_format_native(to->format, to->format_len),
		.flat = flat,
		.free = flags & MV_CAST_FREE,
	};
	unsigned int i, faults;
	struct model was, want;
	s64 itemsize;
	int err;

	err = mv_format_itemsize(to->format, to->format_len, &itemsize);
	model_read(&was, from);
	want.ndim = to->ndim;
	for (i = 0; !flat && i < want.ndim && i <= MV_NDIM_MAX; i++)
		want.shape[i] = (s128)to->shape[i];
	if (err) {
		if (mv_layout_cast(&dst->layout, from, flat, flags) != err)
			FAIL("cast to a bad format does not give %d", err);
		return err;
	}
	want.itemsize = (s128)itemsize;
	faults = model_cast(&want, &was, &cast);
	err = mv_layout_cast(&dst->layout, from, flat, flags);
	agree_derived("cast", err, dst, src, faults, &want, size);
	if (!unchanged(from, &was))
		FAIL("cast writes to its source");
	return err;
}

int agree_clamp(struct mv_axis *axis, s64 length, const s64 *start,
		const s64 *stop, const s64 *step)
{
	struct model_indices want;
	int err = mv_axis_clamp(axis, length, start, stop, step);
	s128 last;

	if (err != (step && !*step ? -EINVAL : 0))
		FAIL("clamp gives %d", err);
	if (err)
		return err;
	want = model_indices((s128)length, start, stop, step);
	last = (s128)axis->start + ((s128)axis->count - 1) * (s128)axis->step;
	if (axis->index || (s128)axis->count != want.count ||
	    (want.count && (s128)axis->start != want.start) ||
	    (want.count > 1 && (s128)axis->step != want.step))
		FAIL("clamp of %lld elements: start %lld, count %lld, step %lld",
		     INT(length), INT(axis->start), INT(axis->count),
		     INT(axis->step));
	if (!axis->step || axis->start < 0 || axis->start > length ||
	    (want.count && (last < 0 || last >= (s128)length)))
		FAIL("clamp of %lld elements gives what no slice takes",
		     INT(length));
	return 0;
}

/* The next of @n to look at behind @i: all at both ends, some between them. */
static s128 sample(s128 i, s128 n)
{
	if (i < 10 || i >= n - 10)
		return i + 1;
	i += n / 7 + 1;
	return i < n - 10 ? i : n - 10;
}

/* Compare a block's bytes from @at on with the model's from @pos on. */
static void agree_block(const struct model *model, s128 at, s128 len, s128 pos,
			u64 size)
{
	s128 i;

	for (i = 0; i < len; i = sample(i, len)) {
		if (at + i < 0 || at + i >= (s128)size)
			FAIL("walk leaves the buffer at %lld", INT(at + i));
		if (model_byte(model, pos + i) != at + i)
			FAIL("walk has byte %lld at %lld", INT(pos + i),
			     INT(at + i));
	}
}

static void agree_run(const struct model *model, const struct mv_run *run,
		      s128 pos, u64 size)
{
	s128 i, len = (s128)run->len, count = (s128)run->count;

	for (i = 0; i < count; i = sample(i, count))
		agree_block(model, (s128)run->offset + i * (s128)run->stride, len,
			    pos + i * len, size);
}

void agree_walk(const struct mv_layout *layout, u64 size, s64 pos, s64 max,
		unsigned int runs)
{
	struct model model;
	struct mv_walk walk;
	struct mv_run run;
	s128 at = (s128)pos, total;

	model_read(&model, layout);
	total = model_nbytes(&model);
	mv_walk_init(&walk, layout, pos);
	for (; runs; runs--) {
		if (!mv_walk_next(&walk, max, &run))
			break;
		if (run.len <= 0 || run.count <= 0 ||
		    (s128)run.len * (s128)run.count > (s128)max ||
		    at + (s128)run.len * (s128)run.count > total) {
			show("layout", layout);
			FAIL("run of %lld blocks of %lld bytes, at most %lld",
			     INT(run.count), INT(run.len), INT(max));
		}
		agree_run(&model, &run, at, size);
		at += (s128)run.len * (s128)run.count;
	}
	if (runs && at != total) {
		show("layout", layout);
		FAIL("walk ends after %lld bytes", INT(at));
	}
}
