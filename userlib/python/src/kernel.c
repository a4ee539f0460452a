// SPDX-License-Identifier: LGPL-2.1-or-later
/* Kernel buffers: opening, finding, waiting. */
#include "view.h"

#include <errno.h>

#include "convert.h"
#include "deadline.h"

static unsigned int access_flags(int writable)
{
	return writable ? MVIEW_WRITE : MVIEW_READ;
}

PyObject *kernel_wrap(struct mview *mview, bool undeclared)
{
	PyObject *view = view_wrap(mview, NULL, NULL);

	if (view && undeclared)
		((struct view *)view)->flags |= VIEW_UNDECLARED;
	return view;
}

PyObject *kernel_open(PyObject *module, PyObject *args, PyObject *kwargs)
{
	static const char *const names[] = { "name", "writable", "undeclared",
					     NULL };
	int writable = 0, undeclared = 0;
	const char *name = NULL;
	PyThreadState *thread;
	struct mview *mview;
	unsigned int flags;
	PyObject *object;
	uint64_t id = 0;

	(void)module;
	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|p$p:open",
					 (char **)names, &object, &writable,
					 &undeclared))
		return NULL;
	flags = access_flags(writable) | (undeclared ? MVIEW_UNDECLARED : 0);
	if (PyLong_Check(object))
		id = PyLong_AsUnsignedLongLong(object);
	else
		name = PyUnicode_AsUTF8(object);
	if (PyErr_Occurred())
		return NULL;
	thread = PyEval_SaveThread();
	mview = name ? mview_open(name, flags) : mview_open_id(id, flags);
	PyEval_RestoreThread(thread);
	return mview ? kernel_wrap(mview, undeclared) : fail_named(object);
}

PyObject *kernel_from_fd(PyObject *module, PyObject *args, PyObject *kwargs)
{
	static const char *const names[] = { "fd", NULL };
	struct mview *mview;
	int fd;

	(void)module;
	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "i:from_fd", (char **)names, &fd))
		return NULL;
	mview = mview_from_fd(fd);
	return mview ? view_wrap(mview, NULL, NULL) : fail_named(NULL);
}

/* A sequence of integers; -1 with an exception. */
static int read_numbers(int64_t *numbers, PyObject *object)
{
	PyObject *fast = PySequence_Fast(object, "integers are needed");
	Py_ssize_t i, n = fast ? PySequence_Fast_GET_SIZE(fast) : 0;

	if (fast && n > MVIEW_DIMS)
		PyErr_Format(PyExc_ValueError,
			     "memoryview: number of dimensions must not exceed %d",
			     MVIEW_DIMS);
	for (i = 0; fast && i < n && !PyErr_Occurred(); i++)
		numbers[i] = PyLong_AsLongLong(PySequence_Fast_GET_ITEM(fast,
									i));
	Py_XDECREF(fast);
	return PyErr_Occurred() ? -1 : (int)n;
}

/* A format with its shape and, if given, strides. */
int layout_read(struct layout *layout, PyObject *shape, PyObject *strides)
{
	int n;

	layout->ndim = 0;
	layout->has_strides = false;
	if (shape != Py_None)
		layout->ndim = PyLong_Check(shape) ? 1 :
				       read_numbers(layout->shape, shape);
	if (shape != Py_None && PyLong_Check(shape))
		layout->shape[0] = PyLong_AsLongLong(shape);
	if (PyErr_Occurred())
		return -1;
	if (strides == Py_None)
		return 0;
	n = read_numbers(layout->strides, strides);
	if (n < 0)
		return -1;
	if (n != layout->ndim) {
		PyErr_SetString(PyExc_ValueError,
				"shape and strides differ in their length");
		return -1;
	}
	layout->has_strides = true;
	return 0;
}

PyObject *kernel_import_dmabuf(PyObject *module, PyObject *args,
			       PyObject *kwargs)
{
	static const char *const names[] = { "fd", "format", "shape", "strides", "offset",
				 "writable", NULL };
	PyObject *object, *shape = Py_None, *strides = Py_None;
	const char *format = NULL;
	long long offset = 0;
	PyThreadState *thread;
	struct layout layout;
	struct mview *mview;
	int fd, writable = 0;

	(void)module;
	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|zOOLp:import_dmabuf",
					 (char **)names, &object, &format, &shape,
					 &strides, &offset, &writable))
		return NULL;
	fd = PyObject_AsFileDescriptor(object);
	if (fd < 0 || layout_read(&layout, shape, strides))
		return NULL;
	thread = PyEval_SaveThread();
	mview = mview_import_dmabuf(fd, format, layout.ndim,
				    layout.ndim ? layout.shape : NULL,
				    layout.has_strides ? layout.strides : NULL,
				    offset, access_flags(writable));
	PyEval_RestoreThread(thread);
	return mview ? view_wrap(mview, NULL, NULL) : fail_named(NULL);
}

