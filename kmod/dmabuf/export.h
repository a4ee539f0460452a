/* SPDX-License-Identifier: GPL-2.0 */
/* MVIEW_VIEW_EXPORT_DMABUF: a view's pages as a dma-buf. */
#ifndef MVIEW_EXPORT_H
#define MVIEW_EXPORT_H

#include "dev/ioctl.h"

struct file;

int mview_view_export_dmabuf(struct file *file, union mview_arg *arg,
			     struct file **result);

#endif /* MVIEW_EXPORT_H */
