// SPDX-License-Identifier: LGPL-2.1-or-later
/* What bytes mean: methods of a View that mview._types does, over libmview-inspect. */
#include "view.h"

/* mview._types.NAME(view, ...) */
static PyObject *call(const char *name, struct view *view, PyObject *args,
		      PyObject *kwargs)
{
	PyObject *module, *function, *all = NULL, *result = NULL;
	Py_ssize_t i, n = PyTuple_GET_SIZE(args);

	if (view_check(view))
		return NULL;
	module = PyImport_ImportModule("mview._types");
	function = module ? PyObject_GetAttrString(module, name) : NULL;
	if (function)
		all = PyTuple_New(n + 1);
	if (all) {
		PyTuple_SET_ITEM(all, 0, Py_NewRef(view));
		for (i = 0; i < n; i++)
			PyTuple_SET_ITEM(all, i + 1,
					 Py_NewRef(PyTuple_GET_ITEM(args, i)));
		result = PyObject_Call(function, all, kwargs);
	}
	Py_XDECREF(all);
	Py_XDECREF(function);
	Py_XDECREF(module);
	return result;
}

PyObject *view_as_type(struct view *self, PyObject *args, PyObject *kwargs)
{
	return call("as_type", self, args, kwargs);
}

PyObject *view_lens(struct view *self, PyObject *args, PyObject *kwargs)
{
	return call("lens", self, args, kwargs);
}

PyObject *view_where(struct view *self, PyObject *args, PyObject *kwargs)
{
	return call("where", self, args, kwargs);
}
