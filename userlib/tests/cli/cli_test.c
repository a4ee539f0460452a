// SPDX-License-Identifier: GPL-2.0
/* The tool's parser and printers, which need no kernel buffer. */
#include "test.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>

#include <mview.h>

#include "cli/canvas.h"
#include "cli/expr.h"
#include "cli/picture.h"
#include "cli/plot.h"
#include "cli/print.h"
#include "cli/table.h"

/* What is printed between capture() and captured(). */
static char *printed;
static size_t printed_size;

static FILE *capture(void)
{
	return open_memstream(&printed, &printed_size);
}

static void captured(FILE *out, const char *want)
{
	fclose(out);
	assert_string_equal(printed, want);
	free(printed);
}

static struct mview *view_of(void *memory, size_t size, const char *format,
			     int ndim, int64_t a, int64_t b, int64_t c)
{
	const int64_t shape[] = { a, b, c };
	struct mview *view = mview_from_layout(memory, size, format, ndim,
					       shape, NULL, 0, 0);

	assert_non_null(view);
	return view;
}

TEST(names_and_ids_are_read)
{
	const char *text = " adc0.raw [3]";
	struct expr_name name;

	assert_null(expr_name(&text, &name));
	assert_string_equal(name.name, "adc0.raw");
	assert_false(name.by_id);
	assert_string_equal(text, "[3]");
	text = "0000:00:04.0-soc@0:a+b,c_[3:5]";
	assert_null(expr_name(&text, &name));
	assert_string_equal(name.name, "0000:00:04.0-soc@0:a+b,c_");
	assert_false(name.by_id);
	assert_string_equal(text, "[3:5]");
	text = "@18446744073709551615";
	assert_null(expr_name(&text, &name));
	assert_true(name.by_id && name.id == UINT64_MAX);
	text = "@x";
	assert_non_null(expr_name(&text, &name));
	text = "@99999999999999999999";
	assert_non_null(expr_name(&text, &name));
	text = "[3]";
	assert_non_null(expr_name(&text, &name));
}

/* Shape and first element of 4 × 5 × 6 numbers that were sliced. */
static void check_slice(const char *text, int ndim, int64_t a, int64_t b,
			int64_t c, int64_t first)
{
	const int64_t want[] = { a, b, c }, zero[3] = { 0 };
	unsigned char memory[120];
	struct mview *view, *slice;
	struct expr_slice ranges;
	int64_t value;
	int i;

	for (i = 0; i < 120; i++)
		memory[i] = i;
	view = view_of(memory, sizeof(memory), "B", 3, 4, 5, 6);
	assert_null(expr_slice(&text, &ranges));
	assert_int_equal(*text, '\0');
	slice = expr_apply(view, &ranges);
	assert_non_null(slice);
	assert_int_equal(mview_ndim(slice), ndim);
	for (i = 0; i < ndim; i++)
		assert_int_equal(mview_shape(slice)[i], want[i]);
	assert_int_equal(mview_get_i64(slice, zero, NULL, &value), 0);
	assert_int_equal(value, first);
	mview_close(slice);
	mview_close(view);
}

TEST(slices_are_numpys)
{
	check_slice("[1]", 2, 5, 6, 0, 30);
	check_slice("[-1]", 2, 5, 6, 0, 90);
	check_slice("[1:3]", 3, 2, 5, 6, 30);
	check_slice("[::-1, ::2]", 3, 4, 3, 6, 90);
	check_slice("[..., 2]", 2, 4, 5, 0, 2);
	check_slice("[1, ..., -1]", 1, 5, 0, 0, 35);
	check_slice("[...]", 3, 4, 5, 6, 0);
	check_slice("[:, 1:100:2, -2:]", 3, 4, 2, 2, 10);
	check_slice(" [ 1 : 3 , 0x1 , : ] ", 2, 2, 6, 0, 36);
	check_slice("[1,2,3]", 0, 0, 0, 0, 45);
	check_slice("[1,2,3,...]", 0, 0, 0, 0, 45);
	check_slice("[1,]", 2, 5, 6, 0, 30);
}

TEST(bad_slices_are_refused)
{
	static const char *const texts[] = {
		"[", "[]", "[1", "[,]", "[1,,2]", "[1:2:0]", "[a]", "[1 2]",
		"[..., ...]", "[1:2:3:4]", "[99999999999999999999]", "[-]",
		"[-9223372036854775808]", "(1)",
	};
	struct expr_slice slice;
	const char *text;
	size_t i;

	for (i = 0; i < COUNT_OF(texts); i++) {
		text = texts[i];
		if (!expr_slice(&text, &slice))
			fail_msg("%s was read", texts[i]);
	}
}

