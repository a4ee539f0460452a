// SPDX-License-Identifier: LGPL-2.1-or-later
/* What drivers have from the DMA API, and whose an address is, as tuples. */
#include "inspect.h"

/* Text of the kernel's. */
static PyObject *text(const char *bytes)
{
	return PyUnicode_DecodeFSDefault(bytes);
}

/* Seconds, or None for a time that is not known. */
static PyObject *seconds(uint64_t ns)
{
	return ns ? PyFloat_FromDouble(ns * 1e-9) : Py_NewRef(Py_None);
}

static PyObject *describe_buffer(const struct mview_dma_buffer *buffer)
{
	const struct mview_origin *origin = buffer->origin;
	PyObject *address = Py_NewRef(Py_None);

	if (origin->flags & MVIEW_ORIGIN_HAS_DMA_ADDR)
		Py_SETREF(address, PyLong_FromUnsignedLongLong(origin->address));
	return Py_BuildValue("(KNNNNNKNNkNN)", (unsigned long long)buffer->id,
			     text(buffer->name), text(buffer->symbol),
			     text(origin->device), text(origin->driver),
			     text(origin->stack),
			     (unsigned long long)origin->nbytes, address,
			     seconds(origin->time), (unsigned long)origin->pid,
			     text(origin->comm),
			     text(buffer->unreadable ? buffer->unreadable : ""));
}

static PyObject *describe_buffers(const struct mview_dma_buffers *found)
{
	const struct mview_dma_buffer *buffer;
	PyObject *list = PyList_New(0);

	for (buffer = found->first; list && buffer; buffer = buffer->next)
		if (list_append(list, describe_buffer(buffer)))
			Py_CLEAR(list);
	return list;
}

PyObject *dma_list(struct mview_trace *trace)
{
	struct mview_dma_buffers *found;
	PyThreadState *thread;
	PyObject *list;

	thread = PyEval_SaveThread();
	found = mview_dma_find(trace);
	PyEval_RestoreThread(thread);
	if (!found)
		return fail_inspect();
	list = describe_buffers(found);
	mview_dma_free(found);
	return list;
}

PyObject *inspect_dma_buffers(PyObject *module, PyObject *unused)
{
	(void)module;
	(void)unused;
	return dma_list(NULL);
}

static PyObject *describe_use(const struct mview_dma_use *use)
{
	return Py_BuildValue("(INNNNNKKINNkN)", use->state,
			     PyBool_FromLong(use->coherent), text(use->device),
			     text(use->driver), text(use->function),
			     text(use->name), (unsigned long long)use->address,
			     (unsigned long long)use->nbytes, use->direction,
			     seconds(use->since), seconds(use->until),
			     (unsigned long)use->pid, text(use->comm));
}

static PyObject *describe_uses(const struct mview_dma_uses *found)
{
	const struct mview_dma_use *use;
	PyObject *list = PyList_New(0);

	for (use = found->first; list && use; use = use->next)
		if (list_append(list, describe_use(use)))
			Py_CLEAR(list);
	return list ? Py_BuildValue("(NnnK)", list, (Py_ssize_t)found->traces,
				    (Py_ssize_t)found->histories,
				    (unsigned long long)found->overwritten) :
		      NULL;
}

/* (uses, traces, histories, entries of these that are overwritten) */
PyObject *inspect_whose(PyObject *module, PyObject *args)
{
	struct mview_dma_uses *found;
	uint64_t address;
	PyThreadState *thread;
	const char *device;
	PyObject *result;

	(void)module;
	if (!PyArg_ParseTuple(args, "O&z:whose", read_uint64, &address,
			      &device))
		return NULL;
	thread = PyEval_SaveThread();
	found = mview_whose(address, device);
	PyEval_RestoreThread(thread);
	if (!found)
		return fail_inspect();
	result = describe_uses(found);
	mview_whose_free(found);
	return result;
}
