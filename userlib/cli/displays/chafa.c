// SPDX-License-Identifier: GPL-2.0
/* Pictures in the terminal, by libchafa, which is loaded when it is needed. */
#include <chafa.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "displays/picture.h"
#include "displays/screen.h"
#include "displays/text.h"
#include "load/load.h"

/* Newer GLibs have a macro of this name. */
#undef g_string_free

#define FUNCTIONS(f, s)					\
	f(chafa_canvas_new) s				\
	f(chafa_canvas_unref) s				\
	f(chafa_canvas_draw_all_pixels) s		\
	f(chafa_canvas_print) s				\
	f(chafa_canvas_config_new) s			\
	f(chafa_canvas_config_unref) s			\
	f(chafa_canvas_config_set_geometry) s		\
	f(chafa_canvas_config_set_cell_geometry) s	\
	f(chafa_canvas_config_set_canvas_mode) s	\
	f(chafa_canvas_config_set_pixel_mode) s		\
	f(chafa_canvas_config_set_symbol_map) s		\
	f(chafa_canvas_config_set_dither_mode) s	\
	f(chafa_canvas_config_set_work_factor) s	\
	f(chafa_symbol_map_new) s			\
	f(chafa_symbol_map_unref) s			\
	f(chafa_symbol_map_add_by_tags) s		\
	f(chafa_calc_canvas_geometry) s			\
	f(chafa_term_db_get_default) s			\
	f(chafa_term_db_detect) s			\
	f(chafa_term_db_get_fallback_info) s		\
	f(chafa_term_info_have_seq) s			\
	f(chafa_term_info_supplement) s			\
	f(chafa_term_info_unref) s			\
	f(g_get_environ) s				\
	f(g_strfreev) s					\
	f(g_string_free) s

static struct chafa {
	FUNCTIONS(LOAD_POINTER, ;)
} chafa;

/* Of a cell, where the terminal does not tell */
#define CELL_WIDTH	10
#define CELL_HEIGHT	20

/*
 * How hard symbols are chosen for pictures that move; 0.5 is usual. With less, half
 * of a cell can become three eighths.
 */
#define QUICK		0.3

/* The sequence at which kitty deletes all of its pictures */
#define KITTY_DELETE	"\033_Ga=d\033\\"

static const ChafaPixelMode modes[] = {
	[PICTURE_SYMBOLS] = CHAFA_PIXEL_MODE_SYMBOLS,
	[PICTURE_SIXEL] = CHAFA_PIXEL_MODE_SIXELS,
	[PICTURE_KITTY] = CHAFA_PIXEL_MODE_KITTY,
};

static const struct {
	ChafaTermSeq sequence;
	ChafaCanvasMode mode;
} colors[] = {
	{ CHAFA_TERM_SEQ_SET_COLOR_FGBG_DIRECT, CHAFA_CANVAS_MODE_TRUECOLOR },
	{ CHAFA_TERM_SEQ_SET_COLOR_FGBG_256, CHAFA_CANVAS_MODE_INDEXED_240 },
	{ CHAFA_TERM_SEQ_SET_COLOR_FGBG_16, CHAFA_CANVAS_MODE_INDEXED_16 },
};

/* What the environment says of the terminal, which need not know what is asked for. */
static ChafaTermInfo *find_terminal(void)
{
	ChafaTermDb *db = chafa.chafa_term_db_get_default();
	char **environment = chafa.g_get_environ();
	ChafaTermInfo *info = chafa.chafa_term_db_detect(db, environment);

	chafa.g_strfreev(environment);
	return info;
}

static void add_graphics(ChafaTermInfo *info)
{
	ChafaTermDb *db = chafa.chafa_term_db_get_default();
	ChafaTermInfo *all = chafa.chafa_term_db_get_fallback_info(db);

	chafa.chafa_term_info_supplement(info, all);
	chafa.chafa_term_info_unref(all);
}

