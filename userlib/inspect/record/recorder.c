// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Writing recordings. Nothing is written but whole chunks, so that a recording
 * that was killed, or whose disk is full, has all of them.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/error.h"
#include "mview-inspect.h"
#include "record/elements.h"
#include "record/index.h"
#include "record/mcap.h"
#include "record/recorder.h"

#define CHUNK		(1 << 20)	/* bytes that make one full */
#define CHUNK_NS	1000000000ULL	/* or as old as that */
#define CHANNELS_MAX	UINT16_MAX

/**
 * struct mview_recorder - a recording that is being made
 * @path: its name
 * @fd: the file
 * @at: bytes of the file that are whole
 * @err: what has ended it, or 0
 * @is_whole: it has its summary nevertheless
 * @chunk: records of the one that is being filled
 * @packed: the same compressed
 * @index: of what is in the file
 */
struct mview_recorder {
	char *path;
	int fd;
	uint64_t at;
	int err;
	bool is_whole;
	struct mcap_bytes chunk;
	struct mcap_bytes packed;
	struct index index;
};

/* What its end was; -1. */
static int has_ended(const struct mview_recorder *recorder)
{
	if (recorder->err == ESTALE)
		return inspect_fail_int(ESTALE, "%s: somebody else has made the "
					"file shorter or longer, and what was "
					"recorded is lost", recorder->path);
	return inspect_fail_int(recorder->err, "%s: %s; what was recorded "
				"before that is kept%s%s%s", recorder->path,
				strerror(recorder->err),
				recorder->is_whole ? "" : ": 'mview recover ",
				recorder->is_whole ? "" : recorder->path,
				recorder->is_whole ? "" :
				" NEW' makes it whole");
}

/* Only a regular file has a size. */
static bool has_size(const struct mview_recorder *recorder, uint64_t size)
{
	struct stat stat_;

	return fstat(recorder->fd, &stat_) || !S_ISREG(stat_.st_mode) ||
	       (uint64_t)stat_.st_size == size;
}

/*
 * 0 or -errno, and the file is as long as it was. If somebody else has made it
 * shorter, the bytes follow what is left, by O_APPEND, so that it is seen
 * afterwards whenever it was.
 */
static int write_all(struct mview_recorder *recorder, struct iovec *parts,
		     int n)
{
	uint64_t at = recorder->at;
	ssize_t some;
	int err;

	if (!has_size(recorder, at))
		return -ESTALE;
	while (n) {
		some = writev(recorder->fd, parts, n);
		if (some < 0 && errno == EINTR)
			continue;
		if (some < 0) {
			err = -errno;
			if (ftruncate(recorder->fd, recorder->at))
				errno = -err;
			return err;
		}
		at += some;
		for (; n && (size_t)some >= parts->iov_len; n--, parts++)
			some -= parts->iov_len;
		if (n) {
			parts->iov_base = (char *)parts->iov_base + some;
			parts->iov_len -= some;
		}
	}
	if (!has_size(recorder, at))
		return -ESTALE;
	recorder->at = at;
	return 0;
}

/* Write it, and empty it; likewise. */
static int write_bytes(struct mview_recorder *recorder,
		       struct mcap_bytes *bytes)
{
	struct iovec part = { bytes->at, bytes->len };
	int err = bytes->failed ? -ENOMEM :
				  write_all(recorder, &part, bytes->len > 0);

	free(bytes->at);
	*bytes = (struct mcap_bytes) { .at = NULL };
	return err;
}

static int write_summary(struct mview_recorder *recorder)
{
	struct mcap_bytes bytes = { .at = NULL };

	index_put_summary(&recorder->index, recorder->at, &bytes);
	return write_bytes(recorder, &bytes);
}

/*
 * The rest is tried no more. Where a chunk of 1 MiB had no room, the summary may
 * have it.
 */
static int give_up(struct mview_recorder *recorder, int err)
{
	recorder->err = err;
	recorder->is_whole = !recorder->index.failed &&
			     !write_summary(recorder);
	return has_ended(recorder);
}

static int write_start(struct mview_recorder *recorder)
{
	struct mcap_bytes bytes = { .at = NULL };
	size_t start;
	int err;

	mcap_put_bytes(&bytes, MCAP_MAGIC, MCAP_MAGIC_LEN);
	start = mcap_begin(&bytes, MCAP_HEADER);
	mcap_put_string(&bytes, "");
	mcap_put_string(&bytes, "libmview-inspect");
	mcap_end(&bytes, start);
	err = write_bytes(recorder, &bytes);
	return err ? inspect_fail_int(-err, "%s: %s", recorder->path,
				      strerror(-err)) : 0;
}

