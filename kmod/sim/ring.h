/* SPDX-License-Identifier: GPL-2.0 */
/* A ring of descriptors, with a device that fills it and a driver. See README.md. */
#ifndef MVIEW_SIM_RING_H
#define MVIEW_SIM_RING_H

#include <linux/types.h>

#define SIM_BURST_MAX	65536

/* In the order of the words that the attribute takes. */
enum sim_fault {
	SIM_FAULT_NONE,
	SIM_FAULT_STALL,
	SIM_FAULT_STARVE,
	SIM_FAULT_OVERRUN,
	SIM_FAULT_DISORDER,
	SIM_FAULT_STAY,
};

/**
 * struct sim_entry - a slot; behind the slots and the slack, the counters
 * @number: of the entry, from 0 on; of the counters, the entries so far
 * @value: the low half of @number; of the counters, the entries that the driver has
 *	taken
 * @id: of the block that the entry came with
 * @status: bit 0 is the owner bit
 */
struct sim_entry {
	__le64 number;
	__le32 value;
	__le16 id;
	__le16 status;
};

#define SIM_RING_FORMAT	"T{<Q:number:<I:value:<H:id:<H:status:}"

/**
 * struct sim_ring_config - what the attributes say
 * @phase: the owner bit flips with every way round; else it is 1 in entries that
 *	the device has
 * @burst: entries of a block
 * @slack: elements behind the slots
 * @fault: what goes wrong
 * @at: the entry from which on it does, or each so-manieth that is concerned
 */
struct sim_ring_config {
	bool phase;
	u32 burst;
	u32 slack;
	enum sim_fault fault;
	u64 at;
};

/**
 * struct sim_ring - a ring that is being filled
 * @slots: their number
 * @made: entries that the device has made
 * @taken: entries that the driver has taken
 * @is_held: there is an entry that was left out
 * @held: its number
 * @held_id: its block
 */
struct sim_ring {
	u64 slots;
	u64 made;
	u64 taken;
	bool is_held;
	u64 held;
	u64 held_id;
};

/**
 * sim_ring_init - an empty ring
 * @ring: written
 * @config: of it
 * @ndim: dimensions
 * @shape: elements: slots, slack and one with the counters
 *
 * Return: 0; -EINVAL for more than one dimension, or less than two slots.
 */
int sim_ring_init(struct sim_ring *ring, const struct sim_ring_config *config,
		  u32 ndim, const u64 *shape);

/**
 * sim_ring_fill - make a block
 * @ring: from sim_ring_init(); used by the maker of the block only
 * @config: does not change meanwhile
 * @entries: all elements
 * @block: its number; 0 makes the ring empty
 *
 * Return: 0, or -EINTR.
 */
int sim_ring_fill(struct sim_ring *ring, const struct sim_ring_config *config,
		  struct sim_entry *entries, u64 block);

#endif /* MVIEW_SIM_RING_H */
