// SPDX-License-Identifier: GPL-2.0
/* EXPORT_DMABUF: a view as a dma-buf, in the hands of drivers that are not mview's. */
#include <errno.h>
#include <fcntl.h>
#include <linux/dma-buf.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "child.h"
#include "dmabuf.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "vgem.h"
#include "vivid.h"

#define NAME	"export_dmabuf_test"
#define NPAGES	6
#define WRITE	MVIEW_OPEN_WRITE

FIXTURE(exported)
{
	int dev;
	int view;
	int dmabuf;
	__u64 id;
	size_t page;
	size_t size;
	unsigned char *bytes;
	unsigned char *seen;
};

FIXTURE_VARIANT(exported)
{
	const char *kind;	/* of a simulated buffer; NULL for one of mview's */
};

/* clang-format off */
FIXTURE_VARIANT_ADD(exported, vmalloc) { .kind = "kind=vmalloc" };
FIXTURE_VARIANT_ADD(exported, pages) { .kind = "kind=pages" };
FIXTURE_VARIANT_ADD(exported, streaming_sg) { .kind = "kind=streaming-sg" };
FIXTURE_VARIANT_ADD(exported, alloc) { .kind = NULL };
/* clang-format on */

FIXTURE_SETUP(exported)
{
	char shape[32];

	self->page = getpagesize();
	self->size = NPAGES * self->page;
	snprintf(shape, sizeof(shape), "shape=%zu", self->size);
	if (variant->kind)
		ASSERT_EQ(0, sim_make(NAME, variant->kind, shape));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = variant->kind ?
		     view_open(self->dev, NAME, WRITE) :
		     view_alloc(self->dev, self->size, WRITE);
	ASSERT_LE(0, self->view);
	self->id = view_buffer_id(self->view);
	self->bytes = malloc(self->size);
	self->seen = malloc(self->size);
	for (size_t i = 0; i < self->size; i++)
		self->bytes[i] = i * 13 + i / 211;
	ASSERT_EQ(self->size, pwrite(self->view, self->bytes, self->size, 0));
	self->dmabuf = view_export(self->view);
	ASSERT_LE(0, self->dmabuf);
}

FIXTURE_TEARDOWN_PARENT(exported)
{
	if (variant->kind)
		EXPECT_EQ(0, sim_remove(NAME));
}

static int sync_dmabuf(int dmabuf, __u64 flags)
{
	struct dma_buf_sync sync = { .flags = flags };

	return ioctl(dmabuf, DMA_BUF_IOCTL_SYNC, &sync);
}

static unsigned char *map_dmabuf(int dmabuf, size_t size)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, dmabuf, 0);
}

TEST_F(exported, dmabuf_is_as_long_as_the_window)
{
	int slice = view_range(self->view, self->page + 10, self->page, 1);

	EXPECT_EQ(self->size, lseek(self->dmabuf, 0, SEEK_END));
	EXPECT_EQ(2 * self->page, lseek(view_export(slice), 0, SEEK_END));
}

TEST_F(exported, dmabuf_holds_an_export)
{
	EXPECT_EQ(2, buffer_exports(self->dev, self->id));
	ASSERT_EQ(0, close(self->dmabuf));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id));
}

TEST_F(exported, dmabuf_outlives_the_view)
{
	unsigned char *map = map_dmabuf(self->dmabuf, self->size);

	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(0, view_release(self->view));
	ASSERT_EQ(0, close(self->view));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id));
	EXPECT_EQ(0, memcmp(map, self->bytes, self->size));
	ASSERT_EQ(0, close(self->dmabuf));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id));
	ASSERT_EQ(0, munmap(map, self->size));
	EXPECT_NE(1, buffer_exports(self->dev, self->id));
}

TEST_F(exported, dmabuf_keeps_the_buffer_registered)
{
	if (!variant->kind)
		return;
	ASSERT_EQ(0, close(self->view));
	expect_errno(EBUSY, sim_set(NAME, "live", "0"));
	ASSERT_EQ(0, close(self->dmabuf));
	EXPECT_EQ(0, sim_set(NAME, "live", "0"));
}

TEST_F(exported, dmabuf_is_closed_on_exec)
{
	EXPECT_EQ(FD_CLOEXEC, fcntl(self->dmabuf, F_GETFD));
}

