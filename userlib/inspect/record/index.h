/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is in a recording that is being made, for its indices and summary. */
#ifndef MVIEW_INSPECT_INDEX_H
#define MVIEW_INSPECT_INDEX_H

#include "record/mcap.h"

/**
 * struct index_offset - where the MESSAGE_INDEX of a channel is
 * @channel: its id
 * @at: in the file
 * @messages: of the channel in that chunk
 */
struct index_offset {
	uint16_t channel;
	uint64_t at;
	uint64_t messages;
};

/**
 * struct index_chunk - a chunk
 * @first: earliest time of its messages, ns
 * @last: latest time
 * @messages: how many
 * @start: where it begins in the file
 * @length: bytes of its record, with what is before the content
 * @size: bytes of its records
 * @packed: bytes of these as they are stored
 * @offsets: of its message indices
 * @noffsets: how many
 * @indices: bytes of these
 */
struct index_chunk {
	uint64_t first;
	uint64_t last;
	uint64_t messages;
	uint64_t start;
	uint64_t length;
	uint64_t size;
	uint64_t packed;
	struct index_offset *offsets;
	size_t noffsets;
	uint64_t indices;
};

/**
 * struct index_channel - a channel
 * @name: of its source
 * @schema: what its elements are; NULL if they are bytes of any length
 * @encoding: of its messages
 * @messages: how many the chunks have of it
 * @places: times and offsets of those in the open chunk
 */
struct index_channel {
	char *name;
	char *schema;
	char *encoding;
	uint64_t messages;
	struct mcap_bytes places;
};

/**
 * struct index - all
 * @channels: in order
 * @nchannels: how many
 * @chunks: in order
 * @nchunks: how many
 * @open: the chunk that is being filled
 * @compression: of all chunks; a constant
 * @failed: there was no memory
 */
struct index {
	struct index_channel *channels;
	int nchannels;
	struct index_chunk *chunks;
	size_t nchunks;
	struct index_chunk open;
	const char *compression;
	bool failed;
};

/* A channel more, @schema being NULL for one of bytes; its number. */
int index_add(struct index *index, const char *name, const char *schema,
	      const char *encoding);

/* SCHEMA and CHANNEL of a channel. */
void index_put_channel(const struct index *index, int number,
		       struct mcap_bytes *to);

/* A message at @offset of the open chunk. */
void index_message(struct index *index, int channel, uint64_t time,
		   uint64_t offset);

/*
 * The open chunk is whole; its MESSAGE_INDEXes, which stand behind it. False, and
 * there is no more of it, if there is no memory.
 */
bool index_end_chunk(struct index *index, struct mcap_bytes *to);

/* The last chunk that ended is not in the file. */
void index_drop_chunk(struct index *index);

/* Everything from DATA_END to the end of the file, which is at @at now. */
void index_put_summary(const struct index *index, uint64_t at,
		       struct mcap_bytes *to);

void index_free(struct index *index);

#endif /* MVIEW_INSPECT_INDEX_H */
