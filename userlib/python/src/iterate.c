// SPDX-License-Identifier: LGPL-2.1-or-later
/* Going through a View: its elements, or sub-views of one dimension less. */
#include "view.h"

/**
 * struct iterator - a place in a View
 * @view: the View; NULL at the end
 * @index: of the next one
 */
struct iterator {
	PyObject ob_base;
	struct view *view;
	Py_ssize_t index;
};

PyObject *view_iter(PyObject *object)
{
	struct view *self = (struct view *)object;
	struct iterator *iterator;

	if (view_check(self))
		return NULL;
	if (!self->buffer.ndim) {
		PyErr_SetString(PyExc_TypeError,
				"invalid indexing of 0-dim memory");
		return NULL;
	}
	iterator = PyObject_GC_New(struct iterator, &view_iterator_type);
	if (!iterator)
		return NULL;
	iterator->view = (struct view *)Py_NewRef(self);
	iterator->index = 0;
	PyObject_GC_Track(iterator);
	return (PyObject *)iterator;
}

static PyObject *iterator_next(struct iterator *self)
{
	struct view *view = self->view;

	if (!view || view_check(view))
		return NULL;
	if (self->index < view->buffer.shape[0]) {
		Py_ssize_t index = self->index++;

		if (view->code && view->buffer.ndim == 1 &&
		    !(view->flags & (VIEW_OPENED | VIEW_INDIRECT)))
			return value_native(view->code,
					    (char *)view->buffer.buf +
					    index * view->buffer.strides[0]);
		return view_first(view, index);
	}
	self->view = NULL;
	Py_DECREF(view);
	return NULL;
}

static void iterator_dealloc(struct iterator *self)
{
	PyObject_GC_UnTrack(self);
	Py_XDECREF(self->view);
	PyObject_GC_Del(self);
}

static int iterator_traverse(struct iterator *self, visitproc visit, void *arg)
{
	Py_VISIT(self->view);
	return 0;
}

PyTypeObject view_iterator_type = {
	.ob_base.ob_base.ob_refcnt = 1,
	.tp_name = "mview._Iterator",
	.tp_basicsize = sizeof(struct iterator),
	.tp_dealloc = (destructor)iterator_dealloc,
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC |
		    Py_TPFLAGS_DISALLOW_INSTANTIATION,
	.tp_traverse = (traverseproc)iterator_traverse,
	.tp_iter = PyObject_SelfIter,
	.tp_iternext = (iternextfunc)iterator_next,
};
