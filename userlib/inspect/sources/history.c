// SPDX-License-Identifier: LGPL-2.1-or-later
/* Histories of traces, read while their CPUs write them. */
#include "sources/history.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "mview-inspect.h"

/* MVIEW_TRACE_ENTRY_FORMAT */
struct entry {
	uint64_t seq;
	uint64_t time;
	uint64_t address;
	uint64_t size;
	uint32_t pid;
	uint16_t device;
	uint8_t op;
	uint8_t dir;
	char comm[16];
	uint32_t function;
	uint32_t unused;
};

_Static_assert(sizeof(struct entry) == 64, "as the kernel has it");

/**
 * struct names - what entries name by number
 * @text: rows of HISTORY_NAME bytes
 * @count: their number
 */
struct names {
	char *text;
	size_t count;
};

/* The buffer of @trace whose origin has @flag; 0 if there is none. */
static uint64_t find(uint64_t trace, uint32_t flag)
{
	struct mview_device *device = mview_device_open();
	struct mview_origin *origin;
	uint64_t id = 0, found = 0;

	while (device && !found && (origin = mview_origin_next(device, id))) {
		id = origin->id + 1;
		if (origin->trace == trace && origin->flags & flag)
			found = origin->id;
		mview_origin_free(origin);
	}
	mview_device_close(device);
	return found;
}

static int names_read(struct names *names, uint64_t trace, uint32_t flag)
{
	struct mview *view = mview_open_id(find(trace, flag), 0);
	ssize_t size = -1;

	if (!view)
		return -1;
	names->count = mview_nbytes(view) / HISTORY_NAME;
	names->text = malloc(names->count * HISTORY_NAME + 1);
	if (names->text && mview_itemsize(view) == HISTORY_NAME)
		size = mview_tobytes(view, names->text,
				     names->count * HISTORY_NAME, 'C');
	mview_close(view);
	return size < 0 ? -1 : 0;
}

/* Cut to @size; "" for a number that is none. */
static void name_copy(char *to, size_t size, const struct names *names,
		      size_t number, size_t at)
{
	*to = '\0';
	if (number < names->count)
		strncat(to, names->text + number * HISTORY_NAME + at, size - 1);
}

/**
 * struct reader - a history that is read
 * @history: where what fits goes
 * @address: that is looked for
 * @devices, @functions: names
 * @entries: the ring
 * @rows: CPUs
 * @columns: entries of each
 */
struct reader {
	struct history *history;
	uint64_t address;
	struct names devices;
	struct names functions;
	const struct entry *entries;
	int64_t rows;
	int64_t columns;
};

static struct history_event *make_room(struct history *history)
{
	size_t room = history->room ? 2 * history->room : 64;
	struct history_event *events = history->events;

	if (history->count == history->room) {
		events = realloc(events, room * sizeof(*events));
		if (!events)
			return NULL;
		history->events = events;
		history->room = room;
	}
	return &events[history->count++];
}

static int keep(const struct reader *reader, const struct entry *entry)
{
	struct history_event *event = make_room(reader->history);

	if (!event)
		return -1;
	*event = (struct history_event) {
		.op = entry->op,
		.dir = entry->dir,
		.pid = entry->pid,
		.time = entry->time,
		.address = entry->address,
		.size = entry->size,
	};
	memcpy(event->comm, entry->comm, sizeof(entry->comm));
	name_copy(event->device, sizeof(event->device), &reader->devices,
		  entry->device, 0);
	name_copy(event->driver, sizeof(event->driver), &reader->devices,
		  entry->device, HISTORY_NAME / 2);
	name_copy(event->function, sizeof(event->function), &reader->functions,
		  entry->function, 0);
	return 0;
}

/* A copy that nobody wrote to meanwhile, or false. */
static bool entry_read(struct entry *copy, const struct entry *entry)
{
	const _Atomic uint64_t *seq = (const _Atomic uint64_t *)&entry->seq;
	uint64_t before = atomic_load_explicit(seq, memory_order_acquire);

	*copy = *(const volatile struct entry *)entry;
	atomic_thread_fence(memory_order_acquire);
	copy->seq = before;
	return before && atomic_load_explicit(seq, memory_order_relaxed) ==
				 before;
}

/* A row that is full has lost what was before its oldest entry. */
static int row_read(const struct reader *reader, const struct entry *row)
{
	uint64_t last = 0, oldest = UINT64_MAX;
	struct history *history = reader->history;
	struct entry entry;
	int64_t i;

	for (i = 0; i < reader->columns; i++) {
		if (!entry_read(&entry, &row[i]))
			continue;
		last = entry.seq > last ? entry.seq : last;
		oldest = entry.time < oldest ? entry.time : oldest;
		if (reader->address - entry.address < entry.size &&
		    keep(reader, &entry))
			return -1;
	}
	if (last <= (uint64_t)reader->columns)
		return 0;
	history->overwritten += last - reader->columns;
	history->gone = oldest > history->gone ? oldest : history->gone;
	return 0;
}

static int rows_read(const struct reader *reader)
{
	int64_t i;

	for (i = 0; i < reader->rows; i++)
		if (row_read(reader, reader->entries + i * reader->columns))
			return -1;
	return 0;
}

/* The trace may be closed meanwhile: then the rest is zeros. */
static int ring_read(struct reader *reader, struct mview *view)
{
	struct mview_guard guard;
	int err = 0, gone;

	if (strcmp(mview_format(view), MVIEW_TRACE_ENTRY_FORMAT) ||
	    mview_ndim(view) != 2 || !mview_contiguous(view, 'C')) {
		errno = ENOTTY;
		return -1;
	}
	reader->rows = mview_shape(view)[0];
	reader->columns = mview_shape(view)[1];
	reader->entries = mview_map(view);
	if (!reader->entries)
		return -1;
	mview_guard_begin(&guard, view);
	err = rows_read(reader);
	gone = mview_guard_end(&guard);
	mview_unmap(view);
	return err && !gone ? -1 : 0;
}

int history_read(struct history *history, const struct mview_origin *ring,
		 uint64_t address)
{
	struct reader reader = { .history = history, .address = address };
	struct mview *view = mview_open_id(ring->id, 0);
	int err = -1;

	if (view && !names_read(&reader.devices, ring->trace,
				MVIEW_ORIGIN_DEVICES) &&
	    !names_read(&reader.functions, ring->trace,
			MVIEW_ORIGIN_FUNCTIONS))
		err = ring_read(&reader, view);
	/* A trace that has ended knows nothing. */
	if (err && (errno == ENOENT || errno == ENODEV))
		err = 0;
	free(reader.devices.text);
	free(reader.functions.text);
	mview_close(view);
	return err;
}
