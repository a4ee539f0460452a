// SPDX-License-Identifier: GPL-2.0
/* Pictures as red, green, blue and how opaque they are, 8 bits each. */
#include <stdlib.h>
#include <string.h>

#include "displays/picture.h"
#include "sources/read.h"

/**
 * struct pixels_out - the pixels so far
 * @picture: of this picture
 * @rgba: where the next one goes
 * @size: bytes of a pixel of the picture
 * @red, @green, @blue, @alpha: bytes from a pixel to its samples, of 16 bits to
 *	their upper halves; @alpha is -1 if there is none
 * @part: the bytes of the next pixel that have come, where a piece has ended
 *	within it
 * @have: how many
 */
struct pixels_out {
	const struct picture *picture;
	unsigned char *rgba;
	size_t size;
	int red;
	int green;
	int blue;
	int alpha;
	unsigned char part[8];
	size_t have;
};

static struct pixels_out pixels_begin(const struct picture *picture,
				      unsigned char *rgba)
{
	int bytes = picture->depth / 8;
	int upper = bytes == 2 && picture->swap_bytes ? 1 : 0;
	bool grey = picture->channels == 1;
	bool has_alpha = picture->channels == 4 && !picture->no_alpha;

	return (struct pixels_out) {
		.picture = picture,
		.rgba = rgba,
		.size = picture->channels * bytes,
		.red = (!grey && picture->bgr ? 2 : 0) * bytes + upper,
		.green = (grey ? 0 : 1) * bytes + upper,
		.blue = (grey || picture->bgr ? 0 : 2) * bytes + upper,
		.alpha = has_alpha ? 3 * bytes + upper : -1,
	};
}

static void put_pixels(struct pixels_out *out, const unsigned char *from,
		       size_t n)
{
	unsigned char *rgba = out->rgba;

	for (; n; n--, from += out->size, rgba += 4) {
		rgba[0] = from[out->red];
		rgba[1] = from[out->green];
		rgba[2] = from[out->blue];
		rgba[3] = out->alpha < 0 ? 0xff : from[out->alpha];
	}
	out->rgba = rgba;
}

/* Items may be pixels, or their samples. */
static int put_items(void *arg, const void *items, int64_t n)
{
	struct pixels_out *out = arg;
	size_t left = n * mview_itemsize(out->picture->view), some;
	const unsigned char *from = items;

	if (out->have) {
		some = out->size - out->have;
		some = some < left ? some : left;
		memcpy(out->part + out->have, from, some);
		out->have += some;
		if (out->have < out->size)
			return 0;
		put_pixels(out, out->part, 1);
		from += some;
		left -= some;
	}
	put_pixels(out, from, left / out->size);
	out->have = left % out->size;
	memcpy(out->part, from + left - out->have, out->have);
	return 0;
}

unsigned char *picture_rgba(const struct picture *picture)
{
	unsigned char *rgba = calloc((size_t)picture->width * picture->height,
				     4);
	struct pixels_out out = pixels_begin(picture, rgba);

	if (!rgba || !read_each(picture->view, put_items, &out))
		return rgba;
	free(rgba);
	return NULL;
}