PyObject *kernel_alloc(PyObject *module, PyObject *args, PyObject *kwargs)
{
	static const char *const names[] = { "format", "shape", "strides", "nbytes",
					     "contiguous", NULL };
	PyObject *shape = Py_None, *strides = Py_None;
	const char *format = NULL;
	PyThreadState *thread;
	size_t nbytes = 0;
	struct layout layout;
	struct mview *mview;
	int contiguous = 0;

	(void)module;
	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|zO$OO&p:alloc",
					 (char **)names, &format, &shape, &strides,
					 read_size, &nbytes, &contiguous) ||
	    layout_read(&layout, shape, strides))
		return NULL;
	thread = PyEval_SaveThread();
	mview = mview_alloc(nbytes, format, layout.ndim,
			    layout.ndim ? layout.shape : NULL,
			    layout.has_strides ? layout.strides : NULL, 0,
			    MVIEW_WRITE | (contiguous ? MVIEW_CONTIGUOUS : 0));
	PyEval_RestoreThread(thread);
	return mview ? view_wrap(mview, NULL, NULL) : fail_named(NULL);
}

/* ---- what buffers there are ------------------------------------------------ */

static PyObject *tuple_of(const int64_t *numbers, int n)
{
	PyObject *tuple = PyTuple_New(n);
	int i;

	for (i = 0; tuple && i < n; i++) {
		PyObject *number = PyLong_FromLongLong(numbers[i]);

		if (!number)
			Py_CLEAR(tuple);
		else
			PyTuple_SET_ITEM(tuple, i, number);
	}
	return tuple;
}

/* The members in the order of Buffer's fields. */
static PyObject *describe(struct mview_buffer *buffer)
{
	PyObject *shape = tuple_of(buffer->shape, buffer->ndim);
	PyObject *strides = tuple_of(buffer->strides, buffer->ndim);
	PyObject *result;

	result = Py_BuildValue("KNNsNNNKKKKNNNLL", buffer->id,
			       str_of(buffer->name), str_of(buffer->owner),
			       buffer->kind,
			       PyBool_FromLong(buffer->readonly),
			       PyBool_FromLong(buffer->mappable),
			       PyBool_FromLong(buffer->is_private),
			       buffer->nbytes, buffer->exports, buffer->maps,
			       buffer->seq, str_of(buffer->format), shape,
			       strides,
			       (long long)buffer->offset,
			       (long long)buffer->itemsize);
	mview_buffer_free(buffer);
	return result;
}

/* Takes @members over. */
static int append(PyObject *list, PyObject *members)
{
	int err = members ? PyList_Append(list, members) : -1;

	Py_XDECREF(members);
	return err;
}

PyObject *kernel_buffers(PyObject *module, PyObject *unused)
{
	struct mview_device *device = mview_device_open();
	PyObject *list = device ? PyList_New(0) : fail_named(NULL);
	struct mview_buffer *buffer;
	uint64_t id = 0;

	(void)module;
	(void)unused;
	while (list && (buffer = mview_buffer_next(device, id))) {
		id = buffer->id + 1;
		if (append(list, describe(buffer)))
			Py_CLEAR(list);
	}
	if (list && errno != ENOENT) {
		Py_DECREF(list);
		list = fail_named(NULL);
	}
	mview_device_close(device);
	return list;
}

PyObject *view_name(struct view *self, void *unused)
{
	struct mview_buffer *buffer;
	PyObject *name;

	(void)unused;
	if (view_check(self))
		return NULL;
	if (!view_id(self))
		Py_RETURN_NONE;
	buffer = mview_buffer_by_id(view_id(self));
	if (!buffer)
		return fail_errno(errno == ENOENT ? ENODEV : errno);
	name = str_of(buffer->name);
	mview_buffer_free(buffer);
	return name;
}

PyObject *view_kind(struct view *self, void *unused)
{
	(void)unused;
	if (view_check(self))
		return NULL;
	return PyUnicode_FromString(self->flags & VIEW_OPENED ?
				    mview_kind(self->mview) : "memory");
}

PyObject *view_buffer_id(struct view *self, void *unused)
{
	(void)unused;
	if (view_check(self))
		return NULL;
	return PyLong_FromUnsignedLongLong(view_id(self));
}

/* ---- waiting ------------------------------------------------------------------ */

PyObject *view_wait(struct view *self, PyObject *args, PyObject *kwargs)
{
	static const char *const names[] = { "timeout", NULL };
	PyObject *timeout = Py_None;
	PyThreadState *thread;
	double end;
	uint64_t seq = 0;
	int result;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|O:wait", (char **)names,
					 &timeout) ||
	    deadline_from(&end, timeout) || view_check(self) ||
	    view_refuse_ordinary(self))
		return NULL;
	self->uses++;
	do {
		thread = PyEval_SaveThread();
		result = mview_wait(self->mview, deadline_left(end), &seq);
		PyEval_RestoreThread(thread);
	} while (result < 0 && errno == EINTR && !PyErr_CheckSignals());
	self->uses--;
	if (result > 0)
		return PyLong_FromUnsignedLongLong(seq);
	if (result < 0)
		return PyErr_Occurred() ? NULL : fail_errno(errno);
	Py_RETURN_NONE;
}
