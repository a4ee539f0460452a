/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview: views of kernel buffers. Part of mview.h. */
#ifndef MVIEW_KERNEL_H
#define MVIEW_KERNEL_H

#include <mview/base.h>

MVIEW_BEGIN

/**
 * mview_abi - which versions of the ABI library and kernel module have
 * @module: stored; the module's, or 0 if it can't be asked, and errno says why:
 *	ENXIO if there is no module, EACCES, …
 *
 * Library and module work together if both are the same, whatever their
 * own versions are.
 *
 * Return: the library's.
 */
int mview_abi(int *module);

/**
 * mview_open - a view of a whole buffer, with the layout its driver declared
 * @name: the buffer's name
 * @flags: MVIEW_WRITE to write to it; 0 or MVIEW_READ for a read-only view.
 *	MVIEW_CONFINED, MVIEW_PINNABLE and MVIEW_UNDECLARED hold for all views
 *	that are derived from it, too
 *
 * Errors: ENOENT, ENXIO, EACCES, EOPNOTSUPP if it can't be pinned, E2BIG, EPERM
 * for registers without CAP_SYS_RAWIO, for what a trace shows, other borrowed
 * memory and buffers that their driver made MVIEW_ADMIN without CAP_SYS_ADMIN, or
 * if the kernel is locked down.
 */
struct mview *mview_open(const char *name, unsigned int flags);

/**
 * mview_open_id - mview_open() by the buffer's id
 * @id: from struct mview_buffer
 * @flags: as for mview_open()
 *
 * Errors: as mview_open(); EPERM for a private buffer, the caller's own too,
 * without CAP_SYS_ADMIN.
 */
struct mview *mview_open_id(uint64_t id, unsigned int flags);

/**
 * mview_from_fd - adopt a view's file descriptor, e.g. one that was received
 * @fd: the view takes it over, and closes it; on error it is the caller's
 *
 * Errors: EBADF, ENOTTY if it is no view, EBADFD, ENODEV.
 */
struct mview *mview_from_fd(int fd);

/**
 * mview_import_dmabuf - a view over a dma-buf
 * @fd: the dma-buf; stays the caller's, who may close it at once
 * @format: of an element, in the struct module's syntax with the additions of
 *	PEP 3118; NULL (with @ndim 0) for the whole dma-buf as bytes
 * @ndim: dimensions, at most MVIEW_DIMS
 * @shape: elements along each of @ndim axes
 * @strides: bytes from one element to the next along each axis; NULL for C
 *	order without gaps
 * @offset: of element [0, …, 0] from the start of the dma-buf
 * @flags: as for mview_open(), except MVIEW_PINNABLE and MVIEW_UNDECLARED
 *
 * Errors: EBADF; EINVAL if @fd is no dma-buf or the format is bad, E2BIG,
 * EOVERFLOW, EACCES, ENXIO, EOPNOTSUPP if the kernel has no dma-buf.
 */
struct mview *mview_import_dmabuf(int fd, const char *format, int ndim,
				  const int64_t *shape, const int64_t *strides,
				  int64_t offset, unsigned int flags);

/**
 * mview_alloc - a new buffer of the kernel, of zeros, and a view of it
 * @nbytes: of the buffer, rounded up to whole pages; 0 for as many as the
 *	elements need
 * @format, @ndim, @shape, @strides, @offset: as for mview_import_dmabuf(); NULL
 *	(with @ndim 0) for @nbytes bytes
 * @flags: as for mview_open(), except MVIEW_UNDECLARED. With MVIEW_CONTIGUOUS
 *	the memory is physically contiguous: many cameras write only to dma-bufs
 *	that are
 *
 * The buffer has no name, and is freed with its last view in any process. It can
 * be mapped and passed on like a driver's. Its memory counts against
 * RLIMIT_MEMLOCK, unless the process has CAP_IPC_LOCK.
 *
 * Errors: EINVAL if the format is bad or there are no bytes at all, E2BIG,
 * EOVERFLOW if the elements don't lie in @nbytes, EACCES, ENXIO, EDQUOT if the
 * user would have more than RLIMIT_MEMLOCK allows, EOPNOTSUPP if contiguous
 * memory of that size is more than the kernel allocates (4 MiB on most machines)
 * or the kernel module is too old.
 */
struct mview *mview_alloc(size_t nbytes, const char *format, int ndim,
			  const int64_t *shape, const int64_t *strides,
			  int64_t offset, unsigned int flags);

/**
 * mview_fd - the view as a kernel file, which can be passed to other processes
 * @view: a view of a kernel buffer
 *
 * For a derived view the library makes a kernel view now. The kernel view shows
 * nothing but its elements, and its receiver can't widen it. It is confined: if
 * its pages hold other elements, it can be read and written, but mmap(2) gives
 * EACCES; mview_expose() makes one that can be mapped. The
 * descriptor of a view that was opened, imported or adopted is that view's
 * itself.
 *
 * Return: a descriptor that belongs to the view: dup(2) it to keep it longer.
 * Errors: EOPNOTSUPP for ordinary memory, EBADFD, ENODEV, EMFILE, ENOMEM.
 */
int mview_fd(struct mview *view);

/**
 * mview_confine - the same elements, confined, in a kernel view of their own
 * @view: a view of a kernel buffer
 *
 * Its mview_fd() can be passed to a process that may see the elements, but not
 * the rest of their pages. It is independent of @view, which may be closed.
 *
 * Errors: EOPNOTSUPP for ordinary memory, EBADFD, ENODEV, EMFILE, ENOMEM.
 */
struct mview *mview_confine(struct mview *view);

/**
 * mview_expose - the same elements in a kernel view that can be mapped
 * @view: a view of a kernel buffer
 *
 * A process that receives its mview_fd() can map the whole pages of the elements,
 * and sees *all that is on them*: it must be trusted with that. If @view was
 * opened or received confined, the new view is confined, too.
 *
 * Errors: as mview_confine().
 */
struct mview *mview_expose(struct mview *view);

/**
 * mview_export_dmabuf - the pages of a view as a dma-buf
 * @view: a writable view of a kernel buffer
 * @offset: set to the bytes from the dma-buf's start to element [0, …, 0]; or
 *	NULL
 *
 * The dma-buf keeps the buffer until it is closed, also without @view.
 *
 * Return: a descriptor, the caller's. Errors: EOPNOTSUPP for ordinary memory,
 * and where the pages of the buffer count no references; EACCES for a read-only
 * view, and for a confined one that would show more; EBADFD, ENODEV, EMFILE,
 * ENOMEM.
 */
int mview_export_dmabuf(struct mview *view, int64_t *offset);

/**
 * mview_wait - wait until the driver announces new data
 * @view: a view of a kernel buffer
 * @timeout_ms: milliseconds; 0 only looks, negative waits for ever
 * @seq: set to the number of announcements so far; or NULL
 *
 * Data is new if it was announced after this view (or the one that it derives
 * from, when it did) was opened or last waited for.
 *
 * Return: 1 for new data, 0 if the time is over. Errors: EOPNOTSUPP for
 * ordinary memory, EINTR, EBADFD, ENODEV.
 */
int mview_wait(struct mview *view, int timeout_ms, uint64_t *seq);

MVIEW_END

#endif /* MVIEW_KERNEL_H */
