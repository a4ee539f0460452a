// SPDX-License-Identifier: LGPL-2.1-or-later
/* == and hash(). */
#include "view.h"

#include <errno.h>

#include "guard.h"

/* 1, 0 or -1 with an exception. */
static int equal_views(struct mview *a, struct mview *b, Py_ssize_t nbytes)
{
	struct guarded guarded;
	int result;

	guarded_begin(&guarded, a, b, nbytes);
	result = mview_equal(a, b);
	result = guarded_end(&guarded, result);
	if (result < 0)
		fail_errno(errno);
	return result;
}

/* A whole row of integers of one kind, where the bytes say it all. */
static bool is_row(const struct view *view)
{
	return view->buffer.ndim == 1 && view->flags & VIEW_C &&
	       !(view->flags & VIEW_OPENED) && view->code &&
	       !strchr("fd?", view->code);
}

static bool is_same_row(const struct view *view, const Py_buffer *other)
{
	return is_row(view) && other->ndim == 1 && !other->suboffsets &&
	       other->itemsize == view->buffer.itemsize &&
	       native_code(other->format ? other->format : "B") == view->code &&
	       (!other->strides || other->strides[0] == other->itemsize);
}

static int equal_rows(const Py_buffer *a, const Py_buffer *b)
{
	PyThreadState *thread;
	int result;

	if (a->len != b->len)
		return 0;
	if (a->len < BIG_COPY)
		return !memcmp(a->buf, b->buf, a->len);
	thread = PyEval_SaveThread();
	result = !memcmp(a->buf, b->buf, a->len);
	PyEval_RestoreThread(thread);
	return result;
}

static int equal_buffer(struct view *self, const Py_buffer *other)
{
	struct mview *a, *b;
	int result;
	bool opaque;

	if (is_same_row(self, other))
		return equal_rows(&self->buffer, other);
	a = view_mview(self);
	if (!a)
		return -1;
	b = mview_from_buffer(other, &opaque);
	if (!b) {
		fail_errno(errno);
		return -1;
	}
	result = opaque || self->flags & VIEW_OPAQUE ?
			 0 : equal_views(a, b, self->buffer.len);
	mview_close(b);
	return result;
}

static int equal_view(struct view *self, struct view *other)
{
	struct mview *a, *b;
	int result;

	if (other->flags & VIEW_RELEASED)
		return self == other;
	if (!(other->flags & VIEW_OPENED) && is_same_row(self, &other->buffer))
		return equal_rows(&self->buffer, &other->buffer);
	a = view_mview(self);
	b = view_mview(other);
	if (!a || !b)
		return -1;
	if ((self->flags | other->flags) & VIEW_OPAQUE)
		return 0;
	other->uses++;
	result = equal_views(a, b, self->buffer.len);
	other->uses--;
	return result;
}

/* 1, 0, -1 with an exception, or -2: it has no buffer. */
static int equal(struct view *self, PyObject *other)
{
	Py_buffer buffer;
	int result;

	if (self->flags & VIEW_RELEASED)
		return (PyObject *)self == other;
	self->uses++;
	if (is_view(other)) {
		result = equal_view(self, (struct view *)other);
	} else if (PyObject_GetBuffer(other, &buffer, PyBUF_FULL_RO)) {
		PyErr_Clear();
		result = -2;
	} else {
		result = equal_buffer(self, &buffer);
		PyBuffer_Release(&buffer);
	}
	self->uses--;
	return result;
}

PyObject *view_richcompare(PyObject *self, PyObject *other, int op)
{
	int result;

	if (op != Py_EQ && op != Py_NE)
		Py_RETURN_NOTIMPLEMENTED;
	result = equal((struct view *)self, other);
	if (result == -2)
		Py_RETURN_NOTIMPLEMENTED;
	return result < 0 ? NULL : PyBool_FromLong(result == (op == Py_EQ));
}

static int refuse_hash(const struct view *self)
{
	const char *why = NULL;

	if (!self->buffer.readonly)
		why = "cannot hash writable memoryview object";
	else if (!self->code || !strchr("Bbc", self->code))
		why = "memoryview: hashing is restricted to formats 'B', 'b' or 'c'";
	if (why)
		PyErr_SetString(PyExc_ValueError, why);
	return why ? -1 : 0;
}

/* That of the bytes, as this process hashes them. */
Py_hash_t view_hash(struct view *self)
{
	PyObject *bytes;

	if (self->hash != -1)
		return self->hash;
	if (view_check(self) || refuse_hash(self))
		return -1;
	if (self->buffer.obj && PyObject_Hash(self->buffer.obj) == -1)
		return -1;
	bytes = view_check(self) ? NULL : view_to_bytes(self, 'C');
	if (!bytes)
		return -1;
	self->hash = PyObject_Hash(bytes);
	Py_DECREF(bytes);
	return self->hash;
}
