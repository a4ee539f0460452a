// SPDX-License-Identifier: GPL-2.0
/*
 * A device that imports a view's dma-buf and does DMA by way of bounce buffers,
 * where what was not synced is not there: wants swiotlb=force on the kernel's
 * command line, QEMU's "edu" device and the driver mview_edu.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/dma-buf.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "edu.h"
#include "kselftest_harness.h"
#include "mview_test.h"

#define SIZE		EDU_SIZE
#define AT		EDU_AT
#define COUNT		EDU_COUNT

NEEDS_EDU(true)

FIXTURE(attached)
{
	int dev;
	int scratch;
	int view;
	int dmabuf;
	unsigned char *map;
	unsigned char bytes[COUNT];
};

FIXTURE_VARIANT(attached)
{
	const char *name;	/* of a buffer of the device's; NULL for memory of mview's */
};

/* clang-format off */
FIXTURE_VARIANT_ADD(attached, alloc) { .name = NULL };
FIXTURE_VARIANT_ADD(attached, streaming_sg) { .name = "streaming_sg" };
/* clang-format on */

FIXTURE_SETUP(attached)
{
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->scratch = edu_open(self->dev, "coherent", MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->scratch);
	self->view = variant->name ?
		     edu_open(self->dev, variant->name, MVIEW_OPEN_WRITE) :
		     view_alloc(self->dev, SIZE, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
	self->map = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
			 self->view, 0);
	ASSERT_NE(MAP_FAILED, self->map);
	/* The same for both sides, whatever was there. */
	memset(self->bytes, 0, COUNT);
	ASSERT_EQ(COUNT, pwrite(self->view, self->bytes, COUNT, AT));
	self->dmabuf = view_export(self->view);
	ASSERT_LE(0, self->dmabuf);
	ASSERT_EQ(0, edu_attach(self->dmabuf, "bidirectional"));
}

FIXTURE_TEARDOWN(attached)
{
	EXPECT_EQ(0, edu_attach(-1, "bidirectional"));
}

static int sync_dmabuf(int dmabuf, __u64 flags)
{
	struct dma_buf_sync sync = { .flags = flags };

	return ioctl(dmabuf, DMA_BUF_IOCTL_SYNC, &sync);
}

/* The device writes into the dma-buf. */
static int device_writes(int scratch, int value)
{
	return edu_load(scratch, value) ||
	       edu_transfer("from_device", "attached", AT, COUNT) ? -1 : 0;
}

/* What it finds there is all of that value. */
static bool device_finds(int scratch, int value)
{
	return !edu_transfer("to_device", "attached", AT, COUNT) &&
	       edu_has(scratch, value);
}

TEST_F(attached, device_writes_arrive_with_a_bracket_of_the_dmabuf)
{
	ASSERT_EQ(0, device_writes(self->scratch, 0x21));
	EXPECT_TRUE(all_are(self->map + AT, 0, COUNT));
	ASSERT_EQ(0, sync_dmabuf(self->dmabuf, DMA_BUF_SYNC_READ));
	EXPECT_TRUE(all_are(self->map + AT, 0x21, COUNT));
	ASSERT_EQ(0, sync_dmabuf(self->dmabuf,
				 DMA_BUF_SYNC_READ | DMA_BUF_SYNC_END));
}

TEST_F(attached, device_finds_what_a_bracket_of_the_dmabuf_wrote)
{
	ASSERT_EQ(0, sync_dmabuf(self->dmabuf, DMA_BUF_SYNC_WRITE));
	fill_all(self->map + AT, 0x22, COUNT);
	EXPECT_TRUE(device_finds(self->scratch, 0));
	ASSERT_EQ(0, sync_dmabuf(self->dmabuf,
				 DMA_BUF_SYNC_WRITE | DMA_BUF_SYNC_END));
	EXPECT_TRUE(device_finds(self->scratch, 0x22));
}

TEST_F(attached, device_writes_are_not_overwritten_by_who_only_reads)
{
	ASSERT_EQ(0, sync_dmabuf(self->dmabuf, DMA_BUF_SYNC_READ));
	ASSERT_EQ(0, device_writes(self->scratch, 0x23));
	ASSERT_EQ(0, sync_dmabuf(self->dmabuf,
				 DMA_BUF_SYNC_READ | DMA_BUF_SYNC_END));
	EXPECT_TRUE(device_finds(self->scratch, 0x23));
	ASSERT_EQ(0, sync_dmabuf(self->dmabuf, DMA_BUF_SYNC_READ));
	EXPECT_TRUE(all_are(self->map + AT, 0x23, COUNT));
}

TEST_HARNESS_MAIN
