// SPDX-License-Identifier: LGPL-2.1-or-later
/* What drivers have, that traces know of: a list, with names. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "mview-inspect.h"
#include "sources/dma.h"

/**
 * struct found - a buffer and what it points to
 * @buffer: what the caller sees
 * @origin: its own
 * @name: its name, allocated
 * @symbol: its symbol, allocated
 * @place: how many of its device are older
 */
struct found {
	struct mview_dma_buffer buffer;
	struct mview_origin *origin;
	char *name;
	char *symbol;
	unsigned int place;
};

/**
 * struct search - what was found
 * @found: array, in an order that changes
 * @count: its length
 * @room: entries that it has room for
 * @traces: array of the numbers of those that have anything
 * @ntraces: its length
 * @wanted: number of the one that is wanted, or 0
 */
struct search {
	struct found **found;
	size_t count;
	size_t room;
	uint64_t *traces;
	size_t ntraces;
	uint64_t wanted;
};

static void found_free(struct found *found)
{
	mview_origin_free(found->origin);
	free(found->name);
	free(found->symbol);
	free(found);
}

static const char *why_unreadable(const struct mview_origin *origin)
{
	if (origin->flags & MVIEW_ORIGIN_DEVICE_POOL)
		return "it is from a pool of the device, and nobody tells when "
		       "it is freed";
	if (origin->flags & MVIEW_ORIGIN_NO_KERNEL_MAPPING)
		return "its driver wants no address of it in the kernel";
	if (origin->flags & MVIEW_ORIGIN_NONCONTIGUOUS)
		return "it has no one address in the kernel";
	return origin->flags & MVIEW_ORIGIN_HIDDEN ? "the kernel does not say "
						     "why" : NULL;
}

/* Takes @origin over. NULL if there is no memory. */
static struct found *found_create(struct mview_origin *origin)
{
	struct found *found = calloc(1, sizeof(*found));

	if (!found) {
		mview_origin_free(origin);
		return NULL;
	}
	found->origin = origin;
	found->symbol = strndup(origin->stack, dma_symbol_len(origin->stack));
	if (!found->symbol) {
		found_free(found);
		return NULL;
	}
	found->buffer = (struct mview_dma_buffer) {
		.id = origin->id,
		.symbol = found->symbol,
		.unreadable = why_unreadable(origin),
		.origin = origin,
	};
	return found;
}

static bool make_room(struct search *search)
{
	size_t room = search->room ? 2 * search->room : 64;
	struct found **found;

	if (search->count < search->room)
		return true;
	found = realloc(search->found, room * sizeof(*found));
	if (!found)
		return false;
	search->found = found;
	search->room = room;
	return true;
}

/* Count the trace, once. Origins of several traces may come in any order. */
static bool count_trace(struct search *search, uint64_t trace)
{
	uint64_t *traces;
	size_t i;

	for (i = 0; i < search->ntraces; i++)
		if (search->traces[i] == trace)
			return true;
	traces = reallocarray(search->traces, search->ntraces + 1,
			      sizeof(*traces));
	if (!traces)
		return false;
	traces[search->ntraces++] = trace;
	search->traces = traces;
	return true;
}

/* Takes @origin over. */
static bool add(struct search *search, struct mview_origin *origin)
{
	uint32_t other = MVIEW_ORIGIN_HISTORY | MVIEW_ORIGIN_DEVICES |
			 MVIEW_ORIGIN_FUNCTIONS;
	struct found *found;

	if (!origin->trace) {
		mview_origin_free(origin);
		return true;
	}
	if (!count_trace(search, origin->trace) || !make_room(search)) {
		mview_origin_free(origin);
		return false;
	}
	if (origin->flags & other) {
		mview_origin_free(origin);
		return true;
	}
	found = found_create(origin);
	if (found)
		search->found[search->count++] = found;
	return found;
}

/* 0 or -1 with errno. */
static int add_all(struct search *search)
{
	struct mview_device *device = mview_device_open();
	struct mview_origin *origin;
	uint64_t id = 0;

	while (device && (origin = mview_origin_next(device, id))) {
		id = origin->id + 1;
		if (!add(search, origin)) {
			errno = ENOMEM;
			break;
		}
	}
	mview_device_close(device);
	return errno == ENOENT ? 0 : -1;
}

