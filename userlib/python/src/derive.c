// SPDX-License-Identifier: LGPL-2.1-or-later
/* Views of the same elements: casts, transposes, read-only ones. */
#include "view.h"

#include <errno.h>

static void *refuse(PyObject *type, const char *why)
{
	PyErr_SetString(type, why);
	return NULL;
}

PyObject *view_toreadonly(struct view *self, PyObject *unused)
{
	struct mview *mview;

	(void)unused;
	if (view_check(self))
		return NULL;
	mview = view_mview(self);
	return mview ? view_wrap(mview_toreadonly(mview), self, NULL) : NULL;
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
	const char *text, *format = NULL;
	PyObject *ascii;
	Py_ssize_t size = 1;
	char code;

	ascii = PyUnicode_AsASCIIString(object);
	if (!ascii)
		return NULL;
	text = PyBytes_AS_STRING(ascii);
	format = native_format(text, &code, &size);
	Py_DECREF(ascii);
	if (!format)
		return refuse(PyExc_ValueError,
			      "memoryview: destination format must be a native single character format prefixed with an optional '@'");
	if (!is_byte(self->code) && !is_byte(code))
		return refuse(PyExc_TypeError,
			      "memoryview: cannot cast between two non-byte formats");
	if (self->buffer.len % size)
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

PyObject *view_cast(struct view *self, PyObject *args, PyObject *kwargs)
{
	static char *names[] = { "format", "shape", NULL };
	PyObject *object, *sequence = NULL;
	int64_t shape[MVIEW_DIMS];
	const char *format;
	struct mview *mview;
	int ndim = 0;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "U|O:cast", names,
					 &object, &sequence) ||
	    view_check(self))
		return NULL;
	if (!(self->flags & VIEW_C))
		return refuse(PyExc_TypeError,
			      "memoryview: casts are restricted to C-contiguous views");
	if ((sequence || self->buffer.ndim != 1) && has_zero(&self->buffer))
		return refuse(PyExc_TypeError,
			      "memoryview: cannot cast view with zeros in shape or strides");
	ndim = sequence ? check_shape(self, sequence) : 0;
	if (ndim < 0)
		return NULL;
	format = check_format(self, object);
	if (!format || (sequence && read_shape(shape, sequence, ndim, self,
					       format)))
		return NULL;
	mview = view_mview(self);
	if (!mview)
		return NULL;
	return view_wrap(mview_cast(mview, format, ndim,
				    sequence ? shape : NULL, 0),
			 self, format);
}
