// SPDX-License-Identifier: GPL-2.0
/*
 * Memory of all sorts from the DMA API, which mview_owner allocates: read right,
 * or not at all and with the reason, and never after it was freed.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/capability.h>
#include <linux/mview.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "child.h"
#include "dma.h"
#include "group.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"

#define OWNER	"/sys/module/mview_owner/parameters/"
#define MIB	(1UL << 20)
#define STORM	2500	/* as many as a pool for atomic contexts has, too */
#define HELD	100	/* fewer than what comes at once */
#define PAID	1792	/* bytes for each, which without its record are fewer */
#define ROOM	(128 * 1024L)	/* for fewer buffers than that */

#define NO_KERNEL_MAPPING	(1UL << 4)	/* DMA_ATTR_ */

FIXTURE(memory)
{
	int dev;
	int trace;
	struct mview_trace_info info;
};

FIXTURE_SETUP(memory)
{
	self->trace = -1;
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	if (module_users("mview_dma") < 0 || module_users("mview_owner") < 0)
		SKIP(return, "mview_dma or mview_owner is not loaded");
	self->trace = trace_open(self->dev, "driver=mview_owner",
				 MVIEW_TRACE_ALLOCS, 0, 0);
	if (self->trace < 0 && errno == EOPNOTSUPP)
		SKIP(return, "a kernel that can't be traced");
	ASSERT_LE(0, self->trace);
}

FIXTURE_TEARDOWN_PARENT(memory)
{
	text_write(OWNER "run", "drop");
}

static int owner_run(const char *command, unsigned long size,
		     unsigned long attrs)
{
	char text[64];

	snprintf(text, sizeof(text), "%s %lu %#lx", command, size, attrs);
	return text_write(OWNER "run", text);
}

static unsigned long long owner_result(void)
{
	char text[32];

	if (text_read(OWNER "result", text, sizeof(text)))
		return 0;
	return strtoull(text, NULL, 10);
}

/* The last buffer of the trace, when all have come; or 0. */
static __u64 owned_find(FIXTURE_DATA(memory) *self, struct origin *origin)
{
	struct origin next;
	__u64 id, found = 0;

	if (trace_info(self->trace, MVIEW_TRACE_SETTLE, &self->info))
		return 0;
	for (id = 0; !origin_get(self->dev, id, MVIEW_BUFFER_INFO_NEXT, &next);
	     id = next.info.id + 1) {
		if (next.info.trace != self->info.trace)
			continue;
		*origin = next;
		found = next.info.id;
	}
	return found;
}

/* Are all bytes of the file those that mview_owner has written? */
static bool filled(int view, size_t size)
{
	unsigned char *bytes = malloc(size + 1);
	size_t i, done = 0;
	ssize_t n = 1;
	bool good;

	while (n > 0 && (n = pread(view, bytes + done, size + 1 - done,
				   done)) > 0)
		done += n;
	good = done == size;
	for (i = 0; good && i < size; i++)
		good = bytes[i] == 1 + i % 251;
	free(bytes);
	return good;
}

/* clang-format off */
FIXTURE_VARIANT(memory)
{
	const char *command;
	unsigned long size;
	unsigned long attrs;
	__u32 hidden;
};

FIXTURE_VARIANT_ADD(memory, page) {
	.command = "hold", .size = 4096
};

FIXTURE_VARIANT_ADD(memory, not_whole_pages) {
	.command = "hold", .size = 5003
};

FIXTURE_VARIANT_ADD(memory, a_byte) {
	.command = "hold", .size = 1
};

FIXTURE_VARIANT_ADD(memory, large) {
	.command = "hold", .size = 4 * MIB - 7
};

FIXTURE_VARIANT_ADD(memory, dma_pages) {
	.command = "pages", .size = 5003
};

FIXTURE_VARIANT_ADD(memory, managed) {
	.command = "managed", .size = 12288
};

