// SPDX-License-Identifier: GPL-2.0
/* Transposed views: what they show, and what is no permutation. */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>

#include "kselftest_harness.h"
#include "model.h"
#include "mview_test.h"

#define NAME	"transpose_test"
#define NDIM	3

static const __u64 shape[NDIM] = { 4, 5, 6 };

FIXTURE(transpose)
{
	int dev;
	int view;
	struct model model;
	__u16 elements[4 * 5 * 6];
};

FIXTURE_SETUP(transpose)
{
	ASSERT_EQ(0, sim_make(NAME, "format=H", "shape=4 5 6",
			      "pattern=counter"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
	model_init(&self->model, 2, NDIM, shape);
	for (size_t i = 0; i < ARRAY_SIZE(self->elements); i++)
		self->elements[i] = i;
}

FIXTURE_TEARDOWN_PARENT(transpose)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

static void check_transpose(struct __test_metadata *_metadata,
			    FIXTURE_DATA(transpose) *self, int view,
			    const __u32 *axes)
{
	struct view_desc desc;

	ASSERT_LE(0, view);
	model_transpose(&self->model, axes);
	ASSERT_EQ(0, view_describe(view, &desc));
	EXPECT_STREQ("H", desc.format);
	EXPECT_TRUE(model_describes(&self->model, &desc));
	EXPECT_TRUE(model_reads(&self->model, self->elements, view));
}

TEST_F(transpose, shows_every_permutation)
{
	const __u32 all[][NDIM] = {
		{ 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 },
		{ 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 },
	};
	const struct model model = self->model;

	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		self->model = model;
		check_transpose(_metadata, self,
				view_transpose(self->view, all[i], NDIM),
				all[i]);
	}
}

TEST_F(transpose, without_axes_reverses_them)
{
	const __u32 reversed[] = { 2, 1, 0 };

	check_transpose(_metadata, self, view_transpose(self->view, NULL, 0),
			reversed);
}

TEST_F(transpose, of_a_slice_shows_what_it_should)
{
	const struct mview_axis axes[] = {
		{ .start = 3, .count = 2, .step = -2 },
		{ .start = 1, .flags = MVIEW_AXIS_INDEX },
		{ .start = 5, .count = 3, .step = -1 },
	};
	const __u32 swapped[] = { 1, 0 };
	int slice = view_slice(self->view, axes, 3);

	model_slice(&self->model, axes, 3);
	check_transpose(_metadata, self, view_transpose(slice, swapped, 2),
			swapped);
}

TEST_F(transpose, twice_is_contiguous_again)
{
	struct view_desc desc;
	int once = view_transpose(self->view, NULL, 0);
	int twice = view_transpose(once, NULL, 0);

	ASSERT_EQ(0, view_describe(once, &desc));
	EXPECT_EQ(MVIEW_VIEW_IS_F_CONTIGUOUS | MVIEW_VIEW_IS_COHERENT,
		  desc.info.view_flags);
	ASSERT_EQ(0, view_describe(twice, &desc));
	EXPECT_EQ(MVIEW_VIEW_IS_C_CONTIGUOUS | MVIEW_VIEW_IS_COHERENT,
		  desc.info.view_flags);
}

TEST_F(transpose, writes_where_it_shows)
{
	int view = view_transpose(self->view, NULL, 0);
	__u16 value = 0xbeef, seen;

	/* [1, 0, 0] of it is [0, 0, 1] of the buffer. */
	ASSERT_EQ(2, pwrite(view, &value, 2, 2 * 5 * 4));
	EXPECT_EQ(2, pread(self->view, &seen, 2, 2));
	EXPECT_EQ(value, seen);
}

TEST_F(transpose, of_a_reader_does_not_write)
{
	int view = view_transpose(view_readonly(self->view), NULL, 0);
	__u16 value = 0;

	ASSERT_LE(0, view);
	expect_errno(EBADF, pwrite(view, &value, 2, 0));
}

TEST_F(transpose, holds_an_export)
{
	__u64 id = view_buffer_id(self->view);
	int view = view_transpose(self->view, NULL, 0);

	EXPECT_EQ(2, buffer_exports(self->dev, id));
	ASSERT_EQ(0, close(view));
	EXPECT_EQ(1, buffer_exports(self->dev, id));
}

TEST_F(transpose, wants_a_permutation)
{
	const __u32 twice[] = { 0, 1, 1 }, outside[] = { 0, 1, 3 };
	const __u32 far[] = { 0, 1, 1U << 31 }, wraps[] = { 0, 1, 64 };

	expect_errno(EINVAL, view_transpose(self->view, twice, NDIM));
	expect_errno(EINVAL, view_transpose(self->view, outside, NDIM));
	expect_errno(EINVAL, view_transpose(self->view, far, NDIM));
	expect_errno(EINVAL, view_transpose(self->view, wraps, NDIM));
}

TEST_F(transpose, wants_all_axes)
{
	const __u32 axes[MVIEW_NDIM_MAX + 1] = { 0, 1, 2, 3 };

	expect_errno(EINVAL, view_transpose(self->view, axes, 2));
	expect_errno(EINVAL, view_transpose(self->view, axes, 4));
	expect_errno(EINVAL, view_transpose(self->view, NULL, NDIM));
	expect_errno(E2BIG, view_transpose(self->view, axes,
					   MVIEW_NDIM_MAX + 1));
	expect_errno(EFAULT, view_transpose(self->view, bad_address(), NDIM));
}

TEST_F(transpose, of_a_released_view_is_refused)
{
	ASSERT_EQ(0, view_release(self->view));
	expect_errno(EBADFD, view_transpose(self->view, NULL, 0));
}

TEST_HARNESS_MAIN
