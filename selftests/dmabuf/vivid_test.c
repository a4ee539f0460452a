// SPDX-License-Identifier: GPL-2.0
/* Frames of a video driver as views: what V4L2 shows, by row and by pixel. */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "kselftest_harness.h"
#include "model.h"
#include "mview_test.h"
#include "system.h"
#include "vivid.h"

static const __u64 frame_shape[] = { VIVID_HEIGHT, VIVID_WIDTH, VIVID_PIXEL };

static int import(int dev, int dmabuf, __u32 flags, const __u64 *shape)
{
	struct mview_layout layout = {
		.size = sizeof(layout),
		.format = to_user("B"),
		.format_len = 1,
		.ndim = 3,
		.shape = to_user(shape),
	};
	struct mview_import_dmabuf arg = {
		.size = sizeof(arg),
		.flags = flags,
		.layout = to_user(&layout),
		.dmabuf_fd = dmabuf,
	};

	return ioctl(dev, MVIEW_IMPORT_DMABUF, &arg) ? -1 : arg.fd;
}

FIXTURE(frame)
{
	int dev;
	int view;
	int dmabuf;
	struct vivid vivid;
	unsigned char *frame;
	struct model model;
};

FIXTURE_SETUP(frame)
{
	int index;

	if (vivid_open(&self->vivid)) {
		ASSERT_EQ(ENODEV, errno);
		SKIP(return, "no vivid here");
	}
	index = vivid_capture(&self->vivid);
	ASSERT_LE(0, index);
	self->frame = self->vivid.maps[index];
	self->dmabuf = vivid_export(&self->vivid, index, O_RDWR);
	ASSERT_LE(0, self->dmabuf);
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = import(self->dev, self->dmabuf, MVIEW_OPEN_WRITE,
			    frame_shape);
	ASSERT_LE(0, self->view);
	model_init(&self->model, 1, 3, frame_shape);
}

FIXTURE_TEARDOWN_PARENT(frame)
{
}

TEST_F(frame, has_height_width_and_colours)
{
	struct view_desc desc;

	ASSERT_EQ(0, view_describe(self->view, &desc));
	EXPECT_TRUE(model_describes(&self->model, &desc));
	EXPECT_EQ(VIVID_FRAME, desc.info.nbytes);
	EXPECT_EQ(lseek(self->dmabuf, 0, SEEK_END), desc.info.buffer_nbytes);
}

TEST_F(frame, is_read_as_v4l2_shows_it)
{
	EXPECT_TRUE(model_reads(&self->model, self->frame, self->view));
}

TEST_F(frame, is_mapped_as_v4l2_shows_it)
{
	unsigned char *map = mmap(NULL, VIVID_FRAME, PROT_READ, MAP_SHARED,
				  self->view, 0);

	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, memcmp(map, self->frame, VIVID_FRAME));
}

