// SPDX-License-Identifier: LGPL-2.1-or-later
/* The type _inspect.Camera, which mview.Camera is made of: it goes through frames. */
#include "inspect.h"

#include <errno.h>
#include <structmember.h>

#include "../src/deadline.h"

/**
 * struct camera - mview._inspect.Camera
 * @camera: libmview-inspect's; NULL once it is closed
 * @pixel_format: the name that all its frames share
 * @timeout: seconds that a frame may take, or None
 * @is_busy: a thread waits for a frame, without the interpreter's lock
 */
struct camera {
	PyObject ob_base;
	struct mview_camera *camera;
	PyObject *pixel_format;
	PyObject *timeout;
	bool is_busy;
};

static int refuse(PyObject *type, const char *why)
{
	PyErr_SetString(type, why);
	return -1;
}

/* 0 if the camera may be used now, else -1 with an exception. */
static int check(const struct camera *self)
{
	if (!self->camera)
		return refuse(PyExc_ValueError, "the camera is closed");
	if (self->is_busy)
		return refuse(PyExc_RuntimeError,
			      "another thread waits for a frame");
	return 0;
}

static int configure(struct mview_camera *camera, unsigned int fourcc,
		     unsigned int width, unsigned int height,
		     unsigned int buffers)
{
	if ((fourcc || width || height) &&
	    mview_camera_set(camera, fourcc, width, height))
		return -1;
	return buffers ? mview_camera_buffers(camera, buffers) : 0;
}

static struct mview_camera *open_configured(const char *path,
					    const unsigned int *how)
{
	struct mview_camera *camera = mview_camera_open(path);

	if (!camera || !configure(camera, how[0], how[1], how[2], how[3]))
		return camera;
	mview_camera_close(camera);
	return NULL;
}

/* Camera(path, timeout, fourcc, width, height, buffers), the last four 0 if not given. */
static PyObject *camera_new(PyTypeObject *type, PyObject *args,
			    PyObject *kwargs)
{
	struct camera *self;
	PyThreadState *thread;
	unsigned int how[4];
	const struct mview_picture *picture;
	PyObject *path, *timeout;

	(void)kwargs;
	if (!PyArg_ParseTuple(args, "O&OO&O&O&O&:Camera",
			      PyUnicode_FSConverter, &path, &timeout,
			      read_uint, &how[0], read_uint, &how[1],
			      read_uint, &how[2], read_uint, &how[3]))
		return NULL;
	self = (struct camera *)type->tp_alloc(type, 0);
	if (self) {
		self->timeout = Py_NewRef(timeout);
		thread = PyEval_SaveThread();
		self->camera = open_configured(PyBytes_AS_STRING(path), how);
		PyEval_RestoreThread(thread);
	}
	Py_DECREF(path);
	if (!self)
		return NULL;
	if (!self->camera) {
		fail_inspect();
	} else {
		picture = mview_camera_picture(self->camera);
		self->pixel_format = fourcc_name(picture->fourcc);
	}
	if (!self->pixel_format)
		Py_CLEAR(self);
	return (PyObject *)self;
}

/* The next frame, or NULL with errno. Python's handlers of signals are run. */
static struct mview_frame *next_frame(struct camera *self, double end)
{
	struct mview_frame *frame;
	PyThreadState *thread;

	self->is_busy = true;
	do {
		thread = PyEval_SaveThread();
		frame = mview_camera_next(self->camera, deadline_left(end));
		PyEval_RestoreThread(thread);
	} while (!frame && errno == EINTR && !PyErr_CheckSignals());
	self->is_busy = false;
	return frame;
}

static PyObject *take(struct camera *self, PyObject *timeout)
{
	struct mview_frame *frame;
	double end;

	if (check(self) || deadline_from(&end, timeout))
		return NULL;
	frame = next_frame(self, end);
	if (!frame)
		return PyErr_Occurred() ? NULL : fail_inspect();
	return frame_wrap(frame, self->pixel_format);
}

static PyObject *camera_next(struct camera *self)
{
	return take(self, self->timeout);
}

/* Without waiting. */
static PyObject *camera_poll(struct camera *self, PyObject *unused)
{
	PyObject *zero = PyLong_FromLong(0), *frame;

	(void)unused;
	frame = take(self, zero);
	Py_DECREF(zero);
	return frame;
}

static PyObject *camera_close(struct camera *self, PyObject *unused)
{
	struct mview_camera *camera = self->camera;
	PyThreadState *thread;

	(void)unused;
	if (!camera)
		Py_RETURN_NONE;
	if (check(self))
		return NULL;
	self->camera = NULL;
	thread = PyEval_SaveThread();
	mview_camera_close(camera);
	PyEval_RestoreThread(thread);
	Py_RETURN_NONE;
}

static PyObject *camera_fileno(struct camera *self, PyObject *unused)
{
	(void)unused;
	if (!self->camera) {
		refuse(PyExc_ValueError, "the camera is closed");
		return NULL;
	}
	return PyLong_FromLong(mview_camera_fd(self->camera));
}

static PyObject *camera_size(struct camera *self, PyObject *unused)
{
	const struct mview_picture *picture;

	(void)unused;
	if (check(self))
		return NULL;
	picture = mview_camera_picture(self->camera);
	return Py_BuildValue("(II)", picture->width, picture->height);
}

static void camera_dealloc(struct camera *self)
{
	mview_camera_close(self->camera);
	Py_XDECREF(self->pixel_format);
	Py_XDECREF(self->timeout);
	Py_TYPE(self)->tp_free(self);
}

static PyMethodDef camera_methods[] = {
	{ "poll", (PyCFunction)(void (*)(void))camera_poll, METH_NOARGS, NULL },
	{ "close", (PyCFunction)(void (*)(void))camera_close, METH_NOARGS, NULL },
	{ "fileno", (PyCFunction)(void (*)(void))camera_fileno, METH_NOARGS,
	  NULL },
	{ "size", (PyCFunction)(void (*)(void))camera_size, METH_NOARGS, NULL },
	{ 0 },
};

static PyMemberDef camera_members[] = {
	{ "pixel_format", T_OBJECT, offsetof(struct camera, pixel_format),
	  READONLY, NULL },
	{ "timeout", T_OBJECT, offsetof(struct camera, timeout), READONLY,
	  NULL },
	{ 0 },
};

PyTypeObject camera_type = {
	.ob_base.ob_base.ob_refcnt = 1,
	.tp_name = "mview._inspect.Camera",
	.tp_basicsize = sizeof(struct camera),
	.tp_dealloc = (destructor)camera_dealloc,
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_doc = PyDoc_STR("What mview.Camera is made of."),
	.tp_iter = PyObject_SelfIter,
	.tp_iternext = (iternextfunc)camera_next,
	.tp_methods = camera_methods,
	.tp_members = camera_members,
	.tp_new = camera_new,
};
