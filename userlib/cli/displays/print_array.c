// SPDX-License-Identifier: GPL-2.0
/*
 * Arrays as nested brackets, element by element as they are read. All elements
 * of a piece are as wide as the widest one of it and of those before it.
 */
#include <string.h>

#include "displays/print.h"
#include "displays/text.h"
#include "lenses/types.h"
#include "sources/read.h"

#define MANY	1000	/* elements from which on only edges are printed */
#define EDGE	3	/* elements at each edge of an axis */

/**
 * struct printer - where the printing of an array is
 * @element: what an element is
 * @member: what it looks like, or NULL
 * @itemsize: bytes from one to the next; there may be padding around it
 * @ndim: dimensions
 * @shape: of what is printed
 * @cut: of each axis, whether elements in its middle are left out
 * @index: of the next element
 * @begun: an element was printed
 * @columns: where to break lines
 * @width: of the widest element
 * @column: where the line is
 * @out: where to
 */
struct printer {
	const struct mview_field *element;
	const struct mview_member *member;
	int64_t itemsize;
	int ndim;
	const int64_t *shape;
	bool cut[MVIEW_DIMS];
	int64_t index[MVIEW_DIMS];
	bool begun;
	int columns;
	int width;
	int column;
	FILE *out;
};

static void put(struct printer *printer, const char *text)
{
	text_print(text, 0, printer->out);
	printer->column += text_width(text);
}

static void put_newline(struct printer *printer, int lines, int indent)
{
	while (lines--)
		fputc('\n', printer->out);
	fprintf(printer->out, "%*s", indent, "");
	printer->column = indent;
}

/* Print the separator between two entries of an axis. */
static void put_between(struct printer *printer, int axis)
{
	int inner = printer->ndim - axis - 1;

	if (inner)
		put_newline(printer, inner, axis + 1);
	else if (printer->column + 1 + printer->width >= printer->columns)
		put_newline(printer, 1, axis + 1);
	else
		put(printer, " ");
}

/* Print the brackets of the axes that an element begins. */
static void put_before(struct printer *printer)
{
	int axis = printer->ndim;

	while (axis && !printer->index[axis - 1])
		axis--;
	if (axis && printer->begun) {
		put_between(printer, axis - 1);
		if (printer->cut[axis - 1] &&
		    printer->index[axis - 1] == EDGE) {
			put(printer, "...");
			put_between(printer, axis - 1);
		}
	}
	for (; axis < printer->ndim; axis++)
		put(printer, "[");
	printer->begun = true;
}

/* Go on to the next element, and close the brackets of axes that end. */
static void put_after(struct printer *printer)
{
	int axis = printer->ndim;

	while (axis--) {
		if (++printer->index[axis] < printer->shape[axis])
			return;
		printer->index[axis] = 0;
		put(printer, "]");
	}
}

const char *print_element(const struct mview_field *element,
			  const struct mview_member *member, const void *item)
{
	const char *bytes = item;

	if (member)
		return types_element_text(member, item);
	return text_of(element, bytes + element->offset);
}

static const char *text(const struct printer *printer, const char *item)
{
	return print_element(printer->element, printer->member, item);
}

static int put_piece(void *arg, const void *items, int64_t n)
{
	struct printer *printer = arg;
	const char *item = items, *shown;
	int64_t i;

	for (i = 0; i < n; i++) {
		int width = text_width(text(printer, item + i * printer->itemsize));

		if (printer->width < width)
			printer->width = width;
	}
	for (i = 0; i < n; i++) {
		put_before(printer);
		shown = text(printer, item + i * printer->itemsize);
		fprintf(printer->out, "%*s", printer->width - text_width(shown), "");
		text_print(shown, 0, printer->out);
		printer->column += printer->width;
		put_after(printer);
	}
	return ferror(printer->out) ? 1 : 0;
}

int print_array(struct mview *view, const struct mview_member *member, bool all,
		int columns, FILE *out)
{
	struct printer printer = {
		.element = mview_element(view),
		.member = member,
		.itemsize = mview_itemsize(view),
		.ndim = mview_ndim(view),
		.columns = columns,
		.out = out,
	};
	bool elide = !all && read_count(view) > MANY;
	struct read_copy copy;
	int axis, err;

	err = elide ? read_edges(&copy, view, EDGE) : read_moment(&copy, view);
	if (err)
		return -1;
	printer.shape = mview_shape(copy.view);
	for (axis = 0; axis < printer.ndim; axis++)
		printer.cut[axis] = elide &&
				    mview_shape(view)[axis] > 2 * EDGE;
	if (!read_count(view))
		put(&printer, "[]");
	err = read_each(copy.view, put_piece, &printer);
	fputc('\n', out);
	read_done(&copy, view);
	return err < 0 ? -1 : 0;
}
