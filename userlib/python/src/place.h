/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where elements of ordinary memory are. */
#ifndef MVIEW_PYTHON_PLACE_H
#define MVIEW_PYTHON_PLACE_H

#include "view.h"

/* One axis further on the way to an element. */
static inline char *place_step(const Py_buffer *buffer, char *place, int axis,
			       Py_ssize_t index)
{
	place += buffer->strides[axis] * index;
	if (buffer->suboffsets && buffer->suboffsets[axis] >= 0)
		place = *(char **)place + buffer->suboffsets[axis];
	return place;
}

/* Where an element is whose index lies inside the shape. */
static inline char *place_of(const struct view *view, const Py_ssize_t *index)
{
	char *place = view->buffer.buf;
	int i;

	for (i = 0; i < view->buffer.ndim; i++)
		place = place_step(&view->buffer, place, i, index[i]);
	return place;
}

#endif /* MVIEW_PYTHON_PLACE_H */
