// SPDX-License-Identifier: GPL-2.0
/* Slices: what they show, against the tests' own model, and what they refuse. */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>

#include "kselftest_harness.h"
#include "model.h"
#include "mview_test.h"

#define NAME	"slice_test"
#define NAXES	4

/* What to take of an axis, in short. */
#define RANGE(first, n, by)	{ .start = (first), .count = (n), .step = (by) }
#define INDEX(at)		{ .start = (at), .flags = MVIEW_AXIS_INDEX }

/* A buffer of 5 x 6 x 7 elements of two bytes, no two of them alike. */
#define SHAPE	"5 6 7"
static const __u64 shape[] = { 5, 6, 7 };

struct fixture {
	int dev;
	int view;
	struct model model;
	__u16 elements[5 * 6 * 7];
};

static void fixture_init(struct __test_metadata *_metadata,
			 struct fixture *fixture)
{
	size_t i;

	ASSERT_EQ(0, sim_make(NAME, "format=H", "shape=" SHAPE,
			      "pattern=counter"));
	fixture->dev = dev_open(O_RDONLY);
	ASSERT_LE(0, fixture->dev);
	fixture->view = view_open(fixture->dev, NAME, 0);
	ASSERT_LE(0, fixture->view);
	model_init(&fixture->model, 2, 3, shape);
	for (i = 0; i < ARRAY_SIZE(fixture->elements); i++)
		fixture->elements[i] = i;
}

/* Slice view and model alike, and compare what they describe and show. */
static int check_slice(struct __test_metadata *_metadata,
		       const struct fixture *fixture, int view,
		       struct model *model, const struct mview_axis *axes,
		       __u32 naxes)
{
	int slice = view_slice(view, axes, naxes);
	struct view_desc desc;

	ASSERT_LE(0, slice);
	model_slice(model, axes, naxes);
	ASSERT_EQ(0, view_describe(slice, &desc));
	EXPECT_STREQ("H", desc.format);
	EXPECT_TRUE(model_describes(model, &desc));
	EXPECT_TRUE(model_reads(model, fixture->elements, slice));
	return slice;
}

FIXTURE(slice)
{
	struct fixture fixture;
};

FIXTURE_VARIANT(slice)
{
	__u32 naxes;
	struct mview_axis axes[NAXES];
};

FIXTURE_VARIANT_ADD(slice, none) { .naxes = 0 };
FIXTURE_VARIANT_ADD(slice, whole)
{
	.naxes = 3, .axes = { RANGE(0, 5, 1), RANGE(0, 6, 1), RANGE(0, 7, 1) },
};
FIXTURE_VARIANT_ADD(slice, rows) { .naxes = 1, .axes = { RANGE(1, 3, 1) } };
FIXTURE_VARIANT_ADD(slice, every_other_row)
{
	.naxes = 1, .axes = { RANGE(0, 3, 2) },
};
FIXTURE_VARIANT_ADD(slice, reversed) { .naxes = 1, .axes = { RANGE(4, 5, -1) } };
FIXTURE_VARIANT_ADD(slice, reversed_by_three)
{
	.naxes = 3,
	.axes = { RANGE(0, 5, 1), RANGE(0, 6, 1), RANGE(6, 3, -3) },
};
FIXTURE_VARIANT_ADD(slice, all_reversed)
{
	.naxes = 3,
	.axes = { RANGE(4, 5, -1), RANGE(5, 6, -1), RANGE(6, 7, -1) },
};
FIXTURE_VARIANT_ADD(slice, block)
{
	.naxes = 3, .axes = { RANGE(1, 2, 2), RANGE(4, 3, -2), RANGE(2, 3, 1) },
};
FIXTURE_VARIANT_ADD(slice, first_index) { .naxes = 1, .axes = { INDEX(0) } };
FIXTURE_VARIANT_ADD(slice, last_index) { .naxes = 1, .axes = { INDEX(4) } };
FIXTURE_VARIANT_ADD(slice, middle_index)
{
	.naxes = 2, .axes = { RANGE(0, 5, 1), INDEX(3) },
};
FIXTURE_VARIANT_ADD(slice, column)
{
	.naxes = 3, .axes = { RANGE(0, 5, 1), INDEX(2), INDEX(6) },
};
FIXTURE_VARIANT_ADD(slice, element)
{
	.naxes = 3, .axes = { INDEX(3), INDEX(1), INDEX(5) },
};
FIXTURE_VARIANT_ADD(slice, one_element)
{
	.naxes = 3, .axes = { RANGE(3, 1, 1), RANGE(1, 1, 1), RANGE(5, 1, 1) },
};
FIXTURE_VARIANT_ADD(slice, one_element_by_a_far_step)
{
	.naxes = 1, .axes = { RANGE(2, 1, 1000) },
};
FIXTURE_VARIANT_ADD(slice, empty_at_start)
{
	.naxes = 1, .axes = { RANGE(0, 0, 1) },
};
FIXTURE_VARIANT_ADD(slice, empty_at_end)
{
	.naxes = 1, .axes = { RANGE(5, 0, 1) },
};
FIXTURE_VARIANT_ADD(slice, empty_backwards)
{
	.naxes = 1, .axes = { RANGE(5, 0, -1) },
};
FIXTURE_VARIANT_ADD(slice, empty_inside)
{
	.naxes = 3, .axes = { RANGE(0, 5, 1), RANGE(6, 0, 2), INDEX(6) },
};

