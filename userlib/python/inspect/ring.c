// SPDX-License-Identifier: LGPL-2.1-or-later
/* The type _inspect.Ring, which mview.Ring is made of: a ring of descriptors, in tuples. */
#include "types.h"

#include <errno.h>

#include "../src/deadline.h"

/* The elements, and where head and tail come from. */
enum { ELEMENTS, HEAD, TAIL, N_VIEWS };

/**
 * struct ring - mview._inspect.Ring
 * @ring: libmview-inspect's; NULL once it is closed
 * @views: Views of its own, whatever becomes of the caller's; or NULL
 * @ctypes: what they are; or NULL
 * @texts: of @views that have one, which @ring points to
 * @is_busy: a thread waits, without the interpreter's lock
 */
struct ring {
	PyObject ob_base;
	struct mview_ring *ring;
	PyObject *views[N_VIEWS];
	struct ctype *ctypes[N_VIEWS];
	PyObject *texts[N_VIEWS];
	bool is_busy;
};

/* ---- making one -------------------------------------------------------------- */

/* (text, view, ctype), each of them may be None */
static int read_index(struct ring *self, int which, PyObject *tuple,
		      struct mview_ring_index *index)
{
	PyObject *text, *view, *ctype;

	if (!PyArg_ParseTuple(tuple, "OOO:Ring", &text, &view, &ctype))
		return -1;
	if (text != Py_None) {
		self->texts[which] = Py_NewRef(text);
		index->text = PyUnicode_AsUTF8(text);
		if (!index->text)
			return -1;
	}
	if (ctype != Py_None) {
		if (!Py_IS_TYPE(ctype, &ctype_type)) {
			PyErr_SetString(PyExc_TypeError, "a CType is required");
			return -1;
		}
		self->ctypes[which] = (struct ctype *)Py_NewRef(ctype);
		index->type = self->ctypes[which]->type;
	}
	if (view == Py_None)
		return 0;
	self->views[which] = PyObject_CallOneArg((PyObject *)Py_TYPE(view), view);
	index->view = self->views[which] ?
			      mview_python->borrow(self->views[which]) : NULL;
	return index->view ? 0 : -1;
}

static int open_ring(struct ring *self, PyObject *args)
{
	struct mview_ring_desc desc = { .owner = NULL };
	struct mview_ring_index elements = { .text = NULL };
	PyObject *of, *head, *tail;
	long long slack, stuck_ms;
	int flips, producer;

	if (!PyArg_ParseTuple(args, "OzpziOOiLL:Ring", &of, &desc.owner,
			      &flips, &desc.done, &producer, &head, &tail,
			      &desc.counter_bits, &slack, &stuck_ms) ||
	    read_index(self, ELEMENTS, of, &elements) ||
	    read_index(self, HEAD, head, &desc.head) ||
	    read_index(self, TAIL, tail, &desc.tail))
		return -1;
	desc.flips = flips;
	desc.producer = producer;
	desc.slack = slack;
	desc.stuck_ms = stuck_ms;
	self->ring = mview_ring_open(elements.view, elements.type, &desc);
	if (self->ring)
		return 0;
	fail_inspect();
	return -1;
}

/* Ring(elements, owner, flips, done, producer, head, tail, counter_bits, slack, stuck_ms) */
static PyObject *ring_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
	struct ring *self = (struct ring *)type->tp_alloc(type, 0);

	(void)kwargs;
	if (self && open_ring(self, args))
		Py_CLEAR(self);
	return (PyObject *)self;
}

static void give_up(struct ring *self)
{
	int i;

	mview_ring_close(self->ring);
	self->ring = NULL;
	for (i = 0; i < N_VIEWS; i++) {
		Py_CLEAR(self->views[i]);
		Py_CLEAR(self->texts[i]);
	}
}

static void ring_dealloc(struct ring *self)
{
	int i;

	give_up(self);
	for (i = 0; i < N_VIEWS; i++)
		Py_XDECREF(self->ctypes[i]);
	Py_TYPE(self)->tp_free(self);
}

static int check(const struct ring *self)
{
	if (self->ring && !self->is_busy)
		return 0;
	PyErr_SetString(self->ring ? PyExc_RuntimeError : PyExc_ValueError,
			self->ring ? "another thread waits for the ring" :
				     "the ring is closed");
	return -1;
}

/* ---- reading it ----------------------------------------------------------------- */

/* A reading of the views, which may be taken away meanwhile. */
static void begin(struct ring *self, struct mview_guard *guards)
{
	struct mview *mview;
	int i;

	for (i = 0; i < N_VIEWS; i++) {
		mview = self->views[i] ? mview_python->borrow(self->views[i]) :
					 NULL;
		if (mview)
			mview_guard_begin(&guards[i], mview);
	}
}

/* What it has ended with; -1 with an exception. */
static int end(struct ring *self, struct mview_guard *guards, int result)
{
	int i, error = errno, taken = 0;

	for (i = N_VIEWS - 1; i >= 0; i--)
		if (self->views[i] && mview_guard_end(&guards[i]))
			taken = errno;
	if (taken) {
		mview_python->fail(taken, NULL);
		return -1;
	}
	errno = error;
	if (result < 0)
		error == ENODEV ? mview_python->fail(error, NULL) :
				  fail_inspect();
	return result;
}

