/* SPDX-License-Identifier: GPL-2.0 */
/* Traces: files that another module makes something of. */
#ifndef MVIEW_TRACE_CMD_H
#define MVIEW_TRACE_CMD_H

#include "dev/ioctl.h"

/* MVIEW_TRACE_OPEN. */
int mview_trace_open(struct file *file, union mview_arg *arg,
		     struct file **result);

#endif /* MVIEW_TRACE_CMD_H */
