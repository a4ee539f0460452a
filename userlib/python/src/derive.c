// SPDX-License-Identifier: LGPL-2.1-or-later
/* Views of the same elements: casts, transposes, read-only ones. */
#include "view.h"

#include <errno.h>

#include "arguments.h"

static void *refuse(PyObject *type, const char *why)
{
	PyErr_SetString(type, why);
	return NULL;
}

PyObject *view_toreadonly(struct view *self, PyObject *unused)
{
	Py_buffer buffer = self->buffer;

	(void)unused;
	if (view_check(self))
		return NULL;
	if (self->flags & VIEW_OPENED)
		return view_wrap(mview_toreadonly(self->mview), self, NULL);
	buffer.readonly = 1;
	return (PyObject *)view_from_buffer(self->source, &buffer);
}

/* ---- transpose --------------------------------------------------------------- */

static PyObject *transpose(struct view *self, const int *axes)
{
	struct mview *mview = view_mview(self), *result;

	if (!mview)
		return NULL;
	result = mview_transpose(mview, axes);
	if (result)
		return view_wrap(result, self, NULL);
	if (errno == EINVAL || errno == ERANGE)
		return refuse(PyExc_ValueError,
			      "axes must name each dimension once");
	return fail_errno(errno);
}

PyObject *view_T(struct view *self, void *unused)
{
	(void)unused;
	return view_check(self) ? NULL : transpose(self, NULL);
}

PyObject *view_transpose(struct view *self, PyObject *args)
{
	int i, axes[MVIEW_DIMS];
	PyObject *sequence = args;

	if (view_check(self))
		return NULL;
	if (PyTuple_GET_SIZE(args) == 1 &&
	    PyTuple_Check(PyTuple_GET_ITEM(args, 0)))
		sequence = PyTuple_GET_ITEM(args, 0);
	if (!PyTuple_GET_SIZE(args))
		return transpose(self, NULL);
	if (PyTuple_GET_SIZE(sequence) != self->buffer.ndim)
		return refuse(PyExc_ValueError,
			      "axes must name each dimension once");
	for (i = 0; i < self->buffer.ndim; i++) {
		Py_ssize_t axis =
			PyNumber_AsSsize_t(PyTuple_GET_ITEM(sequence, i),
					   PyExc_ValueError);

		if (axis == -1 && PyErr_Occurred())
			return NULL;
		if (axis < -self->buffer.ndim || axis >= self->buffer.ndim)
			return refuse(PyExc_ValueError,
				      "axes must name each dimension once");
		axes[i] = axis;
	}
	return view_check(self) ? NULL : transpose(self, axes);
}

/* ---- cast ---------------------------------------------------------------------- */

static bool is_byte(char code)
{
	return code == 'B' || code == 'b' || code == 'c';
}

static bool has_zero(const Py_buffer *buffer)
{
	int i;

	for (i = 0; i < buffer->ndim; i++)
		if (!buffer->shape[i])
			return true;
	return false;
}

/* The dimensions of a shape that was given; -1 with an exception. */
static int check_shape(const struct view *self, PyObject *shape)
{
	Py_ssize_t ndim;

	if (!PyList_Check(shape) && !PyTuple_Check(shape)) {
		refuse(PyExc_TypeError, "shape must be a list or a tuple");
		return -1;
	}
	ndim = PySequence_Fast_GET_SIZE(shape);
	if (ndim > MVIEW_DIMS) {
		PyErr_Format(PyExc_ValueError,
			     "memoryview: number of dimensions must not exceed %d",
			     MVIEW_DIMS);
		return -1;
	}
	if (self->buffer.ndim != 1 && ndim != 1) {
		refuse(PyExc_TypeError,
		       "memoryview: cast must be 1D -> ND or ND -> 1D");
		return -1;
	}
	return ndim;
}

static const char *check_format(const struct view *self, PyObject *object)
{
	const char *format = NULL;
	PyObject *ascii = NULL;
	Py_ssize_t size = 1;
	char code;

	if (PyUnicode_IS_COMPACT_ASCII(object)) {
		format = native_format(PyUnicode_DATA(object), &code, &size);
	} else {
		ascii = PyUnicode_AsASCIIString(object);
		Py_XDECREF(ascii);
		if (!ascii)
			return NULL;
	}
	if (!format)
		return refuse(PyExc_ValueError,
			      "memoryview: destination format must be a native single character format prefixed with an optional '@'");
	if (!is_byte(self->code) && !is_byte(code))
		return refuse(PyExc_TypeError,
			      "memoryview: cannot cast between two non-byte formats");
	/* Sizes of native codes are powers of two. */
	if (self->buffer.len & (size - 1))
		return refuse(PyExc_TypeError,
			      "memoryview: length is not a multiple of itemsize");
	return format;
}

