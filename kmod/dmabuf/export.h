/* SPDX-License-Identifier: GPL-2.0 */
/* Exports: a view's pages as a dma-buf. */
#ifndef MVIEW_EXPORT_H
#define MVIEW_EXPORT_H

#include <linux/err.h>

struct file;
struct mview_view;

/*
 * A dma-buf of the pages that a mapping of the view has. Returns its file, or
 * ERR_PTR: -EACCES if the view is read-only or confined to less than pages,
 * -EOPNOTSUPP if the memory can't, -ENODEV, -ENOMEM.
 */
#if IS_ENABLED(CONFIG_MVIEW_DMABUF)
struct file *mview_export_open(struct mview_view *view);
#else
static inline struct file *mview_export_open(struct mview_view *view)
{
	return ERR_PTR(-EOPNOTSUPP);
}
#endif

#endif /* MVIEW_EXPORT_H */
