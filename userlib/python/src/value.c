// SPDX-License-Identifier: LGPL-2.1-or-later
/* Elements to and from Python's objects. */
#include "view.h"

#include <errno.h>

#include "record.h"

#define LOAD(type)	({ type _value; memcpy(&_value, item, sizeof(_value)); _value; })

PyObject *value_native(char code, const char *item)
{
	switch (code) {
	case 'B':
		return PyLong_FromLong(*(const unsigned char *)item);
	case 'b':
		return PyLong_FromLong(*(const signed char *)item);
	case 'h':
		return PyLong_FromLong(LOAD(short));
	case 'H':
		return PyLong_FromLong(LOAD(unsigned short));
	case 'i':
		return PyLong_FromLong(LOAD(int));
	case 'I':
		return PyLong_FromUnsignedLong(LOAD(unsigned int));
	case 'l':
		return PyLong_FromLong(LOAD(long));
	case 'L':
		return PyLong_FromUnsignedLong(LOAD(unsigned long));
	case 'q':
		return PyLong_FromLongLong(LOAD(long long));
	case 'Q':
		return PyLong_FromUnsignedLongLong(LOAD(unsigned long long));
	case 'n':
		return PyLong_FromSsize_t(LOAD(Py_ssize_t));
	case 'N':
		return PyLong_FromSize_t(LOAD(size_t));
	case 'f':
		return PyFloat_FromDouble(LOAD(float));
	case 'd':
		return PyFloat_FromDouble(LOAD(double));
	case '?':
		return PyBool_FromLong(*item);
	case 'c':
		return PyBytes_FromStringAndSize(item, 1);
	default: /* 'P' */
		return PyLong_FromVoidPtr(LOAD(void *));
	}
}

#define ROW(value)							\
	for (i = 0; i < n; i++, item += stride)				\
		PyList_SET_ITEM(list, i, value)

int value_native_row(PyObject *list, char code, const char *item,
		     Py_ssize_t stride, Py_ssize_t n)
{
	Py_ssize_t i;

	/* The most frequent ones, without a question for each. */
	switch (code) {
	case 'B':
		ROW(PyLong_FromLong(*(const unsigned char *)item));
		break;
	case 'h':
		ROW(PyLong_FromLong(LOAD(short)));
		break;
	case 'i':
		ROW(PyLong_FromLong(LOAD(int)));
		break;
	case 'f':
		ROW(PyFloat_FromDouble(LOAD(float)));
		break;
	case 'd':
		ROW(PyFloat_FromDouble(LOAD(double)));
		break;
	default:
		ROW(value_native(code, item));
	}
	/* Of no memory, that is; a list may have gaps when it is freed. */
	return PyErr_Occurred() ? -1 : 0;
}

struct mview_field field_native(char code, Py_ssize_t size)
{
	return (struct mview_field) {
		.name = "",
		.code = code,
		.order = PY_LITTLE_ENDIAN ? '<' : '>',
		.native = true,
		.size = size,
		.count = 1,
	};
}

static PyObject *unpack_one(const struct mview_field *field, const char *item)
{
	struct mview_value value;

	if (field->code == 'T')
		return record_unpack(field, item);
	if (mview_unpack(field, item, &value))
		return fail_errno(errno);
	switch (value.type) {
	case MVIEW_BOOL:
		return PyBool_FromLong(value.i);
	case MVIEW_INT:
		return PyLong_FromLongLong(value.i);
	case MVIEW_UINT:
		return PyLong_FromUnsignedLongLong(value.u);
	case MVIEW_FLOAT:
		return PyFloat_FromDouble(value.f[0]);
	case MVIEW_COMPLEX:
		return PyComplex_FromDoubles(value.f[0], value.f[1]);
	default:
		return PyBytes_FromStringAndSize(value.bytes.data,
						 value.bytes.len);
	}
}

/*
 * How many parts an axis of a sub-array has, and bytes of each: none where the
 * sub-array has no bytes, as mview_tolist() has it.
 */
static int64_t parts_of(const struct mview_field *field, int axis,
			int64_t *size)
{
	int i;

	*size = field->size;
	if (!field->size || !field->count)
		return 0;
	for (i = axis + 1; i < field->ndim; i++)
		*size *= field->shape[i];
	return field->shape[axis];
}

static PyObject *unpack_axis(const struct mview_field *field, const char *item,
			     int axis)
{
	int64_t i, length, stride;
	PyObject *list;

	if (axis == field->ndim)
		return unpack_one(field, item);
	length = parts_of(field, axis, &stride);
	list = PyList_New(length);
	for (i = 0; list && i < length; i++) {
		PyObject *entry = unpack_axis(field, item + i * stride,
					      axis + 1);

		if (!entry)
			Py_CLEAR(list);
		else
			PyList_SET_ITEM(list, i, entry);
	}
	return list;
}

PyObject *value_unpack(const struct mview_field *field, const char *item)
{
	return unpack_axis(field, item, 0);
}

/* ---- the reverse ------------------------------------------------------------ */

#define STORE(type, least, most)					\
	({								\
		type _value = number;					\
		bool _fits = number >= (least) && number <= (most);	\
		if (_fits)						\
			memcpy(item, &_value, sizeof(_value));		\
		_fits;							\
	})

