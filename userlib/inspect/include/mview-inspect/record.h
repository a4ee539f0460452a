/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview-inspect: elements kept in files. Part of mview-inspect.h. */
#ifndef MVIEW_INSPECT_RECORD_H
#define MVIEW_INSPECT_RECORD_H

#include <mview-inspect/base.h>

MVIEW_BEGIN

/**
 * mview_snapshot_save - write the elements of a view to a file
 * @view: a view
 * @path: if it ends with .npy a file of NumPy, else the bytes of the elements in
 *	C order, with what they are in a second file, @path.json. A file of that
 *	name is replaced, by one that is whole; a device or pipe is written to,
 *	and has no second file
 *
 * Of up to 16 MiB the elements are of one moment, as far as mview_tobytes()
 * gives that. "file:@path" is a source then, see mview_source_open(), of
 * elements of the same values: NumPy has no names for native codes of the same
 * size, and sub-arrays are axes behind the others there.
 *
 * Errors, with mview_inspect_error(): EOPNOTSUPP for what .npy does not have
 * (pointers, Pascal strings, records with fields without a name, more than 32
 * axes); ENOSPC and what else open(2) and write(2) give, with nothing left
 * behind; EBADFD, ENODEV.
 */
int mview_snapshot_save(struct mview *view, const char *path);

/* Elements of several views that become one array in a file of NumPy. Opaque. */
struct mview_npy;

/**
 * mview_npy_open - begin such a file
 * @path: of the file, a regular one; what is there is replaced by
 *	mview_npy_close()
 * @view: whose format and shape all views have
 *
 * Return: to be given to mview_npy_close(). Errors: EOPNOTSUPP as
 * mview_snapshot_save(), or if @path is a device or a pipe; those of open(2) and
 * write(2).
 */
struct mview_npy *mview_npy_open(const char *path, struct mview *view);

/**
 * mview_npy_write - append the elements of a view
 * @npy: one thread at a time may use it
 * @view: it
 *
 * Errors: EINVAL if it is of another format or shape; those of mview_tobytes();
 * ENOSPC and what else write(2) gives. The file then has the views before it.
 */
int mview_npy_write(struct mview_npy *npy, struct mview *view);

/**
 * mview_npy_close - end the file: its first axis has as many elements as there
 * were views
 * @npy: or NULL; it is freed in any case
 *
 * Errors: what write(2), ftruncate(2), close(2) and rename(2) give, with nothing
 * left behind.
 */
int mview_npy_close(struct mview_npy *npy);

/* A recording that is being made: MCAP, see https://mcap.dev. Opaque. */
struct mview_recorder;

/**
 * mview_recorder_open - begin a recording
 * @path: of the file, which is replaced
 * @compression: "lz4", "zstd", or NULL for none
 *
 * Messages are gathered into chunks of 1 MiB, or of a message that is larger, or
 * of a second. Nothing but whole chunks is written: a program that is killed
 * loses the last one, and mview_recording_recover() finds all others.
 *
 * Return: to be given to mview_recorder_close(). Errors: EINVAL for another
 * compression; ELIBACC without libdeflate or the library that compresses; those of
 * open(2) and write(2).
 */
struct mview_recorder *mview_recorder_open(const char *path,
					   const char *compression);

/**
 * mview_recorder_add - a channel more
 * @recorder: one thread at a time may use it
 * @name: of the source
 * @view: whose format and shape the elements of all messages have
 * @lens: name of the lens that they are seen through; or NULL
 * @type: of the C type that they have, "[MODULE:]TYPE"; or NULL
 *
 * Of views of the recording, mview_lens_match() finds the lens and
 * mview_ctype_named() tells the type.
 *
 * Return: the number of the channel, from 0 on; -1 on errors.
 */
int mview_recorder_add(struct mview_recorder *recorder, const char *name,
		       struct mview *view, const char *lens, const char *type);

/**
 * mview_recorder_write - record all elements of a view, as they are now
 * @recorder: the recording
 * @channel: from mview_recorder_add()
 * @view: of that format and shape
 * @seq: the number of the message, of which 32 bits are kept
 * @time: nanoseconds since 1970
 *
 * Errors: EINVAL for a channel that there is not, EOVERFLOW for more than 512
 * MiB; those of mview_tobytes(), after which it may go on; ENOSPC and what else
 * write(2) gives, after which it may not: the file ends behind the last chunk
 * that is whole, with the summary if there is room for it; ESTALE where somebody
 * else has made the file shorter or longer: nothing of it is sure to be kept.
 *
 * It reads in mview_guard_begin(), so that ENODEV is for ever: where the owner of
 * a mapped file makes it shorter, @view and all that derive from its source have
 * lost it.
 */
