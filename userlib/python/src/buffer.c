// SPDX-License-Identifier: LGPL-2.1-or-later
/* A View as an exporter: what each request for a buffer gets. */
#include "view.h"

#include <errno.h>

static bool wants(int flags, int what)
{
	return (flags & what) == what;
}

/* Why a request can't be met, or NULL. Messages are memoryview's. */
static const char *refusal(const struct view *view, int flags)
{
	bool c = view->flags & VIEW_C, f = view->flags & VIEW_F;

	if (wants(flags, PyBUF_WRITABLE) && view->buffer.readonly)
		return "memoryview: underlying buffer is not writable";
	if (wants(flags, PyBUF_C_CONTIGUOUS) && !c)
		return "memoryview: underlying buffer is not C-contiguous";
	if (wants(flags, PyBUF_F_CONTIGUOUS) && !f)
		return "memoryview: underlying buffer is not Fortran contiguous";
	if (wants(flags, PyBUF_ANY_CONTIGUOUS) && !c && !f)
		return "memoryview: underlying buffer is not contiguous";
	if (!wants(flags, PyBUF_INDIRECT) && view->flags & VIEW_INDIRECT)
		return "memoryview: underlying buffer requires suboffsets";
	if (!wants(flags, PyBUF_STRIDES) && !c)
		return "memoryview: underlying buffer is not C-contiguous";
	if (!wants(flags, PyBUF_ND) && wants(flags, PyBUF_FORMAT))
		return "memoryview: cannot cast to unsigned bytes if the format flag is present";
	return NULL;
}

/* The address of a kernel buffer, which is mapped until it is given back. */
static int map_kernel(struct view *view, Py_buffer *buffer)
{
	buffer->buf = mview_map(view->mview);
	if (buffer->buf)
		return 0;
	if (errno == EOPNOTSUPP)
		PyErr_Format(PyExc_BufferError,
			     "memory of kind %s cannot be mapped; tobytes() and assignment work",
			     mview_kind(view->mview));
	else if (errno == EACCES)
		PyErr_SetString(PyExc_BufferError,
				"the pages hold what this View may not show, neighbours of a confined one or registers that the driver left out; tobytes() and assignment work");
	else
		fail_errno(errno);
	return -1;
}

int view_getbuffer(struct view *self, Py_buffer *buffer, int flags)
{
	const char *why;

	buffer->obj = NULL;
	if (view_check(self))
		return -1;
	why = refusal(self, flags);
	if (why) {
		PyErr_SetString(PyExc_BufferError, why);
		return -1;
	}
	*buffer = self->buffer;
	buffer->obj = NULL;
	if (self->flags & VIEW_OPENED && map_kernel(self, buffer))
		return -1;
	if (!wants(flags, PyBUF_FORMAT))
		buffer->format = NULL;
	if (!wants(flags, PyBUF_STRIDES))
		buffer->strides = NULL;
	if (!wants(flags, PyBUF_ND)) {
		buffer->ndim = 1;
		buffer->shape = NULL;
	}
	buffer->obj = Py_NewRef(self);
	self->uses++;
	return 0;
}

void view_releasebuffer(struct view *self, Py_buffer *buffer)
{
	(void)buffer;
	self->uses--;
	if (self->flags & VIEW_OPENED)
		mview_unmap(self->mview);
}
