// SPDX-License-Identifier: GPL-2.0
/* mview image: elements as pixels, in a PNG file or in the terminal. */
#include <inttypes.h>

#include "cli.h"
#include "commands/help.h"
#include "commands/image.h"
#include "commands/replay.h"
#include "displays/screen.h"
#include "displays/text.h"
#include "displays/write_file.h"
#include "sources/read.h"

/* Pixels of a cell of the terminal, about, where it can show pixels at all. */
#define CELL_WIDTH	16
#define CELL_HEIGHT	32

/* And of one that shows a symbol of 8 by 8 dots. */
#define SYMBOL_WIDTH	8
#define SYMBOL_HEIGHT	16

static const char *write_png(const void *picture, FILE *out)
{
	return picture_write_png(picture, out);
}

/* Written to a file: all pixels. */
static int write_all(const struct source *source, struct picture *picture,
		     const struct target *target)
{
	struct mview *view = picture->view;
	struct read_copy copy;
	int status;

	if (read_moment(&copy, view))
		return source_failed(source);
	picture->view = copy.view;
	status = write_file(target->output, write_png, picture);
	picture->view = view;
	read_done(&copy, view);
	return status;
}

/* The step at which @length pixels are about as many as can be seen. */
static int64_t sample_step(int64_t length, int cells, int dots)
{
	int64_t step = length / ((int64_t)cells * dots);

	return step ? step : 1;
}

/*
 * Shown: of a picture that is much finer than the terminal, every nth pixel of
 * every nth row.
 */
static struct mview *sample(struct mview *view, const struct target *target)
{
	bool symbols = target->cells.how == PICTURE_SYMBOLS;
	int columns = screen_columns(), rows = screen_rows();
	struct mview_range range = mview_whole(), ranges[2];
	const int64_t *shape = mview_shape(view);
	int64_t across, down;

	if (mview_ndim(view) < 2)
		return mview_from_view(view);
	if (target->cells.columns) {
		columns = target->cells.columns;
		rows = target->cells.rows;
	}
	down = sample_step(shape[0], rows,
			   symbols ? SYMBOL_HEIGHT : CELL_HEIGHT);
	across = sample_step(shape[1], columns,
			     symbols ? SYMBOL_WIDTH : CELL_WIDTH);
	/* One step for both, so that the proportions stay. */
	range.step = down > across ? down : across;
	ranges[0] = range;
	ranges[1] = range;
	return mview_slice(view, ranges, 2);
}

static int show(const struct source *source, struct mview *view,
		const struct target *target)
{
	struct picture picture;
	struct read_copy copy;
	int status;

	if (read_moment(&copy, view))
		return source_failed(source);
	picture_from_view(&picture, copy.view, target->channels);
	status = picture_show(&picture, &target->cells);
	read_done(&copy, view);
	return status;
}

static int show_sample(const struct source *source, struct mview *view,
		       const struct target *target)
{
	struct mview *sampled = sample(view, target);
	int status;

	if (!sampled)
		return source_failed(source);
	status = show(source, sampled, target);
	mview_close(sampled);
	return status;
}

/* Samples of pixels as they are. */
static int image_samples(const struct source *source, struct mview *view,
			 const struct target *target)
{
	struct picture picture;
	int status = EXIT_OK;
	const char *error;

	error = picture_from_view(&picture, view, target->channels);
	if (error)
		return source_unfit(source, view, error);
	if (target->output)
		status = write_all(source, &picture, target);
	if (status == EXIT_OK && target->terminal)
		status = show_sample(source, view, target);
	return status;
}

/* Numbers as shades, of one moment. */
static int image_numbers(const struct source *source, struct mview *view,
			 const struct target *target)
{
	struct read_copy copy, shades;
	const char *error = NULL;
	int err, status;

	if (read_moment(&copy, view))
		return source_failed(source);
	err = tone_make(&target->tone, copy.view, &shades, &error);
	read_done(&copy, view);
	if (error)
		return source_unfit(source, view, error);
	if (err)
		return source_failed(source);
	status = image_samples(source, shades.view, target);
	read_done(&shades, NULL);
	return status;
}

static int image_view(const struct source *source, struct mview *view,
		      const struct target *target)
{
	if (tone_applies(&target->tone, view))
		return image_numbers(source, view, target);
	return image_samples(source, view, target);
}

int image_write(const struct source *source, struct mview *view,
		const char *path)
{
	const struct target target = { .output = path };

	return image_view(source, view, &target);
}

