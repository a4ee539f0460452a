// SPDX-License-Identifier: GPL-2.0
/*
 * Traces of what drivers have from the DMA API: an nvme disk with the kernel's
 * own driver, bound and unbound.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/mview.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <linux/capability.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"

#define DRIVER	"/sys/bus/pci/drivers/nvme/"

/* The disk's name, or -1. The driver, once loaded, finds it by and by. */
static int nvme_device(char *name, size_t size)
{
	glob_t found;
	int err = -1, i;

	for (i = 0; glob(DRIVER "0000:*", 0, NULL, &found); i++) {
		if (i == 250 || access(DRIVER, F_OK))
			return -1;
		usleep(20000);
	}
	if (found.gl_pathc)
		err = snprintf(name, size, "%s", found.gl_pathv[0] +
			       strlen(DRIVER)) < (int)size ? 0 : -1;
	globfree(&found);
	return err;
}

static int nvme_bind(const char *name)
{
	return text_write(DRIVER "bind", name);
}

static int nvme_unbind(const char *name)
{
	return text_write(DRIVER "unbind", name);
}

/* Wait for the disk's first block device, which comes after the probe. */
static int nvme_disk(void)
{
	int disk = -1, i;

	for (i = 0; disk < 0 && i < 400; i++) {
		glob_t found;

		if (!glob("/dev/nvme[0-9]*n1", 0, NULL, &found)) {
			disk = open(found.gl_pathv[0], O_RDONLY | O_DIRECT);
			globfree(&found);
		}
		if (disk < 0)
			usleep(20000);
	}
	return disk;
}

static int trace_open(int dev, const char *filter, __u32 flags, __u32 buffers,
		      __u32 entries)
{
	struct mview_trace_open open = {
		.size = sizeof(open),
		.flags = flags,
		.filter = to_user(filter),
		.filter_len = strlen(filter),
		.buffers = buffers,
		.entries = entries,
	};

	return ioctl(dev, MVIEW_TRACE_OPEN, &open) ? -1 : open.fd;
}

static int trace_info(int trace, struct mview_trace_info *info)
{
	memset(info, 0, sizeof(*info));
	info->size = sizeof(*info);
	return ioctl(trace, MVIEW_TRACE_INFO, info);
}

/* Where a buffer comes from, the texts terminated. */
struct origin {
	struct mview_buffer_origin info;
	char device[128];
	char driver[128];
	char stack[2048];
};

static int origin_get(int dev, __u64 id, struct origin *origin)
{
	struct mview_buffer_origin *info = &origin->info;

	memset(origin, 0, sizeof(*origin));
	info->size = sizeof(*info);
	info->id = id;
	info->device = to_user(origin->device);
	info->driver = to_user(origin->driver);
	info->stack = to_user(origin->stack);
	info->device_len = sizeof(origin->device) - 1;
	info->driver_len = sizeof(origin->driver) - 1;
	info->stack_len = sizeof(origin->stack) - 1;
	return ioctl(dev, MVIEW_BUFFER_ORIGIN, info);
}

/* The first buffer of a trace, from @id on, whose stack has @symbol; or 0. */
static __u64 traced_find(int dev, __u64 trace, __u64 id, const char *symbol,
			 struct origin *origin)
{
	struct buffer_desc desc;

	for (;; id = desc.info.id + 1) {
		if (buffer_describe(dev, id, MVIEW_BUFFER_INFO_NEXT, &desc))
			return 0;
		if (!origin_get(dev, desc.info.id, origin) &&
		    origin->info.trace == trace &&
		    strstr(origin->stack, symbol))
			return desc.info.id;
	}
}

/* The same, once the work item has made it. */
static __u64 traced_wait(int dev, __u64 trace, const char *symbol,
			 struct origin *origin)
{
	__u64 id = 0;
	int i;

	for (i = 0; !id && i < 400; i++) {
		id = traced_find(dev, trace, 0, symbol, origin);
		if (!id)
			usleep(20000);
	}
	return id;
}

