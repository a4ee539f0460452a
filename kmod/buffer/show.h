/* SPDX-License-Identifier: GPL-2.0 */
/* Text output for fdinfo and debugfs. */
#ifndef MVIEW_SHOW_H
#define MVIEW_SHOW_H

#include "core/layout.h"

struct seq_file;

/* A format, with what could break a line or a column escaped. */
void mview_show_format(struct seq_file *m, const struct mv_layout *layout);

/* Numbers with commas between them. */
void mview_show_axes(struct seq_file *m, const s64 *axes, u32 ndim);

/* debugfs mview/buffers. */
void mview_debugfs_init(void);
void mview_debugfs_exit(void);

#endif /* MVIEW_SHOW_H */
