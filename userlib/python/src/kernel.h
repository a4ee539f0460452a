/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Functions of the module: views of kernel buffers. */
#ifndef MVIEW_PYTHON_KERNEL_H
#define MVIEW_PYTHON_KERNEL_H

#include "view.h"

/* A View of what libmview opened, which it takes over; as view_wrap(). */
PyObject *kernel_wrap(struct mview *mview, bool undeclared);

PyObject *kernel_open(PyObject *module, PyObject *args, PyObject *kwargs);
PyObject *kernel_from_fd(PyObject *module, PyObject *args, PyObject *kwargs);
PyObject *kernel_import_dmabuf(PyObject *module, PyObject *args,
			       PyObject *kwargs);
PyObject *kernel_alloc(PyObject *module, PyObject *args, PyObject *kwargs);
PyObject *kernel_buffers(PyObject *module, PyObject *unused);

#endif /* MVIEW_PYTHON_KERNEL_H */
