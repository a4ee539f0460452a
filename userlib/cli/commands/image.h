/* SPDX-License-Identifier: GPL-2.0 */
/* mview image: what is to be done with the picture. */
#ifndef MVIEW_CLI_COMMANDS_IMAGE_H
#define MVIEW_CLI_COMMANDS_IMAGE_H

#include "displays/picture.h"
#include "displays/pixels.h"
#include "displays/tone.h"
#include "sources/source.h"

/**
 * struct target - what to do with the picture
 * @output: file to write, "-" for standard output, or NULL
 * @terminal: show it
 * @cells: where in it
 * @columns: of the terminal when it was shown last
 * @rows: likewise
 * @channels: order of the channels, or NULL
 * @pixels: the pixels' format, and what is known of the picture's size; or
 *	nothing, for elements that are samples of RGB or grey
 * @tone: which shades or colours numbers have
 * @shown: how many pictures were
 * @passed: how many were not, as showing those before took too long
 */
struct target {
	const char *output;
	bool terminal;
	struct picture_cells cells;
	int columns;
	int rows;
	const char *channels;
	struct pixels pixels;
	struct tone tone;
	uint64_t shown;
	uint64_t passed;
};

/* Write all pixels of @view to a file, as without options; an exit status. */
int image_write(const struct source *source, struct mview *view,
		const char *path);

/* Table of options, and what takes them; @arg is struct target. */
extern const struct cli_option image_options[];
int image_option(const struct command *command, int option, void *arg);

#endif /* MVIEW_CLI_COMMANDS_IMAGE_H */
