/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Faces: elements on the screen, line by line, with what has changed. What a
 * cell says is the same as in the lines that show and hex print.
 */
#ifndef MVIEW_CLI_FACE_H
#define MVIEW_CLI_FACE_H

#include <stdbool.h>
#include <stdint.h>

#include <mview-inspect.h>

#include "displays/looks.h"
#include "displays/terminal.h"
#include "lenses/columns.h"
#include "sources/labels.h"

struct face;

/**
 * struct face_kind - a way to draw
 * @name: of it
 * @key: that switches to it
 * @of_bytes: what is counted, searched and jumped to is bytes, not elements
 * @is_live: it reads what it draws, which is of the last look only; of large
 *	memory, looks keep nothing for it
 * @counts: cells can have the number of their changes in place of what they say
 * @fits: NULL, or why these elements can't be drawn so
 * @lines: how many there are in all
 * @line_of: in which one an element, or byte, is
 * @first_of: the first element, or byte, of a line
 * @draw: lines @face->top on, from row @row on
 * @text: of a cell of an element, for searches; NULL for none
 */
struct face_kind {
	const char *name;
	char key;
	bool of_bytes;
	bool is_live;
	bool counts;
	const char *(*fits)(const struct face *face);
	int64_t (*lines)(const struct face *face);
	int64_t (*line_of)(const struct face *face, int64_t unit);
	int64_t (*first_of)(const struct face *face, int64_t line);
	void (*draw)(struct face *face, int row);
};

extern const struct face_kind table_face, array_face, hex_face, heat_face,
	plot_face, picture_face;

#define FACES	6
extern const struct face_kind *const faces[FACES];

/**
 * struct face - elements on the screen
 * @kind: how they are drawn
 * @view: of them; that of the last look
 * @base: what the source's name stands for
 * @is_base: that is the view, nothing was made of it
 * @labels: of them
 * @type: what they are
 * @columns: their values
 * @member: what an element of an array looks like if it is not as usual; or NULL
 * @looks: what they were
 * @wanted: which of them a table has; NULL for all. Looks are whole then.
 * @chosen: of the look that is shown, those that it has, from the first on
 * @nchosen: their number
 * @chosen_at: the number of that look, plus 1; 0 for none
 * @ago: which look is shown
 * @known: for each byte of an element whether it is read; or NULL
 * @rows: of the screen that are for it
 * @below: how many of them what stands below the lines has
 * @width: columns of the screen
 * @top: the first line that is shown
 * @left: the first column of a table that is shown, and the one that is plotted
 * @lines: a table has a line for each value
 * @counts: how often each cell has changed is shown in place of it
 * @found: the element, or byte, that was searched for or jumped to; or -1
 * @found_n: how many bytes
 * @widths: of the columns
 * @hot: the lines of the heat map that have changes, of HEX_LINE bytes
 * @nhot: their number
 * @hot_looks: as of so many looks
 */
struct face {
	const struct face_kind *kind;
	struct mview *view;
	struct mview *base;
	bool is_base;
	struct labels labels;
	const struct mview_ctype *type;
	struct columns columns;
	const struct mview_member *member;
	struct looks looks;
	const struct mview_expr *wanted;
	int64_t *chosen;
	int64_t nchosen;
	long chosen_at;
	int ago;
	bool *known;
	int rows;
	int below;
	int width;
	int64_t top;
	int left;
	bool lines;
	bool counts;
	int64_t found;
	int64_t found_n;
	int *widths;
	int64_t *hot;
	int64_t nhot;
	long hot_looks;
};

/* The look that is shown. */
const struct look *face_look(const struct face *face);

/* Choose a kind; @face->top is where the same elements are. */
void face_choose(struct face *face, const struct face_kind *kind);

/* Settle which elements a table has, of the look that is shown. */
void face_choose_elements(struct face *face);

/* Whether an element is there to be seen. */
bool face_has(const struct face *face, const void *item);

/*
 * The rows of a table: how many there are; the element of one, which is behind
 * the last behind the last row; and the row of an element, or the next one.
 */
int64_t face_rows(const struct face *face);
int64_t face_element_of(const struct face *face, int64_t row);
int64_t face_row_of(const struct face *face, int64_t element);

/* @lines, and @line_of and @first_of, of a kind that has all in sight, as one line. */
int64_t face_one(const struct face *face);
int64_t face_none(const struct face *face, int64_t unit);

/* Keep @top where there are lines. */
void face_settle(struct face *face);

/* How many rows lines have. */
int face_lines(const struct face *face);

#define FACE_BARS	2	/* rows of the screen that are not for it */

/* Take the size of the terminal, which may have no row for it; and settle. */
void face_fit(struct face *face);

/* The elements that are in sight. */
void face_sight(const struct face *face, int64_t *first, int64_t *n);

/* Scroll so far that it is in sight, and mark it. */
void face_go_to(struct face *face, int64_t unit, int64_t n);

/* How many elements, or bytes, there are. */
int64_t face_units(const struct face *face);

/* What a cell says: its value in the look, or how often it has changed. */
const char *face_value_text(struct face *face, int64_t element, int column);

/* How a cell looks, by when it has changed, or how often. */
enum terminal_style face_value_style(const struct face *face, int64_t element,
				     int column);
enum terminal_style face_byte_style(const struct face *face, int64_t byte);

/* Often or seldom: one of the TERMINAL_HEATS. */
enum terminal_style face_heat(uint32_t changes);

/* "3", "1,2" */
void face_label(const struct face *face, int64_t element, char *text);

/* Make room for texts of this width in a column; whether it has become wider. */
bool face_widen(struct face *face, int column, const char *text);

#endif /* MVIEW_CLI_FACE_H */
