/* SPDX-License-Identifier: GPL-2.0 */
/* Names of the functions that asked for memory. */
#ifndef MVIEW_DMA_SYMBOL_H
#define MVIEW_DMA_SYMBOL_H

#include <linux/types.h>

/*
 * The callers outside of the DMA API, a line each, from the inside:
 * "nvme_alloc_queue+0x5a/0x120 [nvme]". No addresses. Cut where @text is full.
 * Looks names up: not for probes.
 */
void mview_dma_symbols(char *text, size_t size, const unsigned long *stack,
		       unsigned int depth);

#endif /* MVIEW_DMA_SYMBOL_H */
