/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files about memory of drivers share. */
#ifndef MVIEW_INSPECT_SRC_DMA_H
#define MVIEW_INSPECT_SRC_DMA_H

#include <stdbool.h>
#include <stddef.h>

/* What mview's functions about traces have left in errno, in words. NULL. */
void *dma_failed(const char *name);

/**
 * dma_has_symbol - is a function among those of a stack
 * @stack: lines like "nvme_alloc_queue+0x5a/0x120 [nvme]"
 * @symbol: its name; what the compiler adds, as in ".isra.0", need not be there
 * @len: length of @symbol
 */
bool dma_has_symbol(const char *stack, const char *symbol, size_t len);

/* Length of the name of the first function of a stack, without additions. */
size_t dma_symbol_len(const char *stack);

#endif /* MVIEW_INSPECT_SRC_DMA_H */
