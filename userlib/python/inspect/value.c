// SPDX-License-Identifier: LGPL-2.1-or-later
/* Values of members, to and from Python. */
#include "types.h"

#include <errno.h>

/* ---- integers with names ------------------------------------------------------ */

static PyObject *names_of(const struct mview_member *member)
{
	PyObject *list = PyList_New(0);
	int i;

	for (i = 0; list && i < member->nnames; i++)
		if (list_append(list, Py_BuildValue("(sL)", member->names[i].name,
						    (long long)member->names[i].value)))
			Py_CLEAR(list);
	return list;
}

static PyObject *make_values(const struct mview_member *member);

/* (name, lowest bit in the integer, bits, signed, values) of each of its bits */
static PyObject *bits_of(const struct mview_member *member)
{
	const struct mview_member *bits = member->members;
	PyObject *list = PyList_New(0), *values;
	int i;

	for (i = 0; list && i < member->nmembers; i++, bits++) {
		values = make_values(bits);
		if (PyErr_Occurred() ||
		    list_append(list, Py_BuildValue("(siiOO)", bits->name,
						    bits->shift - member->shift,
						    bits->bits,
						    bits->is_signed ? Py_True : Py_False,
						    values ? values : Py_None)))
			Py_CLEAR(list);
		Py_XDECREF(values);
	}
	return list;
}

/* What mview._types makes of names; NULL without an exception for none. */
static PyObject *make_values(const struct mview_member *member)
{
	bool has_bits = member->members && !is_record(member);
	PyObject *module, *names = NULL, *values = NULL;

	if (!has_bits && !member->nnames)
		return NULL;
	module = PyImport_ImportModule("mview._types");
	if (module)
		names = has_bits ? bits_of(member) : names_of(member);
	if (names)
		values = PyObject_CallMethod(module, has_bits ? "bits_type" :
					     member->kind == MVIEW_MEMBER_FLAGS ?
					     "flags_type" : "enum_values", "sO",
					     member->type, names);
	Py_XDECREF(names);
	Py_XDECREF(module);
	return values;
}

static PyObject *integer(const struct mview_value *value)
{
	switch (value->type) {
	case MVIEW_BOOL:
		return PyBool_FromLong(value->i);
	case MVIEW_INT:
		return PyLong_FromLongLong(value->i);
	default:
		return PyLong_FromUnsignedLongLong(value->u);
	}
}

/* The name that an integer has, or the integer; takes over @number. */
static PyObject *named(struct slot *slot, PyObject *number)
{
	PyObject *value;

	if (!number)
		return NULL;
	if (!slot->is_ready) {
		slot->values = make_values(slot->member);
		if (PyErr_Occurred()) {
			Py_DECREF(number);
			return NULL;
		}
		slot->is_ready = true;
	}
	if (!slot->values)
		return number;
	if (!PyDict_CheckExact(slot->values)) {
		Py_SETREF(number, PyObject_CallOneArg(slot->values, number));
		return number;
	}
	value = PyDict_GetItemWithError(slot->values, number);
	if (value)
		Py_SETREF(number, Py_NewRef(value));
	else if (PyErr_Occurred())
		Py_CLEAR(number);
	return number;
}

/* ---- to Python ------------------------------------------------------------------ */

static PyObject *text(const struct mview_value *value)
{
	const char *bytes = value->bytes.data;
	Py_ssize_t length = value->bytes.len;

	while (length && !bytes[length - 1])
		length--;
	return PyBytes_FromStringAndSize(bytes, length);
}

static bool is_text(const struct mview_member *member)
{
	return member->kind == MVIEW_MEMBER_CHAR ||
	       member->show == MVIEW_SHOW_TEXT;
}

/* One value, which mview_member_get() has as bytes? */
static bool is_bytes(const struct mview_member *member)
{
	return member->ndim == 1 &&
	       (is_text(member) || member->kind == MVIEW_MEMBER_BYTES ||
		member->show == MVIEW_SHOW_MAC ||
		member->show == MVIEW_SHOW_BYTES);
}

