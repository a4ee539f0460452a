// SPDX-License-Identifier: GPL-2.0
/* Pixels of cameras and screens, which know their format. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

#include "displays/pixels.h"

void pixels_fourcc(uint32_t fourcc, char *text)
{
	int i;

	for (i = 0; i < FOURCC_TEXT - 1; i++) {
		text[i] = fourcc >> 8 * i;
		if (!isgraph((unsigned char)text[i]))
			text[i] = '.';
	}
	text[i] = '\0';
}

const struct pixel_format *
pixel_format_of(const struct mview_picture *picture)
{
	const struct pixel_format *format = pixel_formats;
	bool is_drm = picture->fourcc_of == MVIEW_FOURCC_DRM;

	for (; format->bytes; format++) {
		if (picture->fourcc == (is_drm ? format->drm : format->v4l2) ||
		    (!is_drm && picture->fourcc == format->v4l2_mplane))
			return format;
	}
	return NULL;
}

/* Are all bytes in @part that are read of plane @number? */
static bool is_whole(const struct pixels *pixels, int number,
		     struct mview *part)
{
	int64_t rows = number ? pixels_chroma_rows(pixels) : pixels->height;
	int64_t size = pixels_row_size(pixels, number);

	return rows && size && mview_ndim(part) >= 2 &&
	       mview_shape(part)[0] >= rows &&
	       mview_nbytes(part) / mview_shape(part)[0] >= size;
}

/* One plane, copied: its rows then follow one another. To be freed. */
static unsigned char *read_plane(const struct pixels *pixels,
				 struct mview *view, int number,
				 struct pixel_plane *plane)
{
	struct mview *part = mview_source_plane(view, number);
	unsigned char *bytes = NULL;

	if (part && !is_whole(pixels, number, part))
		errno = EINVAL;
	else if (part)
		bytes = malloc(mview_nbytes(part));
	if (bytes && read_all(part, bytes)) {
		free(bytes);
		bytes = NULL;
	}
	if (bytes)
		*plane = (struct pixel_plane) {
			bytes, mview_nbytes(part) / mview_shape(part)[0]
		};
	mview_close(part);
	return bytes;
}

int pixels_read_picture(const struct pixel_format *format,
			const struct mview_picture *picture,
			struct mview *view, struct read_copy *rgb)
{
	struct pixels pixels = {
		.format = format,
		.width = picture->width,
		.height = picture->height,
		.ycbcr = picture->ycbcr,
		.full_range = picture->full_range,
	};
	unsigned char *bytes[PIXELS_PLANES] = { NULL };
	struct pixel_plane planes[PIXELS_PLANES];
	int n = pixels_nplanes(&pixels), i, err = 0;

	pixels_cut_pair(&pixels);
	for (i = 0; i < n && !err; i++) {
		bytes[i] = read_plane(&pixels, view, i, &planes[i]);
		err = bytes[i] ? 0 : -1;
	}
	if (!err)
		err = pixels_to_rgb(&pixels, planes, rgb);
	while (i--)
		free(bytes[i]);
	return err;
}
