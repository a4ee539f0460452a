// SPDX-License-Identifier: GPL-2.0
/* Rings with an owner bit, and with a head and tail from elsewhere, at one moment. */
#include "rings.h"

#include <string.h>
#include <sys/mman.h>

TEST(an_owner_bit_tells_head_and_tail)
{
	watch(plain);
	own("10000111");
	look();
	assert_int_equal(seen.head, 5);
	assert_int_equal(seen.tail, 1);
	assert_int_equal(seen.pending, 4);
	assert_true(seen.wraps);
	assert_int_equal(seen.last, 4);
	assert_int_equal(seen.device, 4);
	assert_int_equal(seen.driver, 4);
	own("00111100");
	look();
	assert_int_equal(seen.head, 2);
	assert_int_equal(seen.tail, 6);
	assert_false(seen.wraps);
	assert_int_equal(seen.nfindings, 0);
}

TEST(a_full_or_empty_ring_has_a_count_and_no_head)
{
	watch(plain);
	own("11111111");
	look();
	assert_int_equal(seen.pending, SLOTS);
	assert_int_equal(seen.head, -1);
	own("00000000");
	look();
	assert_int_equal(seen.pending, 0);
	assert_int_equal(seen.head, -1);
	assert_int_equal(seen.nfindings, 0);
}

TEST(a_ring_whose_bits_say_that_nothing_is_pending_is_idle)
{
	struct mview_ring_desc desc = plain;

	desc.tail.view = tails;
	desc.stuck_ms = 20;
	watch(desc);
	tail = 5;
	own("00011000");
	look();
	assert_int_equal(seen.pending, 2);
	own("00000000");
	look();
	assert_int_equal(seen.pending, 0);
	assert_int_equal(seen.head, 5);
	assert_int_equal(seen.last, 4);
	sleep_ms(25);
	look();
	assert_int_equal(seen.nfindings, 0);
}

TEST(a_ring_that_the_device_has_not_filled_is_idle)
{
	watch((struct mview_ring_desc) {
		.owner = "status & 1",
		.producer = MVIEW_RING_DEVICE,
		.head.view = heads,
	});
	head = 3;
	own("11111111");
	look();
	assert_int_equal(seen.pending, 0);
	assert_int_equal(seen.tail, 3);
}

TEST(a_done_bit_is_an_owner_bit_the_other_way_round)
{
	watch((struct mview_ring_desc) { .done = "status & 2" });
	slots[3].status = 2;
	slots[4].status = 2;
	look();
	assert_int_equal(seen.head, 5);
	assert_int_equal(seen.tail, 3);
	assert_int_equal(seen.pending, 6);
	assert_int_equal(owner_of(4), MVIEW_RING_DRIVER);
	assert_int_equal(owner_of(5), MVIEW_RING_DEVICE);
}

TEST(what_is_not_done_was_perhaps_not_given_to_the_device)
{
	watch((struct mview_ring_desc) {
		.done = "status & 2",
		.head.text = "2",
		.tail.text = "5",
	});
	slots[1].status = 2;
	look();
	assert_int_equal(seen.pending, 3);
	assert_int_equal(owner_of(1), MVIEW_RING_DRIVER);
	assert_int_equal(owner_of(2), MVIEW_RING_DEVICE);
	assert_int_equal(owner_of(6), MVIEW_RING_DRIVER);
}

TEST(an_entry_among_those_of_the_device_is_out_of_order)
{
	watch(plain);
	own("01101100");
	assert_trouble(MVIEW_RING_DISORDER, 3, 1);
	own("11011110");
	assert_trouble(MVIEW_RING_DISORDER, 2, 1);
}

/* Head and tail alone. */

TEST(registers_tell_what_the_device_has_to_do)
{
	watch((struct mview_ring_desc) {
		.producer = MVIEW_RING_DRIVER,
		.head.view = heads,
		.tail.view = tails,
	});
	head = 6;
	tail = 1;
	look();
	assert_int_equal(seen.pending, 3);
	assert_int_equal(owner_of(7), MVIEW_RING_DEVICE);
	assert_int_equal(owner_of(1), MVIEW_RING_DRIVER);
	assert_int_equal(seen.last, 5);
	tail = SLOTS;
	assert_fails(ERANGE, mview_ring_look(ring, &seen));
	assert_string_equal(mview_inspect_error(),
			    "tail is 8, and there are 8 slots; if it only grows, say how many bits it has");
}

TEST(counters_tell_a_full_ring_from_an_empty_one_and_an_overrun)
{
	watch((struct mview_ring_desc) {
		.counter_bits = 32,
		.head.view = heads,
		.tail.view = tails,
	});
	head = 0xfffffffe;
	tail = head + SLOTS;
	look();
	assert_int_equal(seen.pending, SLOTS);
	assert_int_equal(seen.nfindings, 0);
	assert_int_equal(owner_of(0), MVIEW_RING_DRIVER);
	tail = head;
	look();
	assert_int_equal(seen.pending, 0);
	assert_int_equal(owner_of(0), MVIEW_RING_DEVICE);
	tail = head + SLOTS + 1;
	assert_trouble(MVIEW_RING_OVERRUN, -1, SLOTS + 1);
}