/* The other tests compare something only if vivid fills in a picture. */
TEST_F(frame, has_the_bars_in_their_colours)
{
	static const unsigned char bars[][VIVID_PIXEL] = {
		{ 0xbf, 0xbf, 0xbf }, { 0xbf, 0xbf, 0x00 },
		{ 0x00, 0xbf, 0xbf }, { 0x00, 0xbf, 0x00 },
		{ 0xbf, 0x00, 0xbf }, { 0xbf, 0x00, 0x00 },
		{ 0x00, 0x00, 0xbf }, { 0x00, 0x00, 0x00 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(bars); i++) {
		const struct mview_axis axes[] = {
			{ .start = 300, .flags = MVIEW_AXIS_INDEX },
			{ .start = 80 * i + 40, .flags = MVIEW_AXIS_INDEX },
		};
		int pixel = view_slice(self->view, axes, 2);
		unsigned char colours[VIVID_PIXEL];

		ASSERT_LE(0, pixel);
		ASSERT_EQ(VIVID_PIXEL, read(pixel, colours, VIVID_PIXEL));
		for (int c = 0; c < VIVID_PIXEL; c++)
			EXPECT_EQ(bars[i][c], colours[c]);
	}
}

TEST_F(frame, has_regions)
{
	const struct mview_axis axes[] = {
		{ .start = 100, .count = 120, .step = 1 },
		{ .start = 200, .count = 160, .step = 1 },
	};
	struct view_desc desc;
	int region = view_slice(self->view, axes, 2);

	ASSERT_LE(0, region);
	model_slice(&self->model, axes, 2);
	ASSERT_EQ(0, view_describe(region, &desc));
	EXPECT_TRUE(model_describes(&self->model, &desc));
	EXPECT_TRUE(model_reads(&self->model, self->frame, region));
}

TEST_F(frame, has_mirrored_thumbnails)
{
	const struct mview_axis axes[] = {
		{ .start = 359, .count = 36, .step = -10 },
		{ .start = 0, .count = 64, .step = 10 },
		{ .start = 2, .count = 3, .step = -1 },
	};
	int region = view_slice(self->view, axes, 3);

	ASSERT_LE(0, region);
	model_slice(&self->model, axes, 3);
	EXPECT_TRUE(model_reads(&self->model, self->frame, region));
}

TEST_F(frame, has_a_colour_at_a_time)
{
	const struct mview_axis axes[] = {
		{ .start = 0, .count = VIVID_HEIGHT, .step = 1 },
		{ .start = 0, .count = VIVID_WIDTH, .step = 1 },
		{ .start = 1, .flags = MVIEW_AXIS_INDEX },
	};
	int green = view_slice(self->view, axes, 3);

	ASSERT_LE(0, green);
	model_slice(&self->model, axes, 3);
	EXPECT_TRUE(model_reads(&self->model, self->frame, green));
}

TEST_F(frame, has_first_rows_to_map)
{
	const struct mview_axis rows = {
		.start = 1, .count = 20, .step = 1,
	};
	int region = view_slice(self->view, &rows, 1);
	struct view_desc desc;
	unsigned char *map;

	ASSERT_LE(0, region);
	ASSERT_EQ(0, view_describe(region, &desc));
	EXPECT_GT(VIVID_FRAME, desc.info.map_nbytes);
	map = mmap(NULL, desc.info.map_nbytes, PROT_READ, MAP_SHARED, region,
		   0);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, memcmp(map + desc.info.map_offset,
			    self->frame + VIVID_LINE, 20 * VIVID_LINE));
}

TEST_F(frame, is_painted_for_v4l2)
{
	const struct mview_axis dot[] = {
		{ .start = 150, .flags = MVIEW_AXIS_INDEX },
		{ .start = 320, .flags = MVIEW_AXIS_INDEX },
	};
	unsigned char *expected = malloc(VIVID_FRAME);
	const unsigned char orange[] = { 0xff, 0x80, 0x00 };
	int pixel = view_slice(self->view, dot, 2);

	memcpy(expected, self->frame, VIVID_FRAME);
	memcpy(expected + 150 * VIVID_LINE + 320 * VIVID_PIXEL, orange,
	       VIVID_PIXEL);
	ASSERT_EQ(VIVID_PIXEL, write(pixel, orange, VIVID_PIXEL));
	EXPECT_EQ(0, memcmp(expected, self->frame, VIVID_FRAME));
}

TEST_F(frame, outlives_the_camera)
{
	unsigned char *expected = malloc(VIVID_FRAME);

	memcpy(expected, self->frame, VIVID_FRAME);
	vivid_close(&self->vivid);
	ASSERT_EQ(0, close(self->dmabuf));
	EXPECT_TRUE(model_reads(&self->model, expected, self->view));
}

TEST_F(frame, is_no_larger_than_its_buffer)
{
	/* It has whole pages. */
	const __u64 shape[] = {
		VIVID_HEIGHT + 1 + getpagesize() / VIVID_LINE, VIVID_WIDTH,
		VIVID_PIXEL,
	};

	expect_errno(EOVERFLOW, import(self->dev, self->dmabuf, 0, shape));
}

/*
 * A frame in memory of mview's own. The camera's device has no IOMMU, and wants
 * all of it in one piece (where vivid was loaded with allocators=1).
 */
FIXTURE(into)
{
	int dev;
};

FIXTURE_SETUP(into)
{
	char text[512];

	if (text_read("/sys/module/vivid/parameters/allocators", text,
		      sizeof(text)) || text[0] != '1')
		SKIP(return, "no vivid here that wants contiguous memory");
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
}

FIXTURE_TEARDOWN_PARENT(into)
{
}

static unsigned char *map_frame(int view)
{
	unsigned char *map = mmap(NULL, VIVID_FRAME, PROT_READ | PROT_WRITE,
				  MAP_SHARED, view, 0);

	if (map != MAP_FAILED)
		memset(map, POISON, VIVID_FRAME);
	return map;
}

