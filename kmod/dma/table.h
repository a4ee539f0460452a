/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tables of text that entries of a history refer to by number. Rows are added
 * in any context and never change. Programs read a table through a buffer.
 */
#ifndef MVIEW_DMA_TABLE_H
#define MVIEW_DMA_TABLE_H

#include <linux/types.h>

#define MVIEW_DMA_ROW	128	/* bytes */

struct mview_dma_table;

/*
 * Create a table of @max rows of MVIEW_DMA_ROW bytes. @format is the format of
 * a row in the buffer, @flags are MVIEW_ORIGIN_* of its origin. May sleep.
 * Returns NULL if there is no memory.
 */
struct mview_dma_table *mview_dma_table_create(unsigned int max,
					       const char *format, u64 trace,
					       u32 flags);
/*
 * The caller ensures that no lookup is under way or can begin. NULL is ignored.
 */
void mview_dma_table_destroy(struct mview_dma_table *table);

/* The id of the buffer. */
u64 mview_dma_table_id(const struct mview_dma_table *table);

/*
 * Returns the index of @row, and adds it if the table does not have it. If the
 * table is full, returns the index of the last row, which is "?". Any context.
 */
unsigned int mview_dma_table_find(struct mview_dma_table *table,
				  const char row[MVIEW_DMA_ROW]);

#endif /* MVIEW_DMA_TABLE_H */
