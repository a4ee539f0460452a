/* SPDX-License-Identifier: GPL-2.0 */
/* Exports: a view's pages as a dma-buf. */
#ifndef MVIEW_EXPORT_H
#define MVIEW_EXPORT_H

struct file;
struct mview_view;

/*
 * A dma-buf of the pages that a mapping of the view has. Returns its file, or
 * ERR_PTR: -EACCES if the view is read-only or confined to less than pages,
 * -EOPNOTSUPP if the memory can't, -ENODEV, -ENOMEM.
 */
struct file *mview_export_open(struct mview_view *view);

#endif /* MVIEW_EXPORT_H */
