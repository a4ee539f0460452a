/* SPDX-License-Identifier: GPL-2.0 */
/* Memory to measure with: views of mview's, and other memory. */
#ifndef MEMORY_H
#define MEMORY_H

#include <stddef.h>
#include <stdint.h>
#include <linux/mview.h>

/* All return a file descriptor, or -1 where this machine has no such thing. */

/* A view of a new buffer of mview's own; elements of 2 bytes, one dimension. */
int memory_alloc(size_t size, uint32_t flags);

/* The same, with a shape. */
int memory_alloc_shaped(const char *format, uint32_t ndim,
			const uint64_t *shape, uint32_t flags);

/*
 * A view of a buffer of the simulated device, which memory_sim_end() ends. Its
 * pages are compound ones of 2^order, where its kind has such.
 */
int memory_sim(const char *kind, int order, size_t size, uint32_t flags);
void memory_sim_end(void);

/* Memory that was written to before. */
int memory_memfd(size_t size);
int memory_udmabuf(size_t size);
int memory_heap(size_t size);

/* A view of all of a dma-buf, for reading. */
int memory_import(int dmabuf);

/* A slice of the first axes of a view. */
int memory_slice(int view, const struct mview_axis *axes, uint32_t ndim);

#endif /* MEMORY_H */
