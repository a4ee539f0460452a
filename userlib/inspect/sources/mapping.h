/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Views of mapped files, which are unmapped behind the last view. */
#ifndef MVIEW_INSPECT_MAPPING_H
#define MVIEW_INSPECT_MAPPING_H

#include <stdint.h>

struct mview;

/**
 * mapping_view - a view of a part of a file, as bytes
 * @fd: stays the caller's
 * @offset: of the part, of any alignment
 * @nbytes: of the part; nothing is mapped if it is 0
 * @flags: MVIEW_WRITE or not
 *
 * Return: the view; or NULL with errno, and no words.
 */
struct mview *mapping_view(int fd, uint64_t offset, uint64_t nbytes,
			   unsigned int flags);

/* Of a dma-buf, with its brackets kept by DMA_BUF_IOCTL_SYNC. */
struct mview *mapping_view_dmabuf(int fd, uint64_t nbytes, unsigned int flags);

#endif /* MVIEW_INSPECT_MAPPING_H */
