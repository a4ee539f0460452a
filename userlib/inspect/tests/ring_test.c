// SPDX-License-Identifier: GPL-2.0
/* Rings in memory, which the tests write as devices and drivers do. */
#include "words.h"

#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "made.h"

#define SLOTS	8
#define SLACK	2

/**
 * struct slot - of the rings here
 * @number: of the entry, from 0 on
 * @id: anything
 * @status: bit 0 is the owner bit, bit 1 says done
 */
struct slot {
	uint32_t number;
	uint16_t id;
	uint16_t status;
};

static struct mview_ctype *type;
static struct slot slots[SLOTS + SLACK];
static uint32_t head, tail;
static struct mview *view, *heads, *tails;
static struct mview_ring *ring;
static struct mview_ring_state seen;
static uint64_t made;	/* entries that were written */

static int setup(__attribute__((unused)) void **unused)
{
	struct made btf;

	made_init(&btf);
	made_struct(&btf, "slot", 8);
	made_member(&btf, "number", btf.u32, 0, 0);
	made_member(&btf, "id", btf.u16, 32, 0);
	made_member(&btf, "status", btf.le16, 48, 0);
	type = made_type(&btf, "slot");
	made_deinit(&btf);
	return 0;
}

static int teardown(__attribute__((unused)) void **unused)
{
	mview_ctype_close(type);
	return 0;
}

static int begin(__attribute__((unused)) void **unused)
{
	const int64_t shape = SLOTS + SLACK;

	memset(slots, 0, sizeof(slots));
	head = 0;
	tail = 0;
	made = 0;
	view = mview_from_layout(slots, sizeof(slots), "T{I:number:H:id:H:status:}",
				 1, &shape, NULL, 0, 0);
	heads = mview_from_layout(&head, 4, "I", 0, NULL, NULL, 0, 0);
	tails = mview_from_layout(&tail, 4, "I", 0, NULL, NULL, 0, 0);
	assert_non_null(view);
	assert_non_null(heads);
	assert_non_null(tails);
	return 0;
}

static int end(__attribute__((unused)) void **unused)
{
	mview_ring_close(ring);
	ring = NULL;
	mview_close(view);
	mview_close(heads);
	mview_close(tails);
	return 0;
}

static void watch(struct mview_ring_desc desc)
{
	desc.slack = SLACK;
	ring = mview_ring_open(view, type, &desc);
	if (!ring)
		fail_msg("%s", mview_inspect_error());
}

static void look(void)
{
	if (mview_ring_look(ring, &seen))
		fail_msg("%s", mview_inspect_error());
}

static void assert_trouble(enum mview_ring_trouble trouble, int64_t slot,
			   int64_t count)
{
	look();
	assert_int_equal(seen.nfindings, 1);
	assert_int_equal(seen.findings[0].trouble, trouble);
	assert_int_equal(seen.findings[0].slot, slot);
	if (count >= 0)
		assert_int_equal(seen.findings[0].count, count);
}

static enum mview_ring_owner owner_of(int64_t slot)
{
	struct mview_ring_entry entry;
	int64_t i;

	for (i = 0; i < SLOTS; i++) {
		assert_int_equal(mview_ring_entry(ring, i, &entry), 0);
		if (entry.slot == slot)
			return entry.owner;
	}
	fail_msg("no slot %d", (int)slot);
	return 0;
}

/* Completions with a phase tag. */
static const struct mview_ring_desc phase = {
	.owner = "status & 1",
	.flips = true,
};

static void complete(uint64_t n)
{
	for (; n; n--, made++)
		slots[made % SLOTS] = (struct slot) {
			.number = made,
			.status = made / SLOTS % 2 ? 0 : 1,
		};
}

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

static void sleep_ms(int ms)
{
	assert_int_equal(poll(NULL, 0, ms), 0);
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

/* An owner bit: the driver sets it, the device clears it. */
static const struct mview_ring_desc plain = {
	.owner = "status & 1",
};

static void own(const char *bits)
{
	int i;

	for (i = 0; i < SLOTS; i++)
		slots[i].status = bits[i] == '1';
}

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
		.tail.type = type,
	};

	watch(desc);
	look();
	assert_int_equal(seen.tail, 5);
	assert_int_equal(seen.pending, -1);
	assert_int_equal(owner_of(0), MVIEW_RING_UNKNOWN);
	mview_close(desc.tail.view);
}

/* Following. */

/* All that are new are told once, in order; the number of those missed. */
static uint64_t follow(uint64_t from)
{
	struct mview_ring_entry entry;
	uint64_t missed = 0;
	int more;

	while ((more = mview_ring_next(ring, &entry)) > 0) {
		const struct slot *slot = entry.element;

		missed += entry.missed;
		from += entry.missed;
		assert_int_equal(entry.number, from);
		assert_int_equal(slot->number, from);
		assert_int_equal(entry.slot, from % SLOTS);
		from++;
	}
	assert_int_equal(more, 0);
	assert_int_equal(from, made);
	return missed;
}

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

/* A device that writes while the ring is read. */
#define MANY	1024

static struct slot many[MANY];
static bool stop, waits;
static uint64_t reached;	/* what was followed; with @waits, the device does not lose it */

