/* SPDX-License-Identifier: GPL-2.0 */
/* Traces of the DMA API, and a disk whose driver is the kernel's own: nvme. */
#ifndef MVIEW_TEST_DMA_H
#define MVIEW_TEST_DMA_H

#include <linux/mview.h>
#include <stddef.h>

/* The disk's name, or -1. The driver, once loaded, finds it by and by. */
int nvme_device(char *name, size_t size);
int nvme_bind(const char *name);
int nvme_unbind(const char *name);

/* Open the disk's first block device, which comes after the probe. */
int nvme_disk(void);

int trace_open(int dev, const char *filter, __u32 flags, __u32 buffers,
	       __u32 entries);
int trace_info(int trace, __u32 flags, struct mview_trace_info *info);

/* Where a buffer comes from, the texts terminated. */
struct origin {
	struct mview_buffer_origin info;
	char device[128];
	char driver[128];
	char stack[2048];
};

int origin_get(int dev, __u64 id, __u32 flags, struct origin *origin);

/*
 * The first buffer of a trace whose stack has @symbol; or 0 if none comes. Some
 * drivers allocate by and by, after their probe.
 */
__u64 traced_find(int dev, int trace, const char *symbol,
		  struct origin *origin);

/* CLOCK_BOOTTIME in nanoseconds. */
__u64 boottime(void);

#endif /* MVIEW_TEST_DMA_H */
