// SPDX-License-Identifier: LGPL-2.1-or-later
/* What is in a recording that is being made, for its indices and summary. */
#include "record/index.h"

#include <stdlib.h>
#include <string.h>

#define PLACE	16	/* bytes of a message in a MESSAGE_INDEX */

static void free_names(struct index_channel *channel)
{
	free(channel->name);
	free(channel->schema);
	free(channel->encoding);
}

int index_add(struct index *index, const char *name, const char *schema,
	      const char *encoding)
{
	size_t size = (index->nchannels + 1) * sizeof(*index->channels);
	struct index_channel *channels = realloc(index->channels, size);
	struct index_channel *channel;

	if (!channels) {
		index->failed = true;
		return -1;
	}
	index->channels = channels;
	channel = &channels[index->nchannels];
	*channel = (struct index_channel) {
		.name = strdup(name),
		.schema = schema ? strdup(schema) : NULL,
		.encoding = strdup(encoding),
	};
	if (channel->name && channel->encoding && !channel->schema == !schema)
		return index->nchannels++;
	free_names(channel);
	index->failed = true;
	return -1;
}

/* Numbers in the file begin with 1: a schema of 0 is none. */
static void put_schema(const struct index *index, int number,
		       struct mcap_bytes *to)
{
	size_t start;

	if (!index->channels[number].schema)
		return;
	start = mcap_begin(to, MCAP_SCHEMA);
	mcap_put(to, number + 1, 2);
	mcap_put_string(to, index->channels[number].name);
	mcap_put_string(to, MCAP_ENCODING);
	mcap_put_string(to, index->channels[number].schema);
	mcap_end(to, start);
}

static void put_channel(const struct index *index, int number,
			struct mcap_bytes *to)
{
	const struct index_channel *channel = &index->channels[number];
	size_t start = mcap_begin(to, MCAP_CHANNEL);

	mcap_put(to, number + 1, 2);
	mcap_put(to, channel->schema ? number + 1 : 0, 2);
	mcap_put_string(to, channel->name);
	mcap_put_string(to, channel->encoding);
	mcap_put(to, 0, 4);
	mcap_end(to, start);
}

void index_put_channel(const struct index *index, int number,
		       struct mcap_bytes *to)
{
	if (number < 0) {
		to->failed = true;
		return;
	}
	put_schema(index, number, to);
	put_channel(index, number, to);
}

void index_message(struct index *index, int channel, uint64_t time,
		   uint64_t offset)
{
	struct index_chunk *open = &index->open;
	struct mcap_bytes *places = &index->channels[channel].places;

	if (!open->messages || time < open->first)
		open->first = time;
	if (!open->messages || time > open->last)
		open->last = time;
	open->messages++;
	mcap_put(places, time, 8);
	mcap_put(places, offset, 8);
	index->failed |= places->failed;
}

static void put_places(struct index *index, int number, struct mcap_bytes *to)
{
	struct index_chunk *open = &index->open;
	struct mcap_bytes *places = &index->channels[number].places;
	size_t start = mcap_begin(to, MCAP_MESSAGE_INDEX);

	open->offsets[open->noffsets++] = (struct index_offset) {
		.channel = number + 1,
		.at = open->start + open->length + start - MCAP_HEAD,
		.messages = places->len / PLACE,
	};
	index->channels[number].messages += places->len / PLACE;
	mcap_put(to, number + 1, 2);
	mcap_put(to, places->len, 4);
	mcap_put_bytes(to, places->at, places->len);
	mcap_end(to, start);
	places->len = 0;
}

bool index_end_chunk(struct index *index, struct mcap_bytes *to)
{
	size_t size = (index->nchunks + 1) * sizeof(*index->chunks);
	struct index_chunk *chunks = realloc(index->chunks, size);
	struct index_chunk *open = &index->open;
	int i;

	if (chunks)
		index->chunks = chunks;
	open->offsets = calloc(index->nchannels, sizeof(*open->offsets));
	if (!chunks || !open->offsets) {
		free(open->offsets);
		index->failed = true;
		return false;
	}
	for (i = 0; i < index->nchannels; i++)
		if (index->channels[i].places.len)
			put_places(index, i, to);
	open->indices = to->len;
	chunks[index->nchunks++] = *open;
	*open = (struct index_chunk) { .first = 0 };
	return true;
}

void index_drop_chunk(struct index *index)
{
	struct index_chunk *chunk;
	size_t i;

	if (!index->nchunks)
		return;
	chunk = &index->chunks[--index->nchunks];
	for (i = 0; i < chunk->noffsets; i++)
		index->channels[chunk->offsets[i].channel - 1].messages -=
			chunk->offsets[i].messages;
	free(chunk->offsets);
}

static void put_chunk(const struct index_chunk *chunk, const char *compression,
		      struct mcap_bytes *to)
{
	size_t start = mcap_begin(to, MCAP_CHUNK_INDEX), i;

