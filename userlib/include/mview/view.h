/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview: what a view is, and its end. Part of mview.h. */
#ifndef MVIEW_VIEW_H
#define MVIEW_VIEW_H

#include <mview/base.h>

MVIEW_BEGIN

/**
 * mview_release - give the export back now
 * @view: stays allocated; all functions but this and mview_close() fail with
 *	EBADFD on it from now on
 *
 * It may be called again. Views that were derived from @view stay valid. The
 * export of a driver's buffer goes when the last view that came from one
 * mview_open() is released or closed. A descriptor of mview_fd() that another
 * process shares is released with it.
 *
 * Errors: EBUSY while the view is mapped, here (mview_map()) or by a process
 * that shares its descriptor, or while another thread is using it.
 */
int mview_release(struct mview *view);

/**
 * mview_close - free a view; releases it first
 * @view: or NULL. Pointers that functions returned for it, mview_map()'s too,
 *	become invalid
 *
 * Descriptors of it that other processes have stay open. Leaves errno alone.
 */
void mview_close(struct mview *view);

/* Whether it is a view, released or not; false for NULL. Never fails. */
bool mview_check(const struct mview *view);

/* The functions below fail on a released view only, with EBADFD. */

/* Dimensions. */
int mview_ndim(const struct mview *view);

/* Elements along each axis; the array has at least one entry. */
const int64_t *mview_shape(const struct mview *view);

/* Bytes from one element to the next along each axis; as mview_shape(). */
const int64_t *mview_strides(const struct mview *view);

/**
 * mview_suboffsets - on which axes there are pointers to follow
 * @view: a view
 *
 * Return: as in struct mview_array; NULL if there are no pointers, and with
 * EBADFD.
 */
const int64_t *mview_suboffsets(const struct mview *view);

/* Bytes from the buffer's start to element [0, …, 0]. */
int64_t mview_offset(const struct mview *view);

/* Bytes of an element. */
int64_t mview_itemsize(const struct mview *view);

/* Bytes of all elements: product of the shape × itemsize. */
int64_t mview_nbytes(const struct mview *view);

/* len(): elements along the first axis, 1 without dimensions. */
int64_t mview_len(const struct mview *view);

/* An element's format. */
const char *mview_format(const struct mview *view);

/* 1 if it can't be written to, else 0. */
int mview_readonly(const struct mview *view);

/**
 * mview_contiguous - do the elements follow one another without a gap
 * @view: a view
 * @order: 'C' if the last axis must vary fastest, 'F' for the first, 'A' for
 *	either
 *
 * Return: 1 or 0; -1 with EINVAL for another order, or EBADFD.
 */
int mview_contiguous(const struct mview *view, char order);

/* Id of its buffer; 0 for ordinary memory. 0 with EBADFD if released. */
uint64_t mview_buffer_id(const struct mview *view);

/**
 * mview_kind - how the memory is stored
 * @view: a view
 *
 * Return: "memory" for ordinary memory, else as in struct mview_buffer.
 */
const char *mview_kind(const struct mview *view);

MVIEW_END

#endif /* MVIEW_VIEW_H */
