// SPDX-License-Identifier: GPL-2.0
/* Pictures as red, green, blue and how opaque they are, 8 bits each. */
#include <stdlib.h>

#include "displays/picture.h"
#include "sources/read.h"

/**
 * struct pixels_out - the pixels so far
 * @picture: of this picture
 * @rgba: where the next one goes
 * @channel: of the next sample
 * @samples: of the next pixel
 */
struct pixels_out {
	const struct picture *picture;
	unsigned char *rgba;
	int channel;
	unsigned char samples[4];
};

static void put_pixel(struct pixels_out *out)
{
	const struct picture *picture = out->picture;
	const unsigned char *samples = out->samples;
	bool grey = picture->channels == 1;

	out->rgba[0] = samples[grey ? 0 : picture->bgr ? 2 : 0];
	out->rgba[1] = samples[grey ? 0 : 1];
	out->rgba[2] = samples[grey ? 0 : picture->bgr ? 0 : 2];
	out->rgba[3] = picture->channels == 4 && !picture->no_alpha ?
			       samples[3] : 0xff;
	out->rgba += 4;
}

/* Of 16 bits the upper ones. */
static int put_items(void *arg, const void *items, int64_t n)
{
	struct pixels_out *out = arg;
	const struct picture *picture = out->picture;
	int bytes = picture->depth / 8, upper = picture->swap_bytes ? 1 : 0;
	const unsigned char *sample = items;
	int64_t left = n * mview_itemsize(picture->view) / bytes;

	if (bytes == 2)
		sample += upper;
	for (; left; left--, sample += bytes) {
		out->samples[out->channel++] = *sample;
		if (out->channel < picture->channels)
			continue;
		put_pixel(out);
		out->channel = 0;
	}
	return 0;
}

unsigned char *picture_rgba(const struct picture *picture)
{
	unsigned char *rgba = calloc((size_t)picture->width * picture->height,
				     4);
	struct pixels_out out = { .picture = picture, .rgba = rgba };

	if (!rgba || !read_each(picture->view, put_items, &out))
		return rgba;
	free(rgba);
	return NULL;
}