FIXTURE_VARIANT_ADD(memory, no_kernel_mapping) {
	.command = "hold", .size = 8192,
	.attrs = NO_KERNEL_MAPPING, .hidden = MVIEW_ORIGIN_NO_KERNEL_MAPPING
};

FIXTURE_VARIANT_ADD(memory, noncontiguous) {
	.command = "scattered", .size = 8192,
	.hidden = MVIEW_ORIGIN_NONCONTIGUOUS
};
/* clang-format on */

TEST_F(memory, is_right_or_says_why_not)
{
	struct origin origin;
	char byte;
	__u64 id;
	int view;

	ASSERT_EQ(0, owner_run(variant->command, variant->size,
			       variant->attrs));
	id = owned_find(self, &origin);
	ASSERT_NE(0, id);
	EXPECT_STREQ("mview_owner", origin.device);
	EXPECT_STREQ("mview_owner", origin.driver);
	EXPECT_EQ(0, strncmp(origin.stack, "owner_", 6));
	EXPECT_EQ(variant->size, origin.info.nbytes);
	EXPECT_EQ(variant->hidden, origin.info.origin_flags &
				   MVIEW_ORIGIN_HIDDEN);
	view = view_open_id(self->dev, id, 0);
	ASSERT_LE(0, view);
	if (!variant->hidden)
		EXPECT_TRUE(filled(view, variant->size));
	if (variant->hidden)
		expect_errno(EOPNOTSUPP, pread(view, &byte, 1, 0));
	ASSERT_EQ(0, owner_run("drop", 0, 0));
	expect_errno(ENODEV, pread(view, &byte, 1, 0));
	ASSERT_EQ(0, trace_info(self->trace, MVIEW_TRACE_SETTLE, &self->info));
	EXPECT_EQ(0, self->info.live);
	EXPECT_EQ(0, self->info.lost);
}

/* In a guest that has memory there: the allocator hands that out first. */
TEST(memory_above_4_gib_is_right)
{
	FIXTURE_DATA(memory) self = { .dev = dev_open(O_RDWR) };
	struct origin origin;
	int i, view;
	__u64 id;

	if (module_users("mview_dma") < 0 || module_users("mview_owner") < 0)
		SKIP(return, "mview_dma or mview_owner is not loaded");
	self.trace = trace_open(self.dev, "mview_owner", MVIEW_TRACE_ALLOCS, 0,
				0);
	ASSERT_LE(0, self.trace);
	for (i = 0; i < 64 && !(owner_result() >> 32); i++)
		if (owner_run("hold", 4 * MIB, 0))
			break;
	id = owned_find(&self, &origin);
	if (id && origin.info.dma_addr >> 32) {
		EXPECT_EQ(owner_result(), origin.info.dma_addr);
		view = view_open_id(self.dev, id, 0);
		EXPECT_TRUE(filled(view, 4 * MIB));
		close(view);
	}
	ASSERT_EQ(0, owner_run("drop", 0, 0));
	if (!id || !(origin.info.dma_addr >> 32))
		SKIP(return, "no memory above 4 GiB");
}

/* The memory of a screen that has no driver: its physical address, or 0. */
static unsigned long long unused_memory(void)
{
	unsigned long long address = 0;
	char path[512], id[64] = "", text[1024];
	glob_t found;

	if (glob("/sys/bus/pci/devices/*", 0, NULL, &found))
		return 0;
	for (size_t i = 0; i < found.gl_pathc && !address; i++) {
		snprintf(path, sizeof(path), "%s/modalias", found.gl_pathv[i]);
		text_read(path, id, sizeof(id));
		snprintf(path, sizeof(path), "%s/driver", found.gl_pathv[i]);
		if (strncmp(id, "pci:v00001234d00001111", 22) ||
		    !access(path, F_OK))
			continue;
		snprintf(path, sizeof(path), "%s/enable", found.gl_pathv[i]);
		text_write(path, "1");
		snprintf(path, sizeof(path), "%s/resource", found.gl_pathv[i]);
		if (!text_read(path, text, sizeof(text)))
			address = strtoull(text, NULL, 16);
	}
	globfree(&found);
	return address;
}

