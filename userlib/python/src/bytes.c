// SPDX-License-Identifier: LGPL-2.1-or-later
/* All bytes of a View: tobytes(), hex(). */
#include "view.h"

#include <errno.h>

#include "arguments.h"
#include "guard.h"

static void copy_bytes(char *to, const char *from, size_t size)
{
	PyThreadState *thread;

	if (size < BIG_COPY) {
		memcpy(to, from, size);
		return;
	}
	thread = PyEval_SaveThread();
	memcpy(to, from, size);
	PyEval_RestoreThread(thread);
}

/* In memory, and as they are to stand in the copy. */
static bool is_plain(const struct view *view, char order)
{
	if (view->flags & VIEW_OPENED)
		return false;
	if (view->flags & VIEW_C && (order != 'F' || view->flags & VIEW_F))
		return true;
	return view->flags & VIEW_F && order != 'C';
}

int view_copy_out(struct view *view, void *to, Py_ssize_t size, char order)
{
	struct guarded guarded;
	struct mview *mview;
	int64_t result;

	if (is_plain(view, order)) {
		view->uses++;
		copy_bytes(to, view->buffer.buf, size);
		view->uses--;
		return 0;
	}
	mview = view_mview(view);
	if (!mview)
		return -1;
	view->uses++;
	guarded_begin(&guarded, mview, NULL, size);
	result = mview_tobytes(mview, to, size, order);
	result = guarded_end(&guarded, result);
	view->uses--;
	if (result >= 0)
		return 0;
	fail_errno(errno);
	return -1;
}

PyObject *view_to_bytes(struct view *view, char order)
{
	PyObject *bytes = PyBytes_FromStringAndSize(NULL, view->buffer.len);

	if (bytes && view_copy_out(view, PyBytes_AS_STRING(bytes),
				   view->buffer.len, order))
		Py_CLEAR(bytes);
	return bytes;
}

PyObject *view_tobytes(struct view *self, PyObject *const *args, Py_ssize_t n,
		       PyObject *given)
{
	static const char *const names[] = { "order" };
	PyObject *object;
	const char *order = "C";

	if (arguments_read(&object, "tobytes", names, 0, 1, args, n, given) ||
	    view_check(self))
		return NULL;
	if (!object)
		object = Py_None;
	if (object != Py_None && !PyUnicode_Check(object))
		return PyErr_Format(PyExc_TypeError,
				    "tobytes() argument 'order' must be str or None, not %.50s",
				    Py_TYPE(object)->tp_name);
	if (object != Py_None)
		order = PyUnicode_AsUTF8(object);
	if (!order)
		return NULL;
	if ((*order != 'C' && *order != 'F' && *order != 'A') || order[1]) {
		PyErr_SetString(PyExc_ValueError,
				"order must be 'C', 'F' or 'A'");
		return NULL;
	}
	return view_to_bytes(self, *order);
}

PyObject *view_bytes(struct view *self, PyObject *unused)
{
	(void)unused;
	return view_check(self) ? NULL : view_to_bytes(self, 'C');
}

/* ---- hex() --------------------------------------------------------------------- */

/* A separator as bytes.hex() takes it: one character or byte. -1 for an error. */
static int separator(PyObject *sep)
{
	Py_ssize_t length = PyObject_Length(sep);
	Py_UCS4 character;

	if (length < 0)
		return -1;
	if (length != 1) {
		PyErr_SetString(PyExc_ValueError, "sep must be length 1.");
		return -1;
	}
	if (PyBytes_Check(sep)) {
		character = (unsigned char)*PyBytes_AS_STRING(sep);
	} else if (PyUnicode_Check(sep)) {
		character = PyUnicode_READ_CHAR(sep, 0);
	} else {
		PyErr_SetString(PyExc_TypeError, "sep must be str or bytes.");
		return -1;
	}
	if (character < 128)
		return character;
	PyErr_SetString(PyExc_ValueError, "sep must be ASCII.");
	return -1;
}

static int read_int(int *value, PyObject *object)
{
	int overflow;
	long number = PyLong_AsLongAndOverflow(object, &overflow);

	if (number == -1 && PyErr_Occurred())
		return -1;
	*value = number;
	if (!overflow && *value == number)
		return 0;
	PyErr_SetString(PyExc_OverflowError,
			"Python int too large to convert to C int");
	return -1;
}

static PyObject *to_hex(struct view *self, char sep, int group)
{
	struct mview *mview = view_mview(self);
	Py_ssize_t digits = 2 * self->buffer.len;
	struct guarded guarded;
	int64_t length;
	PyObject *text;

	if (!mview)
		return NULL;
	/* How long it gets depends on no byte. */
	length = mview_hex(mview, NULL, 0, sep, group);
	if (length < 0)
		return fail_errno(errno);
	if (length >= PY_SSIZE_T_MAX)
		return PyErr_NoMemory();
	text = PyUnicode_New(length, 127);
	if (!text || !length)
		return text;
	self->uses++;
	guarded_begin(&guarded, mview, NULL, digits);
	length = mview_hex(mview, PyUnicode_DATA(text), length + 1, sep, group);
	length = guarded_end(&guarded, length);
	self->uses--;
	if (length >= 0)
		return text;
	Py_DECREF(text);
	return fail_errno(errno);
}

PyObject *view_hex(struct view *self, PyObject *const *args, Py_ssize_t n,
		   PyObject *given)
{
	static const char *const names[] = { "sep", "bytes_per_sep" };
	PyObject *values[2], *sep, *bytes, *text;
	int character = 0, group = 1;

	if (arguments_read(values, "hex", names, 0, 2, args, n, given) ||
	    (values[1] && read_int(&group, values[1])) || view_check(self))
		return NULL;
	sep = values[0];
	if (sep) {
		character = separator(sep);
		/* Asking for its length may have run foreign code. */
		if (character < 0 || view_check(self))
			return NULL;
	}
	if (!sep || character)
		return to_hex(self, character, sep ? group : 0);
	/* libmview's for "no separator". */
	bytes = view_to_bytes(self, 'C');
	text = bytes ? PyObject_CallMethod(bytes, "hex", "Oi", sep, group) :
		       NULL;
	Py_XDECREF(bytes);
	return text;
}
