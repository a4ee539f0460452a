// SPDX-License-Identifier: GPL-2.0
/* The core's layouts and walks. */
#include "test.h"

#include <stdlib.h>

#include "core/layout.h"
#include "core/walk.h"

#define AXES_MAX	(MV_NDIM_MAX + 1)

/* A layout with room for its arrays. */
struct room {
	struct mv_layout layout;
	s64 shape[AXES_MAX];
	s64 strides[AXES_MAX];
};

static struct mv_layout *make(struct room *room, const char *format,
			      s64 itemsize, u32 ndim, const s64 *shape)
{
	memset(room, 0, sizeof(*room));
	room->layout = (struct mv_layout) {
		.format = format,
		.format_len = strlen(format),
		.ndim = ndim,
		.itemsize = itemsize,
		.shape = room->shape,
		.strides = room->strides,
	};
	if (ndim)
		memcpy(room->shape, shape, ndim * sizeof(*shape));
	mv_layout_strides(&room->layout);
	return &room->layout;
}

#define MAKE(room, format, itemsize, ...)				\
	make(room, format, itemsize,					\
	     sizeof((const s64 []){ __VA_ARGS__ }) / sizeof(s64),	\
	     (const s64 []){ __VA_ARGS__ })

TEST(check_accepts_what_fits_exactly)
{
	struct room room;
	struct mv_layout *layout = MAKE(&room, "h", 2, 3, 4);

	assert_int_equal(mv_layout_check(layout, 24), 0);
	assert_int_equal(mv_layout_check(layout, 23), -EOVERFLOW);
	layout->offset = 1;
	assert_int_equal(mv_layout_check(layout, 24), -EOVERFLOW);
	assert_int_equal(mv_layout_check(layout, 25), 0);
}

TEST(check_sees_negative_strides_below_the_buffer)
{
	struct room room;
	struct mv_layout *layout = MAKE(&room, "i", 4, 5);

	layout->strides[0] = -4;
	layout->offset = 15;
	assert_int_equal(mv_layout_check(layout, 20), -EOVERFLOW);
	layout->offset = 16;
	assert_int_equal(mv_layout_check(layout, 20), 0);
	assert_int_equal(mv_layout_check(layout, 19), -EOVERFLOW);
}

TEST(check_accepts_elements_that_overlap)
{
	struct room room;
	struct mv_layout *layout = MAKE(&room, "i", 4, 1000, 1000);

	layout->strides[0] = 0;
	layout->strides[1] = 1;
	assert_int_equal(mv_layout_check(layout, 1003), 0);
	assert_int_equal(mv_layout_check(layout, 1002), -EOVERFLOW);
}

TEST(check_accepts_nothing_at_the_end)
{
	struct room room;
	struct mv_layout *layout = MAKE(&room, "i", 4, 0, 5);

	layout->offset = 20;
	assert_int_equal(mv_layout_check(layout, 20), 0);
	layout->offset = 21;
	assert_int_equal(mv_layout_check(layout, 20), -EOVERFLOW);
	layout->offset = -1;
	assert_int_equal(mv_layout_check(layout, 20), -EOVERFLOW);
}

TEST(check_refuses_what_makes_no_sense)
{
	struct room room;
	struct mv_layout *layout = MAKE(&room, "i", 4, 5);

	layout->itemsize = 2;
	assert_int_equal(mv_layout_check(layout, 100), -EINVAL);
	layout->itemsize = 4;
	layout->shape[0] = -1;
	assert_int_equal(mv_layout_check(layout, 100), -EINVAL);
	layout->shape[0] = 5;
	layout->format = "z";
	assert_int_equal(mv_layout_check(layout, 100), -EINVAL);
}

TEST(bounds_refuse_elements_without_bytes)
{
	struct room room;
	struct mv_layout *layout = MAKE(&room, "i", 4, 5);

	assert_int_equal(mv_layout_bounds(layout, 20), 0);
	layout->itemsize = 0;
	assert_int_equal(mv_layout_bounds(layout, 20), -EINVAL);
	layout->itemsize = -4;
	assert_int_equal(mv_layout_bounds(layout, 20), -EINVAL);
}