FIXTURE_SETUP(slice)
{
	fixture_init(_metadata, &self->fixture);
}

FIXTURE_TEARDOWN_PARENT(slice)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(slice, shows_what_it_should)
{
	check_slice(_metadata, &self->fixture, self->fixture.view,
		    &self->fixture.model, variant->axes, variant->naxes);
}

TEST_F(slice, of_a_slice_shows_what_it_should)
{
	const struct mview_axis outer[] = {
		RANGE(4, 5, -1), RANGE(0, 6, 1), RANGE(6, 7, -1),
	};
	int view;

	view = check_slice(_metadata, &self->fixture, self->fixture.view,
			   &self->fixture.model, outer, 3);
	check_slice(_metadata, &self->fixture, view, &self->fixture.model,
		    variant->axes, variant->naxes);
}

TEST_F(slice, leaves_its_parent_alone)
{
	struct view_desc before, after;

	ASSERT_EQ(0, view_describe(self->fixture.view, &before));
	ASSERT_LE(0, view_slice(self->fixture.view, variant->axes,
				variant->naxes));
	ASSERT_EQ(0, view_describe(self->fixture.view, &after));
	before.info.exports++;
	EXPECT_EQ(before.info.exports, after.info.exports);
	EXPECT_EQ(before.layout.offset, after.layout.offset);
	EXPECT_EQ(0, memcmp(before.shape, after.shape, sizeof(before.shape)));
	EXPECT_EQ(0, memcmp(before.strides, after.strides,
			    sizeof(before.strides)));
}

/* Refusals. */
FIXTURE(bad_slice)
{
	struct fixture fixture;
};

FIXTURE_VARIANT(bad_slice)
{
	int error;
	struct mview_axis axis;
};

#define BAD_ADD(name, errno_, ...)					\
	FIXTURE_VARIANT_ADD(bad_slice, name)				\
	{								\
		.error = errno_, .axis = __VA_ARGS__,			\
	}

