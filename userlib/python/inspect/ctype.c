// SPDX-License-Identifier: LGPL-2.1-or-later
/* The type CType: a C type, and the names of its members. */
#include "types.h"

#include <errno.h>

/* ---- records ---------------------------------------------------------------- */

static bool is_anonymous(const struct mview_member *member)
{
	return !*member->name && is_record(member) && !member->ndim;
}

static Py_ssize_t count(const struct mview_member *record)
{
	Py_ssize_t n = 0;
	int i;

	for (i = 0; i < record->nmembers; i++)
		n += is_anonymous(&record->members[i]) ?
			     count(&record->members[i]) : 1;
	return n;
}

/* The first one of a name counts, as for mview_ctype_find(). */
static int add_slot(struct record *record, const struct mview_member *member,
		    int64_t offset)
{
	PyObject *name, *place;
	int result = -1;

	record->slots[record->n] = (struct slot) {
		.member = member,
		.offset = offset,
	};
	name = str_of(member->name);
	place = PyLong_FromSsize_t(record->n++);
	if (name && place &&
	    (!*member->name || PyDict_SetDefault(record->names, name, place)))
		result = 0;
	Py_XDECREF(name);
	Py_XDECREF(place);
	return result;
}

static int add_members(struct record *record, const struct mview_member *of,
		       int64_t base)
{
	int i, err = 0;

	for (i = 0; i < of->nmembers && !err; i++) {
		const struct mview_member *member = &of->members[i];
		int64_t offset = base + member->offset;

		err = is_anonymous(member) ?
			      add_members(record, member, offset) :
			      add_slot(record, member, offset);
	}
	return err;
}

static void record_destroy(struct record *record)
{
	Py_ssize_t i;

	for (i = 0; i < record->n; i++)
		Py_XDECREF(record->slots[i].values);
	Py_XDECREF(record->names);
	PyMem_Free(record);
}

struct record *slot_record(struct ctype *ctype, struct slot *slot)
{
	struct record *record = slot->record;

	if (record)
		return record;
	record = PyMem_Calloc(1, sizeof(*record) + count(slot->member) *
						   sizeof(*record->slots));
	if (!record) {
		PyErr_NoMemory();
		return NULL;
	}
	record->names = PyDict_New();
	if (!record->names || add_members(record, slot->member, 0)) {
		record_destroy(record);
		return NULL;
	}
	record->next = ctype->records;
	ctype->records = record;
	slot->record = record;
	return record;
}

struct slot *record_find(const struct record *record, PyObject *name)
{
	PyObject *place = PyDict_GetItemWithError(record->names, name);

	return place ? (struct slot *)&record->slots[PyLong_AsSsize_t(place)] :
		       NULL;
}

/* ---- the type ----------------------------------------------------------------- */

PyObject *ctype_wrap(struct mview_ctype *type)
{
	struct ctype *self;

	if (!type)
		return fail_inspect();
	self = PyObject_New(struct ctype, &ctype_type);
	if (!self) {
		mview_ctype_close(type);
		return NULL;
	}
	self->type = type;
	self->root = (struct slot) { .member = mview_ctype_root(type) };
	self->records = NULL;
	return (PyObject *)self;
}

static struct mview_ctype *open_in_file(const char *name, const char *path)
{
	struct mview_types *types = mview_types_file(path, NULL);
	struct mview_ctype *type = types ? mview_types_get(types, name) : NULL;

	mview_types_close(types);
	return type;
}

static PyObject *ctype_new(PyTypeObject *unused, PyObject *args,
			   PyObject *kwargs)
{
	static const char *const names[] = { "", "btf", NULL };
	PyObject *path = NULL;
	struct mview_ctype *type;
	PyThreadState *thread;
	const char *name;

	(void)unused;
	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "s|$O&:CType",
					 (char **)names, &name,
					 PyUnicode_FSConverter, &path))
		return NULL;
	thread = PyEval_SaveThread();
	type = path ? open_in_file(name, PyBytes_AS_STRING(path)) :
		      mview_ctype_open(name);
	PyEval_RestoreThread(thread);
	Py_XDECREF(path);
	return ctype_wrap(type);
}

static void ctype_dealloc(struct ctype *self)
{
	struct record *record, *next;

	for (record = self->records; record; record = next) {
		next = record->next;
		record_destroy(record);
	}
	Py_XDECREF(self->root.values);
	mview_ctype_close(self->type);
	PyObject_Free(self);
}

static PyObject *ctype_name(struct ctype *self, void *unused)
{
	(void)unused;
	return PyUnicode_FromString(self->root.member->type);
}

