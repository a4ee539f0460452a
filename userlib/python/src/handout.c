// SPDX-License-Identifier: LGPL-2.1-or-later
/* Passing a View on: its descriptor, and Views made to be passed on. */
#include "view.h"

#include <errno.h>

PyObject *view_fileno(struct view *self, PyObject *unused)
{
	int fd;

	(void)unused;
	if (view_check(self) || view_refuse_ordinary(self))
		return NULL;
	fd = mview_fd(self->mview);
	return fd < 0 ? fail_errno(errno) : PyLong_FromLong(fd);
}

PyObject *view_confine(struct view *self, PyObject *unused)
{
	(void)unused;
	if (view_check(self) || view_refuse_ordinary(self))
		return NULL;
	return view_wrap(mview_confine(self->mview), NULL, NULL);
}

PyObject *view_expose(struct view *self, PyObject *unused)
{
	(void)unused;
	if (view_check(self) || view_refuse_ordinary(self))
		return NULL;
	return view_wrap(mview_expose(self->mview), NULL, NULL);
}

PyObject *view_export_dmabuf(struct view *self, PyObject *unused)
{
	int64_t offset;
	int fd;

	(void)unused;
	if (view_check(self) || view_refuse_ordinary(self))
		return NULL;
	fd = mview_export_dmabuf(self->mview, &offset);
	return fd < 0 ? fail_errno(errno) :
			Py_BuildValue("(iL)", fd, (long long)offset);
}
