/* SPDX-License-Identifier: GPL-2.0 */
/* MVIEW_VIEW_CONTIGUOUS: a copy of a view's elements without gaps. */
#ifndef MVIEW_CONTIGUOUS_H
#define MVIEW_CONTIGUOUS_H

#include <linux/types.h>

struct file;
struct mview_view;

/*
 * A view, in @mode, of a fresh copy in a private buffer; @order is 'C' or 'F'.
 * Returns its file, or ERR_PTR: -EBADFD, -ENODEV, -EDQUOT, -EINTR, -ENOMEM.
 */
struct file *mview_view_copy(struct mview_view *view, char order, u32 mode);

#endif /* MVIEW_CONTIGUOUS_H */