static void *write_many(__attribute__((unused)) void *unused)
{
	uint64_t i;

	for (i = 0; !__atomic_load_n(&stop, __ATOMIC_RELAXED); i++) {
		struct slot *slot = &many[i % MANY];

		__atomic_store_n(&slot->number, i, __ATOMIC_RELAXED);
		__atomic_store_n(&slot->status, i / MANY % 2 ? 0 : 1,
				 __ATOMIC_RELEASE);
		while (waits && !__atomic_load_n(&stop, __ATOMIC_RELAXED) &&
		       i > __atomic_load_n(&reached, __ATOMIC_RELAXED) +
				   3 * MANY / 2)
			sched_yield();
	}
	return NULL;
}

static struct mview *begin_many(pthread_t *thread, bool wait)
{
	const int64_t shape = MANY;
	struct mview *all;

	memset(many, 0, sizeof(many));
	all = mview_from_layout(many, sizeof(many), "T{I:number:H:id:H:status:}",
				1, &shape, NULL, 0, 0);
	ring = mview_ring_open(all, type, &phase);
	assert_non_null(ring);
	assert_int_equal(follow(0), 0);
	waits = wait;
	reached = 0;
	stop = false;
	assert_int_equal(pthread_create(thread, NULL, write_many, NULL), 0);
	return all;
}

/* What the device leaves behind is in order, too. */
static void end_many(pthread_t thread, struct mview *all)
{
	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	pthread_join(thread, NULL);
	look();
	assert_int_equal(seen.nfindings, 0);
	mview_close(all);
}

TEST(a_device_at_work_is_never_found_out_of_order)
{
	pthread_t thread;
	struct mview *all = begin_many(&thread, false);
	int i;

	for (i = 0; i < 1000; i++) {
		look();
		assert_int_equal(seen.nfindings, 0);
	}
	end_many(thread, all);
}

TEST(entries_of_a_device_at_work_are_whole)
{
	pthread_t thread;
	struct mview *all = begin_many(&thread, true);
	struct mview_ring_entry entry;
	uint64_t number = 0;
	int more;

	while (number < 20 * MANY) {
		more = mview_ring_next(ring, &entry);
		assert_true(more >= 0);
		if (!more)
			continue;
		number += entry.missed;
		assert_int_equal(((const struct slot *)entry.element)->number,
				 number);
		assert_int_equal(entry.number, number);
		number++;
		__atomic_store_n(&reached, number, __ATOMIC_RELAXED);
	}
	end_many(thread, all);
}

/* Never more pending than there are slots, and at no time do the indices rest. */
static void *count_on(__attribute__((unused)) void *unused)
{
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		__atomic_store_n(&tail, tail + 1, __ATOMIC_RELEASE);
		__atomic_store_n(&head, tail - SLOTS / 2, __ATOMIC_RELEASE);
	}
	return NULL;
}

TEST(a_head_that_never_rests_is_no_overrun)
{
	pthread_t thread;
	int i;

	watch((struct mview_ring_desc) {
		.counter_bits = 32,
		.head.view = heads,
		.tail.view = tails,
	});
	stop = false;
	assert_int_equal(pthread_create(&thread, NULL, count_on, NULL), 0);
	for (i = 0; i < 20000; i++) {
		look();
		assert_int_equal(seen.nfindings, 0);
		assert_in_range(seen.pending, 0, SLOTS);
	}
	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	pthread_join(thread, NULL);
}

/* What makes no sense. */
static void assert_refused(int err, struct mview_ring_desc desc,
			   const char *words)
{
	assert_null(mview_ring_open(view, type, &desc));
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

#define RING(name)	cmocka_unit_test_setup_teardown(name, begin, end)

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
		RING(an_owner_bit_tells_head_and_tail),
		RING(a_full_or_empty_ring_has_a_count_and_no_head),
		RING(a_ring_whose_bits_say_that_nothing_is_pending_is_idle),
		RING(a_ring_that_the_device_has_not_filled_is_idle),
		RING(a_done_bit_is_an_owner_bit_the_other_way_round),
		RING(what_is_not_done_was_perhaps_not_given_to_the_device),
		RING(an_entry_among_those_of_the_device_is_out_of_order),
		RING(registers_tell_what_the_device_has_to_do),
		RING(counters_tell_a_full_ring_from_an_empty_one_and_an_overrun),
		RING(a_counter_with_a_sign_goes_on_below_zero),
		RING(a_register_with_named_bits_is_read_alone),
		RING(an_expression_finds_the_first_entry_that_it_is_true_of),
		RING(an_expression_on_a_view_has_its_element),
		RING(each_entry_with_a_phase_comes_once),
		RING(each_entry_in_front_of_a_counter_comes_once),
		RING(a_look_in_between_does_not_hide_that_entries_were_missed),
		RING(an_entry_left_out_is_passed_and_told),
		RING(an_entry_whose_bit_stays_is_passed_and_told),
		RING(entries_without_a_value_are_passed),
		RING(a_bit_that_stays_is_told_before_and_after_it_is_passed),
		RING(a_bit_that_stayed_is_forgotten_when_it_flips),
		RING(each_entry_that_the_device_is_done_with_comes_once),
		RING(a_device_that_is_done_with_all_is_followed_to_the_end),
		RING(what_the_driver_took_back_was_missed),
		RING(a_device_at_work_is_never_found_out_of_order),
		RING(entries_of_a_device_at_work_are_whole),
		RING(a_head_that_never_rests_is_no_overrun),
		RING(a_ring_that_makes_no_sense_is_refused),
		RING(an_entry_without_a_value_has_an_unknown_owner),
		RING(memory_is_waited_for_by_the_clock),
	};

	return cmocka_run_group_tests_name("ring", tests, setup, teardown);
}
