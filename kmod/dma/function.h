/* SPDX-License-Identifier: GPL-2.0 */
/* The table of functions that entries of a history refer to by number. */
#ifndef MVIEW_DMA_FUNCTION_H
#define MVIEW_DMA_FUNCTION_H

#include <linux/types.h>

struct mview_dma_functions;

/* May sleep. Returns NULL if there is no memory. */
struct mview_dma_functions *mview_dma_functions_create(u64 trace);
/*
 * The caller ensures that no lookup is under way or can begin. NULL is ignored.
 */
void mview_dma_functions_destroy(struct mview_dma_functions *functions);

/* The id of the buffer by which programs read the table. */
u64 mview_dma_functions_id(const struct mview_dma_functions *functions);

/*
 * Returns the number of the first function on a stack that is outside of the
 * DMA API, or 0 if there is none. Looks up the name of an address when it sees
 * it for the first time, which takes some microseconds. Any context.
 */
unsigned int mview_dma_functions_find(struct mview_dma_functions *functions,
				      const unsigned long *stack,
				      unsigned int depth);

/* Called when the module is loaded and unloaded. */
int mview_dma_functions_init(void);
void mview_dma_functions_exit(void);

#endif /* MVIEW_DMA_FUNCTION_H */
