// SPDX-License-Identifier: GPL-2.0
/*
 * The history of a trace: what a disk with the kernel's own driver maps,
 * allocates and frees.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/mview.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "dma.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"
#include "user.h"

#define ENTRIES	64
#define CPUS	64
#define READS	16

struct entry {
	__u64 seq, time, address, size;
	__u32 pid;
	__u16 device;
	__u8 op, dir;
	char comm[16];
	__u32 function, __reserved;
};

struct device {
	char device[64], driver[64];
};

FIXTURE(history)
{
	char name[64];
	int dev;
	int trace;
	int disk;
	__u64 cpus;
	const struct entry *ring;
	struct device devices[512];
	char functions[1024][128];
};

FIXTURE_VARIANT(history)
{
	__u32 flags;
};

FIXTURE_VARIANT_ADD(history, plain) {
	.flags = MVIEW_TRACE_MAPS
};

FIXTURE_VARIANT_ADD(history, callers) {
	.flags = MVIEW_TRACE_MAPS | MVIEW_TRACE_CALLERS
};

/* All of a buffer's bytes, which are @size. */
static int buffer_read(int dev, __u64 id, void *data, size_t size)
{
	int view = view_open_id(dev, id, 0);
	ssize_t done = view < 0 ? -1 : pread(view, data, size, 0);

	close(view);
	return done == (ssize_t)size ? 0 : -1;
}

static int tables_read(FIXTURE_DATA(history) *self)
{
	struct mview_trace_info info;

	if (trace_info(self->trace, 0, &info))
		return -1;
	return buffer_read(self->dev, info.devices, self->devices,
			   sizeof(self->devices)) ||
	       buffer_read(self->dev, info.functions, self->functions,
			   sizeof(self->functions)) ? -1 : 0;
}

static const struct entry *history_map(FIXTURE_DATA(history) *self)
{
	struct mview_trace_info info;
	struct buffer_desc desc;
	void *ring;
	int view;

	if (trace_info(self->trace, 0, &info) ||
	    buffer_describe(self->dev, info.history, 0, &desc) ||
	    desc.shape[1] != ENTRIES || desc.shape[0] > CPUS ||
	    strcmp(desc.format, MVIEW_TRACE_ENTRY_FORMAT))
		return NULL;
	self->cpus = desc.shape[0];
	view = view_open_id(self->dev, info.history, 0);
	ring = mmap(NULL, desc.info.nbytes, PROT_READ, MAP_SHARED, view, 0);
	close(view);
	return ring == MAP_FAILED ? NULL : ring;
}

FIXTURE_SETUP(history)
{
	self->trace = -1;
	self->disk = -1;
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	if (nvme_device(self->name, sizeof(self->name)))
		SKIP(return, "no nvme disk");
	if (module_users("mview_dma") < 0)
		SKIP(return, "mview_dma is not loaded");
	self->disk = nvme_disk();
	ASSERT_LE(0, self->disk);
	self->trace = trace_open(self->dev, self->name, variant->flags, 0,
				 ENTRIES);
	if (self->trace < 0 && errno == EOPNOTSUPP)
		SKIP(return, "a kernel that can't be traced");
	ASSERT_LE(0, self->trace);
	self->ring = history_map(self);
	ASSERT_NE(NULL, self->ring);
}

FIXTURE_TEARDOWN(history)
{
	close(self->disk);
	close(self->trace);
	close(self->dev);
}

static int disk_read(int disk, unsigned int count)
{
	char block[4096] __attribute__((aligned(4096)));
	unsigned int i;

	for (i = 0; i < count; i++)
		if (pread(disk, block, sizeof(block),
			  i % READS * sizeof(block)) != sizeof(block))
			return -1;
	return 0;
}

/* Entries of these two kinds that have been written. */
static unsigned int count_ops(FIXTURE_DATA(history) *self, __u8 one, __u8 two)
{
	unsigned int i, count = 0;

	for (i = 0; i < self->cpus * ENTRIES; i++)
		count += self->ring[i].seq && (self->ring[i].op == one ||
					       self->ring[i].op == two);
	return count;
}

