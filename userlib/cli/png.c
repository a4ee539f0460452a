// SPDX-License-Identifier: GPL-2.0
/* Pictures to PNG, by libpng. */
#include <png.h>
#include <string.h>

#include "picture.h"

/* libpng's complaint, where setjmp() comes back. */
struct complaint {
	char text[128];
};

static void on_error(png_structp png, png_const_charp text)
{
	struct complaint *complaint = png_get_error_ptr(png);

	snprintf(complaint->text, sizeof(complaint->text), "%s", text);
	png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text)
{
	(void)png;
	(void)text;
}

static int color_type(const struct picture *picture)
{
	if (picture->channels == 1)
		return PNG_COLOR_TYPE_GRAY;
	if (picture->channels == 4 && !picture->no_alpha)
		return PNG_COLOR_TYPE_RGB_ALPHA;
	return PNG_COLOR_TYPE_RGB;
}

static void write_rows(png_structp png, const struct picture *picture)
{
	size_t stride = (size_t)picture->width * picture->channels *
			picture->depth / 8;
	uint32_t row;

	if (picture->depth == 16 && picture->swap_bytes)
		png_set_swap(png);
	if (picture->bgr)
		png_set_bgr(png);
	if (picture->channels == 4 && picture->no_alpha)
		png_set_filler(png, 0, PNG_FILLER_AFTER);
	for (row = 0; row < picture->height; row++)
		png_write_row(png, picture->data + row * stride);
}

const char *picture_write_png(const struct picture *picture, FILE *out)
{
	static struct complaint complaint;
	png_structp png;
	png_infop info;

	png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &complaint,
				      on_error, on_warning);
	info = png ? png_create_info_struct(png) : NULL;
	if (!info) {
		png_destroy_write_struct(&png, NULL);
		return "libpng can't begin";
	}
	if (setjmp(png_jmpbuf(png))) {
		png_destroy_write_struct(&png, &info);
		return complaint.text;
	}
	png_init_io(png, out);
	png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
	png_set_IHDR(png, info, picture->width, picture->height,
		     picture->depth, color_type(picture), PNG_INTERLACE_NONE,
		     PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	png_write_info(png, info);
	write_rows(png, picture);
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
	return NULL;
}