/* The axis that they are tried on has six elements. */
/* clang-format off */
BAD_ADD(step_zero, EINVAL, RANGE(0, 1, 0));
BAD_ADD(step_zero_of_nothing, EINVAL, RANGE(0, 0, 0));
BAD_ADD(start_at_end, ERANGE, RANGE(6, 1, 1));
BAD_ADD(start_negative, ERANGE, RANGE(-1, 1, 1));
BAD_ADD(start_least, ERANGE, RANGE(INT64_MIN, 1, 1));
BAD_ADD(start_greatest, ERANGE, RANGE(INT64_MAX, 1, 1));
BAD_ADD(empty_behind_end, ERANGE, RANGE(7, 0, 1));
BAD_ADD(empty_before_start, ERANGE, RANGE(-1, 0, 1));
BAD_ADD(one_too_many, ERANGE, RANGE(0, 7, 1));
BAD_ADD(one_too_many_by_step, ERANGE, RANGE(1, 4, 2));
BAD_ADD(one_too_many_backwards, ERANGE, RANGE(3, 5, -1));
BAD_ADD(far_too_many, ERANGE, RANGE(0, UINT64_MAX, 1));
BAD_ADD(count_looks_negative, ERANGE, RANGE(0, 1ULL << 63, 1));
BAD_ADD(product_wraps_to_zero, ERANGE, RANGE(0, (1ULL << 62) + 1, 4));
BAD_ADD(product_wraps_backwards, ERANGE, RANGE(5, (1ULL << 62) + 1, -4));
BAD_ADD(step_greatest, ERANGE, RANGE(0, 2, INT64_MAX));
BAD_ADD(step_least, ERANGE, RANGE(0, 2, INT64_MIN));
BAD_ADD(step_least_thrice, ERANGE, RANGE(0, 3, INT64_MIN));
BAD_ADD(index_at_end, ERANGE, INDEX(6));
BAD_ADD(index_negative, ERANGE, INDEX(-1));
BAD_ADD(index_least, ERANGE, INDEX(INT64_MIN));
BAD_ADD(index_with_count, EINVAL,
	{ .count = 1, .flags = MVIEW_AXIS_INDEX });
BAD_ADD(index_with_step, EINVAL, { .step = 1, .flags = MVIEW_AXIS_INDEX });
BAD_ADD(unknown_flag, EOPNOTSUPP, { .count = 1, .step = 1, .flags = 2 });
BAD_ADD(last_flag, EOPNOTSUPP, { .count = 1, .step = 1, .flags = 1U << 31 });
BAD_ADD(reserved, EINVAL, { .count = 1, .step = 1, .__reserved = 1 });
/* clang-format on */

FIXTURE_SETUP(bad_slice)
{
	fixture_init(_metadata, &self->fixture);
}

FIXTURE_TEARDOWN_PARENT(bad_slice)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(bad_slice, is_refused)
{
	const struct mview_axis axes[] = {
		RANGE(0, 5, 1), variant->axis, RANGE(0, 7, 1),
	};

	expect_errno(variant->error, view_slice(self->fixture.view, axes, 3));
}

TEST_F(bad_slice, is_refused_on_the_last_axis)
{
	const struct mview_axis axes[] = {
		INDEX(0), RANGE(0, 6, 1), RANGE(0, 6, 1),
	};
	const struct mview_axis last[] = { RANGE(0, 6, 1), variant->axis };
	int view = view_slice(self->fixture.view, axes, 3);

	ASSERT_LE(0, view);
	expect_errno(variant->error, view_slice(view, last, 2));
}

/* What needs another view to show. */
FIXTURE(view)
{
	struct fixture fixture;
};

FIXTURE_SETUP(view)
{
	fixture_init(_metadata, &self->fixture);
}

FIXTURE_TEARDOWN_PARENT(view)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(view, has_no_more_axes_to_slice)
{
	const struct mview_axis axes[NAXES] = {
		RANGE(0, 5, 1), RANGE(0, 6, 1), RANGE(0, 7, 1), RANGE(0, 1, 1),
	};

	expect_errno(EINVAL, view_slice(self->fixture.view, axes, NAXES));
}

TEST_F(view, without_dimensions_has_no_axis)
{
	const struct mview_axis axes[] = { INDEX(1), INDEX(2), INDEX(3) };
	int element = view_slice(self->fixture.view, axes, 3);

	ASSERT_LE(0, element);
	EXPECT_LE(0, view_slice(element, NULL, 0));
	expect_errno(EINVAL, view_index(element, 0));
}

TEST_F(view, without_elements_has_no_index)
{
	int empty = view_range(self->fixture.view, 0, 0, 1);

	ASSERT_LE(0, empty);
	EXPECT_LE(0, view_range(empty, 0, 0, 1));
	expect_errno(ERANGE, view_range(empty, 0, 1, 1));
	expect_errno(ERANGE, view_range(empty, 1, 0, 1));
	expect_errno(ERANGE, view_index(empty, 0));
}

