// SPDX-License-Identifier: GPL-2.0
/*
 * Registers of a device as a buffer. Wants QEMU's "edu" device, which knows an
 * access by its width, and the driver mview_edu.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/mman.h>

#include "edu.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"
#include "user.h"

NEEDS_EDU(false)

FIXTURE(regs)
{
	char device[64];
	int dev;
	int view;
	int words;
};

FIXTURE_SETUP(regs)
{
	ASSERT_EQ(0, edu_find(self->device, sizeof(self->device)));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = edu_open(self->dev, "regs", MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
	self->words = edu_words(self->dev);
	ASSERT_LE(0, self->words);
}

FIXTURE_TEARDOWN(regs)
{
	if (self->device[0] && !edu_bound(self->device))
		EXPECT_EQ(0, edu_bind(self->device));
}

TEST_F(regs, are_read_by_fields)
{
	unsigned char record[160];
	__u32 id;

	ASSERT_EQ(sizeof(record), pread(self->view, record, sizeof(record), 0));
	memcpy(&id, record, sizeof(id));
	EXPECT_EQ(EDU_ID, id);
	/* Padding is not read: the device would say all ones. */
	EXPECT_TRUE(all_are(record + 12, 0, 20));
	EXPECT_TRUE(all_are(record + 40, 0, 88));
}

TEST_F(regs, are_read_and_written_by_elements)
{
	EXPECT_EQ(EDU_ID, edu_word_read(self->words, EDU_REG_ID));
	ASSERT_EQ(0, edu_word_write(self->words, EDU_REG_LIVE, 0x12345678));
	EXPECT_EQ(~0x12345678U, edu_word_read(self->words, EDU_REG_LIVE));
}

TEST_F(regs, are_read_and_written_by_single_fields)
{
	__u32 value = 0x12345678;

	ASSERT_EQ(4, pwrite(self->view, &value, 4, EDU_REG_LIVE));
	ASSERT_EQ(4, pread(self->view, &value, 4, EDU_REG_LIVE));
	EXPECT_EQ(~0x12345678U, value);
	ASSERT_EQ(4, pread(self->view, &value, 4, EDU_REG_ID));
	EXPECT_EQ(EDU_ID, value);
}

TEST_F(regs, are_read_and_written_whole)
{
	char bytes[160];

	expect_errno(EINVAL, pread(self->view, bytes, 2, 0));
	expect_errno(EINVAL, pread(self->view, bytes, 4, 2));
	expect_errno(EINVAL, pread(self->words, bytes, 2, 0));
	expect_errno(EINVAL, pread(self->words, bytes, 6, 0));
	expect_errno(EINVAL, pread(self->words, bytes, 4, 2));
	expect_errno(EINVAL, pwrite(self->words, bytes, 2, EDU_REG_LIVE));
	expect_errno(EINVAL, pwrite(self->words, bytes, 4, EDU_REG_LIVE + 1));
}

TEST_F(regs, are_for_who_may_access_any)
{
	ASSERT_EQ(0, capability_set(CAP_SYS_RAWIO, false));
	expect_errno(EPERM, edu_open(self->dev, "regs", 0));
	/* Other buffers can be opened, and views opened before still work. */
	EXPECT_LE(0, edu_open(self->dev, "coherent", 0));
	EXPECT_EQ(EDU_ID, edu_word_read(self->words, EDU_REG_ID));
	ASSERT_EQ(0, capability_set(CAP_SYS_RAWIO, true));
	EXPECT_LE(0, edu_open(self->dev, "regs", 0));
}

/* The driver declared some registers, with padding for the others. */
TEST_F(regs, are_not_accessed_if_left_out)
{
	expect_errno(EACCES, view_cast(self->view, "<I", 1, (__u64[]){ 40 },
				       MVIEW_CAST_FREE));
	expect_no_map(EACCES, mmap(NULL, 4096, PROT_READ, MAP_SHARED,
				   self->view, 0));
}

TEST_F(regs, are_mapped)
{
	volatile __u32 *map = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
				   MAP_SHARED, self->words, 0);

	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(EDU_ID, map[EDU_REG_ID / 4]);
	map[EDU_REG_LIVE / 4] = 0x87654321;
	EXPECT_EQ(~0x87654321U, map[EDU_REG_LIVE / 4]);
	EXPECT_EQ(~0x87654321U, edu_word_read(self->words, EDU_REG_LIVE));
}

TEST_F(regs, are_mapped_for_debuggers)
{
	void *map = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED,
			 self->words, 0);
	int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	__u32 value = 0x01020304;
	uintptr_t at;

	SKIP_UNLESS_DEBUGGED(return, "mappings");
	ASSERT_NE(MAP_FAILED, map);
	ASSERT_LE(0, memory);
	at = (uintptr_t)map;
	ASSERT_EQ(4, pwrite(memory, &value, 4, at + EDU_REG_LIVE));
	ASSERT_EQ(4, pread(memory, &value, 4, at + EDU_REG_LIVE));
	EXPECT_EQ(~0x01020304U, value);
	ASSERT_EQ(4, pread(memory, &value, 4, at + EDU_REG_ID));
	EXPECT_EQ(EDU_ID, value);
}

TEST_F(regs, are_revoked_when_their_driver_is_unbound)
{
	volatile __u32 *map = mmap(NULL, 4096, PROT_READ, MAP_SHARED,
				   self->words, 0);
	__u32 id;

	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(EDU_ID, map[EDU_REG_ID / 4]);
	ASSERT_EQ(0, edu_unbind(self->device));
	EXPECT_TRUE(touch_is_fatal(map));
	expect_errno(ENODEV, pread(self->words, &id, sizeof(id), 0));
	expect_errno(ENODEV, pwrite(self->words, &id, sizeof(id), 0));
	ASSERT_EQ(0, edu_bind(self->device));
	expect_errno(ENODEV, pread(self->words, &id, sizeof(id), 0));
	EXPECT_EQ(EDU_ID, edu_word_read(edu_words(self->dev), EDU_REG_ID));
}

TEST_HARNESS_MAIN
