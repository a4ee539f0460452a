// SPDX-License-Identifier: LGPL-2.1-or-later
/* Whose an address is: from what is live, and from the histories of traces. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "mview-inspect.h"
#include "sources/dma.h"
#include "sources/history.h"

/**
 * struct use - a use and what it points to
 * @use: what the caller sees
 * @device, @driver, @function, @name, @comm: its texts
 */
struct use {
	struct mview_dma_use use;
	char device[HISTORY_NAME];
	char driver[HISTORY_NAME];
	char function[HISTORY_NAME + 1];
	char name[2 * HISTORY_NAME];
	char comm[17];
};

/**
 * struct search - an answer that is made
 * @uses: so far; in the order of their beginnings, the latest first
 * @address: asked for
 * @device: or NULL
 * @history: entries with it
 */
struct search {
	struct mview_dma_uses *uses;
	uint64_t address;
	const char *device;
	struct history history;
};

static void text_copy(char *to, size_t size, const char *from, size_t len)
{
	len = len < size ? len : size - 1;
	memcpy(to, from, len);
	to[len] = '\0';
}

#define TEXT_COPY(to, from)	text_copy(to, sizeof(to), from, strlen(from))

static struct use *use_create(struct search *search)
{
	struct use *use = calloc(1, sizeof(*use));

	if (!use) {
		errno = ENOMEM;
		return NULL;
	}
	use->use.device = use->device;
	use->use.driver = use->driver;
	use->use.function = use->function;
	use->use.name = use->name;
	use->use.comm = use->comm;
	use->use.next = search->uses->first;
	search->uses->first = &use->use;
	return use;
}

static bool is_wanted(const struct search *search, const char *device)
{
	return !search->device || !strcmp(search->device, device);
}

static int read_histories(struct search *search)
{
	struct mview_device *device = mview_device_open();
	struct mview_origin *origin;
	uint64_t id = 0;
	int err = device ? 0 : -1;

	while (!err && (origin = mview_origin_next(device, id))) {
		id = origin->id + 1;
		if (origin->flags & MVIEW_ORIGIN_HISTORY) {
			search->uses->histories++;
			err = history_read(&search->history, origin,
					   search->address);
		}
		mview_origin_free(origin);
	}
	mview_device_close(device);
	search->uses->overwritten = search->history.overwritten;
	return err || errno != ENOENT ? -1 : 0;
}

static int by_time(const void *left, const void *right)
{
	const struct history_event *a = left, *b = right;

	return (a->time > b->time) - (a->time < b->time);
}

static bool is_end(const struct history_event *event)
{
	return event->op == MVIEW_DMA_UNMAP || event->op == MVIEW_DMA_UNMAP_SG ||
	       event->op == MVIEW_DMA_FREE;
}

static bool is_coherent(const struct history_event *event)
{
	return event->op == MVIEW_DMA_ALLOC || event->op == MVIEW_DMA_FREE;
}

/* The latest use of the same memory */
static struct mview_dma_use *find_use(const struct search *search,
				      const char *device, uint64_t address,
				      bool coherent)
{
	struct mview_dma_use *use;

	for (use = search->uses->first; use; use = use->next)
		if (use->coherent == coherent && use->address == address &&
		    !strcmp(use->device, device))
			break;
	return use;
}

static int add_event(struct search *search, const struct history_event *event)
{
	struct use *use = use_create(search);
	bool end = is_end(event);

	if (!use)
		return -1;
	TEXT_COPY(use->device, event->device);
	TEXT_COPY(use->driver, event->driver);
	TEXT_COPY(use->function, event->function);
	TEXT_COPY(use->comm, event->comm);
	use->use.state = end ? MVIEW_DMA_ENDED : MVIEW_DMA_LIVE;
	if (!end && event->time < search->history.gone)
		use->use.state = MVIEW_DMA_UNSURE;
	use->use.coherent = is_coherent(event);
	use->use.address = event->address;
	use->use.nbytes = event->size;
	use->use.direction = event->dir;
	use->use.since = end ? 0 : event->time;
	use->use.until = end ? event->time : 0;
	use->use.pid = event->pid;
	return 0;
}

/* Several histories tell the same event so many nanoseconds apart at most. */
#define SAME_NS	1000000

