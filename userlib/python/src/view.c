// SPDX-License-Identifier: LGPL-2.1-or-later
/* Views: made from whatever shows a buffer, released, collected. */
#include "view.h"

#include <errno.h>
#include <stddef.h>

/* For a format that is mended: as long as those of the kernel. */
#define FORMAT_ROOM	4096

/* Deallocated Views of few dimensions, to be used again. */
#define SPARE_MAX	16
#define SPARE_NDIM	3
#define SPARE_SIZE	(3 * SPARE_NDIM)

static struct view *spares[SPARE_MAX];
static int n_spares;

static struct view *alloc(int room)
{
	struct view *view;

	if (room > SPARE_NDIM || !n_spares)
		return PyObject_GC_NewVar(struct view, &view_type, 3 * room);
	view = spares[--n_spares];
	return (struct view *)PyObject_InitVar((PyVarObject *)view, &view_type,
					       SPARE_SIZE);
}

struct view *view_alloc(struct source *source, int ndim)
{
	int room = ndim > SPARE_NDIM ? ndim : SPARE_NDIM;
	struct view *view = alloc(room);

	if (!view)
		return NULL;
	/* One by one: the compiler's way to clear a struct of this size is slow. */
	view->source = source;
	view->mview = NULL;
	view->buffer.buf = NULL;
	view->buffer.obj = NULL;
	view->buffer.len = 0;
	view->buffer.itemsize = 0;
	view->buffer.readonly = 0;
	view->buffer.ndim = ndim;
	view->buffer.format = NULL;
	view->buffer.shape = ndim ? view->data : NULL;
	view->buffer.strides = ndim ? view->data + room : NULL;
	view->buffer.suboffsets = NULL;
	view->buffer.internal = NULL;
	view->uses = 0;
	view->hash = -1;
	view->weakrefs = NULL;
	view->code = 0;
	view->flags = 0;
	if (source) {
		source_hold(source);
		view->buffer.obj = source->buffer.obj;
	}
	PyObject_GC_Track(view);
	return view;
}

static Py_ssize_t *suboffsets_of(struct view *view)
{
	int ndim = view->buffer.ndim;

	return view->data + 2 * (ndim > SPARE_NDIM ? ndim : SPARE_NDIM);
}

/* Do the elements follow one another, from axis @first on in steps of @by? */
static bool is_dense(const Py_buffer *buffer, int first, int by)
{
	Py_ssize_t stride = buffer->itemsize;
	int i;

	for (i = first; i >= 0 && i < buffer->ndim; i += by) {
		if (buffer->shape[i] > 1 && buffer->strides[i] != stride)
			return false;
		stride *= buffer->shape[i];
	}
	return true;
}

void view_init_flags(struct view *view)
{
	const Py_buffer *buffer = &view->buffer;
	Py_ssize_t size;

	native_format(buffer->format, &view->code, &size);
	if (view->code && size != buffer->itemsize)
		view->code = 0;
	if (buffer->suboffsets) {
		view->flags |= VIEW_INDIRECT;
	} else if (buffer->ndim < 2) {
		if (!buffer->ndim || buffer->shape[0] == 1 ||
		    buffer->strides[0] == buffer->itemsize)
			view->flags |= VIEW_C | VIEW_F;
	} else {
		if (!buffer->len || is_dense(buffer, buffer->ndim - 1, -1))
			view->flags |= VIEW_C;
		if (!buffer->len || is_dense(buffer, 0, 1))
			view->flags |= VIEW_F;
	}
}

/* An exporter's shape and strides, with defaults for those left out. */
static void fill_arrays(struct view *view, const Py_buffer *from)
{
	Py_buffer *to = &view->buffer;
	Py_ssize_t stride = to->itemsize;
	int i, ndim = to->ndim;

	if (from->shape && ndim)
		memcpy(to->shape, from->shape, ndim * sizeof(*to->shape));
	else if (ndim == 1)
		to->shape[0] = to->itemsize ? to->len / to->itemsize : 0;
	for (i = ndim - 1; i >= 0; i--) {
		to->strides[i] = from->strides ? from->strides[i] : stride;
		stride *= to->shape[i];
	}
	if (from->suboffsets && ndim) {
		to->suboffsets = suboffsets_of(view);
		memcpy(to->suboffsets, from->suboffsets,
		       ndim * sizeof(*to->suboffsets));
	}
}

struct view *view_from_buffer(struct source *source, const Py_buffer *from)
{
	struct view *view = view_alloc(source, from->ndim);
	Py_buffer *to;
	Py_ssize_t size;
	const char *format;
	char code;

