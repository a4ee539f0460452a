// SPDX-License-Identifier: LGPL-2.1-or-later
/* The attributes of a View, and the table of its methods. */
#include "view.h"

/* What is asked of the Py_buffer alone: the name says which member. */
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
		return PyUnicode_FromString(buffer->format);
	case SHAPE:
		return tuple(buffer->shape, buffer->ndim);
	case STRIDES:
		return tuple(buffer->strides, buffer->ndim);
	case SUBOFFSETS:
		return tuple(buffer->suboffsets, buffer->ndim);
	case OBJ:
		return Py_NewRef(buffer->obj ? buffer->obj : Py_None);
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
	       "of PEP 3118."),
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
	  PyDoc_STR("The array interface, version 3. The address in it stays good for as\n"
		    "long as the View lives, so that it can't be released any more."),
	  NULL },
	{ 0 },
};

static PyObject *view_enter(struct view *self, PyObject *unused)
{
	(void)unused;
	return view_check(self) ? NULL : Py_NewRef(self);
}

static PyObject *view_exit(struct view *self, PyObject *args)
{
	(void)args;
	return view_release(self, NULL);
}

#define METHOD(name, function, flags, doc) \
	{ name, (PyCFunction)(void (*)(void))function, flags, PyDoc_STR(doc) }
#define NAMED	(METH_VARARGS | METH_KEYWORDS)
#define FAST	(METH_FASTCALL | METH_KEYWORDS)

PyMethodDef view_methods[] = {
	METHOD("release", view_release, METH_NOARGS,
	"release($self, /)\n--\n\n"
	"Give the memory back now, so that its owner may resize or remove it.\n\n"
	"Any other use of the View raises ValueError from then on. May be called\n"
	"again. Views that were derived from this one are not touched.\n\n"
	"Raises BufferError while something uses the View's memory."),
	METHOD("tobytes", view_tobytes, FAST,
	"tobytes($self, /, order='C')\n--\n\n"
	"All elements as nbytes bytes.\n\n"
	"order is 'C' for the last axis fastest, 'F' for the first, or 'A' for 'F'\n"
	"if the View is Fortran- and not C-contiguous, else 'C'. None is 'C'.\n\n"
	"Raises ValueError for another order, RevokedError."),
	METHOD("__bytes__", view_bytes, METH_NOARGS,
	"__bytes__($self, /)\n--\n\nThe same as tobytes()."),
	METHOD("hex", view_hex, FAST,
	"hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\n"
	"Two hexadecimal digits for each byte of all elements, in C order.\n\n"
	"sep is a character or byte that stands between groups of bytes_per_sep\n"
	"bytes, which are counted from the right, or if negative from the left.\n\n"
	">>> View(b'\\xb9\\x01\\xef').hex(':', 2)\n"
	"'b9:01ef'\n\n"
	"Raises ValueError for a separator that is not one ASCII character."),
	METHOD("tolist", view_tolist, METH_NOARGS,
	"tolist($self, /)\n--\n\n"
	"All elements: a list for each axis, inside the one before it. Without\n"
	"axes, the element itself.\n\n"
	"A kernel buffer is copied first, so that all are of one time.\n\n"
	"Raises NotImplementedError for formats that neither struct nor PEP 3118\n"
	"has, RevokedError."),
	METHOD("cast", view_cast, FAST,
	"cast($self, /, format, shape=<unrepresentable>)\n--\n\n"
	"A view of the same bytes with another format, shape or both.\n\n"
	"format is one native code of the struct module; it or the View's own is\n"
	"'B', 'b' or 'c'. shape is a list or tuple of elements along each axis;\n"
	"one axis if it is left out. Either the View or the result has one\n"
	"dimension, and the View is C-contiguous.\n\n"
	"Raises TypeError or ValueError otherwise."),
	METHOD("toreadonly", view_toreadonly, METH_NOARGS,
	"toreadonly($self, /)\n--\n\n"
	"A view of the same elements that can't be written to."),
	METHOD("transpose", view_transpose, METH_VARARGS,
	"transpose($self, /, *axes)\n--\n\n"
	"A view of the same elements with the axes in another order.\n\n"
	"axes are the View's axes as they are to follow, separately or as one\n"
	"tuple; negative ones count from the end. None are all in reverse.\n\n"
	"Raises ValueError unless each axis is named once, NotImplementedError\n"
	"with suboffsets."),
	METHOD("wait", view_wait, NAMED,
	"wait($self, /, timeout=None)\n--\n\n"
	"Wait until the driver announces new data.\n\n"
	"timeout is in seconds; 0 only looks, None waits for ever. Data is new if\n"
	"it was announced after the View, or the one that it derives from, was\n"
	"opened or last waited for.\n\n"
	"Returns the number of announcements so far, or None if the time is over.\n"
	"Raises NotImplementedError for ordinary memory, RevokedError."),
	METHOD("fileno", view_fileno, METH_NOARGS,
	"fileno($self, /)\n--\n\n"
	"A file descriptor of the View, for select() and to pass on.\n\n"
	"It shows the View's elements and nothing else: read, written, mapped or\n"
	"polled. It belongs to the View; os.dup() it to keep it longer.\n\n"
	"Raises NotImplementedError for ordinary memory, RevokedError, OSError."),
	METHOD("sync", view_sync, NAMED,
	"sync($self, /, read=True, write=None)\n--\n\n"
	"A context manager around accesses through an exported buffer, e.g. a\n"
	"NumPy array's.\n\n"
	"Inside, the device leaves the View's bytes alone and the CPU sees what it\n"
	"wrote before. dma-bufs need that. The View's own methods sync by\n"
	"themselves. write is whether the View can be written to, unless given.\n\n"
	">>> with view.sync() as v:\n"
	"...     total = numpy.asarray(v).sum()\n\n"
	"Raises ValueError for a bracket in a bracket, TypeError for writing to a\n"
	"read-only View."),
	METHOD("__dlpack__", view_dlpack, NAMED,
	"__dlpack__($self, /, *, stream=None, max_version=None, dl_device=None, copy=None)\n--\n\n"
	"The elements as a DLPack capsule, without a copy.\n\n"
	"Raises BufferError for what DLPack can't express: records, another byte\n"
	"order; read-only memory unless max_version is (1, 0) or later."),
	METHOD("__dlpack_device__", view_dlpack_device, METH_NOARGS,
	"__dlpack_device__($self, /)\n--\n\nThe CPU: (1, 0)."),
	METHOD("__enter__", view_enter, METH_NOARGS, NULL),
	METHOD("__exit__", view_exit, METH_VARARGS, NULL),
	{ 0 },
};
