// SPDX-License-Identifier: LGPL-2.1-or-later
/* The type Elements: the elements of a View as a C type. */
#include "types.h"

#include <errno.h>
#include <stdlib.h>

/**
 * struct elements - mview.Elements
 * @ctype: what they are
 * @view: a View of them
 */
struct elements {
	PyObject ob_base;
	struct ctype *ctype;
	PyObject *view;
};

static PyObject *elements_wrap(struct ctype *ctype, PyObject *view)
{
	struct elements *self;

	if (!view)
		return NULL;
	self = PyObject_New(struct elements, &elements_type);
	if (!self) {
		Py_DECREF(view);
		return NULL;
	}
	self->ctype = (struct ctype *)Py_NewRef(ctype);
	self->view = view;
	return (PyObject *)self;
}

static PyObject *elements_new(PyTypeObject *type, PyObject *args,
			      PyObject *kwargs)
{
	struct mview *mview, *cast;
	struct ctype *ctype;
	PyObject *view;

	(void)type;
	(void)kwargs;
	if (!PyArg_ParseTuple(args, "OO!:Elements", &view, &ctype_type, &ctype))
		return NULL;
	mview = mview_python->borrow(view);
	if (!mview)
		return NULL;
	cast = mview_ctype_view(ctype->type, mview);
	if (!cast)
		return fail_inspect();
	return elements_wrap(ctype, mview_python->derive(cast, view));
}

static void elements_dealloc(struct elements *self)
{
	Py_DECREF(self->ctype);
	Py_DECREF(self->view);
	PyObject_Free(self);
}

/* ---- keys ----------------------------------------------------------------------- */

/**
 * struct place - what a key stands for
 * @n: indices
 * @index: of the element
 * @path: of a member, borrowed, or NULL
 */
struct place {
	int n;
	int64_t index[MVIEW_DIMS];
	PyObject *path;
};

static int add_index(struct place *place, PyObject *entry)
{
	Py_ssize_t index = PyNumber_AsSsize_t(entry, PyExc_IndexError);

	if (index == -1 && PyErr_Occurred())
		return -1;
	place->index[place->n++] = index;
	return 0;
}

static int refuse_path_of_part(void)
{
	PyErr_SetString(PyExc_TypeError,
			"a path is that of a member of one element: elements[index, 'name']");
	return -1;
}

/* 1 if the key is one of integers, and of a path behind them; else 0 or -1. */
static int place_read(struct place *place, PyObject *key)
{
	bool is_tuple = PyTuple_Check(key);
	Py_ssize_t i, n = is_tuple ? PyTuple_GET_SIZE(key) : 1;
	PyObject *last = is_tuple && n ? PyTuple_GET_ITEM(key, n - 1) : key;

	place->n = 0;
	place->path = NULL;
	for (i = 0; i < n; i++) {
		PyObject *entry = is_tuple ? PyTuple_GET_ITEM(key, i) : key;

		if (PyUnicode_Check(entry) && i == n - 1)
			place->path = entry;
		else if (!PyIndex_Check(entry) || i >= MVIEW_DIMS)
			return PyUnicode_Check(last) ? refuse_path_of_part() : 0;
		else if (add_index(place, entry))
			return -1;
	}
	return 1;
}

/* Is it one of an element, which is in the view? Else -1 with an exception. */
static int place_check(const struct place *place, const struct mview *mview)
{
	const int64_t *shape = mview_shape(mview);
	int i;

	if (place->n != mview_ndim(mview)) {
		PyErr_Format(PyExc_TypeError,
			     "elements of %d dimensions have %d indices, not %d",
			     mview_ndim(mview), mview_ndim(mview), place->n);
		return -1;
	}
	for (i = 0; i < place->n; i++) {
		if (place->index[i] < -shape[i] || place->index[i] >= shape[i]) {
			PyErr_Format(PyExc_IndexError,
				     "index out of bounds on dimension %d",
				     i + 1);
			return -1;
		}
	}
	return 0;
}

/* ---- reading ---------------------------------------------------------------------- */

static PyObject *fail_view(void)
{
	return mview_python->fail(errno, NULL);
}

static PyObject *read_element(struct elements *self, struct mview *mview,
			      const struct place *place)
{
	PyObject *bytes = PyBytes_FromStringAndSize(NULL, mview_itemsize(mview));
	struct mview_guard guard;
	PyObject *value;
	int result;

	if (!bytes)
		return NULL;
	mview_guard_begin(&guard, mview);
	result = mview_get_raw(mview, place->index, PyBytes_AS_STRING(bytes));
	if (mview_guard_end(&guard))
		result = -1;
	value = result ? fail_view() : root_value(self->ctype, bytes, 0);
	Py_DECREF(bytes);
	return value;
}

