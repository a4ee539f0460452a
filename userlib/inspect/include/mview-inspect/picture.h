/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview-inspect: which pixels a view shows. Part of mview-inspect.h. */
#ifndef MVIEW_INSPECT_PICTURE_H
#define MVIEW_INSPECT_PICTURE_H

#include <mview-inspect/base.h>

MVIEW_BEGIN

/* Whose codes @fourcc is of: a few mean one thing here and another there. */
enum mview_fourcc_of {
	MVIEW_FOURCC_V4L2 = 1,	/* V4L2_PIX_FMT_* of linux/videodev2.h */
	MVIEW_FOURCC_DRM = 2,	/* DRM_FORMAT_* of drm_fourcc.h */
};

/* Coefficients between RGB and Y'CbCr. */
enum mview_ycbcr {
	MVIEW_YCBCR_601 = 1,
	MVIEW_YCBCR_709 = 2,
	MVIEW_YCBCR_2020 = 3,
};

#define MVIEW_PLANES	4	/* planes of a picture at most */

/**
 * struct mview_picture - the pixels of a picture
 * @fourcc: their format, four characters from the lowest byte on
 * @fourcc_of: enum mview_fourcc_of
 * @width: pixels
 * @height: pixels
 * @ycbcr: enum mview_ycbcr, of formats with Y'CbCr
 * @full_range: of these: 0 is black and 255 white, not 16 and 235
 * @nplanes: number of planes, views of which mview_source_plane() makes; 0 for
 *	compressed pictures, which are bytes
 *
 * Only the library makes these; later versions may append members.
 */
struct mview_picture {
	uint32_t fourcc;
	uint32_t fourcc_of;
	uint32_t width;
	uint32_t height;
	uint32_t ycbcr;
	bool full_range;
	int nplanes;
};

/**
 * mview_source_picture - which pixels a view shows
 * @view: from mview_source_open(), mview_source_next(), mview_source_plane() or
 *	of a frame of a camera
 *
 * For views of cameras and screens, in whole: not for their slices or casts.
 *
 * Their elements are as follows. Rows are as far apart as in memory.
 *	one value a pixel: grey, Bayer, RGB565   (height, width)  B or <H
 *	several values a pixel: RGB, XRGB        (height, width, values)  B
 *	YUYV and the like                        (height, width, 2)  B
 *	planes of NV12 and the like: the first   (height, width)  B
 *		the second, half as large            (height/2, width/2, 2)  B
 *	formats that are unknown, in rows        (height, bytes of a row)  B
 *	others, as compressed ones               (bytes)  B
 *
 * Return: what belongs to the view; NULL, without words, if it is no picture.
 */
const struct mview_picture *mview_source_picture(const struct mview *view);

/**
 * mview_source_plane - a plane of a picture
 * @view: one that mview_source_picture() knows
 * @plane: from 0 on; plane 0 is the view that mview_source_open() gives
 *
 * Return: a view, to be given to mview_close(); it does not stand on @view.
 * Errors: EINVAL if @view is no picture, ERANGE, EBADFD if it was released.
 */
struct mview *mview_source_plane(struct mview *view, int plane);

MVIEW_END

#endif /* MVIEW_INSPECT_PICTURE_H */
