/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Arguments of methods with METH_FASTCALL | METH_KEYWORDS. */
#ifndef MVIEW_PYTHON_ARGUMENTS_H
#define MVIEW_PYTHON_ARGUMENTS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

/**
 * arguments_read, arguments_sort - sort arguments by the names of parameters
 * @values: written, @most entries: borrowed; NULL where there is none
 * @function: name, for messages
 * @names: of the parameters
 * @least: so many are required
 * @most: number of parameters
 * @args: those without a name, then those with one
 * @n: number of those without
 * @given: names of the others, or NULL
 *
 * Return: 0, or -1 with TypeError.
 */
int arguments_sort(PyObject **values, const char *function,
		   const char *const *names, int least, int most,
		   PyObject *const *args, Py_ssize_t n, PyObject *given);

/* One argument and no names are frequent. */
static inline int arguments_read(PyObject **values, const char *function,
				 const char *const *names, int least, int most,
				 PyObject *const *args, Py_ssize_t n,
				 PyObject *given)
{
	int i;

	if (n != 1 || given)
		return arguments_sort(values, function, names, least, most,
				      args, n, given);
	values[0] = args[0];
	for (i = 1; i < most; i++)
		values[i] = NULL;
	return 0;
}

#endif /* MVIEW_PYTHON_ARGUMENTS_H */
