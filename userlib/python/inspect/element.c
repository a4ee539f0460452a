// SPDX-License-Identifier: LGPL-2.1-or-later
/* The type Element: a struct or union in a copy of memory. */
#include "types.h"

/**
 * struct element - mview.Element
 * @ctype: of the whole element
 * @slot: what it is
 * @bytes: the copy
 * @base: where the whole element begins in that
 * @at: where this does
 */
struct element {
	PyObject ob_base;
	struct ctype *ctype;
	struct slot *slot;
	PyObject *bytes;
	Py_ssize_t base;
	Py_ssize_t at;
};

PyObject *element_create(struct ctype *ctype, struct slot *slot,
			 PyObject *bytes, Py_ssize_t base, Py_ssize_t at)
{
	struct element *self = PyObject_New(struct element, &element_type);

	if (!self)
		return NULL;
	self->ctype = (struct ctype *)Py_NewRef(ctype);
	self->slot = slot;
	self->bytes = Py_NewRef(bytes);
	self->base = base;
	self->at = at;
	return (PyObject *)self;
}

static void element_dealloc(struct element *self)
{
	Py_DECREF(self->ctype);
	Py_DECREF(self->bytes);
	PyObject_Free(self);
}

static PyObject *refuse_name(struct element *self, PyObject *name)
{
	return PyErr_Format(PyExc_AttributeError, "%s has no member '%U'",
			    self->slot->member->type, name);
}

/* Members go before what Python has of every object, but for its own names. */
static PyObject *element_getattro(PyObject *object, PyObject *name)
{
	struct element *self = (struct element *)object;
	struct record *record = slot_record(self->ctype, self->slot);
	struct slot *slot = record ? record_find(record, name) : NULL;
	PyObject *value;

	if (slot)
		return slot_value(self->ctype, slot, self->bytes, self->base,
				  self->at + slot->offset);
	if (PyErr_Occurred())
		return NULL;
	value = PyObject_GenericGetAttr(object, name);
	if (value || !PyErr_ExceptionMatches(PyExc_AttributeError))
		return value;
	return refuse_name(self, name);
}

static int element_setattro(PyObject *object, PyObject *name, PyObject *value)
{
	(void)object;
	(void)value;
	PyErr_Format(PyExc_AttributeError,
		     "an Element is a copy: elements[index, '%U'] = value writes to the memory",
		     name);
	return -1;
}

static const char *storage_of(const struct element *self)
{
	return PyBytes_AS_STRING(self->bytes) + self->at;
}

/*
 * What an Element shows is one struct, though its slot may be an array. The place
 * in the whole element tells which member of a union holds.
 */
static struct mview_member one_of(const struct element *self)
{
	struct mview_member member = *self->slot->member;

	member.ndim = 0;
	member.count = 1;
	member.offset = self->at - self->base;
	return member;
}

static PyObject *element_str(struct element *self)
{
	const char *whole = PyBytes_AS_STRING(self->bytes) + self->base;
	struct mview_member member = one_of(self);
	size_t size = mview_element_text(&member, whole, NULL, 0);
	char *text = PyMem_Malloc(size + 1);
	PyObject *result;

	if (!text)
		return PyErr_NoMemory();
	mview_element_text(&member, whole, text, size + 1);
	result = PyUnicode_DecodeUTF8(text, size, "surrogateescape");
	PyMem_Free(text);
	return result;
}

static PyObject *element_repr(struct element *self)
{
	PyObject *text = element_str(self), *result;

	if (!text)
		return NULL;
	result = PyUnicode_FromFormat("<%s %U>", self->slot->member->type, text);
	Py_DECREF(text);
	return result;
}

static PyObject *element_bytes(struct element *self, PyObject *unused)
{
	(void)unused;
	return PyBytes_FromStringAndSize(storage_of(self),
					 self->slot->member->size);
}

static PyObject *element_dir(struct element *self, PyObject *unused)
{
	struct record *record = slot_record(self->ctype, self->slot);

	(void)unused;
	return record ? PyDict_Keys(record->names) : NULL;
}

static PyObject *element_richcompare(PyObject *a, PyObject *b, int op)
{
	struct element *left = (struct element *)a, *right = (struct element *)b;
	bool equal;

	if (!Py_IS_TYPE(b, &element_type) || (op != Py_EQ && op != Py_NE))
		Py_RETURN_NOTIMPLEMENTED;
	equal = left->slot->member == right->slot->member &&
		!memcmp(storage_of(left), storage_of(right),
			left->slot->member->size);
	return PyBool_FromLong(equal == (op == Py_EQ));
}

static PyMethodDef element_methods[] = {
	{ "__bytes__", (PyCFunction)(void (*)(void))element_bytes, METH_NOARGS,
	  NULL },
	{ "__dir__", (PyCFunction)(void (*)(void))element_dir, METH_NOARGS,
	  NULL },
	{ 0 },
};

static const char doc_element[] =
	"A struct or union as it was when it was read.\n\n"
	"Its members are attributes: integers, floats, bool, IntEnum members where\n"
	"C has an enum with that value, bytes for arrays of char (without the zeros\n"
	"behind), lists for other arrays, Elements for structs and unions, of which\n"
	"all members can be had. An integer whose bits have names has them as\n"
	"attributes; flags are IntFlag members. getattr() takes names that Python has keywords for.\n"
	"bytes() gives its memory. Equal are Elements of one CType with the same\n"
	"bytes.";

PyTypeObject element_type = {
	.ob_base.ob_base.ob_refcnt = 1,
	.tp_name = "mview.Element",
	.tp_basicsize = sizeof(struct element),
	.tp_dealloc = (destructor)element_dealloc,
	.tp_repr = (reprfunc)element_repr,
	.tp_str = (reprfunc)element_str,
	.tp_getattro = element_getattro,
	.tp_setattro = element_setattro,
	.tp_richcompare = element_richcompare,
	.tp_hash = PyObject_HashNotImplemented,
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
	.tp_doc = doc_element,
	.tp_methods = element_methods,
};