/* @rgb is used up. */
static int image_rgb(const struct source *source, struct read_copy *rgb,
		     const struct target *target)
{
	int status = image_view(source, rgb->view, target);

	read_done(rgb, NULL);
	return status;
}

/* Of a camera or a screen. */
static int image_picture(const struct source *source, const struct frame *frame,
			 const struct mview_picture *picture,
			 const struct target *target)
{
	const struct pixel_format *format = pixel_format_of(picture);
	char fourcc[FOURCC_TEXT];
	struct read_copy rgb;

	pixels_fourcc(picture->fourcc, fourcc);
	if (!format)
		return failed("%s: its pixels are of format %s, which can't be "
			      "shown; mview(1) lists those that can",
			      source->text, fourcc);
	if (pixels_read_picture(format, picture, frame->base, &rgb))
		return source_failed(source);
	return image_rgb(source, &rgb, target);
}

/* Over the picture before, unless the terminal has changed its size. */
static void begin_picture(const struct source *source,
			  const struct frame *frame, struct target *target)
{
	bool same = target->columns == screen_columns() &&
		    target->rows == screen_rows();

	target->shown = frame->number + 1;
	target->passed = frame->passed;
	if (!target->terminal || !(source->follow || source->count > 1))
		return;
	target->cells.again = frame->number && same;
	(target->cells.again ? screen_again : screen_begin)();
	target->columns = screen_columns();
	target->rows = screen_rows();
}

static int image(const struct source *source, const struct frame *frame,
		 void *arg)
{
	const struct mview_picture *picture = mview_source_picture(frame->base);
	struct target *target = arg;
	struct pixels pixels = target->pixels;
	struct read_copy rgb;
	const char *error;

	begin_picture(source, frame, target);
	if (!pixels.format && !target->channels && picture && !source->nsteps)
		return image_picture(source, frame, picture, target);
	if (!pixels.format)
		return image_view(source, frame->view, target);
	error = pixels_fit(&pixels, frame->view);
	if (error)
		return source_unfit(source, frame->view, error);
	if (pixels_read(&pixels, frame->view, &rgb))
		return source_failed(source);
	return image_rgb(source, &rgb, target);
}

static const struct source_options source_options = {
	.any_length = true,
	.own = image_option,
};

/* Behind the last picture. */
static void tell_of_all(const struct source *source,
			const struct target *target)
{
	fflush(stdout);
	text_printf(stderr, "mview: %s: %" PRIu64 " pictures shown, %" PRIu64
		    " passed over\n", source->text, target->shown,
		    target->passed);
}

static int image_all(struct source *source, struct target *target)
{
	int status;

	target->terminal = target->terminal || !target->output;
	target->cells.moves = source->follow;
	if (source->follow && target->terminal)
		screen_follow();
	status = source_each(source, image, target);
	screen_leave();
	if (source->follow && target->terminal && status == EXIT_OK)
		tell_of_all(source, target);
	return status;
}

int image_source(struct source *source)
{
	struct target target = { .output = NULL };

	if (!screen_is_terminal())
		return failed("standard output is no terminal; say "
			      "--png-sequence PREFIX");
	source_adopt(source, &source_options);
	return image_all(source, &target);
}

static int image_run(const struct command *command, int argc, char **argv)
{
	struct target target = { .output = NULL };
	struct source source;
	int status;

	status = source_parse(command, &source_options, argc, argv, &source,
			      &target);
	if (status)
		return status;
	if (!target.output && !target.terminal && !screen_is_terminal())
		return misused(command, "standard output is no terminal; "
			       "say -o FILE or --terminal");
	if (target.channels && target.pixels.format)
		return misused(command, "--pixels says the order of the "
			       "channels; leave --channels out");
	return image_all(&source, &target);
}

const struct command image_command = {
	.name = "image",
	.summary = "show a picture, or write it to a PNG file",
	.usage = SOURCE_USAGE,
	.options = { image_options, SOURCE_OPTIONS },
	.help = "Pictures have the shape (height, width) or "
		"(height, width, 1, 3 or 4) and\n"
		"elements of format B or H; other numbers are made shades, "
		"as --range says. With\n--pixels they are bytes, in a format "
		"of cameras or screens, as V4L2 or DRM names\nit, of so many "
		"pixels and bytes a row.\n\n" EXPR_HELP,
	.run = image_run,
};
