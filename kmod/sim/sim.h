/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Simulated sources of data. A source is a configfs item; while it is *live*
 * it has memory, a buffer registered with mview and, if it has a rate, a
 * thread that makes blocks.
 */
#ifndef MVIEW_SIM_H
#define MVIEW_SIM_H

#include <linux/atomic.h>
#include <linux/configfs.h>
#include <linux/mutex.h>
#include <linux/types.h>
#include <uapi/linux/mview.h>

#include "pattern.h"

struct mview_buffer;
struct page;
struct task_struct;

#define SIM_RATE_MAX	1000	/* blocks per second */
#define SIM_STEP_MAX	1000000	/* blocks in one go */

/* In the order of the words that the attribute takes. */
enum sim_kind {
	SIM_VMALLOC,
	SIM_PAGES,
};

/**
 * struct sim_config - what the attributes say
 * @kind: of the memory
 * @pattern: what to fill it with
 * @readonly: no view may write
 * @rate: blocks per second; 0 for only those that are asked for
 * @size: bytes of the buffer; 0 for as many whole pages as the layout needs
 * @format: of an element, terminated; owned
 * @ndim: dimensions
 * @shape: elements along each axis
 */
struct sim_config {
	enum sim_kind kind;
	enum sim_pattern pattern;
	bool readonly;
	u32 rate;
	u64 size;
	char *format;
	u32 ndim;
	u64 shape[MVIEW_NDIM_MAX];
};

/**
 * struct sim_memory - the memory of a buffer
 * @addr: where the kernel sees it
 * @size: its bytes
 * @pages: the pages behind @addr, or NULL for vmalloc
 * @npages: their number
 */
struct sim_memory {
	void *addr;
	size_t size;
	struct page **pages;
	unsigned long npages;
};

/**
 * struct sim_source - a source
 * @item: its directory; the item's name is the buffer's
 * @lock: guards all that follows. Not held by @thread, and so may be held to
 *	park it; held across mview's functions.
 * @config: may change only while the source is not live, except for its rate
 * @buffer: registered with mview; NULL unless live
 * @memory: of the buffer
 * @generator: @thread's while it runs, else of the holder of @lock
 * @thread: makes blocks; NULL unless live with a rate
 * @blocks: announced since it went live; @thread changes it, anybody reads it
 */
struct sim_source {
	struct config_item item;
	struct mutex lock;	/* guards what follows */
	struct sim_config config;
	struct mview_buffer *buffer;
	struct sim_memory memory;
	struct sim_generator generator;
	struct task_struct *thread;
	atomic64_t blocks;
};

static inline struct sim_source *to_sim_source(struct config_item *item)
{
	return container_of(item, struct sim_source, item);
}

/* attr.c: the files in a source's directory */
extern struct configfs_attribute *sim_attrs[];

/* main.c: bytes that a buffer may have */
extern unsigned long sim_max_size;

/**
 * sim_source_start - go live
 * @source: locked, not live
 *
 * Return: 0; -EINVAL for a picture of no picture's shape; -EOVERFLOW if the
 * layout or the size is too large; -EEXIST; -ENOMEM; -EINTR. On error nothing
 * has changed.
 */
int sim_source_start(struct sim_source *source);

/**
 * sim_source_stop - cease to be live
 * @source: locked, live
 *
 * Return: 0, or -EBUSY while views are open: it goes on as before.
 */
int sim_source_stop(struct sim_source *source);

/**
 * sim_source_step - make and announce blocks now
 * @source: locked, live
 * @count: how many
 *
 * Return: 0, or -EINTR after some of them.
 */
int sim_source_step(struct sim_source *source, u32 count);

/**
 * sim_source_set_rate - change the rate
 * @source: locked
 * @rate: blocks per second, or 0
 *
 * Return: 0; -ENOMEM, -EINTR: nothing has changed.
 */
int sim_source_set_rate(struct sim_source *source, u32 rate);

#endif /* MVIEW_SIM_H */