/* The member of a value, which is taken over. @path is that of one. */
static PyObject *follow(PyObject *value, const char *path)
{
	PyObject *inner, *name;
	size_t length;
	char *end;

	while (value && *path) {
		if (*path == '[') {
			inner = PySequence_GetItem(value, strtoll(path + 1, &end, 0));
			path = end + 1;
		} else {
			path += *path == '.';
			length = strcspn(path, ".[");
			name = PyUnicode_FromStringAndSize(path, length);
			inner = name ? PyObject_GetAttr(value, name) : NULL;
			Py_XDECREF(name);
			path += length;
		}
		Py_SETREF(value, inner);
	}
	return value;
}

static int refuse_path(PyObject *path)
{
	if (errno == ENOENT)
		PyErr_SetString(PyExc_KeyError, mview_inspect_error());
	else
		fail_inspect();
	(void)path;
	return -1;
}

static int find_member(struct elements *self, PyObject *path,
		       struct mview_member *member, const char **text)
{
	*text = PyUnicode_AsUTF8(path);
	if (!*text)
		return -1;
	return mview_ctype_find(self->ctype->type, *text, member) ?
		       refuse_path(path) : 0;
}

/* A register that is no struct or array, and no other. */
static PyObject *read_register(struct elements *self, struct mview *mview,
			       const struct place *place,
			       const struct mview_member *member,
			       const char *path)
{
	struct slot slot = { .member = member };
	struct mview_value value;
	PyObject *result;
	char storage[16];

	if (mview_ctype_get(self->ctype->type, mview, place->index, path,
			    storage, &value))
		return fail_inspect();
	result = slot_convert(&slot, &value);
	Py_XDECREF(slot.values);
	return result;
}

static PyObject *read_member(struct elements *self, struct mview *mview,
			     const struct place *place)
{
	struct mview_member member;
	const char *path;

	if (find_member(self, place->path, &member, &path))
		return NULL;
	if (!strcmp(mview_kind(mview), "mmio") && !member.ndim &&
	    !is_record(&member) && member.size <= 8)
		return read_register(self, mview, place, &member, path);
	return follow(read_element(self, mview, place), path);
}

static PyObject *elements_subscript(struct elements *self, PyObject *key)
{
	struct place place;
	struct mview *mview;
	int read = place_read(&place, key);

	if (read < 0)
		return NULL;
	mview = mview_python->borrow(self->view);
	if (!mview)
		return NULL;
	if (!read || (!place.path && place.n < mview_ndim(mview)))
		return elements_wrap(self->ctype,
				     PyObject_GetItem(self->view, key));
	if (place_check(&place, mview))
		return NULL;
	return place.path ? read_member(self, mview, &place) :
			    read_element(self, mview, &place);
}

static PyObject *elements_item(struct elements *self, Py_ssize_t index)
{
	PyObject *key = PyLong_FromSsize_t(index), *result;

	result = key ? elements_subscript(self, key) : NULL;
	Py_XDECREF(key);
	return result;
}

/* ---- writing ---------------------------------------------------------------------- */

static int refuse(PyObject *type, const char *why)
{
	PyErr_SetString(type, why);
	return -1;
}

static int write_member(struct elements *self, struct mview *mview,
			const struct place *place, const char *path,
			const struct mview_value *value)
{
	struct mview_guard guard;
	int result;

	mview_guard_begin(&guard, mview);
	result = mview_ctype_set(self->ctype->type, mview, place->index, path,
				 value);
	if (mview_guard_end(&guard)) {
		fail_view();
		return -1;
	}
	if (!result)
		return 0;
	if (errno == ERANGE)
		return refuse(PyExc_OverflowError, mview_inspect_error());
	if (errno == ENODEV)
		fail_view();
	else
		fail_inspect();
	return -1;
}

static int elements_assign(struct elements *self, PyObject *key, PyObject *object)
{
	struct mview_member member;
	struct mview_value value;
	struct mview *mview;
	struct place place;
	const char *path;
	int read = place_read(&place, key);

	if (read < 0)
		return -1;
	if (!object)
		return refuse(PyExc_TypeError, "cannot delete memory");
	if (!read || !place.path)
		return refuse(PyExc_TypeError,
			      "a member is written to: elements[index, 'name'] = value");
	if (find_member(self, place.path, &member, &path) ||
	    value_read(&value, &member, object))
		return -1;
	mview = mview_python->borrow(self->view);
	if (!mview || place_check(&place, mview))
		return -1;
	if (mview_readonly(mview))
		return refuse(PyExc_TypeError, "cannot modify read-only memory");
	return write_member(self, mview, &place, path, &value);
}

