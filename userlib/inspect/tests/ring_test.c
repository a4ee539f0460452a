// SPDX-License-Identifier: GPL-2.0
/* Rings with a bit that flips, at one moment; and what is no ring. */
#include "rings.h"

#include <stdlib.h>

TEST(a_phase_that_was_never_written_has_no_last_entry)
{
	watch(phase);
	look();
	assert_int_equal(seen.tail, 0);
	assert_int_equal(seen.last, -1);
	assert_int_equal(seen.pending, -1);
	assert_int_equal(seen.device, SLOTS);
	assert_int_equal(seen.nfindings, 0);
}

TEST(a_phase_tells_the_tail_on_every_way_round)
{
	watch(phase);
	for (made = 0; made < 5 * SLOTS;) {
		complete(1);
		look();
		assert_int_equal(seen.tail, made % SLOTS);
		assert_int_equal(seen.last, (made - 1) % SLOTS);
		assert_int_equal(seen.nfindings, 0);
	}
}

TEST(entries_come_from_the_oldest)
{
	struct mview_ring_entry entry;
	const struct slot *slot;
	int i;

	watch(phase);
	complete(SLOTS + 3);
	look();
	for (i = 0; i < SLOTS; i++) {
		assert_int_equal(mview_ring_entry(ring, i, &entry), 0);
		slot = entry.element;
		assert_int_equal(slot->number, i + 3);
		assert_int_equal(entry.slot, (i + 3) % SLOTS);
	}
	assert_fails(ERANGE, mview_ring_entry(ring, SLOTS, &entry));
	assert_fails(ERANGE, mview_ring_entry(ring, -1, &entry));
}

TEST(a_phase_says_what_was_handed_over_on_this_way_round)
{
	watch(phase);
	complete(SLOTS + 3);
	look();
	assert_int_equal(seen.driver, 3);
	assert_int_equal(owner_of(2), MVIEW_RING_DRIVER);
	assert_int_equal(owner_of(3), MVIEW_RING_DEVICE);
}

TEST(a_head_says_what_the_driver_has_not_seen)
{
	struct mview_ring_desc desc = phase;

	desc.head.view = heads;
	head = 6;
	watch(desc);
	complete(SLOTS + 3);
	look();
	assert_int_equal(seen.pending, 5);
	assert_int_equal(seen.head, 6);
	assert_true(seen.wraps);
	assert_int_equal(owner_of(7), MVIEW_RING_DRIVER);
	assert_int_equal(owner_of(2), MVIEW_RING_DRIVER);
	assert_int_equal(owner_of(5), MVIEW_RING_DEVICE);
}

TEST(an_entry_that_was_left_out_is_out_of_order)
{
	watch(phase);
	complete(SLOTS + 5);
	slots[2].status ^= 1;
	assert_trouble(MVIEW_RING_DISORDER, 2, 1);
	assert_int_equal(seen.tail, 5);
}

TEST(an_entry_that_came_early_is_out_of_order)
{
	watch(phase);
	complete(2);
	slots[6].status ^= 1;
	assert_trouble(MVIEW_RING_DISORDER, 6, 1);
	assert_int_equal(seen.tail, 2);
}

TEST(an_entry_with_the_same_bit_is_told_apart_from_one_left_out)
{
	watch(phase);
	complete(SLOTS);
	look();
	complete(5);
	slots[2].status ^= 1;
	assert_trouble(MVIEW_RING_SAME_BIT, 2, 1);
}

TEST(slack_that_changes_is_an_overrun)
{
	watch(phase);
	look();
	complete(3);
	look();
	assert_int_equal(seen.nfindings, 0);
	slots[SLOTS + 1].id = 9;
	assert_trouble(MVIEW_RING_OVERRUN, SLOTS + 1, 1);
	assert_trouble(MVIEW_RING_OVERRUN, SLOTS + 1, 1);
}