TEST(check_refuses_arithmetic_that_overflows)
{
	static const struct {
		s64 shape, stride, offset;
	} rows[] = {
		{ INT64_MAX, INT64_MAX, 0 },
		{ 2, INT64_MAX, 1 },
		{ 3, INT64_MIN, 0 },
		{ 2, INT64_MIN, INT64_MAX },
		{ INT64_MAX, 0, 0 },	/* its size in bytes */
		{ 1, 0, INT64_MAX },
	};
	struct room room;
	struct mv_layout *layout = MAKE(&room, "i", 4, 1);
	size_t i;

	for (i = 0; i < COUNT_OF(rows); i++) {
		layout->shape[0] = rows[i].shape;
		layout->strides[0] = rows[i].stride;
		layout->offset = rows[i].offset;
		assert_int_equal(mv_layout_check(layout, UINT64_MAX),
				 -EOVERFLOW);
	}
}

TEST(sixty_four_dimensions_are_the_most)
{
	s64 shape[AXES_MAX];
	struct room room;
	u32 i;

	for (i = 0; i < AXES_MAX; i++)
		shape[i] = i < 10 ? 2 : 1;
	assert_int_equal(mv_layout_check(make(&room, "h", 2, 64, shape), 2048),
			 0);
	assert_int_equal(mv_layout_nbytes(&room.layout), 2048);
	assert_int_equal(mv_layout_check(make(&room, "h", 2, 65, shape), 2048),
			 -E2BIG);
}

TEST(strides_overflow)
{
	struct room room;
	struct mv_layout *layout = MAKE(&room, "h", 2, 4, 1LL << 62, 2);

	assert_int_equal(mv_layout_strides(layout), -EOVERFLOW);
}

TEST(extent_spans_all_elements)
{
	struct room room;
	struct mv_layout *layout = MAKE(&room, "h", 2, 3, 4);
	struct mv_extent extent;

	layout->strides[0] = -20;
	layout->strides[1] = 4;
	layout->offset = 50;
	extent = mv_layout_extent(layout);
	assert_int_equal(extent.lo, 10);
	assert_int_equal(extent.hi, 64);
	layout->shape[1] = 0;
	extent = mv_layout_extent(layout);
	assert_int_equal(extent.lo, extent.hi);
}

TEST(contiguity_ignores_axes_of_one_element)
{
	struct room room;
	struct mv_layout *layout = MAKE(&room, "h", 2, 1, 3, 1, 4);

	layout->strides[0] = 12345;
	layout->strides[2] = -7;
	assert_true(mv_layout_contiguous(layout, 'C'));
	assert_false(mv_layout_contiguous(layout, 'F'));
	assert_true(mv_layout_contiguous(layout, 'A'));
}

TEST(contiguity_tells_c_from_fortran)
{
	struct room room;
	struct mv_layout *layout = MAKE(&room, "h", 2, 3, 4);

	layout->strides[0] = 2;
	layout->strides[1] = 6;
	assert_false(mv_layout_contiguous(layout, 'C'));
	assert_true(mv_layout_contiguous(layout, 'F'));
	assert_true(mv_layout_contiguous(layout, 'A'));
	layout->strides[1] = 8;
	assert_false(mv_layout_contiguous(layout, 'A'));
	layout = MAKE(&room, "h", 2, 3);
	assert_true(mv_layout_contiguous(layout, 'C'));
	assert_true(mv_layout_contiguous(layout, 'F'));
}

TEST(density_does_not_mind_the_order_of_axes)
{
	struct room room;
	struct mv_layout *layout = MAKE(&room, "h", 2, 3, 1, 4, 5);

	assert_true(mv_layout_dense(layout));
	layout->strides[0] = 8;
	layout->strides[1] = 12345;
	layout->strides[2] = -2;
	layout->strides[3] = 24;
	layout->offset = 6;
	assert_true(mv_layout_dense(layout));
	assert_false(mv_layout_contiguous(layout, 'A'));
}