PyObject *slot_convert(struct slot *slot, const struct mview_value *value)
{
	switch (value->type) {
	case MVIEW_BYTES:
		if (slot->member->ndim && is_text(slot->member))
			return text(value);
		return PyBytes_FromStringAndSize(value->bytes.data,
						 value->bytes.len);
	case MVIEW_FLOAT:
		return PyFloat_FromDouble(value->f[0]);
	default:
		return named(slot, integer(value));
	}
}

/* Of 128 bits, which no struct mview_value has. */
static PyObject *wide(const struct mview_member *member, const char *storage)
{
	return PyObject_CallMethod((PyObject *)&PyLong_Type, "from_bytes",
				   "y#s", storage, (Py_ssize_t)member->size,
				   member->order == '<' ? "little" : "big");
}

/* @member is that of @slot, or of its array. */
static PyObject *single(struct slot *slot, const struct mview_member *member,
			const char *storage)
{
	struct mview_value value;

	if (!mview_member_get(member, storage, &value))
		return slot_convert(slot, &value);
	if (errno == ERANGE && !member->is_bits && !member->is_signed)
		return wide(member, storage);
	return fail_inspect();
}

/* @member with the axes that are left of the slot's. */
static PyObject *value_of(struct ctype *ctype, struct slot *slot,
			  struct mview_member *member, PyObject *bytes,
			  Py_ssize_t base, Py_ssize_t at)
{
	struct mview_member inner = *member;
	PyObject *list;
	Py_ssize_t i, n, step;

	if (!member->ndim && is_record(member))
		return element_create(ctype, slot, bytes, base, at);
	if (!member->ndim || is_bytes(member))
		return single(slot, member, PyBytes_AS_STRING(bytes) + at);
	n = *member->shape;
	inner.shape++;
	inner.ndim--;
	inner.count = n ? member->count / n : 0;
	step = inner.count * member->size;
	list = PyList_New(n);
	for (i = 0; list && i < n; i++) {
		PyObject *value = value_of(ctype, slot, &inner, bytes,
					   base, at + i * step);

		if (!value)
			Py_CLEAR(list);
		else
			PyList_SET_ITEM(list, i, value);
	}
	return list;
}

PyObject *slot_value(struct ctype *ctype, struct slot *slot, PyObject *bytes,
		     Py_ssize_t base, Py_ssize_t at)
{
	struct mview_member member;

	if (!slot->member->ndim && !is_record(slot->member))
		return single(slot, slot->member,
			      PyBytes_AS_STRING(bytes) + at);
	member = *slot->member;
	return value_of(ctype, slot, &member, bytes, base, at);
}

PyObject *root_value(struct ctype *ctype, PyObject *bytes, Py_ssize_t base)
{
	return slot_value(ctype, &ctype->root, bytes, base,
			  base + ctype->root.member->offset);
}

/* ---- from Python ---------------------------------------------------------------- */

static int read_integer(struct mview_value *value, PyObject *object)
{
	PyObject *number = PyNumber_Index(object);

	if (!number)
		return -1;
	value->type = MVIEW_UINT;
	value->u = PyLong_AsUnsignedLongLong(number);
	if (PyErr_Occurred()) {
		PyErr_Clear();
		value->type = MVIEW_INT;
		value->i = PyLong_AsLongLong(number);
	}
	Py_DECREF(number);
	return PyErr_Occurred() ? -1 : 0;
}

static int read_text(struct mview_value *value,
		     const struct mview_member *member, PyObject *object)
{
	const char *text = PyUnicode_AsUTF8(object);

	if (!text)
		return -1;
	if (!mview_member_parse(member, text, value))
		return 0;
	fail_inspect();
	return -1;
}

int value_read(struct mview_value *value, const struct mview_member *member,
	       PyObject *object)
{
	if (PyUnicode_Check(object))
		return read_text(value, member, object);
	if (PyBytes_Check(object)) {
		value->type = MVIEW_BYTES;
		value->bytes.data = PyBytes_AS_STRING(object);
		value->bytes.len = PyBytes_GET_SIZE(object);
		return 0;
	}
	if (PyFloat_Check(object)) {
		value->type = MVIEW_FLOAT;
		value->f[0] = PyFloat_AS_DOUBLE(object);
		value->f[1] = 0;
		return 0;
	}
	return read_integer(value, object);
}
