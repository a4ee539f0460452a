/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Keys, between the brackets of view[...]. */
#ifndef MVIEW_PYTHON_KEY_H
#define MVIEW_PYTHON_KEY_H

#include "view.h"

/**
 * struct key - a key that is a tuple
 * @n: entries of @ranges
 * @ranges: as libmview wants them, checked against the shape
 * @is_element: all axes have an index
 * @index: of the element
 */
struct key {
	int n;
	bool is_element;
	struct mview_range ranges[MVIEW_DIMS];
	Py_ssize_t index[MVIEW_DIMS];
};

/* A slice as libmview wants it. */
int range_parse(struct mview_range *range, PyObject *slice);

/**
 * key_parse - read a key that is a tuple or an Ellipsis
 * @key: written
 * @view: which it is for
 * @object: the key
 * @setting: it is for an assignment, which has its own messages
 */
int key_parse(struct key *key, struct view *view, PyObject *object,
	      bool setting);

/* A place along an axis; -1 with IndexError if it is outside. */
int index_in_shape(const struct view *view, int axis, Py_ssize_t *index);

/* There is no axis that an index could be of: -1 with an exception. */
int key_refuse_no_axis(void);

#endif /* MVIEW_PYTHON_KEY_H */
