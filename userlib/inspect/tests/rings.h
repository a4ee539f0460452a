/* SPDX-License-Identifier: GPL-2.0 */
/* A ring in memory, which the tests write as devices and drivers do. */
#ifndef MVIEW_INSPECT_TESTS_RINGS_H
#define MVIEW_INSPECT_TESTS_RINGS_H

#include "words.h"

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

#define SLOT_FORMAT	"T{I:number:H:id:H:status:}"

/* Made anew for each test: the slots with the slack, counters, views of them. */
extern struct mview_ctype *slot_type;
extern struct slot slots[SLOTS + SLACK];
extern uint32_t head, tail;
extern struct mview *view, *heads, *tails;
extern struct mview_ring *ring;
extern struct mview_ring_state seen;	/* by look() */
extern uint64_t made;			/* entries that were written */

/* Of all tests, and of each. */
int rings_setup(void **state);
int rings_teardown(void **state);
int rings_begin(void **state);
int rings_end(void **state);

/* Open the ring of the slots. */
void watch(struct mview_ring_desc desc);

void look(void);

/* One thing is wrong now; a negative @count is any. */
void assert_trouble(enum mview_ring_trouble trouble, int64_t slot, int64_t count);

enum mview_ring_owner owner_of(int64_t slot);

/* Completions with a phase tag: the device writes @n entries. */
extern const struct mview_ring_desc phase;
void complete(uint64_t n);

/* An owner bit: the driver sets it, the device clears it. */
extern const struct mview_ring_desc plain;
void own(const char *bits);

/*
 * All that are new are told once, in order, the first of them or of those missed
 * being number @from. Returns how many were missed.
 */
uint64_t follow(uint64_t from);

void sleep_ms(int ms);

#endif /* MVIEW_INSPECT_TESTS_RINGS_H */
