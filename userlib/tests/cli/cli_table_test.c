// SPDX-License-Identifier: GPL-2.0
/* Tables and messages, whose texts cannot drive the terminal. */
#include "test.h"

#include "cli/cli.h"
#include "cli/displays/table.h"
#include "cli/displays/text.h"
#include "cli/sources/source.h"
#include "tests/cli/printed.h"

TEST(names_cannot_drive_the_terminal)
{
	struct table *table = table_create(1);
	FILE *out = capture();

	table_add(table, "a\033[2Jb");
	table_flush(table, out);
	table_destroy(table);
	captured(out, "a?[2Jb\n");
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

TESTSET(cli_table,
	CASE(names_cannot_drive_the_terminal),
	CASE(a_row_may_be_lines),
	CASE(rows_that_do_not_fit_are_lines),
	CASE(a_column_is_shown_once_it_has_text),
	CASE(complaints_cannot_drive_the_terminal),
	CASE(tables_are_cut_to_the_width),
	CASE(tables_in_blocks_keep_their_widths));
