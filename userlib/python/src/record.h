/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Records: named tuples. */
#ifndef MVIEW_PYTHON_RECORD_H
#define MVIEW_PYTHON_RECORD_H

#include "view.h"

/* A record as a named tuple of its fields. */
PyObject *record_unpack(const struct mview_field *record, const char *item);

/* A sequence of as many values as it has fields. */
int record_pack(const struct mview_field *record, char *item, PyObject *value,
		const char *format);

/* value.c: a list or tuple of that length, or an exception. */
PyObject *sequence_of(PyObject *object, Py_ssize_t length, const char *format);

#endif /* MVIEW_PYTHON_RECORD_H */
