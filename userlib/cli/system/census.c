// SPDX-License-Identifier: GPL-2.0
/*
 * Census: a look asks the kernel for each buffer. Where a buffer comes from stays
 * as it is, so that is asked again only when buffers have come or gone.
 */
#include "system/census.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <mview-inspect.h>

#include "cli.h"
#include "sources/pace.h"

/**
 * struct trace_sum - what a trace has
 * @id: its number
 * @buffers: how many
 * @nbytes: bytes of all of them
 */
struct trace_sum {
	uint64_t id;
	size_t buffers;
	uint64_t nbytes;
};

static char *copy(const char *text)
{
	char *new = strdup(text);

	if (!new)
		exit(failed("out of memory"));
	return new;
}

static void list_free(struct entry *list, size_t n)
{
	while (n--) {
		mview_buffer_free(list[n].buffer);
		free(list[n].name);
		free(list[n].owner);
	}
	free(list);
}

void census_init(struct census *census)
{
	*census = (struct census) { .holders = holders_create() };
}

static void forget_traced(struct census *census)
{
	mview_dma_free(census->traced);
	free(census->sums);
	census->traced = NULL;
	census->sums = NULL;
	census->nsums = 0;
}

void census_deinit(struct census *census)
{
	list_free(census->list, census->n);
	forget_traced(census);
	holders_free(census->holders);
}

static struct entry *append(struct census *census)
{
	/* By powers of 2 */
	if (!(census->n & (census->n - 1)))
		census->list = reallocate(census->list, (2 * census->n + 1) *
					  sizeof(*census->list));
	census->list[census->n] = (struct entry) { .rate = -1 };
	return &census->list[census->n++];
}

/* The kernel's buffers, by their ids. */
static int list_buffers(struct census *census, struct mview_device *device)
{
	struct mview_buffer *buffer;
	struct entry *entry;
	uint64_t id = 0;

	while (device && (buffer = mview_buffer_next(device, id))) {
		id = buffer->id + 1;
		entry = append(census);
		entry->id = buffer->id;
		entry->buffer = buffer;
		entry->kind = buffer->kind;
		entry->nbytes = buffer->nbytes;
	}
	return errno == ENOENT ? EXIT_OK : device_failed();
}

/* Whether buffers have come or gone. Traces stand behind all buffers. */
static bool has_changed(const struct census *census, const struct census *old)
{
	size_t i;

	for (i = 0; i < census->n; i++)
		if (i >= old->n || old->list[i].is_trace ||
		    old->list[i].id != census->list[i].id)
			return true;
	return i < old->n && !old->list[i].is_trace;
}

static struct trace_sum *find_sum(struct census *census, uint64_t trace)
{
	size_t i;

	for (i = 0; i < census->nsums; i++)
		if (census->sums[i].id == trace)
			return &census->sums[i];
	census->sums = reallocate(census->sums, (i + 1) *
				  sizeof(*census->sums));
	census->sums[i] = (struct trace_sum) { .id = trace };
	return &census->sums[census->nsums++];
}

/* Without the right to know where buffers come from, there is nothing. */
static void find_traced(struct census *census, struct mview_device *device)
{
	struct mview_origin *origin;
	struct trace_sum *sum;
	uint64_t id = 0;

	forget_traced(census);
	while (device && (origin = mview_origin_next(device, id))) {
		id = origin->id + 1;
		if (origin->trace) {
			sum = find_sum(census, origin->trace);
			sum->buffers++;
			sum->nbytes += origin->nbytes;
		}
		mview_origin_free(origin);
	}
	/* Its names count all memory, so that it looks again. */
	if (census->nsums)
		census->traced = mview_dma_find(NULL);
}

static int by_id(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;

	return (a->id > b->id) - (a->id < b->id);
}

static void name_buffer(struct entry *entry,
			const struct mview_dma_buffer *traced)
{
	const struct mview_buffer *buffer = entry->buffer;
	const char *name = buffer->name, *owner = buffer->owner;

	if (traced) {
		name = traced->name;
		owner = traced->origin->driver;
	}
	entry->name = copy(*name ? name : "-");
	entry->owner = copy(*owner ? owner : "-");
}

static void name_buffers(struct census *census)
{
	const struct mview_dma_buffer *traced = NULL;
	struct entry key, *entry;
	size_t i;

	if (census->traced)
		traced = census->traced->first;
	for (; traced; traced = traced->next) {
		key.id = traced->id;
		entry = bsearch(&key, census->list, census->n, sizeof(key),
				by_id);
		if (entry && !entry->name)
			name_buffer(entry, traced);
	}
	for (i = 0; i < census->n; i++)
		if (!census->list[i].name)
			name_buffer(&census->list[i], NULL);
}

/* Ids are not used again: the same id is the same buffer. */
static void rate_buffers(struct census *census, const struct census *old)
{
	double seconds = (census->time_ns - old->time_ns) / 1e9;
	size_t i, j = 0;

	if (!old->time_ns || seconds <= 0)
		return;
	for (i = 0; i < census->n; i++) {
		struct entry *entry = &census->list[i];
		uint64_t seq = entry->buffer->seq;

		while (j < old->n && !old->list[j].is_trace &&
		       old->list[j].id < entry->id)
			j++;
		if (j < old->n && !old->list[j].is_trace &&
		    old->list[j].id == entry->id &&
		    seq >= old->list[j].buffer->seq)
			entry->rate = (seq - old->list[j].buffer->seq) /
				      seconds;
	}
}

static struct entry *find_trace(struct census *census, size_t first,
				uint64_t id)
{
	struct entry *entry;
	size_t i;

	for (i = first; i < census->n; i++)
		if (census->list[i].id == id)
			return &census->list[i];
	entry = append(census);
	entry->is_trace = true;
	entry->id = id;
	entry->kind = "trace";
	return entry;
}

/* Those that have buffers, and those that somebody has open. */
static void list_traces(struct census *census)
{
	size_t first = census->n, n, i;
	const struct holding *held = holders_list(census->holders, &n);
	struct entry *entry;

	for (i = 0; i < census->nsums; i++) {
		entry = find_trace(census, first, census->sums[i].id);
		entry->buffers = census->sums[i].buffers;
		entry->nbytes = census->sums[i].nbytes;
	}
	for (i = 0; i < n; i++) {
		if (!held[i].is_trace)
			continue;
		entry = find_trace(census, first, held[i].id);
		entry->has_lost = true;
		entry->lost = held[i].lost;
		if (!entry->name)
			entry->name = copy(*held[i].filter ? held[i].filter :
							     "*");
	}
	for (i = first; i < census->n; i++) {
		entry = &census->list[i];
		entry->name = entry->name ?: copy("-");
		entry->owner = copy("mview_dma");
	}
	if (census->n > first)
		qsort(census->list + first, census->n - first,
		      sizeof(*census->list), by_id);
}

int census_look(struct census *census, int64_t cpu_ns)
{
	struct mview_device *device = mview_device_open();
	struct census old = *census;
	int status;

	census->list = NULL;
	census->n = 0;
	status = list_buffers(census, device);
	census->time_ns = pace_now();
	if (!old.time_ns || has_changed(census, &old))
		find_traced(census, device);
	mview_device_close(device);
	name_buffers(census);
	rate_buffers(census, &old);
	if (cpu_ns)
		holders_look(census->holders, cpu_ns);
	list_traces(census);
	list_free(old.list, old.n);
	return status;
}