/* ---- all of them ------------------------------------------------------------------ */

static Py_ssize_t elements_length(struct elements *self)
{
	return PyObject_Size(self->view);
}

/**
 * struct elements_iterator - goes through a copy of them
 * @ctype: what they are
 * @bytes: the copy
 * @at: the next one
 */
struct elements_iterator {
	PyObject ob_base;
	struct ctype *ctype;
	PyObject *bytes;
	Py_ssize_t at;
};

static PyObject *copy_all(struct elements *self)
{
	return PyObject_CallMethod(self->view, "tobytes", NULL);
}

static PyObject *elements_iter(struct elements *self)
{
	struct mview *mview = mview_python->borrow(self->view);
	struct elements_iterator *iterator;
	PyObject *bytes;

	if (!mview)
		return NULL;
	if (mview_ndim(mview) != 1)
		return PySeqIter_New((PyObject *)self);
	bytes = copy_all(self);
	iterator = bytes ? PyObject_New(struct elements_iterator,
					&elements_iterator_type) : NULL;
	if (!iterator) {
		Py_XDECREF(bytes);
		return NULL;
	}
	iterator->ctype = (struct ctype *)Py_NewRef(self->ctype);
	iterator->bytes = bytes;
	iterator->at = 0;
	return (PyObject *)iterator;
}

static void iterator_dealloc(struct elements_iterator *self)
{
	Py_DECREF(self->ctype);
	Py_DECREF(self->bytes);
	PyObject_Free(self);
}

static PyObject *iterator_next(struct elements_iterator *self)
{
	Py_ssize_t size = mview_ctype_size(self->ctype->type), at = self->at;

	if (at + size > PyBytes_GET_SIZE(self->bytes))
		return NULL;
	self->at += size;
	return root_value(self->ctype, self->bytes, at);
}

/* The @i-th one in C order: an integer of one axis, else a tuple. */
static PyObject *index_of(int64_t i, int ndim, const int64_t *shape)
{
	PyObject *tuple;
	int axis;

	if (ndim == 1)
		return PyLong_FromLongLong(i);
	tuple = PyTuple_New(ndim);
	for (axis = ndim - 1; tuple && axis >= 0; i /= shape[axis--]) {
		PyObject *index = PyLong_FromLongLong(i % shape[axis]);

		if (!index)
			Py_CLEAR(tuple);
		else
			PyTuple_SET_ITEM(tuple, axis, index);
	}
	return tuple;
}

static PyObject *find_all(struct elements *self, struct mview_expr *expr,
			  PyObject *bytes)
{
	struct mview *mview = mview_python->borrow(self->view);
	Py_ssize_t at, size = mview_ctype_size(self->ctype->type);
	PyObject *list = mview ? PyList_New(0) : NULL;
	struct mview_value value;

	for (at = 0; list && at < PyBytes_GET_SIZE(bytes); at += size) {
		if (mview_expr_get(expr, PyBytes_AS_STRING(bytes) + at, &value)) {
			refuse(PyExc_ValueError, mview_inspect_error());
			Py_CLEAR(list);
		} else if (value.u &&
			   list_append(list, index_of(at / size,
						      mview_ndim(mview),
						      mview_shape(mview)))) {
			Py_CLEAR(list);
		}
	}
	return list;
}

static PyObject *elements_where(struct elements *self, PyObject *argument)
{
	const char *text = PyUnicode_AsUTF8(argument);
	PyObject *bytes, *list = NULL;
	struct mview_expr *expr;

	if (!text)
		return NULL;
	expr = mview_expr_open(self->ctype->type, text);
	if (!expr) {
		refuse(PyExc_ValueError, mview_inspect_error());
		return NULL;
	}
	bytes = copy_all(self);
	if (bytes)
		list = find_all(self, expr, bytes);
	Py_XDECREF(bytes);
	mview_expr_close(expr);
	return list;
}

/* ---- the type ---------------------------------------------------------------------- */

static PyObject *elements_release(struct elements *self, PyObject *unused)
{
	(void)unused;
	return PyObject_CallMethod(self->view, "release", NULL);
}

static PyObject *elements_enter(PyObject *self, PyObject *unused)
{
	(void)unused;
	return Py_NewRef(self);
}

static PyObject *elements_exit(struct elements *self, PyObject *args)
{
	(void)args;
	return elements_release(self, NULL);
}

static PyObject *elements_get(struct elements *self, void *which)
{
	return which ? PyObject_GetAttrString(self->view, which) :
		       Py_NewRef(self->view);
}

