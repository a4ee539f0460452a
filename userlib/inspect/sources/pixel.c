// SPDX-License-Identifier: LGPL-2.1-or-later
/* Pixel formats of V4L2 and DRM. */
#include "sources/pixel.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "mview-inspect.h"

#define ONE(format, size)	{ format, size, 1, 1, 1 }
#define Y			ONE("B", 1)

static const struct pixel bytes = { 1, false, { ONE("B", 1) } };
static const struct pixel shorts = { 1, false, { ONE("<H", 2) } };
static const struct pixel big_shorts = { 1, false, { ONE(">H", 2) } };
static const struct pixel words = { 1, false, { ONE("<I", 4) } };
static const struct pixel pairs = { 1, true, { { "B", 1, 2, 1, 1 } } };
static const struct pixel triples = { 1, false, { { "B", 1, 3, 1, 1 } } };
static const struct pixel quads = { 1, false, { { "B", 1, 4, 1, 1 } } };
static const struct pixel ycbcr_triples = { 1, true, { { "B", 1, 3, 1, 1 } } };
static const struct pixel ycbcr_quads = { 1, true, { { "B", 1, 4, 1, 1 } } };
static const struct pixel halves = { 1, false, { { "<e", 2, 4, 1, 1 } } };
static const struct pixel y_uv_420 = { 2, true, { Y, { "B", 1, 2, 2, 2 } } };
static const struct pixel y_uv_422 = { 2, true, { Y, { "B", 1, 2, 2, 1 } } };
static const struct pixel y_uv_444 = { 2, true, { Y, { "B", 1, 2, 1, 1 } } };
static const struct pixel p010 = {
	2, true, { ONE("<H", 2), { "<H", 2, 2, 2, 2 } }
};
static const struct pixel y_u_v_420 = {
	3, true, { Y, { "B", 1, 1, 2, 2 }, { "B", 1, 1, 2, 2 } }
};
static const struct pixel y_u_v_422 = {
	3, true, { Y, { "B", 1, 1, 2, 1 }, { "B", 1, 1, 2, 1 } }
};
static const struct pixel y_u_v_444 = { 3, true, { Y, Y, Y } };

/* Formats that lie in memory alike: codes of four characters, a space between. */
static const struct {
	const struct pixel *pixel;
	const char *v4l2;
	const char *drm;
} formats[] = {
	{ &bytes, "GREY BA81 GBRG GRBG RGGB RGB1 PAL8", "R8   C8   RGB8" },
	{ &shorts,
	  "Y10  Y12  Y14  Y16  BG10 GB10 BA10 RG10 BG12 GB12 BA12 RG12 BG14 "
	  "GB14 GR14 RG14 BYR2 GB16 GR16 RG16 RGBP RGBO AR15 XR15 AB15 XB15 "
	  "R444 AR12 XR12",
	  "R16  RG16 BG16 XR15 AR15 XB15 AB15 XR12 AR12" },
	{ &big_shorts, "Y16\xa0 RGBR RGBQ", "" },
	{ &words, "", "XR30 AR30 XB30 AB30" },
	{ &triples, "RGB3 BGR3", "RG24 BG24" },
	{ &quads, "RGB4 BGR4 XR24 AR24 BX24 BA24 XB24 AB24 RX24 RA24",
	  "XR24 AR24 BX24 BA24 XB24 AB24 RX24 RA24" },
	{ &halves, "", "XR4H AR4H XB4H AB4H" },
	{ &pairs, "YUYV YVYU UYVY VYUY", "YUYV YVYU UYVY VYUY" },
	{ &ycbcr_triples, "YUV3", "" },
	{ &ycbcr_quads, "YUV4 AYUV XYUV VUYA VUYX YUVA YUVX", "AYUV XYUV VUYA" },
	{ &y_uv_420, "NV12 NV21 NM12 NM21", "NV12 NV21" },
	{ &y_uv_422, "NV16 NV61 NM16 NM61", "NV16 NV61" },
	{ &y_uv_444, "NV24 NV42", "NV24 NV42" },
	{ &p010, "P010", "P010" },
	{ &y_u_v_420, "YU12 YV12 YM12 YM21", "YU12 YV12" },
	{ &y_u_v_422, "422P YM16 YM61", "YU16 YV16" },
	{ &y_u_v_444, "YM24 YM42", "YU24 YV24" },
};

static uint32_t code(const char *text)
{
	const unsigned char *c = (const unsigned char *)text;

	return c[0] | c[1] << 8 | c[2] << 16 | (uint32_t)c[3] << 24;
}

static bool has(const char *codes, uint32_t fourcc)
{
	for (; *codes; codes += 5) {
		if (code(codes) == fourcc)
			return true;
		if (!codes[4])
			break;
	}
	return false;
}

const struct pixel *pixel_find(uint32_t of, uint32_t fourcc)
{
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (has(of == MVIEW_FOURCC_DRM ? formats[i].drm :
						 formats[i].v4l2, fourcc))
			return formats[i].pixel;
	return NULL;
}

uint64_t pixel_layout(struct layout *layout, const struct pixel_plane *plane,
		      uint32_t width, uint32_t height, uint32_t stride)
{
	int64_t columns = ((int64_t)width + plane->across - 1) / plane->across;
	int64_t rows = ((int64_t)height + plane->down - 1) / plane->down;
	int64_t element = plane->size * plane->values;

	*layout = (struct layout) {
		.format = plane->format,
		.ndim = plane->values > 1 ? 3 : 2,
		.shape = { rows, columns, plane->values },
		.strides = { stride, element, plane->size },
	};
	return rows ? (rows - 1) * stride + columns * element : 0;
}

uint32_t pixel_stride(const struct pixel *pixel, int plane, uint32_t first)
{
	const struct pixel_plane *a = &pixel->planes[0];
	const struct pixel_plane *b = &pixel->planes[plane];

	return (uint64_t)first * b->size * b->values * a->across /
	       (a->size * a->values * b->across);
}

const char *pixel_name(uint32_t fourcc, char *text)
{
	int i;

	for (i = 0; i < 4; i++) {
		text[i] = fourcc >> (8 * i) & 0x7f;
		if (!isprint((unsigned char)text[i]))
			text[i] = '?';
	}
	text[4] = '\0';
	return text;
}