	if (!view)
		return NULL;
	to = &view->buffer;
	format = from->format ? native_format(from->format, &code, &size) : "B";
	to->format = (char *)(format ? format : from->format);
	to->buf = from->buf;
	to->len = from->len;
	to->itemsize = from->itemsize;
	to->readonly = from->readonly;
	fill_arrays(view, from);
	view_init_flags(view);
	return view;
}

/* ---- libmview's view ------------------------------------------------------ */

/* The size of an element by libmview; -1 for an unknown format. */
static Py_ssize_t size_of(const char *format)
{
	char any;
	struct mview *mview = mview_from_layout(&any, PY_SSIZE_T_MAX / 2,
						format, 0, NULL, NULL, 0, 0);
	Py_ssize_t size = mview ? mview_itemsize(mview) : -1;

	mview_close(mview);
	return size;
}

/*
 * Records as exporters describe them who have the padding behind the last field
 * in their itemsize only (ctypes, NumPy), or none of it (NumPy): that format
 * with the padding, or without any that is not written down.
 * Return: 0 if there is none.
 */
static int mend_format(char *mended, size_t room, const char *format,
		       Py_ssize_t size)
{
	size_t length = strlen(format);
	Py_ssize_t given = size_of(format);

	if (given < 0 || format[length - 1] != '}' || length + 32 > room)
		return 0;
	if (given < size)
		snprintf(mended, room, "%.*s%zdx}", (int)length - 1, format,
			 size - given);
	else
		snprintf(mended, room, "^%s", format);
	return size_of(mended) == size;
}

struct mview *mview_from_buffer(const Py_buffer *buffer, bool *opaque)
{
	static char nothing;
	int64_t shape[MVIEW_DIMS], strides[MVIEW_DIMS], suboffsets[MVIEW_DIMS];
	int ndim = buffer->ndim;
	struct mview_array array = {
		.buf = buffer->buf ? buffer->buf : &nothing,
		.len = buffer->itemsize,
		.itemsize = buffer->itemsize,
		.readonly = buffer->readonly,
		.ndim = ndim,
		.format = buffer->format,
		.shape = numbers_wide(shape, buffer->shape, ndim),
		.strides = numbers_wide(strides, buffer->strides, ndim),
		.suboffsets = numbers_wide(suboffsets, buffer->suboffsets, ndim),
	};
	char stand_in[FORMAT_ROOM];
	struct mview *mview;
	int i;

	/* Exporters have been seen whose length is another. */
	for (i = 0; array.shape && i < array.ndim; i++)
		if (__builtin_mul_overflow(array.len, array.shape[i],
					   &array.len))
			array.len = -1;
	if (!array.shape && array.ndim)
		array.len = buffer->len;
	*opaque = false;
	mview = mview_from_array(&array);
	if (mview || (errno != EINVAL && errno != E2BIG))
		return mview;
	array.format = stand_in;
	if (buffer->format && mend_format(stand_in, sizeof(stand_in),
					  buffer->format, buffer->itemsize)) {
		mview = mview_from_array(&array);
		if (mview)
			return mview;
	}
	/* A format that libmview does not know: bytes of that size. */
	snprintf(stand_in, sizeof(stand_in), "%zds", buffer->itemsize);
	*opaque = true;
	return mview_from_array(&array);
}

struct mview *view_mview(struct view *view)
{
	bool opaque;

	if (view->mview)
		return view->mview;
	view->mview = mview_from_buffer(&view->buffer, &opaque);
	if (!view->mview)
		fail_errno(errno);
	else if (opaque)
		view->flags |= VIEW_OPAQUE;
	return view->mview;
}

/* Everything but the address, which is not needed of what libmview opened. */
static void describe(struct mview *mview, struct mview_array *array)
{
	*array = (struct mview_array) {
		.len = mview_nbytes(mview),
		.itemsize = mview_itemsize(mview),
		.readonly = mview_readonly(mview),
		.format = mview_format(mview),
		.shape = mview_shape(mview),
		.strides = mview_strides(mview),
	};
}

