// SPDX-License-Identifier: GPL-2.0
/* Claim counts. */
#include "buffer/claim.h"
#include "test.h"

static struct mview_claims claims;

static void claim(int count)
{
	atomic_long_set(&claims.count, 0);
	while (count--)
		assert_true(mview_claim_get(&claims));
}

TEST(a_put_tells_how_many_are_left)
{
	claim(2);
	assert_int_equal(mview_claim_count(&claims), 2);
	assert_int_equal(mview_claim_put(&claims), 1);
	assert_int_equal(mview_claim_put(&claims), 0);
}

TEST(only_a_count_without_claims_can_be_closed)
{
	claim(1);
	assert_false(mview_claim_close(&claims));
	assert_false(mview_claim_closed(&claims));
	mview_claim_put(&claims);
	assert_true(mview_claim_close(&claims));
	assert_true(mview_claim_closed(&claims));
}

TEST(a_closed_count_gives_no_claim)
{
	claim(0);
	assert_true(mview_claim_close(&claims));
	assert_false(mview_claim_get(&claims));
	assert_false(mview_claim_close(&claims));
	assert_int_equal(mview_claim_count(&claims), 0);
}

TEST(a_revoke_closes_and_keeps_the_claims)
{
	claim(3);
	assert_int_equal(mview_claim_revoke(&claims), 3);
	assert_true(mview_claim_closed(&claims));
	assert_false(mview_claim_get(&claims));
	assert_false(mview_claim_close(&claims));
	assert_int_equal(mview_claim_count(&claims), 3);
}

TEST(revoked_claims_can_be_put)
{
	int left;

	claim(3);
	mview_claim_revoke(&claims);
	for (left = 2; left >= 0; left--) {
		assert_true(mview_claim_put(&claims) < 0);
		assert_int_equal(mview_claim_count(&claims), left);
		assert_true(mview_claim_closed(&claims));
	}
}

TESTSET(claim,
	CASE(a_put_tells_how_many_are_left),
	CASE(only_a_count_without_claims_can_be_closed),
	CASE(a_closed_count_gives_no_claim),
	CASE(a_revoke_closes_and_keeps_the_claims),
	CASE(revoked_claims_can_be_put));