static bool is_told(const struct search *search,
		    const struct mview_dma_use *use,
		    const struct history_event *event)
{
	bool ended = use->state == MVIEW_DMA_ENDED;
	uint64_t time = ended ? use->until : use->since;

	return search->uses->histories > 1 && ended == is_end(event) &&
	       event->time - time < SAME_NS;
}

/* Events come in the order of their times. */
static int take(struct search *search, const struct history_event *event)
{
	struct mview_dma_use *use;

	if (!is_wanted(search, event->device))
		return 0;
	use = find_use(search, event->device, event->address,
		       is_coherent(event));
	if (use && is_told(search, use, event))
		return 0;
	if (!use || use->state == MVIEW_DMA_ENDED || !is_end(event))
		return add_event(search, event);
	use->state = MVIEW_DMA_ENDED;
	use->until = event->time;
	return 0;
}

static int take_all(struct search *search)
{
	struct history *history = &search->history;
	size_t i;

	if (history->count)
		qsort(history->events, history->count,
		      sizeof(*history->events), by_time);
	for (i = 0; i < history->count; i++)
		if (take(search, &history->events[i]))
			return -1;
	return 0;
}

/* What was live, as the list of buffers has it, which knows more. */
static int add_buffer(struct search *search,
		      const struct mview_dma_buffer *buffer)
{
	const struct mview_origin *origin = buffer->origin;
	struct mview_dma_use *known;
	struct use *use;

	if (!(origin->flags & MVIEW_ORIGIN_HAS_DMA_ADDR) ||
	    search->address - origin->address >= origin->nbytes ||
	    !is_wanted(search, origin->device))
		return 0;
	known = find_use(search, origin->device, origin->address, true);
	if (known && known->state == MVIEW_DMA_ENDED) {
		if (known->until > origin->time)
			return 0;
		known = NULL;
	}
	use = known ? (struct use *)known : use_create(search);
	if (!use)
		return -1;
	TEXT_COPY(use->device, origin->device);
	TEXT_COPY(use->driver, origin->driver);
	text_copy(use->function, sizeof(use->function), origin->stack,
		  strcspn(origin->stack, "\n"));
	TEXT_COPY(use->name, buffer->name);
	TEXT_COPY(use->comm, origin->comm);
	use->use.state = MVIEW_DMA_LIVE;
	use->use.coherent = true;
	use->use.address = origin->address;
	use->use.nbytes = origin->nbytes;
	use->use.since = origin->time;
	use->use.pid = origin->pid;
	return 0;
}

static int add_buffers(struct search *search,
		       const struct mview_dma_buffers *list)
{
	const struct mview_dma_buffer *buffer;

	search->uses->traces = list->traces;
	for (buffer = list->first; buffer; buffer = buffer->next)
		if (add_buffer(search, buffer))
			return -1;
	return 0;
}

/* Live ones first; else the order stays. */
static void sort_uses(struct mview_dma_uses *uses)
{
	struct mview_dma_use *use, *live = NULL, *others = NULL;
	struct mview_dma_use **live_tail = &live, **others_tail = &others;

	for (use = uses->first; use; use = use->next) {
		if (use->state == MVIEW_DMA_LIVE) {
			*live_tail = use;
			live_tail = &use->next;
		} else {
			*others_tail = use;
			others_tail = &use->next;
		}
	}
	*others_tail = NULL;
	*live_tail = others;
	uses->first = live;
}

/* The list comes first: what is freed behind it has its end in a history. */
static int search_all(struct search *search)
{
	struct mview_dma_buffers *list = mview_dma_find(NULL);
	int err;

	if (!list)
		return -1;
	err = read_histories(search) || take_all(search) ||
	      add_buffers(search, list);
	mview_dma_free(list);
	return err ? -1 : 0;
}

struct mview_dma_uses *mview_whose(uint64_t address, const char *device)
{
	struct search search = {
		.uses = calloc(1, sizeof(*search.uses)),
		.address = address,
		.device = device,
	};
	int err;

	if (!search.uses)
		return dma_failed("dma");
	err = search_all(&search);
	free(search.history.events);
	if (!err) {
		sort_uses(search.uses);
		return search.uses;
	}
	dma_failed("dma");
	mview_whose_free(search.uses);
	return NULL;
}

void mview_whose_free(struct mview_dma_uses *uses)
{
	struct mview_dma_use *use, *next;

	for (use = uses ? uses->first : NULL; use; use = next) {
		next = use->next;
		free(use);
	}
	free(uses);
}
