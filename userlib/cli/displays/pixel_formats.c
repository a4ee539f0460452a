// SPDX-License-Identifier: GPL-2.0
/* Pixels: the table of their formats. */
#include "displays/pixels.h"

#include <libdrm/drm_fourcc.h>
#include <linux/videodev2.h>
#include <string.h>
#include <strings.h>

#define V4L2(format)	.name = #format, .v4l2 = V4L2_PIX_FMT_##format
#define DRM(format)	.other_name = #format, .drm = DRM_FORMAT_##format
#define RGB(n, r, rw, g, gw, b, bw)					\
			.kind = PIXEL_BITS, .bytes = n, .channels = 3,	\
			.bits = { { r, rw }, { g, gw }, { b, bw } }
#define GREY_OF(n, w)	.kind = PIXEL_BITS, .bytes = n, .channels = 1,	\
			.bits = { { 0, w } }
#define BAYER(n, d, o)	.kind = PIXEL_BAYER, .bytes = n, .depth = d, .order = o
#define PACKED(o)	.kind = PIXEL_PACKED_YUV, .bytes = 2, .order = o
#define SEMIPLANAR(n, o) .kind = PIXEL_SEMIPLANAR_YUV, .bytes = 1, .rows = n, \
			.order = o
#define PLANAR(n, o)	.kind = PIXEL_PLANAR_YUV, .bytes = 1, .rows = n, \
			.order = o
#define MPLANE(format)	.v4l2_mplane = V4L2_PIX_FMT_##format

/* The bits of a word whose lowest byte comes first in memory. */
const struct pixel_format pixel_formats[] = {
	{ V4L2(GREY), DRM(R8), GREY_OF(1, 8) },
	{ V4L2(Y10), GREY_OF(2, 10) },
	{ V4L2(Y12), GREY_OF(2, 12) },
	{ V4L2(Y16), DRM(R16), GREY_OF(2, 16) },

	{ V4L2(RGB565), DRM(RGB565), RGB(2, 11, 5, 5, 6, 0, 5) },
	{ V4L2(XRGB555), DRM(XRGB1555), RGB(2, 10, 5, 5, 5, 0, 5) },
	{ V4L2(ARGB555), DRM(ARGB1555), RGB(2, 10, 5, 5, 5, 0, 5) },
	{ V4L2(RGB24), DRM(BGR888), RGB(3, 0, 8, 8, 8, 16, 8) },
	{ V4L2(BGR24), DRM(RGB888), RGB(3, 16, 8, 8, 8, 0, 8) },
	{ V4L2(XBGR32), DRM(XRGB8888), RGB(4, 16, 8, 8, 8, 0, 8) },
	{ V4L2(ABGR32), DRM(ARGB8888), RGB(4, 16, 8, 8, 8, 0, 8) },
	{ V4L2(RGBX32), DRM(XBGR8888), RGB(4, 0, 8, 8, 8, 16, 8) },
	{ V4L2(RGBA32), DRM(ABGR8888), RGB(4, 0, 8, 8, 8, 16, 8) },
	{ V4L2(XRGB32), DRM(BGRX8888), RGB(4, 8, 8, 16, 8, 24, 8) },
	{ V4L2(ARGB32), DRM(BGRA8888), RGB(4, 8, 8, 16, 8, 24, 8) },
	{ V4L2(BGRX32), DRM(RGBX8888), RGB(4, 24, 8, 16, 8, 8, 8) },
	{ V4L2(BGRA32), DRM(RGBA8888), RGB(4, 24, 8, 16, 8, 8, 8) },
	{ V4L2(RGB32), RGB(4, 8, 8, 16, 8, 24, 8) },
	{ V4L2(BGR32), RGB(4, 16, 8, 8, 8, 0, 8) },
	{ DRM(XRGB2101010), RGB(4, 20, 10, 10, 10, 0, 10) },
	{ DRM(XBGR2101010), RGB(4, 0, 10, 10, 10, 20, 10) },

	{ V4L2(YUYV), DRM(YUYV), PACKED("YUYV") },
	{ V4L2(YVYU), DRM(YVYU), PACKED("YVYU") },
	{ V4L2(UYVY), DRM(UYVY), PACKED("UYVY") },
	{ V4L2(VYUY), DRM(VYUY), PACKED("VYUY") },
	{ V4L2(NV12), DRM(NV12), MPLANE(NV12M), SEMIPLANAR(2, "YUV") },
	{ V4L2(NV21), DRM(NV21), MPLANE(NV21M), SEMIPLANAR(2, "YVU") },
	{ V4L2(NV16), DRM(NV16), MPLANE(NV16M), SEMIPLANAR(1, "YUV") },
	{ V4L2(NV61), DRM(NV61), MPLANE(NV61M), SEMIPLANAR(1, "YVU") },
	{ V4L2(YUV420), DRM(YUV420), MPLANE(YUV420M), PLANAR(2, "YUV") },
	{ V4L2(YVU420), DRM(YVU420), MPLANE(YVU420M), PLANAR(2, "YVU") },
	{ V4L2(YUV422P), DRM(YUV422), MPLANE(YUV422M), PLANAR(1, "YUV") },

	{ V4L2(SBGGR8), BAYER(1, 8, "BGGR") },
	{ V4L2(SGBRG8), BAYER(1, 8, "GBRG") },
	{ V4L2(SGRBG8), BAYER(1, 8, "GRBG") },
	{ V4L2(SRGGB8), BAYER(1, 8, "RGGB") },
	{ V4L2(SBGGR10), BAYER(2, 10, "BGGR") },
	{ V4L2(SGBRG10), BAYER(2, 10, "GBRG") },
	{ V4L2(SGRBG10), BAYER(2, 10, "GRBG") },
	{ V4L2(SRGGB10), BAYER(2, 10, "RGGB") },
	{ V4L2(SBGGR12), BAYER(2, 12, "BGGR") },
	{ V4L2(SGBRG12), BAYER(2, 12, "GBRG") },
	{ V4L2(SGRBG12), BAYER(2, 12, "GRBG") },
	{ V4L2(SRGGB12), BAYER(2, 12, "RGGB") },
	{ V4L2(SBGGR16), BAYER(2, 16, "BGGR") },
	{ V4L2(SGBRG16), BAYER(2, 16, "GBRG") },
	{ V4L2(SGRBG16), BAYER(2, 16, "GRBG") },
	{ V4L2(SRGGB16), BAYER(2, 16, "RGGB") },
	{ .name = NULL },
};
