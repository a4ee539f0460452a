/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* /dev/mview while it is open. */
#ifndef MVIEW_SRC_DEVICE_H
#define MVIEW_SRC_DEVICE_H

struct mview_device;

/* For kernel_ask(): -1 if @device is NULL. */
int device_fd(const struct mview_device *device);

#endif /* MVIEW_SRC_DEVICE_H */
