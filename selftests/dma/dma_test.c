// SPDX-License-Identifier: GPL-2.0
/*
 * Traces of what drivers have from the DMA API: an nvme disk with the kernel's
 * own driver, bound and unbound.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/mview.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "dma.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"
#include "user.h"

#define TRACING	"/sys/kernel/tracing/instances/mview_dma_test"

FIXTURE(dma) {
	char device[64];
	int dev;
	int trace;
	__u64 before;
};

FIXTURE_SETUP(dma)
{
	self->trace = -1;
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	if (nvme_device(self->device, sizeof(self->device)))
		SKIP(return, "no nvme disk");
	if (module_users("mview_dma") < 0)
		SKIP(return, "mview_dma is not loaded");
	ASSERT_EQ(0, nvme_unbind(self->device));
	self->before = boottime();
	self->trace = trace_open(self->dev, "driver=nvme",
				 MVIEW_TRACE_ALLOCS, 0, 0);
	if (self->trace < 0 && errno == EOPNOTSUPP)
		SKIP(return, "a kernel without tracepoints in the DMA API");
	ASSERT_LE(0, self->trace);
	ASSERT_EQ(0, nvme_bind(self->device));
}

FIXTURE_TEARDOWN(dma)
{
	if (self->trace >= 0)
		close(self->trace);
	/* One that is bound stays as it is. */
	if (self->device[0])
		nvme_bind(self->device);
	close(self->dev);
}

TEST_F(dma, allocation_has_its_origin)
{
	struct origin origin;

	ASSERT_NE(0, traced_find(self->dev, self->trace,
				 "nvme_alloc_queue", &origin));
	EXPECT_STREQ(self->device, origin.device);
	EXPECT_STREQ("nvme", origin.driver);
	EXPECT_EQ(0, strncmp(origin.stack, "nvme_alloc_queue+0x", 19));
	EXPECT_NE(NULL, strstr(origin.stack, "[nvme]"));
	EXPECT_TRUE(origin.info.origin_flags & MVIEW_ORIGIN_HAS_DMA_ADDR);
	EXPECT_NE(0, origin.info.dma_addr);
	EXPECT_LT(0, origin.info.nr);
	EXPECT_GE(boottime(), origin.info.time);
	EXPECT_LE(self->before, origin.info.time);
}

/* The admin completion queue is what the driver polls: it is not all zero. */
TEST_F(dma, memory_is_read)
{
	struct origin origin;
	char bytes[4096] = "";
	bool any = false;
	ssize_t n;
	__u64 id;
	int view, i;

	id = traced_find(self->dev, self->trace, "nvme_alloc_queue",
			 &origin);
	ASSERT_NE(0, id);
	view = view_open_id(self->dev, id, 0);
	ASSERT_LE(0, view);
	/* Commands have been completed when there is a disk. */
	close(nvme_disk());
	n = pread(view, bytes, sizeof(bytes), 0);
	ASSERT_LT(0, n);
	for (i = 0; i < n; i++)
		any |= bytes[i];
	EXPECT_TRUE(any);
}

TEST_F(dma, memory_is_never_written_or_mapped)
{
	struct origin origin;
	__u64 id;
	int view;

	id = traced_find(self->dev, self->trace, "nvme_alloc_queue",
			 &origin);
	ASSERT_NE(0, id);
	expect_errno(EACCES, view_open_id(self->dev, id, MVIEW_OPEN_WRITE));
	view = view_open_id(self->dev, id, 0);
	ASSERT_LE(0, view);
	expect_no_map(EOPNOTSUPP, mmap(NULL, 4096, PROT_READ, MAP_SHARED, view,
				       0));
	expect_errno(EACCES, view_export(view));
}

