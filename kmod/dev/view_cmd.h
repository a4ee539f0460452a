/* SPDX-License-Identifier: GPL-2.0 */
/* The commands on a view. */
#ifndef MVIEW_VIEW_CMD_H
#define MVIEW_VIEW_CMD_H

/* Set the ioctls of views. Called before the first view is made. */
void mview_view_cmd_init(void);

#endif /* MVIEW_VIEW_CMD_H */
