/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Traces: what programs want to be recorded. Each is a file, which ends it when
 * it is closed; the one of the boot parameter has none. Traces know nothing of
 * one another.
 */
#ifndef MVIEW_DMA_TRACE_H
#define MVIEW_DMA_TRACE_H

#include <linux/types.h>

struct file;
struct llist_node;
struct mview_dma_trace;
struct mview_trace_info;
struct mview_trace_spec;
struct poll_table_struct;

/*
 * From here on @spec is recorded. Listens to the DMA API if it is the first.
 * ERR_PTR: -EINVAL for a bad filter, -EOPNOTSUPP, -ENOMEM.
 */
struct mview_dma_trace *
mview_dma_trace_create(const struct mview_trace_spec *spec);

/* All its buffers are gone when this returns. */
void mview_dma_trace_destroy(struct mview_dma_trace *trace);

u64 mview_dma_trace_id(const struct mview_dma_trace *trace);

/* All that was allocated or freed before has its buffer, or has none any more. */
void mview_dma_trace_settle(struct mview_dma_trace *trace);

/* How often a buffer has come or gone, and wait for more. */
u64 mview_dma_trace_poll(struct mview_dma_trace *trace, struct file *file,
			 struct poll_table_struct *wait);

void mview_dma_trace_info(struct mview_dma_trace *trace,
			  struct mview_trace_info *info);

/* A record's @todo, for the work item. Any context. */
void mview_dma_trace_queue(struct mview_dma_trace *trace,
			   struct llist_node *todo);

#endif /* MVIEW_DMA_TRACE_H */
