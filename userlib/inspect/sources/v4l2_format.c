// SPDX-License-Identifier: LGPL-2.1-or-later
/* Formats of V4L2 devices, and where the planes of a picture lie. */
#include "sources/v4l2_format.h"

#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "sources/pixel.h"
#include "sources/v4l2.h"

/* Of formats with Y'CbCr */
static void take_colours(struct mview_picture *picture, uint32_t colourspace,
			 uint32_t encoding, uint32_t quantization)
{
	if (encoding == V4L2_YCBCR_ENC_DEFAULT)
		encoding = V4L2_MAP_YCBCR_ENC_DEFAULT(colourspace);
	if (quantization == V4L2_QUANTIZATION_DEFAULT)
		quantization = V4L2_MAP_QUANTIZATION_DEFAULT(false, colourspace,
							     encoding);
	switch (encoding) {
	case V4L2_YCBCR_ENC_709:
	case V4L2_YCBCR_ENC_XV709:
		picture->ycbcr = MVIEW_YCBCR_709;
		break;
	case V4L2_YCBCR_ENC_BT2020:
	case V4L2_YCBCR_ENC_BT2020_CONST_LUM:
		picture->ycbcr = MVIEW_YCBCR_2020;
		break;
	default:
		picture->ycbcr = MVIEW_YCBCR_601;
	}
	picture->full_range = quantization == V4L2_QUANTIZATION_FULL_RANGE;
}

static void take_single(struct v4l2 *v4l2, const struct v4l2_pix_format *pix)
{
	v4l2->picture.fourcc = pix->pixelformat;
	v4l2->picture.width = pix->width;
	v4l2->picture.height = pix->height;
	v4l2->memories = 1;
	v4l2->stride[0] = pix->bytesperline;
	take_colours(&v4l2->picture, pix->colorspace, pix->ycbcr_enc,
		     pix->quantization);
}

static void take_multi(struct v4l2 *v4l2,
		       const struct v4l2_pix_format_mplane *pix)
{
	unsigned int i;

	v4l2->picture.fourcc = pix->pixelformat;
	v4l2->picture.width = pix->width;
	v4l2->picture.height = pix->height;
	v4l2->memories = pix->num_planes;
	for (i = 0; i < v4l2->memories; i++)
		v4l2->stride[i] = pix->plane_fmt[i].bytesperline;
	take_colours(&v4l2->picture, pix->colorspace, pix->ycbcr_enc,
		     pix->quantization);
}

static void take_format(struct v4l2 *v4l2, const struct v4l2_format *format)
{
	struct mview_picture *picture = &v4l2->picture;

	if (v4l2_is_multi(v4l2))
		take_multi(v4l2, &format->fmt.pix_mp);
	else
		take_single(v4l2, &format->fmt.pix);
	picture->fourcc_of = MVIEW_FOURCC_V4L2;
	v4l2->pixel = pixel_find(MVIEW_FOURCC_V4L2, picture->fourcc);
	/* Pieces of memory are planes, or all planes are in one. */
	if (v4l2->pixel && v4l2->memories > 1 &&
	    v4l2->memories != (unsigned int)v4l2->pixel->nplanes)
		v4l2->pixel = NULL;
	picture->nplanes = v4l2->pixel ? v4l2->pixel->nplanes :
			   v4l2->stride[0] ? 1 : 0;
}

static int get_format(struct v4l2 *v4l2, struct v4l2_format *format)
{
	*format = (struct v4l2_format) { .type = v4l2->type };
	if (v4l2_command(v4l2, VIDIOC_G_FMT, format))
		return v4l2_failed(v4l2, "tell its format");
	if (v4l2_is_multi(v4l2) &&
	    (!format->fmt.pix_mp.num_planes ||
	     format->fmt.pix_mp.num_planes > VIDEO_MAX_PLANES))
		return inspect_fail_int(EPROTO, "%s: the driver tells a format "
					"without planes", v4l2->path);
	return 0;
}

int v4l2_refresh(struct v4l2 *v4l2)
{
	struct v4l2_format format;

	if (get_format(v4l2, &format))
		return -1;
	take_format(v4l2, &format);
	return 0;
}