/* A line's number in fdinfo of a file; the text itself goes to @text. */
static __u64 fdinfo_of(int fd, const char *key, char *text, size_t size)
{
	char path[64], line[1024];
	__u64 number = ~0ULL;
	FILE *in;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	in = fopen(path, "r");
	while (in && fgets(line, sizeof(line), in)) {
		if (strncmp(line, key, strlen(key)) ||
		    strncmp(line + strlen(key), ":\t", 2))
			continue;
		line[strcspn(line, "\n")] = '\0';
		snprintf(text, size, "%s", line + strlen(key) + 2);
		number = strtoull(text, NULL, 10);
	}
	if (in)
		fclose(in);
	return number;
}

TEST_F(dma, fdinfo_tells_of_the_trace)
{
	struct mview_trace_info before, after;
	struct origin origin;
	char text[1024] = "";
	__u64 seen, live;
	int forged;

	/* The driver may go on in the background once it is bound. */
	ASSERT_NE(0, traced_find(self->dev, self->trace, "nvme_alloc_queue",
				 &origin));
	ASSERT_EQ(0, trace_info(self->trace, MVIEW_TRACE_SETTLE, &before));
	seen = fdinfo_of(self->trace, "mview-seen", text, sizeof(text));
	live = fdinfo_of(self->trace, "mview-live", text, sizeof(text));
	ASSERT_EQ(0, trace_info(self->trace, 0, &after));
	EXPECT_LT(0, before.live);
	EXPECT_LE(before.seen, seen);
	EXPECT_GE(after.seen, seen);
	EXPECT_LT(0, live);
	EXPECT_GE(after.seen, live);
	EXPECT_EQ(before.trace, fdinfo_of(self->trace, "mview-trace", text,
					  sizeof(text)));
	EXPECT_EQ(0, fdinfo_of(self->trace, "mview-lost", text, sizeof(text)));
	fdinfo_of(self->trace, "mview-filter", text, sizeof(text));
	EXPECT_STREQ("driver=nvme", text);

	/* A filter adds no lines. */
	forged = trace_open(self->dev, "a\nmview-lost:\t7", MVIEW_TRACE_ALLOCS,
			    0, 0);
	ASSERT_LE(0, forged);
	EXPECT_EQ(0, fdinfo_of(forged, "mview-lost", text, sizeof(text)));
	fdinfo_of(forged, "mview-filter", text, sizeof(text));
	EXPECT_STREQ("a\\nmview-lost:\\t7", text);
	close(forged);
}

TEST_F(dma, freed_memory_is_not_read)
{
	struct origin origin;
	char byte;
	__u64 id;
	int view;

	id = traced_find(self->dev, self->trace, "nvme_alloc_queue",
			 &origin);
	ASSERT_NE(0, id);
	view = view_open_id(self->dev, id, 0);
	ASSERT_LE(0, view);
	ASSERT_EQ(1, pread(view, &byte, 1, 0));
	ASSERT_EQ(0, nvme_unbind(self->device));
	expect_errno(ENODEV, pread(view, &byte, 1, 0));
	expect_errno(ENODEV, view_slice(view, NULL, 0));
}

TEST_F(dma, buffers_end_with_the_trace)
{
	struct origin origin;
	char byte;
	__u64 id;
	int view;

	id = traced_find(self->dev, self->trace, "nvme_alloc_queue",
			 &origin);
	ASSERT_NE(0, id);
	view = view_open_id(self->dev, id, 0);
	ASSERT_LE(0, view);
	close(self->trace);
	expect_errno(ENODEV, pread(view, &byte, 1, 0));
	expect_errno(ENOENT, view_open_id(self->dev, id, 0));
	self->trace = -1;
}

