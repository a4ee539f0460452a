// SPDX-License-Identifier: GPL-2.0
/*
 * Arrays on the screen: as many elements in a line as fit, behind the label of
 * the first one. Each row of the last axis begins a line.
 */
#include "displays/face.h"
#include "displays/text.h"

#define LABEL	0	/* whose width is kept in which place */
#define CELL	1

/* Elements along the last axis. */
static int64_t row_length(const struct face *face)
{
	int ndim = mview_ndim(face->view);

	return ndim ? mview_shape(face->view)[ndim - 1] : 1;
}

static int64_t per_line(const struct face *face)
{
	int64_t length = row_length(face), most;

	most = (face->width - face->widths[LABEL] - 3) /
	       (face->widths[CELL] + 1);
	/* An index is easier to find where lines begin with round ones. */
	if (most >= 8 && most < length)
		most -= most % (most >= 16 ? 8 : 4);
	if (most < 1)
		most = 1;
	return most < length ? most : length;
}

static int64_t lines_per_row(const struct face *face)
{
	int64_t each = per_line(face);

	return (row_length(face) + each - 1) / each;
}

static const char *fits(const struct face *face)
{
	(void)face;
	return NULL;
}

static int64_t lines(const struct face *face)
{
	return face->looks.count / row_length(face) * lines_per_row(face);
}

static int64_t line_of(const struct face *face, int64_t element)
{
	int64_t length = row_length(face);

	return element / length * lines_per_row(face) +
	       element % length / per_line(face);
}

static int64_t first_of(const struct face *face, int64_t line)
{
	int64_t rows = lines_per_row(face);

	return line / rows * row_length(face) + line % rows * per_line(face);
}

/* The first element behind a line. */
static int64_t end_of(const struct face *face, int64_t line)
{
	return line + 1 < lines(face) ? first_of(face, line + 1) :
					face->looks.count;
}

/* The elements in sight, and the last one's label. */
static bool widen(struct face *face)
{
	int64_t first, n, i;
	char label[LABELS_TEXT];
	bool wider;

	face_label(face, face->looks.count - 1, label);
	wider = face_widen(face, LABEL, label);
	face_sight(face, &first, &n);
	for (i = first; i < first + n && i < face->looks.count; i++) {
		face_label(face, i, label);
		wider |= face_widen(face, LABEL, label);
		wider |= face_widen(face, CELL, face_value_text(face, i, 0));
	}
	return wider;
}

/* Wider cells are fewer in a line: the same element stays at the top. */
static void measure(struct face *face)
{
	int64_t first = first_of(face, face->top);

	while (widen(face)) {
		face->top = line_of(face, first);
		face_settle(face);
	}
}

static void put_line(struct face *face, int row, int64_t line)
{
	int64_t i = first_of(face, line), end = end_of(face, line);
	int at = face->widths[LABEL] + 3;
	char label[LABELS_TEXT];
	const char *text;

	face_label(face, i, label);
	terminal_putf(row, 0, 0, TERMINAL_DIM, "%*s[%s]",
		      face->widths[LABEL] - text_width(label), "", label);
	for (; i < end; i++, at += face->widths[CELL] + 1) {
		text = face_value_text(face, i, 0);
		terminal_put(row, at + face->widths[CELL] - text_width(text),
			     0, i == face->found ? TERMINAL_FOUND :
			     face_value_style(face, i, 0), text);
	}
}

static void draw(struct face *face, int row)
{
	int i;

	measure(face);
	for (i = 0; i < face->rows && face->top + i < lines(face); i++)
		put_line(face, row + i, face->top + i);
}

const struct face_kind array_face = {
	.name = "array",
	.key = 'a',
	.counts = true,
	.fits = fits,
	.lines = lines,
	.line_of = line_of,
	.first_of = first_of,
	.draw = draw,
};