/* A slice of one element may have any step, which is never taken. */
TEST_F(view, of_one_element_has_no_use_for_a_step)
{
	const __s64 steps[] = { INT64_MAX, INT64_MIN, INT64_MIN / 2 };
	__u16 row[6 * 7];
	size_t i;
	int slice;

	for (i = 0; i < ARRAY_SIZE(steps); i++) {
		slice = view_range(self->fixture.view, 2, 1, steps[i]);
		if (slice < 0) {
			EXPECT_EQ(EOVERFLOW, errno);
			continue;
		}
		EXPECT_EQ(sizeof(row), read(slice, row, sizeof(row)));
		EXPECT_EQ(0, memcmp(row, self->fixture.elements + 2 * 42,
				    sizeof(row)));
		EXPECT_EQ(-1, view_range(slice, 0, 2, 1));
		EXPECT_EQ(-1, view_range(slice, 0, 2, -1));
	}
}

TEST_F(view, has_64_axes_to_slice)
{
	__u64 many[MVIEW_NDIM_MAX];
	struct mview_axis axes[MVIEW_NDIM_MAX];
	struct model model;
	int bytes, view, i;

	/* Axes of two elements at the ends and in the middle. */
	for (i = 0; i < MVIEW_NDIM_MAX; i++) {
		many[i] = i == 0 || i == 31 || i == 63 ? 2 : 1;
		axes[i] = (struct mview_axis)RANGE(many[i] - 1, many[i], -1);
	}
	bytes = view_range(self->fixture.view, 0, 1, 1);
	ASSERT_LE(0, bytes);
	view = view_cast(bytes, "B", 0, NULL, 0);
	ASSERT_LE(0, view);
	view = view_range(view, 0, 16, 1);
	ASSERT_LE(0, view);
	view = view_cast(view, "H", MVIEW_NDIM_MAX, many, 0);
	ASSERT_LE(0, view);
	model_init(&model, 2, MVIEW_NDIM_MAX, many);
	check_slice(_metadata, &self->fixture, view, &model, axes,
		    MVIEW_NDIM_MAX);
}

TEST_F(view, has_no_65_axes)
{
	struct mview_axis axes[MVIEW_NDIM_MAX + 1] = { 0 };

	expect_errno(E2BIG, view_slice(self->fixture.view, axes,
				       MVIEW_NDIM_MAX + 1));
	expect_errno(E2BIG, view_slice(self->fixture.view, axes, UINT32_MAX));
}

/* A valid slice of every axis, or an index. */
static void random_axis(struct mview_axis *axis, __u64 length, __u64 *state)
{
	__s64 last;

	memset(axis, 0, sizeof(*axis));
	axis->start = next_random(state) % length;
	if (next_random(state) % 4 == 0) {
		axis->flags = MVIEW_AXIS_INDEX;
		return;
	}
	axis->step = 1 + next_random(state) % 3;
	last = length - 1 - axis->start;
	if (next_random(state) % 2) {
		axis->step = -axis->step;
		last = axis->start;
	}
	axis->count = 1 + last / (axis->step < 0 ? -axis->step : axis->step);
	axis->count = 1 + next_random(state) % axis->count;
}

TEST_F(view, shows_the_right_elements_of_random_slices)
{
	struct mview_axis axes[3];
	struct model model;
	__u64 state = 1;
	__u32 depth, i;
	int view, round;

	for (round = 0; round < 100; round++) {
		model = self->fixture.model;
		view = dup(self->fixture.view);
		for (depth = 0; depth < 3 && model.ndim; depth++) {
			int parent = view;

			for (i = 0; i < model.ndim; i++)
				random_axis(&axes[i], model.shape[i], &state);
			view = check_slice(_metadata, &self->fixture, parent,
					   &model, axes, model.ndim);
			close(parent);
		}
		close(view);
	}
}

TEST_HARNESS_MAIN
