/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A claim count: how many hold something, and two ways to close it for good:
 * once nobody does, or whoever does. Exports of a buffer and mappings of a view
 * are counted so.
 */
#ifndef MVIEW_CLAIM_H
#define MVIEW_CLAIM_H

#include <linux/atomic.h>
#include <linux/limits.h>

struct mview_claims {
	atomic_long_t count;
};

#define MVIEW_CLAIMS_CLOSED	LONG_MIN

/* Take a claim. False if the count was closed. */
static inline bool mview_claim_get(struct mview_claims *claims)
{
	return atomic_long_inc_unless_negative(&claims->count);
}

/* Give a claim back. How many are left; negative if they have been revoked. */
static inline long mview_claim_put(struct mview_claims *claims)
{
	return atomic_long_dec_return(&claims->count);
}

/* Let nobody claim any more. False if somebody does, or it is closed. */
static inline bool mview_claim_close(struct mview_claims *claims)
{
	return !atomic_long_cmpxchg(&claims->count, 0, MVIEW_CLAIMS_CLOSED);
}

/* Let nobody claim any more, and tell how many do. Only while it is open. */
static inline long mview_claim_revoke(struct mview_claims *claims)
{
	return atomic_long_fetch_add(MVIEW_CLAIMS_CLOSED, &claims->count);
}

static inline bool mview_claim_closed(const struct mview_claims *claims)
{
	return atomic_long_read(&claims->count) < 0;
}

static inline unsigned long mview_claim_count(const struct mview_claims *claims)
{
	long count = atomic_long_read(&claims->count);

	return count < 0 ? count - MVIEW_CLAIMS_CLOSED : count;
}

#endif /* MVIEW_CLAIM_H */
