// SPDX-License-Identifier: GPL-2.0
/*
 * Where a recording goes: one file, or with --max-size several, each of which is
 * closed, and whole, before the next one is begun.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "commands/record.h"
#include "commands/record_parts.h"
#include "displays/text.h"

/* Bytes of a file, and of a message, beside the elements; on the safe side. */
#define FILE_BYTES	16384
#define MESSAGE_BYTES	256

/**
 * struct record_file - where it goes
 * @options: of the command
 * @taps: whose channels a file has
 * @ntaps: their number
 * @recorder: of the file that is open
 * @path: its name
 * @place: the file, whatever its name is now, for fstat(2)
 * @seen: bytes that it had
 * @is_gone: its name or bytes were taken away
 * @size: what it has, at most, with all that was written to it
 * @parts: of --max-size
 * @frames: of files that are whole, also of those that were removed
 * @bytes: of files that are whole, also of those that were removed
 */
struct record_file {
	const struct record_options *options;
	struct record_tap *taps;
	int ntaps;
	struct mview_recorder *recorder;
	char *path;
	int place;
	int64_t seen;
	bool is_gone;
	int64_t size;
	struct record_parts parts;
	uint64_t frames;
	int64_t bytes;
};

/* -1, with mview_inspect_error(). */
static int begin_part(struct record_file *file)
{
	const struct record_options *options = file->options;
	int i;

	free(file->path);
	file->path = options->max_size ? record_parts_begin(&file->parts) :
					 strdup(options->output);
	file->recorder = mview_recorder_open(file->path, options->compression);
	file->size = FILE_BYTES;
	file->seen = 0;
	file->place = file->recorder ? open(file->path, O_PATH | O_CLOEXEC) : -1;
	for (i = 0; i < file->ntaps; i++)
		record_count_begin(&file->taps[i]);
	return file->recorder ? 0 : -1;
}

/* What of the taps' frames is in the file that ends. */
static void count_frames(struct record_file *file)
{
	int i;

	for (i = 0; i < file->ntaps; i++)
		file->frames += record_count_end(&file->taps[i],
						 file->recorder);
}

/* Under another name it is whole as well. */
static void tell_of_name(const struct record_file *file, const struct stat *was)
{
	struct stat is;

	if (!was->st_nlink || (!stat(file->path, &is) &&
			       is.st_ino == was->st_ino &&
			       is.st_dev == was->st_dev))
		return;
	text_printf(stderr, "mview: %s: the file was renamed meanwhile; the "
		    "recording is where it is now\n", file->path);
}

static void lose(struct record_file *file)
{
	if (!file->is_gone)
		failed("%s: the file was removed, replaced or made shorter "
		       "while it was recorded, and what was recorded is lost",
		       file->path);
	file->is_gone = true;
}

/* -1, with mview_inspect_error(). */
static int flush(struct record_file *file)
{
	int err = mview_recorder_flush(file->recorder);

	if (err && errno == ESTALE) {
		lose(file);
		errno = ESTALE;
	}
	return err;
}

/* Likewise. */
static int end_part(struct record_file *file)
{
	int err = flush(file);
	struct stat stat_ = { .st_size = 0 };

	if (!record_file_is_gone(file))
		count_frames(file);
	err = mview_recorder_close(file->recorder) ?: err;
	file->recorder = NULL;
	if (!file->is_gone && !fstat(file->place, &stat_))
		tell_of_name(file, &stat_);
	close(file->place);
	file->bytes += stat_.st_size;
	if (file->options->max_size)
		record_parts_end(&file->parts, stat_.st_size);
	return err;
}

static int divide(struct record_file *file, int64_t largest)
{
	const struct record_options *options = file->options;

	if (!options->max_size)
		return 0;
	return record_parts_init(&file->parts, options->output,
				 options->max_size, largest,
				 FILE_BYTES + largest + MESSAGE_BYTES);
}

/* Pipes have no place to go back to. */
static int is_place(const char *path)
{
	struct stat stat_;

	if (stat(path, &stat_) || S_ISREG(stat_.st_mode))
		return true;
	failed("%s: it is no file that could be replaced by a recording", path);
	return false;
}

struct record_file *record_file_open(const struct record_options *options,
				     struct record_tap *taps, int ntaps,
				     int64_t largest)
{
	struct record_file *file = allocate(sizeof(*file));

	*file = (struct record_file) { .options = options, .taps = taps,
				       .ntaps = ntaps };
	if (!is_place(options->output) || divide(file, largest))
		goto fail;
	if (!begin_part(file))
		return file;
	failed("%s", mview_inspect_error());
fail:
	record_parts_deinit(&file->parts);
	free(file->path);
	free(file);
	return NULL;
}

/* Is there no room for @more bytes? A file has one frame at least. */
static bool is_full(struct record_file *file, int64_t more)
{
	return file->options->max_size && file->size > FILE_BYTES &&
	       file->size + more > file->parts.part_size;
}

static int open_channel(struct record_file *file,
			const struct record_frame *frame)
{
	struct record_tap *tap = frame->tap;

	tap->channel = mview_recorder_add(file->recorder, tap->name,
					  frame->view, tap->lens, tap->type);
	return tap->channel < 0 ? -1 : 0;
}

bool record_file_is_gone(struct record_file *file)
{
	struct stat stat_;

	if (file->is_gone || fstat(file->place, &stat_))
		return file->is_gone;
	if (!stat_.st_nlink || stat_.st_size < file->seen)
		lose(file);
	file->seen = stat_.st_size;
	return file->is_gone;
}

int record_file_write(struct record_file *file,
		      const struct record_frame *frame)
{
	int64_t bytes = mview_nbytes(frame->view) + MESSAGE_BYTES;
	struct record_tap *tap = frame->tap;
	int full;

	if (!file->recorder)
		return -1;
	tap->taken++;
	if (is_full(file, bytes) && (end_part(file) || begin_part(file)))
		return -1;
	if (tap->channel < 0 && open_channel(file, frame))
		return -1;
	record_count_settle(tap, file->recorder);
	full = mview_recorder_gather(file->recorder, tap->channel, frame->view,
				     frame->seq, frame->time_ns);
	if (full < 0) {
		/* There was none to be written. */
		if (errno == ENODEV || errno == EBADFD)
			tap->taken--;
		return -1;
	}
	file->size += bytes;
	/* Before the chunk is compressed and written, which takes its time. */
	record_count_frame(tap, record_is_torn(frame));
	return full ? flush(file) : 0;
}

int record_file_end(struct record_file *file, bool told)
{
	int err = file->recorder ? end_part(file) : 0;

	if (file->is_gone)
		return EXIT_FAILED;
	return err && !told ? failed("%s", mview_inspect_error()) : EXIT_OK;
}

void record_file_close(struct record_file *file)
{
	text_printf(stderr, "mview: %s: %" PRIu64 " frame%s, %" PRId64
		    " bytes\n", file->path, file->frames,
		    file->frames == 1 ? "" : "s", file->bytes);
	if (file->parts.n > 1)
		text_printf(stderr, "mview: that is the newest of %d files\n",
			    file->parts.n);
	record_parts_deinit(&file->parts);
	free(file->path);
	free(file);
}
