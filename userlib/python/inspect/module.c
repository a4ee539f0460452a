// SPDX-License-Identifier: LGPL-2.1-or-later
/* The module mview._inspect: libmview-inspect for mview's Python modules. */
#include "inspect.h"

#include <errno.h>

#include "types.h"

const struct mview_python *mview_python;

PyObject *fail_inspect(void)
{
	return mview_python->fail(errno, mview_inspect_error());
}

int list_append(PyObject *list, PyObject *item)
{
	int result = item ? PyList_Append(list, item) : -1;

	Py_XDECREF(item);
	return result;
}

static PyObject *inspect_open(PyObject *module, PyObject *args)
{
	int writable, undeclared;
	PyThreadState *thread;
	struct mview *mview;
	unsigned int flags;
	const char *name;

	(void)module;
	if (!PyArg_ParseTuple(args, "spp:open", &name, &writable, &undeclared))
		return NULL;
	flags = (writable ? MVIEW_WRITE : MVIEW_READ) |
		(undeclared ? MVIEW_UNDECLARED : 0);
	thread = PyEval_SaveThread();
	mview = mview_source_open(name, flags);
	PyEval_RestoreThread(thread);
	return mview ? mview_python->wrap(mview, undeclared) : fail_inspect();
}

static PyMethodDef functions[] = {
	{ "open", inspect_open, METH_VARARGS, NULL },
	{ "dmabufs", inspect_dmabufs, METH_NOARGS, NULL },
	{ "dma_buffers", inspect_dma_buffers, METH_NOARGS, NULL },
	{ "whose", inspect_whose, METH_VARARGS, NULL },
	{ "types", inspect_types, METH_VARARGS, NULL },
	{ "type_name", inspect_type_name, METH_O, NULL },
	{ "ctype_of", inspect_ctype_of, METH_O, NULL },
	{ "lens", inspect_lens, METH_VARARGS, NULL },
	{ 0 },
};

static struct PyModuleDef definition = {
	PyModuleDef_HEAD_INIT,
	.m_name = "mview._inspect",
	.m_doc = PyDoc_STR("Memory that nobody prepared, by libmview-inspect."),
	.m_size = -1,
	.m_methods = functions,
};

static PyTypeObject *const types[] = { &camera_type, &frame_type, &trace_type,
				       &ctype_type, &element_type,
				       &elements_type,
				       &elements_iterator_type, &ring_type };

PyMODINIT_FUNC PyInit__inspect(void)
{
	PyObject *module;
	size_t i;

	mview_python = PyCapsule_Import(MVIEW_PYTHON_API, 0);
	module = mview_python ? PyModule_Create(&definition) : NULL;
	for (i = 0; module && i < Py_ARRAY_LENGTH(types); i++)
		if (PyModule_AddType(module, types[i]))
			Py_CLEAR(module);
	return module;
}