TEST_F(history, tells_of_reads)
{
	const struct device *device;
	struct mview_trace_info info;
	unsigned int i;

	ASSERT_EQ(0, disk_read(self->disk, READS));
	EXPECT_LE(READS, count_ops(self, MVIEW_DMA_MAP, MVIEW_DMA_MAP_SG));
	EXPECT_LE(READS, count_ops(self, MVIEW_DMA_UNMAP, MVIEW_DMA_UNMAP_SG));
	ASSERT_EQ(0, tables_read(self));
	for (i = 0; i < self->cpus * ENTRIES; i++) {
		if (!self->ring[i].seq)
			continue;
		device = &self->devices[self->ring[i].device];
		EXPECT_STREQ(self->name, device->device);
		EXPECT_STREQ("nvme", device->driver);
		EXPECT_NE(0, self->ring[i].address);
		EXPECT_GE(boottime(), self->ring[i].time);
	}
	ASSERT_EQ(0, trace_info(self->trace, 0, &info));
	EXPECT_LE(2 * READS, info.maps);
	EXPECT_EQ(0, info.maps_lost);
}

/* Functions of maps are told where they are asked for. */
TEST_F(history, tells_who_maps)
{
	const char *function;
	unsigned int i;

	ASSERT_EQ(0, disk_read(self->disk, 1));
	ASSERT_EQ(0, tables_read(self));
	for (i = 0; i < self->cpus * ENTRIES; i++) {
		if (!self->ring[i].seq || self->ring[i].op != MVIEW_DMA_MAP)
			continue;
		function = self->functions[self->ring[i].function];
		if (!(variant->flags & MVIEW_TRACE_CALLERS)) {
			ASSERT_STREQ("", function);
			continue;
		}
		ASSERT_NE(NULL, strstr(function, " [nvme"));
	}
}

TEST_F(history, tells_of_allocations)
{
	const struct entry *entry;
	unsigned int i;

	ASSERT_EQ(0, close(self->disk));
	ASSERT_EQ(0, nvme_unbind(self->name));
	EXPECT_LT(0, count_ops(self, MVIEW_DMA_FREE, MVIEW_DMA_FREE));
	ASSERT_EQ(0, nvme_bind(self->name));
	self->disk = nvme_disk();
	ASSERT_EQ(0, tables_read(self));
	for (i = 0; i < self->cpus * ENTRIES; i++) {
		entry = &self->ring[i];
		if (entry->seq && entry->op == MVIEW_DMA_ALLOC &&
		    !strncmp(self->functions[entry->function],
			     "nvme_alloc_queue+0x", 19))
			break;
	}
	ASSERT_LT(i, self->cpus * ENTRIES);
	EXPECT_NE(0, entry->size);
}

/* More than there is room for: the oldest are overwritten, none beside them. */
TEST_F(history, is_bounded)
{
	struct mview_trace_info info;
	__u64 seq, last;
	unsigned int i, cpu;

	ASSERT_EQ(0, disk_read(self->disk, 2 * ENTRIES * self->cpus));
	ASSERT_EQ(0, trace_info(self->trace, 0, &info));
	EXPECT_LT(ENTRIES, info.maps);
	EXPECT_LT(0, info.maps_lost);
	for (cpu = 0; cpu < self->cpus; cpu++) {
		last = 0;
		for (i = 0; i < ENTRIES; i++) {
			seq = self->ring[cpu * ENTRIES + i].seq;
			EXPECT_EQ(seq ? i : 0, seq ? (seq - 1) % ENTRIES : 0);
			last = seq > last ? seq : last;
		}
		for (i = 0; i < ENTRIES && last >= ENTRIES; i++)
			EXPECT_LT(last - ENTRIES,
				  self->ring[cpu * ENTRIES + i].seq);
	}
}

TEST_F(history, is_not_for_everybody)
{
	struct mview_trace_info info;

	ASSERT_EQ(0, trace_info(self->trace, 0, &info));
	expect_errno(EACCES, view_open_id(self->dev, info.history,
					  MVIEW_OPEN_WRITE));
	ASSERT_EQ(0, capability_set(CAP_SYS_ADMIN, false));
	expect_errno(EPERM, view_open_id(self->dev, info.history, 0));
	expect_errno(EPERM, view_open_id(self->dev, info.devices, 0));
	expect_errno(EPERM, view_open_id(self->dev, info.functions, 0));
}

TEST_F(history, ends_with_the_trace)
{
	struct mview_trace_info info;

	ASSERT_EQ(0, trace_info(self->trace, 0, &info));
	ASSERT_EQ(0, close(self->trace));
	expect_errno(ENOENT, view_open_id(self->dev, info.history, 0));
	expect_errno(ENOENT, view_open_id(self->dev, info.devices, 0));
	expect_errno(ENOENT, view_open_id(self->dev, info.functions, 0));
	self->trace = -1;
}

TEST_HARNESS_MAIN
