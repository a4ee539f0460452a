// SPDX-License-Identifier: GPL-2.0
/* The last frames in memory, of which no more is ever taken than was told. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli.h"
#include "commands/record.h"
#include "sources/read.h"

/**
 * struct slot - room for a frame
 * @frame: that is in it, if it has a view
 * @data: its elements
 * @size: bytes of @data
 */
struct slot {
	struct record_frame frame;
	void *data;
	int64_t size;
};

/**
 * struct record_kept - a ring of slots
 * @slots: array
 * @n: its length
 * @filled: frames in it
 * @next: the slot that is filled next
 */
struct record_kept {
	struct slot *slots;
	int64_t n;
	int64_t filled;
	int64_t next;
};

struct record_kept *record_kept_create(int64_t n, int64_t largest)
{
	int64_t memory = (int64_t)sysconf(_SC_PHYS_PAGES) *
			 sysconf(_SC_PAGESIZE), size;
	struct record_kept *kept;

	if (__builtin_mul_overflow(n, largest + (int64_t)sizeof(struct slot),
				   &size) || size > memory / 2) {
		failed("--before %" PRId64 ": frames of %" PRId64 " bytes would "
		       "take more than half of the memory", n - 1, largest);
		return NULL;
	}
	kept = allocate(sizeof(*kept));
	*kept = (struct record_kept) { .n = n };
	kept->slots = calloc(n, sizeof(*kept->slots));
	if (kept->slots)
		return kept;
	free(kept);
	failed("--before %" PRId64 ": out of memory", n - 1);
	return NULL;
}

void record_kept_destroy(struct record_kept *kept)
{
	int64_t i;

	if (!kept)
		return;
	for (i = 0; i < kept->n; i++) {
		mview_close(kept->slots[i].frame.view);
		free(kept->slots[i].data);
	}
	free(kept->slots);
	free(kept);
}

static bool make_room(struct slot *slot, int64_t size)
{
	void *data;

	if (slot->data && slot->size >= size)
		return true;
	data = realloc(slot->data, size ?: 1);
	if (!data)
		return false;
	slot->data = data;
	slot->size = size;
	return true;
}

int record_kept_add(struct record_kept *kept, struct record_frame *frame)
{
	struct slot *slot = &kept->slots[kept->next];
	struct mview *view = frame->view;
	int64_t size = mview_nbytes(view);

	mview_close(slot->frame.view);
	slot->frame.view = NULL;
	if (size < 0 || !make_room(slot, size) ||
	    read_all(view, slot->data))
		return -1;
	frame->view = mview_from_layout(slot->data, size, mview_format(view),
					mview_ndim(view), mview_shape(view),
					NULL, 0, 0);
	if (!frame->view)
		return -1;
	frame->is_torn = record_is_torn(frame);
	frame->base = NULL;
	slot->frame = *frame;
	kept->next = (kept->next + 1) % kept->n;
	kept->filled += kept->filled < kept->n;
	return 0;
}

const struct record_frame *record_kept_at(const struct record_kept *kept,
					  int64_t age)
{
	if (age >= kept->filled)
		return NULL;
	return &kept->slots[(kept->next - 1 - age + 2 * kept->n) % kept->n]
			.frame;
}

void record_kept_clear(struct record_kept *kept)
{
	kept->filled = kept->filled ? 1 : 0;
}
