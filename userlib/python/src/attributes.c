// SPDX-License-Identifier: LGPL-2.1-or-later
/* The attributes of a View. */
#include "view.h"

#include "convert.h"

/* Attributes that are members of the Py_buffer, by their names. */
enum member { NBYTES, ITEMSIZE, NDIM, READONLY, FORMAT, SHAPE, STRIDES,
	      SUBOFFSETS, OBJ, C_CONTIGUOUS, F_CONTIGUOUS, CONTIGUOUS };

static PyObject *tuple(const Py_ssize_t *numbers, int n)
{
	PyObject *tuple = PyTuple_New(numbers ? n : 0);
	int i;

	for (i = 0; tuple && numbers && i < n; i++) {
		PyObject *number = PyLong_FromSsize_t(numbers[i]);

		if (!number)
			Py_CLEAR(tuple);
		else
			PyTuple_SET_ITEM(tuple, i, number);
	}
	return tuple;
}

/* A memoryview stands for the object that it is of, if there is one. */
static PyObject *owner(PyObject *object)
{
	if (object && PyMemoryView_Check(object) &&
	    PyMemoryView_GET_BUFFER(object)->obj)
		object = PyMemoryView_GET_BUFFER(object)->obj;
	return Py_NewRef(object ? object : Py_None);
}

static PyObject *get(struct view *self, void *which)
{
	const Py_buffer *buffer = &self->buffer;

	if (view_check(self))
		return NULL;
	switch ((enum member)(uintptr_t)which) {
	case NBYTES:
		return PyLong_FromSsize_t(buffer->len);
	case ITEMSIZE:
		return PyLong_FromSsize_t(buffer->itemsize);
	case NDIM:
		return PyLong_FromLong(buffer->ndim);
	case READONLY:
		return PyBool_FromLong(buffer->readonly);
	case FORMAT:
		return str_of(buffer->format);
	case SHAPE:
		return tuple(buffer->shape, buffer->ndim);
	case STRIDES:
		return tuple(buffer->strides, buffer->ndim);
	case SUBOFFSETS:
		return tuple(buffer->suboffsets, buffer->ndim);
	case OBJ:
		return owner(buffer->obj);
	case C_CONTIGUOUS:
		return PyBool_FromLong(self->flags & VIEW_C);
	case F_CONTIGUOUS:
		return PyBool_FromLong(self->flags & VIEW_F);
	default:
		return PyBool_FromLong(self->flags & (VIEW_C | VIEW_F));
	}
}

#define MEMBER(name, which, doc) \
	{ name, (getter)get, NULL, PyDoc_STR(doc), (void *)which }

PyGetSetDef view_attributes[] = {
	MEMBER("nbytes", NBYTES,
	       "Bytes of all elements: product of the shape times itemsize."),
	MEMBER("itemsize", ITEMSIZE, "Bytes of one element."),
	MEMBER("ndim", NDIM, "Number of dimensions, 0 to 64."),
	MEMBER("readonly", READONLY, "Whether the memory can't be written to."),
	MEMBER("format", FORMAT,
	       "Format of an element, in the struct module's syntax with the additions\n"
	       "of PEP 3118. Bytes of names that are no UTF-8 are escaped, as\n"
	       "surrogateescape does."),
	MEMBER("shape", SHAPE, "Elements along each axis, a tuple of ndim integers."),
	MEMBER("strides", STRIDES,
	       "Bytes from one element to the next along each axis, a tuple of ndim\n"
	       "integers."),
	MEMBER("suboffsets", SUBOFFSETS,
	       "For arrays of pointers: where to go on behind them, in bytes, along each\n"
	       "axis. Else an empty tuple."),
	MEMBER("obj", OBJ,
	       "The object whose memory it is; None for a kernel buffer."),
	MEMBER("c_contiguous", C_CONTIGUOUS,
	       "Whether the elements follow one another, the last axis fastest."),
	MEMBER("f_contiguous", F_CONTIGUOUS,
	       "Whether the elements follow one another, the first axis fastest."),
	MEMBER("contiguous", CONTIGUOUS,
	       "Whether the elements follow one another, in either order."),
	{ "T", (getter)view_T, NULL,
	  PyDoc_STR("A view of the same elements with the axes in reverse order."),
	  NULL },
	{ "name", (getter)view_name, NULL,
	  PyDoc_STR("Name of the kernel buffer; None for other memory."), NULL },
	{ "kind", (getter)view_kind, NULL,
	  PyDoc_STR("How the memory is stored: 'memory', or of a kernel buffer\n"
		    "'vmalloc', 'pages', 'dma-buf', ..."), NULL },
	{ "buffer_id", (getter)view_buffer_id, NULL,
	  PyDoc_STR("Id of the kernel buffer, never used again; 0 for other memory."),
	  NULL },
	{ "__array_interface__", (getter)view_array_interface, NULL,
	  PyDoc_STR("The array interface, version 3. The address in it stays valid as\n"
		    "long as the View exists, which can't be released any more."),
	  NULL },
	{ 0 },
};
