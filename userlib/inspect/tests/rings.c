// SPDX-License-Identifier: GPL-2.0
/* A ring in memory. */
#include "rings.h"

#include <poll.h>
#include <string.h>

#include "made.h"

struct mview_ctype *slot_type;
struct slot slots[SLOTS + SLACK];
uint32_t head, tail;
struct mview *view, *heads, *tails;
struct mview_ring *ring;
struct mview_ring_state seen;
uint64_t made;

int rings_setup(__attribute__((unused)) void **unused)
{
	struct made btf;

	made_init(&btf);
	made_struct(&btf, "slot", 8);
	made_member(&btf, "number", btf.u32, 0, 0);
	made_member(&btf, "id", btf.u16, 32, 0);
	made_member(&btf, "status", btf.le16, 48, 0);
	slot_type = made_type(&btf, "slot");
	made_deinit(&btf);
	return 0;
}

int rings_teardown(__attribute__((unused)) void **unused)
{
	mview_ctype_close(slot_type);
	return 0;
}

int rings_begin(__attribute__((unused)) void **unused)
{
	const int64_t shape = SLOTS + SLACK;

	memset(slots, 0, sizeof(slots));
	head = 0;
	tail = 0;
	made = 0;
	view = mview_from_layout(slots, sizeof(slots), SLOT_FORMAT, 1, &shape,
				 NULL, 0, 0);
	heads = mview_from_layout(&head, 4, "I", 0, NULL, NULL, 0, 0);
	tails = mview_from_layout(&tail, 4, "I", 0, NULL, NULL, 0, 0);
	assert_non_null(view);
	assert_non_null(heads);
	assert_non_null(tails);
	return 0;
}

int rings_end(__attribute__((unused)) void **unused)
{
	mview_ring_close(ring);
	ring = NULL;
	mview_close(view);
	mview_close(heads);
	mview_close(tails);
	return 0;
}

void watch(struct mview_ring_desc desc)
{
	desc.slack = SLACK;
	ring = mview_ring_open(view, slot_type, &desc);
	if (!ring)
		fail_msg("%s", mview_inspect_error());
}

void look(void)
{
	if (mview_ring_look(ring, &seen))
		fail_msg("%s", mview_inspect_error());
}

void assert_trouble(enum mview_ring_trouble trouble, int64_t slot, int64_t count)
{
	look();
	assert_int_equal(seen.nfindings, 1);
	assert_int_equal(seen.findings[0].trouble, trouble);
	assert_int_equal(seen.findings[0].slot, slot);
	if (count >= 0)
		assert_int_equal(seen.findings[0].count, count);
}

enum mview_ring_owner owner_of(int64_t slot)
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

const struct mview_ring_desc phase = {
	.owner = "status & 1",
	.flips = true,
};

void complete(uint64_t n)
{
	for (; n; n--, made++)
		slots[made % SLOTS] = (struct slot) {
			.number = made,
			.status = made / SLOTS % 2 ? 0 : 1,
		};
}

const struct mview_ring_desc plain = {
	.owner = "status & 1",
};

void own(const char *bits)
{
	int i;

	for (i = 0; i < SLOTS; i++)
		slots[i].status = bits[i] == '1';
}

uint64_t follow(uint64_t from)
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

void sleep_ms(int ms)
{
	assert_int_equal(poll(NULL, 0, ms), 0);
}
