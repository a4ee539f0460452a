// SPDX-License-Identifier: GPL-2.0
/* Charts as files, by cairo, which is loaded when it is needed. */
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>
#include <errno.h>
#include <math.h>
#include <string.h>
#include <strings.h>

#include "displays/chart.h"
#include "load/load.h"

#define FUNCTIONS(f, s)				\
	f(cairo_image_surface_create) s		\
	f(cairo_surface_write_to_png_stream) s	\
	f(cairo_svg_surface_create_for_stream) s	\
	f(cairo_pdf_surface_create_for_stream) s	\
	f(cairo_surface_finish) s		\
	f(cairo_surface_status) s		\
	f(cairo_surface_destroy) s		\
	f(cairo_status_to_string) s		\
	f(cairo_create) s			\
	f(cairo_destroy) s			\
	f(cairo_set_source_rgb) s		\
	f(cairo_set_line_width) s		\
	f(cairo_set_line_cap) s			\
	f(cairo_select_font_face) s		\
	f(cairo_set_font_size) s		\
	f(cairo_text_extents) s			\
	f(cairo_show_text) s			\
	f(cairo_paint) s			\
	f(cairo_move_to) s			\
	f(cairo_line_to) s			\
	f(cairo_rectangle) s			\
	f(cairo_new_sub_path) s			\
	f(cairo_arc) s				\
	f(cairo_fill) s				\
	f(cairo_stroke) s

static struct cairo {
	FUNCTIONS(LOAD_POINTER, ;)
} cairo;

/* People who see few colours can tell these apart. */
static const struct color {
	double red;
	double green;
	double blue;
} colors[] = {
	{ 0, 0.45, 0.7 }, { 0.84, 0.37, 0 }, { 0, 0.62, 0.45 },
	{ 0.8, 0.47, 0.65 }, { 0.9, 0.62, 0 }, { 0.34, 0.71, 0.91 },
	{ 0.6, 0.1, 0.1 }, { 0.4, 0.4, 0.4 },
};

static const struct color ink = { 0.2, 0.2, 0.2 }, grid = { 0.9, 0.9, 0.9 };

#define N_COLORS	(sizeof(colors) / sizeof(*colors))

/**
 * struct page - a chart on its way to pixels
 * @chart: the chart
 * @cr: cairo's
 * @font: height of text
 * @left: of the box of the axes
 * @top: likewise
 * @width: likewise
 * @height: likewise
 * @dot: radius of a point
 * @room: for that in the box, at the ends of the axes
 */
struct page {
	const struct chart *chart;
	cairo_t *cr;
	double font;
	double left;
	double top;
	double width;
	double height;
	double dot;
	double room;
};

static void use(const struct page *page, const struct color *color)
{
	cairo.cairo_set_source_rgb(page->cr, color->red, color->green,
				   color->blue);
}

static void use_series(const struct page *page, int series)
{
	use(page, &colors[series % N_COLORS]);
}

/* Pixels are between the whole numbers. */
static double sharp(double at)
{
	return floor(at) + 0.5;
}

static double across(const struct page *page, double x)
{
	return page->left + page->room + x * (page->width - 2 * page->room);
}

static double down(const struct page *page, double y)
{
	return page->top + page->room +
	       (1 - y) * (page->height - 2 * page->room);
}

static void draw_line(void *arg, int series, double x0, double y0, double x1,
		      double y1)
{
	const struct page *page = arg;

	use_series(page, series);
	cairo.cairo_move_to(page->cr, across(page, x0), down(page, y0));
	cairo.cairo_line_to(page->cr, across(page, x1), down(page, y1));
	cairo.cairo_stroke(page->cr);
}

static void draw_box(void *arg, int series, double x0, double y0, double x1,
		     double y1)
{
	const struct page *page = arg;

	use_series(page, series);
	cairo.cairo_rectangle(page->cr, across(page, x0), down(page, y1),
			      (x1 - x0) * page->width,
			      (y1 - y0) * page->height);
	cairo.cairo_fill(page->cr);
}

static void draw_dot(void *arg, int series, double x, double y)
{
	const struct page *page = arg;

	use_series(page, series);
	cairo.cairo_new_sub_path(page->cr);
	cairo.cairo_arc(page->cr, across(page, x), down(page, y), page->dot, 0,
			2 * M_PI);
	cairo.cairo_fill(page->cr);
}

