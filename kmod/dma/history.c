// SPDX-License-Identifier: GPL-2.0
/* A history of streaming maps and unmaps. */
#define MVIEW_REQUIRED

#include "dma/history.h"

#include <linux/cpumask.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/irqflags.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mview.h>
#include <linux/overflow.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/vmalloc.h>
#include <uapi/linux/mview.h>
#include "dma/filter.h"
#include "dma/probe.h"

/**
 * struct mview_dma_entry - one map or unmap, as programs see it
 * @seq: 0 while it is being written, then the how many-th of its CPU it is, from
 *	1 on; a reader reads it before and after the rest
 * @time: when, CLOCK_BOOTTIME
 * @address: for the device
 * @size: bytes
 * @pid: of the process that was running
 * @device: index into the table of names
 * @op: MVIEW_DMA_MAP and so on
 * @dir: enum dma_data_direction
 * @comm: name of the process
 * @__reserved: 0
 */
struct mview_dma_entry {
	u64 seq;
	u64 time;
	u64 address;
	u64 size;
	u32 pid;
	u16 device;
	u8 op;
	u8 dir;
	char comm[TASK_COMM_LEN];
	u64 __reserved;
};

static_assert(sizeof(struct mview_dma_entry) == 64);

#define MVIEW_DMA_ENTRY_FORMAT						\
	"T{Q:seq:Q:time:Q:address:Q:size:I:pid:H:device:B:op:B:dir:16s:comm:8x}"

#define MVIEW_DMA_DEVICES	512
#define MVIEW_DMA_HISTORY_MAX	SZ_256M	/* bytes of a ring, of all CPUs */

/* A device that is one too many is told as the last one, "?". */
struct mview_dma_name {
	char name[MVIEW_ORIGIN_NAME];
};

/**
 * struct mview_dma_row - what one CPU has
 * @head: entries written
 * @dev: the device of the last one; may be another of the same address by now
 * @device: its index
 */
struct mview_dma_row {
	unsigned long head;
	const struct device *dev;
	u16 device;
};

/**
 * struct mview_dma_history - a history
 * @entries: for each CPU, a power of 2
 * @ring: struct mview_dma_entry[nr_cpu_ids][@entries]
 * @rows: what each CPU has
 * @names: of devices; those before @devices don't change
 * @devices: entries of @names in use
 * @ring_buffer: @ring for programs
 * @names_buffer: @names for programs
 */
struct mview_dma_history {
	unsigned int entries;
	struct mview_dma_entry *ring;
	struct mview_dma_row __percpu *rows;
	struct mview_dma_name *names;
	unsigned int devices;
	/**
	 * @lock: guards adding to @names; taken with interrupts off, nothing is
	 * taken inside
	 */
	raw_spinlock_t lock;
	struct mview_buffer *ring_buffer;
	struct mview_buffer *names_buffer;
};

static bool mview_dma_name_is(const struct mview_dma_history *history,
			      unsigned int i, const struct device *dev)
{
	return !strncmp(history->names[i].name, mview_dma_dev_name(dev),
			sizeof(history->names[i].name) - 1);
}

static u16 mview_dma_device_find(struct mview_dma_history *history,
				 const struct device *dev)
{
	/* Pairs with the release below: the names before @n are whole. */
	unsigned int i, n = smp_load_acquire(&history->devices);

	for (i = 0; i < n; i++)
		if (mview_dma_name_is(history, i, dev))
			return i;
	raw_spin_lock(&history->lock);
	/* Another CPU may have added it. */
	for (n = history->devices; i < n; i++)
		if (mview_dma_name_is(history, i, dev))
			break;
	if (i == n && n < MVIEW_DMA_DEVICES - 1) {
		strscpy(history->names[n].name, mview_dma_dev_name(dev),
			sizeof(history->names[n].name));
		/* The name is whole before it counts. */
		smp_store_release(&history->devices, n + 1);
	}
	raw_spin_unlock(&history->lock);
	return i;
}

static u16 mview_dma_device(struct mview_dma_history *history,
			    struct mview_dma_row *row, const struct device *dev)
{
	if (row->dev != dev || !mview_dma_name_is(history, row->device, dev)) {
		row->device = mview_dma_device_find(history, dev);
		row->dev = dev;
	}
	return row->device;
}