/* With SETTLE nothing is on its way any more, in either direction. */
TEST_F(dma, trace_settles)
{
	struct mview_trace_info before, info;
	struct origin origin;
	unsigned int count = 0;
	__u64 id;

	ASSERT_NE(0, traced_find(self->dev, self->trace, "nvme_alloc_queue",
				 &origin));
	/* The driver's probe, which keeps some memory, ends after it. */
	close(nvme_disk());
	ASSERT_EQ(0, trace_info(self->trace, MVIEW_TRACE_SETTLE, &before));
	for (id = 0; !origin_get(self->dev, id, MVIEW_BUFFER_INFO_NEXT,
				 &origin); id = origin.info.id + 1)
		count += origin.info.trace == before.trace;
	EXPECT_LT(0, before.live);
	EXPECT_LE(before.live, count);
	EXPECT_EQ(0, before.history);
	EXPECT_EQ(0, before.devices);
	EXPECT_EQ(0, before.functions);
	ASSERT_EQ(0, nvme_unbind(self->device));
	ASSERT_EQ(0, trace_info(self->trace, MVIEW_TRACE_SETTLE, &info));
	EXPECT_EQ(0, info.live);
	EXPECT_LT(before.changes, info.changes);
	expect_errno(EOPNOTSUPP, trace_info(self->trace, 2, &info));
}

TEST_F(dma, poll_tells_of_changes)
{
	struct mview_trace_info info;
	struct pollfd poll_one = { .fd = self->trace, .events = POLLIN };

	/* The driver may still be at its probe's work. */
	close(nvme_disk());
	ASSERT_EQ(0, nvme_unbind(self->device));
	ASSERT_EQ(0, trace_info(self->trace, MVIEW_TRACE_SETTLE, &info));
	EXPECT_EQ(0, poll(&poll_one, 1, 0));
	ASSERT_EQ(0, nvme_bind(self->device));
	EXPECT_EQ(1, poll(&poll_one, 1, PATIENCE_MS));
	EXPECT_EQ(POLLIN, poll_one.revents);
	ASSERT_EQ(0, nvme_unbind(self->device));
	ASSERT_EQ(0, trace_info(self->trace, MVIEW_TRACE_SETTLE, &info));
	EXPECT_EQ(0, poll(&poll_one, 1, 0));
}

/* Not even what there is room for. */
TEST_F(dma, origin_without_room_has_no_text)
{
	struct origin origin;
	__u64 id;

	id = traced_find(self->dev, self->trace, "nvme_alloc_queue", &origin);
	ASSERT_NE(0, id);
	memset(origin.device, 0x55, sizeof(origin.device));
	origin.info.device_len = sizeof(origin.device);
	origin.info.stack_len = 0;
	expect_errno(ENOSPC,
		     ioctl(self->dev, MVIEW_BUFFER_ORIGIN, &origin.info));
	EXPECT_EQ(strlen(self->device), origin.info.device_len);
	EXPECT_LT(0, origin.info.stack_len);
	EXPECT_EQ(0x55, origin.device[0]);
}

/* The size is the buffer's own. */
TEST_F(dma, origin_has_the_size)
{
	struct buffer_desc desc;
	struct origin origin;
	__u64 id;

	id = traced_find(self->dev, self->trace, "nvme_alloc_queue", &origin);
	ASSERT_NE(0, id);
	ASSERT_EQ(0, buffer_describe(self->dev, id, 0, &desc));
	EXPECT_EQ(desc.info.nbytes, origin.info.nbytes);
}

TEST_F(dma, trace_keeps_the_module)
{
	EXPECT_LT(0, module_users("mview_dma"));
	expect_errno(EAGAIN, module_unload("mview_dma"));
}

/* Without a trace it goes, while the driver that was traced goes on. */
TEST_F(dma, module_comes_and_goes)
{
	int i;

	if (!getenv("MVIEW_MODULES"))
		SKIP(return, "no modules to load");
	for (i = 0; i < 3; i++) {
		expect_errno(EAGAIN, module_unload("mview_dma"));
		ASSERT_EQ(0, close(self->trace));
		ASSERT_EQ(0, module_unload("mview_dma"));
		ASSERT_EQ(0, nvme_unbind(self->device));
		ASSERT_EQ(0, nvme_bind(self->device));
		ASSERT_EQ(0, module_load("mview_dma"));
		self->trace = trace_open(self->dev, "driver=nvme",
					 MVIEW_TRACE_ALLOCS, 0, 0);
		ASSERT_LE(0, self->trace);
	}
}