/* A new format has strides of its own. */
static void wish_single(struct v4l2_pix_format *pix, uint32_t fourcc,
			uint32_t width, uint32_t height)
{
	pix->pixelformat = fourcc ? fourcc : pix->pixelformat;
	pix->width = width ? width : pix->width;
	pix->height = height ? height : pix->height;
	pix->bytesperline = 0;
}

static void wish_multi(struct v4l2_pix_format_mplane *pix, uint32_t fourcc,
		       uint32_t width, uint32_t height)
{
	unsigned int i;

	pix->pixelformat = fourcc ? fourcc : pix->pixelformat;
	pix->width = width ? width : pix->width;
	pix->height = height ? height : pix->height;
	for (i = 0; i < VIDEO_MAX_PLANES; i++)
		pix->plane_fmt[i].bytesperline = 0;
}

/* 0 if the driver took @fourcc, or 0 was asked for. */
static int check_format(const struct v4l2 *v4l2,
			const struct v4l2_format *format, uint32_t fourcc)
{
	uint32_t got = v4l2_is_multi(v4l2) ? format->fmt.pix_mp.pixelformat :
					     format->fmt.pix.pixelformat;
	char name[5];

	if (!fourcc || got == fourcc)
		return 0;
	return inspect_fail_int(EINVAL, "%s: it has no format %s; 'v4l2-ctl "
				"--list-formats' lists those that it has",
				v4l2->path, pixel_name(fourcc, name));
}

/* Changes nothing. Drivers need not know how to try. */
static int try_format(const struct v4l2 *v4l2, struct v4l2_format format,
		      uint32_t fourcc)
{
	if (!v4l2_command(v4l2, VIDIOC_TRY_FMT, &format))
		return check_format(v4l2, &format, fourcc);
	return errno == ENOTTY ? 0 : v4l2_failed(v4l2, "take the format");
}

int v4l2_set(struct v4l2 *v4l2, uint32_t fourcc, uint32_t width,
	     uint32_t height)
{
	struct v4l2_format format;

	if (get_format(v4l2, &format))
		return -1;
	if (v4l2_is_multi(v4l2))
		wish_multi(&format.fmt.pix_mp, fourcc, width, height);
	else
		wish_single(&format.fmt.pix, fourcc, width, height);
	if (try_format(v4l2, format, fourcc))
		return -1;
	if (v4l2_command(v4l2, VIDIOC_S_FMT, &format))
		return v4l2_failed(v4l2, "take the format");
	if (v4l2_refresh(v4l2))
		return -1;
	return check_format(v4l2, &format, fourcc);
}

/* One of a format that is known: the piece of memory that it is in */
static unsigned int known_plane(const struct v4l2 *v4l2, int plane,
				struct layout *layout)
{
	const struct mview_picture *picture = &v4l2->picture;
	const struct pixel *pixel = v4l2->pixel;
	uint32_t first = v4l2->stride[0];
	uint64_t offset = 0;
	int i;

	if (!first)
		first = picture->width * pixel->planes[0].size *
			pixel->planes[0].values / pixel->planes[0].across;
	if (v4l2->memories > 1) {
		pixel_layout(layout, &pixel->planes[plane], picture->width,
			     picture->height, v4l2->stride[plane]);
		return plane;
	}
	for (i = 0;; i++) {
		pixel_layout(layout, &pixel->planes[i], picture->width,
			     picture->height, pixel_stride(pixel, i, first));
		layout->offset = offset;
		if (i == plane)
			return 0;
		offset += layout->shape[0] * layout->strides[0];
	}
}

/* Rows of bytes, or what the device filled in */
static void unknown_plane(const struct v4l2 *v4l2,
			  const struct v4l2_filled *filled,
			  struct layout *layout)
{
	int64_t stride = v4l2->stride[0];

	if (!v4l2->picture.nplanes) {
		layout_bytes(layout, filled->nbytes[0]);
		return;
	}
	*layout = (struct layout) {
		.format = "B",
		.ndim = 2,
		.shape = { v4l2->picture.height, stride },
		.strides = { stride, 1 },
	};
}

unsigned int v4l2_plane(const struct v4l2 *v4l2,
			const struct v4l2_filled *filled, int plane,
			struct layout *layout)
{
	unsigned int i = 0;

	if (v4l2->pixel)
		i = known_plane(v4l2, plane, layout);
	else
		unknown_plane(v4l2, filled, layout);
	layout->offset += filled->offset[i];
	return i;
}