static double text_width(const struct page *page, const char *text)
{
	cairo_text_extents_t extents;

	cairo.cairo_text_extents(page->cr, text, &extents);
	return extents.x_advance;
}

static void put_text(const struct page *page, double x, double y,
		     const char *text)
{
	cairo.cairo_move_to(page->cr, x, y);
	cairo.cairo_show_text(page->cr, text);
}

static void put_line(const struct page *page, double x0, double y0, double x1,
		     double y1)
{
	cairo.cairo_move_to(page->cr, sharp(x0), sharp(y0));
	cairo.cairo_line_to(page->cr, sharp(x1), sharp(y1));
	cairo.cairo_stroke(page->cr);
}

static int find_y_ticks(struct page *page, struct tick *ticks)
{
	int i, n = axis_ticks(&page->chart->y, page->height / page->font / 3,
			      ticks);
	double width, widest = 0;

	for (i = 0; i < n; i++) {
		width = text_width(page, ticks[i].label);
		widest = fmax(widest, width);
	}
	page->left = floor(widest + 1.5 * page->font);
	return n;
}

static void put_y_ticks(const struct page *page, const struct tick *ticks,
			int n)
{
	const struct tick *tick = ticks;
	double y, width;

	for (; tick < ticks + n; tick++) {
		y = down(page, tick->at);
		width = text_width(page, tick->label);
		use(page, &grid);
		put_line(page, page->left, y, page->left + page->width, y);
		use(page, &ink);
		put_text(page, page->left - page->font / 2 - width,
			 y + page->font / 3, tick->label);
	}
}

static double widest_label(const struct page *page, const struct tick *ticks,
			   int n)
{
	double widest = 0;

	while (n--)
		widest = fmax(widest, text_width(page, ticks[n].label));
	return widest;
}

/* As many as there is room for, with a space of the same width between two. */
static int find_x_ticks(const struct page *page, struct tick *ticks)
{
	int most = AXIS_TICKS / 2, n;

	do {
		n = axis_ticks(&page->chart->x, most, ticks);
	} while (n > 1 && most-- > 1 &&
		 2 * n * widest_label(page, ticks, n) > page->width);
	return n;
}

static void put_x_ticks(const struct page *page)
{
	struct tick ticks[AXIS_TICKS], *tick = ticks;
	int n = find_x_ticks(page, ticks);
	double x, bottom = page->top + page->height, width, start;

	for (; tick < ticks + n; tick++) {
		x = across(page, tick->at);
		width = text_width(page, tick->label);
		start = fmin(x - width / 2, page->left + page->width +
					     page->font - width);
		use(page, &grid);
		put_line(page, x, page->top, x, bottom);
		use(page, &ink);
		put_text(page, start, bottom + 1.4 * page->font, tick->label);
	}
}

static void put_frame(const struct page *page)
{
	double right = page->left + page->width;
	double bottom = page->top + page->height;

	use(page, &ink);
	put_line(page, page->left, page->top, right, page->top);
	put_line(page, page->left, bottom, right, bottom);
	put_line(page, page->left, page->top, page->left, bottom);
	put_line(page, right, page->top, right, bottom);
}

/* The titles of the axes at their ends, and which series is which between. */
static void put_titles(const struct page *page)
{
	const struct chart *chart = page->chart;
	double y = page->top - page->font / 2, x = page->left;
	double right = page->left + page->width;
	int i;

	use(page, &ink);
	put_text(page, x, y, chart->y.title);
	x += text_width(page, chart->y.title) + 2 * page->font;
	put_text(page, right - text_width(page, chart->x.title),
		 page->top + page->height + 2.9 * page->font, chart->x.title);
	for (i = 0; chart->n > 1 && i < chart->n; i++) {
		use_series(page, i);
		cairo.cairo_rectangle(page->cr, x, y - 0.7 * page->font,
				      page->font, 0.7 * page->font);
		cairo.cairo_fill(page->cr);
		use(page, &ink);
		put_text(page, x + 1.4 * page->font, y, chart->series[i].name);
		x += text_width(page, chart->series[i].name) + 3 * page->font;
	}
}

