// SPDX-License-Identifier: GPL-2.0
/*
 * Where a recording goes: one file, or with --max-size files whose names have a
 * number that only grows. Each is closed, and whole, before the next is begun;
 * the oldest are removed so that all together never have more than that size.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "commands/record.h"
#include "displays/text.h"

#define PARTS	8	/* files that --max-size is divided into */
#define SUFFIX	".mcap"

/* Bytes of a file, and of a message, beside the elements; on the safe side. */
#define FILE_BYTES	16384
#define MESSAGE_BYTES	256

/**
 * struct part - a file that is whole
 * @number: in its name
 * @size: its bytes
 */
struct part {
	uint64_t number;
	int64_t size;
};

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
 * @number: in its name
 * @part_size: what it may have
 * @size: what it has, at most, with all that was written to it
 * @parts: files that are whole, oldest first
 * @nparts: their number
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
	uint64_t number;
	int64_t part_size;
	int64_t size;
	struct part *parts;
	int nparts;
	uint64_t frames;
	int64_t bytes;
};

/* FILE.mcap without the end, which the numbers stand before. */
static int stem_length(const char *path)
{
	size_t len = strlen(path), suffix = strlen(SUFFIX);

	if (len > suffix && !strcmp(path + len - suffix, SUFFIX))
		return len - suffix;
	return len;
}

/* FILE.000012.mcap */
static char *part_path(const struct record_file *file, uint64_t number)
{
	const char *output = file->options->output;
	int stem = stem_length(output);
	char *path;

	if (asprintf(&path, "%.*s.%06" PRIu64 "%s", stem, output, number,
		     output + stem) < 0)
		exit(failed("out of memory"));
	return path;
}

static void add_part(struct record_file *file, uint64_t number, int64_t size)
{
	file->parts = reallocate(file->parts, (file->nparts + 1) *
						      sizeof(*file->parts));
	file->parts[file->nparts++] = (struct part) { number, size };
}

/* Is it the name of a part? */
static bool read_number(const struct record_file *file, const char *name,
			uint64_t *number)
{
	char *copy = strdup(file->options->output), *path, *end;
	const char *base = copy ? basename(copy) : "";
	size_t stem = stem_length(base);
	bool is_part = false;

	if (copy && !strncmp(name, base, stem) && name[stem] == '.') {
		errno = 0;
		*number = strtoull(name + stem + 1, &end, 10);
		path = part_path(file, *number);
		is_part = !errno && *number < UINT64_MAX &&
			  !strcmp(basename(path), name);
		free(path);
	}
	free(copy);
	return is_part;
}

static int compare_parts(const void *a, const void *b)
{
	const struct part *one = a, *other = b;

	return (one->number > other->number) - (one->number < other->number);
}

/* No number is used again, whatever has it: a link is not followed. */
static void find_part(struct record_file *file, const char *name)
{
	struct stat stat_;
	uint64_t number;
	char *path;

	if (!read_number(file, name, &number))
		return;
	if (file->number <= number)
		file->number = number + 1;
	path = part_path(file, number);
	if (!lstat(path, &stat_) && S_ISREG(stat_.st_mode))
		add_part(file, number, stat_.st_size);
	free(path);
}

/*
 * What earlier recordings of that name have left is part of the ring. 0, or an
 * errno.
 */
static int find_parts(struct record_file *file)
{
	char *copy = strdup(file->options->output);
	const char *folder = copy ? dirname(copy) : ".";
	DIR *dir = opendir(folder);
	int err = dir ? 0 : errno;
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		find_part(file, entry->d_name);
	if (dir)
		closedir(dir);
	free(copy);
	if (file->nparts)
		qsort(file->parts, file->nparts, sizeof(*file->parts),
		      compare_parts);
	return err;
}

char *record_oldest_part(const char *output)
{
	struct record_options options = { .output = output };
	struct record_file file = { .options = &options };
	char *path = NULL;

	find_parts(&file);
	if (file.nparts)
		path = part_path(&file, file.parts[0].number);
	free(file.parts);
	return path;
}

static void remove_oldest(struct record_file *file)
{
	char *path = part_path(file, file->parts[0].number);

	if (unlink(path) && errno != ENOENT)
		failed("%s: it can't be removed: %s", path, strerror(errno));
	free(path);
	memmove(file->parts, file->parts + 1,
		--file->nparts * sizeof(*file->parts));
}

/* Room for another file. */
static void make_room(struct record_file *file)
{
	int64_t size = file->part_size;
	int i;

	for (i = 0; i < file->nparts; i++)
		size += file->parts[i].size;
	while (file->nparts && size > file->options->max_size) {
		size -= file->parts[0].size;
		remove_oldest(file);
	}
}

/* -1, with mview_inspect_error(). */
static int begin_part(struct record_file *file)
{
	const struct record_options *options = file->options;
	int i;

	free(file->path);
	if (options->max_size) {
		make_room(file);
		file->path = part_path(file, file->number);
	} else {
		file->path = strdup(options->output);
	}
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

/* Likewise. */
static int end_part(struct record_file *file)
{
	int err = mview_recorder_flush(file->recorder);
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
		add_part(file, file->number++, stat_.st_size);
	return err;
}

/* A file has an eighth of the size, or room for a frame; -1, and says so. */
static int divide(struct record_file *file, int64_t largest)
{
	int64_t least = FILE_BYTES + largest + MESSAGE_BYTES;
	int64_t max_size = file->options->max_size;
	int err;

	if (!max_size)
		return 0;
	file->part_size = max_size / PARTS > least ? max_size / PARTS : least;
	if (max_size / 2 >= file->part_size) {
		err = find_parts(file);
		return err ? failed("%s: %s", file->options->output,
				    strerror(err)) : 0;
	}
	return failed("--max-size: a frame has %" PRId64 " bytes; make it %"
		      PRId64 " at least, for two files", largest, 2 * least);
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
	free(file->parts);
	free(file->path);
	free(file);
	return NULL;
}

/* Is there no room for @more bytes? A file has one frame at least. */
static bool is_full(struct record_file *file, int64_t more)
{
	return file->options->max_size && file->size > FILE_BYTES &&
	       file->size + more > file->part_size;
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
	file->is_gone = !stat_.st_nlink || stat_.st_size < file->seen;
	if (file->is_gone)
		failed("%s: the file was removed, replaced or made shorter "
		       "while it was recorded, and what was recorded is lost",
		       file->path);
	file->seen = stat_.st_size;
	return file->is_gone;
}

int record_file_write(struct record_file *file,
		      const struct record_frame *frame)
{
	int64_t bytes = mview_nbytes(frame->view) + MESSAGE_BYTES;
	struct record_tap *tap = frame->tap;

	if (!file->recorder)
		return -1;
	tap->taken++;
	if (is_full(file, bytes) && (end_part(file) || begin_part(file)))
		return -1;
	if (tap->channel < 0 && open_channel(file, frame))
		return -1;
	record_count_settle(tap, file->recorder);
	if (mview_recorder_write(file->recorder, tap->channel, frame->view,
				 frame->seq, frame->time_ns)) {
		/* There was none to be written. */
		if (errno == ENODEV || errno == EBADFD)
			tap->taken--;
		return -1;
	}
	file->size += bytes;
	record_count_frame(tap, record_is_torn(frame));
	return 0;
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
	if (file->nparts > 1)
		text_printf(stderr, "mview: that is the newest of %d files\n",
			    file->nparts);
	free(file->parts);
	free(file->path);
	free(file);
}