TEST_F(exported, import_shows_the_bytes)
{
	int view = dmabuf_import(self->dev, self->dmabuf, WRITE);

	ASSERT_LE(0, view);
	EXPECT_EQ(self->size, pread(view, self->seen, self->size, 0));
	EXPECT_EQ(0, memcmp(self->seen, self->bytes, self->size));
	ASSERT_EQ(5, pwrite(view, "hello", 5, self->page - 2));
	EXPECT_EQ(5, pread(self->view, self->seen, 5, self->page - 2));
	EXPECT_EQ(0, memcmp(self->seen, "hello", 5));
}

/* The element at the same place of the mapping. */
TEST_F(exported, import_of_a_slice_shows_its_elements)
{
	int slice = view_range(self->view, 2 * self->page + 100, 50, -3);
	__u64 shape = 50;
	__s64 stride = -3;
	struct mview_layout layout = {
		.size = sizeof(layout),
		.format = to_user("B"),
		.format_len = 1,
		.ndim = 1,
		.shape = to_user(&shape),
		.strides = to_user(&stride),
	};
	struct mview_import_dmabuf arg = {
		.size = sizeof(arg),
		.layout = to_user(&layout),
		.dmabuf_fd = view_export(slice),
	};
	struct view_desc desc, again;

	ASSERT_LE(0, arg.dmabuf_fd);
	ASSERT_EQ(0, view_describe(slice, &desc));
	layout.offset = desc.info.map_offset;
	ASSERT_EQ(0, ioctl(self->dev, MVIEW_IMPORT_DMABUF, &arg));
	ASSERT_EQ(0, view_describe(arg.fd, &again));
	EXPECT_EQ(desc.info.map_nbytes, again.info.map_nbytes);
	EXPECT_EQ(desc.info.map_offset, again.info.map_offset);
	ASSERT_EQ(50, pread(arg.fd, self->seen, 50, 0));
	for (size_t i = 0; i < 50; i++)
		EXPECT_EQ(self->bytes[2 * self->page + 100 - 3 * i],
			  self->seen[i]);
}

TEST_F(exported, import_keeps_all_of_it)
{
	int view = dmabuf_import(self->dev, self->dmabuf, 0);

	ASSERT_LE(0, view);
	ASSERT_EQ(0, close(self->view));
	ASSERT_EQ(0, close(self->dmabuf));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id));
	EXPECT_EQ(self->size, pread(view, self->seen, self->size, 0));
	EXPECT_EQ(0, memcmp(self->seen, self->bytes, self->size));
	ASSERT_EQ(0, close(view));
	EXPECT_NE(1, buffer_exports(self->dev, self->id));
}

TEST_F(exported, import_is_not_exported_again)
{
	int view = dmabuf_import(self->dev, self->dmabuf, WRITE);

	expect_errno(EOPNOTSUPP, view_export(view));
}

TEST_F(exported, import_is_mapped)
{
	int view = dmabuf_import(self->dev, self->dmabuf, WRITE);
	unsigned char *map = map_dmabuf(view, self->size);

	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, memcmp(map, self->bytes, self->size));
	ASSERT_EQ(0, munmap(map + self->page, self->page));
	EXPECT_EQ(2, view_maps(view));
	map[0] ^= 0xff;
	EXPECT_EQ(1, pread(self->view, self->seen, 1, 0));
	EXPECT_EQ(map[0], self->seen[0]);
	ASSERT_EQ(0, munmap(map, self->size));
	EXPECT_EQ(0, buffer_maps(self->dev, self->id));
}

TEST_F(exported, mapping_shows_and_takes_bytes)
{
	unsigned char *map = map_dmabuf(self->dmabuf, self->size);

	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, sync_dmabuf(self->dmabuf, DMA_BUF_SYNC_RW));
	EXPECT_EQ(0, memcmp(map, self->bytes, self->size));
	memcpy(map + self->page - 2, "hello", 5);
	EXPECT_EQ(0, sync_dmabuf(self->dmabuf,
				 DMA_BUF_SYNC_RW | DMA_BUF_SYNC_END));
	EXPECT_EQ(5, pread(self->view, self->seen, 5, self->page - 2));
	EXPECT_EQ(0, memcmp(self->seen, "hello", 5));
}

