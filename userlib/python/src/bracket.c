// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * View.guard(): a bracket in which memory that is taken away raises no SIGBUS.
 *
 * libmview's brackets nest in the thread that began them. Python's may not: two
 * tasks of asyncio take turns in theirs. A bracket that ends while others that
 * were begun later are open is therefore ended for libmview after them. Until
 * then the bracket and its View are kept.
 */
#include "view.h"

#include <errno.h>

/**
 * struct bracket - the context manager
 * @view: which is guarded
 * @guard: libmview's
 * @outer: the bracket of this thread that was begun before, a reference
 * @thread: that began it
 * @is_open: between __enter__() and __exit__()
 */
struct bracket {
	PyObject ob_base;
	struct view *view;
	struct mview_guard guard;
	struct bracket *outer;
	unsigned long thread;
	bool is_open;
};

/* Begun by this thread and not ended for libmview, a reference. */
static _Thread_local struct bracket *innermost;

PyObject *view_guard(struct view *self, PyObject *unused)
{
	struct bracket *bracket;

	(void)unused;
	if (view_check(self))
		return NULL;
	bracket = PyObject_New(struct bracket, &guard_type);
	if (!bracket)
		return NULL;
	bracket->view = (struct view *)Py_NewRef(self);
	bracket->outer = NULL;
	bracket->is_open = false;
	return (PyObject *)bracket;
}

static int refuse(const char *why)
{
	PyErr_SetString(PyExc_RuntimeError, why);
	return -1;
}

/* Is it begun for libmview? Only this thread's brackets can be looked for. */
static bool is_pending(const struct bracket *self)
{
	const struct bracket *bracket;

	for (bracket = innermost; bracket; bracket = bracket->outer)
		if (bracket == self)
			return true;
	return false;
}

static PyObject *bracket_enter(struct bracket *self, PyObject *unused)
{
	struct mview *mview;

	(void)unused;
	if (self->is_open || is_pending(self)) {
		refuse("the guard is in use");
		return NULL;
	}
	mview = view_check(self->view) ? NULL : view_mview(self->view);
	if (!mview || view_begin(self->view))
		return NULL;
	self->is_open = true;
	self->thread = PyThread_get_thread_ident();
	self->outer = innermost;
	innermost = (struct bracket *)Py_NewRef(self);
	mview_guard_begin(&self->guard, mview);
	return Py_NewRef(self->view);
}

/* All that are innermost and have ended. */
static void unwind(void)
{
	struct bracket *bracket = innermost;

	while (bracket && !bracket->is_open) {
		innermost = bracket->outer;
		mview_guard_end(&bracket->guard);
		view_end(bracket->view);
		Py_DECREF(bracket);
		bracket = innermost;
	}
}

/* 0, or the errno for memory that was taken away. */
static int bracket_result(struct bracket *self)
{
	struct mview_guard probe;

	mview_guard_begin(&probe, self->view->mview);
	return mview_guard_end(&probe) ? errno : 0;
}

static PyObject *bracket_exit(struct bracket *self, PyObject *args)
{
	int error;

	(void)args;
	if (!self->is_open)
		Py_RETURN_NONE;
	if (self->thread != PyThread_get_thread_ident()) {
		refuse("the guard was entered by another thread");
		return NULL;
	}
	error = bracket_result(self);
	self->is_open = false;
	unwind();
	/* RevokedError replaces an exception that zeros may have caused. */
	if (error)
		return fail_errno(error);
	Py_RETURN_NONE;
}

static void bracket_dealloc(struct bracket *self)
{
	Py_DECREF(self->view);
	PyObject_Free(self);
}

static PyMethodDef bracket_methods[] = {
	{ "__enter__", (PyCFunction)(void (*)(void))bracket_enter, METH_NOARGS,
	  PyDoc_STR("Begin accesses to the memory. Returns the View.") },
	{ "__exit__", (PyCFunction)(void (*)(void))bracket_exit, METH_VARARGS,
	  PyDoc_STR("End them. Raises RevokedError if the memory was taken away.") },
	{ 0 },
};

PyTypeObject guard_type = {
	.ob_base.ob_base.ob_refcnt = 1,
	.tp_name = "mview.Guard",
	.tp_basicsize = sizeof(struct bracket),
	.tp_dealloc = (destructor)bracket_dealloc,
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
	.tp_doc = PyDoc_STR("What View.guard() returns."),
	.tp_methods = bracket_methods,
};
