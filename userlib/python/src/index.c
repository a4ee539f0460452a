// SPDX-License-Identifier: LGPL-2.1-or-later
/* Indices: elements and sub-views. */
#include "view.h"
#include "guard.h"

#include <errno.h>

int index_in_shape(const struct view *view, int axis, Py_ssize_t *index)
{
	Py_ssize_t length = view->buffer.shape[axis];

	if (*index < 0)
		*index += length;
	if (*index >= 0 && *index < length)
		return 0;
	PyErr_Format(PyExc_IndexError, "index out of bounds on dimension %d",
		     axis + 1);
	return -1;
}

/* One axis further on the way to an element. */
static inline char *step(const Py_buffer *buffer, char *place, int axis,
			 Py_ssize_t index)
{
	place += buffer->strides[axis] * index;
	if (buffer->suboffsets && buffer->suboffsets[axis] >= 0)
		place = *(char **)place + buffer->suboffsets[axis];
	return place;
}

char *view_at(const struct view *view, const Py_ssize_t *index)
{
	char *place = view->buffer.buf;
	int i;

	for (i = 0; i < view->buffer.ndim; i++)
		place = step(&view->buffer, place, i, index[i]);
	return place;
}

/* Of a format that memoryview does not know, or in a kernel buffer. */
static PyObject *item_by_mview(struct view *view, const Py_ssize_t *index)
{
	struct mview *mview = view_mview(view);
	PyObject *value = NULL;
	struct item item;

	if (!mview)
		return NULL;
	if (view->flags & VIEW_OPAQUE)
		return fail_format(view->buffer.format);
	if (item_init(&item, view))
		return NULL;
	view->uses++;
	if (!item_read(&item, view, index))
		value = value_unpack(mview_element(mview), item.bytes);
	view->uses--;
	item_deinit(&item);
	return value;
}

PyObject *view_item(struct view *view, const Py_ssize_t *index)
{
	if (view->code && !(view->flags & VIEW_KERNEL))
		return value_native(view->code, view_at(view, index));
	return item_by_mview(view, index);
}

static int refuse_no_axis(void)
{
	PyErr_SetString(PyExc_TypeError, "invalid indexing of 0-dim memory");
	return -1;
}

/* A part of @self for each range; the rest is taken whole. */
static PyObject *part(struct view *self, const struct mview_range *ranges,
		      int n)
{
	struct mview *mview = view_mview(self);

	return mview ? view_wrap(mview_slice(mview, ranges, n), self, NULL) :
		       NULL;
}

PyObject *view_first(struct view *view, Py_ssize_t index)
{
	struct mview_range range;

	if (!view->buffer.ndim) {
		refuse_no_axis();
		return NULL;
	}
	if (index_in_shape(view, 0, &index))
		return NULL;
	if (view->buffer.ndim == 1) {
		if (view->code && !(view->flags & VIEW_KERNEL))
			return value_native(view->code,
					    step(&view->buffer,
						 view->buffer.buf, 0, index));
		return item_by_mview(view, &index);
	}
	range = mview_at(index);
	return part(view, &range, 1);
}

/* ---- keys of several parts ------------------------------------------------- */

static int refuse_key(void)
{
	PyErr_SetString(PyExc_TypeError, "memoryview: invalid slice key");
	return -1;
}

/* More parts than axes: what it is that memoryview says then. */
static int refuse_parts(struct view *view, PyObject *tuple, bool setting)
{
	Py_ssize_t i, slices = 0, n = PyTuple_GET_SIZE(tuple);

	for (i = 0; i < n; i++) {
		PyObject *entry = PyTuple_GET_ITEM(tuple, i);

		if (PySlice_Check(entry))
			slices++;
		else if (!PyIndex_Check(entry))
			return refuse_key();
	}
	if (slices && slices < n)
		return refuse_key();
	if (!slices)
		PyErr_Format(PyExc_TypeError,
			     "cannot index %d-dimension view with %zd-element tuple",
			     view->buffer.ndim, n);
	else if (setting)
		PyErr_SetString(PyExc_NotImplementedError,
				"memoryview slice assignments are currently restricted to ndim = 1");
	else
		PyErr_SetString(PyExc_NotImplementedError,
				"multi-dimensional slicing is not implemented");
	return -1;
}

