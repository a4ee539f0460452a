/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Simulated sources of data. A source is a configfs item; while it is *live*
 * it is a platform device, and while that is bound to the driver mview_sim it
 * has memory, a buffer registered with mview and, if it has a rate, a thread
 * that makes blocks.
 */
#ifndef MVIEW_SIM_H
#define MVIEW_SIM_H

#include <linux/atomic.h>
#include <linux/configfs.h>
#include <linux/mutex.h>
#include <linux/types.h>

#define MVIEW_REQUIRED	/* a source without a buffer is none */
#include <linux/mview.h>

#include "memory.h"
#include "pattern.h"
#include "ring.h"

struct device;
struct platform_device;
struct task_struct;

#define SIM_RATE_MAX	1000	/* blocks per second */
#define SIM_STEP_MAX	1000000	/* blocks in one go */

/**
 * struct sim_config - what the attributes say
 * @kind: of the memory
 * @order: of its pages
 * @pattern: what to fill it with
 * @readonly: no view may write
 * @rate: blocks per second; 0 for only those that are asked for
 * @ring: of the pattern "ring"
 * @size: bytes of the buffer; 0 for as many whole pages as the layout needs
 * @format: of an element, terminated; owned
 * @ndim: dimensions
 * @shape: elements along each axis
 */
struct sim_config {
	const struct sim_kind *kind;
	u32 order;
	enum sim_pattern pattern;
	bool readonly;
	u32 rate;
	struct sim_ring_config ring;
	u64 size;
	char *format;
	u32 ndim;
	u64 shape[MVIEW_NDIM_MAX];
};

/**
 * struct sim_data - what goes into a buffer, and where
 * @memory: of the buffer
 * @generator: of the blocks in it: the thread's of the source while that runs,
 *	else of the holder of the source's @bound_lock
 * @ring: of the pattern "ring"; likewise
 */
struct sim_data {
	struct sim_memory memory;
	struct sim_generator generator;
	struct sim_ring ring;
};

/**
 * enum sim_state - of the source's device
 * @SIM_IDLE: there is none
 * @SIM_STARTING: it is being added, and bound for the first time
 * @SIM_LIVE: it is there, bound or not
 * @SIM_ENDING: it is being removed; may not be bound any more
 */
enum sim_state {
	SIM_IDLE,
	SIM_STARTING,
	SIM_LIVE,
	SIM_ENDING,
};

/**
 * struct sim_source - a source
 * @item: its directory; the item's name is the buffer's
 * @lock: guards @config and @device. Outermost: the locks of the driver core
 *	are taken inside it, and @bound_lock.
 * @config: may change only while the source is not live, except for what is
 *	changed with @bound_lock held, too: rate, shape and the ring's fault
 * @device: NULL unless live
 * @bound_lock: guards what follows. Taken inside @lock, or inside the device's
 *	own lock, by the driver. Not taken by @thread, and so may be held to
 *	park it; held across mview's functions.
 * @state: of @device
 * @error: of the last attempt to bind it
 * @buffer: registered with mview; NULL unless bound
 * @data: its memory; NULL unless bound
 * @thread: makes blocks; NULL unless bound with a rate
 * @blocks: announced since it was bound; @thread changes it, anybody reads it
 */
struct sim_source {
	struct config_item item;
	struct mutex lock;	/* guards the next two */
	struct sim_config config;
	struct platform_device *device;
	struct mutex bound_lock; /* guards what follows */
	enum sim_state state;
	int error;
	struct mview_buffer *buffer;
	struct sim_data *data;
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

/* device.c: the driver of the sources' devices */
int sim_driver_register(void);
void sim_driver_unregister(void);

/**
 * sim_device_start - go live: add the device, and have it bound
 * @source: locked, not live
 *
 * Return: 0, or what sim_source_bind() says: nothing has changed.
 */
int sim_device_start(struct sim_source *source);

/**
 * sim_device_stop - cease to be live, in good order
 * @source: locked, live
 *
 * Return: 0, or -EBUSY while views are open: it goes on as before.
 */
int sim_device_stop(struct sim_source *source);

/**
 * sim_device_unplug - cease to be live, even while views are open
 * @source: locked, live
 */
void sim_device_unplug(struct sim_source *source);

/**
 * sim_source_bind - make memory, fill it and register it
 * @source: with a device
 * @dev: the device, being probed
 *
 * Return: 0; -EINVAL for a picture of no picture's shape; -EOVERFLOW if the
 * layout or the size is too large; -EEXIST; -ENOMEM; -EINTR; -ENODEV if the
 * device is about to go. On error nothing has changed.
 */
int sim_source_bind(struct sim_source *source, struct device *dev);

/**
 * sim_source_unbind - revoke the buffer and free the memory
 * @source: bound or not
 */
void sim_source_unbind(struct sim_source *source);

/**
 * sim_source_unregister - take the buffer back if no views are open
 * @source: locked, live, bound or not
 *
 * Return: 0: it can't be bound again. Or -EBUSY while views are open: it goes
 * on as before.
 */
int sim_source_unregister(struct sim_source *source);

/**
 * sim_source_step - make and announce blocks now
 * @source: locked
 * @count: how many
 *
 * Return: 0; -ENODEV if it is not bound, -EINTR: perhaps after some of them.
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

/**
 * sim_source_set_fault - change what goes wrong with the ring
 * @source: locked
 * @fault: what
 * @at: when
 */
void sim_source_set_fault(struct sim_source *source, enum sim_fault fault,
			  u64 at);

/**
 * sim_source_resize - other memory, with the current block in another shape
 * @source: locked
 * @ndim: dimensions
 * @shape: elements along each axis
 *
 * Return: 0; -ENODEV if it is not bound; -EBUSY while views are open; or as
 * sim_source_bind(): nothing has changed.
 */
int sim_source_resize(struct sim_source *source, u32 ndim, const u64 *shape);

#endif /* MVIEW_SIM_H */