/*
 * Memory of a device's own pool, of whose end nobody hears before it is given
 * out again. In a guest that has a screen, and no driver for it.
 */
TEST(memory_of_a_pool_is_never_read)
{
	FIXTURE_DATA(memory) self = { .dev = dev_open(O_RDWR) };
	unsigned long long memory = unused_memory();
	struct origin origin;
	int i, views[2];
	char byte;
	__u64 id;

	if (module_users("mview_dma") < 0 || module_users("mview_owner") < 0)
		SKIP(return, "mview_dma or mview_owner is not loaded");
	if (!memory)
		SKIP(return, "no screen without a driver");
	if (owner_run("declare", MIB, memory)) {
		ASSERT_EQ(EOPNOTSUPP, errno);
		SKIP(return, "a kernel whose devices have no pools");
	}
	self.trace = trace_open(self.dev, "mview_owner", MVIEW_TRACE_ALLOCS, 0,
				0);
	ASSERT_LE(0, self.trace);
	for (i = 0; i < 2; i++) {
		EXPECT_EQ(0, owner_run("hold", 8192, 0));
		id = owned_find(&self, &origin);
		EXPECT_NE(0, id);
		EXPECT_EQ(MVIEW_ORIGIN_DEVICE_POOL, origin.info.origin_flags &
						    MVIEW_ORIGIN_HIDDEN);
		EXPECT_EQ(memory, origin.info.dma_addr);
		EXPECT_EQ(8192, origin.info.nbytes);
		views[i] = view_open_id(self.dev, id, 0);
		expect_errno(EOPNOTSUPP, pread(views[i], &byte, 1, 0));
		EXPECT_EQ(0, owner_run("drop", 0, 0));
		expect_errno(EOPNOTSUPP, pread(views[i], &byte, 1, 0));
	}
	/* It was given out again, so it had been freed. */
	expect_errno(ENODEV, pread(views[0], &byte, 1, 0));
	EXPECT_EQ(0, trace_info(self.trace, MVIEW_TRACE_SETTLE, &self.info));
	EXPECT_EQ(1, self.info.live);
	EXPECT_EQ(0, owner_run("declare", 0, 0));
	expect_errno(EOPNOTSUPP, pread(views[1], &byte, 1, 0));
}

FIXTURE(storm)
{
	int dev;
	int trace;
};

FIXTURE_SETUP(storm)
{
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	if (module_users("mview_dma") < 0 || module_users("mview_owner") < 0)
		SKIP(return, "mview_dma or mview_owner is not loaded");
	self->trace = trace_open(self->dev, "mview_owner", MVIEW_TRACE_ALLOCS,
				 1000, 0);
	ASSERT_LE(0, self->trace);
}

FIXTURE_TEARDOWN(storm)
{
	close(self->trace);
	close(self->dev);
}

/* All are counted, no more is kept than the trace may have, and all goes. */
TEST_F(storm, is_counted_and_bounded)
{
	struct mview_trace_info info;
	int i;

	for (i = 0; i < 5; i++) {
		ASSERT_EQ(0, owner_run("storm", STORM, 0));
		ASSERT_EQ(STORM, owner_result());
		ASSERT_EQ(0, trace_info(self->trace, 0, &info));
		EXPECT_EQ(STORM * (i + 1), info.seen + info.lost);
		EXPECT_LE((STORM - 1000) * (i + 1), info.lost);
		EXPECT_GE(1000, info.live);
	}
	ASSERT_EQ(0, trace_info(self->trace, MVIEW_TRACE_SETTLE, &info));
	EXPECT_EQ(0, info.live);
	/* It works as before. */
	ASSERT_EQ(0, owner_run("hold", 4096, 0));
	ASSERT_EQ(0, trace_info(self->trace, MVIEW_TRACE_SETTLE, &info));
	EXPECT_EQ(1, info.live);
	ASSERT_EQ(0, owner_run("drop", 0, 0));
}

