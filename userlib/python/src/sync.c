// SPDX-License-Identifier: LGPL-2.1-or-later
/* View.sync(): a bracket around accesses through a pointer. */
#include "view.h"

#include <errno.h>

/**
 * struct sync - the context manager
 * @view: whose bytes are synced
 * @flags: MVIEW_READ, MVIEW_WRITE
 * @is_open: between __enter__() and __exit__()
 */
struct sync {
	PyObject ob_base;
	struct view *view;
	unsigned int flags;
	bool is_open;
};

PyObject *view_sync(struct view *self, PyObject *args, PyObject *kwargs)
{
	static const char *const names[] = { "read", "write", NULL };
	PyObject *write = Py_None;
	struct sync *sync;
	int read = 1, writes;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|pO:sync", (char **)names, &read,
					 &write) ||
	    view_check(self))
		return NULL;
	writes = write == Py_None ? !self->buffer.readonly :
				    PyObject_IsTrue(write);
	if (writes < 0)
		return NULL;
	if (writes && self->buffer.readonly) {
		PyErr_SetString(PyExc_TypeError,
				"cannot modify read-only memory");
		return NULL;
	}
	if (!writes && !read) {
		PyErr_SetString(PyExc_ValueError,
				"sync() is for reading, writing or both");
		return NULL;
	}
	sync = PyObject_New(struct sync, &sync_type);
	if (!sync)
		return NULL;
	sync->view = (struct view *)Py_NewRef(self);
	sync->flags = (read ? MVIEW_READ : 0) | (writes ? MVIEW_WRITE : 0);
	sync->is_open = false;
	return (PyObject *)sync;
}

static PyObject *sync_enter(struct sync *self, PyObject *unused)
{
	struct view *view = self->view;
	PyThreadState *thread;
	int result;

	(void)unused;
	if (view_begin(view))
		return NULL;
	if (view->flags & VIEW_OPENED) {
		thread = PyEval_SaveThread();
		result = mview_sync_begin(view->mview, self->flags);
		PyEval_RestoreThread(thread);
		if (result) {
			view_end(view);
			if (errno != EINVAL)
				return fail_errno(errno);
			PyErr_SetString(PyExc_ValueError,
					"the view is being synced already");
			return NULL;
		}
	}
	self->is_open = true;
	return Py_NewRef(view);
}

static int sync_end(struct sync *self)
{
	struct view *view = self->view;
	int result = 0;

	if (!self->is_open)
		return 0;
	self->is_open = false;
	if (view->flags & VIEW_OPENED)
		result = mview_sync_end(view->mview);
	view_end(view);
	return result;
}

static PyObject *sync_exit(struct sync *self, PyObject *args)
{
	(void)args;
	if (sync_end(self))
		return fail_errno(errno);
	Py_RETURN_NONE;
}

static void sync_dealloc(struct sync *self)
{
	sync_end(self);
	Py_DECREF(self->view);
	PyObject_Free(self);
}

static PyMethodDef sync_methods[] = {
	{ "__enter__", (PyCFunction)(void (*)(void))sync_enter, METH_NOARGS,
	  PyDoc_STR("Begin the CPU's use of the memory. Returns the View.") },
	{ "__exit__", (PyCFunction)(void (*)(void))sync_exit, METH_VARARGS,
	  PyDoc_STR("End it: the device may use the memory again.") },
	{ 0 },
};

PyTypeObject sync_type = {
	.ob_base.ob_base.ob_refcnt = 1,
	.tp_name = "mview.Sync",
	.tp_basicsize = sizeof(struct sync),
	.tp_dealloc = (destructor)sync_dealloc,
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
	.tp_doc = PyDoc_STR("What View.sync() returns."),
	.tp_methods = sync_methods,
};
