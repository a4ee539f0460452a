/* SPDX-License-Identifier: GPL-2.0 */
/* Import of dma-bufs. */
#ifndef MVIEW_IMPORT_CMD_H
#define MVIEW_IMPORT_CMD_H

#include <linux/errno.h>
#include "dev/ioctl.h"

/* MVIEW_IMPORT_DMABUF; -EOPNOTSUPP in a kernel without dma-bufs. */
#if IS_ENABLED(CONFIG_MVIEW_DMABUF)
int mview_import_dmabuf(struct file *file, union mview_arg *arg,
			struct file **result);
#else
static inline int mview_import_dmabuf(struct file *file, union mview_arg *arg,
				      struct file **result)
{
	return -EOPNOTSUPP;
}
#endif

#endif /* MVIEW_IMPORT_CMD_H */