PyObject *view_wrap(struct mview *mview, struct view *parent,
		    const char *format)
{
	bool opened = !parent || parent->flags & VIEW_OPENED;
	Py_ssize_t shape[MVIEW_DIMS], strides[MVIEW_DIMS], suboffsets[MVIEW_DIMS];
	struct mview_array array;
	struct view *view;
	Py_buffer buffer;
	int ndim;

	if (!mview)
		return fail_errno(errno);
	ndim = mview_ndim(mview);
	view = view_alloc(parent ? parent->source : NULL, ndim);
	if (!view) {
		mview_close(mview);
		return NULL;
	}
	view->mview = mview;
	if (opened) {
		view->flags |= VIEW_OPENED;
		if (!strcmp(mview_kind(mview), "mmio"))
			view->flags |= VIEW_REGISTERS;
		if (parent)
			view->flags |= parent->flags & VIEW_UNDECLARED;
		describe(mview, &array);
		format = array.format;
	} else {
		/* Ordinary memory: can't fail, and addresses stay valid. */
		mview_get_array(mview, &array);
		mview_unmap(mview);
		view->flags |= format ? 0 : parent->flags & VIEW_OPAQUE;
		format = format ? format : parent->buffer.format;
	}
	if (!array_is_narrow(&array, ndim)) {
		Py_DECREF(view);
		return fail_errno(EOVERFLOW);
	}
	buffer = (Py_buffer) {
		.shape = (Py_ssize_t *)numbers_narrow(shape, array.shape, ndim),
		.strides = (Py_ssize_t *)numbers_narrow(strides, array.strides,
							ndim),
		.suboffsets = (Py_ssize_t *)numbers_narrow(suboffsets,
							   array.suboffsets,
							   ndim),
	};
	view->buffer.buf = array.buf;
	view->buffer.len = array.len;
	view->buffer.itemsize = array.itemsize;
	view->buffer.readonly = array.readonly;
	view->buffer.format = (char *)format;
	fill_arrays(view, &buffer);
	view_init_flags(view);
	return (PyObject *)view;
}

PyObject *view_derive(struct mview *mview, PyObject *parent)
{
	const char *format = NULL;

	if (mview) {
		format = format_keep(mview_format(mview));
		if (!format) {
			mview_close(mview);
			return NULL;
		}
	}
	return view_wrap(mview, (struct view *)parent, format);
}

struct mview *view_borrow(PyObject *view)
{
	if (!is_view(view)) {
		PyErr_Format(PyExc_TypeError, "a View is required, not '%.200s'",
			     Py_TYPE(view)->tp_name);
		return NULL;
	}
	return view_check((struct view *)view) ?
		       NULL : view_mview((struct view *)view);
}

/* ---- the end --------------------------------------------------------------- */

static void give_up(struct view *view)
{
	struct source *source = view->source;
	struct mview *mview = view->mview;

	view->flags |= VIEW_RELEASED;
	view->mview = NULL;
	view->source = NULL;
	mview_close(mview);
	if (source)
		source_drop(source);
}

static int try_release(struct view *view)
{
	if (view->flags & VIEW_RELEASED)
		return 0;
	if (view->uses) {
		PyErr_Format(PyExc_BufferError,
			     "memoryview has %zd exported buffer%s",
			     view->uses, view->uses == 1 ? "" : "s");
		return -1;
	}
	if (view->flags & VIEW_PINNED) {
		PyErr_SetString(PyExc_BufferError,
				"an address in the view was given away by __array_interface__");
		return -1;
	}
	if (view->flags & VIEW_OPENED && mview_release(view->mview) &&
	    errno == EBUSY) {
		fail_errno(EBUSY);
		return -1;
	}
	give_up(view);
	return 0;
}

PyObject *view_release(struct view *self, PyObject *unused)
{
	(void)unused;
	if (try_release(self))
		return NULL;
	Py_RETURN_NONE;
}

static void view_dealloc(struct view *self)
{
	PyObject_GC_UnTrack(self);
	if (self->weakrefs)
		PyObject_ClearWeakRefs((PyObject *)self);
	if (!(self->flags & VIEW_RELEASED))
		give_up(self);
	if (Py_SIZE(self) == SPARE_SIZE && n_spares < SPARE_MAX)
		spares[n_spares++] = self;
	else
		PyObject_GC_Del(self);
}

static int view_traverse(struct view *self, visitproc visit, void *arg)
{
	Py_VISIT(self->source);
	return 0;
}

static int view_clear(struct view *self)
{
	if (!(self->flags & VIEW_RELEASED) && !self->uses)
		give_up(self);
	return 0;
}

/* ---- the type ---------------------------------------------------------------- */

/* The slots that end a View; type.c sets the others. */
PyTypeObject view_type = {
	.ob_base.ob_base.ob_refcnt = 1,
	.tp_name = "mview.View",
	.tp_basicsize = offsetof(struct view, data),
	.tp_itemsize = sizeof(Py_ssize_t),
	.tp_dealloc = (destructor)view_dealloc,
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC |
		    Py_TPFLAGS_SEQUENCE,
	.tp_traverse = (traverseproc)view_traverse,
	.tp_clear = (inquiry)view_clear,
	.tp_weaklistoffset = offsetof(struct view, weakrefs),
};
