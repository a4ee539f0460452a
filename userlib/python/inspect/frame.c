// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The type Frame: a picture that a camera took. It has Views of the planes, and
 * what View has is had of the first of them. The camera gets the memory back with
 * the last View and buffer that are made of them.
 */
#include "inspect.h"

#include <structmember.h>

/**
 * struct frame - mview.Frame
 * @frame: libmview-inspect's; NULL once it is released
 * @planes: a tuple of Views
 * @pixel_format: four characters, or fewer
 * @width: pixels
 * @height: pixels
 * @sequence: frames before it
 * @timestamp_ns: when it was taken
 * @clock: of that
 * @filled: bytes that the camera filled in
 * @damaged: says the driver
 */
struct frame {
	PyObject ob_base;
	struct mview_frame *frame;
	PyObject *planes;
	PyObject *pixel_format;
	unsigned int width;
	unsigned int height;
	unsigned int sequence;
	unsigned long long timestamp_ns;
	int clock;
	Py_ssize_t filled;
	char damaged;
};

PyObject *fourcc_name(uint32_t fourcc)
{
	char name[4];
	int i, length = 0;

	for (i = 0; i < 4; i++) {
		name[i] = fourcc >> (8 * i) & 0x7f;
		length = name[i] == ' ' ? length : i + 1;
	}
	return PyUnicode_FromStringAndSize(name, length);
}

static PyObject *wrap_planes(const struct mview_frame *frame)
{
	int i, n = frame->picture->nplanes ? frame->picture->nplanes : 1;
	PyObject *planes = PyTuple_New(n), *view;

	for (i = 0; planes && i < n; i++) {
		view = mview_python->wrap(mview_from_view(frame->planes[i]),
					  false);
		if (view)
			PyTuple_SET_ITEM(planes, i, view);
		else
			Py_CLEAR(planes);
	}
	return planes;
}

PyObject *frame_wrap(struct mview_frame *frame, PyObject *pixel_format)
{
	struct frame *self = PyObject_New(struct frame, &frame_type);

	if (!self) {
		mview_frame_close(frame);
		return NULL;
	}
	self->frame = frame;
	self->width = frame->picture->width;
	self->height = frame->picture->height;
	self->sequence = frame->sequence;
	self->timestamp_ns = frame->time;
	self->clock = frame->clock;
	self->filled = frame->nbytes;
	self->damaged = frame->damaged;
	self->pixel_format = Py_NewRef(pixel_format);
	self->planes = wrap_planes(frame);
	if (self->planes)
		return (PyObject *)self;
	Py_DECREF(self);
	return NULL;
}

static void frame_dealloc(struct frame *self)
{
	mview_frame_close(self->frame);
	Py_XDECREF(self->planes);
	Py_DECREF(self->pixel_format);
	PyObject_Free(self);
}

static PyObject *first(const struct frame *self)
{
	return PyTuple_GET_ITEM(self->planes, 0);
}

/* ---- what it has of its first plane ---------------------------------------- */

static int frame_getbuffer(struct frame *self, Py_buffer *buffer, int flags)
{
	return PyObject_GetBuffer(first(self), buffer, flags);
}

static Py_ssize_t frame_length(struct frame *self)
{
	return PyObject_Size(first(self));
}

static PyObject *frame_subscript(struct frame *self, PyObject *key)
{
	return PyObject_GetItem(first(self), key);
}

static int frame_assign(struct frame *self, PyObject *key, PyObject *value)
{
	return value ? PyObject_SetItem(first(self), key, value) :
		       PyObject_DelItem(first(self), key);
}

static PyObject *frame_iter(struct frame *self)
{
	return PyObject_GetIter(first(self));
}

static PyObject *frame_getattro(PyObject *object, PyObject *name)
{
	PyObject *value = PyObject_GenericGetAttr(object, name);

	if (value || !PyErr_ExceptionMatches(PyExc_AttributeError))
		return value;
	PyErr_Clear();
	return PyObject_GetAttr(first((struct frame *)object), name);
}

/* ---- its own ----------------------------------------------------------------- */

static PyObject *frame_release(struct frame *self, PyObject *unused)
{
	Py_ssize_t i;

	(void)unused;
	for (i = 0; i < PyTuple_GET_SIZE(self->planes); i++) {
		PyObject *plane = PyTuple_GET_ITEM(self->planes, i);
		PyObject *result = PyObject_CallMethod(plane, "release", NULL);

		if (!result)
			return NULL;
		Py_DECREF(result);
	}
	mview_frame_close(self->frame);
	self->frame = NULL;
	Py_RETURN_NONE;
}

static PyObject *frame_export_dmabuf(struct frame *self, PyObject *args)
{
	int64_t offset = 0;
	int fd, plane = 0;

	if (!PyArg_ParseTuple(args, "|i:export_dmabuf", &plane))
		return NULL;
	if (!self->frame) {
		PyErr_SetString(PyExc_ValueError, "the frame was released");
		return NULL;
	}
	/* With the interpreter's lock: another thread may release the frame. */
	fd = mview_frame_dmabuf(self->frame, plane, &offset);
	return fd < 0 ? fail_inspect() :
			Py_BuildValue("(iL)", fd, (long long)offset);
}

