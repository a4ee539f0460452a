/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview-inspect: views by name, of anything. Part of mview-inspect.h. */
#ifndef MVIEW_INSPECT_SOURCE_H
#define MVIEW_INSPECT_SOURCE_H

#include <mview-inspect/base.h>

MVIEW_BEGIN

/**
 * mview_source_open - a view of what a name stands for
 * @name: one of those below
 * @flags: MVIEW_WRITE to write to it, else it is read-only; for registered
 *	buffers all flags of mview_open()
 *
 * Names:
 *
 *	adc0, @12              a registered buffer, by its name or id
 *	dma:DEVICE/FUNCTION#N  memory that the driver of a device has from the
 *	                       DMA API, that this function asked for; the N-th,
 *	                       from 0 on, which may be left out if there is one
 *	dma:DEVICE#N           the same, by whichever function
 *	dmabuf:INODE           a dma-buf, by the number of its inode
 *	dmabuf:PID/FD          a dma-buf that a process has as a descriptor
 *	fd:PID/FD              anything that a process has as a descriptor and
 *	                       that can be mapped: a memfd, a file, a view
 *	fd:PID/FD@OFFSET+LENGTH  a part of that, in bytes; for files that have
 *	                       no length, as io_uring's and AF_XDP's rings, a
 *	                       buffer of DRM or a device
 *	drm:card0              what is on the first screen that is on; see picture.h
 *	drm:card0/42           a framebuffer of a card, by its id
 *	file:adc0.npy          a snapshot, see record.h: a file of NumPy, or bytes
 *	                       with a description beside them
 *	file:a.mcap#adc0       the first message of adc0 in a recording, behind
 *	                       which mview_source_next() gives the others
 *	file:a.mcap#adc0@5:8   the same of messages 5 to 7, or of a time since the
 *	                       recording began, as in @1.5s:2s, or counted from
 *	                       the end: @-10: are the last ten; each bound may be
 *	                       left out
 *	file:a.mcap#adc0@7     message 7 alone; @-1 is the last one
 *	v4l2:/dev/video0       the next picture of a camera; see picture.h
 *
 * Numbers are decimal, or hexadecimal with 0x. The first # ends the path of a
 * file, and the last @ the name of a channel if a message or a range stands
 * behind it. A backslash in front of a character makes it part of what it
 * stands in: file:a\#1.mcap#adc\@7 is the channel adc@7 of a#1.mcap, and a
 * backslash itself is two. mview_file_open() takes paths and channels as
 * they are.
 *
 * What a driver has is only seen if a trace was open when it was allocated, see
 * mview_dma_open(), and is never written.
 *
 * What a process holds is opened by pidfd_getfd(2), which takes the right to
 * trace that process, and lives as long as the view, whether the process does
 * or not. Without a format of its own the view has bytes, in one dimension. What
 * the process writes is seen; where the owner of a file makes it shorter, the
 * pages that are gone give ENODEV. Only a pointer of mview_map() raises SIGBUS
 * there, outside of mview_guard_begin().
 *
 * Whatever a source needs, such as a mapping or a descriptor, ends with the last
 * view that derives from the one returned.
 *
 * Return: a view, to be given to mview_close(). Errors, with
 * mview_inspect_error(): EINVAL for a name that is none, ENOENT if there is no
 * such thing, ESRCH if the process is gone, EPERM or EACCES without the right,
 * ENODEV if it can't be mapped, ERANGE for a part that it does not have,
 * EOPNOTSUPP, ELIBACC for a screen without libdrm; and those of mview_open() and
 * mview_import_dmabuf().
 */
struct mview *mview_source_open(const char *name, unsigned int flags);

/**
 * mview_file_open - a view of what is kept in a file
 * @path: of a snapshot or a recording
 * @channel: of a recording, by its name; NULL for a snapshot, or for the only
 *	channel that there is
 * @range: which messages of it, "7", "-1", "5:8", "-10:" or "1.5s:2s" as behind
 *	the @ of a name; NULL for all
 *
 * As mview_source_open() with "file:@path#@channel@@range", but that no character
 * of @path and @channel means anything.
 *
 * Return: likewise, read-only.
 */
struct mview *mview_file_open(const char *path, const char *channel,
			      const char *range);

/**
 * mview_source_next - what comes next from the same source
 * @view: from mview_source_open(), mview_file_open() or this function, of v4l2: or
 *	a channel of a recording; it stays as it is, and may be closed before or after it
 * @timeout_ms: milliseconds; negative waits for ever. Recordings never wait
 *
 * The camera goes on as long as there is a view of it. Only one thread at a time
 * may be in this function for views of one camera. Another thread may release
 * @view meanwhile, but not close it.
 *
 * Return: a view, to be given to mview_close(). Errors: EOPNOTSUPP for other
 * sources; EBADFD if @view was released; those of mview_camera_next(), and of
 * mview_recording_next() and mview_recording_view(), which may be called again
 * after EBADMSG; ENOENT behind the last message.
 */
struct mview *mview_source_next(struct mview *view, int timeout_ms);

/**
 * mview_source_fd - what to poll for mview_source_next()
 * @view: as for mview_source_next()
 *
 * Return: a descriptor that poll(2) finds to be readable (POLLIN) when there is
 * something next, to wait for several sources at a time; it belongs to the view.
 * Errors: EOPNOTSUPP for other sources; EBADFD if @view was released.
 */
int mview_source_fd(struct mview *view);

/**
 * mview_source_sequence - how many pictures a camera took before
 * @view: of a picture, from v4l2: or a frame's
 *
 * Among them are those that were lost: what the numbers of two pictures differ
 * by, less one, was missed between them. The number has 32 bits, and wraps.
 *
 * Return: @sequence of struct mview_frame. Errors: EOPNOTSUPP for other sources;
 * EBADFD if @view was released.
 */
int64_t mview_source_sequence(const struct mview *view);

MVIEW_END

#endif /* MVIEW_INSPECT_SOURCE_H */
