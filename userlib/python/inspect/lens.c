// SPDX-License-Identifier: LGPL-2.1-or-later
/* Lenses from files: the type that one makes, and what it says of a ring. */
#include "types.h"

/* Python tells it once of each file and place, or raises it if it was told to. */
static void warn(const char *why, void *unused)
{
	(void)unused;
	if (!PyErr_Occurred())
		PyErr_WarnFormat(PyExc_RuntimeWarning, 1,
				 "no lens is taken from a file: %s", why);
}

static struct mview_lens *open_lens(PyObject *view, const char *name)
{
	struct mview *mview = mview_python->borrow(view);
	struct mview_lens *lens;

	if (!mview)
		return NULL;
	lens = name ? mview_lens_open(name) :
		      mview_lens_match(mview, warn, NULL);
	if (PyErr_Occurred()) {
		mview_lens_close(lens);
		return NULL;
	}
	if (!lens)
		fail_inspect();
	return lens;
}

/* What Ring() takes, by the names of mview.ring(). */
static PyObject *describe_ring(const struct mview_lens_ring *ring)
{
	return Py_BuildValue("{szsNszszszszsisi}", "owner", ring->owner,
			     "flips", PyBool_FromLong(ring->flips), "done",
			     ring->done, "producer", ring->producer, "head",
			     ring->head, "tail", ring->tail, "counter_bits",
			     ring->counter_bits, "slack", ring->slack);
}

/*
 * lens(view, name): (CType, {ring}) of the lens of that name, or of the one for
 * the view's buffer if it is None.
 */
PyObject *inspect_lens(PyObject *module, PyObject *args)
{
	struct mview_lens *lens;
	PyObject *view, *result;
	const char *name;

	(void)module;
	if (!PyArg_ParseTuple(args, "Oz:lens", &view, &name))
		return NULL;
	lens = open_lens(view, name);
	if (!lens)
		return NULL;
	result = Py_BuildValue("(NN)", ctype_wrap(mview_lens_ctype(lens, NULL)),
			       describe_ring(&lens->ring));
	mview_lens_close(lens);
	return result;
}
