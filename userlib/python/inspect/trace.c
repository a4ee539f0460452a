// SPDX-License-Identifier: LGPL-2.1-or-later
/* The type _inspect.Trace, which mview.Trace is made of. */
#include "inspect.h"

#include <errno.h>

#include "../src/deadline.h"

/**
 * struct trace - mview._inspect.Trace
 * @trace: libmview's; NULL once it is closed
 * @is_busy: a thread asks or waits, without the interpreter's lock
 */
struct trace {
	PyObject ob_base;
	struct mview_trace *trace;
	bool is_busy;
};

/* The trace, for this thread until it is no more busy; NULL with an exception. */
static struct mview_trace *begin(struct trace *self)
{
	if (!self->trace) {
		PyErr_SetString(PyExc_ValueError, "the trace is closed");
		return NULL;
	}
	if (self->is_busy) {
		PyErr_SetString(PyExc_RuntimeError,
				"another thread uses the trace");
		return NULL;
	}
	self->is_busy = true;
	return self->trace;
}

/* Trace(filter, flags) */
static PyObject *trace_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
	PyThreadState *thread;
	struct trace *self;
	unsigned int flags;
	const char *filter;

	(void)kwargs;
	if (!PyArg_ParseTuple(args, "zI:Trace", &filter, &flags))
		return NULL;
	self = (struct trace *)type->tp_alloc(type, 0);
	if (!self)
		return NULL;
	thread = PyEval_SaveThread();
	self->trace = mview_dma_open(filter, flags);
	PyEval_RestoreThread(thread);
	if (self->trace)
		return (PyObject *)self;
	fail_inspect();
	Py_DECREF(self);
	return NULL;
}

static PyObject *trace_buffers(struct trace *self, PyObject *unused)
{
	struct mview_trace *trace = begin(self);
	PyObject *list;

	(void)unused;
	if (!trace)
		return NULL;
	list = dma_list(trace);
	self->is_busy = false;
	return list;
}

/* True for a change, False if the time is over. */
static PyObject *trace_wait(struct trace *self, PyObject *timeout)
{
	PyThreadState *thread;
	double end;
	int result;

	if (deadline_from(&end, timeout) || !begin(self))
		return NULL;
	do {
		thread = PyEval_SaveThread();
		result = mview_dma_wait(self->trace, deadline_left(end));
		PyEval_RestoreThread(thread);
	} while (result < 0 && errno == EINTR && !PyErr_CheckSignals());
	self->is_busy = false;
	if (result >= 0)
		return PyBool_FromLong(result);
	return PyErr_Occurred() ? NULL : fail_inspect();
}

static PyObject *trace_counts(struct trace *self, PyObject *unused)
{
	const struct mview_trace_counts *counts;
	PyThreadState *thread;

	(void)unused;
	if (!begin(self))
		return NULL;
	thread = PyEval_SaveThread();
	counts = mview_trace_counts(self->trace, true);
	PyEval_RestoreThread(thread);
	self->is_busy = false;
	if (!counts)
		return PyErr_SetFromErrno(PyExc_OSError);
	return Py_BuildValue("(KKKKKKKK)", (unsigned long long)counts->live,
			     (unsigned long long)counts->seen,
			     (unsigned long long)counts->lost,
			     (unsigned long long)counts->entries,
			     (unsigned long long)counts->overwritten,
			     (unsigned long long)counts->history,
			     (unsigned long long)counts->devices,
			     (unsigned long long)counts->functions);
}

static PyObject *trace_close(struct trace *self, PyObject *unused)
{
	struct mview_trace *trace = self->trace;
	PyThreadState *thread;

	(void)unused;
	if (!trace)
		Py_RETURN_NONE;
	if (!begin(self))
		return NULL;
	self->trace = NULL;
	self->is_busy = false;
	thread = PyEval_SaveThread();
	mview_trace_close(trace);
	PyEval_RestoreThread(thread);
	Py_RETURN_NONE;
}

static PyObject *trace_fileno(struct trace *self, PyObject *unused)
{
	(void)unused;
	if (self->trace)
		return PyLong_FromLong(mview_trace_fd(self->trace));
	PyErr_SetString(PyExc_ValueError, "the trace is closed");
	return NULL;
}

static void trace_dealloc(struct trace *self)
{
	mview_trace_close(self->trace);
	Py_TYPE(self)->tp_free(self);
}

static PyMethodDef trace_methods[] = {
	{ "buffers", (PyCFunction)(void (*)(void))trace_buffers, METH_NOARGS,
	  NULL },
	{ "wait", (PyCFunction)(void (*)(void))trace_wait, METH_O, NULL },
	{ "counts", (PyCFunction)(void (*)(void))trace_counts, METH_NOARGS,
	  NULL },
	{ "close", (PyCFunction)(void (*)(void))trace_close, METH_NOARGS, NULL },
	{ "fileno", (PyCFunction)(void (*)(void))trace_fileno, METH_NOARGS,
	  NULL },
	{ 0 },
};

PyTypeObject trace_type = {
	.ob_base.ob_base.ob_refcnt = 1,
	.tp_name = "mview._inspect.Trace",
	.tp_basicsize = sizeof(struct trace),
	.tp_dealloc = (destructor)trace_dealloc,
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_doc = PyDoc_STR("What mview.Trace is made of."),
	.tp_methods = trace_methods,
	.tp_new = trace_new,
};
