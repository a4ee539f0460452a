// SPDX-License-Identifier: GPL-2.0
/* Contiguous views: the view itself where it is contiguous, else a copy. */
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "kselftest_harness.h"
#include "model.h"
#include "mview_test.h"

#define NAME	"contiguous_test"
#define NDIM	3

/* Larger than what is copied at a time. */
#define SHAPE	"40 50 60"
#define COUNT	(40 * 50 * 60)
static const __u64 shape[NDIM] = { 40, 50, 60 };

FIXTURE(contiguous)
{
	int dev;
	int view;
	int slice;
	__u64 id;
	struct model model;
	__u32 elements[COUNT];
};

FIXTURE_SETUP(contiguous)
{
	const struct mview_axis axes[NDIM] = {
		{ .start = 39, .count = 20, .step = -2 },
		{ .start = 1, .count = 49, .step = 1 },
		{ .start = 0, .count = 30, .step = 2 },
	};

	ASSERT_EQ(0, sim_make(NAME, "format=<I", "shape=" SHAPE,
			      "pattern=counter"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
	self->id = view_buffer_id(self->view);
	self->slice = view_slice(self->view, axes, NDIM);
	ASSERT_LE(0, self->slice);
	model_init(&self->model, 4, NDIM, shape);
	model_slice(&self->model, axes, NDIM);
	for (size_t i = 0; i < COUNT; i++)
		self->elements[i] = htole32(i);
}

FIXTURE_TEARDOWN_PARENT(contiguous)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

/* A copy shows the same elements, in another buffer, in that order. */
static void check_copy(struct __test_metadata *_metadata,
		       FIXTURE_DATA(contiguous) *self, int copy, __u32 flags)
{
	struct view_desc desc;

	ASSERT_LE(0, copy);
	ASSERT_EQ(0, view_describe(copy, &desc));
	EXPECT_NE(self->id, desc.info.buffer_id);
	EXPECT_EQ(flags | MVIEW_VIEW_IS_READONLY | MVIEW_VIEW_IS_COHERENT,
		  desc.info.view_flags);
	EXPECT_STREQ("<I", desc.format);
	EXPECT_EQ(0, memcmp(self->model.shape, desc.shape,
			    NDIM * sizeof(*desc.shape)));
	EXPECT_TRUE(model_reads(&self->model, self->elements, copy));
}

TEST_F(contiguous, view_is_not_copied)
{
	int view = view_contiguous(self->view, 'C', 0);
	struct view_desc desc;

	ASSERT_LE(0, view);
	ASSERT_EQ(0, view_describe(view, &desc));
	EXPECT_EQ(self->id, desc.info.buffer_id);
	EXPECT_EQ(3, desc.info.exports);
	EXPECT_EQ(MVIEW_VIEW_IS_C_CONTIGUOUS | MVIEW_VIEW_IS_READONLY |
		  MVIEW_VIEW_IS_COHERENT, desc.info.view_flags);
}

TEST_F(contiguous, view_can_be_had_for_writing)
{
	int view = view_contiguous(self->view, 'C', MVIEW_OPEN_WRITE);
	__u32 value = 0xfeedface, seen;

	ASSERT_LE(0, view);
	ASSERT_EQ(4, pwrite(view, &value, 4, 400));
	EXPECT_EQ(4, pread(self->view, &seen, 4, 400));
	EXPECT_EQ(value, seen);
}

TEST_F(contiguous, either_order_will_do)
{
	int turned = view_transpose(self->view, NULL, 0);
	struct view_desc desc;

	ASSERT_EQ(0, view_describe(view_contiguous(turned, 'A', 0), &desc));
	EXPECT_EQ(self->id, desc.info.buffer_id);
	ASSERT_EQ(0, view_describe(view_contiguous(turned, 'F', 0), &desc));
	EXPECT_EQ(self->id, desc.info.buffer_id);
	ASSERT_EQ(0, view_describe(view_contiguous(turned, 'C', 0), &desc));
	EXPECT_NE(self->id, desc.info.buffer_id);
}

TEST_F(contiguous, copy_in_c_order_shows_the_same)
{
	check_copy(_metadata, self, view_contiguous(self->slice, 'C', 0),
		   MVIEW_VIEW_IS_C_CONTIGUOUS);
}

TEST_F(contiguous, copy_in_fortran_order_shows_the_same)
{
	check_copy(_metadata, self, view_contiguous(self->slice, 'F', 0),
		   MVIEW_VIEW_IS_F_CONTIGUOUS);
}

TEST_F(contiguous, copy_in_any_order_is_in_c_order)
{
	check_copy(_metadata, self, view_contiguous(self->slice, 'A', 0),
		   MVIEW_VIEW_IS_C_CONTIGUOUS);
}

TEST_F(contiguous, copy_can_be_mapped)
{
	int copy = view_contiguous(self->slice, 'C', 0);
	size_t nbytes = 20 * 49 * 30 * 4;
	__u32 *wanted = malloc(nbytes), *map;
	struct view_desc desc;

	ASSERT_EQ(0, view_describe(copy, &desc));
	model_gather(&self->model, self->elements, wanted);
	map = mmap(NULL, desc.info.map_nbytes, PROT_READ, MAP_SHARED, copy, 0);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, memcmp(wanted, map, nbytes));
	/* Nothing but zeros behind the last element. */
	for (size_t i = nbytes; i < desc.info.map_nbytes; i++)
		ASSERT_EQ(0, ((char *)map)[i]);
	expect_no_map(EACCES, mmap(NULL, nbytes, PROT_READ | PROT_WRITE,
				   MAP_SHARED, copy, 0));
}

TEST_F(contiguous, copy_is_of_its_moment)
{
	int copy = view_contiguous(self->slice, 'C', 0);

	ASSERT_EQ(0, sim_step(NAME, 1));
	EXPECT_TRUE(model_reads(&self->model, self->elements, copy));
}

TEST_F(contiguous, copy_holds_nothing_of_the_buffer)
{
	int copy = view_contiguous(self->slice, 'C', 0);

	ASSERT_LE(0, copy);
	EXPECT_EQ(2, buffer_exports(self->dev, self->id));
}

TEST_F(contiguous, copy_ends_with_its_last_view)
{
	int copy = view_contiguous(self->slice, 'C', 0);
	int part = view_range(copy, 0, 1, 1);
	__u64 id = view_buffer_id(copy);
	struct buffer_desc desc;

	ASSERT_EQ(0, buffer_describe(self->dev, id, 0, &desc));
	EXPECT_EQ(MVIEW_BUFFER_PRIVATE | MVIEW_BUFFER_READONLY |
		  MVIEW_BUFFER_MAPPABLE | MVIEW_BUFFER_PINNABLE,
		  desc.info.buffer_flags);
	ASSERT_EQ(0, close(copy));
	EXPECT_EQ(1, buffer_exports(self->dev, id));
	ASSERT_EQ(0, close(part));
	expect_errno(ENOENT, buffer_describe(self->dev, id, 0, &desc));
}

TEST_F(contiguous, copy_cannot_be_had_for_writing)
{
	expect_errno(EINVAL, view_contiguous(self->slice, 'C',
					     MVIEW_OPEN_WRITE));
}

TEST_F(contiguous, reader_cannot_be_had_for_writing)
{
	int reader = view_readonly(self->view);

	expect_errno(EACCES, view_contiguous(reader, 'C', MVIEW_OPEN_WRITE));
}

TEST_F(contiguous, nothing_is_contiguous)
{
	int empty = view_range(self->view, 0, 0, 1);
	int view = view_contiguous(empty, 'F', 0);

	ASSERT_LE(0, view);
	EXPECT_EQ(self->id, view_buffer_id(view));
}

TEST_F(contiguous, order_is_one_of_three)
{
	struct mview_view_contiguous wide = { .size = sizeof(wide) };

	expect_errno(EINVAL, view_contiguous(self->view, 0, 0));
	expect_errno(EINVAL, view_contiguous(self->view, 'c', 0));
	wide.order = 'C' + 256;
	expect_errno(EINVAL, ioctl(self->view, MVIEW_VIEW_CONTIGUOUS, &wide));
}

TEST_F(contiguous, released_view_is_refused)
{
	ASSERT_EQ(0, view_release(self->slice));
	expect_errno(EBADFD, view_contiguous(self->slice, 'C', 0));
}

TEST_HARNESS_MAIN
