/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Traces: what programs want to be recorded. Each has a file, and ends when
 * that is closed, except for the one of the boot parameter. Traces are
 * independent.
 */
#ifndef MVIEW_DMA_TRACE_H
#define MVIEW_DMA_TRACE_H

#include <linux/types.h>

struct file;
struct llist_node;
struct mview_dma_trace;
struct mview_trace_info;
struct mm_struct;
struct mview_trace_spec;
struct poll_table_struct;

/*
 * Create a trace, which records what @spec asks for from now on. The first one
 * registers the probes. The memcg of @payer is charged; NULL is for no memcg. May
 * sleep. Returns ERR_PTR(-EINVAL) for a bad filter,
 * ERR_PTR(-EOPNOTSUPP), ERR_PTR(-E2BIG) or ERR_PTR(-ENOMEM).
 */
struct mview_dma_trace *
mview_dma_trace_create(const struct mview_trace_spec *spec,
		       struct mm_struct *payer);

/* End a trace. When this returns all of its buffers are gone. May sleep. */
void mview_dma_trace_destroy(struct mview_dma_trace *trace);

u64 mview_dma_trace_id(const struct mview_dma_trace *trace);

/*
 * Wait until all memory that was allocated before has its buffer, and all that
 * was freed before has none.
 */
void mview_dma_trace_settle(struct mview_dma_trace *trace);

/*
 * Returns how often buffers have come or gone, and adds @file to the waiters.
 */
u64 mview_dma_trace_poll(struct mview_dma_trace *trace, struct file *file,
			 struct poll_table_struct *wait);

void mview_dma_trace_info(struct mview_dma_trace *trace,
			  struct mview_trace_info *info);

/* Queue a record, by its @todo, for the work item. Any context. */
void mview_dma_trace_queue(struct mview_dma_trace *trace,
			   struct llist_node *todo);

#endif /* MVIEW_DMA_TRACE_H */
