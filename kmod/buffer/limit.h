/* SPDX-License-Identifier: GPL-2.0 */
/* How many buffers of their own the processes of one user may hold, how large. */
#ifndef MVIEW_LIMIT_H
#define MVIEW_LIMIT_H

#include <linux/types.h>

struct mview_limit;

/*
 * Count one more buffer, with @npages of memory of its own, against the user
 * that answers for the caller. Returns what to give back with its end, or
 * ERR_PTR(-EDQUOT), -ENOMEM.
 */
struct mview_limit *mview_limit_charge(unsigned long npages);
void mview_limit_uncharge(struct mview_limit *limit, unsigned long npages);

void mview_limit_init(void);

#endif /* MVIEW_LIMIT_H */