static int compare(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

/* The same memory, as several traces know it: the wanted one first. */
static int by_memory(const void *left, const void *right, void *wanted)
{
	const struct mview_origin *a = (*(struct found **)left)->origin;
	const struct mview_origin *b = (*(struct found **)right)->origin;
	uint64_t trace = *(uint64_t *)wanted;
	int order = strcmp(a->device, b->device);

	if (!order)
		order = compare(a->address, b->address);
	if (!order)
		order = compare(a->nbytes, b->nbytes);
	if (!order)
		order = (b->trace == trace) - (a->trace == trace);
	return order ? order : compare(a->id, b->id);
}

static int by_time(const void *left, const void *right)
{
	const struct mview_origin *a = (*(struct found **)left)->origin;
	const struct mview_origin *b = (*(struct found **)right)->origin;
	int order = compare(a->time, b->time);

	return order ? order : compare(a->id, b->id);
}

static bool is_same(const struct mview_origin *a, const struct mview_origin *b)
{
	return a->trace != b->trace && a->address == b->address &&
	       a->nbytes == b->nbytes && !strcmp(a->device, b->device);
}

static void drop_doubles(struct search *search)
{
	size_t i, n = 0;

	qsort_r(search->found, search->count, sizeof(*search->found),
		by_memory, &search->wanted);
	for (i = 0; i < search->count; i++) {
		struct found *found = search->found[i];

		if (n && is_same(search->found[n - 1]->origin, found->origin))
			found_free(found);
		else
			search->found[n++] = found;
	}
	search->count = n;
}

static int compare_names(const struct found *a, const struct found *b)
{
	int order = strcmp(a->origin->device, b->origin->device);

	return order ? order : strcmp(a->symbol, b->symbol);
}

static int by_name(const void *left, const void *right)
{
	int order = compare_names(*(struct found **)left,
				  *(struct found **)right);

	return order ? order : by_time(left, right);
}

static int by_device(const void *left, const void *right)
{
	int order = strcmp((*(struct found **)left)->origin->device,
			   (*(struct found **)right)->origin->device);

	return order ? order : by_time(left, right);
}

/* Sorted by device and time, so that numbers are places. */
static void place_all(struct search *search)
{
	struct found *before = NULL, *found;
	size_t i;

	qsort(search->found, search->count, sizeof(*search->found), by_device);
	for (i = 0; i < search->count; i++, before = found) {
		found = search->found[i];
		if (before && !strcmp(before->origin->device,
				      found->origin->device))
			found->place = before->place + 1;
	}
}

/* Those without a symbol have their place among all of the device. */
static bool name_all(struct search *search)
{
	unsigned int number = 0;
	size_t i;

	place_all(search);
	qsort(search->found, search->count, sizeof(*search->found), by_name);
	for (i = 0; i < search->count; i++) {
		struct found *found = search->found[i];

		if (i && !compare_names(search->found[i - 1], found))
			number++;
		else
			number = 0;
		if (asprintf(&found->name, "dma:%s%s%s#%u",
			     found->origin->device, *found->symbol ? "/" : "",
			     found->symbol,
			     *found->symbol ? number : found->place) < 0) {
			found->name = NULL;
			errno = ENOMEM;
			return false;
		}
		found->buffer.name = found->name;
	}
	qsort(search->found, search->count, sizeof(*search->found), by_time);
	return true;
}

/* Hands those that are wanted over to a list, and frees the others. */
static struct mview_dma_buffers *make_list(struct search *search)
{
	struct mview_dma_buffers *list = calloc(1, sizeof(*list));
	struct mview_dma_buffer **tail = list ? &list->first : NULL;
	size_t i;

	for (i = 0; list && i < search->count; i++) {
		struct found *found = search->found[i];

		if (search->wanted && found->origin->trace != search->wanted)
			continue;
		*tail = &found->buffer;
		tail = &found->buffer.next;
		search->found[i] = NULL;
		list->count++;
	}
	if (list)
		list->traces = search->ntraces;
	return list;
}

static void search_end(struct search *search)
{
	int err = errno;
	size_t i;

	for (i = 0; i < search->count; i++)
		if (search->found[i])
			found_free(search->found[i]);
	free(search->found);
	free(search->traces);
	errno = err;
}

struct mview_dma_buffers *mview_dma_find(struct mview_trace *trace)
{
	const struct mview_trace_counts *counts = NULL;
	struct mview_dma_buffers *list = NULL;
	struct search search = { .found = NULL };

	if (trace) {
		counts = mview_trace_counts(trace, true);
		if (!counts)
			return dma_failed("dma");
		search.wanted = counts->trace;
	}
	if (!add_all(&search)) {
		drop_doubles(&search);
		if (name_all(&search))
			list = make_list(&search);
	}
	search_end(&search);
	return list ? list : dma_failed("dma");
}

void mview_dma_free(struct mview_dma_buffers *buffers)
{
	struct mview_dma_buffer *buffer, *next;

	for (buffer = buffers ? buffers->first : NULL; buffer; buffer = next) {
		next = buffer->next;
		found_free((struct found *)buffer);
	}
	free(buffers);
}