/* One register on a page, another one on the next, which nobody can read. */
TEST(a_register_with_named_bits_is_read_alone)
{
	const char *format = "T{I:tail:4092xI:next:4092x}";
	char *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct mview_ctype *plainly = mview_ctype_of_format(format);
	struct mview_ctype *named = mview_lens_bits(plainly, "tail{at:3:0}");
	const struct mview_ring_desc desc = {
		.tail.text = "tail",
		.tail.view = mview_from_layout(pages, 8192, format, 0, NULL,
					       NULL, 0, 0),
		.tail.type = named,
	};

	assert_non_null(named);
	*(uint32_t *)pages = 5;
	assert_int_equal(mprotect(pages + 4096, 4096, PROT_NONE), 0);
	watch(desc);
	look();
	assert_int_equal(seen.tail, 5);
	mview_close(desc.tail.view);
	mview_ctype_close(named);
	mview_ctype_close(plainly);
	munmap(pages, 8192);
}

TEST(a_counter_with_a_sign_goes_on_below_zero)
{
	struct mview *counter = mview_from_layout(&tail, 4, "i", 0, NULL, NULL,
						  0, 0);
	struct mview_ctype *number = mview_ctype_of_format("T{i:at:}");
	struct mview_ring_desc desc = {
		.counter_bits = 32,
		.head.view = heads,
		.tail.view = counter,
	};

	head = 0x7ffffffe;
	tail = 0x80000001;
	watch(desc);
	look();
	assert_int_equal(seen.pending, 3);
	assert_int_equal(seen.tail, 1);
	mview_ring_close(ring);
	desc.tail.text = "at";
	desc.tail.type = number;
	watch(desc);
	look();
	assert_int_equal(seen.pending, 3);
	mview_ring_close(ring);
	watch((struct mview_ring_desc) { .tail.view = counter });
	assert_fails(ERANGE, mview_ring_look(ring, &seen));
	assert_string_equal(mview_inspect_error(),
			    "tail is no number of a slot");
	mview_ctype_close(number);
	mview_close(counter);
}

TEST(an_expression_finds_the_first_entry_that_it_is_true_of)
{
	struct mview_ring_desc desc = plain;

	desc.tail.text = "id == 7";
	watch(desc);
	own("01110000");
	slots[6].id = 7;
	slots[7].id = 7;
	slots[0].id = 7;
	look();
	assert_int_equal(seen.head, 1);
	assert_int_equal(seen.tail, 6);
	assert_int_equal(seen.pending, 5);
}

TEST(an_expression_on_a_view_has_its_element)
{
	struct slot other = { .id = 21 };
	const struct mview_ring_desc desc = {
		.tail.text = "(id - 1) / 4",
		.tail.view = mview_from_layout(&other, 8, "Q", 0, NULL, NULL,
					       0, 0),
		.tail.type = slot_type,
	};

	watch(desc);
	look();
	assert_int_equal(seen.tail, 5);
	assert_int_equal(seen.pending, -1);
	assert_int_equal(owner_of(0), MVIEW_RING_UNKNOWN);
	mview_close(desc.tail.view);
}

TEST(an_entry_without_a_value_has_an_unknown_owner)
{
	watch((struct mview_ring_desc) { .owner = "8 / id" });
	slots[0].id = 1;
	slots[1].id = 9;
	look();
	assert_int_equal(owner_of(0), MVIEW_RING_DEVICE);
	assert_int_equal(owner_of(1), MVIEW_RING_DRIVER);
	assert_int_equal(owner_of(2), MVIEW_RING_UNKNOWN);
}

#define RING(name)	cmocka_unit_test_setup_teardown(name, rings_begin, rings_end)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		RING(an_owner_bit_tells_head_and_tail),
		RING(a_full_or_empty_ring_has_a_count_and_no_head),
		RING(a_ring_whose_bits_say_that_nothing_is_pending_is_idle),
		RING(a_ring_that_the_device_has_not_filled_is_idle),
		RING(a_done_bit_is_an_owner_bit_the_other_way_round),
		RING(what_is_not_done_was_perhaps_not_given_to_the_device),
		RING(an_entry_among_those_of_the_device_is_out_of_order),
		RING(registers_tell_what_the_device_has_to_do),
		RING(counters_tell_a_full_ring_from_an_empty_one_and_an_overrun),
		RING(a_register_with_named_bits_is_read_alone),
		RING(a_counter_with_a_sign_goes_on_below_zero),
		RING(an_expression_finds_the_first_entry_that_it_is_true_of),
		RING(an_expression_on_a_view_has_its_element),
		RING(an_entry_without_a_value_has_an_unknown_owner),
	};

	return cmocka_run_group_tests_name("ring_owner", tests, rings_setup, rings_teardown);
}