TEST(slices_that_do_not_fit_fail)
{
	unsigned char memory[120];
	struct mview *view = view_of(memory, 120, "B", 3, 4, 5, 6);
	struct expr_slice slice;
	const char *text = "[1,2,3,4]";

	assert_null(expr_slice(&text, &slice));
	assert_null_errno(EINVAL, expr_apply(view, &slice));
	text = "[1,...,2,3,4]";
	assert_null(expr_slice(&text, &slice));
	assert_null_errno(EINVAL, expr_apply(view, &slice));
	text = "[..., 6]";
	assert_null(expr_slice(&text, &slice));
	assert_null_errno(ERANGE, expr_apply(view, &slice));
	mview_close(view);
}

TEST(shapes_are_read)
{
	int64_t shape[MVIEW_DIMS];
	int ndim;

	assert_null(expr_shape("2,3", shape, &ndim));
	assert_int_equal(ndim, 2);
	assert_int_equal(shape[1], 3);
	assert_null(expr_shape("( 2 , -1, )", shape, &ndim));
	assert_int_equal(shape[1], -1);
	assert_null(expr_shape("()", shape, &ndim));
	assert_int_equal(ndim, 0);
	assert_non_null(expr_shape("", shape, &ndim));
	assert_non_null(expr_shape("2x3", shape, &ndim));
	assert_non_null(expr_shape("-1,-1", shape, &ndim));
	assert_non_null(expr_shape("-2", shape, &ndim));
	assert_non_null(expr_shape("(2", shape, &ndim));
}

static void check_array(void *memory, size_t size, const char *format, int ndim,
			int64_t a, int64_t b, int64_t c, bool all,
			const char *want)
{
	struct mview *view = view_of(memory, size, format, ndim, a, b, c);
	FILE *out = capture();

	print_array(view, memory, all, 40, out);
	captured(out, want);
	mview_close(view);
}

TEST(arrays_are_printed_as_numpy_does)
{
	int16_t numbers[] = { 1, -20, 3, 4, 5, 6, 7, 8 };

	check_array(numbers, 16, "h", 1, 3, 0, 0, false, "[  1 -20   3]\n");
	check_array(numbers, 16, "h", 0, 0, 0, 0, false, "1\n");
	check_array(numbers, 16, "h", 1, 0, 0, 0, false, "[]\n");
	check_array(numbers, 16, "h", 2, 2, 2, 0, false,
		    "[[  1 -20]\n [  3   4]]\n");
	check_array(numbers, 16, "h", 3, 2, 2, 2, false,
		    "[[[  1 -20]\n  [  3   4]]\n\n [[  5   6]\n"
		    "  [  7   8]]]\n");
	check_array(numbers, 16, "2h", 1, 2, 0, 0, false,
		    "[[1, -20]   [3, 4]]\n");
}

TEST(long_lines_are_broken)
{
	unsigned char bytes[32] = { 0 };

	check_array(bytes, 32, "B", 1, 25, 0, 0, false,
		    "[0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
		    " 0 0 0 0 0 0]\n");
}

TEST(big_arrays_are_elided)
{
	static unsigned char bytes[1001];
	static char all[4096];
	FILE *out;
	int i;

	check_array(bytes, 1001, "B", 1, 1001, 0, 0, false,
		    "[0 0 0 ... 0 0 0]\n");
	check_array(bytes, 1001, "B", 2, 7, 143, 0, false,
		    "[[0 0 0 ... 0 0 0]\n [0 0 0 ... 0 0 0]\n"
		    " [0 0 0 ... 0 0 0]\n ...\n [0 0 0 ... 0 0 0]\n"
		    " [0 0 0 ... 0 0 0]\n [0 0 0 ... 0 0 0]]\n");
	out = fmemopen(all, sizeof(all), "w");
	for (i = 0; i < 1001; i++)
		fprintf(out, "%s0", !i ? "[" : i % 19 ? " " : "\n ");
	fputs("]\n", out);
	fclose(out);
	check_array(bytes, 1001, "B", 1, 1001, 0, 0, true, all);
}

