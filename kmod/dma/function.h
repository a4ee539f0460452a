/* SPDX-License-Identifier: GPL-2.0 */
/* Functions that entries of a history name by number. */
#ifndef MVIEW_DMA_FUNCTION_H
#define MVIEW_DMA_FUNCTION_H

#include <linux/types.h>

struct mview_dma_functions;

/* May sleep. NULL: no memory. */
struct mview_dma_functions *mview_dma_functions_create(u64 trace);
/* Nobody looks anything up any more. NULL does nothing. */
void mview_dma_functions_destroy(struct mview_dma_functions *functions);

/* Id of the buffer. */
u64 mview_dma_functions_id(const struct mview_dma_functions *functions);

/*
 * The number of the first function of a stack that is outside of the DMA API; 0
 * if there is none. The first time that a stack leads by an address its name is
 * looked up, which takes some microseconds. Any context.
 */
unsigned int mview_dma_functions_find(struct mview_dma_functions *functions,
				      const unsigned long *stack,
				      unsigned int depth);

/* With the module's loading and unloading. */
int mview_dma_functions_init(void);
void mview_dma_functions_exit(void);

#endif /* MVIEW_DMA_FUNCTION_H */