TEST(density_minds_gaps_and_overlaps)
{
	struct room room;
	struct mv_layout *layout = MAKE(&room, "h", 2, 3, 4);

	layout->strides[0] = 10;
	assert_false(mv_layout_dense(layout));
	layout->strides[0] = 6;
	assert_false(mv_layout_dense(layout));
	layout->strides[0] = 2;
	assert_false(mv_layout_dense(layout));
	layout->shape[1] = 0;
	assert_true(mv_layout_dense(layout));
}

TEST(slice_takes_steps_backwards)
{
	const struct mv_axis axes[] = { { .start = 9, .count = 4, .step = -3 } };
	struct room src, dst;

	MAKE(&src, "h", 2, 10);
	make(&dst, "h", 2, 1, (const s64 []){ 0 });
	assert_int_equal(mv_layout_slice(&dst.layout, &src.layout, axes, 1), 0);
	assert_int_equal(dst.shape[0], 4);
	assert_int_equal(dst.strides[0], -6);
	assert_int_equal(dst.layout.offset, 18);
}

TEST(slice_drops_axes_at_an_index)
{
	const struct mv_axis axes[] = {
		{ .start = 1, .index = true },
		{ .start = 2, .count = 2, .step = 1 },
	};
	struct room src, dst;

	MAKE(&src, "b", 1, 3, 4, 5);
	make(&dst, "b", 1, 3, (const s64 []){ 0, 0, 0 });
	assert_int_equal(mv_layout_slice(&dst.layout, &src.layout, axes, 2), 0);
	assert_int_equal(dst.layout.ndim, 2);
	assert_int_equal(dst.shape[0], 2);
	assert_int_equal(dst.shape[1], 5);
	assert_int_equal(dst.strides[0], 5);
	assert_int_equal(dst.layout.offset, 30);
}

TEST(slice_is_strict)
{
	static const struct {
		struct mv_axis axis;
		int err;
	} rows[] = {
		{ { .start = 0, .count = 10, .step = 1 }, 0 },
		{ { .start = 10, .count = 0, .step = 1 }, 0 },
		{ { .start = 11, .count = 0, .step = 1 }, -ERANGE },
		{ { .start = -1, .count = 0, .step = 1 }, -ERANGE },
		{ { .start = 10, .count = 1, .step = 1 }, -ERANGE },
		{ { .start = 0, .count = 11, .step = 1 }, -ERANGE },
		{ { .start = 0, .count = 2, .step = 10 }, -ERANGE },
		{ { .start = 0, .count = 2, .step = -1 }, -ERANGE },
		{ { .start = 1, .count = 3, .step = INT64_MAX }, -ERANGE },
		{ { .start = 0, .count = INT64_MAX, .step = 1 }, -ERANGE },
		{ { .start = 0, .count = 1, .step = INT64_MIN }, 0 },
		{ { .start = 0, .count = 1, .step = 0 }, -EINVAL },
		{ { .start = 0, .count = -1, .step = 1 }, -EINVAL },
		{ { .start = 10, .index = true }, -ERANGE },
		{ { .start = -1, .index = true }, -ERANGE },
		{ { .start = 9, .index = true }, 0 },
	};
	struct room src, dst;
	size_t i;

	MAKE(&src, "h", 2, 10);
	for (i = 0; i < COUNT_OF(rows); i++) {
		make(&dst, "h", 2, 1, (const s64 []){ 0 });
		assert_int_equal(mv_layout_slice(&dst.layout, &src.layout,
						 &rows[i].axis, 1),
				 rows[i].err);
	}
}

TEST(slice_refuses_more_axes_than_there_are)
{
	const struct mv_axis axes[2] = {
		{ .count = 1, .step = 1 }, { .count = 1, .step = 1 },
	};
	struct room src, dst;

	MAKE(&src, "h", 2, 10);
	make(&dst, "h", 2, 2, (const s64 []){ 0, 0 });
	assert_int_equal(mv_layout_slice(&dst.layout, &src.layout, axes, 2),
			 -EINVAL);
}