static ChafaCanvasMode find_colors(const ChafaTermInfo *info)
{
	const char *forbidden = getenv("NO_COLOR");
	size_t i;

	if (forbidden && *forbidden)
		return CHAFA_CANVAS_MODE_FGBG;
	for (i = 0; i < sizeof(colors) / sizeof(*colors); i++)
		if (chafa.chafa_term_info_have_seq(info, colors[i].sequence))
			return colors[i].mode;
	return CHAFA_CANVAS_MODE_FGBG;
}

static void set_symbols(ChafaCanvasConfig *config)
{
	ChafaSymbolMap *symbols = chafa.chafa_symbol_map_new();

	chafa.chafa_symbol_map_add_by_tags(symbols, text_is_utf8() ?
			CHAFA_SYMBOL_TAG_BLOCK | CHAFA_SYMBOL_TAG_BORDER |
			CHAFA_SYMBOL_TAG_SPACE : CHAFA_SYMBOL_TAG_ASCII);
	chafa.chafa_canvas_config_set_symbol_map(config, symbols);
	chafa.chafa_symbol_map_unref(symbols);
}

/* Columns and rows for a picture of these proportions. */
static ChafaCanvas *make_canvas(const struct picture *picture,
				const struct picture_cells *cells,
				ChafaCanvasMode mode)
{
	ChafaCanvasConfig *config = chafa.chafa_canvas_config_new();
	int columns = cells->columns ?: screen_columns();
	int rows = cells->rows ?: screen_rows() - 1;
	int width = CELL_WIDTH, height = CELL_HEIGHT;
	ChafaDitherMode dither = CHAFA_DITHER_MODE_NONE;
	ChafaCanvas *canvas;

	screen_cell(&width, &height);
	chafa.chafa_calc_canvas_geometry(picture->width, picture->height,
					 &columns, &rows,
					 (double)width / height, TRUE, FALSE);
	chafa.chafa_canvas_config_set_geometry(config, columns, rows);
	chafa.chafa_canvas_config_set_cell_geometry(config, width, height);
	chafa.chafa_canvas_config_set_pixel_mode(config, modes[cells->how]);
	chafa.chafa_canvas_config_set_canvas_mode(config, mode);
	/* Without colours, only this makes shades. */
	if (mode == CHAFA_CANVAS_MODE_FGBG)
		dither = CHAFA_DITHER_MODE_DIFFUSION;
	chafa.chafa_canvas_config_set_dither_mode(config, dither);
	if (cells->moves)
		chafa.chafa_canvas_config_set_work_factor(config, QUICK);
	set_symbols(config);
	canvas = chafa.chafa_canvas_new(config);
	chafa.chafa_canvas_config_unref(config);
	return canvas;
}

static void draw(const struct picture *picture, unsigned char *rgba,
		 const struct picture_cells *cells)
{
	ChafaTermInfo *info = find_terminal();
	ChafaCanvasMode mode = CHAFA_CANVAS_MODE_TRUECOLOR;
	ChafaCanvas *canvas;
	GString *text;

	if (cells->how == PICTURE_SYMBOLS)
		mode = find_colors(info);
	else
		add_graphics(info);
	canvas = make_canvas(picture, cells, mode);
	chafa.chafa_canvas_draw_all_pixels(canvas, CHAFA_PIXEL_RGBA8_UNASSOCIATED,
					   rgba, picture->width,
					   picture->height, picture->width * 4);
	text = chafa.chafa_canvas_print(canvas, info);
	if (cells->how == PICTURE_KITTY && cells->again)
		fputs(KITTY_DELETE, stdout);
	fwrite(text->str, 1, text->len, stdout);
	fputc('\n', stdout);
	chafa.g_string_free(text, TRUE);
	chafa.chafa_canvas_unref(canvas);
	chafa.chafa_term_info_unref(info);
}

int picture_show(const struct picture *picture,
		 const struct picture_cells *cells)
{
	unsigned char *rgba;

	if (LOAD(chafa, "libchafa.so.0", FUNCTIONS))
		return failed("to show pictures in the terminal, install "
			      "libchafa (Debian: libchafa0); or write one with "
			      "-o FILE");
	rgba = picture_rgba(picture);
	if (!rgba)
		return failed("%s", strerror(errno));
	draw(picture, rgba, cells);
	free(rgba);
	return EXIT_OK;
}
