/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tables of text that entries of a history name by number. Rows are added, in
 * any context, and never change; programs read them through a buffer.
 */
#ifndef MVIEW_DMA_TABLE_H
#define MVIEW_DMA_TABLE_H

#include <linux/types.h>

#define MVIEW_DMA_ROW	128	/* bytes */

struct mview_dma_table;

/*
 * A table of at most @max rows of MVIEW_DMA_ROW bytes. @format is what programs
 * are told of a row, @flags the origin's. May sleep. NULL: no memory.
 */
struct mview_dma_table *mview_dma_table_create(unsigned int max,
					       const char *format, u64 trace,
					       u32 flags);
/* Nobody looks anything up any more. NULL does nothing. */
void mview_dma_table_destroy(struct mview_dma_table *table);

/* Id of the buffer. */
u64 mview_dma_table_id(const struct mview_dma_table *table);

/*
 * Index of @row, which is added if it is not there. The last row, "?", stands
 * for those that are too many. Any context.
 */
unsigned int mview_dma_table_find(struct mview_dma_table *table,
				  const char row[MVIEW_DMA_ROW]);

#endif /* MVIEW_DMA_TABLE_H */
