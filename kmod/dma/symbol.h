/* SPDX-License-Identifier: GPL-2.0 */
/* The names of functions that call the DMA API. */
#ifndef MVIEW_DMA_SYMBOL_H
#define MVIEW_DMA_SYMBOL_H

#include <linux/types.h>

/*
 * Write the name of the function at a return address, as
 * "nvme_alloc_queue+0x5a/0x120 [nvme]"; never an address. Returns false and
 * clears @text if the function is inside of the DMA API or has no name. Takes
 * some microseconds. Any context.
 */
bool mview_dma_symbol(char *text, size_t size, unsigned long addr);

/*
 * Write the names of the functions on a stack from the first one outside of the
 * DMA API on, the innermost first, a line each. Stops where @text is full.
 */
void mview_dma_symbols(char *text, size_t size, const unsigned long *stack,
		       unsigned int depth);

#endif /* MVIEW_DMA_SYMBOL_H */
