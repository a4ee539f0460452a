/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bytes to and from a kernel view's file, all or -errno. */
#ifndef MVIEW_SRC_TRANSFER_H
#define MVIEW_SRC_TRANSFER_H

#include <stddef.h>
#include <sys/types.h>

int transfer_read(int fd, void *buf, size_t size, off_t pos);
int transfer_write(int fd, const void *buf, size_t size, off_t pos);

#endif /* MVIEW_SRC_TRANSFER_H */
