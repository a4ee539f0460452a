// SPDX-License-Identifier: GPL-2.0
/* Pictures: the shapes and formats that can be pixels. */
#include "displays/picture.h"

#include <string.h>

/* The values of --channels. */
static const struct order {
	const char *name;
	int channels;
	bool bgr;
	bool no_alpha;
} orders[] = {
	{ .name = "grey", .channels = 1 },
	{ .name = "gray", .channels = 1 },
	{ .name = "rgb", .channels = 3 },
	{ .name = "bgr", .channels = 3, .bgr = true },
	{ .name = "rgba", .channels = 4 },
	{ .name = "bgra", .channels = 4, .bgr = true },
	{ .name = "rgbx", .channels = 4, .no_alpha = true },
	{ .name = "bgrx", .channels = 4, .bgr = true, .no_alpha = true },
};

static const struct order *find_order(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(orders) / sizeof(*orders); i++)
		if (!strcmp(orders[i].name, name))
			return &orders[i];
	return NULL;
}

bool picture_knows(const char *channels)
{
	return find_order(channels);
}

/* The axes of the view and, in "3B", those of its elements. */
static int all_axes(struct mview *view, int64_t *shape)
{
	const struct mview_field *element = mview_element(view);
	int i, n = 0;

	for (i = 0; i < mview_ndim(view) && n < 4; i++)
		shape[n++] = mview_shape(view)[i];
	for (i = 0; i < element->ndim && n < 4; i++)
		shape[n++] = element->shape[i];
	return n;
}

static const char *set_shape(struct picture *picture, struct mview *view)
{
	int64_t shape[4];
	int ndim = all_axes(view, shape);

	if (ndim != 2 && ndim != 3)
		return "a picture has the shape (height, width) or (height, "
		       "width, channels); slice it, or give --shape";
	picture->channels = ndim == 3 ? shape[2] : 1;
	if (ndim == 3 && shape[2] != 1 && shape[2] != 3 && shape[2] != 4)
		return "a picture has 1, 3 or 4 channels along its last axis; "
		       "slice it, or give --shape";
	if (!shape[0] || !shape[1])
		return "there are no pixels in it";
	if (shape[0] > INT32_MAX || shape[1] > INT32_MAX)
		return "it is too big for a picture; slice it";
	picture->height = shape[0];
	picture->width = shape[1];
	return NULL;
}

const char *picture_from_view(struct picture *picture, struct mview *view,
			      const char *channels)
{
	const struct mview_field *element = mview_element(view);
	const struct order *order = channels ? find_order(channels) : NULL;
	const char *error;

	if ((element->code != 'B' && element->code != 'H') ||
	    mview_itemsize(view) != element->size * element->count)
		return "a picture's elements are of format B or H; give "
		       "--format";
	*picture = (struct picture) {
		.view = view,
		.depth = 8 * element->size,
		.swap_bytes = element->order == '<',
		.bgr = order && order->bgr,
		.no_alpha = order && order->no_alpha,
	};
	error = set_shape(picture, view);
	if (!error && order && order->channels != picture->channels)
		error = "--channels does not fit the last axis";
	return error;
}
