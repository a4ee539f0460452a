// SPDX-License-Identifier: GPL-2.0
/*
 * A device that imports a view's dma-buf and does DMA by way of bounce buffers,
 * where what was not synced is not there: wants swiotlb=force on the kernel's
 * command line, QEMU's "edu" device and the driver mview_edu.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/dma-buf.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>

#include "dmabuf.h"
#include "edu.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"

#define SIZE		EDU_SIZE
#define AT		EDU_AT
#define COUNT		EDU_COUNT

#define READ		MVIEW_SYNC_READ
#define WRITE		MVIEW_SYNC_WRITE
#define BOTH		(READ | WRITE)
#define END		MVIEW_SYNC_END

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
	/* Zero the bytes for both the CPU and the device. */
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

/* The device reads from the dma-buf; are all bytes of that value? */
static bool device_finds(int scratch, int value)
{
	return !edu_transfer("to_device", "attached", AT, COUNT) &&
	       edu_has(scratch, value);
}

TEST_F(attached, device_refuses_what_is_no_dmabuf)
{
	expect_errno(EINVAL, edu_attach(self->dmabuf, "sideways"));
	expect_errno(EBADF, edu_attach(1000, "bidirectional"));
	expect_errno(EINVAL, edu_attach(self->dev, "bidirectional"));
}

