// SPDX-License-Identifier: GPL-2.0
/* The options of mview plot. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands/plot.h"
#include "displays/text.h"
#include "displays/write_file.h"

#define SIZE_MAX_CELLS	10000
#define BINS_MAX	10000

enum {
	OPTION_AXIS = OPTION_NAMED,
	OPTION_XY,
	OPTION_HISTOGRAM,
	OPTION_BINS,
	OPTION_FFT,
	OPTION_WINDOW,
	OPTION_POINTS,
	OPTION_LINEAR,
	OPTION_RATE,
	OPTION_MIN,
	OPTION_MAX,
	OPTION_X_RANGE,
	OPTION_Y_RANGE,
};

const struct cli_option plot_own_options[] = {
	{ "fields", 'i', "FIELDS", "of records, a series each: "
	  "'pos.x,flags.done'" },
	{ "axis", OPTION_AXIS, "N", "this axis of several goes across, not the "
	  "longest;\nof a histogram, the others are series" },
	{ "xy", OPTION_XY, "X,Y", "the series Y over the series X" },
	{ "histogram", OPTION_HISTOGRAM, NULL, "how many elements there are of "
	  "each size" },
	{ "bins", OPTION_BINS, "N", "of a histogram, instead of 50" },
	{ "fft", OPTION_FFT, NULL, "amplitudes over frequencies" },
	{ "window", OPTION_WINDOW, "hann|hamming|blackman|flattop|none",
	  "for --fft; hann if it is not told" },
	{ "points", OPTION_POINTS, "N", "for --fft: transform so many elements "
	  "at a time" },
	{ "linear", OPTION_LINEAR, NULL, "for --fft: not in decibels" },
	{ "rate", OPTION_RATE, "HZ", "elements a second, as in 48k; 1M: time or "
	  "Hz across" },
	{ "min", OPTION_MIN, "NUMBER", "least value to be seen" },
	{ "max", OPTION_MAX, "NUMBER", "greatest value to be seen" },
	{ "x-range", OPTION_X_RANGE, "FROM:TO", "from here to here across; each "
	  "may be left out" },
	{ "y-range", OPTION_Y_RANGE, "FROM:TO", "likewise, up" },
	{ "output", 'o', "FILE", "write a file: .png, .svg or .pdf; - for PNG on\n"
	  "standard output" },
	{ "size", 'S', "WxH", "in so many columns and rows; of a file, pixels" },
	{ "ascii", 'A', NULL, "draw with ASCII only" },
	{ NULL }
};

static int read_whole(const struct command *command, const char *name,
		      long least, long most, long *number)
{
	char *end;

	errno = 0;
	*number = strtol(optarg, &end, 10);
	if (errno || end == optarg || *end || *number < least || *number > most)
		return misused(command, "--%s wants a number from %ld to %ld",
			       name, least, most);
	return 0;
}

static int read_number(const struct command *command, const char *name,
		       double *number)
{
	char *end;

	*number = strtod(optarg, &end);
	if (end == optarg || *end || !isfinite(*number))
		return misused(command, "--%s wants a number", name);
	return 0;
}

/* One end of a range, up to @stop; false if there is something else. */
static bool read_end(const char *text, const char *stop, double *number,
		     bool *fixed)
{
	char *end;

	if (text == stop)
		return true;
	*number = strtod(text, &end);
	*fixed = true;
	return end == stop && isfinite(*number);
}

static int read_ends(const struct command *command, const char *name,
		     struct axis *axis)
{
	const char *colon = strchr(optarg, ':');

	if (!colon ||
	    !read_end(optarg, colon, &axis->from, &axis->fixed_from) ||
	    !read_end(colon + 1, optarg + strlen(optarg), &axis->to,
		      &axis->fixed_to))
		return misused(command, "--%s wants FROM:TO, as in 0:100, 0: or "
			       ":100", name);
	return 0;
}

static int read_rate(const struct command *command, double *rate)
{
	static const char letters[] = " kMG";
	const char *letter;
	char *end;

	*rate = strtod(optarg, &end);
	letter = *end && end[1] == '\0' ? strchr(letters, *end) : NULL;
	if (letter && *letter != ' ') {
		*rate *= pow(1000, letter - letters);
		end++;
	}
	if (end == optarg || *end || !isfinite(*rate) || !(*rate > 0))
		return misused(command, "--rate wants elements a second, as in "
			       "48k");
	return 0;
}

