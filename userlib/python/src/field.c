// SPDX-License-Identifier: LGPL-2.1-or-later
/* Fields: one field of every record, by its name. */
#include "view.h"

#include <errno.h>

static PyObject *refuse_name(PyObject *name)
{
	PyErr_SetObject(PyExc_KeyError, name);
	return NULL;
}

static PyObject *field_of(struct view *view, PyObject *name)
{
	struct mview *mview = view_mview(view), *field;
	const char *path, *format;
	Py_ssize_t length;

	if (!mview)
		return NULL;
	if (view->flags & VIEW_OPAQUE)
		return fail_format(view->buffer.format);
	path = PyUnicode_AsUTF8AndSize(name, &length);
	if (!path)
		return NULL;
	if (strlen(path) != (size_t)length)
		return refuse_name(name);
	field = mview_field(mview, path);
	if (!field)
		return errno == ENOENT ? refuse_name(name) : fail_errno(errno);
	format = format_keep(mview_format(field));
	if (format)
		return view_wrap(field, view, format);
	mview_close(field);
	return NULL;
}

PyObject *view_field(struct view *self, PyObject *name)
{
	if (view_check(self))
		return NULL;
	if (PyUnicode_Check(name))
		return field_of(self, name);
	return PyErr_Format(PyExc_TypeError,
			    "field() argument must be str, not %.50s",
			    Py_TYPE(name)->tp_name);
}

static bool has_records(struct view *view)
{
	struct mview *mview = view->code ? NULL : view_mview(view);

	if (!mview) {
		PyErr_Clear();
		return false;
	}
	return !(view->flags & VIEW_OPAQUE) && mview_element(mview)->code == 'T';
}

struct view *field_key(struct view *view, PyObject *key, PyObject **rest)
{
	Py_ssize_t n = PyTuple_Check(key) ? PyTuple_GET_SIZE(key) : 0;
	PyObject *name = n ? PyTuple_GET_ITEM(key, n - 1) : key;
	PyObject *field;

	*rest = NULL;
	if (!PyUnicode_Check(name) || !has_records(view))
		return NULL;
	field = field_of(view, name);
	if (field && n > 1) {
		*rest = PyTuple_GetSlice(key, 0, n - 1);
		if (!*rest)
			Py_CLEAR(field);
	}
	return (struct view *)field;
}