TEST_F(exported, mapping_is_counted)
{
	unsigned char *map = map_dmabuf(self->dmabuf, self->size);

	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(1, buffer_maps(self->dev, self->id));
	EXPECT_EQ(0, view_maps(self->view));
	ASSERT_EQ(0, munmap(map + self->page, self->page));
	EXPECT_EQ(2, buffer_maps(self->dev, self->id));
	ASSERT_EQ(0, munmap(map, self->size));
	EXPECT_EQ(0, buffer_maps(self->dev, self->id));
}

TEST_F(exported, mapping_does_not_leave_the_window)
{
	int slice = view_range(self->view, self->page, self->page, 1);
	int dmabuf = view_export(slice);
	unsigned char *map = map_dmabuf(dmabuf, self->page);

	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, memcmp(map, self->bytes + self->page, self->page));
	EXPECT_EQ(MAP_FAILED, map_dmabuf(dmabuf, 2 * self->page));
	EXPECT_EQ(MAP_FAILED, mmap(NULL, self->page, PROT_READ, MAP_SHARED,
				   dmabuf, self->page));
	expect_no_map(EFAULT, mremap(map, self->page, 2 * self->page,
				     MREMAP_MAYMOVE));
	EXPECT_EQ(MAP_FAILED, mmap(NULL, self->page, PROT_READ, MAP_PRIVATE,
				   dmabuf, 0));
}

/* remap_file_pages() can't reach beyond the window either. */
TEST_F(exported, mapping_is_not_remapped_beyond_the_window)
{
	int slice = view_range(self->view, self->page, self->page, 1);
	unsigned char *map = map_dmabuf(view_export(slice), self->page);

	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(-1, syscall(SYS_remap_file_pages, map, self->page, 0, 1, 0));
	EXPECT_EQ(-1, syscall(SYS_remap_file_pages, map, self->page, 0, 2, 0));
}

TEST_F(exported, sync_takes_each_direction)
{
	const __u64 directions[] = {
		DMA_BUF_SYNC_READ, DMA_BUF_SYNC_WRITE, DMA_BUF_SYNC_RW,
	};

	for (size_t i = 0; i < ARRAY_SIZE(directions); i++) {
		EXPECT_EQ(0, sync_dmabuf(self->dmabuf, directions[i]));
		EXPECT_EQ(0, sync_dmabuf(self->dmabuf,
					 directions[i] | DMA_BUF_SYNC_END));
	}
}

TEST_F(exported, reader_is_not)
{
	expect_errno(EACCES, view_export(view_readonly(self->view)));
}

TEST_F(exported, confined_view_is_if_its_pages_are_its_own)
{
	int confined = view_confined(self->view);

	EXPECT_LE(0, view_export(confined));
	EXPECT_LE(0, view_export(view_range(confined, self->page,
					    2 * self->page, 1)));
	expect_errno(EACCES, view_export(view_range(confined, 0,
						    self->page + 1, 1)));
	expect_errno(EACCES, view_export(view_range(confined, 1,
						    self->page, 1)));
	expect_errno(EACCES, view_export(view_range(confined, 0,
						    self->page, 2)));
}

TEST_F(exported, nothing_is_not)
{
	expect_errno(EOPNOTSUPP, view_export(view_range(self->view, 0, 0, 1)));
}

TEST_F(exported, released_view_is_not)
{
	ASSERT_EQ(0, view_release(self->view));
	expect_errno(EBADFD, view_export(self->view));
}

/* Attached devices keep the memory, all other access fails. */
TEST_F(exported, revoked_dmabuf_is_closed_to_all)
{
	unsigned char *map = map_dmabuf(self->dmabuf, self->size);
	int view = dmabuf_import(self->dev, self->dmabuf, 0);

	if (!variant->kind)
		return;
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, memcmp(map, self->bytes, self->size));
	ASSERT_EQ(0, sim_set(NAME, "revoke", "1"));
	expect_no_map(ENODEV, map_dmabuf(self->dmabuf, self->page));
	expect_errno(ENODEV, sync_dmabuf(self->dmabuf, DMA_BUF_SYNC_READ));
	expect_errno(ENODEV, pread(view, self->seen, 1, 0));
	expect_errno(ENODEV, view_export(self->view));
}

