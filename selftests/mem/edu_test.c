// SPDX-License-Identifier: GPL-2.0
/*
 * Real DMA into memory of each kind that a device can reach. Wants QEMU's "edu"
 * device and the driver mview_edu.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "edu.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "poller.h"
#include "system.h"
#include "user.h"

#define TRACE		"/sys/kernel/tracing/instances/edu_test"
#define READ		MVIEW_SYNC_READ
#define WRITE		MVIEW_SYNC_WRITE
#define BOTH		(READ | WRITE)
#define END		MVIEW_SYNC_END

#define SIZE		EDU_SIZE
#define AT		EDU_AT
#define COUNT		EDU_COUNT

NEEDS_EDU(false)

/* Memory of each kind that the device can reach. */
FIXTURE(edu)
{
	char device[64];
	char name[80];
	int dev;
	int scratch;
	int view;
	unsigned char *map;
	unsigned char bytes[COUNT];
};

FIXTURE_VARIANT(edu)
{
	const char *buffer;
	__u32 kind;
	int pages; /* it has, or 0: SIZE bytes */
};

/* clang-format off */
FIXTURE_VARIANT_ADD(edu, coherent) {
	.buffer = "coherent", .kind = MVIEW_KIND_COHERENT,
};
FIXTURE_VARIANT_ADD(edu, streaming) {
	.buffer = "streaming", .kind = MVIEW_KIND_STREAMING,
};
FIXTURE_VARIANT_ADD(edu, streaming_sg) {
	.buffer = "streaming_sg", .kind = MVIEW_KIND_STREAMING, .pages = 16,
};
/* clang-format on */

FIXTURE_SETUP(edu)
{
	ASSERT_EQ(0, edu_find(self->device, sizeof(self->device)));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->scratch = edu_open(self->dev, "coherent", MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->scratch);
	snprintf(self->name, sizeof(self->name), "%s.%s", self->device,
		 variant->buffer);
	self->view = view_open(self->dev, self->name, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
	self->map = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
			 self->view, 0);
	ASSERT_NE(MAP_FAILED, self->map);
	/* Zero the bytes for both the CPU and the device. */
	memset(self->bytes, 0, COUNT);
	ASSERT_EQ(COUNT, pwrite(self->view, self->bytes, COUNT, AT));
}

FIXTURE_TEARDOWN(edu)
{
	/* A test that failed half-way may have left the device unbound. */
	if (self->device[0] && !edu_bound(self->device))
		EXPECT_EQ(0, edu_bind(self->device));
}

static int from_device(const char *buffer)
{
	return edu_transfer("from_device", buffer, AT, COUNT);
}

static int to_device(const char *buffer)
{
	return edu_transfer("to_device", buffer, AT, COUNT);
}

TEST_F(edu, tells_whether_it_is_coherent)
{
	struct view_desc desc;

	ASSERT_EQ(0, view_describe(self->view, &desc));
	EXPECT_EQ(variant->kind, desc.info.kind);
	EXPECT_EQ(variant->kind == MVIEW_KIND_COHERENT ?
		  MVIEW_VIEW_IS_COHERENT : 0,
		  desc.info.view_flags & MVIEW_VIEW_IS_COHERENT);
	EXPECT_EQ(variant->pages ? variant->pages * getpagesize() : SIZE,
		  desc.info.map_nbytes);
}

TEST_F(edu, is_read_as_the_device_wrote_it)
{
	ASSERT_EQ(0, edu_load(self->scratch, 0x11));
	ASSERT_EQ(0, from_device(variant->buffer));
	ASSERT_EQ(COUNT, pread(self->view, self->bytes, COUNT, AT));
	EXPECT_TRUE(all_are(self->bytes, 0x11, COUNT));
	/* read(2) has synced the bytes for the mapping, too. */
	EXPECT_TRUE(all_are(self->map + AT, 0x11, COUNT));
}

TEST_F(edu, is_written_as_the_device_reads_it)
{
	memset(self->bytes, 0x22, COUNT);
	ASSERT_EQ(COUNT, pwrite(self->view, self->bytes, COUNT, AT));
	ASSERT_EQ(0, to_device(variant->buffer));
	EXPECT_TRUE(edu_has(self->scratch, 0x22));
}

TEST_F(edu, shows_a_mapping_what_the_device_wrote)
{
	ASSERT_EQ(0, edu_load(self->scratch, 0x33));
	ASSERT_EQ(0, from_device(variant->buffer));
	ASSERT_EQ(0, view_sync(self->view, READ));
	EXPECT_TRUE(all_are(self->map + AT, 0x33, COUNT));
	EXPECT_EQ(0, view_sync(self->view, READ | END));
}

TEST_F(edu, shows_the_device_what_a_mapping_wrote)
{
	ASSERT_EQ(0, view_sync(self->view, WRITE));
	fill_all(self->map + AT, 0x44, COUNT);
	ASSERT_EQ(0, view_sync(self->view, WRITE | END));
	ASSERT_EQ(0, to_device(variant->buffer));
	EXPECT_TRUE(edu_has(self->scratch, 0x44));
}

