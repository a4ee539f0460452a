// SPDX-License-Identifier: LGPL-2.1-or-later
/* Sources: the buffers of exporters, which the last View gives back. */
#include "view.h"

/* Released sources, to be used again: a View is often gone at once. */
#define SPARE_MAX	16

static struct source *spares[SPARE_MAX];
static int n_spares;

static struct source *source_alloc(void)
{
	struct source *source;

	if (!n_spares)
		return PyObject_GC_New(struct source, &source_type);
	source = spares[--n_spares];
	return (struct source *)PyObject_Init((PyObject *)source,
					      &source_type);
}

struct source *source_create(PyObject *exporter)
{
	struct source *source = source_alloc();

	if (!source)
		return NULL;
	source->views = 0;
	source->buffer.obj = NULL;
	if (PyObject_GetBuffer(exporter, &source->buffer, PyBUF_FULL_RO)) {
		source->buffer.obj = NULL;
		Py_DECREF(source);
		return NULL;
	}
	PyObject_GC_Track(source);
	return source;
}

void source_hold(struct source *source)
{
	source->views++;
	Py_INCREF(source);
}

void source_drop(struct source *source)
{
	if (!--source->views)
		PyBuffer_Release(&source->buffer);
	Py_DECREF(source);
}

static void source_dealloc(struct source *source)
{
	PyObject_GC_UnTrack(source);
	PyBuffer_Release(&source->buffer);
	if (n_spares < SPARE_MAX)
		spares[n_spares++] = source;
	else
		PyObject_GC_Del(source);
}

static int source_traverse(struct source *source, visitproc visit, void *arg)
{
	Py_VISIT(source->buffer.obj);
	return 0;
}

/* Views that still use it keep it: theirs are cleared, too. */
static int source_clear(struct source *source)
{
	if (!source->views)
		PyBuffer_Release(&source->buffer);
	return 0;
}

PyTypeObject source_type = {
	.ob_base.ob_base.ob_refcnt = 1,
	.tp_name = "mview._Source",
	.tp_basicsize = sizeof(struct source),
	.tp_dealloc = (destructor)source_dealloc,
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC |
		    Py_TPFLAGS_DISALLOW_INSTANTIATION,
	.tp_doc = "An exporter's buffer, shared by the Views of it.",
	.tp_traverse = (traverseproc)source_traverse,
	.tp_clear = (inquiry)source_clear,
};