TEST_F(into, one_piece_of_memory_a_frame_is_captured)
{
	unsigned char *frame, *bytes = malloc(VIVID_FRAME);
	int index, dmabuf, view;

	view = view_alloc(self->dev, VIVID_FRAME,
			  MVIEW_OPEN_WRITE | MVIEW_CONTIGUOUS);
	ASSERT_LE(0, view);
	frame = map_frame(view);
	ASSERT_NE(MAP_FAILED, frame);
	dmabuf = view_export(view);
	ASSERT_LE(0, dmabuf);
	index = vivid_capture_into(&dmabuf, 1);
	ASSERT_EQ(0, index);
	/* A white bar at the left, a black one at the right. */
	EXPECT_LT(150, frame[100 * VIVID_LINE + 10 * VIVID_PIXEL]);
	EXPECT_GT(50, frame[100 * VIVID_LINE + 630 * VIVID_PIXEL]);
	EXPECT_NE(POISON, frame[VIVID_FRAME - 1]);
	ASSERT_EQ(VIVID_FRAME, pread(view, bytes, VIVID_FRAME, 0));
	EXPECT_EQ(0, memcmp(bytes, frame, VIVID_FRAME));
}

TEST_F(into, many_pieces_of_memory_no_frame_is_captured)
{
	const unsigned long npages = VIVID_FRAME / getpagesize();
	unsigned char *frame = NULL;
	int dmabuf, view = -1, one = 1;

	/* The allocator may return contiguous pages: try again. */
	for (int i = 0; one > 0 && i < 32; i++) {
		view = view_alloc(self->dev, VIVID_FRAME,
				  MVIEW_OPEN_WRITE | MVIEW_PINNABLE);
		ASSERT_LE(0, view);
		frame = map_frame(view);
		ASSERT_NE(MAP_FAILED, frame);
		one = pages_in_one_piece(frame, npages);
	}
	if (one)
		SKIP(return, "no memory in pieces");
	dmabuf = view_export(view);
	ASSERT_LE(0, dmabuf);
	expect_errno(EFAULT, vivid_capture_into(&dmabuf, 1));
	EXPECT_EQ(POISON, frame[0]);
}

/* vivid exported the frame read-only: mview can't import it for writing. */
FIXTURE(reading)
{
	int dev;
	int dmabuf;
	struct vivid vivid;
};

FIXTURE_SETUP(reading)
{
	if (vivid_open(&self->vivid)) {
		ASSERT_EQ(ENODEV, errno);
		SKIP(return, "no vivid here");
	}
	memset(self->vivid.maps[0], 0x5c, self->vivid.length);
	self->dmabuf = vivid_export(&self->vivid, 0, O_RDONLY);
	ASSERT_LE(0, self->dmabuf);
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
}

FIXTURE_TEARDOWN_PARENT(reading)
{
}

TEST_F(reading, is_what_an_import_can_do)
{
	int view = import(self->dev, self->dmabuf, 0, frame_shape);
	unsigned char seen;

	ASSERT_LE(0, view);
	EXPECT_EQ(1, read(view, &seen, 1));
	EXPECT_EQ(0x5c, seen);
}

TEST_F(reading, is_not_importing_for_writing)
{
	expect_errno(EACCES, import(self->dev, self->dmabuf, MVIEW_OPEN_WRITE,
				    frame_shape));
}

TEST_F(reading, is_all_that_the_buffer_allows)
{
	int view = import(self->dev, self->dmabuf, 0, frame_shape);
	__u64 id = view_buffer_id(view);
	struct buffer_desc desc;

	ASSERT_EQ(0, buffer_describe(self->dev, id, 0, &desc));
	EXPECT_TRUE(desc.info.buffer_flags & MVIEW_BUFFER_READONLY);
	expect_errno(EACCES, view_open_id(self->dev, id, MVIEW_OPEN_WRITE));
	EXPECT_LE(0, view_open_id(self->dev, id, 0));
}

TEST_F(reading, is_how_it_is_mapped)
{
	int view = import(self->dev, self->dmabuf, 0, frame_shape);
	unsigned char *map = mmap(NULL, VIVID_FRAME, PROT_READ, MAP_SHARED,
				  view, 0);

	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0x5c, map[VIVID_FRAME - 1]);
	expect_errno(EACCES, mprotect(map, VIVID_FRAME,
				      PROT_READ | PROT_WRITE));
	expect_no_map(EACCES, mmap(NULL, VIVID_FRAME, PROT_READ | PROT_WRITE,
				   MAP_SHARED, view, 0));
}

TEST_HARNESS_MAIN