static PyObject *ctype_nbytes(struct ctype *self, void *unused)
{
	(void)unused;
	return PyLong_FromLongLong(mview_ctype_size(self->type));
}

static PyObject *ctype_format(struct ctype *self, void *unused)
{
	(void)unused;
	return str_of(mview_ctype_format(self->type));
}

static PyObject *ctype_repr(struct ctype *self)
{
	return PyUnicode_FromFormat("<CType %s, %lld bytes>",
				    self->root.member->type,
				    (long long)mview_ctype_size(self->type));
}

static PyObject *ctype_str(struct ctype *self)
{
	size_t size = mview_ctype_describe(self->type, NULL, 0);
	char *text = PyMem_Malloc(size + 1);
	PyObject *result;

	if (!text)
		return PyErr_NoMemory();
	mview_ctype_describe(self->type, text, size + 1);
	result = PyUnicode_DecodeUTF8(text, size, "surrogateescape");
	PyMem_Free(text);
	return result;
}

static PyObject *ctype_bits(struct ctype *self, PyObject *argument)
{
	const char *text = PyUnicode_AsUTF8(argument);
	struct mview_ctype *type = text ? mview_lens_bits(self->type, text) :
					  NULL;

	if (!text)
		return NULL;
	if (!type && errno == ENOENT) {
		PyErr_SetString(PyExc_KeyError, mview_inspect_error());
		return NULL;
	}
	return ctype_wrap(type);
}

PyObject *inspect_ctype_of(PyObject *module, PyObject *view)
{
	struct mview *mview = mview_python->borrow(view);

	(void)module;
	return mview ? ctype_wrap(mview_ctype_of_view(mview)) : NULL;
}

/* Whether a text is an expression on its elements. */
static PyObject *ctype_has_expression(struct ctype *self, PyObject *argument)
{
	const char *text = PyUnicode_AsUTF8(argument);
	struct mview_expr *expr = text ? mview_expr_open(self->type, text) :
					 NULL;

	if (!text)
		return NULL;
	mview_expr_close(expr);
	return PyBool_FromLong(!!expr);
}

static PyMethodDef ctype_methods[] = {
	{ "has_expression", (PyCFunction)(void (*)(void))ctype_has_expression,
	  METH_O,
	  PyDoc_STR("has_expression($self, text, /)\n--\n\n"
		    "Whether a text is an expression on elements of the type.") },
	{ "bits", (PyCFunction)(void (*)(void))ctype_bits, METH_O,
	  PyDoc_STR("bits($self, text, /)\n--\n\n"
		    "The same type, with names for bits of its integers.\n\n"
		    "text is 'PATH{NAME:BIT,NAME:HIGH:LOW}', and more of them behind a comma,\n"
		    "as in 'flags{done:0,eop:1,err:7:4}'; 0 is the lowest bit.\n\n"
		    "Raises ValueError for a bad text, KeyError for no such member, IndexError\n"
		    "for bits that it does not have.") },
	{ 0 },
};

static PyGetSetDef ctype_getset[] = {
	{ "name", (getter)ctype_name, NULL,
	  PyDoc_STR("As C has it: 'struct nvme_completion'."), NULL },
	{ "nbytes", (getter)ctype_nbytes, NULL, PyDoc_STR("Its size."), NULL },
	{ "format", (getter)ctype_format, NULL,
	  PyDoc_STR("The format of its storage, for View.cast(): each byte once."),
	  NULL },
	{ 0 },
};

static const char doc_ctype[] =
	"CType(name, /, *, btf=None)\n--\n\n"
	"A C type of the kernel, from BTF.\n\n"
	"name is '[MODULE:]TYPE', where TYPE is 'struct x', 'union x', 'enum x' or\n"
	"'x', and MODULE is loaded; 'x#2' is the second one of that name. btf is the\n"
	"path of a vmlinux or module that the type is in, in place of the running\n"
	"kernel. str() of it is what pahole prints.\n\n"
	"The names of a kernel are read anew for each CType: make it once.\n\n"
	"Raises FileNotFoundError for no such type, with similar ones, or no BTF;\n"
	"ValueError, NotImplementedError for BTF that is newer than libbpf, OSError.";

PyTypeObject ctype_type = {
	.ob_base.ob_base.ob_refcnt = 1,
	.tp_name = "mview.CType",
	.tp_basicsize = sizeof(struct ctype),
	.tp_dealloc = (destructor)ctype_dealloc,
	.tp_repr = (reprfunc)ctype_repr,
	.tp_str = (reprfunc)ctype_str,
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_doc = doc_ctype,
	.tp_methods = ctype_methods,
	.tp_getset = ctype_getset,
	.tp_new = ctype_new,
};
