// SPDX-License-Identifier: GPL-2.0
/* Simulated rings: what the device and the driver write, and what goes wrong. */
#include <endian.h>
#include <errno.h>
#include <fcntl.h>

#include "kselftest_harness.h"
#include "mview_test.h"

#define NAME	"ring_test"
#define SLOTS	8
#define SLACK	2
#define COUNT	(SLOTS + SLACK + 1)

struct entry {
	__u64 number;
	__u32 value;
	__u16 id;
	__u16 status;
};

FIXTURE(ring)
{
	int view;
	struct entry entries[COUNT];
};

FIXTURE_VARIANT(ring)
{
	const char *owner;
	bool phase;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(ring, phase) { .owner = "owner=phase", .phase = true };
FIXTURE_VARIANT_ADD(ring, bit) { .owner = "owner=bit" };
/* clang-format on */

FIXTURE_SETUP(ring)
{
	int dev = dev_open(O_RDWR);

	ASSERT_LE(0, dev);
	ASSERT_EQ(0, sim_prepare(NAME, "pattern=ring", "shape=11", "slack=2",
				 variant->owner));
	ASSERT_EQ(0, sim_set(NAME, "live", "1"));
	self->view = view_open(dev, NAME, 0);
	ASSERT_LE(0, self->view);
}

FIXTURE_TEARDOWN_PARENT(ring)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

static bool steps(struct entry *entries, int view, int count)
{
	return !sim_step(NAME, count) &&
	       pread(view, entries, COUNT * sizeof(*entries), 0) ==
		       COUNT * sizeof(*entries);
}

#define STEPS(count)	ASSERT_TRUE(steps(self->entries, self->view, count))

static int bit(const struct entry *entry)
{
	return le16toh(entry->status) & 1;
}

static __u64 number(const struct entry *entry)
{
	return le64toh(entry->number);
}

TEST_F(ring, is_empty_at_first)
{
	ASSERT_EQ(sizeof(self->entries), pread(self->view, self->entries,
					       sizeof(self->entries), 0));
	for (int i = 0; i < SLOTS; i++)
		EXPECT_EQ(!variant->phase, bit(&self->entries[i]));
	EXPECT_EQ(0, number(&self->entries[COUNT - 1]));
}

TEST_F(ring, has_entries_in_order)
{
	for (int made = 1; made < 5 * SLOTS; made++) {
		struct entry *last = &self->entries[(made - 1) % SLOTS];

		STEPS(1);
		EXPECT_EQ(made - 1, number(last));
		EXPECT_EQ(made - 1, le32toh(last->value));
		EXPECT_EQ(made, le16toh(last->id));
		EXPECT_EQ(made, number(&self->entries[COUNT - 1]));
		EXPECT_EQ(variant->phase && (made - 1) / SLOTS % 2 == 0,
			  bit(last));
	}
}

TEST_F(ring, is_taken_half_a_way_round_behind)
{
	STEPS(3 * SLOTS);
	EXPECT_EQ(3 * SLOTS - SLOTS / 2,
		  le32toh(self->entries[COUNT - 1].value));
	if (variant->phase)
		return;
	for (int i = 0; i < SLOTS; i++)
		EXPECT_EQ(i < SLOTS / 2, bit(&self->entries[i]));
}

TEST_F(ring, leaves_the_slack_alone)
{
	STEPS(3 * SLOTS);
	for (int i = SLOTS; i < SLOTS + SLACK; i++)
		EXPECT_EQ(0, number(&self->entries[i]));
}

TEST_F(ring, stalls)
{
	ASSERT_EQ(0, sim_set(NAME, "fault", "stall 10"));
	STEPS(20);
	EXPECT_EQ(10, number(&self->entries[COUNT - 1]));
	EXPECT_EQ(10, le32toh(self->entries[COUNT - 1].value));
	ASSERT_EQ(0, sim_set(NAME, "fault", "none"));
	STEPS(1);
	EXPECT_EQ(11, number(&self->entries[COUNT - 1]));
}

TEST_F(ring, fills_up_when_the_driver_stops)
{
	ASSERT_EQ(0, sim_set(NAME, "fault", "starve 10"));
	STEPS(40);
	EXPECT_EQ(10, le32toh(self->entries[COUNT - 1].value));
	EXPECT_EQ(10 + SLOTS - 1, number(&self->entries[COUNT - 1]));
}

TEST_F(ring, overruns_into_the_slack)
{
	ASSERT_EQ(0, sim_set(NAME, "fault", "overrun 8"));
	STEPS(SLOTS);
	EXPECT_EQ(0, number(&self->entries[SLOTS]));
	STEPS(SLOTS);
	EXPECT_EQ(2 * SLOTS - 1, number(&self->entries[SLOTS]));
	EXPECT_EQ(0, number(&self->entries[SLOTS + 1]));
}

TEST_F(ring, leaves_an_entry_out_for_half_a_way_round)
{
	ASSERT_EQ(0, sim_set(NAME, "fault", "disorder 12"));
	STEPS(13);
	EXPECT_EQ(12, number(&self->entries[4]));
	EXPECT_EQ(3, number(&self->entries[3]));
	STEPS(SLOTS / 2);
	EXPECT_EQ(11, number(&self->entries[3]));
}

TEST_F(ring, has_a_bit_that_stays)
{
	ASSERT_EQ(0, sim_set(NAME, "fault", "stay 12"));
	STEPS(12);
	EXPECT_EQ(11, number(&self->entries[3]));
	EXPECT_EQ(1, bit(&self->entries[3]));
	EXPECT_EQ(0, bit(&self->entries[2]));
}

TEST_HARNESS_MAIN
