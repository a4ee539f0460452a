// SPDX-License-Identifier: LGPL-2.1-or-later
/* What types there are, and which one a driver says that its elements are. */
#include "types.h"

#include <stdlib.h>

static PyObject *list_types(struct mview_types *types)
{
	struct mview_type_entry entry = { .id = 0 };
	PyObject *list = PyList_New(0);

	while (list && mview_types_next(types, &entry))
		if (list_append(list, Py_BuildValue("(sL)", entry.name,
						    (long long)entry.size)))
			Py_CLEAR(list);
	return list;
}

/* (name, size) of each; of a module, or a file. */
PyObject *inspect_types(PyObject *module, PyObject *args)
{
	PyObject *path = NULL, *file, *list;
	struct mview_types *types;
	PyThreadState *thread;
	const char *name;

	(void)module;
	if (!PyArg_ParseTuple(args, "zO:types", &name, &file) ||
	    (file != Py_None && !PyUnicode_FSConverter(file, &path)))
		return NULL;
	thread = PyEval_SaveThread();
	types = path ? mview_types_file(PyBytes_AS_STRING(path), NULL) :
		       mview_types_kernel(name);
	PyEval_RestoreThread(thread);
	Py_XDECREF(path);
	if (!types)
		return fail_inspect();
	list = list_types(types);
	mview_types_close(types);
	return list;
}

/* What mview_ctype_open() takes, of what the driver says. */
PyObject *inspect_type_name(PyObject *module, PyObject *view)
{
	struct mview *mview = mview_python->borrow(view);
	PyObject *result;
	char *name;

	(void)module;
	if (!mview)
		return NULL;
	name = mview_ctype_named(mview);
	if (!name)
		return fail_inspect();
	result = PyUnicode_FromString(name);
	free(name);
	return result;
}