static __u64 boottime(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

FIXTURE(dma) {
	char device[64];
	int dev;
	int trace;
	struct mview_trace_info info;
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
				 MVIEW_TRACE_ALLOCS | MVIEW_TRACE_MAPS, 0, 64);
	if (self->trace < 0 && errno == EOPNOTSUPP)
		SKIP(return, "a kernel without tracepoints in the DMA API");
	ASSERT_LE(0, self->trace);
	ASSERT_EQ(0, nvme_bind(self->device));
	ASSERT_EQ(0, trace_info(self->trace, &self->info));
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

	ASSERT_NE(0, traced_wait(self->dev, self->info.trace,
				 "nvme_alloc_queue", &origin));
	EXPECT_STREQ(self->device, origin.device);
	EXPECT_STREQ("nvme", origin.driver);
	EXPECT_EQ(0, strncmp(origin.stack, "nvme_alloc_queue+0x", 19));
	EXPECT_NE(NULL, strstr(origin.stack, "[nvme]"));
	EXPECT_TRUE(origin.info.origin_flags & MVIEW_ORIGIN_HAS_DMA_ADDR);
	EXPECT_NE(0, origin.info.dma_addr);
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

	id = traced_wait(self->dev, self->info.trace, "nvme_alloc_queue",
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

	id = traced_wait(self->dev, self->info.trace, "nvme_alloc_queue",
			 &origin);
	ASSERT_NE(0, id);
	expect_errno(EACCES, view_open_id(self->dev, id, MVIEW_OPEN_WRITE));
	view = view_open_id(self->dev, id, 0);
	ASSERT_LE(0, view);
	expect_no_map(EOPNOTSUPP, mmap(NULL, 4096, PROT_READ, MAP_SHARED, view,
				       0));
	expect_errno(EACCES, view_export(view));
}

TEST_F(dma, freed_memory_is_not_read)
{
	struct origin origin;
	char byte;
	__u64 id;
	int view;

	id = traced_wait(self->dev, self->info.trace, "nvme_alloc_queue",
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

	id = traced_wait(self->dev, self->info.trace, "nvme_alloc_queue",
			 &origin);
	ASSERT_NE(0, id);
	view = view_open_id(self->dev, id, 0);
	ASSERT_LE(0, view);
	close(self->trace);
	expect_errno(ENODEV, pread(view, &byte, 1, 0));
	expect_errno(ENOENT, view_open_id(self->dev, id, 0));
	self->trace = -1;
}

TEST_F(dma, trace_keeps_the_module)
{
	EXPECT_LT(0, module_users("mview_dma"));
	expect_errno(EAGAIN, module_unload("mview_dma"));
}

TEST_F(dma, other_devices_are_filtered_out)
{
	struct mview_trace_info info;
	int trace;

	trace = trace_open(self->dev, "bus=none", MVIEW_TRACE_ALLOCS, 0, 0);
	ASSERT_LE(0, trace);
	ASSERT_EQ(0, nvme_unbind(self->device));
	ASSERT_EQ(0, nvme_bind(self->device));
	ASSERT_EQ(0, trace_info(trace, &info));
	EXPECT_EQ(0, info.seen);
	EXPECT_EQ(0, info.lost);
	close(trace);
}

TEST_F(dma, what_is_too_much_is_counted)
{
	struct mview_trace_info info;
	int trace;

	trace = trace_open(self->dev, self->device, MVIEW_TRACE_ALLOCS, 1, 0);
	ASSERT_LE(0, trace);
	ASSERT_EQ(0, nvme_unbind(self->device));
	ASSERT_EQ(0, nvme_bind(self->device));
	close(nvme_disk());
	ASSERT_EQ(0, trace_info(trace, &info));
	EXPECT_GE(1, info.live);
	EXPECT_LT(0, info.lost);
	close(trace);
}

/* Every entry of the history that is whole names this device. */
TEST_F(dma, history_tells_of_reads)
{
	struct entry {
		__u64 seq, time, address, size;
		__u32 pid;
		__u16 device;
		__u8 op, dir;
		char comm[16];
		__u64 reserved;
	} entries[64];
	struct origin origin = {};
	struct mview_trace_info info;
	struct buffer_desc desc;
	char block[4096] __attribute__((aligned(4096)));
	unsigned int maps = 0, unmaps = 0;
	__u64 id = 0;
	ssize_t n, i;
	int disk, view;

	disk = nvme_disk();
	ASSERT_LE(0, disk);
	for (i = 0; i < 16; i++)
		ASSERT_EQ(4096, pread(disk, block, 4096, i * 4096));
	for (;; id++) {
		ASSERT_EQ(0, buffer_describe(self->dev, id,
					     MVIEW_BUFFER_INFO_NEXT, &desc));
		id = desc.info.id;
		if (!origin_get(self->dev, id, &origin) &&
		    origin.info.trace == self->info.trace &&
		    origin.info.origin_flags & MVIEW_ORIGIN_HISTORY)
			break;
	}
	EXPECT_EQ(64, desc.shape[1]);
	view = view_open_id(self->dev, id, 0);
	ASSERT_LE(0, view);
	while ((n = read(view, entries, sizeof(entries))) > 0) {
		for (i = 0; i < n / (ssize_t)sizeof(*entries); i++) {
			if (!entries[i].seq)
				continue;
			EXPECT_NE(0, entries[i].address);
			maps += entries[i].op == MVIEW_DMA_MAP ||
				entries[i].op == MVIEW_DMA_MAP_SG;
			unmaps += entries[i].op == MVIEW_DMA_UNMAP ||
				  entries[i].op == MVIEW_DMA_UNMAP_SG;
		}
	}
	EXPECT_LT(8, maps);
	EXPECT_LT(8, unmaps);
	ASSERT_EQ(0, trace_info(self->trace, &info));
	EXPECT_LE(maps + unmaps, info.maps);
	close(disk);
}

/* Open every traced buffer there is and read all of it, until the end. */
static void read_all(int dev, __u64 end)
{
	static char bytes[65536];
	struct buffer_desc desc;
	__u64 id = 0;
	int view;

	while (boottime() < end) {
		if (buffer_describe(dev, id, MVIEW_BUFFER_INFO_NEXT, &desc)) {
			id = 0;
			continue;
		}
		id = desc.info.id + 1;
		view = view_open_id(dev, desc.info.id, 0);
		if (view < 0)
			continue;
		while (read(view, bytes, sizeof(bytes)) > 0)
			;
		close(view);
	}
}

/* Open traces, of everything there is, and close them. */
static void trace_all(int dev, __u64 end)
{
	while (boottime() < end) {
		int trace = trace_open(dev, "", MVIEW_TRACE_ALLOCS |
				       MVIEW_TRACE_MAPS, 0, 0);

		if (trace < 0)
			_exit(1);
		usleep(30000);
		close(trace);
	}
}

/*
 * A kernel that looks for accesses to freed memory tells of them; any tells of
 * those to pages that are no more.
 */
TEST_F(dma, memory_is_freed_under_readers)
{
	__u64 end = boottime() + 5000000000ULL;
	pid_t children[4];
	unsigned int i;
	int status;

	for (i = 0; i < 4; i++) {
		children[i] = fork();
		ASSERT_LE(0, children[i]);
		if (children[i])
			continue;
		(i ? read_all : trace_all)(self->dev, end);
		_exit(0);
	}
	while (boottime() < end) {
		EXPECT_EQ(0, nvme_unbind(self->device));
		EXPECT_EQ(0, nvme_bind(self->device));
	}
	for (i = 0; i < 4; i++) {
		ASSERT_EQ(children[i], waitpid(children[i], &status, 0));
		EXPECT_EQ(0, status);
	}
}

TEST(trace_is_not_for_everybody)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2];
	int dev = dev_open(O_RDWR);

	ASSERT_LE(0, dev);
	ASSERT_EQ(0, syscall(SYS_capget, &header, data));
	data[0].effective &= ~(1U << CAP_SYS_ADMIN);
	ASSERT_EQ(0, syscall(SYS_capset, &header, data));
	expect_errno(EPERM, trace_open(dev, "", MVIEW_TRACE_ALLOCS, 0, 0));
	close(dev);
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

TEST_HARNESS_MAIN
