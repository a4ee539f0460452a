// SPDX-License-Identifier: GPL-2.0
/* What faces have in common: where they are, what cells say and look like. */
#include "displays/face.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "displays/print.h"
#include "displays/text.h"

const struct face_kind *const faces[FACES] = {
	&table_face, &array_face, &hex_face,
	&heat_face,  &plot_face,  &picture_face,
};

const struct look *face_look(const struct face *face)
{
	return looks_at(&face->looks, face->ago);
}

int64_t face_units(const struct face *face)
{
	return face->looks.count *
	       (face->kind->of_bytes ? face->looks.itemsize : 1);
}

int64_t face_one(const struct face *face)
{
	(void)face;
	return 1;
}

int64_t face_none(const struct face *face, int64_t unit)
{
	(void)face;
	(void)unit;
	return 0;
}

int face_lines(const struct face *face)
{
	return face->rows > face->below ? face->rows - face->below : 0;
}

void face_settle(struct face *face)
{
	int64_t rows = face_lines(face), most;

	face_choose_elements(face);
	most = face->kind->lines(face) - (rows ?: 1);
	if (face->top > most)
		face->top = most;
	if (face->top < 0)
		face->top = 0;
}

void face_fit(struct face *face)
{
	int rows = terminal_rows() - FACE_BARS;

	face->width = terminal_columns();
	face->rows = rows > 0 ? rows : 0;
	face_settle(face);
}

/* Convert an index of elements to an offset in bytes, or back. */
static int64_t translate(const struct face *face, int64_t unit, bool of_bytes)
{
	if (of_bytes == face->kind->of_bytes)
		return unit;
	return of_bytes ? unit * face->looks.itemsize :
			  unit / face->looks.itemsize;
}

void face_choose(struct face *face, const struct face_kind *kind)
{
	int64_t unit = face->top ? face->kind->first_of(face, face->top) : 0;

	unit = translate(face, unit, kind->of_bytes);
	if (face->found >= 0)
		face->found = translate(face, face->found, kind->of_bytes);
	face->found_n = face->found_n ? 1 : 0;
	face->kind = kind;
	face->below = 0;
	face->top = unit ? kind->line_of(face, unit) : 0;
	face_settle(face);
}

void face_sight(const struct face *face, int64_t *first, int64_t *n)
{
	const struct face_kind *kind = face->kind;
	int64_t units = face_units(face), lines = kind->lines(face);
	int64_t last = face->top + face->rows, end;

	*first = face->top < lines ? kind->first_of(face, face->top) : 0;
	end = last < lines ? kind->first_of(face, last) : units;
	if (kind->of_bytes) {
		*first /= face->looks.itemsize;
		end = (end + face->looks.itemsize - 1) / face->looks.itemsize;
	} else if (last < lines) {
		/* A line may begin in the middle of an element. */
		end++;
	}
	*n = end > *first ? end - *first : 0;
}

void face_go_to(struct face *face, int64_t unit, int64_t n)
{
	int64_t line = face->kind->line_of(face, unit);

	face->found = unit;
	face->found_n = n;
	if (line < face->top || line >= face->top + face_lines(face))
		face->top = line - face_lines(face) / 2;
	face_settle(face);
}

const char *face_value_text(struct face *face, int64_t element, int column)
{
	const unsigned char *item = look_element(&face->looks, face_look(face),
						 element);
	static char count[16];

	if (!item)
		return "";
	if (face->counts) {
		snprintf(count, sizeof(count), "%u",
			 looks_value_changes(&face->looks, element, column));
		return count;
	}
	if (face->kind == &array_face)
		return print_element(mview_element(face->view), face->member,
				     item);
	return columns_text(&face->columns, column, item);
}

enum terminal_style face_heat(uint32_t changes)
{
	int heat = 0;

	for (; changes > 1 && heat < TERMINAL_HEATS - 1; changes >>= 2)
		heat++;
	return TERMINAL_HEAT + heat;
}

static enum terminal_style style_of(const struct face *face, int age,
				    uint32_t changes)
{
	if (face->counts)
		return changes ? face_heat(changes) : TERMINAL_DIM;
	return age < LOOKS_FADE ? TERMINAL_CHANGED + age : TERMINAL_PLAIN;
}

static bool is_found(const struct face *face, int64_t unit)
{
	return face->found_n && unit >= face->found &&
	       unit < face->found + face->found_n;
}

enum terminal_style face_value_style(const struct face *face, int64_t element,
				     int column)
{
	return style_of(face,
			looks_value_age(&face->looks, face->ago, element,
					column),
			looks_value_changes(&face->looks, element, column));
}

enum terminal_style face_byte_style(const struct face *face, int64_t byte)
{
	if (is_found(face, byte))
		return TERMINAL_FOUND;
	return style_of(face, looks_byte_age(&face->looks, face->ago, byte),
			looks_byte_changes(&face->looks, byte));
}

void face_label(const struct face *face, int64_t element, char *text)
{
	labels_text(&face->labels, mview_shape(face->view), element, text);
}

bool face_widen(struct face *face, int column, const char *text)
{
	int width = text_width(text);

	if (face->widths[column] >= width)
		return false;
	face->widths[column] = width;
	return true;
}
