/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Views of mapped files, which are unmapped behind the last view. */
#ifndef MVIEW_INSPECT_MAPPING_H
#define MVIEW_INSPECT_MAPPING_H

#include <stdint.h>

struct hold;
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

/**
 * mapping_dmabuf - a mapped dma-buf, synced by DMA_BUF_IOCTL_SYNC
 * @fd: stays the caller's
 * @nbytes: of the dma-buf
 * @flags: MVIEW_WRITE or not
 * @bytes: set to where it is
 *
 * Return: what holds it; or NULL with errno, and no words.
 */
struct hold *mapping_dmabuf(int fd, uint64_t nbytes, unsigned int flags,
			    void **bytes);

#endif /* MVIEW_INSPECT_MAPPING_H */
