// SPDX-License-Identifier: GPL-2.0
/*
 * Records of live allocations, found by their address when the memory is freed.
 */
#define MVIEW_REQUIRED

#include "dma/record.h"

#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/hash.h>
#include <linux/kernel.h>
#include <linux/mview.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <uapi/linux/mview.h>
#include "dma/filter.h"
#include "dma/symbol.h"
#include "dma/trace.h"

#define MVIEW_DMA_BUCKETS	1024
#define MVIEW_DMA_BUCKET_BITS	10

/**
 * struct mview_dma_bucket - live records of one hash value
 * @lock: guards the list, and @buffer and @queued of the records that hash to
 *	it. Raw, because drivers may call the DMA API with raw locks held. Only
 *	the lock of a borrowed memory is taken inside.
 * @records: the records
 */
struct mview_dma_bucket {
	raw_spinlock_t lock;
	struct hlist_head records;
};

static struct mview_dma_bucket mview_dma_buckets[MVIEW_DMA_BUCKETS] = {
	[0 ... MVIEW_DMA_BUCKETS - 1] = {
		.lock = __RAW_SPIN_LOCK_UNLOCKED(mview_dma_buckets.lock),
	},
};

static struct mview_dma_bucket *mview_dma_bucket(const void *key)
{
	return &mview_dma_buckets[hash_ptr(key, MVIEW_DMA_BUCKET_BITS)];
}

/*
 * The free of memory from a device's own pool can't be seen from 6.12 on:
 * dma_free_attrs() returns before its tracepoint.
 */
static u32 mview_dma_hidden(const struct mview_dma_alloc *alloc)
{
#ifdef CONFIG_DMA_DECLARE_COHERENT
	if (alloc->dev->dma_mem)
		return MVIEW_ORIGIN_DEVICE_POOL;
#endif
	/* The address is a cookie, not one of memory. */
	if (alloc->attrs & DMA_ATTR_NO_KERNEL_MAPPING)
		return MVIEW_ORIGIN_NO_KERNEL_MAPPING;
	return alloc->hidden;
}

void mview_dma_record_fill(struct mview_dma_record *record,
			   const struct mview_dma_alloc *alloc)
{
	const struct device_driver *driver = READ_ONCE(alloc->dev->driver);

	record->key = alloc->addr;
	record->buffer = NULL;
	record->queued = false;
	record->known = false;
	record->time = ktime_get_boot_fast_ns();
	record->dma = alloc->dma;
	record->size = alloc->size;
	record->hidden = mview_dma_hidden(alloc);
	record->pid = current->tgid;
	strscpy(record->comm, current->comm, sizeof(record->comm));
	strscpy(record->device, mview_dma_dev_name(alloc->dev),
		sizeof(record->device));
	strscpy(record->driver, driver ? driver->name : "",
		sizeof(record->driver));
	record->depth = alloc->depth;
	memcpy(record->stack, alloc->stack,
	       array_size(alloc->depth, sizeof(*alloc->stack)));
}

/*
 * Put it on the list of the work item. The caller holds the lock of the bucket.
 */
static void mview_dma_record_queue(struct mview_dma_record *record)
{
	if (record->queued)
		return;
	record->queued = true;
	mview_dma_trace_queue(record->trace, &record->todo);
}

void mview_dma_record_publish(struct mview_dma_record *record)
{
	struct mview_dma_bucket *bucket = mview_dma_bucket(record->key);
	unsigned long flags;

	raw_spin_lock_irqsave(&bucket->lock, flags);
	hlist_add_head(&record->hash, &bucket->records);
	mview_dma_record_queue(record);
	raw_spin_unlock_irqrestore(&bucket->lock, flags);
}

/*
 * The caller holds the lock of the bucket. On return nobody reads the memory.
 */
static void mview_dma_record_unhash(struct mview_dma_record *record)
{
	if (record->buffer)
		mview_buffer_withdraw(record->buffer);
	hlist_del_init(&record->hash);
}

void mview_dma_records_end(void *key)
{
	struct mview_dma_bucket *bucket = mview_dma_bucket(key);
	struct mview_dma_record *record;
	struct hlist_node *next;
	unsigned long flags;

	/*
	 * The lock is taken even if the list is empty: mview_dma_record_end()
	 * may be withdrawing the memory at this moment.
	 */
	raw_spin_lock_irqsave(&bucket->lock, flags);
	hlist_for_each_entry_safe(record, next, &bucket->records, hash) {
		if (record->key != key)
			continue;
		mview_dma_record_unhash(record);
		mview_dma_record_queue(record);
	}
	raw_spin_unlock_irqrestore(&bucket->lock, flags);
}

void mview_dma_record_end(struct mview_dma_record *record)
{
	struct mview_dma_bucket *bucket = mview_dma_bucket(record->key);

	raw_spin_lock_irq(&bucket->lock);
	if (!hlist_unhashed(&record->hash))
		mview_dma_record_unhash(record);
	raw_spin_unlock_irq(&bucket->lock);
}

bool mview_dma_record_take(struct mview_dma_record *record)
{
	struct mview_dma_bucket *bucket = mview_dma_bucket(record->key);
	bool ended;

	raw_spin_lock_irq(&bucket->lock);
	record->queued = false;
	ended = hlist_unhashed(&record->hash);
	raw_spin_unlock_irq(&bucket->lock);
	return ended;
}

/* Lend the memory to the buffer, unless it has been freed by now. */
static void mview_dma_record_lend(struct mview_dma_record *record,
				  struct mview_buffer *buffer)
{
	struct mview_dma_bucket *bucket = mview_dma_bucket(record->key);

	raw_spin_lock_irq(&bucket->lock);
	record->buffer = buffer;
	if (!hlist_unhashed(&record->hash) && !record->hidden)
		mview_buffer_lend(buffer, record->key);
	raw_spin_unlock_irq(&bucket->lock);
}

int mview_dma_record_register(struct mview_dma_record *record)
{
	struct mview_origin origin = {
		.trace = mview_dma_trace_id(record->trace),
		.nr = record->nr,
		.time = record->time,
		.dma = record->dma,
		.flags = MVIEW_ORIGIN_HAS_DMA_ADDR | record->hidden,
		.pid = record->pid,
	};
	const struct mview_buffer_desc desc = {
		.owner = THIS_MODULE,
		.format = "B",
		.origin = &origin,
	};
	struct mview_buffer *buffer;
	char *stack;

	stack = kmalloc(MVIEW_ORIGIN_STACK, GFP_KERNEL);
	if (!stack)
		return -ENOMEM;
	strscpy(origin.comm, record->comm, sizeof(origin.comm));
	strscpy(origin.device, record->device, sizeof(origin.device));
	strscpy(origin.driver, record->driver, sizeof(origin.driver));
	mview_dma_symbols(stack, MVIEW_ORIGIN_STACK, record->stack,
			  record->depth);
	origin.stack = stack;
	buffer = mview_buffer_register(&desc, MVIEW_BORROWED(NULL,
							     record->size));
	kfree(stack);
	if (IS_ERR(buffer))
		return PTR_ERR(buffer);
	mview_dma_record_lend(record, buffer);
	return 0;
}

void mview_dma_record_revoke(struct mview_dma_record *record)
{
	mview_buffer_revoke(record->buffer);
	record->buffer = NULL;
}
