// SPDX-License-Identifier: GPL-2.0
/* mview image: elements as pixels, in a PNG file or in the terminal. */
#include <string.h>

#include "cli.h"
#include "commands/help.h"
#include "displays/write_file.h"
#include "displays/picture.h"
#include "displays/pixels.h"
#include "displays/screen.h"
#include "sources/read.h"
#include "sources/source.h"

/* Pixels of a cell of the terminal, about, where it can show pixels at all. */
#define CELL_WIDTH	16
#define CELL_HEIGHT	32

/**
 * struct target - what to do with the picture
 * @output: file to write, "-" for standard output, or NULL
 * @terminal: show it
 * @size: in so many columns and rows, as chafa wants it, or NULL
 * @channels: order of the channels, or NULL
 * @pixels: the pixels' format, and what is known of the picture's size; or
 *	nothing, for elements that are samples of RGB or grey
 */
struct target {
	const char *output;
	bool terminal;
	const char *size;
	const char *channels;
	struct pixels pixels;
};

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
	int columns = screen_columns(), rows = screen_rows();
	struct mview_range range = mview_whole(), ranges[2];
	const int64_t *shape = mview_shape(view);
	int64_t across, down;

	if (mview_ndim(view) < 2)
		return mview_from_view(view);
	if (target->size)
		sscanf(target->size, "%dx%d", &columns, &rows);
	down = sample_step(shape[0], rows, CELL_HEIGHT);
	across = sample_step(shape[1], columns, CELL_WIDTH);
	/* One step for both, so that the proportions stay. */
	range.step = down > across ? down : across;
	ranges[0] = range;
	ranges[1] = range;
	return mview_slice(view, ranges, 2);
}

static int show_sample(const struct source *source, struct mview *view,
		       const struct target *target)
{
	struct picture sampled;
	struct read_copy copy;
	int status;

	if (read_moment(&copy, view))
		return source_failed(source);
	picture_from_view(&sampled, copy.view, target->channels);
	status = picture_show(&sampled, target->size);
	read_done(&copy, view);
	return status;
}

static int image_view(const struct source *source, struct mview *view,
		      const struct target *target)
{
	struct picture picture;
	struct mview *sampled;
	const char *error;
	int status = EXIT_OK;

	error = picture_from_view(&picture, view, target->channels);
	if (error)
		return source_unfit(source, view, error);
	if (target->output)
		status = write_all(source, &picture, target);
	if (status != EXIT_OK || !target->terminal)
		return status;
	sampled = sample(view, target);
	if (!sampled)
		return source_failed(source);
	status = show_sample(source, sampled, target);
	mview_close(sampled);
	return status;
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

static int image(const struct source *source, const struct frame *frame,
		 void *arg)
{
	const struct mview_picture *picture = mview_source_picture(frame->base);
	const struct target *target = arg;
	struct pixels pixels = target->pixels;
	struct read_copy rgb;
	const char *error;

	if (target->terminal && (source->follow || source->count > 1))
		(frame->number ? screen_again : screen_begin)();
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

static int read_size(const struct command *command, struct target *target)
{
	int columns, rows, end = 0;

	target->size = optarg;
	if (sscanf(optarg, "%4dx%4d%n", &columns, &rows, &end) < 2 ||
	    optarg[end] || columns < 1 || rows < 1)
		return misused(command, "--size wants columns and rows, as in "
			       "80x24");
	return 0;
}

static int read_pixels(const struct command *command, struct target *target)
{
	const char *error = pixels_parse(&target->pixels, optarg);

	return error ? misused(command, "--pixels %s: %s", optarg, error) : 0;
}

static int target_option(const struct command *command, int option, void *arg)
{
	struct target *target = arg;

	switch (option) {
	case 'o':
		target->output = optarg;
		return 0;
	case 't':
		target->terminal = true;
		return 0;
	case 'S':
		return read_size(command, target);
	case 'p':
		return read_pixels(command, target);
	default:
		target->channels = optarg;
		if (!picture_knows(optarg))
			return misused(command, "--channels wants grey, rgb, "
				       "bgr, rgba, bgra, rgbx or bgrx");
		return 0;
	}
}

static const struct source_options source_options = {
	.own = target_option,
};

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
	target.terminal = target.terminal || !target.output;
	return source_each(&source, image, &target);
}

static const struct cli_option options[] = {
	{ "output", 'o', "FILE", "write a PNG file; - for standard output" },
	{ "terminal", 't', NULL, "show it in the terminal, by chafa; the "
	  "default there" },
	{ "size", 'S', "WxH", "in so many columns and rows" },
	{ "channels", 'c', "ORDER", "grey, rgb, bgr, rgba, bgra, rgbx or "
	  "bgrx" },
	{ "pixels", 'p', "PIXELS", "as in NV12 or NV12:640x360 or "
	  "NV12:640x360:768" },
	{ NULL }
};

const struct command image_command = {
	.name = "image",
	.summary = "show a picture, or write it to a PNG file",
	.usage = SOURCE_USAGE,
	.options = { options, SOURCE_OPTIONS },
	.help = "Pictures have the shape (height, width) or "
		"(height, width, 1, 3 or 4) and\n"
		"elements of format B or H. With --pixels they are bytes, "
		"in a format of cameras\n"
		"or screens, as V4L2 or DRM names it, of so many pixels and "
		"bytes a row.\n\n" EXPR_HELP,
	.run = image_run,
};
