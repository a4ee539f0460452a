/* SPDX-License-Identifier: GPL-2.0 */
/* Names of the functions that asked for memory. */
#ifndef MVIEW_DMA_SYMBOL_H
#define MVIEW_DMA_SYMBOL_H

#include <linux/types.h>

/*
 * The function that a call returns to: "nvme_alloc_queue+0x5a/0x120 [nvme]". No
 * addresses. False, and no text, if it is inside of the DMA API or has no name.
 * Slow, but for any context.
 */
bool mview_dma_symbol(char *text, size_t size, unsigned long addr);

/*
 * The callers outside of the DMA API, a line each, from the inside. Cut where
 * @text is full.
 */
void mview_dma_symbols(char *text, size_t size, const unsigned long *stack,
		       unsigned int depth);

#endif /* MVIEW_DMA_SYMBOL_H */