struct mview_recorder *mview_recorder_open(const char *path,
					   const char *compression)
{
	struct mview_recorder *recorder;
	const char *why;

	if (!compression)
		compression = "";
	if (!mcap_can(compression))
		return inspect_fail(EINVAL, "%s: it can be compressed by lz4 "
				    "and zstd, not by %s", path, compression);
	why = mcap_load(compression);
	if (why)
		return inspect_fail(ELIBACC, "%s: to record takes %s", path,
				    why);
	recorder = calloc(1, sizeof(*recorder));
	if (!recorder)
		return inspect_fail(ENOMEM, "%s: out of memory", path);
	recorder->index.compression = *compression == 'l' ? "lz4" :
				*compression ? "zstd" : "";
	recorder->path = strdup(path);
	recorder->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND |
				  O_CLOEXEC, 0666);
	if (recorder->path && recorder->fd >= 0 && !write_start(recorder))
		return recorder;
	if (recorder->fd < 0)
		inspect_fail(errno, "%s: %s", path, strerror(errno));
	if (recorder->fd >= 0)
		close(recorder->fd);
	free(recorder->path);
	free(recorder);
	return NULL;
}

static size_t put_chunk_head(struct mview_recorder *recorder,
			     struct mcap_bytes *head, size_t nbytes)
{
	const struct index_chunk *chunk = &recorder->index.open;
	const struct mcap_bytes *records = &recorder->chunk;
	size_t start = mcap_begin(head, MCAP_CHUNK);

	mcap_put(head, chunk->first, 8);
	mcap_put(head, chunk->last, 8);
	mcap_put(head, records->len, 8);
	mcap_put(head, mcap_crc(records->at, records->len), 4);
	mcap_put_string(head, recorder->index.compression);
	mcap_put(head, nbytes, 8);
	mcap_set(head, start - 8, head->len - start + nbytes, 8);
	return head->len + nbytes;
}

/* The records as they are stored. */
static int pack(struct mview_recorder *recorder, struct iovec *records)
{
	struct mcap_bytes *chunk = &recorder->chunk, *packed = &recorder->packed;
	size_t bound;

	*records = (struct iovec) { chunk->at, chunk->len };
	if (!*recorder->index.compression)
		return 0;
	bound = mcap_bound(recorder->index.compression, chunk->len);
	packed->len = 0;
	if (!mcap_room(packed, bound))
		return give_up(recorder, ENOMEM);
	records->iov_base = packed->at;
	records->iov_len = mcap_compress(recorder->index.compression, packed->at,
					 bound, chunk->at, chunk->len);
	return records->iov_len ? 0 : give_up(recorder, EIO);
}

/* The chunk that is being filled, and its indices. */
static int end_chunk(struct mview_recorder *recorder)
{
	struct mcap_bytes head = { .at = NULL }, tail = { .at = NULL };
	struct index_chunk *chunk = &recorder->index.open;
	struct iovec parts[3];
	bool indexed;
	int err;

	if (!recorder->chunk.len)
		return 0;
	if (pack(recorder, &parts[1]))
		return -1;
	chunk->start = recorder->at;
	chunk->size = recorder->chunk.len;
	chunk->packed = parts[1].iov_len;
	chunk->length = put_chunk_head(recorder, &head, chunk->packed);
	indexed = index_end_chunk(&recorder->index, &tail);
	parts[0] = (struct iovec) { head.at, head.len };
	parts[2] = (struct iovec) { tail.at, tail.len };
	if (head.failed || tail.failed || recorder->index.failed)
		err = -ENOMEM;
	else
		err = write_all(recorder, parts, 3);
	recorder->chunk.len = 0;
	free(head.at);
	free(tail.at);
	if (!err)
		return 0;
	if (indexed)
		index_drop_chunk(&recorder->index);
	return give_up(recorder, -err);
}

static int add(struct mview_recorder *recorder, const char *name,
	       const char *schema, const char *encoding)
{
	struct mcap_bytes bytes = { .at = NULL };
	int number, err;

	if (recorder->err)
		return has_ended(recorder);
	if (recorder->index.nchannels == CHANNELS_MAX)
		return inspect_fail_int(E2BIG, "%s: it has %d channels, and "
					"can have no more", recorder->path,
					CHANNELS_MAX);
	number = index_add(&recorder->index, name, schema, encoding);
	index_put_channel(&recorder->index, number, &bytes);
	if (end_chunk(recorder)) {
		free(bytes.at);
		return -1;
	}
	err = write_bytes(recorder, &bytes);
	return err ? give_up(recorder, -err) : number;
}