TEST_F(exported, bracket_of_a_dmabuf_ends_with_the_buffer)
{
	if (!variant->kind)
		return;
	ASSERT_EQ(0, sync_dmabuf(self->dmabuf, DMA_BUF_SYNC_RW));
	ASSERT_EQ(0, sim_set(NAME, "revoke", "1"));
	expect_errno(ENODEV, sync_dmabuf(self->dmabuf, DMA_BUF_SYNC_RW |
					 DMA_BUF_SYNC_END));
}

/*
 * The kernel's virtual camera has a device that maps the dma-buf for DMA, and
 * fills it through an address of its own.
 */
TEST(frame_is_captured_into_exported_views)
{
	unsigned char *frame = malloc(VIVID_FRAME);
	int dev, views[2], dmabufs[2], index;

	/* The device needs each buffer in one piece. */
	ASSERT_EQ(0, sim_make(NAME, "kind=pages", "order=8",
			      "shape=360 640 3"));
	dev = dev_open(O_RDWR);
	views[0] = view_open(dev, NAME, WRITE);
	views[1] = view_alloc(dev, 2 << 20, WRITE);
	for (index = 0; index < 2; index++) {
		dmabufs[index] = view_export(views[index]);
		ASSERT_LE(0, dmabufs[index]);
	}
	index = vivid_capture_into(dmabufs, 1);
	if (index < 0 && errno == ENODEV)
		SKIP(goto out, "no vivid");
	ASSERT_EQ(0, index);
	ASSERT_EQ(VIVID_FRAME, pread(views[0], frame, VIVID_FRAME, 0));
	/* A white bar at the left, a black one at the right. */
	EXPECT_LT(150, frame[100 * VIVID_LINE + 10 * VIVID_PIXEL]);
	EXPECT_GT(50, frame[100 * VIVID_LINE + 630 * VIVID_PIXEL]);
out:
	close(dmabufs[0]);
	close(views[0]);
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(exported, dmabuf_is_taken_by_vgem)
{
	int gpu = vgem_open();

	if (gpu < 0)
		SKIP(return, "no vgem");
	ASSERT_EQ(0, vgem_take(gpu, self->dmabuf, NULL));
	ASSERT_EQ(0, close(self->dmabuf));
	ASSERT_EQ(0, close(self->view));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id));
	ASSERT_EQ(0, close(gpu));
	EXPECT_NE(1, buffer_exports(self->dev, self->id));
}

TEST_F(exported, dmabuf_is_refused_to_vgem_when_revoked)
{
	int gpu = vgem_open();

	if (gpu < 0)
		SKIP(return, "no vgem");
	if (!variant->kind)
		return;
	ASSERT_EQ(0, sim_set(NAME, "revoke", "1"));
	expect_errno(ENODEV, vgem_take(gpu, self->dmabuf, NULL));
}

/* vgem attached before the revoke and keeps the pages. */
TEST_F(exported, dmabuf_with_vgem_outlives_its_buffer)
{
	int gpu = vgem_open();

	if (gpu < 0)
		SKIP(return, "no vgem");
	if (!variant->kind)
		return;
	ASSERT_EQ(0, vgem_take(gpu, self->dmabuf, NULL));
	ASSERT_EQ(0, sim_set(NAME, "revoke", "1"));
	ASSERT_EQ(0, close(self->dmabuf));
	ASSERT_EQ(0, close(self->view));
	EXPECT_EQ(0, close(gpu));
}

/* Memory without pages that could be given to devices. */
FIXTURE(pageless)
{
	int view;
};

FIXTURE_VARIANT(pageless)
{
	const char *kind;
	const char *size;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(pageless, kmalloc) { "kind=kmalloc", "size=4096" };
FIXTURE_VARIANT_ADD(pageless, coherent) { "kind=coherent", "size=4096" };
FIXTURE_VARIANT_ADD(pageless, mmio) { "kind=mmio", "size=4096" };
FIXTURE_VARIANT_ADD(pageless, broken_page) { "kind=vmalloc", "size=4100" };
/* clang-format on */

FIXTURE_SETUP(pageless)
{
	ASSERT_MADE(return, sim_make(NAME, variant->kind, variant->size,
				     "shape=4096"));
	self->view = view_open(dev_open(O_RDWR), NAME, WRITE);
	ASSERT_LE(0, self->view);
}

FIXTURE_TEARDOWN_PARENT(pageless)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(pageless, memory_is_not_exported)
{
	expect_errno(EOPNOTSUPP, view_export(self->view));
}

TEST_HARNESS_MAIN
