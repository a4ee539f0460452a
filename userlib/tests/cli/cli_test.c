// SPDX-License-Identifier: GPL-2.0
/* The tool's parser and printers, which need no kernel buffer. */
#include "test.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include <mview.h>

#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/displays/picture.h"
#include "cli/displays/print.h"
#include "cli/displays/table.h"
#include "cli/displays/text.h"
#include "cli/lenses/columns.h"
#include "cli/sources/expr.h"
#include "cli/sources/labels.h"
#include "cli/sources/read.h"
#include "cli/sources/source.h"

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

/* @want: the name; NULL if there is none. @rest: what stands behind it. */
static void check_name(const char *text, const char *want, const char *rest)
{
	const char *name, *error;
	size_t len;

	error = expr_name(&text, &name, &len);
	assert_int_equal(!error, !!want);
	assert_string_equal(text, rest);
	if (!want)
		return;
	assert_int_equal(len, strlen(want));
	assert_memory_equal(name, want, len);
}

TEST(names_are_read)
{
	check_name(" adc0.raw [3]", "adc0.raw", "[3]");
	check_name("dma:0000:00:04.0/nvme_alloc_queue#1[3:5]",
		   "dma:0000:00:04.0/nvme_alloc_queue#1", "[3:5]");
	check_name("@18446744073709551615", "@18446744073709551615", "");
	check_name("a\\ \\[1]\\\\b\\[0]\\", "a\\ \\[1]\\\\b\\[0]\\", "");
	check_name("a\\\\[0]", "a\\\\", "[0]");
	check_name("[3]", NULL, "[3]");
}

/* Part of a name, up to the first of @marks. */
static void check_part(const char *text, const char *marks, const char *want)
{
	char *part = expr_part(text, marks);

	assert_string_equal(part, want);
	free(part);
}

TEST(parts_of_names_have_no_backslashes)
{
	char *text;

	check_part("a\\ \\[1]\\\\b\\", "", "a [1]\\b\\");
	check_part("a\\#1#b", "#", "a#1");
	check_part("a\\\\#1#b", "#", "a\\");
	text = expr_escape("a#b @\\", "#@");
	assert_string_equal(text, "a\\#b \\@\\\\");
	check_part(text, "#@", "a#b @\\");
	free(text);
}

