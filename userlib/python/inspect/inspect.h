/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mview._inspect: what its files share. */
#ifndef MVIEW_PYTHON_INSPECT_H
#define MVIEW_PYTHON_INSPECT_H

#include <mview-inspect.h>

#include "../src/api.h"
#include "../src/convert.h"

/* Functions of mview._mview. */
extern const struct mview_python *mview_python;

/* The exception for what libmview-inspect has left in errno and in words. */
PyObject *fail_inspect(void);

/* Append @item, which is taken over; -1 with an exception, also if it is NULL. */
int list_append(PyObject *list, PyObject *item);

/* ---- dmabuf.c ------------------------------------------------------------- */

PyObject *inspect_dmabufs(PyObject *module, PyObject *unused);

/* ---- camera.c, frame.c ---------------------------------------------------- */

extern PyTypeObject camera_type, frame_type;

/* V4L2's name of a pixel format, without the spaces at its end. */
PyObject *fourcc_name(uint32_t fourcc);

/* A Frame of @frame, which is taken over, also on failure. */
PyObject *frame_wrap(struct mview_frame *frame, PyObject *pixel_format);

/* ---- trace.c, dma.c -------------------------------------------------------- */

extern PyTypeObject trace_type;

/* What drivers have, of @trace, or of all traces if it is NULL; a list. */
PyObject *dma_list(struct mview_trace *trace);

PyObject *inspect_dma_buffers(PyObject *module, PyObject *unused);
PyObject *inspect_whose(PyObject *module, PyObject *args);

#endif /* MVIEW_PYTHON_INSPECT_H */
