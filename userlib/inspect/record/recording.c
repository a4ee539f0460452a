// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Reading recordings, from their start: neither index nor summary is needed, so
 * one that was cut off is read as far as it goes.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "mview-inspect.h"
#include "record/channels.h"
#include "record/message.h"
#include "record/recording.h"

/**
 * struct mview_recording - a recording that is read
 * @path: its name
 * @fd: the file
 * @size: bytes of it
 * @at: of the next record
 * @bytes: of the chunk that is read, to be freed
 * @rest: of its records
 * @compression: of the last chunk
 * @channels: that have come
 * @channel: number of the current message's; -1 if there is none
 * @data: of the current message
 * @message: what it is
 */
struct mview_recording {
	char *path;
	int fd;
	uint64_t size;
	uint64_t at;
	void *bytes;
	struct mcap_text rest;
	char compression[8];
	struct channels channels;
	int channel;
	struct mcap_text data;
	struct mview_message message;
};

static int cut_off(const struct mview_recording *recording)
{
	return inspect_fail_int(ENODATA, "%s: it is cut off at byte %" PRIu64
				", and what is before that has been read; "
				"'mview recover' makes a whole one of it",
				recording->path, recording->at);
}

static int damaged(struct mview_recording *recording)
{
	recording->rest.left = 0;
	return inspect_fail_int(EBADMSG, "%s: the chunk before byte %" PRIu64
				" is damaged", recording->path, recording->at);
}

static bool read_at(int fd, void *buf, size_t size, uint64_t at)
{
	char *to = buf;
	ssize_t n;

	for (; size; size -= n, to += n, at += n) {
		n = pread(fd, to, size, at);
		if (n < 0 && errno == EINTR)
			n = 0;
		else if (n <= 0)
			return false;
	}
	return true;
}

static struct mview_recording *begin(const char *path, int fd, uint64_t size)
{
	struct mview_recording *recording = calloc(1, sizeof(*recording));

	if (!recording)
		return NULL;
	*recording = (struct mview_recording) {
		.path = strdup(path), .fd = fd, .size = size,
		.at = MCAP_MAGIC_LEN, .channel = -1,
	};
	if (recording->path)
		return recording;
	free(recording);
	return NULL;
}

bool recording_is(int fd)
{
	char magic[MCAP_MAGIC_LEN];

	return read_at(fd, magic, sizeof(magic), 0) &&
	       !memcmp(magic, MCAP_MAGIC, MCAP_MAGIC_LEN);
}

bool recording_is_file(const struct mview_recording *recording,
		       const char *path)
{
	struct stat mine, other;

	return !fstat(recording->fd, &mine) && !stat(path, &other) &&
	       mine.st_dev == other.st_dev && mine.st_ino == other.st_ino;
}

struct mview_recording *mview_recording_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct mview_recording *recording = NULL;
	struct stat stat_;

	if (fd < 0 || fstat(fd, &stat_))
		inspect_fail(errno, "%s: %s", path, strerror(errno));
	else if (!S_ISREG(stat_.st_mode) || !recording_is(fd))
		inspect_fail(EINVAL, "%s: it is no recording", path);
	else
		recording = begin(path, fd, stat_.st_size);
	if (!recording && fd >= 0)
		close(fd);
	return recording;
}

void mview_recording_close(struct mview_recording *recording)
{
	int err = errno;

	if (!recording)
		return;
	close(recording->fd);
	channels_free(&recording->channels);
	free(recording->bytes);
	free(recording->path);
	free(recording);
	errno = err;
}

/* @size bytes of the file become what is read. */
static int load(struct mview_recording *recording, uint64_t at, uint64_t size)
{
	free(recording->bytes);
	recording->bytes = size > MCAP_CHUNK_MAX ? NULL :
						   malloc(size + !size);
	recording->rest = (struct mcap_text) { .left = 0 };
	if (!recording->bytes)
		return inspect_fail_int(EBADMSG, "%s: at byte %" PRIu64 " is a "
					"record of %" PRIu64 " bytes, which is "
					"too long", recording->path, at, size);
	if (!read_at(recording->fd, recording->bytes, size, at))
		return cut_off(recording);
	recording->rest = (struct mcap_text) { .at = recording->bytes,
					       .left = size };
	return 0;
}

static int unpack(struct mview_recording *recording, const void *packed,
		  size_t npacked, uint64_t size)
{
	void *bytes = size > MCAP_CHUNK_MAX ? NULL : malloc(size + !size);

	if (!bytes || !mcap_decompress(recording->compression, bytes, size,
				       packed, npacked)) {
		free(bytes);
		return damaged(recording);
	}
	free(recording->bytes);
	recording->bytes = bytes;
	recording->rest = (struct mcap_text) { .at = bytes, .left = size };
	return 0;
}

static int set_compression(struct mview_recording *recording, const char *name,
			   size_t len)
{
	char text[sizeof(recording->compression)] = "";
	const char *why;

	if (name && len < sizeof(text))
		memcpy(text, name, len);
	/* Zeros in it or behind it make another name of it. */
	if (!name || strlen(text) != len || !mcap_can(text)) {
		recording->rest.left = 0;
		return inspect_fail_int(EBADMSG, "%s: the chunk before byte %"
					PRIu64 " is compressed by '%.*s', which "
					"is unknown here; lz4 and zstd are "
					"known", recording->path, recording->at,
					len < 32 ? (int)len : 32,
					name ? name : "");
	}
	why = mcap_load(text);
	if (why)
		return inspect_fail_int(ELIBACC, "%s: to read it takes %s",
					recording->path, why);
	memcpy(recording->compression, text, sizeof(text));
	return 0;
}