TEST_F(dma, other_devices_are_filtered_out)
{
	struct mview_trace_info info;
	int trace;

	trace = trace_open(self->dev, "bus=none", MVIEW_TRACE_ALLOCS, 0, 0);
	ASSERT_LE(0, trace);
	ASSERT_EQ(0, nvme_unbind(self->device));
	ASSERT_EQ(0, nvme_bind(self->device));
	ASSERT_EQ(0, trace_info(trace, 0, &info));
	EXPECT_EQ(0, info.seen);
	EXPECT_EQ(0, info.lost);
	close(trace);
}

TEST_F(dma, what_is_too_much_is_counted)
{
	struct mview_trace_info info;
	int trace;

	/* The driver goes on in the background: it may allocate until then. */
	close(nvme_disk());
	trace = trace_open(self->dev, self->device, MVIEW_TRACE_ALLOCS, 1, 0);
	ASSERT_LE(0, trace);
	ASSERT_EQ(0, nvme_unbind(self->device));
	ASSERT_EQ(0, nvme_bind(self->device));
	close(nvme_disk());
	ASSERT_EQ(0, trace_info(trace, 0, &info));
	EXPECT_GE(1, info.live);
	EXPECT_EQ(1, info.seen);
	EXPECT_LT(0, info.lost);
	close(trace);
}

TEST(trace_is_not_for_everybody)
{
	int dev = dev_open(O_RDWR);

	ASSERT_LE(0, dev);
	ASSERT_EQ(0, capability_set(CAP_SYS_ADMIN, false));
	expect_errno(EPERM, trace_open(dev, "", MVIEW_TRACE_ALLOCS, 0, 0));
	close(dev);
}

TEST_F(dma, buffers_are_not_for_everybody)
{
	struct origin origin;
	__u64 id;

	id = traced_find(self->dev, self->trace, "nvme_alloc_queue", &origin);
	ASSERT_NE(0, id);
	ASSERT_EQ(0, capability_set(CAP_SYS_ADMIN, false));
	expect_errno(EPERM, view_open_id(self->dev, id, 0));
	expect_errno(EPERM, origin_get(self->dev, id, 0, &origin));
}

TEST(trace_wants_a_filter_that_it_knows)
{
	int dev = dev_open(O_RDWR);

	ASSERT_LE(0, dev);
	if (module_users("mview_dma") < 0)
		SKIP(return, "mview_dma is not loaded");
	expect_errno(EINVAL, trace_open(dev, "color=red", MVIEW_TRACE_ALLOCS,
					0, 0));
	expect_errno(EINVAL, trace_open(dev, "", 0, 0, 0));
	expect_errno(EOPNOTSUPP, trace_open(dev, "", 1U << 7, 0, 0));
	expect_errno(E2BIG, trace_open(dev, "", MVIEW_TRACE_MAPS, 0,
				       MVIEW_TRACE_ENTRIES_MAX + 1));
	close(dev);
}

/* As modprobe would load it, where nobody has. */
TEST(trace_asks_for_its_module)
{
	static char text[65536];
	int dev = dev_open(O_RDWR);

	ASSERT_LE(0, dev);
	if (module_users("mview_dma") >= 0)
		SKIP(return, "mview_dma is loaded");
	if (mkdir(TRACING, 0700))
		SKIP(return, "no tracefs");
	ASSERT_EQ(0, text_write(TRACING "/events/module/module_request/enable",
				"1"));
	expect_errno(EOPNOTSUPP, trace_open(dev, "", MVIEW_TRACE_ALLOCS, 0, 0));
	EXPECT_EQ(0, text_read(TRACING "/trace", text, sizeof(text)));
	EXPECT_NE(NULL, strstr(text, "mview-tracer"));
	text_write(TRACING "/events/module/module_request/enable", "0");
	rmdir(TRACING);
	close(dev);
}

TEST_HARNESS_MAIN