static int cast(struct room *dst, const struct mv_layout *src,
		const char *format, u32 ndim, const s64 *shape, u32 flags)
{
	make(dst, "B", 1, 1, (const s64 []){ 0 });
	dst->layout.format = format;
	dst->layout.format_len = strlen(format);
	dst->layout.ndim = ndim;
	if (shape)
		memcpy(dst->shape, shape, ndim * sizeof(*shape));
	return mv_layout_cast(&dst->layout, src, !shape, flags);
}

TEST(transpose_moves_axes_in_place)
{
	static const u32 axes[] = { 1, 2, 0 };
	struct room room;
	struct mv_layout *layout = MAKE(&room, "h", 2, 3, 4, 5);

	assert_int_equal(mv_layout_transpose(layout, layout, axes), 0);
	assert_memory_equal(room.shape, ((s64 []){ 4, 5, 3 }), 24);
	assert_memory_equal(room.strides, ((s64 []){ 10, 2, 40 }), 24);
	assert_int_equal(mv_layout_transpose(layout, layout, NULL), 0);
	assert_memory_equal(room.shape, ((s64 []){ 3, 5, 4 }), 24);
	assert_memory_equal(room.strides, ((s64 []){ 40, 2, 10 }), 24);
}

TEST(transpose_refuses_what_is_no_permutation)
{
	static const u32 wrong[][2] = { { 0, 0 }, { 0, 2 }, { 1, 1u << 31 } };
	struct room room;
	struct mv_layout *layout = MAKE(&room, "h", 2, 3, 4);
	u32 i;

	for (i = 0; i < COUNT_OF(wrong); i++)
		assert_int_equal(mv_layout_transpose(layout, layout, wrong[i]),
				 -EINVAL);
	assert_memory_equal(room.shape, ((s64 []){ 3, 4 }), 16);
}

TEST(cast_keeps_pythons_rules)
{
	const s64 two[] = { 3, 4 }, wrong[] = { 3, 5 }, zero[] = { 0, 4 };
	struct room bytes, shorts, grid, dst;

	MAKE(&bytes, "B", 1, 24);
	MAKE(&shorts, "h", 2, 12);
	MAKE(&grid, "B", 1, 4, 6);
	assert_int_equal(cast(&dst, &bytes.layout, "h", 2, two, 0), 0);
	assert_int_equal(dst.strides[0], 8);
	assert_int_equal(cast(&dst, &shorts.layout, "c", 0, NULL, 0), 0);
	assert_int_equal(dst.shape[0], 24);
	assert_int_equal(cast(&dst, &shorts.layout, "i", 0, NULL, 0), -EINVAL);
	assert_int_equal(cast(&dst, &bytes.layout, "<h", 0, NULL, 0), -EINVAL);
	assert_int_equal(cast(&dst, &bytes.layout, "e", 0, NULL, 0), -EINVAL);
	assert_int_equal(cast(&dst, &bytes.layout, "h", 2, wrong, 0), -EINVAL);
	assert_int_equal(cast(&dst, &bytes.layout, "h", 2, zero, 0), -EINVAL);
	assert_int_equal(cast(&dst, &grid.layout, "h", 2, two, 0), -EINVAL);
	assert_int_equal(cast(&dst, &grid.layout, "h", 0, NULL, 0), 0);
}

TEST(free_cast_takes_any_format_and_shape_of_the_same_size)
{
	const s64 two[] = { 3, 4 };
	struct room grid, dst;

	MAKE(&grid, ">i", 4, 4, 3);
	assert_int_equal(cast(&dst, &grid.layout, "<T{h:a:h:b:}", 2, two,
			      MV_CAST_FREE), 0);
	assert_int_equal(dst.layout.itemsize, 4);
	assert_int_equal(cast(&dst, &grid.layout, "5s", 0, NULL,
			      MV_CAST_FREE), -EINVAL);
	grid.strides[0] = 24;
	assert_int_equal(cast(&dst, &grid.layout, "B", 0, NULL, MV_CAST_FREE),
			 -EINVAL);
}

