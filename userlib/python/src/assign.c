// SPDX-License-Identifier: LGPL-2.1-or-later
/* Assignment: one element, or a part from any buffer. */
#include "view.h"

#include <errno.h>

#include "guard.h"
#include "key.h"
#include "place.h"

/* ---- elements ------------------------------------------------------------- */

static bool is_record(struct mview *mview)
{
	return mview_element(mview)->code == 'T';
}

/*
 * Each register of a record would be written, though one alone was meant. A
 * program that opened the buffer as undeclared has asked for that.
 */
static bool is_records_of_registers(const struct view *view,
				    struct mview *mview)
{
	return view->flags & VIEW_REGISTERS &&
	       !(view->flags & VIEW_UNDECLARED) && is_record(mview);
}

/*
 * The bytes between the fields of a record stay, and those beside a value.
 * Registers are not read only to be written.
 */
static int keep_padding(struct item *item, struct view *view,
			const struct mview_field *element,
			const Py_ssize_t *index)
{
	bool has_padding = element->code == 'T' ||
			   element->size * element->count != (int64_t)item->size;

	memset(item->bytes, 0, item->size);
	return has_padding && !(view->flags & VIEW_REGISTERS) ?
		       item_read(item, view, index) : 0;
}

/*
 * Converting runs foreign code, which may release the view. So the element's
 * description and the format come from a separate view, and the view is checked
 * again after.
 */
static int assign_by_mview(struct view *self, const Py_ssize_t *index,
			   PyObject *value)
{
	struct mview *mview = view_mview(self), *own;
	const struct mview_field *element;
	struct item item;
	int result;

	if (!mview)
		return -1;
	if (self->flags & VIEW_OPAQUE) {
		fail_format(self->buffer.format);
		return -1;
	}
	if (is_records_of_registers(self, mview))
		return fail_registers();
	own = mview_from_view(mview);
	if (!own) {
		fail_errno(errno);
		return -1;
	}
	if (item_init(&item, self)) {
		mview_close(own);
		return -1;
	}
	element = mview_element(own);
	result = keep_padding(&item, self, element, index);
	if (!result)
		result = value_pack(element, item.bytes + element->offset,
				    value, mview_format(own));
	mview_close(own);
	if (!result)
		result = view_check(self);
	if (!result)
		result = item_write(&item, self, index);
	item_deinit(&item);
	return result;
}

static int assign_element(struct view *self, const Py_ssize_t *index,
			  PyObject *value)
{
	struct mview_field field;
	const char *format;
	struct item item;
	Py_ssize_t size;
	char code;

	if (!self->code)
		return assign_by_mview(self, index, value);
	if (!(self->flags & VIEW_OPENED) &&
	    value_store(self->code, place_of(self, index), value))
		return 0;
	/* Which stays if the value's code releases the view. */
	format = native_format(self->buffer.format, &code, &size);
	field = field_native(code, size);
	if (item_init(&item, self) ||
	    value_pack(&field, item.bytes, value, format) || view_check(self))
		return -1;
	return item_write(&item, self, index);
}

/* ---- parts ------------------------------------------------------------------ */

/**
 * struct right - what stands to the right of the =
 * @mview: its elements
 * @format: of them
 * @is_opaque: that is unknown to libmview
 * @view: whose @mview it is, or NULL for
 * @buffer: of another object
 */
struct right {
	struct mview *mview;
	const char *format;
	bool is_opaque;
	struct view *view;
	Py_buffer buffer;
};

static int right_init_view(struct right *right, struct view *view)
{
	if (view_check(view))
		return -1;
	right->mview = view_mview(view);
	if (!right->mview)
		return -1;
	right->format = view->buffer.format;
	right->is_opaque = view->flags & VIEW_OPAQUE;
	right->view = (struct view *)Py_NewRef(view);
	view->uses++;
	return 0;
}

static int right_init(struct right *right, PyObject *value)
{
	right->view = NULL;
	if (is_view(value))
		return right_init_view(right, (struct view *)value);
	if (PyObject_GetBuffer(value, &right->buffer, PyBUF_FULL_RO))
		return -1;
	right->mview = mview_from_buffer(&right->buffer, &right->is_opaque);
	if (right->mview) {
		right->format = right->buffer.format ? right->buffer.format :
						       "B";
		return 0;
	}
	fail_errno(errno);
	PyBuffer_Release(&right->buffer);
	return -1;
}

static void right_deinit(struct right *right)
{
	if (right->view) {
		right->view->uses--;
		Py_DECREF(right->view);
	} else {
		mview_close(right->mview);
		PyBuffer_Release(&right->buffer);
	}
}

static bool same_format(const char *a, const char *b)
{
	return !strcmp(a + (*a == '@'), b + (*b == '@'));
}