static PyObject *elements_ctype(struct elements *self, void *unused)
{
	(void)unused;
	return Py_NewRef(self->ctype);
}

static PyObject *elements_repr(struct elements *self)
{
	return PyUnicode_FromFormat("<Elements: %s, of %R>",
				    self->ctype->root.member->type, self->view);
}

/* The same elements through another CType. */
static PyObject *elements_bits(struct elements *self, PyObject *text)
{
	PyObject *ctype = PyObject_CallMethod((PyObject *)self->ctype, "bits",
					      "O", text);
	PyObject *result = NULL;

	if (ctype)
		result = elements_wrap((struct ctype *)ctype,
				       Py_NewRef(self->view));
	Py_XDECREF(ctype);
	return result;
}

static PyMethodDef elements_methods[] = {
	{ "bits", (PyCFunction)(void (*)(void))elements_bits, METH_O,
	  PyDoc_STR("bits($self, text, /)\n--\n\n"
		    "The same elements, with names for bits: see CType.bits().") },
	{ "where", (PyCFunction)(void (*)(void))elements_where, METH_O,
	  PyDoc_STR("where($self, expression, /)\n--\n\n"
		    "The indices of those for which an expression is not 0, a list.\n\n"
		    "expression is C's, on members and names of enums: 'flags & 0x8000'. Of more\n"
		    "than one dimension, indices are tuples.\n\n"
		    "Raises ValueError, which says where, RevokedError.") },
	{ "release", (PyCFunction)(void (*)(void))elements_release, METH_NOARGS,
	  PyDoc_STR("release($self, /)\n--\n\nAs View.release().") },
	{ "__enter__", elements_enter, METH_NOARGS, NULL },
	{ "__exit__", (PyCFunction)(void (*)(void))elements_exit, METH_VARARGS,
	  NULL },
	{ 0 },
};

static PyGetSetDef elements_getset[] = {
	{ "view", (getter)elements_get, NULL,
	  PyDoc_STR("A View of the same memory, whose format has the storage of each member."),
	  NULL },
	{ "ctype", (getter)elements_ctype, NULL,
	  PyDoc_STR("What they are, a CType."), NULL },
	{ "shape", (getter)elements_get, NULL,
	  PyDoc_STR("Elements along each axis, a tuple."), "shape" },
	{ "ndim", (getter)elements_get, NULL,
	  PyDoc_STR("Number of dimensions."), "ndim" },
	{ 0 },
};

static PyMappingMethods elements_mapping = {
	.mp_length = (lenfunc)elements_length,
	.mp_subscript = (binaryfunc)elements_subscript,
	.mp_ass_subscript = (objobjargproc)elements_assign,
};

static PySequenceMethods elements_sequence = {
	.sq_length = (lenfunc)elements_length,
	.sq_item = (ssizeargfunc)elements_item,
};

static const char doc_elements[] =
	"Elements(view, ctype, /)\n--\n\n"
	"The elements of a View as a C type; what View.as_type() returns.\n\n"
	"elements[i] is a copy of one, whose members are attributes; elements[2:5] is\n"
	"a part. elements[i, 'hdr.len'] is one member, by its path as in C, and\n"
	"elements[i, 'hdr.len'] = value writes it: a number, bytes, or str for what\n"
	"has names. Bits that are others' stay as they are. Registers are accessed\n"
	"one by one so. A loop goes through one copy of all.\n\n"
	"Raises ValueError if the type does not divide the memory; KeyError for no\n"
	"such member, OverflowError for a value that does not fit, RevokedError.";

PyTypeObject elements_type = {
	.ob_base.ob_base.ob_refcnt = 1,
	.tp_name = "mview.Elements",
	.tp_basicsize = sizeof(struct elements),
	.tp_dealloc = (destructor)elements_dealloc,
	.tp_repr = (reprfunc)elements_repr,
	.tp_as_sequence = &elements_sequence,
	.tp_as_mapping = &elements_mapping,
	.tp_iter = (getiterfunc)elements_iter,
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_doc = doc_elements,
	.tp_methods = elements_methods,
	.tp_getset = elements_getset,
	.tp_new = elements_new,
};

PyTypeObject elements_iterator_type = {
	.ob_base.ob_base.ob_refcnt = 1,
	.tp_name = "mview._inspect.ElementsIterator",
	.tp_basicsize = sizeof(struct elements_iterator),
	.tp_dealloc = (destructor)iterator_dealloc,
	.tp_iter = PyObject_SelfIter,
	.tp_iternext = (iternextfunc)iterator_next,
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};
