// SPDX-License-Identifier: GPL-2.0
/* Pictures to PNG, by libpng, which is loaded when it is needed. */
#include <errno.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "displays/picture.h"
#include "load/load.h"
#include "sources/read.h"

#define FUNCTIONS(f, s)			\
	f(png_create_write_struct) s	\
	f(png_create_info_struct) s	\
	f(png_destroy_write_struct) s	\
	f(png_get_error_ptr) s		\
	f(png_init_io) s		\
	f(png_longjmp) s		\
	f(png_set_IHDR) s		\
	f(png_set_bgr) s		\
	f(png_set_filler) s		\
	f(png_set_longjmp_fn) s		\
	f(png_set_swap) s		\
	f(png_set_user_limits) s	\
	f(png_write_end) s		\
	f(png_write_info) s		\
	f(png_write_row) s

static struct libpng {
	FUNCTIONS(LOAD_POINTER, ;)
} libpng;

/* libpng's png_jmpbuf() */
static jmp_buf *place(png_structp png)
{
	return libpng.png_set_longjmp_fn(png, longjmp, sizeof(jmp_buf));
}

/* libpng's complaint, where setjmp() comes back. */
struct complaint {
	char text[128];
};

static void on_error(png_structp png, png_const_charp text)
{
	struct complaint *complaint = libpng.png_get_error_ptr(png);

	/* Of a failed write libpng does not say why. */
	if (!strcmp(text, "Write Error") && errno)
		text = strerror(errno);
	snprintf(complaint->text, sizeof(complaint->text), "%s", text);
	libpng.png_longjmp(png, 1);
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

static void begin(png_structp png, png_infop info,
		  const struct picture *picture, FILE *out)
{
	libpng.png_init_io(png, out);
	libpng.png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
	libpng.png_set_IHDR(png, info, picture->width, picture->height,
			    picture->depth, color_type(picture),
			    PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
			    PNG_FILTER_TYPE_DEFAULT);
	libpng.png_write_info(png, info);
	if (picture->depth == 16 && picture->swap_bytes)
		libpng.png_set_swap(png);
	if (picture->bgr)
		libpng.png_set_bgr(png);
	if (picture->channels == 4 && picture->no_alpha)
		libpng.png_set_filler(png, 0, PNG_FILLER_AFTER);
}

/**
 * struct writer - the picture that is being written
 * @png: libpng's
 * @itemsize: bytes of an element of the view
 * @row: a row that is read in parts
 * @stride: bytes of a row
 * @filled: bytes that are there of @row
 */
struct writer {
	png_structp png;
	size_t itemsize;
	unsigned char *row;
	size_t stride;
	size_t filled;
};

/* @size samples' bytes, which begin and end anywhere in a row. */
static void write_bytes(struct writer *writer, const unsigned char *bytes,
			size_t size)
{
	size_t some;

	for (; size; size -= some, bytes += some) {
		some = writer->stride - writer->filled;
		if (some > size)
			some = size;
		if (some == writer->stride) {
			libpng.png_write_row(writer->png, bytes);
			continue;
		}
		memcpy(writer->row + writer->filled, bytes, some);
		writer->filled += some;
		if (writer->filled < writer->stride)
			continue;
		libpng.png_write_row(writer->png, writer->row);
		writer->filled = 0;
	}
}

/* A complaint ends up here, so that read_each() can clean up. */
static int write_items(void *arg, const void *items, int64_t n)
{
	struct writer *writer = arg;

	if (setjmp(*place(writer->png)))
		return 1;
	write_bytes(writer, items, n * writer->itemsize);
	return 0;
}

/* Return: 0, 1 if libpng has complained, or -1 and errno. */
static int write_picture(png_structp png, png_infop info,
			 const struct picture *picture, FILE *out)
{
	struct writer writer = {
		.png = png,
		.itemsize = mview_itemsize(picture->view),
		.stride = (size_t)picture->width * picture->channels *
			  picture->depth / 8,
	};
	int err;

	if (setjmp(*place(png)))
		return 1;
	begin(png, info, picture, out);
	writer.row = allocate(writer.stride);
	err = read_each(picture->view, write_items, &writer);
	free(writer.row);
	if (err)
		return err;
	if (setjmp(*place(png)))
		return 1;
	libpng.png_write_end(png, info);
	return 0;
}

const char *picture_write_png(const struct picture *picture, FILE *out)
{
	static struct complaint complaint;
	png_structp png;
	png_infop info;
	int err;

	if (LOAD(libpng, "libpng16.so.16", FUNCTIONS))
		return "to write PNG, install libpng (Debian: libpng16-16)";
	png = libpng.png_create_write_struct(PNG_LIBPNG_VER_STRING, &complaint,
					     on_error, on_warning);
	info = png ? libpng.png_create_info_struct(png) : NULL;
	if (!info) {
		libpng.png_destroy_write_struct(&png, NULL);
		return "libpng can't begin";
	}
	err = write_picture(png, info, picture, out);
	libpng.png_destroy_write_struct(&png, &info);
	if (err < 0)
		return strerror(errno);
	return err ? complaint.text : NULL;
}
