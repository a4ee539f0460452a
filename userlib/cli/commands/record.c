// SPDX-License-Identifier: GPL-2.0
/* mview record: each frame of one or several sources into a file. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "commands/help.h"
#include "commands/record.h"
#include "displays/text.h"
#include "lenses/elements.h"
#include "sources/read.h"

uint64_t record_announced(const struct mview *base)
{
	struct mview_buffer *buffer = source_buffer(base);
	uint64_t seq = buffer ? buffer->seq : 0;

	mview_buffer_free(buffer);
	return seq;
}

bool record_is_torn(const struct record_frame *frame)
{
	return frame->is_torn ||
	       (frame->base && record_announced(frame->base) > frame->announced);
}

static void end(struct record *record, int status)
{
	record->done = true;
	record->status = record->status ?: status;
}

/* The others go on. What it has shown is kept. */
static void drop_source(struct record *record, int i, int status)
{
	pace_close(&record->paces[i]);
	record->npaces--;
	record->paces[i] = record->paces[record->npaces];
	record->open[i] = record->open[record->npaces];
	record->status = record->status ?: status;
	if (!record->npaces)
		record->done = true;
}

/* Whether the source is still there. */
static bool write_frame(struct record *record, const struct record_frame *frame)
{
	if (record_file_is_gone(record->file)) {
		end(record, EXIT_FAILED);
		return true;
	}
	if (!record_file_write(record->file, frame)) {
		if (record->count && !--record->count)
			record->done = true;
		return true;
	}
	if (errno == ENODEV || errno == EBADFD)
		return false;
	if (errno != EINTR)
		end(record, record_file_is_gone(record->file) ? EXIT_FAILED :
			    failed("%s", mview_inspect_error()));
	return true;
}

static bool holds(struct record *record, const struct mview_expr *expr,
		  const char *option, struct mview *copy)
{
	const void *elements = expr ? mview_map(copy) : NULL;
	int any = 0;

	if (elements) {
		any = elements_any(expr, elements, read_count(copy),
				   mview_itemsize(copy));
		mview_unmap(copy);
	}
	if (any < 0)
		end(record, failed("--%s: %s", option, mview_inspect_error()));
	return any > 0;
}

/* The frames before the one that has fulfilled the condition. */
static void write_kept(struct record *record)
{
	const struct record_frame *frame;
	int64_t age;

	for (age = record->options.before; age > 0 && !record->done; age--) {
		frame = record_kept_at(record->kept, age);
		if (frame)
			write_frame(record, frame);
	}
	record_kept_clear(record->kept);
}

/* A copy of it is looked at, which is what is recorded. */
static bool take_kept(struct record *record, struct record_frame *frame)
{
	const struct record_tap *tap = frame->tap;

	if (record_kept_add(record->kept, frame))
		return false;
	if (!record->triggered &&
	    holds(record, tap->trigger, "trigger", frame->view)) {
		record->triggered = true;
		record->left = record->options.after;
		if (record->left >= 0)
			record->left++;
		write_kept(record);
	}
	if (!record->triggered || record->done)
		return true;
	write_frame(record, frame);
	if (holds(record, tap->until, "until", frame->view))
		record->done = true;
	return true;
}

static void take_frame(struct record *record, int i)
{
	struct record_tap *tap = &record->taps[record->open[i]];
	const struct pace *pace = &record->paces[i];
	struct record_frame frame = {
		.tap = tap,
		.view = pace->frame.view,
		.seq = pace->frame.seq,
		.time_ns = source_time(&pace->frame),
		.base = pace->frame.base,
		.announced = record_announced(pace->frame.base),
	};
	bool is_there;

	if (pace->frame.number && frame.seq > tap->seq)
		tap->missed += frame.seq - tap->seq - 1;
	tap->seq = frame.seq;
	is_there = record->kept ? take_kept(record, &frame) :
				  write_frame(record, &frame);
	if (!is_there) {
		source_failed(pace->source);
		drop_source(record, i, EXIT_FAILED);
		return;
	}
	if (record->triggered && record->left > 0 && !--record->left)
		record->done = true;
}

/* Those whose frames are there; from the end on, as some may go. */
static void take_all(struct record *record)
{
	bool is_new;
	int i;

	for (i = record->npaces - 1; i >= 0 && !record->done; i--) {
		if (pace_next(&record->paces[i], &is_new))
			drop_source(record, i, EXIT_FAILED);
		else if (is_new)
			take_frame(record, i);
		else if (record->paces[i].has_ended)
			drop_source(record, i, EXIT_OK);
	}
}