	mcap_put(to, chunk->first, 8);
	mcap_put(to, chunk->last, 8);
	mcap_put(to, chunk->start, 8);
	mcap_put(to, chunk->length, 8);
	mcap_put(to, chunk->noffsets * 10, 4);
	for (i = 0; i < chunk->noffsets; i++) {
		mcap_put(to, chunk->offsets[i].channel, 2);
		mcap_put(to, chunk->offsets[i].at, 8);
	}
	mcap_put(to, chunk->indices, 8);
	mcap_put_string(to, compression);
	mcap_put(to, chunk->packed, 8);
	mcap_put(to, chunk->size, 8);
	mcap_end(to, start);
}

static int count_schemas(const struct index *index)
{
	int i, n = 0;

	for (i = 0; i < index->nchannels; i++)
		n += !!index->channels[i].schema;
	return n;
}

static void put_statistics(const struct index *index, struct mcap_bytes *to)
{
	uint64_t messages = 0, first = 0, last = 0;
	size_t start = mcap_begin(to, MCAP_STATISTICS), i;
	int channel;

	for (i = 0; i < index->nchunks; i++) {
		const struct index_chunk *chunk = &index->chunks[i];

		messages += chunk->messages;
		if (!i || chunk->first < first)
			first = chunk->first;
		if (!i || chunk->last > last)
			last = chunk->last;
	}
	mcap_put(to, messages, 8);
	mcap_put(to, count_schemas(index), 2);
	mcap_put(to, index->nchannels, 4);
	mcap_put(to, 0, 4);
	mcap_put(to, 0, 4);
	mcap_put(to, index->nchunks, 4);
	mcap_put(to, first, 8);
	mcap_put(to, last, 8);
	mcap_put(to, index->nchannels * 10, 4);
	for (channel = 0; channel < index->nchannels; channel++) {
		mcap_put(to, channel + 1, 2);
		mcap_put(to, index->channels[channel].messages, 8);
	}
	mcap_end(to, start);
}

/**
 * struct groups - records of one kind in the summary, one group after the other
 * @at: where the bytes begin in the file
 * @to: the bytes
 * @offsets: SUMMARY_OFFSETs
 * @start: of the group, in the bytes
 */
struct groups {
	uint64_t at;
	struct mcap_bytes *to;
	struct mcap_bytes offsets;
	size_t start;
};

static void end_group(struct groups *groups, enum mcap_opcode opcode)
{
	size_t length = groups->to->len - groups->start, start;

	if (!length)
		return;
	start = mcap_begin(&groups->offsets, MCAP_SUMMARY_OFFSET);
	mcap_put(&groups->offsets, opcode, 1);
	mcap_put(&groups->offsets, groups->at + groups->start, 8);
	mcap_put(&groups->offsets, length, 8);
	mcap_end(&groups->offsets, start);
	groups->start = groups->to->len;
}

static void put_groups(const struct index *index, struct groups *groups)
{
	size_t i;
	int channel;

	for (channel = 0; channel < index->nchannels; channel++)
		put_schema(index, channel, groups->to);
	end_group(groups, MCAP_SCHEMA);
	for (channel = 0; channel < index->nchannels; channel++)
		put_channel(index, channel, groups->to);
	end_group(groups, MCAP_CHANNEL);
	for (i = 0; i < index->nchunks; i++)
		put_chunk(&index->chunks[i], index->compression, groups->to);
	end_group(groups, MCAP_CHUNK_INDEX);
	put_statistics(index, groups->to);
	end_group(groups, MCAP_STATISTICS);
}

void index_put_summary(const struct index *index, uint64_t at,
		       struct mcap_bytes *to)
{
	struct groups groups = { .at = at, .to = to };
	size_t start = mcap_begin(to, MCAP_DATA_END), summary, offsets;

	mcap_put(to, 0, 4);
	mcap_end(to, start);
	summary = to->len;
	groups.start = summary;
	put_groups(index, &groups);
	offsets = to->len;
	mcap_put_bytes(to, groups.offsets.at, groups.offsets.len);
	to->failed |= groups.offsets.failed;
	free(groups.offsets.at);
	start = mcap_begin(to, MCAP_FOOTER);
	mcap_put(to, at + summary, 8);
	mcap_put(to, at + offsets, 8);
	mcap_put(to, 0, 4);
	mcap_end(to, start);
	if (!to->failed)
		mcap_set(to, to->len - 4, mcap_crc(to->at + summary,
						   to->len - 4 - summary), 4);
	mcap_put_bytes(to, MCAP_MAGIC, MCAP_MAGIC_LEN);
}

void index_free(struct index *index)
{
	size_t i;
	int channel;

	for (channel = 0; channel < index->nchannels; channel++) {
		free_names(&index->channels[channel]);
		free(index->channels[channel].places.at);
	}
	for (i = 0; i < index->nchunks; i++)
		free(index->chunks[i].offsets);
	free(index->channels);
	free(index->chunks);
}
