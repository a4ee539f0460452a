// SPDX-License-Identifier: GPL-2.0
/*
 * False colours: some colours along the way from 0 to 1, and straight lines from
 * one to the next. Of viridis, which its authors gave to the public domain, each
 * sixteenth: nowhere is it further away than 6 of 255.
 */
#include "displays/palette.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#define STOPS	17

/**
 * struct palette - colours along the way
 * @name: what it is called
 * @n: how many colours
 * @stops: the colours, as 0xrrggbb
 * @none: the colour of what is no number
 */
static const struct palette {
	const char *name;
	int n;
	unsigned int stops[STOPS];
	unsigned int none;
} palettes[] = {
	{ "grey", 2, { 0x000000, 0xffffff }, 0xff0000 },
	{ "gray", 2, { 0x000000, 0xffffff }, 0xff0000 },
	{ "viridis", 17,
	  { 0x440154, 0x48186a, 0x472d7b, 0x424086, 0x3b528b, 0x33638d,
	    0x2c728e, 0x26818e, 0x21908c, 0x1f9f88, 0x28ae80, 0x3ebc74,
	    0x5dc963, 0x82d34c, 0xabdc32, 0xd5e21a, 0xfde725 }, 0xff0000 },
	{ "heat", 4, { 0x000000, 0xe00000, 0xffe000, 0xffffff }, 0x0000ff },
	{ "rainbow", 6,
	  { 0x000080, 0x0000ff, 0x00ffff, 0xffff00, 0xff0000, 0x800000 },
	  0xffffff },
};

const struct palette *palette_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(palettes) / sizeof(*palettes); i++)
		if (!strcmp(palettes[i].name, name))
			return &palettes[i];
	return NULL;
}

static int channel(unsigned int color, int number)
{
	return color >> (16 - 8 * number) & 0xff;
}

void palette_color(const struct palette *palette, double value,
		   unsigned char *rgb)
{
	unsigned int from = palette->none, to = palette->none;
	double at = 0;
	int i = 0;

	if (!isnan(value)) {
		at = fmin(fmax(value, 0), 1) * (palette->n - 1);
		i = fmin(floor(at), palette->n - 2);
		at -= i;
		from = palette->stops[i];
		to = palette->stops[i + 1];
	}
	for (i = 0; i < 3; i++)
		rgb[i] = lrint(channel(from, i) * (1 - at) +
			       channel(to, i) * at);
}
