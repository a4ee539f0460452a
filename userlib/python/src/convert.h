/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers and text between C and Python, for both modules. */
#ifndef MVIEW_PYTHON_CONVERT_H
#define MVIEW_PYTHON_CONVERT_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <limits.h>
#include <stdint.h>
#include <string.h>

/* A name or a format, which may have any bytes: those that are no UTF-8 are escaped. */
static inline PyObject *str_of(const char *text)
{
	return PyUnicode_DecodeUTF8(text, strlen(text), "surrogateescape");
}

/* An integer from 0 to @most. Return 1, or 0 with OverflowError or TypeError. */
static inline int read_number(PyObject *object, uint64_t most, uint64_t *to)
{
	PyObject *number = PyNumber_Index(object);

	if (!number)
		return 0;
	*to = PyLong_AsUnsignedLongLong(number);
	Py_DECREF(number);
	if (PyErr_Occurred())
		return 0;
	if (*to <= most)
		return 1;
	PyErr_SetString(PyExc_OverflowError, "the number is too big");
	return 0;
}

/* For "O&" of PyArg_Parse*(), with a pointer to such a variable. */
static inline int read_uint64(PyObject *object, void *to)
{
	return read_number(object, UINT64_MAX, to);
}

static inline int read_size(PyObject *object, void *to)
{
	uint64_t number;

	if (!read_number(object, SIZE_MAX, &number))
		return 0;
	*(size_t *)to = number;
	return 1;
}

static inline int read_uint(PyObject *object, void *to)
{
	uint64_t number;

	if (!read_number(object, UINT_MAX, &number))
		return 0;
	*(unsigned int *)to = number;
	return 1;
}

#endif /* MVIEW_PYTHON_CONVERT_H */
