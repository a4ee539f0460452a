/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Histories of traces: their entries, as far as an address is among them. */
#ifndef MVIEW_INSPECT_HISTORY_H
#define MVIEW_INSPECT_HISTORY_H

#include <stddef.h>
#include <stdint.h>

struct mview_origin;

#define HISTORY_NAME	128	/* bytes of a name, and its end */

/**
 * struct history_event - an entry that fits
 * @op: MVIEW_DMA_*
 * @dir: direction
 * @pid: process
 * @time: when, nanoseconds of CLOCK_BOOTTIME
 * @address: of the first byte
 * @size: bytes
 * @device, @driver, @function, @comm: names, terminated
 */
struct history_event {
	uint8_t op;
	uint8_t dir;
	uint32_t pid;
	uint64_t time;
	uint64_t address;
	uint64_t size;
	char device[HISTORY_NAME / 2 + 1];
	char driver[HISTORY_NAME / 2 + 1];
	char function[HISTORY_NAME + 1];
	char comm[17];
};

/**
 * struct history - what was found
 * @events: array
 * @count: its length
 * @room: entries that it has room for
 * @overwritten: entries that are gone, of all histories
 * @gone: time up to which some of them may be
 */
struct history {
	struct history_event *events;
	size_t count;
	size_t room;
	uint64_t overwritten;
	uint64_t gone;
};

/* All entries of a trace's history that have @address. 0 or -1 with errno. */
int history_read(struct history *history, const struct mview_origin *ring,
		 uint64_t address);

#endif /* MVIEW_INSPECT_HISTORY_H */