int mview_recorder_write(struct mview_recorder *recorder, int channel,
			 struct mview *view, uint64_t seq, uint64_t time);

/**
 * mview_recorder_gather - as mview_recorder_write(), but write nothing
 *
 * It returns as soon as the elements are copied. The caller then writes a chunk
 * that is full, by mview_recorder_flush().
 *
 * Return: 1 if the chunk is full, 0 if it is not, -1 on errors.
 */
int mview_recorder_gather(struct mview_recorder *recorder, int channel,
			  struct mview *view, uint64_t seq, uint64_t time);

/**
 * mview_recorder_flush - write the messages that are gathered, as a chunk
 * @recorder: the recording
 *
 * Errors: as mview_recorder_write().
 */
int mview_recorder_flush(struct mview_recorder *recorder);

/**
 * mview_recorder_messages - how many messages of a channel the file has
 * @recorder: the recording
 * @channel: from mview_recorder_add()
 *
 * These are what whole chunks have, not what is gathered for the next one. Behind
 * an error of mview_recorder_write() or mview_recorder_flush() it is what is kept.
 *
 * Return: the number; -1 with EINVAL for a channel that there is not.
 */
int64_t mview_recorder_messages(const struct mview_recorder *recorder,
				int channel);

/**
 * mview_recorder_close - end a recording, with its summary and index
 * @recorder: or NULL; it is freed in any case
 *
 * Errors: those that mview_recorder_write() gave, or would give.
 */
int mview_recorder_close(struct mview_recorder *recorder);

/* A recording that is read. Opaque. */
struct mview_recording;

/**
 * struct mview_message - a message of a recording
 * @channel: number of its channel, from 0 on, as they come
 * @name: of the source; belongs to the recording
 * @seq: its number
 * @time: when it was recorded, in nanoseconds since 1970
 * @nbytes: of its data
 */
struct mview_message {
	int channel;
	const char *name;
	uint64_t seq;
	uint64_t time;
	int64_t nbytes;
};

/**
 * mview_recording_open - read a recording
 * @path: of the file
 *
 * Return: to be given to mview_recording_close(). Errors: EINVAL if it is no
 * recording; those of open(2).
 */
struct mview_recording *mview_recording_open(const char *path);

/**
 * mview_recording_next - the next message
 * @recording: one thread at a time may use it
 * @message: written
 *
 * Return: 1; 0 behind the last one. Errors: ENODATA where the file is cut off;
 * EBADMSG for a chunk that is damaged, behind which it goes on; ELIBACC without
 * libdeflate or the library that decompresses.
 */
int mview_recording_next(struct mview_recording *recording,
			 struct mview_message *message);

/**
 * mview_recording_view - the elements of the message that came last
 * @recording: the recording, which the view outlives
 *
 * Those of channels that another program has recorded are bytes, and so are
 * those of channels whose elements no view can have on this machine.
 *
 * Return: a view, to be given to mview_close(). Errors: EINVAL if there is no
 * message; EBADMSG if it has another length than its format and shape; ENOMEM.
 */
struct mview *mview_recording_view(const struct mview_recording *recording);

/**
 * mview_recorded_message - which message a view shows
 * @view: from mview_recording_view(), or from mview_source_open() of a recording
 *
 * Return: what belongs to the view; NULL, without words, if it is of none.
 */
const struct mview_message *mview_recorded_message(const struct mview *view);

/**
 * mview_recorded_lens, mview_recorded_type - what was told mview_recorder_add()
 * @view: from mview_recording_view(), or from mview_source_open() of a recording
 *
 * Return: what belongs to the view; NULL, without words, if nothing was told, or
 * if the elements of the view are others, by a cast or as fields of them.
 */
const char *mview_recorded_lens(const struct mview *view);
const char *mview_recorded_type(const struct mview *view);

/* Free it, or NULL. Leaves errno alone. */
void mview_recording_close(struct mview_recording *recording);

/**
 * mview_recording_recover - make a whole recording of one that was cut off
 * @from: path of a recording
 * @to: path of the new one, which is replaced
 *
 * Return: how many messages it has; -1 on errors: ENODATA if there is none,
 * EINVAL if both are one file, which is left alone.
 */
int64_t mview_recording_recover(const char *from, const char *to);

MVIEW_END

#endif /* MVIEW_INSPECT_RECORD_H */
