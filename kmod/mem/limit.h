/* SPDX-License-Identifier: GPL-2.0 */
/* How much memory of mview's own the processes of one user may have. */
#ifndef MVIEW_LIMIT_H
#define MVIEW_LIMIT_H

struct user_struct;

/*
 * Count @npages more for the caller's user. Returns the user, with a reference,
 * NULL if the caller is exempt, or ERR_PTR(-EDQUOT) if RLIMIT_MEMLOCK does not
 * allow so many.
 */
struct user_struct *mview_limit_charge(unsigned long npages);

/* Count @npages less for @user, who may be NULL. The reference stays. */
void mview_limit_uncharge(struct user_struct *user, unsigned long npages);

#endif /* MVIEW_LIMIT_H */
