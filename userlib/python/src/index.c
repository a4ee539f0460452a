// SPDX-License-Identifier: LGPL-2.1-or-later
/* Indices: elements and sub-views. */
#include "view.h"

#include "guard.h"
#include "key.h"
#include "place.h"

/* Of a format that memoryview does not know, or in a kernel buffer. */
static PyObject *item_by_mview(struct view *view, const Py_ssize_t *index)
{
	struct mview *mview = view_mview(view);
	const struct mview_field *element;
	PyObject *value = NULL;
	struct item item;

	if (!mview)
		return NULL;
	if (view->flags & VIEW_OPAQUE)
		return fail_format(view->buffer.format);
	if (item_init(&item, view))
		return NULL;
	view->uses++;
	element = mview_element(mview);
	if (!item_read(&item, view, index))
		value = value_unpack(element, item.bytes + element->offset);
	view->uses--;
	item_deinit(&item);
	return value;
}

PyObject *view_item(struct view *view, const Py_ssize_t *index)
{
	if (view->code && !(view->flags & VIEW_OPENED))
		return value_native(view->code, place_of(view, index));
	return item_by_mview(view, index);
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
		key_refuse_no_axis();
		return NULL;
	}
	if (index_in_shape(view, 0, &index))
		return NULL;
	if (view->buffer.ndim == 1) {
		if (view->code && !(view->flags & VIEW_OPENED))
			return value_native(view->code, place_of(view, &index));
		return item_by_mview(view, &index);
	}
	range = mview_at(index);
	return part(view, &range, 1);
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

/* view["name"], view[i, "name"] or no name. */
static PyObject *subscript_named(struct view *self, PyObject *key)
{
	PyObject *rest, *result;
	struct view *field = field_key(self, key, &rest);

	if (!field)
		return PyErr_Occurred() ? NULL : subscript_parts(self, key);
	if (!rest)
		return (PyObject *)field;
	result = subscript_parts(field, rest);
	Py_DECREF(field);
	Py_DECREF(rest);
	return result;
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
		return subscript_named(self, key);
	if (!self->buffer.ndim) {
		key_refuse_no_axis();
		return NULL;
	}
	return view_slice(self, key);
}