static PyObject *frame_enter(struct frame *self, PyObject *unused)
{
	(void)unused;
	return Py_NewRef((PyObject *)self);
}

static PyObject *frame_exit(struct frame *self, PyObject *args)
{
	(void)args;
	return frame_release(self, NULL);
}

static PyObject *frame_timestamp(struct frame *self, void *unused)
{
	(void)unused;
	return PyFloat_FromDouble(self->timestamp_ns * 1e-9);
}

static PyObject *frame_repr(struct frame *self)
{
	return PyUnicode_FromFormat("<Frame %u, %U %ux%u>", self->sequence,
				    self->pixel_format, self->width,
				    self->height);
}

#define MEMBER(name, type, doc)						\
	{ #name, type, offsetof(struct frame, name), READONLY, PyDoc_STR(doc) }

static PyMemberDef frame_members[] = {
	MEMBER(planes, T_OBJECT, "Views of its planes, a tuple."),
	MEMBER(pixel_format, T_OBJECT, "V4L2's name of it, as 'RGB3' or 'NV12'."),
	MEMBER(width, T_UINT, "Pixels."),
	MEMBER(height, T_UINT, "Pixels."),
	MEMBER(sequence, T_UINT,
	       "Number of frames before it, among them those that were lost."),
	MEMBER(timestamp_ns, T_ULONGLONG, "When it was taken, in nanoseconds."),
	MEMBER(clock, T_INT, "The clock of that, mostly time.CLOCK_MONOTONIC."),
	MEMBER(filled, T_PYSSIZET, "Bytes that the camera filled in."),
	MEMBER(damaged, T_BOOL, "The driver says that the picture has errors."),
	{ 0 },
};

static PyGetSetDef frame_getset[] = {
	{ "timestamp", (getter)frame_timestamp, NULL,
	  PyDoc_STR("When it was taken, in seconds."), NULL },
	{ 0 },
};

static const char doc_export_dmabuf[] =
	"export_dmabuf($self, plane=0, /)\n--\n\n"
	"The memory of a plane as a dma-buf, for other devices.\n\n"
	"Returns its file descriptor, which is the caller's, and the bytes from its\n"
	"start to the plane. The dma-buf shows all pictures that come into that\n"
	"memory: keep the Frame while the picture is needed.\n\n"
	"Raises IndexError for no such plane, ValueError if the Frame was released,\n"
	"NotImplementedError if the driver exports none, OSError with errno ENODEV\n"
	"once the camera is closed.";

static PyMethodDef frame_methods[] = {
	{ "release", (PyCFunction)(void (*)(void))frame_release, METH_NOARGS,
	  PyDoc_STR("release($self, /)\n--\n\n"
		    "Give the memory back to the camera now.\n\n"
		    "Raises BufferError while something uses the memory of a plane.") },
	{ "export_dmabuf", (PyCFunction)(void (*)(void))frame_export_dmabuf,
	  METH_VARARGS, doc_export_dmabuf },
	{ "__enter__", (PyCFunction)(void (*)(void))frame_enter, METH_NOARGS,
	  NULL },
	{ "__exit__", (PyCFunction)(void (*)(void))frame_exit, METH_VARARGS,
	  NULL },
	{ 0 },
};

static PyBufferProcs frame_buffer = {
	.bf_getbuffer = (getbufferproc)frame_getbuffer,
};

static PyMappingMethods frame_mapping = {
	.mp_length = (lenfunc)frame_length,
	.mp_subscript = (binaryfunc)frame_subscript,
	.mp_ass_subscript = (objobjargproc)frame_assign,
};

static const char doc_frame[] =
	"A picture that a camera took, in the camera's memory.\n\n"
	"It is used as the View of its first plane, whose attributes, elements and\n"
	"memory it has: numpy.asarray(frame) copies nothing. planes has all of them,\n"
	"as the second of NV12.\n\n"
	"The camera has the memory back when the Frame, and all Views and arrays of\n"
	"it, are gone, or after release(). A Frame that is kept stays as it is.";

PyTypeObject frame_type = {
	.ob_base.ob_base.ob_refcnt = 1,
	.tp_name = "mview.Frame",
	.tp_basicsize = sizeof(struct frame),
	.tp_dealloc = (destructor)frame_dealloc,
	.tp_repr = (reprfunc)frame_repr,
	.tp_as_mapping = &frame_mapping,
	.tp_as_buffer = &frame_buffer,
	.tp_getattro = frame_getattro,
	.tp_iter = (getiterfunc)frame_iter,
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
	.tp_doc = doc_frame,
	.tp_methods = frame_methods,
	.tp_members = frame_members,
	.tp_getset = frame_getset,
};
