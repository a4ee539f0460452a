/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview: all elements at once: copied, assigned, compared. Part of mview.h. */
#ifndef MVIEW_BYTES_H
#define MVIEW_BYTES_H

#include <mview/base.h>

MVIEW_BEGIN

/**
 * mview_tobytes - copy all elements out
 * @view: a view
 * @buf: destination
 * @size: its size, at least mview_nbytes()
 * @order: 'C' for the last axis fastest, 'F' for the first; 'A' for 'F' if
 *	the view is F-contiguous and not C-contiguous, else 'C'
 *
 * Return: the bytes written. Errors: EINVAL, ENOSPC, EBADFD, ENODEV; EOVERFLOW
 * if a 32-bit program has no room for as many bytes.
 */
ssize_t mview_tobytes(struct mview *view, void *buf, size_t size, char order);

/**
 * mview_frombytes - write all elements, in C order
 * @view: a view that can be written to
 * @buf: source
 * @size: must be mview_nbytes()
 *
 * Errors: EINVAL, EACCES, EBADFD, ENODEV.
 */
int mview_frombytes(struct mview *view, const void *buf, size_t size);

/**
 * mview_assign - view[…] = other: the elements of one view into another
 * @dst: a view that can be written to
 * @src: of the same shape and format; an "@" before a format does not matter.
 *	It may be @dst or share memory with it: the result is that of a copy of
 *	@src. (The library does not notice memory that is shared by buffers of
 *	two ids, or by mappings that it did not make.)
 *
 * To assign to a slice, make a view of it first, on any number of axes.
 *
 * Errors: EACCES; EINVAL for other structures, with nothing changed; EBADFD,
 * ENODEV; ENOMEM for a copy.
 */
int mview_assign(struct mview *dst, struct mview *src);

/**
 * mview_convert - mview_assign() between formats of different byte order
 * @dst: a view that can be written to
 * @src: as for mview_assign(), but the values of its elements may be in the
 *	other byte order, and are swapped. Their kind (signed, unsigned, float,
 *	…), size and place, and the names of fields, are the same.
 *
 * Errors: as mview_assign().
 */
int mview_convert(struct mview *dst, struct mview *src);

/**
 * mview_equal - a == b, by value
 * @a: a view
 * @b: a view
 *
 * Two views are equal if they have the same shape and every element the same
 * value, whatever the formats. An integer and a float are equal if they are the
 * same number exactly; NaN is equal to nothing. Elements of several values are
 * equal if all values are; records, and records in records, if all fields are,
 * whatever their names; sub-arrays of several axes if their shapes and values
 * are. (memoryview finds formats that the struct module can't read equal to
 * nothing.) A released view is equal to itself only.
 *
 * Return: 1 or 0. Errors: ENODEV; for memory that can't be mapped ENOMEM.
 */
int mview_equal(struct mview *a, struct mview *b);

/**
 * mview_hex - bytes of all elements in C order, two lower-case digits each
 * @view: a view
 * @buf: written, always terminated; NULL, with a @size of 0, only for the length
 * @size: of @buf
 * @sep: ASCII; stands between groups of bytes. '\0' for none
 * @bytes_per_sep: bytes of a group, which are counted from the right, those of
 *	a negative number from the left; 0 for no groups
 *
 * Return: the length without the terminator. Errors: EINVAL for a separator that
 * is not ASCII, ENOSPC, EBADFD, ENODEV; ENOMEM, EOVERFLOW.
 */
ssize_t mview_hex(struct mview *view, char *buf, size_t size, char sep,
		  int bytes_per_sep);

/**
 * mview_hash - hash()
 * @view: read-only, of format B, b or c
 *
 * Views whose elements in C order are the same bytes have the same hash. The
 * library computes it once and keeps it, also after a release, so the memory
 * should not change. It is the hash() of a 64-bit CPython 3.11 that was started
 * with PYTHONHASHSEED=0: SipHash-1-3 with a key of zeros; 0 for no bytes; -2
 * where SipHash gives -1.
 *
 * Return: the hash, or -1. Errors: EINVAL if it can be written to or has
 * another format, EBADFD, ENODEV, ENOMEM.
 */
int64_t mview_hash(struct mview *view);

MVIEW_END

#endif /* MVIEW_BYTES_H */
