// SPDX-License-Identifier: GPL-2.0
/* RLIMIT_MEMLOCK, for a user who is not exempt. */
#include "mem/limit.h"

#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/user.h>
#include "test.h"

static const struct cred *limit_old;
static struct cred *limit_new;
static long limit_before;

static int limit_init(struct kunit *test)
{
	limit_new = prepare_creds();
	KUNIT_ASSERT_NOT_NULL(test, limit_new);
	limit_old = override_creds(limit_new);
	limit_before = atomic_long_read(&current_user()->locked_vm);
	return 0;
}

static void limit_exit(struct kunit *test)
{
	revert_creds(limit_old);
	put_cred(limit_new);
}

/* Nobody else allocates while the tests run. */
static long limit_counted(void)
{
	return atomic_long_read(&current_user()->locked_vm) - limit_before;
}

static void limit_drop(void)
{
	cap_lower(limit_new->cap_effective, CAP_IPC_LOCK);
}

static unsigned long limit_left(void)
{
	return (rlimit(RLIMIT_MEMLOCK) >> PAGE_SHIFT) - limit_before;
}

TEST(who_may_lock_is_exempt)
{
	cap_raise(limit_new->cap_effective, CAP_IPC_LOCK);
	assert_null(mview_limit_charge(ULONG_MAX));
	assert_int_equal(limit_counted(), 0);
	mview_limit_uncharge(NULL, ULONG_MAX);
	assert_int_equal(limit_counted(), 0);
}

TEST(pages_count_until_uncharged)
{
	struct user_struct *user;

	limit_drop();
	user = mview_limit_charge(3);
	assert_true(user == current_user());
	assert_int_equal(limit_counted(), 3);
	mview_limit_uncharge(user, 1);
	assert_int_equal(limit_counted(), 2);
	mview_limit_uncharge(user, 2);
	assert_int_equal(limit_counted(), 0);
	free_uid(user);
}

TEST(limit_can_be_reached_but_not_passed)
{
	unsigned long left = limit_left();
	struct user_struct *user;

	limit_drop();
	assert_int_equal(PTR_ERR(mview_limit_charge(left + 1)), -EDQUOT);
	user = mview_limit_charge(left);
	assert_false(IS_ERR_OR_NULL(user));
	assert_int_equal(PTR_ERR(mview_limit_charge(1)), -EDQUOT);
	mview_limit_uncharge(user, left);
	free_uid(user);
	assert_int_equal(limit_counted(), 0);
}

TEST(sums_do_not_wrap)
{
	struct user_struct *user;

	limit_drop();
	user = mview_limit_charge(1);
	assert_false(IS_ERR_OR_NULL(user));
	assert_int_equal(PTR_ERR(mview_limit_charge(ULONG_MAX)), -EDQUOT);
	assert_int_equal(limit_counted(), 1);
	mview_limit_uncharge(user, 1);
	free_uid(user);
}

static struct kunit_case limit_cases[] = {
	CASE(who_may_lock_is_exempt),
	CASE(pages_count_until_uncharged),
	CASE(limit_can_be_reached_but_not_passed),
	CASE(sums_do_not_wrap),
	{}
};

static struct kunit_suite limit_suite = {
	.name = "mview-limit",
	.init = limit_init,
	.exit = limit_exit,
	.test_cases = limit_cases,
};

kunit_test_suite(limit_suite);
