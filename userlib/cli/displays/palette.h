/* SPDX-License-Identifier: GPL-2.0 */
/* False colours: what colour a number from 0 to 1 has. */
#ifndef MVIEW_CLI_PALETTE_H
#define MVIEW_CLI_PALETTE_H

struct palette;

/* Of that name; NULL if there is none. */
const struct palette *palette_find(const char *name);

/* The names, separated by commas. */
#define PALETTE_NAMES	"grey|viridis|heat|rainbow"

/* Red, green and blue of a number; of one that is none, of which there is no colour. */
void palette_color(const struct palette *palette, double value,
		   unsigned char *rgb);

#endif /* MVIEW_CLI_PALETTE_H */