TEST_F(edu, lies_where_the_device_finds_it_from_end_to_end)
{
	const size_t last = SIZE - COUNT;

	for (size_t i = 0; i < 2; i++) {
		ASSERT_EQ(0, edu_load(self->scratch, 0x50 + i));
		ASSERT_EQ(0, edu_transfer("from_device", variant->buffer,
					  i ? last : 4096, COUNT));
	}
	ASSERT_EQ(COUNT, pread(self->view, self->bytes, COUNT, 4096));
	EXPECT_TRUE(all_are(self->bytes, 0x50, COUNT));
	ASSERT_EQ(COUNT, pread(self->view, self->bytes, COUNT, last));
	EXPECT_TRUE(all_are(self->bytes, 0x51, COUNT));
}

TEST_F(edu, interrupt_makes_it_readable)
{
	__u64 seq = view_seq(self->view);

	EXPECT_EQ(0, poll_events(self->view, 0) & POLLPRI);
	ASSERT_EQ(0, from_device(variant->buffer));
	EXPECT_EQ(POLLPRI, poll_events(self->view, PATIENCE_MS) & POLLPRI);
	EXPECT_EQ(seq + 1, view_seq(self->view));
	/* SYNC for reading marks the block as seen. */
	ASSERT_EQ(0, view_sync(self->view, READ));
	EXPECT_EQ(0, poll_events(self->view, 0) & POLLPRI);
}

TEST_F(edu, interrupt_wakes_who_polls)
{
	int reader = view_readonly(self->view);
	struct poller poller;

	ASSERT_LE(0, reader);
	ASSERT_EQ(0, poller_start(&poller, reader));
	ASSERT_EQ(0, from_device(variant->buffer));
	EXPECT_EQ(POLLPRI, poller_events(&poller) & POLLPRI);
}

/* By hand, through the registers: the address is all that the device needs. */
TEST_F(edu, has_the_address_that_the_device_needs)
{
	int slice = view_range(self->view, AT, COUNT, 1);
	int words = edu_words(self->dev);
	struct view_desc desc;
	int tries = 300;

	ASSERT_LE(0, words);
	ASSERT_LE(0, slice);
	ASSERT_EQ(0, view_describe(slice, &desc));
	if (!(desc.info.view_flags & MVIEW_VIEW_HAS_DMA_ADDR)) {
		/* Pages that don't follow one another for the device have none. */
		EXPECT_STREQ("streaming_sg", variant->buffer);
		EXPECT_EQ(0, desc.info.dma_addr);
		return;
	}
	ASSERT_EQ(0, edu_load(self->scratch, 0x66));
	ASSERT_EQ(0, edu_word_write(words, EDU_REG_SOURCE, EDU_MEMORY));
	ASSERT_EQ(0, edu_word_write(words, EDU_REG_DESTINATION, desc.info.dma_addr));
	ASSERT_EQ(0, edu_word_write(words, EDU_REG_COUNT, COUNT));
	ASSERT_EQ(0, edu_word_write(words, EDU_REG_COMMAND, 3));
	while (tries-- && (edu_word_read(words, EDU_REG_COMMAND) & 1))
		usleep(10000);
	ASSERT_EQ(2, edu_word_read(words, EDU_REG_COMMAND));
	ASSERT_EQ(COUNT, pread(slice, self->bytes, COUNT, 0));
	EXPECT_TRUE(all_are(self->bytes, 0x66, COUNT));
}

TEST_F(edu, keeps_its_address_from_the_unprivileged)
{
	struct view_desc desc;

	ASSERT_EQ(0, capability_set(CAP_SYS_ADMIN, false));
	ASSERT_EQ(0, view_describe(self->view, &desc));
	EXPECT_EQ(0, desc.info.view_flags & MVIEW_VIEW_HAS_DMA_ADDR);
	EXPECT_EQ(0, desc.info.dma_addr);
}

/* Brackets that don't match, and what is seen of them. */
static int release_sync(int view)
{
	struct mview_view_release arg = { .size = sizeof(arg), .sync = ~0U };

	return ioctl(view, MVIEW_VIEW_RELEASE, &arg) ? -1 : (int)arg.sync;
}

static int trace_start(void)
{
	rmdir(TRACE);
	if (mkdir(TRACE, 0700))
		return -1;
	return text_write(TRACE "/events/mview/mview_sync/enable", "1") ||
	       text_write(TRACE "/events/mview/mview_sync_left/enable", "1");
}

/* How many lines have both strings in them. */
static int trace_count(const char *event, const char *rest)
{
	FILE *file = fopen(TRACE "/trace", "re");
	char line[512];
	int count = 0;

	if (!file)
		return -1;
	while (fgets(line, sizeof(line), file))
		count += strstr(line, event) && strstr(line, rest);
	fclose(file);
	return count;
}

