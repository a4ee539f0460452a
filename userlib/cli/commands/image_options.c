// SPDX-License-Identifier: GPL-2.0
/* The options of mview image. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "cli.h"
#include "commands/image.h"
#include "displays/write_file.h"

const struct cli_option image_options[] = {
	{ "output", 'o', "FILE", "write a PNG file; - for standard output" },
	{ "terminal", 't', "[=symbols|sixel|kitty]", "show it in the terminal, "
	  "as happens anyway there;\nby symbols if it is not said how" },
	{ "size", 'S', "WxH", "in so many columns and rows" },
	{ "channels", 'c', "grey|rgb|bgr|rgba|bgra|rgbx|bgrx", "which samples "
	  "a pixel has, in their order" },
	{ "pixels", 'p', "PIXELS", "as in NV12 or NV12:640x360 or "
	  "NV12:640x360:768" },
	{ "range", 'r', "FROM:TO", "numbers from black to white: 0:4095, "
	  "1%:99% or auto" },
	{ "colors", 'C', PALETTE_NAMES, "false colours for them" },
	{ NULL }
};

static int read_output(const struct command *command, struct target *target)
{
	const char *ending = write_file_ending(optarg);

	target->output = optarg;
	if (*ending && strcasecmp(ending, "png"))
		return misused(command, "--output %s: a picture is written as "
			       ".png", optarg);
	return 0;
}

static int read_size(const struct command *command, struct target *target)
{
	struct picture_cells *cells = &target->cells;
	int end = 0;

	if (sscanf(optarg, "%4dx%4d%n", &cells->columns, &cells->rows, &end) <
		    2 || optarg[end] || cells->columns < 1 || cells->rows < 1)
		return misused(command, "--size wants columns and rows, as in "
			       "80x24");
	return 0;
}

static int read_how(const struct command *command, struct target *target)
{
	static const char *const names[] = {
		[PICTURE_SYMBOLS] = "symbols",
		[PICTURE_SIXEL] = "sixel",
		[PICTURE_KITTY] = "kitty",
	};
	int how;

	/* -t=sixel is --terminal=sixel. */
	if (optarg && *optarg == '=')
		optarg++;
	target->terminal = true;
	for (how = PICTURE_SYMBOLS; how <= PICTURE_KITTY; how++)
		if (!optarg || !strcmp(optarg, names[how])) {
			target->cells.how = how;
			return 0;
		}
	return misused(command, "--terminal wants symbols, sixel or kitty");
}

static int read_tone(const struct command *command, struct target *target)
{
	const char *error = tone_parse(&target->tone, optarg);

	return error ? misused(command, "--range %s: %s", optarg, error) : 0;
}

static int read_colors(const struct command *command, struct target *target)
{
	target->tone.palette = palette_find(optarg);
	return target->tone.palette ? 0 :
		misused(command, "--colors wants one of " PALETTE_NAMES);
}

static int read_pixels(const struct command *command, struct target *target)
{
	const char *error = pixels_parse(&target->pixels, optarg);

	return error ? misused(command, "--pixels %s: %s", optarg, error) : 0;
}

int image_option(const struct command *command, int option, void *arg)
{
	struct target *target = arg;

	switch (option) {
	case 'o':
		return read_output(command, target);
	case 't':
		return read_how(command, target);
	case 'S':
		return read_size(command, target);
	case 'r':
		return read_tone(command, target);
	case 'C':
		return read_colors(command, target);
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
