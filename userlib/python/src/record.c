// SPDX-License-Identifier: LGPL-2.1-or-later
/* Records: named tuples, of one class for the same names. */
#include "record.h"

/* Classes, by the names of their fields, each with a colon behind it. */
static PyObject *classes;

static PyObject *names_key(const struct mview_field *record)
{
	size_t size = 0, length;
	PyObject *key;
	char *to;
	int i;

	for (i = 0; i < record->nfields; i++)
		size += strlen(record->fields[i].name) + 1;
	key = PyBytes_FromStringAndSize(NULL, size);
	if (!key)
		return NULL;
	to = PyBytes_AS_STRING(key);
	for (i = 0; i < record->nfields; i++) {
		length = strlen(record->fields[i].name);
		memcpy(to, record->fields[i].name, length);
		to[length] = ':';
		to += length + 1;
	}
	return key;
}

static PyObject *names_tuple(const struct mview_field *record)
{
	PyObject *names = PyTuple_New(record->nfields);
	int i;

	for (i = 0; names && i < record->nfields; i++) {
		const char *name = record->fields[i].name;
		PyObject *text = PyUnicode_DecodeUTF8(name, strlen(name),
						      "replace");

		if (!text)
			Py_CLEAR(names);
		else
			PyTuple_SET_ITEM(names, i, text);
	}
	return names;
}

/* A named tuple, by mview._records. */
static PyObject *make_class(const struct mview_field *record)
{
	PyObject *module = PyImport_ImportModule("mview._records");
	PyObject *names = names_tuple(record);
	PyObject *class = NULL;

	if (module && names)
		class = PyObject_CallMethod(module, "record_class", "(O)", names);
	Py_XDECREF(module);
	Py_XDECREF(names);
	return class;
}

/* Borrowed. */
static PyObject *class_of(const struct mview_field *record)
{
	PyObject *key = names_key(record), *class;

	if (!classes)
		classes = PyDict_New();
	class = key && classes ? PyDict_GetItemWithError(classes, key) : NULL;
	if (!class && !PyErr_Occurred()) {
		class = make_class(record);
		if (class && PyDict_SetItem(classes, key, class))
			Py_CLEAR(class);
		Py_XDECREF(class);
	}
	Py_XDECREF(key);
	return class;
}

PyObject *record_unpack(const struct mview_field *record, const char *item)
{
	PyObject *class = class_of(record), *tuple;
	int i;

	if (!class)
		return NULL;
	tuple = ((PyTypeObject *)class)->tp_alloc((PyTypeObject *)class,
						  record->nfields);
	for (i = 0; tuple && i < record->nfields; i++) {
		const struct mview_field *field = &record->fields[i];
		PyObject *value = value_unpack(field, item + field->offset);

		if (!value)
			Py_CLEAR(tuple);
		else
			PyTuple_SET_ITEM(tuple, i, value);
	}
	return tuple;
}

int record_pack(const struct mview_field *record, char *item, PyObject *value,
		const char *format)
{
	PyObject *values = sequence_of(value, record->nfields, format);
	int i, result = 0;

	if (!values)
		return -1;
	for (i = 0; !result && i < record->nfields; i++) {
		const struct mview_field *field = &record->fields[i];
		PyObject *entry;

		/* The list may have become shorter meanwhile. */
		if (i >= PySequence_Fast_GET_SIZE(values)) {
			PyErr_SetString(PyExc_ValueError,
					"the sequence became shorter");
			result = -1;
			break;
		}
		entry = Py_NewRef(PySequence_Fast_GET_ITEM(values, i));
		result = value_pack(field, item + field->offset, entry, format);
		Py_DECREF(entry);
	}
	Py_DECREF(values);
	return result;
}