TEST_F(edu, reports_brackets_that_do_not_match)
{
	int slice = view_range(self->view, AT, COUNT, 1);
	char text[80];

	ASSERT_LE(0, slice);
	ASSERT_EQ(0, trace_start());
	expect_errno(EINVAL, view_sync(slice, READ | END));
	EXPECT_EQ(0, view_sync(slice, READ));
	expect_errno(EINVAL, view_sync(slice, BOTH));
	expect_errno(EINVAL, view_sync(slice, BOTH | END));
	EXPECT_EQ(READ, release_sync(slice));
	EXPECT_EQ(0, release_sync(slice));

	snprintf(text, sizeof(text), "buffer=%llu extent=%d-%d sync=read|end err=-22",
		 (unsigned long long)view_buffer_id(self->view), AT, AT + COUNT);
	EXPECT_EQ(1, trace_count("mview_sync: ", text));
	EXPECT_EQ(1, trace_count("mview_sync: ", "sync=read err=0"));
	EXPECT_EQ(1, trace_count("mview_sync: ", "sync=read|write err=-22"));
	EXPECT_EQ(1, trace_count("mview_sync: ", "sync=read|write|end err=-22"));
	EXPECT_EQ(1, trace_count("mview_sync_left: ", "sync=read err=0"));
	EXPECT_EQ(5, trace_count("mview_sync", "buffer="));
	EXPECT_EQ(0, rmdir(TRACE));
}

TEST_F(edu, is_revoked_when_its_driver_is_unbound)
{
	struct poller poller;

	ASSERT_EQ(0, view_sync(self->view, BOTH));
	ASSERT_FALSE(touch_is_fatal(self->map + AT));
	ASSERT_EQ(0, poller_start(&poller, view_readonly(self->view)));
	ASSERT_EQ(0, edu_unbind(self->device));

	EXPECT_EQ(POLLHUP, poller_events(&poller) & POLLHUP);
	EXPECT_EQ(POLLHUP, poll_events(self->view, 0) & POLLHUP);
	EXPECT_TRUE(touch_is_fatal(self->map + AT));
	EXPECT_TRUE(touch_is_fatal(self->map + SIZE - 1));
	expect_errno(ENODEV, pread(self->view, self->bytes, COUNT, AT));
	expect_errno(ENODEV, pwrite(self->view, self->bytes, COUNT, AT));
	expect_errno(ENODEV, view_sync(self->view, BOTH | END));
	expect_errno(ENODEV, view_readonly(self->view));
	expect_no_map(ENODEV, mmap(NULL, SIZE, PROT_READ, MAP_SHARED,
				   self->view, 0));
	expect_errno(ENOENT, view_open(self->dev, self->name, 0));
	ASSERT_EQ(0, munmap(self->map, SIZE));
	EXPECT_EQ(BOTH, release_sync(self->view));
}

TEST_F(edu, is_another_buffer_when_its_driver_is_bound_again)
{
	__u64 id = view_buffer_id(self->view);
	int view;

	ASSERT_EQ(0, edu_unbind(self->device));
	ASSERT_EQ(0, edu_bind(self->device));
	view = view_open(self->dev, self->name, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, view);
	EXPECT_NE(id, view_buffer_id(view));
	memset(self->bytes, 0x14, COUNT);
	ASSERT_EQ(COUNT, pwrite(view, self->bytes, COUNT, AT));
	ASSERT_EQ(0, to_device(variant->buffer));
	memset(self->bytes, 0x15, COUNT);
	ASSERT_EQ(COUNT, pwrite(view, self->bytes, COUNT, AT));
	ASSERT_EQ(0, from_device(variant->buffer));
	ASSERT_EQ(COUNT, pread(view, self->bytes, COUNT, AT));
	EXPECT_TRUE(all_are(self->bytes, 0x14, COUNT));
	/* The old view stays dead. */
	expect_errno(ENODEV, pread(self->view, self->bytes, COUNT, AT));
	EXPECT_TRUE(touch_is_fatal(self->map));
}

/* Each device has its own buffers, with its name in theirs. */
TEST(devices_are_told_apart)
{
	int dev = dev_open(O_RDWR), views = 0, view;
	struct dirent *entry;
	__u64 ids[8] = { 0 };
	char name[300];
	DIR *dir;

	dir = opendir(EDU_DRIVER);
	ASSERT_NE(NULL, dir);
	while ((entry = readdir(dir)) && views < 8) {
		if (!strchr(entry->d_name, ':'))
			continue;
		snprintf(name, sizeof(name), "%s.coherent", entry->d_name);
		view = view_open(dev, name, 0);
		ASSERT_LE(0, view);
		ids[views] = view_buffer_id(view);
		for (int i = 0; i < views; i++)
			EXPECT_NE(ids[i], ids[views]);
		views++;
	}
	closedir(dir);
	if (views < 2)
		SKIP(return, "one edu device only");
}

TEST_HARNESS_MAIN
