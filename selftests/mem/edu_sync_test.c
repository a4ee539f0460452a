// SPDX-License-Identifier: GPL-2.0
/*
 * Streaming DMA that goes through bounce buffers, where what was not synced is
 * not there: wants swiotlb=force on the kernel's command line, QEMU's "edu"
 * device and the driver mview_edu.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>

#include "edu.h"
#include "kselftest_harness.h"
#include "mview_test.h"

#define READ		MVIEW_SYNC_READ
#define WRITE		MVIEW_SYNC_WRITE
#define BOTH		(READ | WRITE)
#define END		MVIEW_SYNC_END

#define SIZE		EDU_SIZE
#define AT		EDU_AT
#define COUNT		EDU_COUNT

NEEDS_EDU(true)

FIXTURE(bounce)
{
	int dev;
	int scratch;
	int view;
	unsigned char *map;
	unsigned char bytes[COUNT];
};

FIXTURE_VARIANT(bounce)
{
	const char *buffer;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(bounce, single) {
	.buffer = "streaming",
};
FIXTURE_VARIANT_ADD(bounce, sg) {
	.buffer = "streaming_sg",
};
/* clang-format on */

FIXTURE_SETUP(bounce)
{
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->scratch = edu_open(self->dev, "coherent", MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->scratch);
	self->view = edu_open(self->dev, variant->buffer, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
	self->map = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
			 self->view, 0);
	ASSERT_NE(MAP_FAILED, self->map);
	/* Zero the bytes for both the CPU and the device. */
	memset(self->bytes, 0, COUNT);
	ASSERT_EQ(COUNT, pwrite(self->view, self->bytes, COUNT, AT));
}

FIXTURE_TEARDOWN(bounce)
{
}

static int from_device(const char *buffer)
{
	return edu_transfer("from_device", buffer, AT, COUNT);
}

static int to_device(const char *buffer)
{
	return edu_transfer("to_device", buffer, AT, COUNT);
}

TEST_F(bounce, without_a_bracket_is_stale_in_a_mapping)
{
	ASSERT_EQ(0, edu_load(self->scratch, 0x77));
	ASSERT_EQ(0, from_device(variant->buffer));
	EXPECT_TRUE(all_are(self->map + AT, 0, COUNT));
	ASSERT_EQ(0, view_sync(self->view, READ));
	EXPECT_TRUE(all_are(self->map + AT, 0x77, COUNT));
}

TEST_F(bounce, is_not_the_devices_before_the_bracket_ends)
{
	ASSERT_EQ(0, view_sync(self->view, WRITE));
	fill_all(self->map + AT, 0x88, COUNT);
	ASSERT_EQ(0, to_device(variant->buffer));
	EXPECT_TRUE(edu_has(self->scratch, 0));
	ASSERT_EQ(0, view_sync(self->view, WRITE | END));
	ASSERT_EQ(0, to_device(variant->buffer));
	EXPECT_TRUE(edu_has(self->scratch, 0x88));
}

TEST_F(bounce, is_the_devices_when_a_release_ends_the_bracket)
{
	int slice = view_range(self->view, AT, COUNT, 1);

	ASSERT_LE(0, slice);
	ASSERT_EQ(0, view_sync(slice, WRITE));
	fill_all(self->map + AT, 0x99, COUNT);
	ASSERT_EQ(0, view_release(slice));
	ASSERT_EQ(0, to_device(variant->buffer));
	EXPECT_TRUE(edu_has(self->scratch, 0x99));
}

/* The slice has one third of what the device wrote. */
TEST_F(bounce, is_synced_where_a_slice_has_it_and_nowhere_else)
{
	int slice = view_range(self->view, AT + 64, 64, 1);

	ASSERT_LE(0, slice);
	ASSERT_EQ(0, edu_load(self->scratch, 0xaa));
	ASSERT_EQ(0, from_device(variant->buffer));
	fill_all(self->map + AT + 128, 0xbb, COUNT - 128);
	ASSERT_EQ(0, view_sync(slice, BOTH));
	EXPECT_TRUE(all_are(self->map + AT, 0, 64));
	EXPECT_TRUE(all_are(self->map + AT + 64, 0xaa, 64));
	EXPECT_TRUE(all_are(self->map + AT + 128, 0xbb, COUNT - 128));
	fill_all(self->map + AT + 64, 0xcc, 64);
	ASSERT_EQ(0, view_sync(slice, BOTH | END));

	ASSERT_EQ(0, to_device(variant->buffer));
	ASSERT_EQ(0, edu_dump(self->scratch, self->bytes));
	EXPECT_TRUE(all_are(self->bytes, 0xaa, 64));
	EXPECT_TRUE(all_are(self->bytes + 64, 0xcc, 64));
	EXPECT_TRUE(all_are(self->bytes + 128, 0xaa, COUNT - 128));
}

TEST_F(bounce, is_read_and_written_where_asked_and_nowhere_else)
{
	ASSERT_EQ(0, edu_load(self->scratch, 0xdd));
	ASSERT_EQ(0, from_device(variant->buffer));
	fill_all(self->map + AT, 0xee, 64);
	ASSERT_EQ(64, pread(self->view, self->bytes, 64, AT + 64));
	EXPECT_TRUE(all_are(self->bytes, 0xdd, 64));
	memset(self->bytes, 0xff, 64);
	ASSERT_EQ(64, pwrite(self->view, self->bytes, 64, AT + 128));
	EXPECT_TRUE(all_are(self->map + AT, 0xee, 64));
	EXPECT_TRUE(all_are(self->map + AT + 64, 0xdd, 64));
	EXPECT_TRUE(all_are(self->map + AT + 128, 0xff, 64));
	EXPECT_TRUE(all_are(self->map + AT + 192, 0, 64));
}

TEST_F(bounce, is_not_written_back_by_who_only_reads)
{
	ASSERT_EQ(0, view_sync(self->view, READ));
	ASSERT_EQ(0, edu_load(self->scratch, 0x12));
	ASSERT_EQ(0, from_device(variant->buffer));
	ASSERT_EQ(0, view_sync(self->view, READ | END));
	ASSERT_EQ(COUNT, pread(self->view, self->bytes, COUNT, AT));
	EXPECT_TRUE(all_are(self->bytes, 0x12, COUNT));
}

TEST_F(bounce, keeps_what_was_written_in_a_bracket_when_it_is_read)
{
	int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);

	ASSERT_LE(0, memory);
	ASSERT_EQ(0, view_sync(self->view, WRITE));
	fill_all(self->map + AT, 0x13, COUNT);
	/* Read through /proc/self/mem, as a debugger does. */
	ASSERT_EQ(COUNT, pread(memory, self->bytes, COUNT,
			       (uintptr_t)self->map + AT));
	EXPECT_TRUE(all_are(self->bytes, 0x13, COUNT));
	EXPECT_TRUE(all_are(self->map + AT, 0x13, COUNT));
	ASSERT_EQ(COUNT, pread(self->view, self->bytes, COUNT, AT));
	EXPECT_TRUE(all_are(self->bytes, 0x13, COUNT));
	EXPECT_TRUE(all_are(self->map + AT, 0x13, COUNT));
}

TEST_HARNESS_MAIN
