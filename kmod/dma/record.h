/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Records: one for each live allocation in each trace.
 *
 * The probe of the allocation runs in any context. It takes a record from a
 * stock that the trace has allocated before, and fills it in. The work item of
 * the trace registers a buffer for it. The probe of the free withdraws the
 * memory from the buffer, after which nobody reads it, and the work item
 * revokes the buffer.
 */
#ifndef MVIEW_DMA_RECORD_H
#define MVIEW_DMA_RECORD_H

#include <linux/list.h>
#include <linux/llist.h>
#include <linux/mview.h>
#include <linux/sched.h>
#include <linux/types.h>
#include "dma/probe.h"

struct mview_buffer;
struct mview_dma_trace;

/**
 * struct mview_dma_record - a live allocation in one trace
 * @trace: the trace
 * @key: @addr of the struct mview_dma_alloc and of the struct mview_dma_free
 * @hash: on the list of a bucket, whose lock guards it, until the memory is
 *	freed or the trace ends
 * @todo: on the trace's list of records for the work item
 * @queued: whether it is on that list; guarded by the lock of the bucket
 * @known: whether the work item has seen it; only the work item uses it
 * @list: on the trace's list of records that the work item has seen, or on that
 *	of the stock
 * @buffer: the buffer, or NULL. It is set and the memory withdrawn under the
 *	lock of the bucket; the work item revokes it
 * @nr: number of the allocation in the trace, from 1 on
 * @time: when the memory was allocated, CLOCK_BOOTTIME
 * @dma: the device address
 * @size: bytes
 * @hidden: the reason why the bytes can't be read, MVIEW_ORIGIN_*, or 0
 * @pid: the process that was running
 * @comm: the name of the process
 * @device: dev_name()
 * @driver: the name of the device's driver, or ""
 * @depth: number of entries of @stack
 * @stack: return addresses, the innermost first
 */
struct mview_dma_record {
	struct mview_dma_trace *trace;
	void *key;
	struct hlist_node hash;
	struct llist_node todo;
	bool queued;
	bool known;
	struct list_head list;
	struct mview_buffer *buffer;
	u64 nr;
	u64 time;
	dma_addr_t dma;
	size_t size;
	u32 hidden;
	pid_t pid;
	char comm[TASK_COMM_LEN];
	char device[MVIEW_ORIGIN_NAME];
	char driver[MVIEW_ORIGIN_NAME];
	unsigned int depth;
	unsigned long stack[MVIEW_DMA_DEPTH];
};

/* Copy what is known of an allocation. Any context. */
void mview_dma_record_fill(struct mview_dma_record *record,
			   const struct mview_dma_alloc *alloc);

/*
 * Make the record known: to the probe of the free, and to the work item, which
 * is queued. Any context.
 */
void mview_dma_record_publish(struct mview_dma_record *record);

/*
 * End the records of the memory at @key, in all traces. When this returns
 * nobody reads the memory any more. Any context.
 */
void mview_dma_records_end(void *key);

/* End one record, of a trace that is being destroyed. */
void mview_dma_record_end(struct mview_dma_record *record);

/*
 * Register the buffer, and lend it the memory unless that has been freed. May
 * sleep. Returns 0 or an error.
 */
int mview_dma_record_register(struct mview_dma_record *record);

/*
 * The work item has taken the record off its list. Returns true if the memory
 * has been freed: nobody else uses the record then. Otherwise the record may be
 * queued again.
 */
bool mview_dma_record_take(struct mview_dma_record *record);

/* Revoke the buffer. May sleep. */
void mview_dma_record_revoke(struct mview_dma_record *record);

#endif /* MVIEW_DMA_RECORD_H */