/* Interrupts are off: one that adds as well could come round to this entry. */
static void mview_dma_row_add(struct mview_dma_history *history,
			      struct mview_dma_row *row,
			      const struct mview_dma_map *map)
{
	unsigned long nr = row->head + 1;
	struct mview_dma_entry *entry =
		&history->ring[(size_t)smp_processor_id() * history->entries +
			       (row->head & (history->entries - 1))];

	WRITE_ONCE(row->head, nr);
	WRITE_ONCE(entry->seq, 0);
	smp_wmb();	/* a reader that sees the rest sees the 0, or more */
	entry->time = ktime_get_boot_fast_ns();
	entry->address = map->dma;
	entry->size = map->size;
	entry->pid = current->tgid;
	entry->device = mview_dma_device(history, row, map->dev);
	entry->op = map->op;
	entry->dir = map->dir;
	memcpy(entry->comm, current->comm, sizeof(entry->comm));
	/* A reader that sees the number sees the rest. */
	smp_store_release(&entry->seq, nr);
}

void mview_dma_history_add(struct mview_dma_history *history,
			   const struct mview_dma_map *map)
{
	unsigned long flags;

	local_irq_save(flags);
	mview_dma_row_add(history, this_cpu_ptr(history->rows), map);
	local_irq_restore(flags);
}

void mview_dma_history_count(const struct mview_dma_history *history,
			     u64 *written, u64 *lost)
{
	unsigned int cpu;

	*written = 0;
	*lost = 0;
	for_each_possible_cpu(cpu) {
		unsigned long n = READ_ONCE(per_cpu_ptr(history->rows,
							cpu)->head);

		*written += n;
		if (n > history->entries)
			*lost += n - history->entries;
	}
}

static struct mview_buffer *
mview_dma_history_show(void *addr, size_t size, const char *format, u32 ndim,
		       const u64 *shape, u64 trace, u32 flags)
{
	const struct mview_origin origin = { .trace = trace, .flags = flags };
	const struct mview_buffer_desc desc = {
		.owner = THIS_MODULE,
		.flags = MVIEW_ADMIN,
		.format = format,
		.ndim = ndim,
		.shape = shape,
		.origin = &origin,
	};

	return mview_buffer_register(&desc, MVIEW_VMALLOC(addr, size));
}

static int mview_dma_history_register(struct mview_dma_history *history,
				      u64 trace)
{
	const u64 ring[] = { nr_cpu_ids, history->entries };
	const u64 names[] = { MVIEW_DMA_DEVICES };
	struct mview_buffer *buffer;

	buffer = mview_dma_history_show(history->ring,
					PAGE_ALIGN(array3_size(nr_cpu_ids,
							       history->entries,
							       sizeof(*history->ring))),
					MVIEW_DMA_ENTRY_FORMAT,
					ARRAY_SIZE(ring), ring, trace,
					MVIEW_ORIGIN_HISTORY);
	if (IS_ERR(buffer))
		return PTR_ERR(buffer);
	history->ring_buffer = buffer;
	buffer = mview_dma_history_show(history->names,
					PAGE_ALIGN(MVIEW_DMA_DEVICES *
						   sizeof(*history->names)),
					"64s", ARRAY_SIZE(names), names, trace,
					MVIEW_ORIGIN_NAMES);
	if (IS_ERR(buffer))
		return PTR_ERR(buffer);
	history->names_buffer = buffer;
	return 0;
}

void mview_dma_history_destroy(struct mview_dma_history *history)
{
	mview_buffer_revoke(history->names_buffer);
	mview_buffer_revoke(history->ring_buffer);
	vfree(history->names);
	vfree(history->ring);
	free_percpu(history->rows);
	kfree(history);
}

struct mview_dma_history *mview_dma_history_create(unsigned int entries,
						   u64 trace)
{
	struct mview_dma_history *history;
	int err = -ENOMEM;

	if (array3_size(nr_cpu_ids, roundup_pow_of_two(entries),
			sizeof(*history->ring)) > MVIEW_DMA_HISTORY_MAX)
		return ERR_PTR(-E2BIG);
	history = kzalloc(sizeof(*history), GFP_KERNEL);
	if (!history)
		return ERR_PTR(-ENOMEM);
	raw_spin_lock_init(&history->lock);
	history->entries = roundup_pow_of_two(entries);
	history->rows = alloc_percpu(struct mview_dma_row);
	history->ring = vmalloc_user(array3_size(nr_cpu_ids, history->entries,
						 sizeof(*history->ring)));
	history->names = vmalloc_user(MVIEW_DMA_DEVICES *
				      sizeof(*history->names));
	if (!history->rows || !history->ring || !history->names)
		goto err_destroy;
	strscpy(history->names[MVIEW_DMA_DEVICES - 1].name, "?",
		sizeof(history->names->name));
	err = mview_dma_history_register(history, trace);
	if (err)
		goto err_destroy;
	return history;

err_destroy:
	mview_dma_history_destroy(history);
	return ERR_PTR(err);
}
