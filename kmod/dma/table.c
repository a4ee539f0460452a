// SPDX-License-Identifier: GPL-2.0
/* Tables of text that entries of a history refer to by number. */
#define MVIEW_REQUIRED

#include "dma/table.h"

#include <linux/err.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mview.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

/**
 * struct mview_dma_table - a table
 * @max: number of rows; the last one is "?"
 * @count: number of rows in use, not counting the last one; these never change
 * @rows: the rows
 * @buffer: the buffer by which programs read @rows
 */
struct mview_dma_table {
	unsigned int max;
	unsigned int count;
	char (*rows)[MVIEW_DMA_ROW];
	/**
	 * @lock: guards adding to @rows. Taken with interrupts off; no lock is
	 * taken inside
	 */
	raw_spinlock_t lock;
	struct mview_buffer *buffer;
};

static struct mview_buffer *mview_dma_table_show(struct mview_dma_table *table,
						 const char *format, u64 trace,
						 u32 flags)
{
	const struct mview_origin origin = { .trace = trace, .flags = flags };
	const u64 shape[] = { table->max };
	const struct mview_buffer_desc desc = {
		.owner = THIS_MODULE,
		.flags = MVIEW_ADMIN,
		.format = format,
		.ndim = ARRAY_SIZE(shape),
		.shape = shape,
		.origin = &origin,
	};

	return mview_buffer_register(&desc,
				     MVIEW_VMALLOC(table->rows,
						   PAGE_ALIGN(table->max *
							      MVIEW_DMA_ROW)));
}

struct mview_dma_table *mview_dma_table_create(unsigned int max,
					       const char *format, u64 trace,
					       u32 flags)
{
	struct mview_dma_table *table = kzalloc(sizeof(*table),
						GFP_KERNEL_ACCOUNT);

	if (!table)
		return NULL;
	raw_spin_lock_init(&table->lock);
	table->max = max;
	table->rows = __vmalloc(array_size(max, MVIEW_DMA_ROW),
				GFP_KERNEL_ACCOUNT | __GFP_ZERO | __GFP_NOWARN);
	if (!table->rows)
		goto err_destroy;
	strscpy(table->rows[max - 1], "?", MVIEW_DMA_ROW);
	table->buffer = mview_dma_table_show(table, format, trace, flags);
	if (IS_ERR(table->buffer))
		goto err_destroy;
	return table;

err_destroy:
	mview_dma_table_destroy(table);
	return NULL;
}

void mview_dma_table_destroy(struct mview_dma_table *table)
{
	if (!table)
		return;
	mview_buffer_revoke(table->buffer);
	vfree(table->rows);
	kfree(table);
}

u64 mview_dma_table_id(const struct mview_dma_table *table)
{
	return mview_buffer_id(table->buffer);
}

/* Returns the index of a row in [@i, @n), or @n. */
static unsigned int mview_dma_table_seek(const struct mview_dma_table *table,
					 const char *row, unsigned int i,
					 unsigned int n)
{
	while (i < n && memcmp(table->rows[i], row, MVIEW_DMA_ROW))
		i++;
	return i;
}

unsigned int mview_dma_table_find(struct mview_dma_table *table,
				  const char row[MVIEW_DMA_ROW])
{
	/*
	 * Pairs with smp_store_release() below: the rows before @n are whole.
	 */
	unsigned int n = smp_load_acquire(&table->count);
	unsigned int i = mview_dma_table_seek(table, row, 0, n);
	unsigned long flags;

	if (i < n)
		return i;
	raw_spin_lock_irqsave(&table->lock, flags);
	/* Another CPU may have added it. */
	n = table->count;
	i = mview_dma_table_seek(table, row, i, n);
	if (i == n && n < table->max - 1) {
		memcpy(table->rows[n], row, MVIEW_DMA_ROW);
		/* Write the row before counting it. */
		smp_store_release(&table->count, n + 1);
	}
	raw_spin_unlock_irqrestore(&table->lock, flags);
	return i;
}
