// SPDX-License-Identifier: GPL-2.0
/*
 * Tables on the screen: a row for each element under the names of its values; or,
 * where they do not fit, a line for each value.
 */
#include <string.h>

#include "displays/face.h"
#include "displays/text.h"

/* The label comes first: column 0 of the widths. */
#define WIDTH(face, column)	((face)->widths[(column) + 1])

static const char *fits(const struct face *face)
{
	return face->columns.n ? NULL : "there are no values in an element";
}

/* Of an element. */
static int64_t lines_each(const struct face *face)
{
	return face->lines ? face->columns.n + 1 : 1;
}

/* The names of the columns are a line, too. */
static int64_t lines(const struct face *face)
{
	return face_rows(face) * lines_each(face) + !face->lines;
}

static int64_t line_of(const struct face *face, int64_t element)
{
	return face_row_of(face, element) * lines_each(face);
}

static int64_t first_of(const struct face *face, int64_t line)
{
	return face_element_of(face, line / lines_each(face));
}

/* Which members of unions hold is settled for all cells of an element. */
static void choose(struct face *face, int64_t element)
{
	const unsigned char *item = look_element(&face->looks, face_look(face),
						 element);

	if (item)
		columns_choose(&face->columns, item);
}

/* Those in sight are as wide as what stands in them, and never less again. */
static void measure(struct face *face, int64_t row, int64_t last)
{
	char label[LABELS_TEXT];
	int64_t element;
	int column;

	for (column = 0; column < face->columns.n; column++)
		face_widen(face, column + 1,
			   face->columns.columns[column].name);
	for (; row < last; row++) {
		element = face_element_of(face, row);
		face_label(face, element, label);
		face_widen(face, 0, label);
		choose(face, element);
		for (column = 0; column < face->columns.n; column++)
			face_widen(face, column + 1,
				   face_value_text(face, element, column));
	}
}

static void put_cell(const struct face *face, int row, int *at, int column,
		     enum terminal_style style, const char *text)
{
	int width = WIDTH(face, column), pad = width - text_width(text);

	if (!columns_is_number(&face->columns.columns[column]) &&
	    !face->counts)
		pad = 0;
	/* A cell that changes is seen where it has no text, too. */
	if (*text)
		terminal_put(row, *at + (pad > 0 ? pad : 0), 0, style, text);
	else if (style != TERMINAL_PLAIN && style != TERMINAL_DIM)
		terminal_put(row, *at, 1, style, "");
	*at += width + 2;
}

static void put_head(const struct face *face, int row)
{
	int column, at = face->widths[0] + 2;

	terminal_put(row, 0, face->width, TERMINAL_HEAD, "");
	for (column = face->left; column < face->columns.n; column++)
		put_cell(face, row, &at, column, TERMINAL_HEAD,
			 face->columns.columns[column].name);
}

static void put_element(struct face *face, int row, int64_t element)
{
	int column, at = face->widths[0] + 2;
	char label[LABELS_TEXT];

	face_label(face, element, label);
	choose(face, element);
	terminal_put(row, face->widths[0] - text_width(label), 0,
		     element == face->found ? TERMINAL_FOUND : TERMINAL_DIM,
		     label);
	for (column = face->left; column < face->columns.n; column++)
		put_cell(face, row, &at, column,
			 face_value_style(face, element, column),
			 face_value_text(face, element, column));
}

static void put_value(struct face *face, int row, int64_t element, int column,
		      int width)
{
	const char *text;

	choose(face, element);
	text = face_value_text(face, element, column);
	terminal_put(row, 2, width, TERMINAL_HEAD,
		     face->columns.columns[column].name);
	terminal_put(row, 4 + width, *text ? 0 : 1,
		     face_value_style(face, element, column), text);
}

static int widest_name(const struct face *face)
{
	int column, width = 0, one;

	for (column = 0; column < face->columns.n; column++) {
		one = text_width(face->columns.columns[column].name);
		width = width > one ? width : one;
	}
	return width;
}

static void draw_lines(struct face *face, int row)
{
	int64_t line = face->top, each = lines_each(face), element;
	int i, column, width = widest_name(face);
	char label[LABELS_TEXT];

	for (i = 0; i < face->rows && line < lines(face); i++, line++) {
		element = face_element_of(face, line / each);
		column = line % each - 1;
		if (column >= 0) {
			put_value(face, row + i, element, column, width);
			continue;
		}
		face_label(face, element, label);
		terminal_putf(row + i, 0, 0, element == face->found ?
			      TERMINAL_FOUND : TERMINAL_DIM, "[%s]", label);
	}
}

static void draw(struct face *face, int row)
{
	int64_t i, last = face->top + face->rows - 1;

	if (face->lines) {
		draw_lines(face, row);
		return;
	}
	if (last > face_rows(face))
		last = face_rows(face);
	measure(face, face->top, last);
	put_head(face, row);
	for (i = face->top; i < last; i++)
		put_element(face, row + 1 + i - face->top,
			    face_element_of(face, i));
}

const struct face_kind table_face = {
	.name = "table",
	.key = 't',
	.counts = true,
	.fits = fits,
	.lines = lines,
	.line_of = line_of,
	.first_of = first_of,
	.draw = draw,
};
