// SPDX-License-Identifier: GPL-2.0
/* Following rings: each new entry once. */
#include "rings.h"

#include <poll.h>
#include <stdlib.h>

static void assert_follows_exactly(void)
{
	unsigned int seed = 7, i;
	uint64_t from, missed;

	assert_int_equal(follow(made), 0);
	for (i = 0; i < 20000; i++) {
		from = made;
		complete(rand_r(&seed) % (2 * SLOTS));
		tail = made;
		missed = follow(from);
		if (made - from < SLOTS)
			assert_int_equal(missed, 0);
		else
			assert_int_equal(missed, made - from - SLOTS + 1);
		if (i % 16 == 0) {
			look();
			assert_int_equal(seen.nfindings, 0);
		}
	}
}

TEST(each_entry_with_a_phase_comes_once)
{
	watch(phase);
	assert_follows_exactly();
}

TEST(each_entry_in_front_of_a_counter_comes_once)
{
	watch((struct mview_ring_desc) {
		.counter_bits = 16,
		.tail.view = tails,
	});
	assert_follows_exactly();
}

TEST(a_look_in_between_does_not_hide_that_entries_were_missed)
{
	watch(phase);
	assert_int_equal(follow(0), 0);
	complete(3);
	assert_int_equal(follow(0), 0);
	complete(SLOTS + 2);
	look();
	assert_true(follow(3) >= 2);
}

TEST(an_entry_left_out_is_passed_and_told)
{
	watch(phase);
	assert_int_equal(follow(0), 0);
	complete(5);
	slots[2].status ^= 1;
	slots[2].number = 0;
	assert_int_equal(follow(0), 1);
	complete(SLOTS - 1);
	assert_int_equal(follow(5), 0);
	assert_trouble(MVIEW_RING_DISORDER, 2, 1);
	look();
	assert_int_equal(seen.nfindings, 0);
}

TEST(an_entry_whose_bit_stays_is_passed_and_told)
{
	watch(phase);
	assert_int_equal(follow(0), 0);
	complete(SLOTS - 1);
	assert_int_equal(follow(0), 0);
	complete(1);
	slots[SLOTS - 1].status ^= 1;
	complete(1);
	assert_int_equal(follow(SLOTS - 1), 1);
	complete(3);
	assert_int_equal(follow(SLOTS + 1), 0);
	assert_trouble(MVIEW_RING_SAME_BIT, SLOTS - 1, -1);
}

TEST(a_bit_that_stays_is_told_before_and_after_it_is_passed)
{
	watch(phase);
	look();
	assert_int_equal(follow(0), 0);
	complete(5);
	slots[2].status ^= 1;
	assert_trouble(MVIEW_RING_SAME_BIT, 2, 1);
	assert_int_equal(follow(0), 1);
	assert_trouble(MVIEW_RING_SAME_BIT, 2, 1);
	assert_trouble(MVIEW_RING_SAME_BIT, 2, 1);
}

TEST(a_bit_that_stayed_is_forgotten_when_it_flips)
{
	struct slot before;

	watch(phase);
	assert_int_equal(follow(0), 0);
	complete(5);
	slots[2].status ^= 1;
	assert_int_equal(follow(0), 1);
	assert_trouble(MVIEW_RING_SAME_BIT, 2, 1);
	/* Written as it should be on the next way round, left out after that. */
	complete(SLOTS - 2);
	assert_int_equal(follow(5), 0);
	complete(SLOTS - 1);
	assert_int_equal(follow(SLOTS + 3), 0);
	before = slots[2];
	complete(3);
	slots[2] = before;
	assert_int_equal(follow(2 * SLOTS + 2), 1);
	assert_trouble(MVIEW_RING_DISORDER, 2, 1);
}

TEST(entries_without_a_value_are_passed)
{
	struct mview_ring_desc desc = phase;

	desc.owner = "(status & 1) / (id != 9)";
	watch(desc);
	assert_int_equal(follow(0), 0);
	complete(3);
	slots[1].id = 9;
	assert_int_equal(follow(0), 1);
	complete(4);
	slots[3].id = 9;
	slots[4].id = 9;
	assert_int_equal(follow(3), 2);
	/* Round the end. */
	complete(3);
	slots[7].id = 9;
	slots[0].id = 9;
	assert_int_equal(follow(7), 2);
	complete(3);
	assert_int_equal(follow(10), 0);
	look();
	assert_int_equal(seen.nfindings, 0);
}

