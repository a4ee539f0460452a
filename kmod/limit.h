/* SPDX-License-Identifier: GPL-2.0 */
/* How many buffers of their own the processes of one user may hold. */
#ifndef MVIEW_LIMIT_H
#define MVIEW_LIMIT_H

#include <linux/uidgid.h>

/* Whom to charge for what this process does. */
kuid_t mview_limit_user(void);

/* Returns 0, -EDQUOT or -ENOMEM. */
int mview_limit_charge(kuid_t user);
void mview_limit_uncharge(kuid_t user);

#endif /* MVIEW_LIMIT_H */
