/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A claim count: the number of holders, and two ways to close it for good:
 * mview_claim_close() needs it to be 0, mview_claim_revoke() does not. It
 * counts the exports of a buffer and the mappings of a view.
 *
 * Operations that change the count are fully ordered: what a holder did before
 * mview_claim_put() comes before what the caller of mview_claim_close() does when
 * that has succeeded. mview_claim_closed() and mview_claim_count() order nothing,
 * and mview_claim_get() nothing if it fails.
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

/* Put a claim. Returns how many are left; negative if they were revoked. */
static inline long mview_claim_put(struct mview_claims *claims)
{
	return atomic_long_dec_return(&claims->count);
}

/* Close the count. False if there are claims, or it was closed. */
static inline bool mview_claim_close(struct mview_claims *claims)
{
	return !atomic_long_cmpxchg(&claims->count, 0, MVIEW_CLAIMS_CLOSED);
}

/* Close an open count and return the number of claims. */
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