static double clamp(double value, double least, double most)
{
	return fmin(fmax(value, least), most);
}

static void draw_page(struct page *page, int width, int height)
{
	const struct chart_pen pen = { draw_line, draw_box, draw_dot, page };
	struct tick ticks[AXIS_TICKS];
	int n;

	page->font = clamp(height / 45.0, 9, 40);
	page->dot = page->font / 5;
	page->room = page->chart->look == CHART_POINTS ? page->dot + 1 : 0;
	cairo.cairo_set_source_rgb(page->cr, 1, 1, 1);
	cairo.cairo_paint(page->cr);
	cairo.cairo_select_font_face(page->cr, "sans-serif",
				     CAIRO_FONT_SLANT_NORMAL,
				     CAIRO_FONT_WEIGHT_NORMAL);
	cairo.cairo_set_font_size(page->cr, page->font);
	page->top = floor(2 * page->font);
	page->height = fmax(1, floor(height - page->top - 3.5 * page->font));
	n = find_y_ticks(page, ticks);
	page->width = fmax(1, floor(width - page->left - 1.5 * page->font));
	cairo.cairo_set_line_width(page->cr, 1);
	put_y_ticks(page, ticks, n);
	put_x_ticks(page);
	cairo.cairo_set_line_width(page->cr, fmax(1, page->font / 10));
	cairo.cairo_set_line_cap(page->cr, CAIRO_LINE_CAP_ROUND);
	chart_draw(page->chart, &pen);
	cairo.cairo_set_line_width(page->cr, 1);
	put_frame(page);
	put_titles(page);
}

/**
 * struct sink - where a file goes
 * @out: to be written
 * @err: why it could not be
 */
struct sink {
	FILE *out;
	int err;
};

static cairo_status_t write_bytes(void *arg, const unsigned char *bytes,
				  unsigned int size)
{
	struct sink *sink = arg;

	if (fwrite(bytes, 1, size, sink->out) == size)
		return CAIRO_STATUS_SUCCESS;
	sink->err = errno;
	return CAIRO_STATUS_WRITE_ERROR;
}

enum chart_format chart_format_find(const char *ending)
{
	static const char *const endings[] = {
		[CHART_PNG] = "png",
		[CHART_SVG] = "svg",
		[CHART_PDF] = "pdf",
	};
	enum chart_format format;

	for (format = CHART_PNG; format < CHART_FORMATS; format++)
		if (!strcasecmp(ending, endings[format]))
			break;
	return format;
}

static cairo_surface_t *surface_create(enum chart_format format, int width,
				       int height, struct sink *sink)
{
	switch (format) {
	case CHART_SVG:
		return cairo.cairo_svg_surface_create_for_stream(write_bytes,
								 sink, width,
								 height);
	case CHART_PDF:
		return cairo.cairo_pdf_surface_create_for_stream(write_bytes,
								 sink, width,
								 height);
	default:
		return cairo.cairo_image_surface_create(CAIRO_FORMAT_RGB24,
							width, height);
	}
}

static cairo_status_t surface_write(cairo_surface_t *surface,
				    enum chart_format format, struct sink *sink)
{
	if (format == CHART_PNG)
		return cairo.cairo_surface_write_to_png_stream(surface,
							       write_bytes,
							       sink);
	cairo.cairo_surface_finish(surface);
	return cairo.cairo_surface_status(surface);
}

const char *chart_write(const struct chart *chart, enum chart_format format,
			int width, int height, FILE *out)
{
	struct page page = { .chart = chart };
	struct sink sink = { .out = out };
	cairo_surface_t *surface;
	cairo_status_t status;

	if (LOAD(cairo, "libcairo.so.2", FUNCTIONS))
		return "to draw it, install cairo (Debian: libcairo2)";
	surface = surface_create(format, width, height, &sink);
	page.cr = cairo.cairo_create(surface);
	draw_page(&page, width, height);
	cairo.cairo_destroy(page.cr);
	status = surface_write(surface, format, &sink);
	cairo.cairo_surface_destroy(surface);
	/* PDF does not tell of that. */
	if (sink.err)
		return strerror(sink.err);
	return status == CAIRO_STATUS_SUCCESS ?
		       NULL : cairo.cairo_status_to_string(status);
}
