/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What mview._inspect uses of mview._mview, which gives it as a capsule. */
#ifndef MVIEW_PYTHON_API_H
#define MVIEW_PYTHON_API_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdbool.h>

#include <mview.h>

#define MVIEW_PYTHON_API	"mview._mview._api"

/**
 * struct mview_python - functions of mview._mview
 * @wrap: a View of what libmview opened, which it takes over, also on failure;
 *	NULL with an exception. @undeclared: opened so
 * @derive: a View of what libmview made of @parent's view, which it takes over,
 *	also on failure; NULL, with errno, makes an exception
 * @borrow: libmview's view of a View, which holds until other code runs; NULL
 *	with an exception if the View is released
 * @fail: raise the exception for an errno, with a text, or NULL for the one that
 *	View raises. Returns NULL
 */
struct mview_python {
	PyObject *(*wrap)(struct mview *mview, bool undeclared);
	PyObject *(*derive)(struct mview *mview, PyObject *parent);
	struct mview *(*borrow)(PyObject *view);
	PyObject *(*fail)(int error, const char *text);
};

#endif /* MVIEW_PYTHON_API_H */