static void hold(struct __test_metadata *_metadata, int n)
{
	while (n--)
		EXPECT_EQ(0, owner_run("hold", 64, 0));
}

/*
 * Fork who traces from a group of its own, and wait until it does. It stops
 * again with everything settled; its status is 0 if what is wanted is live, and
 * lost if that is.
 */
static void trace_in_group(struct __test_metadata *_metadata, int dev,
			   const struct group *group, struct child *child,
			   unsigned int least, bool lost)
{
	struct mview_trace_info info;
	int trace;

	ASSERT_LE(0, child_fork(child));
	if (child->pid) {
		ASSERT_EQ(0, child_await(child));
		return;
	}
	group_write(group, "cgroup.procs", "0");
	trace = trace_open(dev, "mview_owner", MVIEW_TRACE_ALLOCS, 1000, 0);
	child_stop(child);
	trace_info(trace, MVIEW_TRACE_SETTLE, &info);
	child_stop(child);
	_exit(info.live < least || !info.lost == lost);
}

/*
 * Records and buffers are charged to who traces, not to who allocates, nor to
 * nobody, though a worker makes them.
 */
TEST_F(storm, is_paid_for_by_who_traces)
{
	struct child child;
	struct group group;
	long before;

	if (group_make(&group)) {
		group_end(&group);
		SKIP(return, "no control groups for memory");
	}
	trace_in_group(_metadata, self->dev, &group, &child, HELD, false);
	group_settle(&group);
	before = group_memory(&group);
	hold(_metadata, HELD);
	ASSERT_EQ(0, child_go(&child));
	ASSERT_EQ(0, child_await(&child));
	group_settle(&group);
	EXPECT_LT(HELD * PAID, group_memory(&group) - before);
	ASSERT_EQ(0, child_go(&child));
	EXPECT_EQ(0, child_end(&child));
	EXPECT_EQ(0, owner_run("drop", 0, 0));
	group_end(&group);
}

/*
 * Where the group of who traces has no room left, buffers are lost, and none of
 * its processes is killed for what another one's driver allocates.
 */
TEST_F(storm, kills_nobody_whose_group_is_full)
{
	struct child child;
	struct group group;
	char limit[32];

	if (group_make(&group)) {
		group_end(&group);
		SKIP(return, "no control groups for memory");
	}
	trace_in_group(_metadata, self->dev, &group, &child, 1, true);
	group_settle(&group);
	snprintf(limit, sizeof(limit), "%ld", group_memory(&group) + ROOM);
	EXPECT_EQ(0, group_write(&group, "memory.max", limit));
	hold(_metadata, 2 * HELD);
	/* The worker has had its turn, and what it could not have is needed. */
	usleep(500000);
	hold(_metadata, 2 * HELD);
	usleep(500000);
	EXPECT_EQ(0, group_write(&group, "memory.max", "max"));
	ASSERT_EQ(0, child_go(&child));
	ASSERT_EQ(0, child_await(&child));
	ASSERT_EQ(0, child_go(&child));
	EXPECT_EQ(0, child_end(&child));
	EXPECT_EQ(0, owner_run("drop", 0, 0));
	group_end(&group);
}

/* 64 bytes out of a page, as often as fits or once less: a buffer for a page. */
TEST_F(storm, of_a_pool_is_of_pages)
{
	unsigned int pages = 6400 * 64 / getpagesize();
	struct mview_trace_info info;

	ASSERT_EQ(0, owner_run("pool", 6400, 0));
	ASSERT_EQ(6400, owner_result());
	ASSERT_EQ(0, trace_info(self->trace, MVIEW_TRACE_SETTLE, &info));
	EXPECT_LE(pages, info.seen + info.lost);
	EXPECT_GE(pages + 2, info.seen + info.lost);
	EXPECT_EQ(0, info.live);
}

TEST_HARNESS_MAIN
