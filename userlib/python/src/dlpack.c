// SPDX-License-Identifier: LGPL-2.1-or-later
/* DLPack: how PyTorch, JAX and others exchange arrays. */
#include "dlpack.h"

#include "interop.h"
#include "view.h"

#define NAME		"dltensor"
#define NAME_VERSIONED	"dltensor_versioned"

/**
 * struct export - an array that was given away
 * @buffer: the View's, until the array is deleted
 * @plain: for a consumer that knows no versions
 * @versioned: for one that does
 * @data: shape and strides
 */
struct export {
	Py_buffer buffer;
	struct dl_managed plain;
	struct dl_managed_versioned versioned;
	int64_t data[];
};

/* Called by consumers, with the interpreter's lock or without. */
static void destroy(struct export *export)
{
	PyGILState_STATE state = PyGILState_Ensure();

	PyBuffer_Release(&export->buffer);
	PyMem_Free(export);
	PyGILState_Release(state);
}

static void delete_plain(struct dl_managed *managed)
{
	destroy(managed->context);
}

static void delete_versioned(struct dl_managed_versioned *managed)
{
	destroy(managed->context);
}

/* A capsule that was used has another name, and is not ours any more. */
static void capsule_destroy(PyObject *capsule)
{
	const char *name = PyCapsule_GetName(capsule);
	void *managed = NULL;

	if (!strcmp(name, NAME)) {
		managed = PyCapsule_GetPointer(capsule, NAME);
		destroy(((struct dl_managed *)managed)->context);
	} else if (!strcmp(name, NAME_VERSIONED)) {
		managed = PyCapsule_GetPointer(capsule, NAME_VERSIONED);
		destroy(((struct dl_managed_versioned *)managed)->context);
	}
}

static int refuse(const char *why)
{
	PyErr_SetString(PyExc_BufferError, why);
	return -1;
}

static int fill_type(struct dl_type *type, struct view *self)
{
	struct mview *mview = view_mview(self);
	const struct mview_field *field;
	char kind;

	if (!mview)
		return -1;
	field = mview_element(mview);
	kind = number_kind(self, field);
	if (!kind)
		return refuse("DLPack has numbers only");
	if (field->size > 1 &&
	    field->order != (PY_LITTLE_ENDIAN ? '<' : '>'))
		return refuse("DLPack has native byte order only");
	type->code = kind == 'b' ? DL_BOOL : kind == 'i' ? DL_INT :
		     kind == 'u' ? DL_UINT : kind == 'f' ? DL_FLOAT :
						       DL_COMPLEX;
	type->bits = 8 * field->size;
	type->lanes = 1;
	return 0;
}

static int fill(struct export *export, struct view *self)
{
	struct dl_tensor *tensor = &export->plain.tensor;
	int i, ndim = self->buffer.ndim;

	*tensor = (struct dl_tensor) {
		.device = { .type = DL_CPU },
		.ndim = ndim,
		.shape = export->data,
		.strides = export->data + ndim,
	};
	if (fill_type(&tensor->dtype, self))
		return -1;
	for (i = 0; i < ndim; i++) {
		if (self->buffer.strides[i] % self->buffer.itemsize)
			return refuse("DLPack has strides of whole elements only");
		tensor->shape[i] = self->buffer.shape[i];
		tensor->strides[i] = self->buffer.strides[i] /
				     self->buffer.itemsize;
	}
	if (PyObject_GetBuffer((PyObject *)self, &export->buffer,
			       PyBUF_STRIDED_RO))
		return -1;
	tensor->data = export->buffer.buf;
	export->plain.context = export;
	export->plain.deleter = delete_plain;
	export->versioned = (struct dl_managed_versioned) {
		.major = 1,
		.context = export,
		.deleter = delete_versioned,
		.flags = self->buffer.readonly ? DL_READ_ONLY : 0,
		.tensor = *tensor,
	};
	return 0;
}

static PyObject *export_view(struct view *self, bool versioned)
{
	struct export *export;
	PyObject *capsule;

	export = PyMem_Malloc(sizeof(*export) + 2 * self->buffer.ndim *
			      sizeof(*export->data));
	if (!export)
		return PyErr_NoMemory();
	if (fill(export, self)) {
		PyMem_Free(export);
		return NULL;
	}
	capsule = versioned ? PyCapsule_New(&export->versioned, NAME_VERSIONED,
					    capsule_destroy) :
			      PyCapsule_New(&export->plain, NAME,
					    capsule_destroy);
	if (!capsule)
		destroy(export);
	return capsule;
}

PyObject *view_dlpack(struct view *self, PyObject *args, PyObject *kwargs)
{
	static const char *const names[] = { "stream", "max_version", "dl_device", "copy",
				 NULL };
	PyObject *stream = Py_None, *version = Py_None, *device = Py_None;
	PyObject *copy = Py_None;
	int major = 0, minor = 0, type = DL_CPU, id = 0;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|$OOOO:__dlpack__",
					 (char **)names, &stream, &version, &device,
					 &copy) ||
	    view_check(self))
		return NULL;
	if ((version != Py_None &&
	     !PyArg_ParseTuple(version, "ii;max_version is (major, minor)",
			       &major, &minor)) ||
	    (device != Py_None &&
	     !PyArg_ParseTuple(device, "ii;dl_device is (type, id)", &type,
			       &id)))
		return NULL;
	if (stream != Py_None)
		refuse("a CPU has no streams");
	else if (type != DL_CPU || copy == Py_True)
		refuse("DLPack is for sharing the memory where it is");
	else if (self->buffer.readonly && major < 1)
		refuse("before version 1.0 DLPack can't say that memory is read-only");
	if (PyErr_Occurred())
		return NULL;
	return export_view(self, major >= 1);
}

PyObject *view_dlpack_device(struct view *self, PyObject *unused)
{
	(void)unused;
	return view_check(self) ? NULL : Py_BuildValue("(ii)", DL_CPU, 0);
}