/* The CHUNK is loaded; what is read is its records then. */
static int open_chunk(struct mview_recording *recording)
{
	struct mcap_text *rest = &recording->rest, content = *rest;
	uint64_t size, packed;
	const char *name;
	const void *records;
	uint32_t crc;
	size_t len;

	mcap_get(&content, 8);
	mcap_get(&content, 8);
	size = mcap_get(&content, 8);
	crc = mcap_get(&content, 4);
	name = mcap_get_string(&content, &len);
	packed = mcap_get(&content, 8);
	records = mcap_get_bytes(&content, packed);
	if (!records)
		return damaged(recording);
	if (set_compression(recording, name, len))
		return -1;
	*rest = (struct mcap_text) { .at = records, .left = packed };
	if (!*recording->compression && size != packed)
		return damaged(recording);
	if (*recording->compression &&
	    unpack(recording, records, packed, size))
		return -1;
	if (crc && crc != mcap_crc(rest->at, rest->left))
		return damaged(recording);
	return 0;
}

/* The next record of the file: 1, 0 behind the last one of interest, or -1. */
static int next_of_file(struct mview_recording *recording)
{
	unsigned char head[MCAP_HEAD];
	struct mcap_text text = { .at = head + 1, .left = 8 };
	uint64_t left, size, start = recording->at;

	if (start > recording->size || recording->size - start < MCAP_HEAD ||
	    !read_at(recording->fd, head, sizeof(head), start))
		return cut_off(recording);
	size = mcap_get(&text, 8);
	left = recording->size - start - MCAP_HEAD;
	if (!head[0] || size > left)
		return cut_off(recording);
	if (head[0] == MCAP_DATA_END || head[0] == MCAP_FOOTER)
		return 0;
	recording->at += MCAP_HEAD + size;
	switch (head[0]) {
	case MCAP_CHUNK:
		if (load(recording, start + MCAP_HEAD, size) ||
		    open_chunk(recording))
			return -1;
		return 1;
	case MCAP_SCHEMA:
	case MCAP_CHANNEL:
	case MCAP_MESSAGE_RECORD:
		return load(recording, start, MCAP_HEAD + size) ? -1 : 1;
	default:
		return 1;
	}
}

static int take_message(struct mview_recording *recording,
			struct mcap_text content)
{
	struct mview_message *message = &recording->message;
	int channel = channels_find(&recording->channels,
				    mcap_get(&content, 2));

	message->seq = mcap_get(&content, 4);
	message->time = mcap_get(&content, 8);
	mcap_get(&content, 8);
	if (content.bad || channel < 0)
		return damaged(recording);
	recording->channel = channel;
	recording->data = content;
	message->channel = channel;
	message->name = recording->channels.list[channel].name;
	message->nbytes = content.left;
	return 1;
}

/* The next record of the chunk: 1 if it is a message, 0, or -1. */
static int next_of_chunk(struct mview_recording *recording)
{
	struct mcap_text *rest = &recording->rest, content = { .bad = false };
	int opcode = mcap_get(rest, 1), err = 0;

	content.left = mcap_get(rest, 8);
	content.at = mcap_get_bytes(rest, content.left);
	if (rest->bad)
		return damaged(recording);
	if (opcode == MCAP_MESSAGE_RECORD)
		return take_message(recording, content);
	if (opcode == MCAP_SCHEMA)
		err = channels_schema(&recording->channels, recording->path,
				      content);
	else if (opcode == MCAP_CHANNEL)
		err = channels_channel(&recording->channels, recording->path,
				       content);
	if (err)
		rest->left = 0;
	return err;
}

int mview_recording_next(struct mview_recording *recording,
			 struct mview_message *message)
{
	int got;

	recording->channel = -1;
	for (;;) {
		while (recording->rest.left) {
			got = next_of_chunk(recording);
			if (got > 0)
				*message = recording->message;
			if (got)
				return got;
		}
		got = next_of_file(recording);
		if (got <= 0)
			return got;
	}
}

struct mview *mview_recording_view(const struct mview_recording *recording)
{
	const struct channel *channel;
	size_t size = recording->data.left;

	if (recording->channel < 0)
		return inspect_fail(EINVAL, "%s: there is no message now",
				    recording->path);
	channel = &recording->channels.list[recording->channel];
	if (channel->elements.format &&
	    (uint64_t)channel->elements.nbytes != size)
		return inspect_fail(EBADMSG, "%s: a message of %s has %zu "
				    "bytes, and should have %" PRId64,
				    recording->path, channel->name, size,
				    channel->elements.nbytes);
	return message_view(recording->path, channel, &recording->message,
			    recording->data.at, size);
}

const char *recording_compression(const struct mview_recording *recording)
{
	return recording->compression;
}

const struct channel *recording_channel(const struct mview_recording *recording)
{
	return &recording->channels.list[recording->channel];
}
