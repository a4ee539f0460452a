/* SPDX-License-Identifier: GPL-2.0 */
/* Imports: private buffers over memory of other drivers. */
#ifndef MVIEW_IMPORT_H
#define MVIEW_IMPORT_H

#include "dev/ioctl.h"

/* MVIEW_IMPORT_DMABUF. */
int mview_import_dmabuf(struct file *file, union mview_arg *arg,
			struct file **result);

#endif /* MVIEW_IMPORT_H */
