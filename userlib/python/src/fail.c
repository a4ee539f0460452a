// SPDX-License-Identifier: LGPL-2.1-or-later
/* Exceptions for what libmview says. */
#include "view.h"

#include <errno.h>

PyObject *revoked_error;

int view_refuse_released(void)
{
	PyErr_SetString(PyExc_ValueError,
			"operation forbidden on released memoryview object");
	return -1;
}

static const struct reason {
	int error;
	PyObject **type;
	const char *text;
} reasons[] = {
	{ EINVAL, &PyExc_ValueError, "not a format, shape or value that can be used here" },
	{ E2BIG, &PyExc_ValueError, "too many dimensions, or too long a format or name" },
	{ EOPNOTSUPP, &PyExc_NotImplementedError, "not possible with memory of this kind" },
	{ ERANGE, &PyExc_IndexError, "index out of bounds" },
	{ EOVERFLOW, &PyExc_OverflowError, "the layout leaves the buffer" },
	{ EBUSY, &PyExc_BufferError, "the view is in use or mapped, here or in another process" },
};

static PyObject *fail_os(PyObject *type, int error, const char *text)
{
	PyObject *args = Py_BuildValue("(is)", error, text);

	if (args) {
		PyErr_SetObject(type, args);
		Py_DECREF(args);
	}
	return NULL;
}

uint64_t view_id(const struct view *view)
{
	return view->flags & VIEW_OPENED ? mview_buffer_id(view->mview) : 0;
}

int view_refuse_ordinary(const struct view *view)
{
	if (view_id(view))
		return 0;
	PyErr_SetString(PyExc_NotImplementedError,
			"only views of kernel buffers have this");
	return -1;
}

int fail_registers(void)
{
	fail_os(PyExc_PermissionError, EACCES,
		"registers are written one by one: view[..., \"name\"] = value");
	return -1;
}

PyObject *fail_errno(int error)
{
	size_t i;

	if (error == ENOMEM)
		return PyErr_NoMemory();
	if (error == EBADFD) {
		view_refuse_released();
		return NULL;
	}
	if (error == ENODEV)
		return fail_os(revoked_error, error,
			       "the buffer was revoked: its owner took the memory away");
	for (i = 0; i < Py_ARRAY_LENGTH(reasons); i++) {
		if (reasons[i].error == error) {
			PyErr_SetString(*reasons[i].type, reasons[i].text);
			return NULL;
		}
	}
	errno = error;
	return PyErr_SetFromErrno(PyExc_OSError);
}

PyObject *fail_text(int error, const char *text)
{
	if (!text)
		return fail_errno(error);
	switch (error) {
	case ENOMEM:
		return PyErr_NoMemory();
	case EINVAL:
		PyErr_SetString(PyExc_ValueError, text);
		return NULL;
	case EOPNOTSUPP:
		PyErr_SetString(PyExc_NotImplementedError, text);
		return NULL;
	case ERANGE:
		PyErr_SetString(PyExc_IndexError, text);
		return NULL;
	default:
		return fail_os(PyExc_OSError, error, text);
	}
}

PyObject *fail_named(PyObject *name)
{
	switch (errno) {
	case ENXIO:
		return fail_os(PyExc_OSError, ENXIO,
			       "the module mview is not loaded; try: modprobe mview");
	case ENOENT:
	case EACCES:
		return PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError,
							    name);
	default:
		return fail_errno(errno);
	}
}
