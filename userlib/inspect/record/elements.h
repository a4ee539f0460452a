/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Elements in a file, one behind the other. */
#ifndef MVIEW_INSPECT_ELEMENTS_H
#define MVIEW_INSPECT_ELEMENTS_H

#include <mview.h>
#include <stdio.h>

/**
 * struct elements_seen - what elements were seen as
 * @lens: name of a lens, or NULL
 * @type: "[MODULE:]TYPE", or NULL
 */
struct elements_seen {
	char *lens;
	char *type;
};

/**
 * struct elements - what they are
 * @format: of an element; allocated
 * @itemsize: bytes of an element
 * @nbytes: of all
 * @fortran: the first axis is the fastest one, not the last one
 * @ndim: dimensions
 * @shape: elements along each axis
 * @seen: what they were seen as, or NULLs; allocated
 */
struct elements {
	char *format;
	int64_t itemsize;
	int64_t nbytes;
	bool fortran;
	int ndim;
	int64_t shape[MVIEW_DIMS];
	struct elements_seen seen;
};

void elements_free(struct elements *elements);

/* The strings of @from; false if there is no memory, with nothing left in @to. */
bool elements_copy_seen(struct elements_seen *to,
			const struct elements_seen *from);
void elements_free_seen(struct elements_seen *seen);

/*
 * Fill in @itemsize and @nbytes, from the others. -1 if the format is bad, or
 * they are too many, with inspect_fail() called.
 */
int elements_size(const char *path, struct elements *elements);

/**
 * elements_view - a view of them in memory
 * @elements: what they are
 * @bytes: element [0, …, 0]; at least @elements->nbytes of them
 *
 * Return: a view, read-only; or NULL with errno.
 */
struct mview *elements_view(const struct elements *elements, void *bytes);

/**
 * elements_describe - @view's elements in C order, as JSON
 * @out: where to
 * @view: its elements
 * @lens: name of the lens that they are seen through, or NULL
 * @type: and of their type, or NULL
 *
 * An object of format, itemsize, byteorder ("little" or "big", of numbers of
 * native order), shape and strides; and of lens and type, where there are any.
 */
void elements_describe(FILE *out, struct mview *view, const char *lens,
		       const char *type);

/**
 * elements_parse - read what elements_describe() has written
 * @path: what complaints are about
 * @text: not terminated
 * @size: its length
 * @elements: written; to be freed with elements_free() on success
 *
 * Members that are unknown are strings, numbers or arrays of numbers, and are
 * skipped.
 *
 * Return: 0; or -1 with inspect_fail() called.
 */
int elements_parse(const char *path, const char *text, size_t size,
		   struct elements *elements);

/**
 * elements_each - all elements of a view in C order, in pieces
 * @view: a view
 * @most: bytes of a piece, if an element has not more
 * @use: called for each piece; returns 0 to go on
 * @arg: handed to @use
 *
 * Return: 0, what @use returned, or -1 with errno.
 */
int elements_each(struct mview *view, size_t most,
		  int (*use)(void *arg, const void *bytes, size_t size),
		  void *arg);

#endif /* MVIEW_INSPECT_ELEMENTS_H */