TEST(cast_tells_why_not)
{
	const s64 huge[] = { 1LL << 62, 1LL << 62 }, negative[] = { -1 };
	struct room src, dst;
	s64 ones[AXES_MAX];
	u32 i;

	for (i = 0; i < AXES_MAX; i++)
		ones[i] = 1;
	MAKE(&src, "B", 1, 1);
	assert_int_equal(cast(&dst, &src.layout, "z", 0, NULL, MV_CAST_FREE),
			 -EINVAL);
	assert_int_equal(cast(&dst, &src.layout, "B", MV_NDIM_MAX, ones, 0), 0);
	assert_int_equal(cast(&dst, &src.layout, "B", AXES_MAX, ones, 0), -E2BIG);
	assert_int_equal(cast(&dst, &src.layout, "B", 1, negative, 0), -EINVAL);
	assert_int_equal(cast(&dst, &src.layout, "B", 2, huge, 0), -EOVERFLOW);
}

TEST(clamp_is_slice_indices)
{
	static const struct {
		s64 start, stop, step, length, want_start, want_count;
	} rows[] = {
		{ 2, 5, 1, 10, 2, 3 },
		{ -3, 100, 1, 10, 7, 3 },
		{ -100, -8, 1, 10, 0, 2 },
		{ 8, 2, 1, 10, 8, 0 },
		{ 8, 2, -2, 10, 8, 3 },
		{ 100, -100, -1, 10, 9, 10 },
		{ 0, 10, INT64_MAX, 10, 0, 1 },
		{ 9, -11, INT64_MIN, 10, 9, 1 },
		{ INT64_MIN, INT64_MAX, 3, 10, 0, 4 },
		{ 0, 0, 1, 0, 0, 0 },
	};
	struct mv_axis axis;
	size_t i;

	for (i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(mv_axis_clamp(&axis, rows[i].length,
					       &rows[i].start, &rows[i].stop,
					       &rows[i].step), 0);
		assert_int_equal(axis.start, rows[i].want_start);
		assert_int_equal(axis.count, rows[i].want_count);
	}
}

TEST(clamp_refuses_a_step_of_zero)
{
	struct mv_axis axis;
	s64 zero = 0;

	assert_int_equal(mv_axis_clamp(&axis, 5, NULL, NULL, &zero), -EINVAL);
	assert_int_equal(mv_axis_clamp(&axis, 5, NULL, NULL, NULL), 0);
	assert_int_equal(axis.count, 5);
}

/* The bytes of a layout over 0, 1, 2, …, by walking it @max bytes at a time. */
static size_t walk(const struct mv_layout *layout, s64 pos, s64 max, u8 *out)
{
	struct mv_walk walk;
	struct mv_run run;
	u8 memory[256];
	size_t i, n = 0;

	for (i = 0; i < sizeof(memory); i++)
		memory[i] = i;
	mv_walk_init(&walk, layout, pos);
	while (mv_walk_next(&walk, max, &run)) {
		assert_true(run.len > 0 && run.count > 0);
		assert_true(run.len * run.count <= max);
		mv_run_gather(out + n, memory, &run);
		n += run.len * run.count;
	}
	return n;
}

/* The same, an element at a time. */
static size_t naive(const struct mv_layout *layout, u8 *out)
{
	s64 index[MV_NDIM_MAX] = { 0 }, total = mv_layout_nbytes(layout), n, at;
	int axis, b;

	for (n = 0; n < total; n += layout->itemsize) {
		at = layout->offset;
		for (axis = 0; axis < (int)layout->ndim; axis++)
			at += index[axis] * layout->strides[axis];
		for (b = 0; b < layout->itemsize; b++)
			out[n + b] = at + b;
		for (axis = layout->ndim - 1; axis >= 0; axis--) {
			if (++index[axis] < layout->shape[axis])
				break;
			index[axis] = 0;
		}
	}
	return total;
}