TEST(device_is_refused_the_dmabuf_of_a_revoked_buffer)
{
	int dmabuf;

	ASSERT_EQ(0, sim_make("attach_test", "shape=65536"));
	dmabuf = view_export(view_open(dev_open(O_RDWR), "attach_test",
				       MVIEW_OPEN_WRITE));
	ASSERT_LE(0, dmabuf);
	EXPECT_EQ(0, sim_set("attach_test", "revoke", "1"));
	expect_errno(ENODEV, edu_attach(dmabuf, "bidirectional"));
	EXPECT_EQ(0, sim_remove("attach_test"));
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

/* Without a bracket, through any view of the same bytes. */
TEST_F(attached, device_writes_are_read_through_every_view)
{
	int views[] = {
		self->view,
		view_readonly(self->view),
		view_range(self->view, 0, SIZE, 1),
		dmabuf_import(self->dev, self->dmabuf, 0),
	};

	for (size_t i = 0; i < ARRAY_SIZE(views); i++) {
		ASSERT_LE(0, views[i]);
		ASSERT_EQ(0, device_writes(self->scratch, 0x30 + i));
		ASSERT_EQ(COUNT, pread(views[i], self->bytes, COUNT, AT));
		EXPECT_TRUE(all_are(self->bytes, 0x30 + i, COUNT));
	}
}

TEST_F(attached, device_writes_are_copied)
{
	int slice = view_range(self->view, AT, COUNT / 2, 2);
	int copy;

	ASSERT_EQ(0, device_writes(self->scratch, 0x38));
	copy = view_contiguous(slice, 'C', 0);
	ASSERT_LE(0, copy);
	ASSERT_EQ(COUNT / 2, pread(copy, self->bytes, COUNT / 2, 0));
	EXPECT_TRUE(all_are(self->bytes, 0x38, COUNT / 2));
}

TEST_F(attached, device_finds_what_was_written_through_every_view)
{
	int views[] = {
		self->view,
		view_range(self->view, 0, SIZE, 1),
		dmabuf_import(self->dev, self->dmabuf, MVIEW_OPEN_WRITE),
	};

	for (size_t i = 0; i < ARRAY_SIZE(views); i++) {
		ASSERT_LE(0, views[i]);
		memset(self->bytes, 0x40 + i, COUNT);
		ASSERT_EQ(COUNT, pwrite(views[i], self->bytes, COUNT, AT));
		EXPECT_TRUE(device_finds(self->scratch, 0x40 + i));
	}
}

TEST_F(attached, write_leaves_the_device_what_lies_between)
{
	int odd = view_range(self->view, AT, COUNT / 2, 2);

	ASSERT_LE(0, odd);
	ASSERT_EQ(0, device_writes(self->scratch, 0x44));
	memset(self->bytes, 0x45, COUNT / 2);
	ASSERT_EQ(COUNT / 2, pwrite(odd, self->bytes, COUNT / 2, 0));
	ASSERT_EQ(0, edu_transfer("to_device", "attached", AT, COUNT));
	ASSERT_EQ(0, edu_dump(self->scratch, self->bytes));
	for (size_t i = 0; i < COUNT; i++)
		ASSERT_EQ(i % 2 ? 0x44 : 0x45, self->bytes[i]);
}

TEST_F(attached, bracket_of_a_view_hands_over_and_back)
{
	ASSERT_EQ(0, device_writes(self->scratch, 0x46));
	EXPECT_TRUE(all_are(self->map + AT, 0, COUNT));
	ASSERT_EQ(0, view_sync(self->view, BOTH));
	EXPECT_TRUE(all_are(self->map + AT, 0x46, COUNT));
	fill_all(self->map + AT, 0x47, COUNT);
	EXPECT_TRUE(device_finds(self->scratch, 0x46));
	ASSERT_EQ(0, view_sync(self->view, BOTH | END));
	EXPECT_TRUE(device_finds(self->scratch, 0x47));
}

TEST_F(attached, bracket_of_a_view_is_for_its_bytes_only)
{
	int slice = view_range(self->view, AT + 64, 64, 1);

	ASSERT_EQ(0, device_writes(self->scratch, 0x48));
	fill_all(self->map + AT + 128, 0x49, COUNT - 128);
	ASSERT_EQ(0, view_sync(slice, BOTH));
	EXPECT_TRUE(all_are(self->map + AT, 0, 64));
	EXPECT_TRUE(all_are(self->map + AT + 64, 0x48, 64));
	EXPECT_TRUE(all_are(self->map + AT + 128, 0x49, COUNT - 128));
	fill_all(self->map + AT + 64, 0x4a, 64);
	ASSERT_EQ(0, view_sync(slice, BOTH | END));
	ASSERT_EQ(0, edu_transfer("to_device", "attached", AT, COUNT));
	ASSERT_EQ(0, edu_dump(self->scratch, self->bytes));
	EXPECT_TRUE(all_are(self->bytes, 0x48, 64));
	EXPECT_TRUE(all_are(self->bytes + 64, 0x4a, 64));
	EXPECT_TRUE(all_are(self->bytes + 128, 0x48, COUNT - 128));
}

TEST_F(attached, bracket_that_is_left_open_ends_with_the_view)
{
	int slice = view_range(self->view, AT, COUNT, 1);

	ASSERT_EQ(0, view_sync(slice, WRITE));
	fill_all(self->map + AT, 0x4b, COUNT);
	ASSERT_EQ(0, view_release(slice));
	EXPECT_TRUE(device_finds(self->scratch, 0x4b));
	slice = view_range(self->view, AT, COUNT, 1);
	ASSERT_EQ(0, view_sync(slice, WRITE));
	fill_all(self->map + AT, 0x4c, COUNT);
	ASSERT_EQ(0, close(slice));
	EXPECT_TRUE(device_finds(self->scratch, 0x4c));
}

/* Reads, begins for reading, and those of the dma-buf and of its import. */
TEST_F(attached, what_is_written_in_a_bracket_is_not_taken_from_the_device)
{
	int half = view_range(self->view, AT, COUNT / 2, 1);
	int import = dmabuf_import(self->dev, self->dmabuf, 0);
	int other = view_readonly(self->view);

	ASSERT_EQ(0, view_sync(half, WRITE));
	fill_all(self->map + AT, 0x50, COUNT / 2);
	ASSERT_EQ(0, device_writes(self->scratch, 0x51));
	ASSERT_EQ(COUNT, pread(self->view, self->bytes, COUNT, AT));
	EXPECT_TRUE(all_are(self->bytes, 0x50, COUNT / 2));
	EXPECT_TRUE(all_are(self->bytes + COUNT / 2, 0x51, COUNT / 2));
	ASSERT_EQ(COUNT, pread(import, self->bytes, COUNT, AT));
	EXPECT_TRUE(all_are(self->bytes, 0x50, COUNT / 2));
	ASSERT_EQ(0, view_sync(other, READ));
	ASSERT_EQ(0, view_sync(other, READ | END));
	ASSERT_EQ(0, view_sync(self->view, WRITE));
	ASSERT_EQ(0, sync_dmabuf(self->dmabuf, DMA_BUF_SYNC_RW));
	EXPECT_TRUE(all_are(self->map + AT, 0x50, COUNT / 2));
	EXPECT_TRUE(all_are(self->map + AT + COUNT / 2, 0x51, COUNT / 2));
}

TEST_F(attached, what_is_written_in_a_bracket_of_the_dmabuf_stays)
{
	int import = dmabuf_import(self->dev, self->dmabuf, MVIEW_OPEN_WRITE);

	ASSERT_EQ(0, sync_dmabuf(self->dmabuf, DMA_BUF_SYNC_WRITE));
	fill_all(self->map + AT, 0x52, COUNT);
	ASSERT_EQ(0, device_writes(self->scratch, 0x53));
	ASSERT_EQ(COUNT, pread(self->view, self->bytes, COUNT, AT));
	EXPECT_TRUE(all_are(self->bytes, 0x52, COUNT));
	ASSERT_EQ(0, sync_dmabuf(self->dmabuf,
				 DMA_BUF_SYNC_WRITE | DMA_BUF_SYNC_END));
	EXPECT_TRUE(device_finds(self->scratch, 0x52));

	ASSERT_EQ(0, view_sync(import, WRITE));
	fill_all(self->map + AT, 0x54, COUNT);
	ASSERT_EQ(0, device_writes(self->scratch, 0x55));
	ASSERT_EQ(COUNT, pread(self->view, self->bytes, COUNT, AT));
	ASSERT_EQ(COUNT, pread(import, self->bytes, COUNT, AT));
	EXPECT_TRUE(all_are(self->bytes, 0x54, COUNT));
	ASSERT_EQ(0, close(import));
	EXPECT_TRUE(device_finds(self->scratch, 0x54));
}

TEST_F(attached, last_bracket_over_a_byte_hands_it_back)
{
	int half = view_range(self->view, AT, COUNT / 2, 1);

	ASSERT_EQ(0, view_sync(self->view, WRITE));
	ASSERT_EQ(0, view_sync(half, WRITE));
	fill_all(self->map + AT, 0x56, COUNT);
	ASSERT_EQ(0, view_sync(self->view, WRITE | END));
	self->bytes[0] = 0x57;
	ASSERT_EQ(1, pwrite(self->view, self->bytes, 1, AT + 1));
	ASSERT_EQ(0, edu_transfer("to_device", "attached", AT, COUNT));
	ASSERT_EQ(0, edu_dump(self->scratch, self->bytes));
	EXPECT_TRUE(all_are(self->bytes, 0, COUNT / 2));
	EXPECT_TRUE(all_are(self->bytes + COUNT / 2, 0x56, COUNT / 2));
	ASSERT_EQ(0, view_sync(half, WRITE | END));
	ASSERT_EQ(0, edu_transfer("to_device", "attached", AT, COUNT));
	ASSERT_EQ(0, edu_dump(self->scratch, self->bytes));
	EXPECT_EQ(0x56, self->bytes[0]);
	EXPECT_EQ(0x57, self->bytes[1]);
}

TEST_F(attached, device_that_leaves_leaves_what_it_wrote)
{
	int half = view_range(self->view, AT, COUNT / 2, 1);

	ASSERT_EQ(0, view_sync(half, WRITE));
	fill_all(self->map + AT, 0x58, COUNT / 2);
	ASSERT_EQ(0, device_writes(self->scratch, 0x59));
	ASSERT_EQ(0, edu_attach(-1, "bidirectional"));
	EXPECT_TRUE(all_are(self->map + AT, 0x58, COUNT / 2));
	EXPECT_TRUE(all_are(self->map + AT + COUNT / 2, 0x59, COUNT / 2));
}

TEST_F(attached, device_that_comes_during_a_bracket_finds_what_it_wrote)
{
	ASSERT_EQ(0, edu_attach(-1, "bidirectional"));
	ASSERT_EQ(0, view_sync(self->view, WRITE));
	ASSERT_EQ(0, edu_attach(self->dmabuf, "bidirectional"));
	fill_all(self->map + AT, 0x5a, COUNT);
	ASSERT_EQ(COUNT, pread(self->view, self->bytes, COUNT, AT));
	EXPECT_TRUE(all_are(self->bytes, 0x5a, COUNT));
	ASSERT_EQ(0, view_sync(self->view, WRITE | END));
	EXPECT_TRUE(device_finds(self->scratch, 0x5a));
}

/* Like a camera whose picture a program draws into. */
TEST_F(attached, what_is_written_to_a_device_that_writes_is_not_lost)
{
	ASSERT_EQ(0, edu_attach(self->dmabuf, "from_device"));
	ASSERT_EQ(0, device_writes(self->scratch, 0x5b));
	memset(self->bytes, 0x5c, COUNT / 2);
	ASSERT_EQ(COUNT / 2, pwrite(self->view, self->bytes, COUNT / 2, AT));
	ASSERT_EQ(COUNT, pread(self->view, self->bytes, COUNT, AT));
	EXPECT_TRUE(all_are(self->bytes, 0x5c, COUNT / 2));
	EXPECT_TRUE(all_are(self->bytes + COUNT / 2, 0x5b, COUNT / 2));
}

TEST_F(attached, device_that_only_reads_changes_nothing)
{
	ASSERT_EQ(0, edu_attach(self->dmabuf, "to_device"));
	fill_all(self->map + AT, 0x5d, COUNT);
	ASSERT_EQ(0, view_sync(self->view, WRITE));
	ASSERT_EQ(0, view_sync(self->view, WRITE | END));
	EXPECT_TRUE(device_finds(self->scratch,
				 variant->name ? 0 : 0x5d));
}

/* The driver's own device writes to the memory, too: by another bounce buffer. */
static int driver_writes(const char *name, int scratch, int value)
{
	return edu_load(scratch, value) ||
	       edu_transfer("from_device", name, AT, COUNT) ? -1 : 0;
}

TEST_F(attached, device_that_comes_finds_what_another_wrote)
{
	if (!variant->name)
		SKIP(return, "no other device has this memory");
	ASSERT_EQ(0, edu_attach(-1, "bidirectional"));
	ASSERT_EQ(0, driver_writes(variant->name, self->scratch, 0x60));
	ASSERT_EQ(0, edu_attach(self->dmabuf, "bidirectional"));
	EXPECT_TRUE(device_finds(self->scratch, 0x60));
	ASSERT_EQ(COUNT, pread(self->view, self->bytes, COUNT, AT));
	EXPECT_TRUE(all_are(self->bytes, 0x60, COUNT));
}

TEST_F(attached, device_that_leaves_leaves_it_to_another_as_well)
{
	if (!variant->name)
		SKIP(return, "no other device has this memory");
	ASSERT_EQ(0, device_writes(self->scratch, 0x61));
	ASSERT_EQ(0, edu_attach(-1, "bidirectional"));
	ASSERT_EQ(COUNT, pread(self->view, self->bytes, COUNT, AT));
	EXPECT_TRUE(all_are(self->bytes, 0x61, COUNT));
	ASSERT_EQ(0, edu_transfer("to_device", variant->name, AT, COUNT));
	EXPECT_TRUE(edu_has(self->scratch, 0x61));
}

static void *come_and_go(void *arg)
{
	time_t end = time(NULL) + 2;
	const int *dmabuf = arg;
	long failed = 0;

	while (time(NULL) <= end)
		failed |= edu_attach(*dmabuf, "bidirectional") |
			  edu_attach(-1, "bidirectional");
	return (void *)failed;
}

/* No device writes, so all of the memory stays as it was written. */
TEST_F(attached, writes_are_not_lost_while_a_device_comes_and_goes)
{
	const unsigned int count = SIZE / sizeof(unsigned int);
	unsigned int value, seen, at;
	pthread_t thread;
	void *failed;

	ASSERT_EQ(0, cpus_use_all());
	ASSERT_EQ(0, pthread_create(&thread, NULL, come_and_go, &self->dmabuf));
	for (value = count; pthread_tryjoin_np(thread, &failed); value++) {
		at = value % count * sizeof(value);
		ASSERT_EQ(sizeof(value), pwrite(self->view, &value,
						sizeof(value), at));
		/* What was written some time ago. */
		at = (value - 100) % count * sizeof(value);
		ASSERT_EQ(sizeof(seen), pread(self->view, &seen,
					      sizeof(seen), at));
		if (value >= count + 100)
			ASSERT_EQ(value - 100, seen);
	}
	EXPECT_EQ(NULL, failed);
}

static bool is_coherent(int view)
{
	struct view_desc desc;

	return !view_describe(view, &desc) &&
	       desc.info.view_flags & MVIEW_VIEW_IS_COHERENT;
}

TEST_F(attached, view_is_not_coherent_meanwhile)
{
	EXPECT_FALSE(is_coherent(self->view));
	ASSERT_EQ(0, edu_attach(-1, "bidirectional"));
	EXPECT_EQ(!variant->name, is_coherent(self->view));
}

/* udmabuf syncs all of the memory whatever range is asked for. */
TEST(import_keeps_what_is_written_in_a_bracket)
{
	unsigned char bytes[COUNT] = { 0 };
	unsigned char *map;
	int dmabuf, view, other;

	dmabuf = udmabuf_make(SIZE, NULL);
	if (dmabuf < 0)
		SKIP(return, "no udmabuf");
	view = dmabuf_import(dev_open(O_RDWR), dmabuf, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, view);
	other = view_range(view, 0, SIZE, 1);
	map = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, view, 0);
	ASSERT_NE(MAP_FAILED, map);
	/* udmabuf has a bounce buffer from now on. */
	ASSERT_EQ(COUNT, pwrite(view, bytes, COUNT, AT));
	fill_all(map + AT, 0x5f, COUNT);
	ASSERT_EQ(COUNT, pread(view, bytes, COUNT, AT));
	EXPECT_TRUE(all_are(bytes, 0, COUNT));

	ASSERT_EQ(0, view_sync(view, WRITE));
	fill_all(map + AT, 0x5f, COUNT);
	ASSERT_EQ(COUNT, pread(other, bytes, COUNT, AT));
	ASSERT_EQ(0, view_sync(other, BOTH));
	EXPECT_TRUE(all_are(map + AT, 0x5f, COUNT));
	ASSERT_EQ(0, view_sync(view, WRITE | END));
	ASSERT_EQ(1, pread(view, bytes, 1, AT));
	EXPECT_TRUE(all_are(map + AT, 0x5f, COUNT));
	ASSERT_EQ(0, view_sync(other, BOTH | END));
	ASSERT_EQ(COUNT, pread(view, bytes, COUNT, AT));
	EXPECT_TRUE(all_are(bytes, 0x5f, COUNT));
}

