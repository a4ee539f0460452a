/* SPDX-License-Identifier: GPL-2.0 */
/* /dev/mview. */
#ifndef MVIEW_DEV_H
#define MVIEW_DEV_H

int mview_dev_init(void);
void mview_dev_exit(void);

#endif /* MVIEW_DEV_H */