/* Shape and first element of 4 × 5 × 6 numbers that were sliced. */
static void check_slice(const char *text, int ndim, int64_t a, int64_t b,
			int64_t c, int64_t first)
{
	const int64_t want[] = { a, b, c }, zero[3] = { 0 };
	unsigned char memory[120];
	struct mview_range ranges[MVIEW_DIMS];
	struct mview *view, *slice;
	struct expr_slice parsed;
	int64_t value;
	int i;

	for (i = 0; i < 120; i++)
		memory[i] = i;
	view = view_of(memory, sizeof(memory), "B", 3, 4, 5, 6);
	assert_null(expr_slice(&text, &parsed));
	assert_int_equal(*text, '\0');
	slice = mview_slice(view, ranges, expr_ranges(&parsed, 3, ranges));
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

TEST(slices_of_too_many_axes_fail)
{
	struct mview_range ranges[MVIEW_DIMS];
	struct expr_slice slice;
	const char *text = "[1,2,3,4]";

	assert_null(expr_slice(&text, &slice));
	assert_int_equal(expr_ranges(&slice, 3, ranges), -1);
	assert_int_equal(expr_ranges(&slice, 4, ranges), 4);
	text = "[1,...,2,3,4]";
	assert_null(expr_slice(&text, &slice));
	assert_int_equal(expr_ranges(&slice, 3, ranges), -1);
	assert_int_equal(expr_ranges(&slice, 9, ranges), 9);
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

	assert_int_equal(print_array(view, NULL, all, 40, out), 0);
	captured(out, want);
	mview_close(view);
}

TEST(arrays_are_printed_as_numpy_does)
{
	int16_t numbers[] = { 1, -20, 3, 4, 5, 6, 7, 8 };

	check_array(numbers, 16, "h", 1, 3, 0, 0, false, "[  1 -20   3]\n");
	check_array(numbers, 16, "h", 0, 0, 0, 0, false, "1\n");
	check_array(numbers, 16, "h", 1, 0, 0, 0, false, "[]\n");
	check_array(numbers, 16, "h", 2, 2, 0, 0, false, "[]\n");
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

/* All columns of the view's own type */
static void put_table(struct mview *view, int ndim, FILE *out)
{
	struct mview_ctype *type = mview_ctype_of_view(view);
	struct columns columns = { .n = 0 };
	struct records_style style = { .columns = &columns };
	struct labels labels;

	assert_non_null(type);
	columns_add(&columns, mview_ctype_root(type), "");
	labels_begin(&labels, ndim);
	assert_int_equal(print_records(view, &labels, &style, out), 0);
	columns_free(&columns);
	mview_ctype_close(type);
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

	put_table(view, 1, out);
	captured(out, "   len  pos.x  pos.y  tag\n"
		      "0  100    0.5   -1.0  \"ab\"\n"
		      "1   -7    2.0    3.0  \"\"\n");
	mview_close(view);
}

/* The table of records has these two parts. @view is closed. */
static void check_table(struct mview *view, int ndim, const char *first,
			const char *second)
{
	FILE *out = capture();

	put_table(view, ndim, out);
	fclose(out);
	assert_non_null(strstr(printed, first));
	assert_non_null(strstr(printed, second));
	free(printed);
	mview_close(view);
}

TEST(rows_of_many_records_are_elided)
{
	static uint16_t ring[2002];
	struct mview *view = view_of(ring, sizeof(ring), "H:a:H:b:", 2, 7, 143,
				     0);

	check_table(view, 2, "\n  0,9  0  0\n...\n6,133  0  0\n",
		    "\n6,142  0  0\n");
}

TEST(names_cannot_drive_the_terminal)
{
	struct table *table = table_create(1);
	FILE *out = capture();

	table_add(table, "a\033[2Jb");
	table_flush(table, out);
	table_destroy(table);
	captured(out, "a?[2Jb\n");
}

/* struct { u8 kind; union { u8 one; u8 other; }; }, where kind says which */
static void union_columns(struct columns *columns, struct mview_expr *when)
{
	const struct mview_member byte = {
		.type = "u8", .order = '<', .size = 1, .bits = 8, .count = 1,
	};
	static struct mview_member choices[2], members[2];
	struct mview_member root = {
		.name = "", .kind = MVIEW_MEMBER_STRUCT, .size = 2, .count = 1,
		.nmembers = 2, .members = members,
	};

	choices[0] = byte;
	choices[1] = byte;
	members[0] = byte;
	choices[0].name = "one";
	choices[0].when = when;
	choices[1].name = "other";
	choices[1].is_else = true;
	members[0].name = "kind";
	members[1] = (struct mview_member) {
		.name = "", .kind = MVIEW_MEMBER_UNION, .offset = 1, .size = 1,
		.count = 1, .nmembers = 2, .members = choices, .scope = 1,
	};
	columns_add(columns, &root, "");
}

static void check_columns(const char *bytes, const char *want)
{
	struct mview_ctype *type = mview_ctype_of_format("T{B:kind:B:u:}");
	struct mview_expr *when = mview_expr_open(type, "kind == 1");
	struct columns columns = { .n = 0 };
	struct records_style style = { .columns = &columns };
	struct mview *view = view_of((void *)bytes, 4, "T{B:kind:B:u:}", 1, 2,
				     0, 0);
	struct labels labels;
	FILE *out = capture();

	union_columns(&columns, when);
	labels_begin(&labels, 1);
	assert_int_equal(print_records(view, &labels, &style, out), 0);
	captured(out, want);
	columns_free(&columns);
	mview_close(view);
	mview_expr_close(when);
	mview_ctype_close(type);
}

TEST(of_a_union_the_member_that_holds_is_shown)
{
	check_columns("\1\2\0\3",
		      "   kind  one  other\n0     1    2\n1     0           3\n");
	check_columns("\1\2\1\3", "   kind  one\n0     1    2\n1     1    3\n");
}

/* A table of two rows; the last column has text in neither. */
static struct table *begin_rows(enum table_layout layout, int width)
{
	static const char *const cells[] = {
		"", "len", "note", "none", "0", "7", "", "", "1", "12", "x", "",
	};
	struct table *table = table_create(4);
	size_t i;

	table_lay_out(table, layout, width);
	table_align_left(table, 2);
	table_optional(table, 2);
	table_optional(table, 3);
	for (i = 0; i < COUNT_OF(cells); i++) {
		table_add(table, cells[i]);
		if (i == 3)
			table_head(table);
	}
	return table;
}

static void check_rows(enum table_layout layout, int width, const char *want)
{
	struct table *table = begin_rows(layout, width);
	FILE *out = capture();

	table_flush(table, out);
	table_destroy(table);
	captured(out, want);
}

#define AS_ROWS		"   len  note\n0    7\n1   12  x\n"
#define AS_LINES	"[0]\n  len   7\n[1]\n  len   12\n  note  x\n"

TEST(a_row_may_be_lines)
{
	check_rows(TABLE_ROWS, 0, AS_ROWS);
	check_rows(TABLE_LINES, 0, AS_LINES);
}

TEST(rows_that_do_not_fit_are_lines)
{
	check_rows(TABLE_FIT, 12, AS_ROWS);
	check_rows(TABLE_FIT, 11, AS_LINES);
}

/* It then has a new header, as what is above cannot be changed. */
TEST(a_column_is_shown_once_it_has_text)
{
	struct table *table = begin_rows(TABLE_ROWS, 0);
	FILE *out = capture();

	table_flush(table, out);
	table_add(table, "2");
	table_add(table, "3");
	table_add(table, "");
	table_add(table, "y");
	table_flush(table, out);
	table_destroy(table);
	captured(out, AS_ROWS "   len  note  none\n2    3           y\n");
}

/* Nor in what is complained of, where they cannot make a line, either. */
TEST(complaints_cannot_drive_the_terminal)
{
	static const struct command command = { .name = "show" };
	unsigned char bytes[6] = { 0 };
	struct mview *view = view_of(bytes, 6, "B", 1, 6, 0, 0);
	const struct source source = { .text = "\033]0;x\a" };
	FILE *terminal = stderr;

	stderr = capture();
	failed("%s: no %d", "a\033[2Jb\nmview: c\x9b", 1);
	misused(&command, "%s", "\r\033[2J");
	source_unfit(&source, view, "why");
	text_printf(stderr, "%s\n", "\n");
	captured(stderr, "mview: a?[2Jb?mview: c?: no 1\n"
			 "mview show: ??[2J\nTry 'mview show --help'.\n"
			 "mview: ?]0;x?: why; it has format B and shape (6,)\n"
			 "?\n");
	stderr = terminal;
	mview_close(view);
}

TEST(tables_are_cut_to_the_width)
{
	struct table *table = table_create(2);
	FILE *out = capture();

	table_limit(table, 8);
	table_align_left(table, 1);
	table_add(table, "a");
	table_add(table, "12345");
	table_add(table, "b");
	table_add(table, "123456");
	table_flush(table, out);
	table_destroy(table);
	captured(out, "a  12345\nb  1234>\n");
}

TEST(tables_in_blocks_keep_their_widths)
{
	struct table *table = table_create(2);
	FILE *out = capture();

	table_add(table, "wide");
	table_add(table, "1");
	table_flush(table, out);
	table_add(table, "w");
	table_add(table, "22");
	table_flush(table, out);
	table_destroy(table);
	captured(out, "wide  1\n   w  22\n");
}

static void check_labels(const char *text, int ndim, int64_t a, int64_t b,
			 int64_t i, const char *want)
{
	int64_t shape[2] = { a, b };
	struct mview_range ranges[MVIEW_DIMS];
	struct mview *view, *next;
	struct expr_slice slice;
	struct labels labels;
	char label[LABELS_TEXT];
	static char bytes[1000];

	view = view_of(bytes, a * (ndim > 1 ? b : 1), "B", ndim, a, b, 0);
	labels_begin(&labels, ndim);
	while (*text) {
		assert_null(expr_slice(&text, &slice));
		next = mview_slice(view, ranges,
				   expr_ranges(&slice, mview_ndim(view),
					       ranges));
		assert_non_null(next);
		labels_slice(&labels, ranges, slice.n, shape);
		mview_close(view);
		view = next;
		memcpy(shape, mview_shape(view),
		       mview_ndim(view) * sizeof(*shape));
	}
	labels_text(&labels, shape, i, label);
	assert_string_equal(label, want);
	mview_close(view);
}

TEST(labels_are_the_indices_before_slicing)
{
	check_labels("", 1, 10, 0, 4, "4");
	check_labels("[3:9:2]", 1, 10, 0, 2, "7");
	check_labels("[::-1]", 1, 10, 0, 2, "7");
	check_labels("[-3:]", 1, 10, 0, 0, "7");
	check_labels("[8:2:-3]", 1, 10, 0, 1, "5");
	check_labels("[-100:100:4]", 1, 10, 0, 1, "4");
	check_labels("[100:-100:-4]", 1, 10, 0, 1, "5");
	check_labels("[2:][::3][1:]", 1, 10, 0, 0, "5");
	check_labels("[::4611686018427387904][::4]", 1, 10, 0, 0, "0");
	check_labels("[7]", 1, 10, 0, 0, "7");
	check_labels("[-1]", 1, 10, 0, 0, "9");
	check_labels("[2:8, ::-1]", 2, 10, 5, 6, "3,3");
	check_labels("[4, 1:]", 2, 10, 5, 2, "4,3");
	check_labels("[:, 2]", 2, 10, 5, 2, "2,2");
	check_labels("[1:, 2][1:]", 2, 10, 5, 1, "3,2");
	check_labels("[3][2]", 2, 10, 5, 0, "3,2");
}

/*
 * 256 MiB, of which nothing can be read but the pages at both ends: a read of
 * anything between them kills.
 */
#define HUGE_SIZE	(256L << 20)
#define HUGE_EDGE	65536

static char *make_huge(void)
{
	char *huge = mmap(NULL, HUGE_SIZE, PROT_NONE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	assert_ptr_not_equal(huge, MAP_FAILED);
	assert_int_equal(mprotect(huge, HUGE_EDGE, PROT_READ | PROT_WRITE), 0);
	assert_int_equal(mprotect(huge + HUGE_SIZE - HUGE_EDGE, HUGE_EDGE,
				  PROT_READ | PROT_WRITE), 0);
	huge[0] = 1;
	huge[HUGE_SIZE - 1] = 2;
	return huge;
}

TEST(what_show_leaves_out_is_not_read)
{
	char *huge = make_huge();

	check_array(huge, HUGE_SIZE, "B", 1, HUGE_SIZE, 0, 0, false,
		    "[1 0 0 ... 0 0 2]\n");
	munmap(huge, HUGE_SIZE);
}

TEST(what_a_table_leaves_out_is_not_read)
{
	char *huge = make_huge();
	struct mview *view = view_of(huge, HUGE_SIZE, "B:a:3B:b:", 1,
				     HUGE_SIZE / 4, 0, 0);

	check_table(view, 1, "\n       9  0  [0, 0, 0]\n...\n",
		    "\n67108863  0  [0, 0, 2]\n");
	munmap(huge, HUGE_SIZE);
}

TEST(what_hex_leaves_out_is_not_read)
{
	const struct hex_style style = { .repeats = false };
	char *huge = make_huge();
	struct mview *view = view_of(huge, HUGE_SIZE, "B", 1, HUGE_SIZE, 0, 0);
	FILE *out = capture();

	assert_int_equal(print_hex(view, NULL, &style, out), 0);
	captured(out,
		 "00000000  01 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n"
		 "00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n"
		 "*\n...\n"
		 "0ffffe00  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n"
		 "*\n"
		 "0ffffff0  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 02  |................|\n"
		 "10000000\n");
	mview_close(view);
	munmap(huge, HUGE_SIZE);
}

/* Elements come whole, once and in order, from wherever a range begins. */
TEST(ranges_are_read_in_c_order)
{
	unsigned char bytes[120], got[60], want;
	struct mview_range step = mview_range(MVIEW_NONE, MVIEW_NONE, -2);
	struct mview_range ranges[3] = { step, mview_whole(), step };
	struct mview *view, *slice;
	int64_t first, n, i, at;

	for (i = 0; i < 120; i++)
		bytes[i] = i;
	view = view_of(bytes, 120, "B", 3, 4, 5, 6);
	slice = mview_slice(view, ranges, 3);
	for (first = 0; first < 30; first++) {
		for (n = 0; first + n <= 30; n++) {
			got[n] = 0xee;
			assert_int_equal(read_range(slice, first, n, got), 0);
			assert_int_equal(got[n], 0xee);
			for (i = 0; i < n; i++) {
				at = first + i;
				want = (3 - at / 15 * 2) * 30 +
				       at / 3 % 5 * 6 + 5 - at % 3 * 2;
				assert_int_equal(got[i], want);
			}
		}
	}
	mview_close(slice);
	mview_close(view);
}

static int sum_piece(void *arg, const void *items, int64_t n)
{
	const uint32_t *numbers = items;
	uint64_t *sum = arg;

	assert_true(n <= 1 << 18);
	while (n--)
		*sum = *sum * 31 + *numbers++;
	return 0;
}

TEST(big_views_are_read_in_small_pieces)
{
	size_t n = 3 << 20, i;
	uint32_t *numbers = calloc(n, sizeof(*numbers));
	struct mview_range back = mview_range(MVIEW_NONE, MVIEW_NONE, -1);
	struct mview *view = view_of(numbers, 4 * n, "I", 2, 3, n / 3, 0);
	struct mview *slice = mview_slice(view, &back, 1);
	uint64_t sum = 0, want = 0;

	for (i = 0; i < n; i++)
		numbers[i] = i;
	for (i = 0; i < n; i++)
		want = want * 31 + numbers[(2 - i / (n / 3)) * (n / 3) +
					   i % (n / 3)];
	assert_int_equal(read_each(slice, sum_piece, &sum), 0);
	assert_true(sum == want);
	mview_close(slice);
	mview_close(view);
	free(numbers);
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
	const struct hex_style style = { .repeats = false };
	struct mview *view = mview_from_memory(bytes, sizeof(bytes), 0);
	FILE *out = capture();

	assert_int_equal(print_hex(view, NULL, &style, out), 0);
	captured(out, want);
	mview_close(view);
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

	assert_null(picture_from_view(&picture, view, order));
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

TEST(pictures_of_strided_views)
{
	unsigned char rgb[] = { 9, 1, 9, 2, 9, 3, 9, 4, 9, 5, 9, 6 };
	struct mview *view = view_of(rgb, sizeof(rgb), "B", 3, 1, 2, 6);
	struct mview_range range[3] = { mview_whole(), mview_whole(),
					mview_range(5, MVIEW_NONE, -2) };
	struct mview *slice = mview_slice(view, range, 3);
	png_image image = { .version = PNG_IMAGE_VERSION };
	struct picture picture;
	uint8_t pixels[6];
	FILE *out = capture();

	assert_null(picture_from_view(&picture, slice, NULL));
	assert_null(picture_write_png(&picture, out));
	fclose(out);
	assert_int_equal(png_image_begin_read_from_memory(&image, printed,
							  printed_size), 1);
	image.format = PNG_FORMAT_RGB;
	assert_int_equal(png_image_finish_read(&image, NULL, pixels, 0, NULL),
			 1);
	assert_memory_equal(pixels, "\3\2\1\6\5\4", 6);
	free(printed);
	mview_close(slice);
	mview_close(view);
}

TEST(what_is_no_picture_is_refused)
{
	unsigned char bytes[24] = { 0 };
	struct picture picture;
	struct mview *view;

	view = view_of(bytes, 24, "f", 2, 2, 3, 0);
	assert_non_null(picture_from_view(&picture, view, NULL));
	mview_close(view);
	view = view_of(bytes, 24, "B", 1, 24, 0, 0);
	assert_non_null(picture_from_view(&picture, view, NULL));
	mview_close(view);
	view = view_of(bytes, 24, "B", 3, 2, 6, 2);
	assert_non_null(picture_from_view(&picture, view, NULL));
	mview_close(view);
	view = view_of(bytes, 24, "B", 3, 2, 4, 3);
	assert_non_null(picture_from_view(&picture, view, "rgba"));
	mview_close(view);
	view = view_of(bytes, 24, "B", 2, 0, 4, 0);
	assert_non_null(picture_from_view(&picture, view, NULL));
	mview_close(view);
	view = view_of(bytes, 24, "T{B:r:B:g:B:b:}", 2, 2, 4, 0);
	assert_non_null(picture_from_view(&picture, view, NULL));
	mview_close(view);
}

static int parse(const char *first, const char *second, struct source *source)
{
	static const struct source_options options = { .finds_lens = false };
	static const struct command command = { .name = "show",
						.options = { SOURCE_OPTIONS } };
	char *argv[5] = { "show", (char *)first, (char *)second, "adc0" };

	optind = 0;
	return source_parse(&command, &options, 4, argv, source, NULL);
}

TEST(a_shape_needs_no_step_before_it)
{
	struct source source;

	assert_int_equal(parse("--shape=2,3", "--format=<H", &source), 0);
	assert_int_equal(source.nsteps, 1);
	assert_string_equal(source.steps[0].shape, "2,3");
	assert_string_equal(source.steps[0].format, "<H");
	assert_int_equal(parse("--format=<I", "--shape=4", &source), 0);
	assert_int_equal(source.nsteps, 1);
	assert_string_equal(source.steps[0].shape, "4");
	assert_string_equal(source.steps[0].format, "<I");
}

/* Each option of @command beside those before it. */
static void check_options(const struct command *command)
{
	const struct cli_option *seen[64], *option;
	const struct cli_option *const *table = command->options;
	int n = 0, i;

	for (; *table; table++) {
		for (option = *table; option->name; option++) {
			assert_true(option->letter != 'h' && option->help);
			for (i = 0; i < n; i++) {
				assert_int_not_equal(option->letter,
						     seen[i]->letter);
				assert_string_not_equal(option->name,
							seen[i]->name);
			}
			assert_true(n < 64);
			seen[n++] = option;
		}
	}
}

TEST(no_command_has_an_option_twice)
{
	const struct command_entry *entry;

	for (entry = commands; entry->command; entry++)
		check_options(entry->command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_read),
		cmocka_unit_test(parts_of_names_have_no_backslashes),
		cmocka_unit_test(slices_are_numpys),
		cmocka_unit_test(bad_slices_are_refused),
		cmocka_unit_test(slices_of_too_many_axes_fail),
		cmocka_unit_test(shapes_are_read),
		cmocka_unit_test(arrays_are_printed_as_numpy_does),
		cmocka_unit_test(long_lines_are_broken),
		cmocka_unit_test(big_arrays_are_elided),
		cmocka_unit_test(records_are_tables_with_headers),
		cmocka_unit_test(rows_of_many_records_are_elided),
		cmocka_unit_test(names_cannot_drive_the_terminal),
		cmocka_unit_test(complaints_cannot_drive_the_terminal),
		cmocka_unit_test(tables_are_cut_to_the_width),
		cmocka_unit_test(tables_in_blocks_keep_their_widths),
		cmocka_unit_test(labels_are_the_indices_before_slicing),
		cmocka_unit_test(what_show_leaves_out_is_not_read),
		cmocka_unit_test(what_a_table_leaves_out_is_not_read),
		cmocka_unit_test(a_row_may_be_lines),
		cmocka_unit_test(of_a_union_the_member_that_holds_is_shown),
		cmocka_unit_test(rows_that_do_not_fit_are_lines),
		cmocka_unit_test(a_column_is_shown_once_it_has_text),
		cmocka_unit_test(what_hex_leaves_out_is_not_read),
		cmocka_unit_test(ranges_are_read_in_c_order),
		cmocka_unit_test(big_views_are_read_in_small_pieces),
		cmocka_unit_test(hex_is_hexdumps),
		cmocka_unit_test(pictures_of_all_channel_orders),
		cmocka_unit_test(pictures_of_16_bits_in_both_orders),
		cmocka_unit_test(pictures_of_strided_views),
		cmocka_unit_test(what_is_no_picture_is_refused),
		cmocka_unit_test(a_shape_needs_no_step_before_it),
		cmocka_unit_test(no_command_has_an_option_twice),
	};

	return cmocka_run_group_tests_name("cli", tests, NULL, NULL);
}
