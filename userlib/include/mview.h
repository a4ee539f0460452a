/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libmview: Python's memoryview for C, over buffers of kernel drivers and over
 * ordinary memory.
 *
 * A *view* is a layout (format, shape, strides) over a *buffer* and one claim
 * on it, an *export*: while a view of a driver's buffer is not released, the
 * driver can't free or resize it. Slices, casts and indexing make new views
 * by arithmetic alone: no byte is copied, no system call is made. Unless its
 * comment says otherwise, a function does what memoryview's of that name does
 * (https://docs.python.org/3/library/stdtypes.html#memory-views).
 *
 * The reference is in the chapters that this header brings together:
 *
 *	base.h      flags and limits
 *	kernel.h    views of kernel buffers: open, pass on, wait for data
 *	buffer.h    what buffers the kernel has
 *	memory.h    views of ordinary memory and of other libraries' arrays
 *	view.h      what a view is, and its end
 *	derive.h    slices, sub-views, transposes, casts
 *	map.h       a pointer to the elements
 *	guard.h     accesses that outlive the buffer
 *	bytes.h     all elements at once: copied, assigned, compared, hashed
 *	format.h    what an element consists of
 *	trace.h     traces of drivers, and where buffers come from
 *	value.h     the values in the elements
 *
 * Units       Strides, offsets and sizes count bytes; shapes, indices, starts
 *             and stops count elements.
 * Ownership   A function that returns a struct mview * gives it to the caller,
 *             who passes it to mview_close(). A derived view is independent of
 *             the one that it came from, which may be released or closed
 *             first. Pointers got from a view hold until it is closed.
 * Threads     Views never change, and all functions may be called on one view
 *             from several threads at once, except that nobody may use a view
 *             any more when mview_close() is called on it.
 * Errors      NULL or -1, with errno set; nothing has happened then.
 *
 *	EINVAL      a value that makes no sense: zero step, bad format, a cast
 *	            that the rules forbid, a value of the wrong kind
 *	E2BIG       too many dimensions, too long a format or name
 *	EOPNOTSUPP  an unknown flag; what this kind of memory can't do
 *	EBADF       the descriptor is not open
 *	ENOSPC      the caller's buffer is too small; nothing is written
 *	ERANGE      an index outside the shape; a value that does not fit
 *	EOVERFLOW   arithmetic would overflow, or the layout leaves the buffer
 *	EACCES      writing wanted, but the buffer or the view is read-only;
 *	            or /dev/mview may not be opened
 *	EPERM       a privilege is missing
 *	ENOENT      no buffer of that name or id; no field of that name
 *	ENXIO       the module is not loaded: there is no /dev/mview, or none behind
 *	            it
 *	EBUSY       mappings, or other users of the view, are outstanding
 *	EBADFD      the view was released
 *	ENODEV      the buffer's owner took it away (it was *revoked*)
 *	ENOMEM, EMFILE, ENFILE, EINTR as everywhere
 *
 * A pointer from mview_map() into a buffer that is revoked stays mapped, but
 * touching it raises SIGBUS. So may the functions that read or write elements,
 * where they go through a mapping. Programs that must survive a device's
 * removal put mview_guard_begin() and mview_guard_end() around both, or move
 * the data by read(2) and write(2) on mview_fd().
 */
#ifndef MVIEW_H
#define MVIEW_H

#include <mview/base.h>
#include <mview/buffer.h>
#include <mview/bytes.h>
#include <mview/derive.h>
#include <mview/format.h>
#include <mview/guard.h>
#include <mview/kernel.h>
#include <mview/map.h>
#include <mview/memory.h>
#include <mview/trace.h>
#include <mview/value.h>
#include <mview/view.h>

#endif /* MVIEW_H */
