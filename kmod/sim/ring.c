// SPDX-License-Identifier: GPL-2.0
/*
 * A device that fills the slots of a ring in order, and a driver that takes the
 * entries out, half a ring behind it. The device writes an entry before its status,
 * and that before the counters.
 */
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

#include <asm/barrier.h>
#include <asm/byteorder.h>

#include "ring.h"

#define SIM_OWNER	1	/* of the status */

static struct sim_entry *sim_slot(const struct sim_ring *ring,
				  struct sim_entry *entries, u64 number)
{
	u64 slot;

	div64_u64_rem(number, ring->slots, &slot);
	return &entries[slot];
}

/* What the device makes of the owner bit: that of the way round, or 0. */
static u16 sim_bit(const struct sim_ring *ring,
		   const struct sim_ring_config *config, u64 number)
{
	if (!config->phase)
		return 0;
	return div64_u64(number, ring->slots) & 1 ? 0 : SIM_OWNER;
}

static void sim_write(struct sim_entry *entry, u64 number, u64 block, u16 status)
{
	smp_wmb();	/* who sees new bytes sees that the device has the entry */
	WRITE_ONCE(entry->number, cpu_to_le64(number));
	WRITE_ONCE(entry->value, cpu_to_le32(number));
	WRITE_ONCE(entry->id, cpu_to_le16(block));
	smp_wmb();	/* who sees the status sees the entry */
	WRITE_ONCE(entry->status, cpu_to_le16(status));
}

/* Is it the turn of this entry, one in so many? */
static bool sim_is_nth(const struct sim_ring_config *config, u64 number)
{
	u64 rest;

	div64_u64_rem(number + 1, config->at, &rest);
	return !rest;
}

static bool sim_can_make(const struct sim_ring *ring,
			 const struct sim_ring_config *config)
{
	if (config->fault == SIM_FAULT_STALL && ring->made >= config->at)
		return false;
	return ring->made - ring->taken < ring->slots - 1;
}

/* Write the entry that was left out: half a way round later, or at the end. */
static void sim_make_held(struct sim_ring *ring,
			  const struct sim_ring_config *config,
			  struct sim_entry *entries)
{
	if (!ring->is_held || (ring->made - ring->held < ring->slots / 2 &&
			       sim_can_make(ring, config)))
		return;
	sim_write(sim_slot(ring, entries, ring->held), ring->held,
		  ring->held_id, sim_bit(ring, config, ring->held));
	ring->is_held = false;
}

/* The device's next entry. */
static void sim_make_entry(struct sim_ring *ring,
			   const struct sim_ring_config *config,
			   struct sim_entry *entries, u64 block)
{
	u64 number = ring->made++;
	struct sim_entry *entry = sim_slot(ring, entries, number);
	u16 bit = sim_bit(ring, config, number);

	if (config->fault == SIM_FAULT_OVERRUN && number >= config->at &&
	    config->slack && entry == &entries[ring->slots - 1])
		sim_write(&entries[ring->slots], number, block, bit);
	if (config->fault == SIM_FAULT_STAY && sim_is_nth(config, number))
		bit ^= SIM_OWNER;
	if (config->fault == SIM_FAULT_DISORDER && !ring->is_held &&
	    sim_is_nth(config, number)) {
		ring->is_held = true;
		ring->held = number;
		ring->held_id = block;
		return;
	}
	sim_write(entry, number, block, bit);
}

/* The driver takes entries until @left are not taken. */
static void sim_take(struct sim_ring *ring, const struct sim_ring_config *config,
		     struct sim_entry *entries, u64 left)
{
	struct sim_entry *entry;

	while (ring->made - ring->taken > left) {
		if (config->fault == SIM_FAULT_STARVE &&
		    ring->taken >= config->at)
			return;
		/* One that was left out is not there to be taken. */
		if (ring->is_held && ring->taken == ring->held)
			return;
		if (!(ring->taken % 1024))
			cond_resched();
		entry = sim_slot(ring, entries, ring->taken++);
		if (!config->phase)
			WRITE_ONCE(entry->status, cpu_to_le16(SIM_OWNER));
	}
}

static void sim_count(const struct sim_ring *ring,
		      const struct sim_ring_config *config,
		      struct sim_entry *entries)
{
	struct sim_entry *counters = &entries[ring->slots + config->slack];

	smp_wmb();	/* who sees the counters sees the entries */
	WRITE_ONCE(counters->number, cpu_to_le64(ring->made));
	WRITE_ONCE(counters->value, cpu_to_le32(ring->taken));
}

static void sim_ring_clear(const struct sim_ring *ring,
			   const struct sim_ring_config *config,
			   struct sim_entry *entries)
{
	u64 i;

	if (config->phase)
		return;
	/* The driver has given all to the device. */
	for (i = 0; i < ring->slots; i++) {
		if (!(i % 1024))
			cond_resched();
		WRITE_ONCE(entries[i].status, cpu_to_le16(SIM_OWNER));
	}
}

int sim_ring_init(struct sim_ring *ring, const struct sim_ring_config *config,
		  u32 ndim, const u64 *shape)
{
	if (ndim != 1 || shape[0] < 3 + (u64)config->slack)
		return -EINVAL;
	*ring = (struct sim_ring) { .slots = shape[0] - config->slack - 1 };
	return 0;
}

int sim_ring_fill(struct sim_ring *ring, const struct sim_ring_config *config,
		  struct sim_entry *entries, u64 block)
{
	u32 i;

	if (!block) {
		sim_ring_clear(ring, config, entries);
		return 0;
	}
	sim_make_held(ring, config, entries);
	for (i = 0; i < config->burst && sim_can_make(ring, config); i++) {
		sim_make_entry(ring, config, entries, block);
		sim_take(ring, config, entries, ring->slots / 2);
		sim_count(ring, config, entries);
		if (i % 1024)
			continue;
		cond_resched();
		if (fatal_signal_pending(current))
			return -EINTR;
	}
	/* With nothing to do for the device, the driver catches up. */
	if (!i)
		sim_take(ring, config, entries, 0);
	sim_count(ring, config, entries);
	return 0;
}