static PyObject *describe_finding(const struct mview_ring_finding *finding)
{
	char text[256];

	mview_ring_text(finding, text, sizeof(text));
	return Py_BuildValue("(iLLs)", finding->trouble,
			     (long long)finding->slot,
			     (long long)finding->count, text);
}

static PyObject *describe_findings(const struct mview_ring_state *state)
{
	PyObject *list = PyList_New(0);
	int i;

	for (i = 0; list && i < state->nfindings; i++)
		if (list_append(list, describe_finding(&state->findings[i])))
			Py_CLEAR(list);
	return list;
}

static PyObject *ring_look(struct ring *self, PyObject *unused)
{
	struct mview_guard guards[N_VIEWS];
	struct mview_ring_state state;
	PyObject *findings;
	int result;

	(void)unused;
	if (check(self))
		return NULL;
	begin(self, guards);
	result = mview_ring_look(self->ring, &state);
	if (end(self, guards, result))
		return NULL;
	findings = describe_findings(&state);
	if (!findings)
		return NULL;
	return Py_BuildValue("(LLLLLNLLKLN)", (long long)state.nslots,
			     (long long)state.head, (long long)state.tail,
			     (long long)state.last, (long long)state.pending,
			     PyBool_FromLong(state.wraps),
			     (long long)state.device, (long long)state.driver,
			     (unsigned long long)state.time_ns,
			     (long long)state.still_ms, findings);
}

static PyObject *describe(struct ring *self,
			  const struct mview_ring_entry *entry)
{
	struct ctype *ctype = self->ctypes[ELEMENTS];
	PyObject *bytes, *element;

	bytes = PyBytes_FromStringAndSize(entry->element,
					  mview_ctype_size(ctype->type));
	element = bytes ? root_value(ctype, bytes, 0) : NULL;
	Py_XDECREF(bytes);
	if (!element)
		return NULL;
	return Py_BuildValue("(NLiNKKK)", element, (long long)entry->slot,
			     entry->owner, PyBool_FromLong(entry->is_pending),
			     (unsigned long long)entry->number,
			     (unsigned long long)entry->missed,
			     (unsigned long long)entry->time_ns);
}

/* All entries of the last look, the oldest one first. */
static PyObject *ring_entries(struct ring *self, PyObject *unused)
{
	struct mview_ring_entry entry;
	PyObject *list;
	int64_t i;

	(void)unused;
	if (check(self))
		return NULL;
	list = PyList_New(0);
	for (i = 0; list && !mview_ring_entry(self->ring, i, &entry); i++)
		if (list_append(list, describe(self, &entry)))
			Py_CLEAR(list);
	return list;
}

/* None if there is none yet. */
static PyObject *ring_next(struct ring *self, PyObject *unused)
{
	struct mview_guard guards[N_VIEWS];
	struct mview_ring_entry entry;
	int result;

	(void)unused;
	if (check(self))
		return NULL;
	begin(self, guards);
	result = mview_ring_next(self->ring, &entry);
	result = end(self, guards, result);
	if (result < 0)
		return NULL;
	if (!result)
		Py_RETURN_NONE;
	return describe(self, &entry);
}

/* Whether it is time to look, after at most so many seconds, or None. */
static PyObject *ring_wait(struct ring *self, PyObject *timeout)
{
	PyThreadState *thread;
	double end;
	int result;

	if (check(self) || deadline_from(&end, timeout))
		return NULL;
	self->is_busy = true;
	do {
		thread = PyEval_SaveThread();
		result = mview_ring_wait(self->ring, deadline_left(end));
		PyEval_RestoreThread(thread);
	} while (result < 0 && errno == EINTR && !PyErr_CheckSignals());
	self->is_busy = false;
	if (result >= 0)
		return PyBool_FromLong(result);
	if (PyErr_Occurred())
		return NULL;
	return errno == ENODEV ? mview_python->fail(errno, NULL) :
				 fail_inspect();
}

/* Milliseconds between two looks. */
static PyObject *ring_interval(struct ring *self, PyObject *unused)
{
	(void)unused;
	return check(self) ? NULL :
			     PyLong_FromLong(mview_ring_interval(self->ring));
}

static PyObject *ring_close(struct ring *self, PyObject *unused)
{
	(void)unused;
	if (!self->ring)
		Py_RETURN_NONE;
	if (check(self))
		return NULL;
	give_up(self);
	Py_RETURN_NONE;
}

#define METHOD(name, function, flags) \
	{ name, (PyCFunction)(void (*)(void))function, flags, NULL }

static PyMethodDef ring_methods[] = {
	METHOD("look", ring_look, METH_NOARGS),
	METHOD("entries", ring_entries, METH_NOARGS),
	METHOD("next", ring_next, METH_NOARGS),
	METHOD("wait", ring_wait, METH_O),
	METHOD("interval", ring_interval, METH_NOARGS),
	METHOD("close", ring_close, METH_NOARGS),
	{ 0 },
};

PyTypeObject ring_type = {
	.ob_base.ob_base.ob_refcnt = 1,
	.tp_name = "mview._inspect.Ring",
	.tp_basicsize = sizeof(struct ring),
	.tp_dealloc = (destructor)ring_dealloc,
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_doc = PyDoc_STR("What mview.Ring is made of."),
	.tp_methods = ring_methods,
	.tp_new = ring_new,
};
