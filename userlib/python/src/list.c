// SPDX-License-Identifier: LGPL-2.1-or-later
/* tolist(): all elements, a list for each axis. */
#include "view.h"

#include <errno.h>

/**
 * struct walk - the elements that go into lists
 * @buffer: where they are
 * @code: of a native format, or 0
 * @field: of any other
 */
struct walk {
	const Py_buffer *buffer;
	char code;
	const struct mview_field *field;
};

static PyObject *element(const struct walk *walk, const char *place)
{
	return walk->code ? value_native(walk->code, place) :
			    value_unpack(walk->field,
					 place + walk->field->offset);
}

static PyObject *list_axis(const struct walk *walk, const char *place, int axis)
{
	const Py_buffer *buffer = walk->buffer;
	Py_ssize_t i, suboffset = -1, length, stride;
	PyObject *list;

	if (axis == buffer->ndim)
		return element(walk, place);
	length = buffer->shape[axis];
	stride = buffer->strides[axis];
	if (buffer->suboffsets)
		suboffset = buffer->suboffsets[axis];
	list = PyList_New(length);
	if (!list)
		return NULL;
	if (axis + 1 == buffer->ndim && walk->code && suboffset < 0) {
		if (value_native_row(list, walk->code, place, stride, length))
			Py_CLEAR(list);
		return list;
	}
	for (i = 0; i < length; i++, place += stride) {
		const char *at = place;
		PyObject *entry;

		if (suboffset >= 0)
			at = *(const char *const *)place + suboffset;
		entry = list_axis(walk, at, axis + 1);
		if (!entry) {
			Py_DECREF(list);
			return NULL;
		}
		PyList_SET_ITEM(list, i, entry);
	}
	return list;
}

/* The elements of a kernel buffer are copied first, all at one time. */
static PyObject *list_kernel(struct view *self, struct walk *walk)
{
	Py_ssize_t strides[MVIEW_DIMS], stride = self->buffer.itemsize;
	Py_buffer copy = self->buffer;
	PyObject *bytes, *list;
	int i;

	for (i = copy.ndim - 1; i >= 0; i--) {
		strides[i] = stride;
		stride *= copy.shape[i];
	}
	bytes = view_to_bytes(self, 'C');
	if (!bytes)
		return NULL;
	copy.buf = PyBytes_AS_STRING(bytes);
	copy.strides = strides;
	walk->buffer = &copy;
	list = list_axis(walk, copy.buf, 0);
	Py_DECREF(bytes);
	return list;
}

PyObject *view_tolist(struct view *self, PyObject *unused)
{
	struct walk walk = { .buffer = &self->buffer, .code = self->code };
	struct mview *mview;
	PyObject *list;

	(void)unused;
	if (view_check(self))
		return NULL;
	if (!walk.code) {
		mview = view_mview(self);
		if (!mview)
			return NULL;
		if (self->flags & VIEW_OPAQUE)
			return fail_format(self->buffer.format);
		walk.field = mview_element(mview);
	}
	/* Allocations may run the garbage collector, and that any finalizer. */
	self->uses++;
	list = self->flags & VIEW_OPENED ?
		       list_kernel(self, &walk) :
		       list_axis(&walk, self->buffer.buf, 0);
	self->uses--;
	return list;
}
