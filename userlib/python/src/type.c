// SPDX-License-Identifier: LGPL-2.1-or-later
/* The type View: its constructor, and the slots that Python looks for. */
#include "view.h"

#include "convert.h"

static PyObject *from_view(struct view *view)
{
	struct mview *copy;

	if (view_check(view))
		return NULL;
	if (!(view->flags & VIEW_OPENED))
		return (PyObject *)view_from_buffer(view->source, &view->buffer);
	copy = mview_from_view(view->mview);
	return view_wrap(copy, view, NULL);
}

static PyObject *from_exporter(PyObject *object)
{
	struct source *source;
	struct view *view = NULL;

	if (!PyObject_CheckBuffer(object))
		return PyErr_Format(PyExc_TypeError,
				    "memoryview: a bytes-like object is required, not '%.200s'",
				    Py_TYPE(object)->tp_name);
	source = source_create(object);
	if (!source)
		return NULL;
	if (source->buffer.ndim > MVIEW_DIMS)
		PyErr_Format(PyExc_ValueError,
			     "memoryview: number of dimensions must not exceed %d",
			     MVIEW_DIMS);
	else
		view = view_from_buffer(source, &source->buffer);
	Py_DECREF(source);
	return (PyObject *)view;
}

static PyObject *from_object(PyObject *object)
{
	return is_view(object) ? from_view((struct view *)object) :
				 from_exporter(object);
}

static PyObject *view_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
	static const char *const names[] = { "object", NULL };
	PyObject *object;

	(void)type;
	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O:View", (char **)names,
					 &object))
		return NULL;
	return from_object(object);
}

/* View(object), without a tuple of arguments; else view_new(). */
static PyObject *view_vectorcall(PyObject *type, PyObject *const *args,
				 size_t nargsf, PyObject *names)
{
	Py_ssize_t i, n = PyVectorcall_NARGS(nargsf);
	PyObject *tuple, *dict = NULL, *view = NULL;

	if (n == 1 && !names)
		return from_object(args[0]);
	tuple = PyTuple_New(n);
	for (i = 0; tuple && i < n; i++)
		PyTuple_SET_ITEM(tuple, i, Py_NewRef(args[i]));
	if (names)
		dict = PyDict_New();
	for (i = 0; dict && i < PyTuple_GET_SIZE(names); i++)
		if (PyDict_SetItem(dict, PyTuple_GET_ITEM(names, i),
				   args[n + i]))
			Py_CLEAR(dict);
	if (tuple && (dict || !names))
		view = view_new((PyTypeObject *)type, tuple, dict);
	Py_XDECREF(tuple);
	Py_XDECREF(dict);
	return view;
}

/* ---- slots ------------------------------------------------------------------- */

/* The name, or "@id" if the kernel gives none: no right, or revoked. */
static PyObject *buffer_name(struct view *self)
{
	unsigned long long id = view_id(self);
	PyObject *name = view_name(self, NULL);

	if (name && PyUnicode_GetLength(name) > 0)
		return name;
	PyErr_Clear();
	Py_XDECREF(name);
	return PyUnicode_FromFormat("@%llu", id);
}

static PyObject *repr_kernel(struct view *self, PyObject *format,
			     PyObject *shape)
{
	PyObject *name = buffer_name(self), *text = NULL;

	if (name)
		text = PyUnicode_FromFormat("<View of %U, %s, %R %R%s>", name,
					    mview_kind(self->mview), format,
					    shape, self->buffer.readonly ?
						   ", read-only" : "");
	Py_XDECREF(name);
	return text;
}

static PyObject *view_repr(struct view *self)
{
	PyObject *format, *shape, *text = NULL;

	if (self->flags & VIEW_RELEASED)
		return PyUnicode_FromFormat("<released memory at %p>", self);
	format = str_of(self->buffer.format);
	shape = PyObject_GetAttrString((PyObject *)self, "shape");
	if (format && shape && view_id(self))
		text = repr_kernel(self, format, shape);
	else if (format && shape)
		text = PyUnicode_FromFormat("<memory at %p, %R %R>", self,
					    format, shape);
	Py_XDECREF(format);
	Py_XDECREF(shape);
	return text;
}

static Py_ssize_t view_length(struct view *self)
{
	if (view_check(self))
		return -1;
	return self->buffer.ndim ? self->buffer.shape[0] : 1;
}

static PyObject *view_sequence_item(struct view *self, Py_ssize_t index)
{
	if (view_check(self))
		return NULL;
	return view_first(self, index);
}

static PyMappingMethods view_as_mapping = {
	.mp_length = (lenfunc)view_length,
	.mp_subscript = (binaryfunc)view_subscript,
	.mp_ass_subscript = (objobjargproc)view_ass_subscript,
};

static PySequenceMethods view_as_sequence = {
	.sq_length = (lenfunc)view_length,
	.sq_item = (ssizeargfunc)view_sequence_item,
};

static PyBufferProcs view_as_buffer = {
	.bf_getbuffer = (getbufferproc)view_getbuffer,
	.bf_releasebuffer = (releasebufferproc)view_releasebuffer,
};

static const char view_doc[] =
	"View(object)\n"
	"--\n"
	"\n"
	"A view of the elements in an object's memory, which nothing copies.\n"
	"\n"
	"object is anything with the buffer protocol: bytes, bytearray, array, mmap,\n"
	"a ctypes or NumPy array, another View. Views of kernel buffers come from\n"
	"mview.open(), mview.import_dmabuf() and mview.alloc().\n"
	"\n"
	"A View does what a memoryview does, and where that says NotImplementedError:\n"
	"view[1:, ..., ::2] and view[3] on any number of axes, view.T, assignment to\n"
	"any slice, and elements of any struct or PEP 3118 format, with records as\n"
	"named tuples, of which view[\"name\"] is one field. Views are equal if they\n"
	"have the same shape and values, those of records, too, where memoryview says\n"
	"that they are not. Shapes and indices count elements; strides and nbytes,\n"
	"bytes.\n"
	"\n"
	"Raises TypeError without a buffer, ValueError for over 64 dimensions.";

/* view.c's type has only its deallocation; the other slots are set here. */
int view_type_ready(void)
{
	view_type.tp_repr = (reprfunc)view_repr;
	view_type.tp_as_sequence = &view_as_sequence;
	view_type.tp_as_mapping = &view_as_mapping;
	view_type.tp_hash = (hashfunc)view_hash;
	view_type.tp_getattro = PyObject_GenericGetAttr;
	view_type.tp_as_buffer = &view_as_buffer;
	view_type.tp_doc = view_doc;
	view_type.tp_richcompare = view_richcompare;
	view_type.tp_iter = view_iter;
	view_type.tp_methods = view_methods;
	view_type.tp_getset = view_attributes;
	view_type.tp_new = view_new;
	view_type.tp_vectorcall = view_vectorcall;
	return PyType_Ready(&view_type);
}