static int read_size(const struct command *command,
		     struct plot_options *options)
{
	int end = 0;

	if (sscanf(optarg, "%5dx%5d%n", &options->width, &options->height,
		   &end) < 2 || optarg[end] || options->width < 20 ||
	    options->height < 4 || options->width > SIZE_MAX_CELLS ||
	    options->height > SIZE_MAX_CELLS)
		return misused(command, "--size wants columns and rows, as in "
			       "80x24; from 20x4 to 10000x10000");
	return 0;
}

/* Names that do not say what they are, are PNG. */
static int read_output(const struct command *command,
		       struct plot_options *options)
{
	const char *ending = write_file_ending(optarg);

	options->output = optarg;
	options->drawn = *ending ? chart_format_find(ending) : CHART_PNG;
	if (options->drawn == CHART_FORMATS)
		return misused(command, "--output %s: a plot is written as .png, "
			       ".svg or .pdf", optarg);
	return 0;
}

static int read_window(const struct command *command, struct plot_style *style)
{
	style->window = window_find(optarg);
	if (!style->window)
		return misused(command, "--window wants hann, hamming, "
			       "blackman, flattop or none");
	return 0;
}

static int set_kind(const struct command *command, struct plot_style *style,
		    enum plot_kind kind)
{
	if (style->kind != PLOT_VALUES && style->kind != kind)
		return misused(command, "one of --xy, --histogram and --fft at "
			       "a time");
	style->kind = kind;
	return 0;
}

static int kind_option(const struct command *command, int option,
		       struct plot_options *options)
{
	struct plot_style *style = &options->style;
	long number = 0;
	int status = 0;

	switch (option) {
	case OPTION_XY:
		options->xy = optarg;
		return set_kind(command, style, PLOT_XY);
	case OPTION_BINS:
		status = read_whole(command, "bins", 1, BINS_MAX, &number);
		style->bins = number;
		break;
	case OPTION_POINTS:
		status = read_whole(command, "points", 2, 1 << 24, &number);
		style->points = number;
		break;
	case OPTION_WINDOW:
		return read_window(command, style);
	case OPTION_LINEAR:
		style->linear = true;
		return 0;
	}
	return status;
}

static int axis_option(const struct command *command, int option,
		       struct plot_options *options)
{
	struct plot_style *style = &options->style;
	long number;
	int status;

	switch (option) {
	case OPTION_AXIS:
		status = read_whole(command, "axis", 0, MVIEW_DIMS - 1,
				    &number);
		options->axis = number;
		return status;
	case OPTION_MIN:
		style->y.fixed_from = true;
		return read_number(command, "min", &style->y.from);
	case OPTION_MAX:
		style->y.fixed_to = true;
		return read_number(command, "max", &style->y.to);
	case OPTION_X_RANGE:
		return read_ends(command, "x-range", &style->x);
	case OPTION_Y_RANGE:
		return read_ends(command, "y-range", &style->y);
	default:
		return kind_option(command, option, options);
	}
}

int plot_option(const struct command *command, int option, void *arg)
{
	struct plot_options *options = arg;

	switch (option) {
	case OPTION_HISTOGRAM:
		return set_kind(command, &options->style, PLOT_HISTOGRAM);
	case OPTION_FFT:
		return set_kind(command, &options->style, PLOT_SPECTRUM);
	case OPTION_RATE:
		return read_rate(command, &options->style.rate);
	case 'o':
		return read_output(command, options);
	case 'S':
		return read_size(command, options);
	case 'A':
		options->ascii = true;
		return 0;
	default:
		if (option < OPTION_NAMED)
			return elements_option(command, &options->elements,
					       option);
		return axis_option(command, option, options);
	}
}

void plot_options_begin(struct plot_options *options)
{
	*options = (struct plot_options) {
		.style = {
			.window = window_find(NULL),
			.x.title = "",
			.y.title = "",
		},
		.axis = -1,
		.ascii = !text_is_utf8(),
	};
}

static bool runs_up(const struct axis *axis)
{
	return !axis->fixed_from || !axis->fixed_to || axis->from < axis->to;
}

int plot_options_end(const struct command *command,
		     const struct plot_options *options)
{
	const struct plot_style *style = &options->style;

	if (!runs_up(&style->x))
		return misused(command, "--x-range wants the lesser number "
			       "first");
	if (!runs_up(&style->y))
		return misused(command, "of --y-range, --min and --max, the "
			       "least value is not below the greatest");
	return 0;
}
