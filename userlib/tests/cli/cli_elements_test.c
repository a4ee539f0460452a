// SPDX-License-Identifier: GPL-2.0
/* Elements as numbers, as records and in hexadecimal. */
#include "test.h"

#include <sys/mman.h>

#include "cli/displays/print.h"
#include "cli/displays/table.h"
#include "cli/lenses/columns.h"
#include "cli/sources/expr.h"
#include "cli/sources/labels.h"
#include "tests/cli/printed.h"

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

TESTSET(cli_elements,
	CASE(arrays_are_printed_as_numpy_does),
	CASE(long_lines_are_broken),
	CASE(big_arrays_are_elided),
	CASE(records_are_tables_with_headers),
	CASE(rows_of_many_records_are_elided),
	CASE(of_a_union_the_member_that_holds_is_shown),
	CASE(what_show_leaves_out_is_not_read),
	CASE(what_a_table_leaves_out_is_not_read),
	CASE(what_hex_leaves_out_is_not_read),
	CASE(hex_is_hexdumps));