TEST(walk_merges_what_is_contiguous_into_one_run)
{
	struct room room;
	struct mv_walk walk;
	struct mv_run run;

	mv_walk_init(&walk, MAKE(&room, "h", 2, 3, 1, 4, 5), 0);
	assert_true(mv_walk_next(&walk, INT64_MAX, &run));
	assert_int_equal(run.len, 120);
	assert_int_equal(run.count, 1);
	assert_false(mv_walk_next(&walk, INT64_MAX, &run));
}

TEST(walk_gives_every_byte_in_c_order)
{
	u8 walked[256], want[256];
	struct room room;
	size_t n;
	int round;
	s64 pos, max;
	u32 i;

	srand(1);
	for (round = 0; round < 3000; round++) {
		MAKE(&room, "H", 2, rand() % 4, rand() % 4 + 1, rand() % 4);
		room.layout.offset = 100;
		for (i = 0; i < 3; i++)
			room.strides[i] = rand() % 21 - 10;
		assert_int_equal(mv_layout_check(&room.layout, 256), 0);
		n = naive(&room.layout, want);
		pos = n ? rand() % (n + 1) : 0;
		max = rand() % 20 + 1;
		assert_int_equal(walk(&room.layout, pos, max, walked), n - pos);
		assert_memory_equal(walked, want + pos, n - pos);
	}
}

TEST(scatter_undoes_gather)
{
	struct mv_run run = { .offset = 60, .len = 3, .count = 9, .stride = -7 };
	u8 memory[64], copy[64], bytes[27];
	size_t i;

	for (i = 0; i < sizeof(memory); i++)
		memory[i] = i;
	memset(copy, 0xff, sizeof(copy));
	mv_run_gather(bytes, memory, &run);
	assert_int_equal(bytes[3], 53);
	mv_run_scatter(copy, bytes, &run);
	for (i = 0; i < sizeof(memory); i++)
		assert_int_equal(copy[i], i >= 4 && (i - 4) % 7 < 3 ? i : 0xff);
}

TEST(walk_of_nothing_ends_at_once)
{
	struct room room;
	struct mv_walk walk;
	struct mv_run run;

	mv_walk_init(&walk, MAKE(&room, "h", 2, 3, 0), 0);
	assert_false(mv_walk_next(&walk, 1, &run));
	mv_walk_init(&walk, make(&room, "h", 2, 0, NULL), 0);
	assert_true(mv_walk_next(&walk, 100, &run));
	assert_int_equal(run.len, 2);
	assert_false(mv_walk_next(&walk, 100, &run));
}

TESTSET(layout,
	CASE(check_accepts_what_fits_exactly),
	CASE(check_sees_negative_strides_below_the_buffer),
	CASE(check_accepts_elements_that_overlap),
	CASE(check_accepts_nothing_at_the_end),
	CASE(check_refuses_what_makes_no_sense),
	CASE(bounds_refuse_elements_without_bytes),
	CASE(check_refuses_arithmetic_that_overflows),
	CASE(sixty_four_dimensions_are_the_most),
	CASE(strides_overflow),
	CASE(extent_spans_all_elements),
	CASE(contiguity_ignores_axes_of_one_element),
	CASE(contiguity_tells_c_from_fortran),
	CASE(density_does_not_mind_the_order_of_axes),
	CASE(density_minds_gaps_and_overlaps),
	CASE(slice_takes_steps_backwards),
	CASE(slice_drops_axes_at_an_index),
	CASE(slice_is_strict),
	CASE(slice_refuses_more_axes_than_there_are),
	CASE(transpose_moves_axes_in_place),
	CASE(transpose_refuses_what_is_no_permutation),
	CASE(cast_keeps_pythons_rules),
	CASE(free_cast_takes_any_format_and_shape_of_the_same_size),
	CASE(cast_tells_why_not),
	CASE(clamp_is_slice_indices),
	CASE(clamp_refuses_a_step_of_zero),
	CASE(walk_merges_what_is_contiguous_into_one_run),
	CASE(walk_gives_every_byte_in_c_order),
	CASE(scatter_undoes_gather),
	CASE(walk_of_nothing_ends_at_once));