/* Of a buffer that its driver takes away. */
TEST(device_keeps_what_is_revoked)
{
	int dev, view, dmabuf, scratch;
	unsigned char bytes[COUNT];

	ASSERT_EQ(0, sim_make("attach_test", "kind=pages", "shape=65536"));
	dev = dev_open(O_RDWR);
	view = view_open(dev, "attach_test", MVIEW_OPEN_WRITE);
	scratch = edu_open(dev, "coherent", MVIEW_OPEN_WRITE);
	ASSERT_LE(0, scratch);
	dmabuf = view_export(view);
	ASSERT_LE(0, dmabuf);
	ASSERT_EQ(0, edu_attach(dmabuf, "bidirectional"));
	ASSERT_EQ(0, view_sync(view, WRITE));
	ASSERT_EQ(0, sync_dmabuf(dmabuf, DMA_BUF_SYNC_WRITE));
	ASSERT_EQ(0, sim_set("attach_test", "revoke", "1"));
	expect_errno(ENODEV, pread(view, bytes, COUNT, AT));
	expect_errno(ENODEV, view_sync(view, WRITE | END));
	expect_errno(ENODEV, sync_dmabuf(dmabuf, DMA_BUF_SYNC_READ));
	EXPECT_EQ(0, device_writes(scratch, 0x5e));
	EXPECT_TRUE(device_finds(scratch, 0x5e));
	EXPECT_EQ(0, close(view));
	EXPECT_EQ(0, close(dmabuf));
	EXPECT_TRUE(device_finds(scratch, 0x5e));
	EXPECT_EQ(0, edu_attach(-1, "bidirectional"));
	EXPECT_EQ(0, sim_remove("attach_test"));
}

TEST_HARNESS_MAIN