bool value_store(char code, char *item, PyObject *value)
{
	long long number;
	int overflow;

	if (!PyLong_CheckExact(value))
		return false;
	number = PyLong_AsLongLongAndOverflow(value, &overflow);
	if (overflow)
		return false;
	switch (code) {
	case 'B':
		return STORE(unsigned char, 0, UCHAR_MAX);
	case 'b':
		return STORE(signed char, SCHAR_MIN, SCHAR_MAX);
	case 'h':
		return STORE(short, SHRT_MIN, SHRT_MAX);
	case 'H':
		return STORE(unsigned short, 0, USHRT_MAX);
	case 'i':
		return STORE(int, INT_MIN, INT_MAX);
	case 'I':
		return STORE(unsigned int, 0, UINT_MAX);
	case 'l':
		return STORE(long, LONG_MIN, LONG_MAX);
	default:
		return false;
	}
}

static int refuse_type(const char *format)
{
	PyErr_Format(PyExc_TypeError,
		     "memoryview: invalid type for format '%s'", format);
	return -1;
}

static int refuse_value(const char *format)
{
	PyErr_Format(PyExc_ValueError,
		     "memoryview: invalid value for format '%s'", format);
	return -1;
}

/* Replace a conversion's exception by memoryview's. */
static int translate(const char *format)
{
	if (PyErr_ExceptionMatches(PyExc_TypeError))
		return refuse_type(format);
	if (PyErr_ExceptionMatches(PyExc_OverflowError) ||
	    PyErr_ExceptionMatches(PyExc_ValueError))
		return refuse_value(format);
	return -1;
}

static void integer(struct mview_value *to, PyObject *object, char code)
{
	PyObject *number = PyNumber_Index(object);

	to->type = strchr("bhilqn", code) ? MVIEW_INT : MVIEW_UINT;
	if (!number)
		return;
	if (to->type == MVIEW_INT)
		to->i = PyLong_AsLongLong(number);
	else if (code == 'P')
		to->u = (uintptr_t)PyLong_AsVoidPtr(number);
	else
		to->u = PyLong_AsUnsignedLongLong(number);
	Py_DECREF(number);
}

static void convert(struct mview_value *to, PyObject *object, char code)
{
	Py_complex number;

	switch (code) {
	case '?':
		to->type = MVIEW_BOOL;
		to->i = PyObject_IsTrue(object);
		break;
	case 'e':
	case 'f':
	case 'd':
		to->type = MVIEW_FLOAT;
		to->f[0] = PyFloat_AsDouble(object);
		break;
	case 'F':
	case 'D':
		number = PyComplex_AsCComplex(object);
		to->type = MVIEW_COMPLEX;
		to->f[0] = number.real;
		to->f[1] = number.imag;
		break;
	case 'c':
	case 's':
	case 'p':
		to->type = MVIEW_BYTES;
		if (!PyBytes_Check(object)) {
			PyErr_SetNone(PyExc_TypeError);
			break;
		}
		to->bytes.data = PyBytes_AS_STRING(object);
		to->bytes.len = PyBytes_GET_SIZE(object);
		break;
	default:
		integer(to, object, code);
	}
}

static int pack_one(const struct mview_field *field, char *item,
		    PyObject *object, const char *format)
{
	struct mview_value value;

	if (field->code == 'T')
		return record_pack(field, item, object, format);
	convert(&value, object, field->code);
	if (PyErr_Occurred())
		return translate(format);
	if (field->code == 'c' && value.bytes.len != 1)
		return refuse_value(format);
	if (!mview_pack(field, item, &value))
		return 0;
	return errno == ERANGE ? refuse_value(format) : refuse_type(format);
}

/* A sequence of that length, which is no string; else an exception. */
PyObject *sequence_of(PyObject *object, Py_ssize_t length, const char *format)
{
	PyObject *fast;

	if (PyBytes_Check(object) || PyUnicode_Check(object)) {
		refuse_type(format);
		return NULL;
	}
	fast = PySequence_Fast(object, "");
	if (!fast) {
		translate(format);
		return NULL;
	}
	if (PySequence_Fast_GET_SIZE(fast) == length)
		return fast;
	Py_DECREF(fast);
	refuse_value(format);
	return NULL;
}

static int pack_axis(const struct mview_field *field, char *item,
		     PyObject *object, const char *format, int axis)
{
	int64_t i, stride, length;
	PyObject *entries;
	int result = 0;

	if (axis == field->ndim)
		return pack_one(field, item, object, format);
	length = parts_of(field, axis, &stride);
	entries = sequence_of(object, length, format);
	if (!entries)
		return -1;
	for (i = 0; !result && i < length; i++) {
		/* Conversions run foreign code, which may shorten a list. */
		PyObject *entry = i < PySequence_Fast_GET_SIZE(entries) ?
			Py_NewRef(PySequence_Fast_GET_ITEM(entries, i)) : NULL;

		result = entry ? pack_axis(field, item + i * stride, entry,
					   format, axis + 1) :
				 refuse_value(format);
		Py_XDECREF(entry);
	}
	Py_DECREF(entries);
	return result;
}

int value_pack(const struct mview_field *field, char *item, PyObject *value,
	       const char *format)
{
	return pack_axis(field, item, value, format, 0);
}
