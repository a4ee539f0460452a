// SPDX-License-Identifier: LGPL-2.1-or-later
/* The module mview._mview, all of which mview shows under its own name. */
#include "api.h"
#include "kernel.h"
#include "view.h"

static const char doc_open[] =
	"open(name, writable=False, *, undeclared=False)\n--\n\n"
	"A View of a kernel buffer, with the layout that its driver declared.\n\n"
	"name is the buffer's, or its id as an integer. The View is read-only\n"
	"unless writable. While it is not released, the driver can neither free\n"
	"nor resize the buffer.\n\n"
	"With undeclared, registers that the driver's layout leaves out may be\n"
	"accessed too, and records of registers may be written as a whole.\n\n"
	"Raises FileNotFoundError for no such buffer, PermissionError, and OSError\n"
	"with ENXIO if the module mview is not loaded.";

static const char doc_from_fd[] =
	"from_fd(fd)\n--\n\n"
	"The View of a file descriptor, e.g. one that another process sent.\n\n"
	"The View takes the descriptor over, and closes it.\n\n"
	"Raises OSError if it is not a View's, ValueError if the View was released.";

static const char doc_import_dmabuf[] =
	"import_dmabuf(fd, format=None, shape=None, strides=None, offset=0,"
	" writable=False)\n--\n\n"
	"A View of a dma-buf, such as a camera's frame.\n\n"
	"fd is the dma-buf's file descriptor, or an object with fileno(); it stays the\n"
	"caller's, who may close it at once. format is an element's; without it\n"
	"the View is of all bytes. shape counts elements along each axis; strides\n"
	"are in bytes, C order without gaps if left out. offset is that of the\n"
	"first element, in bytes.\n\n"
	"Raises ValueError for a bad format or no dma-buf, OverflowError if an\n"
	"element would lie outside, PermissionError, OSError.";

static const char doc_alloc[] =
	"alloc(format=None, shape=None, *, strides=None, nbytes=0, "
	"contiguous=False)\n--\n\n"
	"A new buffer of the kernel, of zeros, and a writable View of it.\n\n"
	"format is an element's; without it the View is of nbytes bytes. shape\n"
	"counts elements along each axis; strides are in bytes, C order without\n"
	"gaps if left out. nbytes is the size of the buffer, rounded up to whole\n"
	"pages; 0 for what the elements need. A contiguous one is in one piece of\n"
	"physical memory, as a camera may want it for the dma-buf that it is given.\n\n"
	"The buffer lives as long as its Views, in whatever process they are: pass\n"
	"fileno() on, and the other side has the same memory with from_fd().\n\n"
	"Raises ValueError for a bad format or no bytes at all, OverflowError if\n"
	"the elements don't lie in nbytes, PermissionError, OSError.";

static const char doc_buffers[] = "The members of all buffers, by id.";

#define FUNCTION(name, function, flags, doc) \
	{ name, (PyCFunction)(void (*)(void))function, flags, doc }
#define NAMED	(METH_VARARGS | METH_KEYWORDS)

static PyMethodDef functions[] = {
	FUNCTION("open", kernel_open, NAMED, doc_open),
	FUNCTION("from_fd", kernel_from_fd, NAMED, doc_from_fd),
	FUNCTION("import_dmabuf", kernel_import_dmabuf, NAMED, doc_import_dmabuf),
	FUNCTION("alloc", kernel_alloc, NAMED, doc_alloc),
	FUNCTION("_buffers", kernel_buffers, METH_NOARGS, doc_buffers),
	{ 0 },
};

static int add_types(PyObject *module)
{
	PyTypeObject *types[] = { &view_type, &sync_type, &guard_type };
	size_t i;

	if (PyType_Ready(&source_type) || view_type_ready() ||
	    PyType_Ready(&view_iterator_type))
		return -1;
	for (i = 0; i < Py_ARRAY_LENGTH(types); i++)
		if (PyModule_AddType(module, types[i]))
			return -1;
	return 0;
}

static const char doc_revoked[] =
	"The buffer's owner took the memory away, e.g. as a device was unplugged.";

static int add_error(PyObject *module)
{
	revoked_error = PyErr_NewExceptionWithDoc("mview.RevokedError",
						  doc_revoked, PyExc_OSError,
						  NULL);
	if (!revoked_error)
		return -1;
	return PyModule_AddObjectRef(module, "RevokedError", revoked_error);
}

static int add_api(PyObject *module)
{
	static const struct mview_python api = {
		.wrap = kernel_wrap,
		.derive = view_derive,
		.borrow = view_borrow,
		.fail = fail_text,
	};
	PyObject *capsule = PyCapsule_New((void *)&api, MVIEW_PYTHON_API, NULL);
	int result = capsule ? PyModule_AddObjectRef(module, "_api", capsule) :
			       -1;

	Py_XDECREF(capsule);
	return result;
}

static struct PyModuleDef definition = {
	PyModuleDef_HEAD_INIT,
	.m_name = "mview._mview",
	.m_size = -1,
	.m_methods = functions,
};

PyMODINIT_FUNC PyInit__mview(void)
{
	PyObject *module = PyModule_Create(&definition);

	native_init();
	if (!module)
		return NULL;
	if (add_types(module) || add_error(module) || add_api(module) ||
	    PyModule_AddStringConstant(module, "__version__",
				       mview_version())) {
		Py_DECREF(module);
		return NULL;
	}
	return module;
}