TEST(records_are_tables_with_headers)
{
	struct {
		int32_t len;
		float x, y;
		char tag[4];
	} ring[] = { { 100, 0.5, -1, "ab" }, { -7, 2, 3, "" } };
	struct mview *view = view_of(ring, sizeof(ring),
				     "i:len:T{f:x:f:y:}:pos:4s:tag:", 1, 2, 0,
				     0);
	FILE *out = capture();

	print_records(view, ring, false, out);
	captured(out, "   len  pos.x  pos.y  tag\n"
		      "0  100    0.5   -1.0  b'ab\\x00\\x00'\n"
		      "1   -7    2.0    3.0  b'\\x00\\x00\\x00\\x00'\n");
	mview_close(view);
}

TEST(rows_of_many_records_are_elided)
{
	static uint16_t ring[2002];
	struct mview *view = view_of(ring, sizeof(ring), "H:a:H:b:", 2, 7, 143,
				     0);
	FILE *out = capture();

	print_records(view, ring, false, out);
	fclose(out);
	assert_non_null(strstr(printed, "\n  0,9  0  0\n...\n6,133  0  0\n"));
	assert_non_null(strstr(printed, "\n6,142  0  0\n"));
	free(printed);
	mview_close(view);
}

TEST(names_cannot_drive_the_terminal)
{
	struct table *table = table_create(1);
	FILE *out = capture();

	table_add(table, "a\033[2Jb");
	table_print(table, out);
	table_destroy(table);
	captured(out, "a?[2Jb\n");
}

TEST(hex_is_hexdumps)
{
	static const char want[] =
		"00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|\n"
		"00000010  48 69 0a 00 00 00 00 00  00 00 00 00 00 00 00 00  |Hi..............|\n"
		"00000020  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n"
		"*\n"
		"00000050  00 00 00 00                                       |....|\n"
		"00000054\n";
	unsigned char bytes[84] = "0123456789abcdefHi\n";
	FILE *out = capture();

	print_hex(bytes, sizeof(bytes), false, out);
	captured(out, want);
}

TEST(plots_are_drawn_in_ascii)
{
	const double ramp[] = { 0, 1, 2, 3 };
	FILE *out = capture();

	plot_print(ramp, 4, 16, 4, true, out);
	captured(out, "        3 |    *\n"
		      "          |   *\n"
		      "        1 |  *\n"
		      "        0 | *\n"
		      "            0  3\n");
}

TEST(plots_take_constants_and_holes)
{
	const double flat[] = { 5, 5 }, holes[] = { 0.0 / 0.0, 1.0 / 0.0 };
	FILE *out = capture();

	plot_print(flat, 2, 16, 3, true, out);
	plot_print(holes, 2, 16, 2, false, out);
	captured(out, "        6 |\n        5 | ****\n        4 |\n"
		      "            0  1\n"
		      "        1 |\n       -1 |\n            0  1\n");
}

TEST(plots_of_many_values_keep_the_extremes)
{
	static double values[100000];
	FILE *out = capture();

	values[54321] = 1;
	plot_print(values, 100000, 22, 2, true, out);
	captured(out, "        1 |      *\n        0 | **********\n"
		      "            0    99999\n");
}

TEST(canvas_dots_are_braille)
{
	struct canvas *canvas = canvas_create(2, 1, false);
	FILE *out = capture();

	assert_int_equal(canvas_width(canvas), 4);
	assert_int_equal(canvas_height(canvas), 4);
	canvas_vertical(canvas, 0, 3, 0);
	canvas_vertical(canvas, 3, 3, 3);
	canvas_print_row(canvas, 0, ">", out);
	captured(out, ">\u2847\u2880");
	canvas_destroy(canvas);
}

/* Write @data as a PNG, read it back as RGBA of 8 bits. */
static void check_png(void *data, size_t size, const char *format, int ndim,
		      int64_t channels, const char *order, const char *want,
		      size_t want_size)
{
	struct mview *view = view_of(data, size, format, ndim, 1, 2, channels);
	png_image image = { .version = PNG_IMAGE_VERSION };
	struct picture picture;
	uint8_t pixels[8];
	FILE *out;

	assert_null(picture_from_view(&picture, view, data, order));
	out = capture();
	assert_null(picture_write_png(&picture, out));
	fclose(out);
	assert_int_equal(png_image_begin_read_from_memory(&image, printed,
							  printed_size), 1);
	image.format = PNG_FORMAT_RGBA;
	assert_int_equal(image.width, 2);
	assert_int_equal(image.height, 1);
	assert_int_equal(png_image_finish_read(&image, NULL, pixels, 0, NULL),
			 1);
	assert_int_equal(want_size, 8);
	assert_memory_equal(pixels, want, 8);
	free(printed);
	mview_close(view);
}

#define CHECK_PNG(data, format, ndim, channels, order, want)		\
	check_png(data, sizeof(data), format, ndim, channels, order, want, \
		  sizeof(want) - 1)

