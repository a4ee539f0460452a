// SPDX-License-Identifier: LGPL-2.1-or-later
/* Slices of the first axis, which are frequent and have to be quick. */
#include "view.h"

#include "key.h"

/* By libmview: of kernel buffers, and where pointers lead to elements. */
static PyObject *slice_by_mview(struct view *self, PyObject *slice)
{
	struct mview_range range;
	struct mview *mview;

	if (range_parse(&range, slice) || view_check(self))
		return NULL;
	mview = view_mview(self);
	return mview ? view_wrap(mview_slice(mview, &range, 1), self, NULL) :
		       NULL;
}

static Py_ssize_t product(const Py_ssize_t *shape, int ndim)
{
	Py_ssize_t n = 1;
	int i;

	for (i = 0; i < ndim; i++)
		n *= shape[i];
	return n;
}

PyObject *view_slice(struct view *self, PyObject *slice)
{
	const Py_buffer *from = &self->buffer;
	Py_ssize_t start, stop, step, count;
	struct view *part;
	Py_buffer *to;
	int ndim = from->ndim;

	if (self->flags & (VIEW_OPENED | VIEW_INDIRECT))
		return slice_by_mview(self, slice);
	/* The part comes first: a view that is released meanwhile has one. */
	part = view_alloc(self->source, ndim);
	if (!part)
		return NULL;
	if (PySlice_Unpack(slice, &start, &stop, &step)) {
		Py_DECREF(part);
		return NULL;
	}
	count = PySlice_AdjustIndices(from->shape[0], &start, &stop, step);
	to = &part->buffer;
	to->buf = (char *)from->buf + start * from->strides[0];
	to->itemsize = from->itemsize;
	to->readonly = from->readonly;
	to->format = from->format;
	to->shape[0] = count;
	to->strides[0] = from->strides[0] * step;
	part->code = self->code;
	if (ndim == 1) {
		to->len = count * from->itemsize;
		if (count == 1 || to->strides[0] == to->itemsize)
			part->flags = VIEW_C | VIEW_F;
		return (PyObject *)part;
	}
	memcpy(to->shape + 1, from->shape + 1, (ndim - 1) * sizeof(*to->shape));
	memcpy(to->strides + 1, from->strides + 1,
	       (ndim - 1) * sizeof(*to->strides));
	to->len = product(to->shape, ndim) * from->itemsize;
	view_init_flags(part);
	return (PyObject *)part;
}