/* The device clears the bit of @n entries. */
static void clear(uint64_t n)
{
	for (; n; n--, made++) {
		slots[made % SLOTS].number = made;
		slots[made % SLOTS].status = 0;
	}
}

TEST(each_entry_that_the_device_is_done_with_comes_once)
{
	unsigned int seed = 7, i;
	uint64_t posted = SLOTS - 1, from;

	watch(plain);
	own("11111110");
	assert_int_equal(follow(0), 0);
	for (i = 0; i < 20000; i++) {
		from = made;
		clear(rand_r(&seed) % (posted - made));
		assert_int_equal(follow(from), 0);
		for (; posted < made + SLOTS - 1 && rand_r(&seed) % 8; posted++)
			slots[posted % SLOTS].status = 1;
	}
}

TEST(a_device_that_is_done_with_all_is_followed_to_the_end)
{
	watch(plain);
	own("11100000");
	assert_int_equal(follow(0), 0);
	clear(3);
	assert_int_equal(follow(0), 0);
	assert_int_equal(follow(3), 0);
	slots[3].status = 1;
	assert_int_equal(follow(3), 0);
	clear(1);
	assert_int_equal(follow(3), 0);
}

TEST(an_entry_that_the_device_is_not_done_with_is_passed)
{
	watch(plain);
	own("11111110");
	assert_int_equal(follow(0), 0);
	slots[1] = (struct slot) { .number = 1 };
	slots[2] = (struct slot) { .number = 2 };
	made = 3;
	assert_int_equal(follow(0), 1);
	slots[3] = (struct slot) { .number = 3 };
	made = 4;
	assert_int_equal(follow(3), 0);
}

TEST(what_was_given_while_nothing_was_done_is_followed)
{
	int i;

	watch(plain);
	own("00110000");
	made = 2;
	slots[0].number = 8;
	assert_int_equal(mview_ring_next(ring, &(struct mview_ring_entry) { 0 }), 0);
	for (i = 4; i < SLOTS + 1; i++) {
		slots[i % SLOTS].status = 1;
		assert_int_equal(mview_ring_next(ring, &(struct mview_ring_entry) { 0 }), 0);
	}
	for (i = 2; i < SLOTS + 1; i++)
		slots[i % SLOTS].status = 0;
	for (i = 2; i < SLOTS + 1; i++) {
		struct mview_ring_entry entry;

		assert_int_equal(mview_ring_next(ring, &entry), 1);
		assert_int_equal(entry.slot, i % SLOTS);
		assert_int_equal(entry.missed, 0);
	}
	assert_int_equal(mview_ring_next(ring, &(struct mview_ring_entry) { 0 }), 0);
}

TEST(what_the_driver_took_back_was_missed)
{
	watch(plain);
	own("11111110");
	assert_int_equal(follow(0), 0);
	clear(4);
	slots[7].status = 1;
	slots[0].status = 1;
	slots[1].status = 1;
	assert_int_equal(follow(0), 2);
}

TEST(memory_is_waited_for_by_the_clock)
{
	int before;

	watch(phase);
	before = mview_ring_interval(ring);
	assert_int_equal(mview_ring_wait(ring, 0), 0);
	assert_int_equal(mview_ring_wait(ring, -1), 1);
	assert_int_equal(follow(0), 0);
	assert_true(mview_ring_interval(ring) > before);
	complete(SLOTS);
	follow(0);
	assert_true(mview_ring_interval(ring) <= before);
}

#define RING(name)	cmocka_unit_test_setup_teardown(name, rings_begin, rings_end)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		RING(each_entry_with_a_phase_comes_once),
		RING(each_entry_in_front_of_a_counter_comes_once),
		RING(a_look_in_between_does_not_hide_that_entries_were_missed),
		RING(an_entry_left_out_is_passed_and_told),
		RING(an_entry_whose_bit_stays_is_passed_and_told),
		RING(a_bit_that_stays_is_told_before_and_after_it_is_passed),
		RING(a_bit_that_stayed_is_forgotten_when_it_flips),
		RING(entries_without_a_value_are_passed),
		RING(each_entry_that_the_device_is_done_with_comes_once),
		RING(a_device_that_is_done_with_all_is_followed_to_the_end),
		RING(an_entry_that_the_device_is_not_done_with_is_passed),
		RING(what_was_given_while_nothing_was_done_is_followed),
		RING(what_the_driver_took_back_was_missed),
		RING(memory_is_waited_for_by_the_clock),
	};

	return cmocka_run_group_tests_name("ring_follow", tests, rings_setup, rings_teardown);
}