static int read_shape(int64_t *shape, PyObject *sequence, int ndim,
		      const struct view *self, const char *format)
{
	Py_ssize_t size, product;
	char code;
	int i;

	native_format(format, &code, &size);
	product = size;
	for (i = 0; i < ndim; i++) {
		PyObject *entry = PySequence_Fast_GET_ITEM(sequence, i);
		Py_ssize_t length;

		if (!PyLong_Check(entry)) {
			refuse(PyExc_TypeError,
			       "memoryview.cast(): elements of shape must be integers");
			return -1;
		}
		length = PyLong_AsSsize_t(entry);
		if (length == -1 && PyErr_Occurred())
			return -1;
		if (length <= 0) {
			refuse(PyExc_ValueError,
			       "memoryview.cast(): elements of shape must be integers > 0");
			return -1;
		}
		if (length > PY_SSIZE_T_MAX / product) {
			refuse(PyExc_ValueError,
			       "memoryview.cast(): product(shape) > SSIZE_MAX");
			return -1;
		}
		product *= length;
		shape[i] = length;
	}
	if (product == self->buffer.len)
		return 0;
	refuse(PyExc_TypeError,
	       "memoryview: product(shape) * itemsize != buffer size");
	return -1;
}

/* All has been checked: for a kernel buffer libmview keeps how it came about. */
static PyObject *cast(struct view *self, const char *format,
		      const int64_t *shape, int ndim)
{
	Py_ssize_t room[MVIEW_DIMS], length;
	Py_buffer buffer = self->buffer;
	char code;

	if (self->flags & VIEW_OPENED)
		return view_wrap(mview_cast(self->mview, format, ndim, shape,
					    0), self, NULL);
	native_format(format, &code, &buffer.itemsize);
	buffer.format = (char *)format;
	buffer.ndim = ndim;
	length = buffer.len >> __builtin_ctzl(buffer.itemsize);
	buffer.shape = shape ? (Py_ssize_t *)numbers_narrow(room, shape, ndim) :
			       &length;
	buffer.strides = NULL;
	return (PyObject *)view_from_buffer(self->source, &buffer);
}

/* Any format, any shape that keeps the size. */
static PyObject *cast_freely(struct view *self, PyObject *text,
			     PyObject *shape)
{
	const char *format = PyUnicode_AsUTF8(text);
	struct layout layout;
	struct mview *mview;

	if (!format || layout_read(&layout, shape ? shape : Py_None, Py_None) ||
	    view_check(self))
		return NULL;
	mview = view_mview(self);
	if (!mview)
		return NULL;
	mview = mview_cast(mview, format, layout.ndim,
			   shape && shape != Py_None ? layout.shape : NULL,
			   MVIEW_CAST_FREE);
	if (!mview)
		return errno != EINVAL ? fail_errno(errno) :
		       refuse(PyExc_ValueError,
			      "cast: no format, or elements that have not as many bytes in all");
	format = format_keep(mview_format(mview));
	if (format)
		return view_wrap(mview, self, format);
	mview_close(mview);
	return NULL;
}

/* The arguments; @free is keyword-only. -1 with an exception. */
static int read_cast(PyObject **values, PyObject *const *args, Py_ssize_t n,
		     PyObject *given)
{
	static const char *const names[] = { "format", "shape", "free" };

	return arguments_read(values, "cast", names, 1, n > 2 ? 2 : 3, args, n,
			      given);
}

PyObject *view_cast(struct view *self, PyObject *const *args, Py_ssize_t n,
		    PyObject *given)
{
	PyObject *values[3] = { NULL }, *object, *sequence;
	int64_t shape[MVIEW_DIMS];
	const char *format;
	int ndim = 1, free;

	if (read_cast(values, args, n, given))
		return NULL;
	free = values[2] ? PyObject_IsTrue(values[2]) : 0;
	if (free < 0 || view_check(self))
		return NULL;
	object = values[0];
	sequence = values[1];
	if (!(self->flags & VIEW_C))
		return refuse(PyExc_TypeError,
			      "memoryview: casts are restricted to C-contiguous views");
	if (free && PyUnicode_Check(object))
		return cast_freely(self, object, sequence);
	if ((sequence || self->buffer.ndim != 1) && has_zero(&self->buffer))
		return refuse(PyExc_TypeError,
			      "memoryview: cannot cast view with zeros in shape or strides");
	if (!PyUnicode_Check(object))
		return PyErr_Format(PyExc_TypeError,
				    "cast() argument 'format' must be str, not %.50s",
				    Py_TYPE(object)->tp_name);
	if (sequence)
		ndim = check_shape(self, sequence);
	if (ndim < 0)
		return NULL;
	format = check_format(self, object);
	if (!format || (sequence && read_shape(shape, sequence, ndim, self,
					       format)))
		return NULL;
	return cast(self, format, sequence ? shape : NULL, ndim);
}
