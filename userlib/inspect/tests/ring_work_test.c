// SPDX-License-Identifier: GPL-2.0
/* Rings that are written while they are read. */
#include "rings.h"

#include <pthread.h>
#include <sched.h>
#include <string.h>

/* What happens after the n-th reading of all slots, from 1 on. */
static void (*after_reading)(int n);
static int readings;
static size_t bytes_read;

typeof(mview_tobytes) __wrap_mview_tobytes, __real_mview_tobytes;

ssize_t __wrap_mview_tobytes(struct mview *from, void *to, size_t size, char order)
{
	ssize_t n = __real_mview_tobytes(from, to, size, order);

	readings++;
	bytes_read += n;
	if (after_reading)
		after_reading(readings);
	return n;
}

static void look_with(void (*meanwhile)(int n))
{
	readings = 0;
	after_reading = meanwhile;
	look();
	after_reading = NULL;
}

TEST(a_ring_in_order_is_read_twice)
{
	watch(phase);
	complete(3);
	look_with(NULL);
	assert_int_equal(readings, 2);
}

static void change_slot_1(int n)
{
	slots[1].id = n;
}

TEST(an_entry_that_changes_between_two_readings_has_an_unknown_owner)
{
	watch(phase);
	complete(3);
	look_with(change_slot_1);
	assert_int_equal(owner_of(0), MVIEW_RING_DRIVER);
	assert_int_equal(owner_of(1), MVIEW_RING_UNKNOWN);
	look();
	assert_int_equal(owner_of(1), MVIEW_RING_DRIVER);
}

/* The second reading of slot 1 still has what was there before the device wrote it. */
static void come_to_order(int n)
{
	slots[1].status = n < 2 ? 0 : 1;
}

TEST(what_looks_wrong_is_read_three_times)
{
	watch(phase);
	complete(3);
	slots[1].status = 0;
	look_with(NULL);
	assert_int_equal(readings, 3);
	assert_int_equal(seen.nfindings, 1);
	look_with(come_to_order);
	assert_int_equal(readings, 3);
	assert_int_equal(seen.nfindings, 0);
}

static void give_back(int n)
{
	slots[0].status |= n == 2;
}

static void give_back_later(int n)
{
	slots[0].status |= n == 3;
}

/* Its bit is read, the entry, and its bit again. */
TEST(an_entry_that_is_given_back_while_it_is_read_is_not_told)
{
	void (*const meanwhile[])(int n) = { give_back, give_back_later };
	struct mview_ring_entry entry;
	size_t i;

	watch(plain);
	own("11111110");
	assert_int_equal(mview_ring_next(ring, &entry), 0);
	for (i = 0; i < COUNT_OF(meanwhile); i++) {
		slots[0].status = 0;
		readings = 0;
		after_reading = meanwhile[i];
		assert_int_equal(mview_ring_next(ring, &entry), 0);
		after_reading = NULL;
	}
	slots[0].status = 0;
	assert_int_equal(mview_ring_next(ring, &entry), 1);
	assert_int_equal(entry.slot, 0);
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
	all = mview_from_layout(many, sizeof(many), SLOT_FORMAT,
				1, &shape, NULL, 0, 0);
	ring = mview_ring_open(all, slot_type, &phase);
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

/* The slots that are read, on the average, to find that nothing is new. */
static size_t idle_slots(void)
{
	struct mview_ring_entry entry;
	int i;

	assert_int_equal(mview_ring_next(ring, &entry), 0);
	assert_int_equal(mview_ring_next(ring, &entry), 0);
	bytes_read = 0;
	for (i = 0; i < 100; i++)
		assert_int_equal(mview_ring_next(ring, &entry), 0);
	return bytes_read / sizeof(struct slot) / 100;
}

TEST(where_nothing_is_new_a_ring_is_not_read_again)
{
	const int64_t shape = MANY;
	struct mview *all;
	int i;

	memset(many, 0, sizeof(many));
	for (i = 10; i < MANY; i++)
		many[i].status = 1;
	all = mview_from_layout(many, sizeof(many), SLOT_FORMAT, 1, &shape, NULL,
				0, 0);
	ring = mview_ring_open(all, slot_type, &plain);
	assert_non_null(ring);
	assert_true(idle_slots() < MANY * 3 / 4);
	/* Given back whole, or done with all: it is read, but once. */
	for (i = 0; i < 10; i++)
		many[i].status = 1;
	assert_true(idle_slots() < 2 * MANY);
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

#define RING(name)	cmocka_unit_test_setup_teardown(name, rings_begin, rings_end)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		RING(a_ring_in_order_is_read_twice),
		RING(an_entry_that_changes_between_two_readings_has_an_unknown_owner),
		RING(what_looks_wrong_is_read_three_times),
		RING(an_entry_that_is_given_back_while_it_is_read_is_not_told),
		RING(where_nothing_is_new_a_ring_is_not_read_again),
		RING(a_device_at_work_is_never_found_out_of_order),
		RING(entries_of_a_device_at_work_are_whole),
		RING(a_head_that_never_rests_is_no_overrun),
	};

	return cmocka_run_group_tests_name("ring_work", tests, rings_setup, rings_teardown);
}
