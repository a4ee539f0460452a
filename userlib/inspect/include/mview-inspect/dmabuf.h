/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview-inspect: which dma-bufs there are. Part of mview-inspect.h. */
#ifndef MVIEW_INSPECT_DMABUF_H
#define MVIEW_INSPECT_DMABUF_H

#include <mview-inspect/base.h>

MVIEW_BEGIN

/*
 * Lists: the library makes their members, to which later versions may append,
 * and frees them all with mview_dmabufs_free().
 */

/**
 * struct mview_dmabuf_holder - a process that has a dma-buf
 * @next: the next one, by pid; or NULL
 * @pid: the process
 * @fd: its descriptor, the lowest one; -1 if it is only mapped
 * @fds: how many descriptors it has of it
 * @maps: how many mappings it has of it
 * @comm: the process's name
 */
struct mview_dmabuf_holder {
	struct mview_dmabuf_holder *next;
	int pid;
	int fd;
	unsigned int fds;
	unsigned int maps;
	const char *comm;
};

/**
 * struct mview_dmabuf - a dma-buf that processes have
 * @next: the next one, by inode; or NULL
 * @inode: number that "dmabuf:INODE" takes; unique while it exists
 * @nbytes: its size; 0 if it is only mapped, so that nobody tells
 * @exporter: the driver that made it, as "udmabuf"; "" if nobody tells
 * @name: what a program called it by DMA_BUF_SET_NAME; or ""
 * @holders: the first of the processes that have it
 */
struct mview_dmabuf {
	struct mview_dmabuf *next;
	uint64_t inode;
	uint64_t nbytes;
	const char *exporter;
	const char *name;
	struct mview_dmabuf_holder *holders;
};

/**
 * struct mview_dmabufs - all dma-bufs that processes have, at one moment
 * @first: the one with the lowest inode, or NULL
 * @unseen: processes that could not be looked into, because they are another
 *	user's
 *
 * A dma-buf that only the kernel holds, as a screen or a camera's queue may, is
 * not among them.
 */
struct mview_dmabufs {
	struct mview_dmabuf *first;
	size_t unseen;
};

/**
 * mview_dmabufs_find - look for dma-bufs in all processes
 *
 * Reads /proc, and sees what the caller may see there: all of it as root.
 * Processes that come and go meanwhile may be missed.
 *
 * Return: to be given to mview_dmabufs_free(). Errors: ENOMEM, and those of
 * reading /proc.
 */
struct mview_dmabufs *mview_dmabufs_find(void);

/* Free it, or NULL. */
void mview_dmabufs_free(struct mview_dmabufs *bufs);

MVIEW_END

#endif /* MVIEW_INSPECT_DMABUF_H */
