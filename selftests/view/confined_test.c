// SPDX-License-Identifier: GPL-2.0
/*
 * Confined views: what is mapped, or exported, is theirs to the last byte of its
 * last page, and what is derived from them is confined as well.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "dmabuf.h"
#include "kselftest_harness.h"
#include "mview_test.h"

#define NAME	"confined_test"
#define PAGE	4096	/* the elements' idea of it; no page is smaller */

/* A view of a matrix of bytes, 16 rows of 4096. */
#define ROWS	16

FIXTURE(confined)
{
	int dev;
	int whole;
	int view;
	struct view_desc desc;
};

FIXTURE_VARIANT(confined)
{
	struct mview_axis axes[2];
	bool transposed;
	bool may_map;
	bool empty;
};

#define ALL(n)		{ .count = (n), .step = 1 }
#define REVERSED(n)	{ .start = (n) - 1, .count = (n), .step = -1 }
#define INDEX(i)	{ .start = (i), .flags = MVIEW_AXIS_INDEX }

/* clang-format off */
FIXTURE_VARIANT_ADD(confined, whole_buffer)
{
	.axes = { ALL(ROWS), ALL(PAGE) }, .may_map = true,
};
FIXTURE_VARIANT_ADD(confined, whole_pages)
{
	.axes = { { 4, 8, 1 }, ALL(PAGE) }, .may_map = true,
};
FIXTURE_VARIANT_ADD(confined, a_page)
{
	.axes = { { 4, 1, 1 }, ALL(PAGE) }, .may_map = true,
};
FIXTURE_VARIANT_ADD(confined, last_row_first)
{
	.axes = { REVERSED(ROWS), ALL(PAGE) }, .may_map = true,
};
FIXTURE_VARIANT_ADD(confined, all_backwards)
{
	.axes = { REVERSED(ROWS), REVERSED(PAGE) }, .may_map = true,
};
FIXTURE_VARIANT_ADD(confined, axes_exchanged)
{
	.axes = { { 4, 4, 1 }, REVERSED(PAGE) }, .transposed = true,
	.may_map = true,
};
FIXTURE_VARIANT_ADD(confined, rows_by_two)
{
	.axes = { { 0, ROWS / 2, 2 }, ALL(PAGE) },
};
FIXTURE_VARIANT_ADD(confined, columns_by_two)
{
	.axes = { ALL(ROWS), { 0, PAGE / 2, 2 } },
};
FIXTURE_VARIANT_ADD(confined, column)
{
	.axes = { ALL(ROWS), INDEX(0) },
};
FIXTURE_VARIANT_ADD(confined, all_but_the_first_column)
{
	.axes = { ALL(ROWS), { 1, PAGE - 1, 1 } },
};
FIXTURE_VARIANT_ADD(confined, all_but_the_last_column)
{
	.axes = { ALL(ROWS), { 0, PAGE - 1, 1 } },
};
FIXTURE_VARIANT_ADD(confined, row_but_for_the_first)
{
	.axes = { INDEX(4), { 1, PAGE - 1, 1 } },
};
FIXTURE_VARIANT_ADD(confined, row_but_for_the_last)
{
	.axes = { INDEX(4), { 0, PAGE - 1, 1 } },
};
FIXTURE_VARIANT_ADD(confined, row_but_for_the_first_backwards)
{
	.axes = { INDEX(4), { PAGE - 1, PAGE - 1, -1 } },
};
FIXTURE_VARIANT_ADD(confined, byte)
{
	.axes = { INDEX(4), INDEX(100) },
};
FIXTURE_VARIANT_ADD(confined, nothing)
{
	.axes = { ALL(ROWS), { 0, 0, 1 } }, .empty = true,
};
/* clang-format on */

