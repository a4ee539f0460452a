/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Timeouts of Python: seconds, or None for ever. */
#ifndef MVIEW_PYTHON_DEADLINE_H
#define MVIEW_PYTHON_DEADLINE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <limits.h>
#include <math.h>
#include <time.h>

static inline double deadline_now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec * 1e-9;
}

/* When @timeout is over; infinite for None. -1 with an exception. */
static inline int deadline_from(double *end, PyObject *timeout)
{
	*end = INFINITY;
	if (timeout != Py_None)
		*end = deadline_now() + PyFloat_AsDouble(timeout);
	return PyErr_Occurred() ? -1 : 0;
}

/* Milliseconds until then, rounded up; -1 for ever. */
static inline int deadline_left(double end)
{
	double left = isfinite(end) ? ceil((end - deadline_now()) * 1e3) : -1;

	return !isfinite(end) || left > INT_MAX ? -1 : left < 0 ? 0 : left;
}

#endif /* MVIEW_PYTHON_DEADLINE_H */
