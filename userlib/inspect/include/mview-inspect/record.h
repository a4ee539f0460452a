/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview-inspect: elements kept in files. Part of mview-inspect.h. */
#ifndef MVIEW_INSPECT_RECORD_H
#define MVIEW_INSPECT_RECORD_H

#include <mview-inspect/base.h>

MVIEW_BEGIN

/**
 * mview_snapshot_save - write the elements of a view to a file
 * @view: a view
 * @path: if it ends with .npy a file of NumPy, else the bytes of the elements in
 *	C order, with what they are in a second file, @path.json. A file of that
 *	name is replaced, by one that is whole; a device or pipe is written to
 *
 * Of up to 16 MiB the elements are of one moment, as far as mview_tobytes()
 * gives that. "file:@path" is a source then, see mview_source_open(), of
 * elements of the same values: NumPy has no names for native codes of the same
 * size, and sub-arrays are axes behind the others there.
 *
 * Errors, with mview_inspect_error(): EOPNOTSUPP for what .npy does not have
 * (pointers, Pascal strings, records with fields without a name, more than 32
 * axes); ENOSPC and what else open(2) and write(2) give, with nothing left
 * behind; EBADFD, ENODEV.
 */
int mview_snapshot_save(struct mview *view, const char *path);

MVIEW_END

#endif /* MVIEW_INSPECT_RECORD_H */