TEST(pictures_of_all_channel_orders)
{
	unsigned char grey[] = { 0, 255 };
	unsigned char rgb[] = { 1, 2, 3, 4, 5, 6 };
	unsigned char rgba[] = { 1, 2, 3, 255, 4, 5, 6, 255 };
	unsigned char rgbx[] = { 1, 2, 3, 0, 4, 5, 6, 0 };

	CHECK_PNG(grey, "B", 2, 0, NULL, "\0\0\0\xff\xff\xff\xff\xff");
	CHECK_PNG(grey, "B", 3, 1, "grey", "\0\0\0\xff\xff\xff\xff\xff");
	CHECK_PNG(rgb, "B", 3, 3, NULL, "\1\2\3\xff\4\5\6\xff");
	CHECK_PNG(rgb, "3B", 2, 0, NULL, "\1\2\3\xff\4\5\6\xff");
	CHECK_PNG(rgb, "B", 3, 3, "bgr", "\3\2\1\xff\6\5\4\xff");
	CHECK_PNG(rgba, "B", 3, 4, NULL, "\1\2\3\xff\4\5\6\xff");
	CHECK_PNG(rgba, "B", 3, 4, "bgra", "\3\2\1\xff\6\5\4\xff");
	CHECK_PNG(rgbx, "B", 3, 4, "rgbx", "\1\2\3\xff\4\5\6\xff");
	CHECK_PNG(rgbx, "B", 3, 4, "bgrx", "\3\2\1\xff\6\5\4\xff");
}

TEST(pictures_of_16_bits_in_both_orders)
{
	unsigned char little[] = { 0, 0, 0xff, 0xff };
	unsigned char big[] = { 0xff, 0xff, 0, 0 };

	CHECK_PNG(little, "<H", 2, 0, NULL, "\0\0\0\xff\xff\xff\xff\xff");
	CHECK_PNG(big, ">H", 2, 0, NULL, "\xff\xff\xff\xff\0\0\0\xff");
}

TEST(what_is_no_picture_is_refused)
{
	unsigned char bytes[24] = { 0 };
	struct picture picture;
	struct mview *view;

	view = view_of(bytes, 24, "f", 2, 2, 3, 0);
	assert_non_null(picture_from_view(&picture, view, bytes, NULL));
	mview_close(view);
	view = view_of(bytes, 24, "B", 1, 24, 0, 0);
	assert_non_null(picture_from_view(&picture, view, bytes, NULL));
	mview_close(view);
	view = view_of(bytes, 24, "B", 3, 2, 6, 2);
	assert_non_null(picture_from_view(&picture, view, bytes, NULL));
	mview_close(view);
	view = view_of(bytes, 24, "B", 3, 2, 4, 3);
	assert_non_null(picture_from_view(&picture, view, bytes, "rgba"));
	mview_close(view);
	view = view_of(bytes, 24, "B", 2, 0, 4, 0);
	assert_non_null(picture_from_view(&picture, view, bytes, NULL));
	mview_close(view);
	view = view_of(bytes, 24, "T{B:r:B:g:B:b:}", 2, 2, 4, 0);
	assert_non_null(picture_from_view(&picture, view, bytes, NULL));
	mview_close(view);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_and_ids_are_read),
		cmocka_unit_test(slices_are_numpys),
		cmocka_unit_test(bad_slices_are_refused),
		cmocka_unit_test(slices_that_do_not_fit_fail),
		cmocka_unit_test(shapes_are_read),
		cmocka_unit_test(arrays_are_printed_as_numpy_does),
		cmocka_unit_test(long_lines_are_broken),
		cmocka_unit_test(big_arrays_are_elided),
		cmocka_unit_test(records_are_tables_with_headers),
		cmocka_unit_test(rows_of_many_records_are_elided),
		cmocka_unit_test(names_cannot_drive_the_terminal),
		cmocka_unit_test(hex_is_hexdumps),
		cmocka_unit_test(plots_are_drawn_in_ascii),
		cmocka_unit_test(plots_take_constants_and_holes),
		cmocka_unit_test(plots_of_many_values_keep_the_extremes),
		cmocka_unit_test(canvas_dots_are_braille),
		cmocka_unit_test(pictures_of_all_channel_orders),
		cmocka_unit_test(pictures_of_16_bits_in_both_orders),
		cmocka_unit_test(what_is_no_picture_is_refused),
	};

	return cmocka_run_group_tests_name("cli", tests, NULL, NULL);
}