/* Those that nothing has come from. */
static void tell_of_wait(const struct record *record)
{
	int i;

	for (i = 0; i < record->npaces; i++)
		if (!record->paces[i].frame.number)
			pace_tell(&record->paces[i]);
}

static void run(struct record *record)
{
	int64_t patience = pace_patience();
	int i;

	for (i = record->npaces - 1; i >= 0 && !record->done &&
	     !record->sources.list->wait; i--)
		take_frame(record, i);
	while (!record->done && !interrupted()) {
		pace_wait(record->paces, record->npaces, NULL, 0, patience);
		take_all(record);
		if (!record->done && pace_is_long(&patience))
			tell_of_wait(record);
	}
}

static int64_t largest(const struct record *record)
{
	int64_t most = 0, size;
	int i;

	for (i = 0; i < record->npaces; i++) {
		size = mview_nbytes(record->paces[i].frame.view);
		most = size > most ? size : most;
	}
	return most;
}

static int open_all(struct record *record)
{
	const struct record_options *options = &record->options;
	int status = record_open(record);

	if (status != EXIT_OK)
		return status;
	/* From its first byte on the file is ended in order. */
	catch_interrupts();
	record->triggered = !options->trigger;
	if (options->trigger || options->until) {
		record->kept = record_kept_create(options->before + 1,
						  largest(record));
		if (!record->kept)
			return EXIT_FAILED;
	}
	record->file = record_file_open(options, record->taps,
					record->sources.n, largest(record));
	return record->file ? EXIT_OK : EXIT_FAILED;
}

/* Whoever has typed it sees that it runs. */
static void tell_of_begin(const struct record *record)
{
	int i;

	if (!isatty(STDERR_FILENO))
		return;
	text_printf(stderr, "mview: recording");
	for (i = 0; i < record->npaces; i++)
		text_printf(stderr, "%s %s", i ? "," : "",
			    record->taps[record->open[i]].name);
	text_printf(stderr, " into %s; ^C ends it\n", record->options.output);
}

static void tell(const struct record *record)
{
	const struct record_tap *tap = record->taps;

	for (; tap < record->taps + record->sources.n; tap++) {
		text_printf(stderr, "mview: %s: %" PRIu64 " frame%s recorded, "
			    "%" PRIu64 " missed", tap->name, tap->frames,
			    tap->frames == 1 ? "" : "s", tap->missed);
		if (tap->taken > tap->frames)
			text_printf(stderr, ", %" PRIu64 " dropped: they could "
				    "not be written", tap->taken - tap->frames);
		if (tap->torn)
			text_printf(stderr, ", %" PRIu64 " torn: the driver "
				    "announced the next one while they were "
				    "copied", tap->torn);
		fputc('\n', stderr);
	}
	if (!record->triggered)
		text_printf(stderr, "mview: --trigger %s: it was never "
			    "fulfilled\n", record->options.trigger);
}

static void close_all(struct record *record)
{
	while (record->npaces)
		pace_close(&record->paces[--record->npaces]);
	record_kept_destroy(record->kept);
	free(record->paces);
	free(record->taps);
	free(record->open);
}

static int record_run(const struct command *command, int argc, char **argv)
{
	struct record record = { .options.after = -1, .left = -1 };
	int n, status;

	status = sources_parse(command, &record_source_options, argc, argv,
			       &record.sources, &record.options);
	if (!status)
		status = record_options_check(command, &record.options);
	if (status)
		return status;
	n = record.sources.n;
	record.paces = allocate(n * sizeof(*record.paces));
	record.open = allocate(n * sizeof(*record.open));
	record.taps = calloc(n, sizeof(*record.taps));
	record.count = record.sources.list->count;
	status = record.taps ? open_all(&record) : failed("out of memory");
	if (status == EXIT_OK) {
		tell_of_begin(&record);
		run(&record);
		status = record_file_end(record.file, record.status);
		tell(&record);
		record_file_close(record.file);
	}
	close_all(&record);
	return status ?: record.status;
}

const struct command record_command = {
	.name = "record",
	.summary = "write each frame of sources to a file",
	.usage = "-o FILE [OPTION]... NAME[SLICE] [SLICE]... [NAME[SLICE]]...",
	.options = { record_options, CAST_OPTIONS, source_wait, source_every,
		     source_count },
	.help = "Each block that a driver announces is recorded, each picture of a camera, and\n"
		"what nobody announces ten times a second; until ^C, or as the options say. Each\n"
		"word that does not begin with [ is another source, which formats and slices behind\n"
		"it are of. FILE is MCAP; 'mview replay FILE' lists it, and what was killed in the\n"
		"middle is made whole by 'mview recover'.\n\n"
		EXPR_HELP,
	.run = record_run,
};
