// SPDX-License-Identifier: LGPL-2.1-or-later
/* The dma-bufs that processes have, as tuples. */
#include "inspect.h"

static PyObject *describe_holder(const struct mview_dmabuf_holder *holder)
{
	return Py_BuildValue("(iiIIN)", holder->pid, holder->fd, holder->fds,
			     holder->maps,
			     PyUnicode_DecodeFSDefault(holder->comm));
}

static PyObject *describe(const struct mview_dmabuf *dmabuf)
{
	const struct mview_dmabuf_holder *holder;
	PyObject *holders = PyList_New(0);

	if (!holders)
		return NULL;
	for (holder = dmabuf->holders; holder; holder = holder->next) {
		if (list_append(holders, describe_holder(holder))) {
			Py_DECREF(holders);
			return NULL;
		}
	}
	return Py_BuildValue("(KKNNN)", (unsigned long long)dmabuf->inode,
			     (unsigned long long)dmabuf->nbytes,
			     PyUnicode_DecodeFSDefault(dmabuf->exporter),
			     PyUnicode_DecodeFSDefault(dmabuf->name), holders);
}

static PyObject *describe_all(const struct mview_dmabufs *found)
{
	const struct mview_dmabuf *dmabuf;
	PyObject *list = PyList_New(0);

	if (!list)
		return NULL;
	for (dmabuf = found->first; dmabuf; dmabuf = dmabuf->next) {
		if (list_append(list, describe(dmabuf))) {
			Py_DECREF(list);
			return NULL;
		}
	}
	return Py_BuildValue("(Nn)", list, (Py_ssize_t)found->unseen);
}

PyObject *inspect_dmabufs(PyObject *module, PyObject *unused)
{
	struct mview_dmabufs *found;
	PyThreadState *thread;
	PyObject *result;

	(void)module;
	(void)unused;
	thread = PyEval_SaveThread();
	found = mview_dmabufs_find();
	PyEval_RestoreThread(thread);
	if (!found)
		return fail_inspect();
	result = describe_all(found);
	mview_dmabufs_free(found);
	return result;
}
