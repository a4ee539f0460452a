// SPDX-License-Identifier: LGPL-2.1-or-later
/* The protocol that NumPy uses when the buffer protocol has failed. */
#include "interop.h"

#include <errno.h>

char number_kind(const struct view *view, const struct mview_field *element)
{
	if (element->ndim || element->size != view->buffer.itemsize ||
	    view->flags & VIEW_OPAQUE)
		return 0;
	switch (element->code) {
	case '?':
		return 'b';
	case 'e':
	case 'f':
	case 'd':
		return 'f';
	case 'F':
	case 'D':
		return 'c';
	default:
		return strchr("bhilqn", element->code) ? 'i' :
		       strchr("BHILQNP", element->code) ? 'u' : 0;
	}
}

/* NumPy's short name of a type, such as "<i4"; for what is no number, bytes. */
static PyObject *typestr(struct view *self, struct mview *mview)
{
	const struct mview_field *field = mview_element(mview);
	char kind = number_kind(self, field);

	if (!kind)
		return PyUnicode_FromFormat("|%c%zd",
					    field->code == 'c' ? 'S' : 'V',
					    self->buffer.itemsize);
	return PyUnicode_FromFormat("%c%c%zd",
				    field->size == 1 ? '|' : field->order, kind,
				    self->buffer.itemsize);
}

/* NumPy does not tell when it has done with the address: keep the use. */
static void *pin(struct view *self, struct mview *mview)
{
	void *address;

	if (!(self->flags & VIEW_OPENED))
		address = self->buffer.buf;
	else
		address = mview_map(mview);
	/* One use is enough. */
	if (address && self->flags & VIEW_OPENED && self->flags & VIEW_PINNED)
		mview_unmap(mview);
	if (address)
		self->flags |= VIEW_PINNED;
	return address;
}

PyObject *view_array_interface(struct view *self, void *unused)
{
	PyObject *shape = NULL, *strides = NULL, *type = NULL, *result = NULL;
	struct mview *mview;
	void *address;

	(void)unused;
	if (view_check(self))
		return NULL;
	mview = view_mview(self);
	if (!mview)
		return NULL;
	if (self->flags & VIEW_INDIRECT)
		return PyErr_Format(PyExc_AttributeError,
				    "arrays of pointers have no array interface");
	address = pin(self, mview);
	if (!address && self->buffer.len && errno != EOPNOTSUPP &&
	    errno != EACCES)
		return fail_errno(errno);
	if (!address && self->buffer.len)
		return PyErr_Format(PyExc_AttributeError,
				    "memory of kind %s has no address",
				    mview_kind(mview));
	shape = PyObject_GetAttrString((PyObject *)self, "shape");
	strides = PyObject_GetAttrString((PyObject *)self, "strides");
	type = typestr(self, mview);
	if (shape && strides && type)
		result = Py_BuildValue("{sisOsOsOs(NN)}", "version", 3,
				       "typestr", type, "shape", shape,
				       "strides", strides, "data",
				       PyLong_FromVoidPtr(address),
				       PyBool_FromLong(self->buffer.readonly));
	Py_XDECREF(shape);
	Py_XDECREF(strides);
	Py_XDECREF(type);
	return result;
}

/* By mview._numpy: array(self, dtype, copy). */
PyObject *view_array(struct view *self, PyObject *args, PyObject *kwargs)
{
	static const char *const names[] = { "dtype", "copy", NULL };
	PyObject *dtype = Py_None, *copy = Py_None, *module, *result;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|OO:__array__",
					 (char **)names, &dtype, &copy) ||
	    view_check(self))
		return NULL;
	module = PyImport_ImportModule("mview._numpy");
	if (!module)
		return NULL;
	result = PyObject_CallMethod(module, "array", "OOO", self, dtype, copy);
	Py_DECREF(module);
	return result;
}