TEST(without_a_head_no_one_knows_if_a_still_ring_is_stuck)
{
	struct mview_ring_desc desc = phase;

	desc.stuck_ms = 20;
	watch(desc);
	complete(3);
	look();
	sleep_ms(25);
	assert_trouble(MVIEW_RING_STILL, -1, -1);
	complete(1);
	look();
	assert_int_equal(seen.nfindings, 0);
}

TEST(a_ring_with_nothing_pending_is_never_stuck)
{
	struct mview_ring_desc desc = phase;

	desc.stuck_ms = 20;
	desc.head.view = heads;
	watch(desc);
	complete(3);
	head = 3;
	look();
	sleep_ms(25);
	look();
	assert_int_equal(seen.pending, 0);
	assert_int_equal(seen.nfindings, 0);
	head = 2;
	look();
	assert_int_equal(seen.nfindings, 0);
	sleep_ms(25);
	assert_trouble(MVIEW_RING_STUCK, 2, -1);
}

/* What makes no sense. */
static void assert_refused(int err, struct mview_ring_desc desc,
			   const char *words)
{
	assert_null(mview_ring_open(view, slot_type, &desc));
	assert_int_equal(errno, err);
	assert_string_equal(mview_inspect_error(), words);
}

TEST(a_ring_that_makes_no_sense_is_refused)
{
	assert_refused(EINVAL, (struct mview_ring_desc) { 0 },
		       "what tells whose an entry is? An owner bit, a done bit, head or tail");
	assert_refused(EINVAL, (struct mview_ring_desc) { .flips = true },
		       "it is an owner bit that flips, and none is given");
	assert_refused(EINVAL,
		       (struct mview_ring_desc) { .tail.text = "3",
						 .counter_bits = 32 },
		       "head and tail cannot be counters of 32 bits: of these there are 2^n slots, and here are 10");
	assert_refused(ERANGE, (struct mview_ring_desc) { .tail.text = "10" },
		       "tail 10: there is no such slot; they are numbered from 0 to 9");
	assert_refused(ENOENT, (struct mview_ring_desc) { .owner = "state" },
		       mview_inspect_error());
	assert_refused(EINVAL, (struct mview_ring_desc) { .head.text = "last" },
		       "head last: only the tail can be behind the last entry, of a ring with an owner or done bit");
	assert_refused(EINVAL,
		       (struct mview_ring_desc) { .owner = "id", .slack = 9 },
		       "a ring has two slots at least, and here are 10 elements, 9 of them behind it");
	assert_refused(EINVAL,
		       (struct mview_ring_desc) { .tail.text = "3",
						 .counter_bits = 16,
						 .slack = SLACK },
		       "tail 3: a counter is read from a view, and this is a slot or an expression on entries");
	assert_refused(EINVAL,
		       (struct mview_ring_desc) { .tail.view = tails,
						 .head.text = "id == 7",
						 .counter_bits = 16,
						 .slack = SLACK },
		       "head id == 7: a counter is read from a view, and this is a slot or an expression on entries");
	assert_refused(EINVAL, (struct mview_ring_desc) { .tail.view = view },
		       "tail: there is more than one element, or none; an index takes one, as in [0]");
}

#define RING(name)	cmocka_unit_test_setup_teardown(name, rings_begin, rings_end)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		RING(a_phase_that_was_never_written_has_no_last_entry),
		RING(a_phase_tells_the_tail_on_every_way_round),
		RING(entries_come_from_the_oldest),
		RING(a_phase_says_what_was_handed_over_on_this_way_round),
		RING(a_head_says_what_the_driver_has_not_seen),
		RING(an_entry_that_was_left_out_is_out_of_order),
		RING(an_entry_that_came_early_is_out_of_order),
		RING(an_entry_with_the_same_bit_is_told_apart_from_one_left_out),
		RING(slack_that_changes_is_an_overrun),
		RING(without_a_head_no_one_knows_if_a_still_ring_is_stuck),
		RING(a_ring_with_nothing_pending_is_never_stuck),
		RING(a_ring_that_makes_no_sense_is_refused),
	};

	return cmocka_run_group_tests_name("ring", tests, rings_setup, rings_teardown);
}
