// SPDX-License-Identifier: GPL-2.0
/* Arrays as nested brackets. Two passes: one finds the widest element. */
#include <string.h>

#include "print.h"
#include "text.h"

#define MANY	1000	/* elements from which on only edges are printed */
#define EDGE	3	/* elements at each edge of an axis */

/**
 * struct printer - a pass over an array
 * @element: what an element is
 * @itemsize: bytes from one to the next; there may be padding around it
 * @shape: of the array
 * @ndim: its dimensions
 * @elide: print edges only
 * @columns: where to break lines
 * @width: of the widest element; not 0 in the second pass
 * @column: where the line is
 * @out: NULL in the first pass
 */
struct printer {
	const struct mview_field *element;
	int64_t itemsize;
	const int64_t *shape;
	int ndim;
	bool elide;
	int columns;
	int width;
	int column;
	FILE *out;
};

static void put(struct printer *printer, const char *text)
{
	if (printer->out)
		fputs(text, printer->out);
	printer->column += strlen(text);
}

static void put_newline(struct printer *printer, int lines, int indent)
{
	if (printer->out) {
		while (lines--)
			fputc('\n', printer->out);
		fprintf(printer->out, "%*s", indent, "");
	}
	printer->column = indent;
}

static void put_element(struct printer *printer, const char *item)
{
	const char *text = text_of(printer->element, item);
	int width = strlen(text);

	if (!printer->out) {
		if (printer->width < width)
			printer->width = width;
		return;
	}
	fprintf(printer->out, "%*s", printer->width, text);
	printer->column += printer->width;
}

/* What stands between two entries of an axis. */
static void put_between(struct printer *printer, int axis, int width)
{
	int inner = printer->ndim - axis - 1;

	if (inner)
		put_newline(printer, inner, axis + 1);
	else if (printer->column + 1 + width >= printer->columns)
		put_newline(printer, 1, axis + 1);
	else
		put(printer, " ");
}

static void put_axis(struct printer *printer, int axis, const char *data)
{
	int64_t i, length, stride = printer->itemsize;
	int inner;

	if (axis == printer->ndim) {
		put_element(printer, data);
		return;
	}
	length = printer->shape[axis];
	for (inner = axis + 1; inner < printer->ndim; inner++)
		stride *= printer->shape[inner];
	put(printer, "[");
	for (i = 0; i < length; i++) {
		if (i)
			put_between(printer, axis, printer->width);
		if (printer->elide && i == EDGE && length > 2 * EDGE) {
			put(printer, "...");
			put_between(printer, axis, printer->width);
			i = length - EDGE;
		}
		put_axis(printer, axis + 1, data + i * stride);
	}
	put(printer, "]");
}

static int64_t count(const struct printer *printer)
{
	int64_t n = 1;
	int axis;

	for (axis = 0; axis < printer->ndim; axis++)
		n *= printer->shape[axis];
	return n;
}

void print_array(struct mview *view, const void *data, bool all, int columns,
		 FILE *out)
{
	const struct mview_field *element = mview_element(view);
	struct printer printer = {
		.element = element,
		.itemsize = mview_itemsize(view),
		.shape = mview_shape(view),
		.ndim = mview_ndim(view),
		.columns = columns,
	};

	printer.elide = !all && count(&printer) > MANY;
	data = (const char *)data + element->offset;
	put_axis(&printer, 0, data);
	printer.out = out;
	printer.column = 0;
	put_axis(&printer, 0, data);
	fputc('\n', out);
}