int recorder_add_bytes(struct mview_recorder *recorder, const char *name,
		       const char *encoding)
{
	return add(recorder, name, NULL, encoding);
}

int mview_recorder_add(struct mview_recorder *recorder, const char *name,
		       struct mview *view, const char *lens, const char *type)
{
	char *schema = NULL;
	size_t len;
	FILE *out;
	int number;

	if (mview_ndim(view) < 0)
		return inspect_fail_int(EBADFD, "%s: the view was released",
					name);
	out = open_memstream(&schema, &len);
	if (out)
		elements_describe(out, view, lens, type);
	if (!out || fclose(out))
		return inspect_fail_int(ENOMEM, "%s: out of memory", name);
	number = add(recorder, name, schema, MCAP_ENCODING);
	free(schema);
	return number;
}

/*
 * In a guard, so that a mapped file is read as memory is, and a buffer that is
 * revoked meanwhile is an error.
 */
static int copy_elements(struct mview *view, char *to, int64_t nbytes)
{
	struct mview_guard guard;
	ssize_t size;

	mview_guard_begin(&guard, view);
	size = mview_tobytes(view, to, nbytes, 'C');
	return mview_guard_end(&guard) || size < 0 ? -1 : 0;
}

static int put_message(struct mview_recorder *recorder, int channel,
		       struct mview *view, uint64_t seq, uint64_t time)
{
	int64_t nbytes = mview_nbytes(view);
	struct mcap_bytes *chunk = &recorder->chunk;
	size_t before = chunk->len, start;
	char *data;

	start = mcap_begin(chunk, MCAP_MESSAGE_RECORD);
	mcap_put(chunk, channel + 1, 2);
	mcap_put(chunk, seq, 4);
	mcap_put(chunk, time, 8);
	mcap_put(chunk, time, 8);
	data = mcap_room(chunk, nbytes);
	if (!data)
		return give_up(recorder, ENOMEM);
	if (copy_elements(view, data, nbytes)) {
		chunk->len = before;
		return inspect_fail_int(errno, "the elements can't be read: %s",
					strerror(errno));
	}
	mcap_end(chunk, start);
	index_message(&recorder->index, channel, time, before);
	return 0;
}

static bool has_channel(const struct mview_recorder *recorder, int channel)
{
	if (channel >= 0 && channel < recorder->index.nchannels)
		return true;
	inspect_fail(EINVAL, "%s: there is no channel %d", recorder->path,
		     channel);
	return false;
}

int mview_recorder_gather(struct mview_recorder *recorder, int channel,
			  struct mview *view, uint64_t seq, uint64_t time)
{
	const struct index_chunk *open = &recorder->index.open;
	int64_t nbytes = mview_nbytes(view);

	if (recorder->err)
		return has_ended(recorder);
	if (!has_channel(recorder, channel))
		return -1;
	if (nbytes < 0)
		return inspect_fail_int(EBADFD, "%s: the view was released",
					recorder->path);
	if (nbytes > (int64_t)(MCAP_CHUNK_MAX / 2))
		return inspect_fail_int(EOVERFLOW, "%s: a block of more than "
					"512 MiB; record a slice of it",
					recorder->path);
	if (put_message(recorder, channel, view, seq, time))
		return -1;
	return recorder->chunk.len >= CHUNK ||
	       open->last - open->first >= CHUNK_NS;
}

int mview_recorder_write(struct mview_recorder *recorder, int channel,
			 struct mview *view, uint64_t seq, uint64_t time)
{
	int is_full = mview_recorder_gather(recorder, channel, view, seq, time);

	return is_full > 0 ? end_chunk(recorder) : is_full;
}

int mview_recorder_flush(struct mview_recorder *recorder)
{
	return recorder->err ? has_ended(recorder) : end_chunk(recorder);
}

int64_t mview_recorder_messages(const struct mview_recorder *recorder,
				int channel)
{
	return has_channel(recorder, channel) ?
		       (int64_t)recorder->index.channels[channel].messages : -1;
}

/* The last chunk and the summary, unless it has ended before. */
static int end(struct mview_recorder *recorder)
{
	int err;

	if (mview_recorder_flush(recorder))
		return -1;
	err = write_summary(recorder);
	return err ? give_up(recorder, -err) : 0;
}

int mview_recorder_close(struct mview_recorder *recorder)
{
	int err;

	if (!recorder)
		return 0;
	err = end(recorder);
	if (close(recorder->fd) && !err)
		err = inspect_fail_int(errno, "%s: %s", recorder->path,
				       strerror(errno));
	index_free(&recorder->index);
	free(recorder->chunk.at);
	free(recorder->packed.at);
	free(recorder->path);
	free(recorder);
	return err;
}
