/* SPDX-License-Identifier: GPL-2.0 */
/* Elements copied out of a view: a range of them, all of them, the edges. */
#ifndef MVIEW_CLI_READ_H
#define MVIEW_CLI_READ_H

#include <stdbool.h>
#include <stdint.h>

#include <mview.h>

/*
 * Views of at most so many bytes are copied whole, so that what is shown is of
 * one moment. Larger ones are read in pieces while they are shown.
 */
#define READ_MOMENT	(16 << 20)

/* Product of the shape. */
int64_t read_count(struct mview *view);

/**
 * read_all - copy all elements out, in C order
 * @view: a view
 * @buf: room for them
 *
 * Return: 0, or -1 and errno: ENODEV if the driver takes the buffer away
 * meanwhile. No signal ends the tool then.
 */
int read_all(struct mview *view, void *buf);

/**
 * read_range - copy elements out
 * @view: a view
 * @first: of the elements, counted in C order
 * @n: how many; those are inside
 * @buf: room for them
 *
 * Return: 0, or -1 and errno.
 */
int read_range(struct mview *view, int64_t first, int64_t n, void *buf);

/**
 * read_each - go through all elements in C order
 * @view: a view
 * @use: told of @n elements that follow one another; returns 0 to go on
 * @arg: handed to @use
 *
 * Elements in memory without gaps come at once, others in pieces of 1 MiB, or
 * of one element that is larger.
 *
 * Return: 0, what @use returned that is not 0, or -1 and errno.
 */
int read_each(struct mview *view,
	      int (*use)(void *arg, const void *items, int64_t n), void *arg);

/**
 * struct read_copy - elements in ordinary memory
 * @view: of them, C-contiguous
 * @data: the memory
 */
struct read_copy {
	struct mview *view;
	void *data;
};

/**
 * read_moment - all elements, at one moment if they are few enough
 * @copy: written; @copy->view is to be used in place of @view. It is @view
 *	itself if that has more than READ_MOMENT bytes
 * @view: a view
 *
 * Return: 0, or -1 and errno.
 */
int read_moment(struct read_copy *copy, struct mview *view);

/**
 * read_edges - only the elements at the edges of each axis
 * @copy: written; an axis of more than 2 × @edge elements has just those
 * @view: a view
 * @edge: elements from the start of an axis, and as many from its end
 *
 * Return: 0, or -1 and errno.
 */
int read_edges(struct read_copy *copy, struct mview *view, int64_t edge);

/* Free the copy, not the view that it was made of. Leaves errno alone. */
void read_done(struct read_copy *copy, struct mview *view);

#endif /* MVIEW_CLI_READ_H */