static int copy(struct view *self, struct mview *part, struct right *right)
{
	bool same = same_format(self->buffer.format, right->format);
	struct guarded guarded;
	int result;

	/* Of memoryview's formats each is its own; others may be swapped. */
	if (!same && (self->flags & VIEW_OPAQUE || right->is_opaque ||
		      (self->code && native_code(right->format)))) {
		result = -1;
		errno = EINVAL;
	} else {
		self->uses++;
		guarded_begin(&guarded, part, right->mview,
			      mview_nbytes(part));
		result = same ? mview_assign(part, right->mview) :
				mview_convert(part, right->mview);
		result = guarded_end(&guarded, result);
		self->uses--;
	}
	if (!result)
		return 0;
	if (errno == EINVAL)
		PyErr_SetString(PyExc_ValueError,
				"memoryview assignment: lvalue and rvalue have different structures");
	else
		fail_errno(errno);
	return -1;
}

static int assign_part(struct view *self, const struct mview_range *ranges,
		       int n, PyObject *value)
{
	struct mview *mview, *part;
	struct right right;
	int result = -1;

	/* The right side may have run code that released the view. */
	if (right_init(&right, value))
		return -1;
	mview = view_check(self) ? NULL : view_mview(self);
	if (!mview)
		goto deinit;
	if (is_records_of_registers(self, mview)) {
		fail_registers();
		goto deinit;
	}
	part = mview_slice(mview, ranges, n);
	if (part)
		result = copy(self, part, &right);
	else
		fail_errno(errno);
	mview_close(part);
deinit:
	right_deinit(&right);
	return result;
}

/* ---- keys --------------------------------------------------------------------- */

static int assign_first(struct view *self, Py_ssize_t index, PyObject *value)
{
	struct mview_range range;

	if (index_in_shape(self, 0, &index))
		return -1;
	if (self->buffer.ndim == 1)
		return assign_element(self, &index, value);
	range = mview_at(index);
	return assign_part(self, &range, 1, value);
}

static bool is_row(const struct view *view)
{
	return view->buffer.ndim == 1 && view->flags & VIEW_C && view->code &&
	       !(view->flags & VIEW_OPENED);
}

/*
 * A piece of a row, from a row of the same native format: what is frequent.
 * Return: 0, -1 with an exception, or 1 with nothing done for anything else.
 */
static int assign_piece(struct view *self, PyObject *slice, PyObject *value)
{
	Py_ssize_t start, stop, step, size;
	Py_buffer right;
	int result = 1;

	if (!is_row(self) || (is_view(value) && !is_row((struct view *)value)))
		return 1;
	if (PyObject_GetBuffer(value, &right, PyBUF_FULL_RO))
		return -1;
	if (PySlice_Unpack(slice, &start, &stop, &step) || view_check(self)) {
		PyBuffer_Release(&right);
		return -1;
	}
	size = PySlice_AdjustIndices(self->buffer.shape[0], &start, &stop,
				     step) * self->buffer.itemsize;
	if (step == 1 && right.ndim == 1 && right.len == size &&
	    right.itemsize == self->buffer.itemsize && !right.suboffsets &&
	    (!right.strides || right.strides[0] == right.itemsize) &&
	    native_code(right.format ? right.format : "B") == self->code &&
	    size < BIG_COPY) {
		memmove((char *)self->buffer.buf + start * right.itemsize,
			right.buf, size);
		result = 0;
	}
	PyBuffer_Release(&right);
	return result;
}

static int assign_slice(struct view *self, PyObject *slice, PyObject *value)
{
	struct mview_range range;
	int result = assign_piece(self, slice, value);

	if (result <= 0)
		return result;
	return range_parse(&range, slice) ||
	       assign_part(self, &range, 1, value) ? -1 : 0;
}

static int assign_parts(struct view *self, PyObject *object, PyObject *value)
{
	struct key key;

	if (object == Py_Ellipsis && !self->buffer.ndim)
		return assign_element(self, NULL, value);
	if (key_parse(&key, self, object, true) || view_check(self))
		return -1;
	if (key.is_element)
		return assign_element(self, key.index, value);
	return assign_part(self, key.ranges, key.n, value);
}

/* view["name"] = ..., view[i, "name"] = ... or no name. */
static int assign_named(struct view *self, PyObject *key, PyObject *value)
{
	PyObject *rest;
	struct view *field = field_key(self, key, &rest);
	int result;

	if (!field)
		return PyErr_Occurred() ? -1 : assign_parts(self, key, value);
	result = assign_parts(field, rest ? rest : Py_Ellipsis, value);
	Py_DECREF(field);
	Py_XDECREF(rest);
	return result;
}

int view_ass_subscript(struct view *self, PyObject *key, PyObject *value)
{
	Py_ssize_t index;

	if (view_check(self))
		return -1;
	if (self->buffer.readonly) {
		PyErr_SetString(PyExc_TypeError,
				"cannot modify read-only memory");
		return -1;
	}
	if (!value) {
		PyErr_SetString(PyExc_TypeError, "cannot delete memory");
		return -1;
	}
	if (!self->buffer.ndim || (!PyIndex_Check(key) && !PySlice_Check(key)))
		return assign_named(self, key, value);
	if (PySlice_Check(key))
		return assign_slice(self, key, value);
	index = PyNumber_AsSsize_t(key, PyExc_IndexError);
	if ((index == -1 && PyErr_Occurred()) || view_check(self))
		return -1;
	return assign_first(self, index, value);
}
