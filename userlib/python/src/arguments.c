// SPDX-License-Identifier: LGPL-2.1-or-later
/* Arguments of methods, without a tuple and a dict for them. */
#include "arguments.h"

static int place_of(const char *const *names, int most, PyObject *name)
{
	int i;

	for (i = 0; i < most; i++)
		if (!PyUnicode_CompareWithASCIIString(name, names[i]))
			return i;
	return -1;
}

static int read_named(PyObject **values, const char *function,
		      const char *const *names, int most,
		      PyObject *const *named, PyObject *given)
{
	Py_ssize_t i;

	for (i = 0; i < PyTuple_GET_SIZE(given); i++) {
		PyObject *name = PyTuple_GET_ITEM(given, i);
		int place = place_of(names, most, name);

		if (place < 0) {
			PyErr_Format(PyExc_TypeError,
				     "'%U' is an invalid keyword argument for %s()",
				     name, function);
			return -1;
		}
		if (values[place]) {
			PyErr_Format(PyExc_TypeError,
				     "argument for %s() given by name ('%U') and position (%d)",
				     function, name, place + 1);
			return -1;
		}
		values[place] = named[i];
	}
	return 0;
}

int arguments_sort(PyObject **values, const char *function,
		   const char *const *names, int least, int most,
		   PyObject *const *args, Py_ssize_t n, PyObject *given)
{
	Py_ssize_t total = n + (given ? PyTuple_GET_SIZE(given) : 0);
	int i;

	if (total > most) {
		PyErr_Format(PyExc_TypeError,
			     "%s() takes at most %d argument%s (%zd given)",
			     function, most, most == 1 ? "" : "s", total);
		return -1;
	}
	for (i = 0; i < most; i++)
		values[i] = i < n ? args[i] : NULL;
	if (given && read_named(values, function, names, most, args + n, given))
		return -1;
	for (i = 0; i < least; i++) {
		if (values[i])
			continue;
		PyErr_Format(PyExc_TypeError,
			     "%s() missing required argument '%s' (pos %d)",
			     function, names[i], i + 1);
		return -1;
	}
	return 0;
}
