// SPDX-License-Identifier: LGPL-2.1-or-later
/* Keys, between the brackets: indices, slices, an Ellipsis. */
#include "key.h"

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

int key_refuse_no_axis(void)
{
	PyErr_SetString(PyExc_TypeError, "invalid indexing of 0-dim memory");
	return -1;
}

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
	if (start == PY_SSIZE_T_MIN)
		start++;
	if (stop == PY_SSIZE_T_MIN && step > 0)
		stop++;
	*range = mview_range(start, stop == PY_SSIZE_T_MIN ? MVIEW_NONE : stop,
			     step);
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
		return view->buffer.ndim ? refuse_key() : key_refuse_no_axis();
	n = PyTuple_GET_SIZE(object) - has_ellipsis(object);
	if (n > view->buffer.ndim)
		return view->buffer.ndim ?
			       refuse_parts(view, object, setting) :
			       key_refuse_no_axis();
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