int range_parse(struct mview_range *range, PyObject *slice)
{
	Py_ssize_t start, stop, step;

	if (PySlice_Unpack(slice, &start, &stop, &step))
		return -1;
	/* The least number means "not given", which only a stop can be here. */
	if (start == MVIEW_NONE)
		start++;
	if (stop == MVIEW_NONE && step > 0)
		stop++;
	*range = mview_range(start, stop, step);
	return 0;
}

static int add_index(struct key *key, struct view *view, PyObject *entry)
{
	int axis = key->n;
	Py_ssize_t index = PyNumber_AsSsize_t(entry, PyExc_IndexError);

	if ((index == -1 && PyErr_Occurred()) ||
	    index_in_shape(view, axis, &index))
		return -1;
	key->index[axis] = index;
	key->ranges[axis] = mview_at(index);
	key->n++;
	return 0;
}

static int add_entry(struct key *key, struct view *view, PyObject *entry,
		     int skipped)
{
	if (PyIndex_Check(entry))
		return add_index(key, view, entry);
	key->is_element = false;
	if (PySlice_Check(entry))
		return range_parse(&key->ranges[key->n++], entry);
	if (entry != Py_Ellipsis || skipped < 0)
		return refuse_key();
	while (skipped--)
		key->ranges[key->n++] = mview_whole();
	return 0;
}

static bool has_ellipsis(PyObject *tuple)
{
	Py_ssize_t i;

	for (i = 0; i < PyTuple_GET_SIZE(tuple); i++)
		if (PyTuple_GET_ITEM(tuple, i) == Py_Ellipsis)
			return true;
	return false;
}

int key_parse(struct key *key, struct view *view, PyObject *object,
	      bool setting)
{
	Py_ssize_t i, n;
	int skipped;

	key->n = 0;
	key->is_element = false;
	if (object == Py_Ellipsis)
		return 0;
	if (!PyTuple_Check(object))
		return view->buffer.ndim ? refuse_key() : refuse_no_axis();
	n = PyTuple_GET_SIZE(object) - has_ellipsis(object);
	if (n > view->buffer.ndim)
		return view->buffer.ndim ?
			       refuse_parts(view, object, setting) :
			       refuse_no_axis();
	skipped = view->buffer.ndim - n;
	key->is_element = !skipped;
	for (i = 0; i < PyTuple_GET_SIZE(object); i++) {
		PyObject *entry = PyTuple_GET_ITEM(object, i);

		if (add_entry(key, view, entry, skipped))
			return -1;
		if (entry == Py_Ellipsis)
			skipped = -1;
	}
	return 0;
}

/* view[i, j, ...] of plain integers; NULL without an exception if it is not. */
static PyObject *subscript_integers(struct view *self, PyObject *object)
{
	Py_ssize_t index[MVIEW_DIMS];
	int i, ndim = self->buffer.ndim;

	if (!ndim || !PyTuple_CheckExact(object) ||
	    PyTuple_GET_SIZE(object) != ndim)
		return NULL;
	for (i = 0; i < ndim; i++) {
		PyObject *entry = PyTuple_GET_ITEM(object, i);

		if (!PyLong_CheckExact(entry))
			return NULL;
		index[i] = PyNumber_AsSsize_t(entry, PyExc_IndexError);
		if ((index[i] == -1 && PyErr_Occurred()) ||
		    index_in_shape(self, i, &index[i]))
			return NULL;
	}
	return view_item(self, index);
}

static PyObject *subscript_parts(struct view *self, PyObject *object)
{
	PyObject *value = subscript_integers(self, object);
	struct key key;

	if (value || PyErr_Occurred())
		return value;

	if (object == Py_Ellipsis && !self->buffer.ndim)
		return Py_NewRef(self);
	/* It may have run code that released the view. */
	if (key_parse(&key, self, object, false) || view_check(self))
		return NULL;
	if (key.is_element)
		return view_item(self, key.index);
	return part(self, key.ranges, key.n);
}

PyObject *view_subscript(struct view *self, PyObject *key)
{
	Py_ssize_t index;

	if (view_check(self))
		return NULL;
	if (PyIndex_Check(key)) {
		index = PyNumber_AsSsize_t(key, PyExc_IndexError);
		if ((index == -1 && PyErr_Occurred()) || view_check(self))
			return NULL;
		return view_first(self, index);
	}
	if (!PySlice_Check(key))
		return subscript_parts(self, key);
	if (!self->buffer.ndim) {
		refuse_no_axis();
		return NULL;
	}
	return view_slice(self, key);
}