FIXTURE_SETUP(confined)
{
	/* On some machines all of these views fit in a page. */
	if (getpagesize() != PAGE)
		SKIP(return, "pages are not of 4096 bytes");
	ASSERT_EQ(0, sim_make(NAME, "kind=pages", "shape=16 4096"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->whole = view_open(self->dev, NAME,
				MVIEW_OPEN_WRITE | MVIEW_CONFINED);
	ASSERT_LE(0, self->whole);
	self->view = view_slice(self->whole, variant->axes, 2);
	if (variant->transposed)
		self->view = view_transpose(self->view, NULL, 0);
	ASSERT_LE(0, self->view);
	ASSERT_EQ(0, view_describe(self->view, &self->desc));
}

FIXTURE_TEARDOWN_PARENT(confined)
{
	sim_remove(NAME);
}

static void *map_page(int view, int prot)
{
	return mmap(NULL, PAGE, prot, MAP_SHARED, view, 0);
}

TEST_F(confined, says_so)
{
	EXPECT_TRUE(self->desc.info.view_flags & MVIEW_VIEW_IS_CONFINED);
}

TEST_F(confined, has_a_window_if_that_is_all_its_own)
{
	EXPECT_EQ(variant->may_map ? self->desc.info.nbytes : 0,
		  self->desc.info.map_nbytes);
	if (!variant->may_map)
		EXPECT_EQ(0, self->desc.info.map_offset);
}

TEST_F(confined, is_mapped_if_that_is_all_its_own)
{
	int error = variant->empty ? EINVAL : EACCES;

	if (variant->may_map) {
		EXPECT_NE(MAP_FAILED, map_page(self->view, PROT_READ |
							   PROT_WRITE));
		EXPECT_NE(MAP_FAILED, mmap(NULL, self->desc.info.map_nbytes,
					   PROT_READ, MAP_SHARED, self->view,
					   0));
		return;
	}
	expect_no_map(error, map_page(self->view, PROT_READ));
	expect_no_map(error, map_page(self->view, PROT_READ | PROT_WRITE));
	EXPECT_EQ(0, view_maps(self->view));
}

TEST_F(confined, is_exported_if_that_is_all_its_own)
{
	if (variant->may_map) {
		EXPECT_LE(0, view_export(self->view));
		return;
	}
	expect_errno(variant->empty ? EOPNOTSUPP : EACCES,
		     view_export(self->view));
}

TEST_F(confined, is_read_and_written)
{
	char seen;

	if (variant->empty)
		return;
	EXPECT_EQ(1, pwrite(self->view, "X", 1, self->desc.info.nbytes - 1));
	EXPECT_EQ(1, pread(self->view, &seen, 1, self->desc.info.nbytes - 1));
	EXPECT_EQ('X', seen);
	EXPECT_EQ(0, pread(self->view, &seen, 1, self->desc.info.nbytes));
}

/* A mapping shows the same elements as read(2). */
TEST_F(confined, shows_its_elements)
{
	char *map, seen = 0;

	if (!variant->may_map)
		return;
	map = mmap(NULL, self->desc.info.map_nbytes, PROT_READ, MAP_SHARED,
		   self->view, 0);
	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(1, pwrite(self->view, "X", 1, 0));
	EXPECT_EQ('X', map[self->desc.info.map_offset]);
	EXPECT_EQ(1, pread(self->view, &seen, 1, 0));
	EXPECT_EQ('X', seen);
}

/* Commands that derive a view, without MVIEW_CONFINED. */
static int by_slice(int view)
{
	return view_range(view, 1, 2, 1);
}

static int by_index(int view)
{
	return view_index(view, 0);
}

static int by_transpose(int view)
{
	return view_transpose(view, NULL, 0);
}

static int by_cast(int view)
{
	return view_cast(view, "I", 0, NULL, MVIEW_CAST_FREE);
}

static int by_readonly(int view)
{
	return view_readonly(view);
}

static int by_contiguous(int view)
{
	return view_contiguous(view, 'C', 0);
}

static int by_copy(int view)
{
	return view_contiguous(view, 'F', 0);
}

static int by_everything(int view)
{
	return by_slice(by_readonly(by_transpose(view_readonly(view))));
}

FIXTURE(derived)
{
	int dev;
	int view;
};

FIXTURE_VARIANT(derived)
{
	int (*derive)(int view);
};

/* clang-format off */
FIXTURE_VARIANT_ADD(derived, slice) { .derive = by_slice };
FIXTURE_VARIANT_ADD(derived, index) { .derive = by_index };
FIXTURE_VARIANT_ADD(derived, transpose) { .derive = by_transpose };
FIXTURE_VARIANT_ADD(derived, cast) { .derive = by_cast };
FIXTURE_VARIANT_ADD(derived, readonly) { .derive = by_readonly };
FIXTURE_VARIANT_ADD(derived, contiguous) { .derive = by_contiguous };
FIXTURE_VARIANT_ADD(derived, copy) { .derive = by_copy };
FIXTURE_VARIANT_ADD(derived, everything) { .derive = by_everything };
/* clang-format on */

/* 4 times 25 elements of 4 bytes: far from a page. */
FIXTURE_SETUP(derived)
{
	ASSERT_EQ(0, sim_make(NAME, "kind=pages", "format=I", "shape=4 25"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, MVIEW_CONFINED);
	ASSERT_LE(0, self->view);
}

FIXTURE_TEARDOWN_PARENT(derived)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(derived, view_is_confined)
{
	int view = variant->derive(self->view);
	struct view_desc desc;

	ASSERT_LE(0, view);
	ASSERT_EQ(0, view_describe(view, &desc));
	EXPECT_TRUE(desc.info.view_flags & MVIEW_VIEW_IS_CONFINED);
	EXPECT_EQ(0, desc.info.map_nbytes);
}

TEST_F(derived, view_is_not_mapped)
{
	int view = variant->derive(self->view);

	ASSERT_LE(0, view);
	expect_no_map(EACCES, map_page(view, PROT_READ));
}

TEST_F(derived, view_of_a_derived_one_is_not_mapped)
{
	int view = variant->derive(self->view);
	int slice = view_slice(view, NULL, 0);

	ASSERT_LE(0, slice);
	expect_no_map(EACCES, map_page(slice, PROT_READ));
}

TEST_F(derived, view_of_a_free_one_is_not_confined)
{
	int free = view_open(self->dev, NAME, 0);
	int view = variant->derive(free);
	struct view_desc desc;

	ASSERT_LE(0, view);
	ASSERT_EQ(0, view_describe(view, &desc));
	EXPECT_FALSE(desc.info.view_flags & MVIEW_VIEW_IS_CONFINED);
	EXPECT_NE(MAP_FAILED, map_page(view, PROT_READ));
}

/* Confinement asked for by each command that makes a view. */
FIXTURE(asked)
{
	int dev;
	int view;
};

FIXTURE_SETUP(asked)
{
	ASSERT_EQ(0, sim_make(NAME, "kind=pages", "shape=100"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
}

FIXTURE_TEARDOWN_PARENT(asked)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

static void check_confined(struct __test_metadata *_metadata, int view)
{
	struct view_desc desc;

	ASSERT_LE(0, view);
	ASSERT_EQ(0, view_describe(view, &desc));
	EXPECT_TRUE(desc.info.view_flags & MVIEW_VIEW_IS_CONFINED);
	expect_no_map(EACCES, map_page(view, PROT_READ));
}

TEST_F(asked, of_open)
{
	check_confined(_metadata, view_open(self->dev, NAME, MVIEW_CONFINED));
}

TEST_F(asked, of_alloc)
{
	check_confined(_metadata, view_alloc(self->dev, 100, MVIEW_CONFINED));
	EXPECT_NE(MAP_FAILED,
		  map_page(view_alloc(self->dev, getpagesize(),
				      MVIEW_CONFINED), PROT_READ));
}

TEST_F(asked, of_import)
{
	int dmabuf = any_dmabuf(), view;

	if (dmabuf < 0)
		SKIP(return, "nobody here exports a dma-buf");
	view = dmabuf_import(self->dev, dmabuf, MVIEW_CONFINED);
	EXPECT_NE(MAP_FAILED, map_page(view, PROT_READ));
	check_confined(_metadata, view_range(view, 0, 100, 1));
}

/* mview can't tell exporters where a mapping begins, or limit it to that. */
TEST_F(asked, of_import_that_is_not_all_of_it)
{
	size_t page = getpagesize();
	int all = view_alloc(self->dev, 4 * page, MVIEW_OPEN_WRITE);
	int dmabuf = view_export(all);
	int view = dmabuf_import(self->dev, dmabuf, MVIEW_CONFINED);

	ASSERT_LE(0, view);
	EXPECT_NE(MAP_FAILED, map_page(view, PROT_READ));
	check_confined(_metadata, view_range(view, 0, page, 1));
	check_confined(_metadata, view_range(view, 0, 3 * page, 1));
}

TEST_F(asked, of_slice)
{
	check_confined(_metadata, view_confined(self->view));
}

TEST_F(asked, of_transpose)
{
	struct mview_view_transpose arg = {
		.size = sizeof(arg), .flags = MVIEW_CONFINED,
	};

	ASSERT_EQ(0, ioctl(self->view, MVIEW_VIEW_TRANSPOSE, &arg));
	check_confined(_metadata, arg.fd);
}

TEST_F(asked, of_cast)
{
	check_confined(_metadata, view_cast(self->view, "I", 0, NULL,
					    MVIEW_CONFINED));
}

TEST_F(asked, of_readonly)
{
	struct mview_view_readonly arg = {
		.size = sizeof(arg), .flags = MVIEW_CONFINED,
	};

	ASSERT_EQ(0, ioctl(self->view, MVIEW_VIEW_READONLY, &arg));
	check_confined(_metadata, arg.fd);
}

TEST_F(asked, of_contiguous)
{
	int strided = view_range(self->view, 0, 50, 2);

	check_confined(_metadata, view_contiguous(self->view, 'C',
						  MVIEW_CONFINED));
	check_confined(_metadata, view_contiguous(strided, 'C',
						  MVIEW_CONFINED));
}

TEST_F(asked, leaves_the_parent_free)
{
	ASSERT_LE(0, view_confined(self->view));
	EXPECT_NE(MAP_FAILED, map_page(self->view, PROT_READ));
}

/* mmap() of a buffer that can't be mapped fails for confined views as well. */
TEST_F(asked, of_what_cannot_be_mapped)
{
	int view;

	ASSERT_EQ(0, close(self->view));
	ASSERT_EQ(0, sim_make(NAME, "kind=pages", "size=4100", "shape=4100"));
	view = view_open(self->dev, NAME, MVIEW_CONFINED);
	ASSERT_LE(0, view);
	expect_no_map(EOPNOTSUPP, map_page(view, PROT_READ));
}

static int alloc_strided(int dev, const char *format, __u64 count, __s64 stride)
{
	struct mview_layout layout = {
		.size = sizeof(layout),
		.format = to_user(format),
		.format_len = strlen(format),
		.ndim = 1,
		.shape = to_user(&count),
		.strides = to_user(&stride),
	};
	struct mview_buffer_alloc arg = {
		.size = sizeof(arg),
		.flags = MVIEW_CONFINED,
		.layout = to_user(&layout),
	};

	return ioctl(dev, MVIEW_BUFFER_ALLOC, &arg) ? -1 : arg.fd;
}

/* From the first byte of a page to its last. */
TEST_F(asked, with_a_gap_inside)
{
	if (getpagesize() != PAGE)
		SKIP(return, "pages are not of 4096 bytes");
	EXPECT_NE(MAP_FAILED, map_page(alloc_strided(self->dev, "1024s", 4,
						     1024), PROT_READ));
	check_confined(_metadata, alloc_strided(self->dev, "1024s", 2, 3072));
	check_confined(_metadata, alloc_strided(self->dev, "1364s", 3, 1366));
}

/* Padding belongs to its element. */
TEST_F(asked, with_padding)
{
	int view = view_alloc(self->dev, getpagesize(), MVIEW_CONFINED);
	int padded = view_cast(view, "B3x", 0, NULL, MVIEW_CAST_FREE);

	ASSERT_LE(0, padded);
	EXPECT_NE(MAP_FAILED, map_page(padded, PROT_READ));
}

TEST_HARNESS_MAIN
