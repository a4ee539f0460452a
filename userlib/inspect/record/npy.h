/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Headers of .npy files, as numpy.lib.format has them. */
#ifndef MVIEW_INSPECT_NPY_H
#define MVIEW_INSPECT_NPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "record/elements.h"

#define NPY_MAGIC	"\x93NUMPY"
#define NPY_MAGIC_LEN	6

/* Bytes of a file's start that tell how long its header is. */
#define NPY_START	12

/* A header may have as many bytes, and one of NumPy's has fewer. */
#define NPY_HEADER_MAX	(1 << 20)

/**
 * npy_header_size - how long a header is
 * @start: of the file
 * @size: bytes there, at most NPY_START
 *
 * Return: bytes from the file's start to the elements; 0 if it is of a version
 * that is unknown, or too long.
 */
size_t npy_header_size(const unsigned char *start, size_t size);

/**
 * npy_read - what a header says
 * @path: what complaints are about
 * @header: all of it
 * @size: npy_header_size()
 * @elements: written; to be freed with elements_free() on success
 *
 * Return: 0; or -1 with inspect_fail() called.
 */
int npy_read(const char *path, const char *header, size_t size,
	     struct elements *elements);

/**
 * npy_write - write a header
 * @out: where to
 * @view: its elements
 * @fortran: they follow in Fortran's order
 * @count: or the elements of so many such views follow, and the header is as long
 *	for all counts; else NULL
 *
 * Return: false if .npy has nothing for such elements; part of it is written
 * then.
 */
bool npy_write(FILE *out, struct mview *view, bool fortran,
	       const int64_t *count);

#endif /* MVIEW_INSPECT_NPY_H */
