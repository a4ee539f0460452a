/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Records: one for each live allocation in each trace.
 *
 * A record is made by the probe of the allocation, in any context, out of a
 * stock that was made before. A work item of the trace registers the buffer.
 * The probe of the free withdraws the memory, after which nobody reads it, and
 * leaves the rest, the revocation of the buffer, to the work item.
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
 * struct mview_dma_record - a live allocation, in one trace
 * @trace: that it belongs to
 * @key: address that the free will name
 * @hash: among the live ones, guarded by the lock of its bucket; unhashed when
 *	the free was heard of
 * @todo: on the trace's list of what its work item has to look at
 * @queued: it is there; guarded by the lock of its bucket
 * @known: the work item has seen it
 * @list: among the trace's records; the work item's
 * @buffer: what programs view, or NULL; set and withdrawn under the lock of the
 *	bucket, revoked by the work item
 * @nr: the how many-th of the trace
 * @time: when, CLOCK_BOOTTIME
 * @dma: for the device
 * @size: bytes
 * @hidden: why the bytes can't be read, MVIEW_ORIGIN_*, or 0
 * @pid: of the process that was running
 * @comm: its name
 * @device: dev_name()
 * @driver: the device's driver, or empty
 * @depth: entries of @stack
 * @stack: return addresses
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

/* Any context: what is known of an allocation. */
void mview_dma_record_fill(struct mview_dma_record *record,
			   const struct mview_dma_alloc *alloc);

/* Any context: from here on a free is heard of, and the work item knows it. */
void mview_dma_record_publish(struct mview_dma_record *record);

/* Any context: nobody reads memory at @key any more, whatever trace shows it. */
void mview_dma_records_end(void *key);

/* The same for one record, of a trace that ends. */
void mview_dma_record_end(struct mview_dma_record *record);

/* May sleep: make the buffer, unless the memory has been freed. 0 or an error. */
int mview_dma_record_register(struct mview_dma_record *record);

/*
 * The work item has it. Has the memory been freed? Then nobody else knows the
 * record any more; else it may be queued again.
 */
bool mview_dma_record_take(struct mview_dma_record *record);

/* May sleep: revoke the buffer. */
void mview_dma_record_revoke(struct mview_dma_record *record);

#endif /* MVIEW_DMA_RECORD_H */
