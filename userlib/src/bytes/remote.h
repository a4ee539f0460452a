/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Views whose elements can't be reached from a base by strides: they are read
 * and written through the kernel's file, along pointers, or as file.h does.
 */
#ifndef MVIEW_SRC_REMOTE_H
#define MVIEW_SRC_REMOTE_H

#include <stddef.h>

struct mview;

/* Move all elements in C order, mview_nbytes() bytes. 0 or -errno. */
int remote_read(struct mview *view, void *buf, size_t size);
int remote_write(struct mview *view, const void *buf, size_t size);

#endif /* MVIEW_SRC_REMOTE_H */
